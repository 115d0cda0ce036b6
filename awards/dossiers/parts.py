"""Parts of a dossier that may be changed one by one, and the request that allows it after the dossier was handed in."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.utils.translation import gettext as _

from awards.dossiers import calls
from awards.editions.rules import EditionRules
from awards.enums import NominationState
from awards.models import CureRequest, Nomination
from portal.kernel import languages

BASICS = "basics"


class PartKind(Enum):
    """Of which kind a part is; the names stand before a colon in what is stored."""

    BASICS = "basics"
    ANSWER = "answer"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class PartName:
    """A part by what is stored of it, such as ``answer:novelty``, and what people call it."""

    code: str
    kind: PartKind
    key: str
    title: str


def answer(key: str) -> str:
    """Return what the answer to a criterion is stored as."""
    return f"{PartKind.ANSWER.value}:{key}"


def document(key: str) -> str:
    """Return what the files for a document are stored as; the version without names is part of it."""
    return f"{PartKind.DOCUMENT.value}:{key}"


def of(rules: EditionRules) -> tuple[PartName, ...]:
    """Return all parts of a dossier under frozen rules, in the order of its page and in the reader's language."""
    language = languages.current()
    return (
        PartName(BASICS, PartKind.BASICS, "", _("What is nominated, and who")),
        *(
            PartName(answer(one.key), PartKind.ANSWER, one.key, calls.told(one.title, language))
            for one in rules.criteria
        ),
        *(
            PartName(document(one.key), PartKind.DOCUMENT, one.key, calls.told(one.title, language))
            for one in rules.documents
        ),
    )


def running(nomination: Nomination) -> CureRequest | None:
    """Return the request to complete a dossier that is neither answered nor over; by its state, whatever the clock says."""
    if nomination.state != NominationState.NEEDS_CHANGES:
        return None
    found: CureRequest | None = getattr(nomination, "cure", None)
    return found if found is not None and found.answered_at is None and found.lapsed_at is None else None


def asked(nomination: Nomination) -> frozenset[str]:
    """Return the parts that a running request lets its people change."""
    found = running(nomination)
    return frozenset(found.parts) if found is not None else frozenset()


def is_over(request: CureRequest, now: datetime) -> bool:
    """Return whether the time to complete has ended: the moment itself is too late, as with the call."""
    return now >= request.due_at
