"""Flat colours of a print: paper, a shade of the paper, the block's colour, a second block and one small light."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Palette:
    """Colours of one picture."""

    ground: str
    shade: str
    main: str
    second: str
    light: str


INDIGO: Final = "#1d3f72"
SON: Final = "#b3261e"
HOE: Final = "#e0a526"
VERDIGRIS: Final = "#1f6b5a"
INK: Final = "#20242c"
PAPER: Final = "#fbf3dc"

PALETTES: Final = (
    Palette("#f6e7c3", "#ecd6a0", INDIGO, SON, HOE),
    Palette("#f6ddd2", "#ecc5b5", SON, INDIGO, HOE),
    Palette(INDIGO, "#2b5391", PAPER, HOE, "#e8796c"),
    Palette("#dce6f3", "#c2d2e8", INDIGO, HOE, SON),
    Palette(VERDIGRIS, "#2f8070", PAPER, HOE, "#f2a396"),
    Palette("#dcebe2", "#bedacc", VERDIGRIS, SON, HOE),
    Palette("#e8b947", "#f0cb74", INK, SON, PAPER),
    Palette(SON, "#c4473d", PAPER, "#f0c05a", INDIGO),
    Palette("#ece4d2", "#dbcfb4", INK, VERDIGRIS, SON),
)
