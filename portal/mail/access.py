"""Who may look after mails that failed. The mail room knows no events: rooms above tell whose subjects are whose."""

import uuid
from collections.abc import Callable, Collection
from typing import Any, Final

from portal.mail.models import OutgoingMail

PERMISSION: Final = "mail.tend_outgoingmail"

OwnSubjects = Callable[[Any, Collection[uuid.UUID]], Collection[uuid.UUID]]
_SOURCES: list[tuple[Callable[[Any], bool], OwnSubjects]] = []


def register(*, may_own: Callable[[Any], bool], own_subjects: OwnSubjects) -> None:
    """Add a room's answer.

    ``may_own`` says whether a person organises anything at all, without a query for each page of the admin; ``own_subjects`` which of these keys are the person's own, in a constant number of queries.
    """
    if (may_own, own_subjects) not in _SOURCES:
        _SOURCES.append((may_own, own_subjects))


def may_tend_all(user: Any) -> bool:
    """Whether the person looks after all mails of the portal."""
    return bool(user.is_active and user.has_perm(PERMISSION))


def may_tend_some(user: Any) -> bool:
    """Whether the person sees the list at all."""
    return may_tend_all(user) or bool(user.is_active and any(may_own(user) for may_own, _own in _SOURCES))


def own(user: Any, subjects: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return which of these subjects are the person's own."""
    if not subjects or not user.is_active:
        return set()
    return {key for may_own, own_subjects in _SOURCES if may_own(user) for key in own_subjects(user, subjects)}


def may_tend(user: Any, mail: OutgoingMail) -> bool:
    """Whether the person may look after this mail."""
    return may_tend_all(user) or (mail.about is not None and mail.about in own(user, [mail.about]))
