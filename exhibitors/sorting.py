"""Sort keys as plain text, so that any database orders names by the Vietnamese alphabet whatever its collation."""

from typing import Final

from portal.kernel import sorting

LONGEST_NAME: Final = 60
KEY_LENGTH: Final = 4 * LONGEST_NAME + 3
# The kernel's ranks begin at -21 (white space); "000" is kept for the end of the name.
_OFFSET: Final = 22
_HIGHEST: Final = 999


def text_key(name: str) -> str:
    """Return digits that sort as the name does: three for each of the first 60 letters, an end mark, one for each tone."""
    letters, tones = sorting.vietnamese_key(name[:LONGEST_NAME])
    ranks = "".join(f"{min(max(rank + _OFFSET, 1), _HIGHEST):03d}" for rank in letters[:LONGEST_NAME])
    return f"{ranks}000{''.join(str(tone) for tone in tones[:LONGEST_NAME])}"
