"""What stands behind a shape: water, fields, hills, rays, dots, bands."""

from math import cos, pi, sin

from portal.ui.motifs.colours import Palette


def _scallops(y: int, step: int, colour: str, offset: int = 0) -> str:
    arcs = f"a{step / 2:g} {step / 2:g} 0 0 1 {step} 0" * (340 // step + 1)
    return f'<path fill="{colour}" d="M{-offset} {y}{arcs}V220H{-offset}z"/>'


def moon_and_waves(palette: Palette, turn: int) -> str:
    """A moon above three rows of waves: the old print of the carp that looks at the moon."""
    x = 60 + turn % 3 * 20
    return (
        f'<circle cx="{x}" cy="46" r="30" fill="{palette.light}"/>'
        + _scallops(158, 40, palette.shade)
        + _scallops(174, 40, palette.ground, 20)
        + _scallops(179, 40, palette.shade, 20)
    )


def deep_water(palette: Palette, turn: int) -> str:
    """Ripples from side to side."""
    lines = "".join(f"M{-20 + (row + turn) % 2 * 20} {22 + row * 26}" + "q10-9 20 0t20 0" * 9 for row in range(7))
    return f'<path fill="none" stroke="{palette.shade}" stroke-width="5" stroke-linecap="round" d="{lines}"/>'


def sun_and_fields(palette: Palette, turn: int) -> str:
    """A low sun over rice fields."""
    x = 216 + turn % 3 * 22
    rows = "".join(f"M{(row * 13) % 24} {176 + row * 9}" + "l5-7 5 7m14 0" * 14 for row in range(3))
    return (
        f'<circle cx="{x}" cy="62" r="38" fill="{palette.light}"/><path fill="{palette.shade}" d="M0 160H320V200H0z"/>'
        f'<path fill="none" stroke="{palette.ground}" stroke-width="2" d="{rows}"/>'
    )


def hills(palette: Palette, turn: int) -> str:
    """Two hills, and a ground to stand on."""
    peak = 60 + turn % 4 * 14
    return (
        f'<path fill="{palette.shade}" d="M0 170C40 {peak} 90 {peak} 140 150C180 84 240 74 320 150V200H0z"/>'
        f'<path fill="{palette.ground}" d="M0 172H320V176H0z"/>'
    )


def rays(palette: Palette, turn: int) -> str:
    """Rays from the middle, as on a bronze drum."""
    count = 14 + turn % 3 * 2
    wedges = "".join(
        f"M160 100L{160 + 260 * cos(angle):.0f} {100 + 260 * sin(angle):.0f}"
        f" {160 + 260 * cos(angle + pi / count):.0f} {100 + 260 * sin(angle + pi / count):.0f}z"
        for angle in (2 * pi * step / count for step in range(count))
    )
    return f'<path fill="{palette.shade}" d="{wedges}"/>'


def dots(palette: Palette, turn: int) -> str:
    """Rows of dots, every second row moved by half a step."""
    lines = "".join(f"M{(row + turn) % 2 * 14} {12 + row * 22}H330" for row in range(9))
    return (
        f'<path fill="none" stroke="{palette.shade}" stroke-width="8" stroke-linecap="round" '
        f'stroke-dasharray="0 28" d="{lines}"/>'
    )


def bands(palette: Palette, turn: int) -> str:
    """Slanting bands."""
    lines = "".join(f"M{x} 210l120-220" for x in range(-120 + turn % 4 * 9, 330, 44))
    return f'<path stroke="{palette.shade}" stroke-width="18" d="{lines}"/>'
