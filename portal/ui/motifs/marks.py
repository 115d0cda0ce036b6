"""The portal's own marks: the emblem and the woodblock edge."""

from typing import Final

SON: Final = "#b3261e"
HOE: Final = "#f0c05a"
PAPER: Final = "#fbf8f1"

# A sophora flower on a seal; four traces run out of it to nodes, as from a chip.
PETAL: Final = "M24 21C20.6 17.6 20.6 12.6 24 9.4C27.4 12.6 27.4 17.6 24 21z"
TRACES: Final = "M24 24L12.4 12.4M24 24L35.6 12.4M24 24L12.4 35.6M24 24L35.6 35.6"
NODES: Final = ((10.4, 10.4), (37.6, 10.4), (10.4, 37.6), (37.6, 37.6))


def emblem_body() -> str:
    """Return what stands inside the emblem's 48 by 48 square."""
    nodes = "".join(f'<circle cx="{x}" cy="{y}" r="2.6"/>' for x, y in NODES)
    petals = "".join(f'<path d="{PETAL}" transform="rotate({angle} 24 24)"/>' for angle in range(0, 360, 45))
    return (
        f'<rect width="48" height="48" rx="9" fill="{SON}"/>'
        f'<rect x="2.8" y="2.8" width="42.4" height="42.4" rx="6.6" fill="none" stroke="{PAPER}" stroke-width="1.2"/>'
        f'<path fill="none" stroke="{HOE}" stroke-width="1.8" d="{TRACES}"/><g fill="{HOE}">{nodes}</g>'
        f'<circle cx="24" cy="24" r="15.6" fill="{SON}"/><g fill="{PAPER}">{petals}</g>'
        f'<circle cx="24" cy="24" r="3.4" fill="{HOE}"/>'
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
