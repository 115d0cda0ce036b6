"""What came out of reading a document, as the two processes tell it to each other."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How far a document is."""

    PENDING = "pending"
    READ = "read"
    NOTHING = "nothing"
    REFUSED = "refused"
    FAILED = "failed"


class Reason(StrEnum):
    """Why nothing can be found by the words of a document."""

    NONE = ""
    SCANNED = "scanned"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too-large"
    TOO_HEAVY = "too-heavy"
    BROKEN = "broken"
    UNSAFE = "unsafe"
    ENCODING = "encoding"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Outcome:
    """``pages`` is how many were looked at; ``is_cut`` says that there was more; ``encoding`` names the old one that was converted."""

    state: State
    reason: Reason = Reason.NONE
    text: str = ""
    pages: int = 0
    is_cut: bool = False
    encoding: str = ""


class RefusedError(Exception):
    """A document that is not to be read, and why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Pages:
    """The lines of each page as the file holds them, and whether there was more."""

    lines: list[list[str]]
    is_cut: bool = False
