"""What entries hold: codes, aliases and whole numbers, never words of people.

Words stay where they can be erased; the log cannot be. Whatever has a blank in it is refused, because names have.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from awards.ledger import recompute
from awards.ledger.enums import LedgerKind

CODE: Final = re.compile(r"[\w.:/+-]{1,80}")


class UnfitBodyError(ValueError):
    """The contents may not stand in the log; the caller's mistake."""


def canonical_text(*, kind: LedgerKind, body: Mapping[str, Any]) -> str:
    """Return a body in canonical form; raise UnfitBodyError for what the log may not hold, or the program could not read."""
    _require_codes(dict(body), kind.value)
    try:
        recompute.require_body(kind.value, dict(body), kind.value)
    except recompute.Wrong as wrong:
        raise UnfitBodyError(str(wrong)) from wrong
    return recompute.canonical(dict(body)).decode()


def _require_codes(value: Any, where: str) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            _require_code(key, where)
            _require_codes(item, f"{where}.{key}")
    elif isinstance(value, list):
        for place, item in enumerate(value):
            _require_codes(item, f"{where}[{place}]")
    elif isinstance(value, str):
        _require_code(value, where)
    elif value is not None and not (isinstance(value, int) and abs(value) <= recompute.LARGEST):
        message = f"{where}: {value!r} is neither a code nor a whole number"
        raise UnfitBodyError(message)


def _require_code(value: Any, where: str) -> None:
    is_code = isinstance(value, str) and CODE.fullmatch(value) and unicodedata.is_normalized("NFC", value)
    if not is_code:
        message = f"{where}: {value!r} is no code of letters, digits and .:/+-_"
        raise UnfitBodyError(message)
