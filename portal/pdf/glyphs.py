"""Letters that no font of the documents has: PDF/UA forbids to draw them, so that a visible sign takes their place.

Which letters the fonts have is asked of typst itself, a sign at a time: the fonts are inside of it, and nothing else knows them.
"""

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from portal.kernel.languages import Language
from portal.pdf import typesetting

SUBSTITUTE: Final = "□"
"""Stands where a letter cannot be drawn; the fonts have it."""
MOST: Final = 2000
"""So many different signs of one document are asked for, at 3 ms each; what comes after them is replaced unasked."""
_JOINER: Final = "\u200d"
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_PLAIN: Final = (
    range(0xA0, 0xAD),
    range(0xAE, 0x250),
    range(0x1E00, 0x1F00),
    range(0x2010, 0x2028),
    range(0x20AB, 0x20AD),
)
"""Latin with every Vietnamese letter, dashes, quotation marks, đồng and euro."""
_NO_FONT: Final = "could not be displayed with font"
"""What typst says of a text that no font has."""
_TRIAL: Final = Path(__file__).resolve().parent / "typst" / "sign.typ"


@lru_cache(maxsize=4 * MOST)
def _can_be_drawn(sign: str) -> bool:
    try:
        typesetting.compiled(
            _TRIAL, inputs={"data": json.dumps({"sign": sign}), "title": "-", "language": Language.VIETNAMESE.value}
        )
    except typesetting.NotCompiledError as error:
        if _NO_FONT in str(error):
            return False
        # Whatever else went wrong says nothing about the sign, and must not be remembered of it.
        raise
    return True


def _signs(text: str) -> Iterator[str]:
    """Yield the signs of a text as people see them: letters with their marks, pictures with everything that is joined to them."""
    sign = ""
    for letter in text:
        goes_on = unicodedata.category(letter) in {"Mn", "Me", "Mc", "Cf"} or ord(letter) in _SKIN_TONES
        if sign and not goes_on and not sign.endswith(_JOINER):
            yield sign
            sign = ""
        sign += letter
    if sign:
        yield sign


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield unicodedata.normalize("NFC", value)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def _needs_asking(sign: str) -> bool:
    return not (sign.isascii() and (sign.isprintable() or sign.isspace()))


def as_typed(value: Any) -> Any:
    """Return ``value`` itself."""
    return value


def with_known_signs(value: Any) -> Any:
    """Return ``value``, data fit for JSON, with ``SUBSTITUTE`` for each sign in its texts that no font has; keys stay.

    Raises ``typesetting.NotCompiledError`` where typst does not tell.
    """
    asked = dict.fromkeys(sign for text in _texts(value) for sign in _signs(text) if _needs_asking(sign))
    missing = {sign for number, sign in enumerate(asked) if number >= MOST or not _can_be_drawn(sign)}
    return _replaced(value, missing.__contains__)


def with_plain_signs(value: Any) -> Any:
    """Return ``value`` with ``SUBSTITUTE`` for whatever is no Latin letter or common sign.

    Some mixtures of scripts cannot be drawn though each of their signs can.
    """
    return _replaced(value, lambda sign: _needs_asking(sign) and not _is_plain(sign))


def _is_plain(sign: str) -> bool:
    return len(sign) == 1 and any(ord(sign) in letters for letters in _PLAIN)


def _replaced(value: Any, is_to_go: Callable[[str], bool]) -> Any:
    if isinstance(value, str):
        signs = _signs(unicodedata.normalize("NFC", value))
        return "".join(SUBSTITUTE if is_to_go(sign) else sign for sign in signs)
    if isinstance(value, Mapping):
        return {key: _replaced(part, is_to_go) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(part, is_to_go) for part in value]
    return value
