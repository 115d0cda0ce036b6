"""Pictures from the vocabulary of Đông Hồ prints, drawn from a seed: for items that have no picture of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final, TypeVar

from portal.ui.motifs import grounds, shapes
from portal.ui.motifs.colours import PALETTES, Palette

Choice = TypeVar("Choice")

WIDTH: Final = 320
HEIGHT: Final = 200

SHAPES: Final[dict[str, Callable[["Draw"], str]]] = {
    "carp": lambda draw: shapes.carp(draw.palette),
    "buffalo": lambda draw: shapes.buffalo(draw.palette),
    "gear": lambda draw: shapes.gear(draw.palette, teeth=draw.pick(4, (10, 12, 14))),
    "leaf": lambda draw: shapes.leaf(draw.palette, pairs=draw.pick(4, (3, 4))),
    "circuit": lambda draw: shapes.circuit(draw.palette, reach=draw.pick(4, (0, 1, 2))),
    "kiln": lambda draw: shapes.kiln(draw.palette),
}
# A fish swims in water and a buffalo walks on land: which grounds suit which shape.
GROUNDS: Final[dict[str, tuple[Callable[[Palette, int], str], ...]]] = {
    "carp": (grounds.moon_and_waves, grounds.deep_water),
    "buffalo": (grounds.sun_and_fields, grounds.hills),
    "gear": (grounds.rays, grounds.dots, grounds.bands),
    "leaf": (grounds.rays, grounds.sun_and_fields, grounds.hills),
    "circuit": (grounds.dots, grounds.bands),
    "kiln": (grounds.hills, grounds.rays),
}


@dataclass(frozen=True)
class Draw:
    """The choices that a seed stands for."""

    digest: bytes
    palette: Palette

    def pick(self, place: int, choices: tuple[Choice, ...]) -> Choice:
        """Return the choice that the byte at ``place`` of the digest names."""
        return choices[self.digest[place] % len(choices)]


def key(seed: str) -> str:
    """Return the 16 hexadecimal digits under which the picture of a seed is served."""
    return blake2b(seed.encode(), digest_size=8).hexdigest()


@lru_cache(maxsize=2048)
def picture(seed: str, motif: str | None = None) -> str:
    """Return the SVG of a seed, decorative for screen readers; ``motif`` fixes the shape, the seed the rest."""
    digest = blake2b(seed.encode(), digest_size=8).digest()
    name = motif if motif in SHAPES else sorted(SHAPES)[digest[0] % len(SHAPES)]
    draw = Draw(digest=digest, palette=PALETTES[digest[1] % len(PALETTES)])
    ground = draw.pick(2, GROUNDS[name])(draw.palette, digest[5])
    drawing = ground + SHAPES[name](draw)
    if digest[3] % 2:
        drawing = f'<g transform="matrix(-1 0 0 1 {WIDTH} 0)">{drawing}</g>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="motif" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMid slice" aria-hidden="true" '
        f'focusable="false"><path fill="{draw.palette.ground}" d="M0 0H{WIDTH}V{HEIGHT}H0z"/>{drawing}</svg>'
    )
