"""How finely public pages follow the number of places left: to the place where it matters, in bands where many are left."""

from typing import Final

from portal.page_cache import tags

EXACT: Final = 20
"""So few places left, and each that is taken or given back shows at the next look."""
_STEPS: Final = (20, 50, 100, 200, 500, 1000, 2000, 5000)


def band(left: int) -> int:
    """Return the band of a number of places left: the number itself up to ``EXACT``, above it the step that it exceeds."""
    if left <= EXACT:
        return left
    return max(step for step in _STEPS if step < left)


def fact(pool: int) -> str:
    """Return the tag of pages that show how many places of a pool are left."""
    return tags.fact("pool", pool)
