"""The portal's own marks: the emblem and the woodblock edge."""

from typing import Final

SON: Final = "#b3261e"
HOE: Final = "#f0c05a"
PAPER: Final = "#fbf8f1"

# The flat hat of the quan họ singers, seen from the front; its threads run out as traces to five nodes.
HAT: Final = "M6 20C6 12 14 8 24 8C34 8 42 12 42 20C42 21 41 22 40 22H8C7 22 6 21 6 20z"
THREADS: Final = "M12 22v5l-2 2v3M18 22v13M24 22v9M30 22v13M36 22v5l2 2v3"
NODES: Final = ((10, 34), (18, 37), (24, 33), (30, 37), (38, 34))


def emblem_body() -> str:
    """Return what stands inside the emblem's 48 by 48 square."""
    nodes = "".join(f'<circle cx="{x}" cy="{y}" r="2.4"/>' for x, y in NODES)
    return (
        f'<rect width="48" height="48" rx="9" fill="{SON}"/>'
        f'<rect x="2.5" y="2.5" width="43" height="43" rx="7" fill="none" stroke="{PAPER}" stroke-opacity=".55"/>'
        f'<path fill="{PAPER}" d="{HAT}"/><path fill="{SON}" d="M17 17.5a7 4 0 0 1 14 0z"/>'
        f'<g fill="none" stroke="{HOE}" stroke-width="1.8" stroke-linejoin="round"><path d="{THREADS}"/></g><g fill="{HOE}">{nodes}</g>'
    )


def emblem(size: int) -> str:
    """Return the emblem as inline SVG of ``size`` pixels, decorative (its name stands beside it)."""
    return (
        f'<svg class="emblem" viewBox="0 0 48 48" width="{int(size)}" height="{int(size)}" aria-hidden="true" '
        f'focusable="false">{emblem_body()}</svg>'
    )


def favicon() -> str:
    """Return the emblem as a file of its own."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">{emblem_body()}</svg>\n'


def edge(*, flip: bool) -> str:
    """Return the scalloped band in the colour of the text around it; ``flip`` turns it upside down."""
    name = "edge-up" if flip else "edge-down"
    turn = ' patternTransform="matrix(1 0 0 -1 0 18)"' if flip else ""
    return (
        f'<svg class="edge" width="100%" height="18" aria-hidden="true" focusable="false"><defs>'
        f'<pattern id="{name}" width="28" height="18" patternUnits="userSpaceOnUse"{turn}>'
        f'<path class="edge__ground" d="M0 0H28V3A14 11 0 0 1 0 3z"/>'
        f'<path class="edge__line" fill="none" d="M-1 7A14 10 0 0 0 14 16A14 10 0 0 0 29 7"/>'
        f'<circle class="edge__dot" cx="14" cy="6" r="2.2"/></pattern></defs>'
        f'<rect width="100%" height="18" fill="url(#{name})"/></svg>'
    )
