"""Which drawings suit a technology that has no picture of its own: chosen by its field, told apart by its key."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

ANY: Final = ("gear", "leaf", "circuit", "kiln", "buffalo")
OF_FIELD: Final[dict[str, tuple[str, ...]]] = {
    "mechanics-automation": ("gear", "circuit"),
    "electronics-supporting-industry": ("circuit", "gear"),
    "materials-surfaces": ("gear", "kiln", "circuit"),
    "agricultural-processing": ("leaf", "carp", "buffalo", "gear"),
    "farm-mechanisation": ("buffalo", "gear", "leaf"),
    "environment-water-waste": ("carp", "leaf"),
    "energy-saving": ("kiln", "circuit", "gear"),
    "information-technology": ("circuit", "carp"),
    "biomedicine-herbs": ("leaf", "carp"),
    "construction-ceramics": ("kiln", "gear"),
    "crafts-villages": ("kiln", "buffalo", "leaf"),
    "measurement-quality": ("circuit", "gear", "leaf"),
}


def choose(*, field: str, key: str, before: Sequence[str]) -> str:
    """Return the drawing of one item: it suits the field, begins at a place that the key names, and is not its neighbour's.

    ``before`` are the drawings of the items that stand before it, the nearest last. Where each that suits was used, the one
    longest ago comes again.
    """
    suiting = OF_FIELD.get(field, ANY)
    start = blake2b(key.encode(), digest_size=1).digest()[0] % len(suiting)
    turned = suiting[start:] + suiting[:start]
    return max(turned, key=lambda name: before[::-1].index(name) if name in before else len(before))
