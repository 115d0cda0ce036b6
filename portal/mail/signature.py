"""Who signs the mails. The mail room knows no records of other rooms: the room that keeps the responsible body tells."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signature:
    """The body responsible for the portal, in the active language; empty texts are left out of the mail."""

    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


SignatureSource = Callable[[], Signature]
_sources: list[SignatureSource] = []


def register(source: SignatureSource) -> None:
    """Set who is asked for the signature; the last one registered answers."""
    _sources[:] = [source]


def current() -> Signature:
    """Return the signature in the active language; an empty one where nobody was registered."""
    return _sources[0]() if _sources else Signature()
