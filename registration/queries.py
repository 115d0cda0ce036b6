"""Reads of the seat engine: what is left, for whom, and whether counters and rows agree."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from portal.accounts.models import User
from portal.kernel import clock, languages
from portal.kernel.languages import Language
from portal.page_cache import collecting
from registration import bands
from registration.enums import (
    LIVE_SESSION_STATES,
    PLACE_HOLDING_STATES,
    PUBLIC_AUDIENCES,
    RegistrationState,
    SessionPlaceState,
    WaitingListPolicy,
)
from registration.models import (
    Hold,
    OptionPlace,
    PartyMember,
    PlaceKind,
    PlaceKindPool,
    Pool,
    Registration,
    SessionPlace,
)


@dataclass(frozen=True, slots=True)
class KindPlaces:
    """What is left of one kind of place that is open now; ``left`` None means not limited."""

    name_vi: str
    name_en: str
    left: int | None

    @property
    def name(self) -> str:
        """The name in the active language; Vietnamese where English is missing."""
        return self.name_en if languages.current() is Language.ENGLISH and self.name_en else self.name_vi


@dataclass(frozen=True, slots=True)
class Availability:
    """What the public may know of a subject's places: ``left`` None means that not all are limited, ``by_kind`` which are."""

    left: int | None
    registration_open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    has_waiting_list: bool
    by_kind: tuple["KindPlaces", ...] = ()

    @property
    def limited(self) -> bool:
        """Whether the number of places is limited."""
        return self.left is not None


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A pool whose counter differs from its rows."""

    pool: Pool
    counter: int
    rows: int


@dataclass(frozen=True, slots=True)
class Look:
    """An unlocked look at one kind of place; a number of None means not limited."""

    pool_ids: tuple[int, ...]
    left: int | None
    left_when_swept: int | None
    somebody_waits: bool


@dataclass(slots=True)
class _Kind:
    session: uuid.UUID | None
    is_open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    waiting_list: str
    name_vi: str
    name_en: str
    left_by_pool: dict[int, int] = field(default_factory=dict)

    def accepts(self, now: datetime) -> bool:
        return (
            self.is_open
            and (self.opens_at is None or self.opens_at <= now)
            and (self.closes_at is None or now < self.closes_at)
        )


def _expired_quantity(pool_ref: str, now: datetime) -> Coalesce:
    expired = (
        Hold.objects.expired(now)
        .filter(place_kind__pools=OuterRef(pool_ref))
        .order_by()
        .values("place_kind__pools")
        .annotate(total=Sum("quantity"))
        .values("total")
    )
    return Coalesce(Subquery(expired), 0)


def pool_ids_of(place_kind_id: int) -> tuple[int, ...]:
    """Return the pools that a kind of place draws on, in key order."""
    return tuple(
        PlaceKindPool.objects.filter(place_kind_id=place_kind_id).order_by("pool_id").values_list("pool_id", flat=True)
    )


def pool_ids_by_kind(subject: uuid.UUID) -> dict[int, tuple[int, ...]]:
    """Return for each kind of place of a subject its pools in key order; kinds without a pool are missing."""
    found: dict[int, list[int]] = defaultdict(list)
    links = PlaceKindPool.objects.filter(place_kind__subject=subject).order_by("pool_id")
    for kind_id, pool_id in links.values_list("place_kind_id", "pool_id"):
        found[kind_id].append(pool_id)
    return {kind_id: tuple(pool_ids) for kind_id, pool_ids in found.items()}


_LOOK: Final = """
SELECT link.pool_id, pool.capacity - pool.taken,
    COALESCE((
        SELECT SUM(hold.quantity) FROM registration_hold AS hold
        JOIN registration_placekindpool AS other ON other.place_kind_id = hold.place_kind_id
        WHERE other.pool_id = link.pool_id AND hold.expires_at <= %s
    ), 0),
    EXISTS (
        SELECT 1 FROM registration_registration AS waiting
        JOIN registration_placekind AS kind ON kind.id = waiting.place_kind_id
        JOIN registration_placekindpool AS other ON other.place_kind_id = kind.id
        WHERE other.pool_id = link.pool_id AND waiting.state = %s AND kind.is_open
    )
FROM registration_placekindpool AS link
JOIN registration_pool AS pool ON pool.id = link.pool_id
WHERE link.place_kind_id = %s ORDER BY link.pool_id
"""
"""Written out because everybody who registers asks it: building the same from model classes costs ten times its run."""


def look(place_kind: PlaceKind, now: datetime) -> Look:
    """Look at the places of one kind without locking anything: one query.

    ``somebody_waits`` counts those who can be served: whoever waits for a kind of place that is closed to everybody keeps
    their rank, but keeps nobody away from a pool that an open kind draws on too.
    """
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [moment, RegistrationState.WAIT_LISTED.value, place_kind.pk])
        rows = cursor.fetchall()
    return Look(
        pool_ids=tuple(row[0] for row in rows),
        left=min((row[1] for row in rows), default=None),
        left_when_swept=min((row[1] + row[2] for row in rows), default=None),
        somebody_waits=any(row[3] for row in rows),
    )


def _greedy_left(kinds: list[_Kind]) -> int | None:
    """Return how many people the kinds can still seat together; exact where limits nest, as hall and kind do."""
    if any(not kind.left_by_pool for kind in kinds):
        return None
    left: dict[int, int] = {}
    for kind in kinds:
        left.update(kind.left_by_pool)
    total = 0
    for kind in kinds:
        seats = max(0, min(left[pool] for pool in kind.left_by_pool))
        total += seats
        for pool in kind.left_by_pool:
            left[pool] -= seats
    return total


def _availability(kinds: list[_Kind], now: datetime) -> Availability:
    # A kind that was closed offers nothing; where all are, as before a new date, their places still tell what there will be.
    offered = [kind for kind in kinds if kind.is_open] or kinds
    whole = [kind for kind in offered if kind.session is None] or offered
    opens = [kind.opens_at for kind in whole if kind.opens_at is not None]
    closes = [kind.closes_at for kind in whole]
    return Availability(
        left=_greedy_left(whole),
        registration_open=any(kind.accepts(now) for kind in whole),
        opens_at=min(opens) if len(opens) == len(whole) else None,
        closes_at=None if None in closes else max(moment for moment in closes if moment is not None),
        has_waiting_list=any(kind.waiting_list != WaitingListPolicy.NONE for kind in whole),
        by_kind=tuple(
            KindPlaces(
                kind.name_vi,
                kind.name_en,
                max(0, min(kind.left_by_pool.values())) if kind.left_by_pool else None,
            )
            for kind in whole
            if kind.accepts(now)
        ),
    )


def availability_for(
    subjects: Collection[uuid.UUID], now: datetime | None = None, *, session: uuid.UUID | None = None
) -> dict[uuid.UUID, Availability]:
    """Return the availability of each subject that offers the public a kind of place: one query for any number.

    Counts the places of the whole subject; those of single sessions only where there are no others, or where a
    ``session`` is asked for. Expired holds count as free.
    """
    moment = now or clock.now()
    rows = PlaceKind.objects.filter(subject__in=subjects, audience__in=PUBLIC_AUDIENCES)
    if session is not None:
        rows = rows.filter(session=session)
    found: dict[uuid.UUID, dict[int, _Kind]] = defaultdict(dict)
    for row in (
        rows.annotate(
            left=F("pools__capacity") - F("pools__taken") + _expired_quantity("pools__pk", moment),
        )
        .order_by("position", "pk", "pools__pk")
        .values_list(
            *("subject", "pk", "session", "is_open", "opens_at", "closes_at", "waiting_list", "name_vi", "name_en"),
            *("pools__pk", "left"),
        )
    ):
        kind = found[row[0]].setdefault(row[1], _Kind(None if session else row[2], *row[3:9]))
        if row[9] is not None:
            collecting.depends_on(bands.fact(row[9]))
            kind.left_by_pool[row[9]] = row[10]
    return {subject: _availability(list(kinds.values()), moment) for subject, kinds in found.items()}


def places_left(subject: uuid.UUID, now: datetime | None = None, *, session: uuid.UUID | None = None) -> int | None:
    """Return the places left of one subject or session: None where they are not limited or none are offered."""
    found = availability_for([subject], now, session=session).get(subject)
    return found.left if found else None


def left_by_kind(kinds: Collection[PlaceKind], now: datetime) -> dict[int, int | None]:
    """Return the places left for each kind by itself; None where they are not limited. One query."""
    found: dict[int, int | None] = {kind.pk: None for kind in kinds}
    rows = PlaceKindPool.objects.filter(place_kind__in=kinds).annotate(
        left=F("pool__capacity") - F("pool__taken") + _expired_quantity("pool_id", now)
    )
    for kind_id, pool_id, left in rows.values_list("place_kind_id", "pool_id", "left"):
        known = found[kind_id]
        collecting.depends_on(bands.fact(pool_id))
        found[kind_id] = left if known is None else min(known, left)
    return found


def taken_by_code(subject: uuid.UUID, now: datetime) -> dict[str, int]:
    """Return how many places of each kind of a subject are taken or kept, by its code, whether or not a pool counts them."""
    taken: dict[str, int] = defaultdict(int)
    seated = Registration.objects.filter(place_kind__subject=subject, state__in=PLACE_HOLDING_STATES)
    held = Hold.objects.live(now).filter(place_kind__subject=subject)
    chosen = SessionPlace.objects.filter(place_kind__subject=subject, state=SessionPlaceState.HELD)
    for rows, size in ((seated, "party_size"), (held, "quantity"), (chosen, "registration__party_size")):
        counted = rows.order_by().values_list("place_kind__code").annotate(total=Sum(size))
        for code, total in counted:
            taken[code] += total
    return dict(taken)


def queue_position(registration: Registration) -> int:
    """Return the place in the waiting list of its kind, from 1; 0 for a registration that does not wait."""
    if registration.state != RegistrationState.WAIT_LISTED:
        return 0
    own = registration.queue_class, registration.joined_at, registration.pk
    queue = Registration.objects.waiting().filter(place_kind_id=registration.place_kind_id)
    earlier = Q(queue_class__lt=own[0]) | Q(queue_class=own[0]) & (
        Q(joined_at__lt=own[1]) | Q(joined_at=own[1], pk__lte=own[2])
    )
    return queue.filter(earlier).count()


def pools_with_rows() -> QuerySet[Any]:
    """Return pools annotated with ``rows``: the places that registrations, sessions, holds and options take by their own count."""
    holding = (
        Registration.objects.filter(place_kind__pools=OuterRef("pk"), state__in=PLACE_HOLDING_STATES)
        .order_by()
        .values("place_kind__pools")
        .annotate(total=Sum("party_size"))
        .values("total")
    )
    held = (
        Hold.objects.filter(place_kind__pools=OuterRef("pk"))
        .order_by()
        .values("place_kind__pools")
        .annotate(total=Sum("quantity"))
        .values("total")
    )
    options = (
        OptionPlace.objects.filter(pool=OuterRef("pk"))
        .order_by()
        .values("pool")
        .annotate(total=Sum("quantity"))
        .values("total")
    )
    in_sessions = (
        SessionPlace.objects.filter(place_kind__pools=OuterRef("pk"), state=SessionPlaceState.HELD)
        .order_by()
        .values("place_kind__pools")
        .annotate(total=Sum("registration__party_size"))
        .values("total")
    )
    return Pool.objects.annotate(
        rows=Coalesce(Subquery(holding), 0)
        + Coalesce(Subquery(held), 0)
        + Coalesce(Subquery(options), 0)
        + Coalesce(Subquery(in_sessions), 0)
    )


def counters_match_rows() -> list[Mismatch]:
    """Return every pool whose counter differs from its rows; empty when all is well."""
    return [
        Mismatch(pool=pool, counter=pool.taken, rows=pool.rows)
        for pool in pools_with_rows().exclude(taken=F("rows")).order_by("pk")
    ]


def session_places_of(registration: Registration) -> list[SessionPlace]:
    """Return the sessions that a registration has, wants or waits for, with their kinds of place."""
    rows = SessionPlace.objects.filter(registration=registration, state__in=LIVE_SESSION_STATES)
    return list(rows.select_related("place_kind").order_by("place_kind__position", "pk"))


def sessions_that_wait(kinds: Collection[int], now: datetime) -> set[int]:
    """Return those of these kinds of place for whose session somebody waits who can still be served.

    Nobody is given a session that is closed or has closed, so whoever waits for it keeps nobody away.
    """
    waiting = SessionPlace.objects.servable(now).filter(place_kind__in=kinds)
    return set(waiting.values_list("place_kind_id", flat=True))


def people_of(registration: Registration) -> list[str]:
    """Return a name for each person of the party, the holder first; an empty one where it was not told."""
    told = {member.position: member.full_name for member in registration.members.all()}
    return [registration.full_name, *(told.get(position, "") for position in range(2, registration.party_size + 1))]


def name_told(ticket: str = "") -> Coalesce:
    """Return the name that was told for the person of a ticket, "" for the holder and where none was: for annotations.

    ``ticket`` is the path to the ticket with its underscores, such as "ticket__".
    """
    told = PartyMember.objects.filter(
        registration=OuterRef(f"{ticket}registration"), position=OuterRef(f"{ticket}position")
    )
    return Coalesce(Subquery(told.values("full_name")[:1]), Value(""))


def belonging_to(user: User, addresses: Collection[str]) -> QuerySet[Registration]:
    """Return the registrations of an account and of the addresses that it has proven, newest first."""
    own = Q(user=user) | Q(email__in=[address.lower() for address in addresses])
    return Registration.objects.filter(own).select_related("place_kind").order_by("-created_at", "-pk")


def held_unconfirmed(connection: str, now: datetime) -> int:
    """Return how many places are kept for addresses that one connection gave and nobody has confirmed yet."""
    held = Hold.objects.live(now).filter(owner=connection, registration__state=RegistrationState.WAITING_FOR_EMAIL)
    return sum(held.values_list("quantity", flat=True))


def others_wait(registration: Registration, pool_ids: Collection[int]) -> bool:
    """Return whether somebody else waits for an open kind of place that draws on any of these pools; see ``look``."""
    waiting = Registration.objects.servable().filter(place_kind__pools__in=pool_ids)
    return waiting.exclude(pk=registration.pk).exists()


def kinds_to_move_to(registration: Registration, now: datetime) -> list[PlaceKind]:
    """Return the other public kinds of place of the subject that are open now."""
    kinds = PlaceKind.objects.of(registration.place_kind.subject).filter(session=None, audience__in=PUBLIC_AUDIENCES)
    return [kind for kind in kinds.exclude(pk=registration.place_kind_id) if kind.accepts(now)]


def taken_in_session(session: uuid.UUID, now: datetime) -> int:
    """Return how many places of a session are taken or kept, whether or not a pool counts them."""
    chosen = SessionPlace.objects.filter(place_kind__session=session, state=SessionPlaceState.HELD)
    held = Hold.objects.live(now).filter(place_kind__session=session)
    in_rows = chosen.aggregate(total=Sum("registration__party_size"))["total"] or 0
    return in_rows + (held.aggregate(total=Sum("quantity"))["total"] or 0)
