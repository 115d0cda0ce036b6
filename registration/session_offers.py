"""Which sessions of a subject a visitor can choose now, with what is left in each."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.kernel import formats
from registration import queries, subjects
from registration.enums import PUBLIC_AUDIENCES, WaitingListPolicy
from registration.models import PlaceKind
from registration.subjects import SessionInfo


@dataclass(frozen=True, slots=True)
class SessionOffer:
    """One session with its places; ``left`` None means not limited, ``is_waited_for`` that somebody stands in line."""

    kind: PlaceKind
    info: SessionInfo
    left: int | None
    is_waited_for: bool

    @property
    def is_full(self) -> bool:
        """Whether nobody gets a place at once."""
        return self.is_waited_for or self.left == 0

    @property
    def has_waiting_list(self) -> bool:
        """Whether one can wait for it."""
        return self.kind.waiting_list != WaitingListPolicy.NONE


def offers(
    *, subject: uuid.UUID, now: datetime, chosen: Collection[int] = (), kinds: Collection[PlaceKind] | None = None
) -> list[SessionOffer]:
    """Return the sessions that can be chosen now, by time; those whose kind of place is in ``chosen`` in any case.

    ``kinds`` saves reading the subject's kinds of place again. The number of queries does not grow with the sessions.
    """
    known_kinds = PlaceKind.objects.of(subject) if kinds is None else kinds
    kinds = [kind for kind in known_kinds if kind.session is not None and kind.audience in PUBLIC_AUDIENCES]
    if not kinds:
        return []
    known = subjects.sessions_for([subject])
    wanted = [
        (kind, known[kind.session])
        for kind in kinds
        if kind.session in known and known[kind.session].starts > now and (kind.accepts(now) or kind.pk in chosen)
    ]
    left = queries.left_by_kind([kind for kind, _info in wanted], now)
    waited_for = queries.sessions_that_wait([kind.pk for kind, _info in wanted], now)
    found = [
        SessionOffer(
            kind=kind,
            info=info,
            left=None if left[kind.pk] is None else max(left[kind.pk] or 0, 0),
            is_waited_for=kind.pk in waited_for,
        )
        for kind, info in wanted
    ]
    return sorted(found, key=lambda offer: (offer.info.starts, offer.info.ends, offer.kind.pk))


def places_words(offer: SessionOffer) -> str:
    """Return how many places a session has left, in words of the active language; nothing where they are not limited."""
    if offer.is_full:
        return (
            _("All places are taken; there is a waiting list.")
            if offer.has_waiting_list
            else _("All places are taken.")
        )
    if offer.left is None:
        return ""
    words = ngettext("%(number)s place left", "%(number)s places left", offer.left)
    return words % {"number": formats.number(offer.left)}
