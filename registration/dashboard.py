"""What an organiser sees of one event at a glance: reads only, the same number of queries for any number of people."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Max, Min, Sum
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from portal.kernel import clock
from registration import arrivals, queries
from registration.enums import PLACE_HOLDING_STATES, RegistrationState, WaitingListPolicy
from registration.models import Hold, PlaceKind, Pool, Registration

SHOWN: Final = 20
DAYS: Final = 30
EXPLAINED: Final = 500


@dataclass(frozen=True, slots=True)
class PoolLine:
    """One pool: places taken by people, held for some of them, and free; holds that are over count as free."""

    pool: Pool
    taken: int
    held: int
    free: int

    @property
    def share(self) -> int:
        """How much of it is taken, in per cent."""
        return min(100, round(100 * (self.taken + self.held) / self.pool.capacity)) if self.pool.capacity else 100


@dataclass(slots=True)
class KindLine:
    """One kind of place with its people by state and who of them has come."""

    kind: PlaceKind
    counts: dict[RegistrationState, int] = field(default_factory=lambda: defaultdict(int))
    people: dict[RegistrationState, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def seated(self) -> int:
        """People whose place is theirs."""
        return sum(self.people[state] for state in PLACE_HOLDING_STATES)

    @property
    def waiting(self) -> int:
        """Parties on the waiting list."""
        return self.counts[RegistrationState.WAIT_LISTED]

    @property
    def offered(self) -> int:
        """Parties with an offer."""
        return self.counts[RegistrationState.OFFERED]

    @property
    def pending(self) -> int:
        """Registrations that wait for a decision."""
        return self.counts[RegistrationState.PENDING_APPROVAL]

    @property
    def unconfirmed(self) -> int:
        """Registrations whose address is not proven yet."""
        return self.counts[RegistrationState.WAITING_FOR_EMAIL]

    @property
    def came(self) -> int:
        """People who have come."""
        return self.people[RegistrationState.ATTENDED]

    @property
    def absent(self) -> int:
        """People who did not come."""
        return self.people[RegistrationState.ABSENT]


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One party on the waiting list: its rank among those of its kind, and why it still waits.

    ``why`` is for organisers; ``told`` says the same to the holder and names nobody else.
    """

    registration: Registration
    rank: int
    why: str
    told: str


@dataclass(frozen=True, slots=True)
class DayBar:
    """The registrations of one day."""

    day: date
    count: int


@dataclass(frozen=True, slots=True)
class HourLine:
    """Who came in one hour, by kind in the order of the kinds."""

    hour: datetime
    people: tuple[int, ...]

    @property
    def total(self) -> int:
        """People of all kinds."""
        return sum(self.people)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything of one event."""

    pools: list[PoolLine]
    kinds: list[KindLine]
    waiting: list[WaitingLine]
    waiting_total: int
    offers: list[Hold]
    pending: list[Registration]
    hours: list[HourLine]
    days: list[DayBar]
    newest: datetime | None

    def total(self, name: str) -> int:
        """Return the sum of a figure over all kinds."""
        return sum(getattr(line, name) for line in self.kinds)

    @property
    def totals(self) -> dict[str, int]:
        """The sums that the first lines show."""
        return {
            name: self.total(name)
            for name in ("seated", "waiting", "offered", "pending", "unconfirmed", "came", "absent")
        }


def explain(
    *,
    queue: Iterable[Registration],
    kinds: dict[int, PlaceKind],
    links: dict[int, tuple[int, ...]],
    left: dict[int, int],
) -> list[WaitingLine]:
    """Return for each of an ordered queue its rank and why it waits, by the rules of ``waiting_list.choose``.

    Places that are free now would go to the first who fit at the next service; ``left`` is reduced by them.
    """
    lines: list[WaitingLine] = []
    blocked_by: dict[int, Registration] = {}
    ranks: dict[int, int] = defaultdict(int)
    for entry in queue:
        kind = kinds[entry.place_kind_id]
        pool_ids = links.get(kind.pk, ())
        ranks[kind.pk] += 1
        free = min((left[pk] for pk in pool_ids), default=None)
        ahead = next((blocked_by[pk] for pk in pool_ids if pk in blocked_by), None)
        if not kind.is_open:
            why = told = _("Registration for this kind of place is closed: nobody moves up.")
        elif free is not None and free < entry.party_size:
            why = told = (
                _("No place is free.")
                if free <= 0
                else _("Needs %(needed)d places; %(free)d are free.") % {"needed": entry.party_size, "free": free}
            )
            if kind.waiting_list != WaitingListPolicy.FILL:
                for pk in pool_ids:
                    if left[pk] < entry.party_size:
                        blocked_by.setdefault(pk, entry)
        elif ahead is not None:
            why = _("Strict order: %(reference)s stands before and needs %(needed)d places.") % {
                "reference": ahead.reference,
                "needed": ahead.party_size,
            }
            told = _("A party that stands before you needs more places than are free.")
        else:
            why = _("A place is free: the next service offers it.")
            told = _("A place is free: it is offered to you soon.")
            for pk in pool_ids:
                left[pk] -= entry.party_size
        lines.append(WaitingLine(entry, ranks[kind.pk], why, told))
    return lines


def _pools(subject: uuid.UUID, now: datetime) -> list[PoolLine]:
    held = dict(
        Hold.objects.live(now)
        .filter(place_kind__subject=subject)
        .order_by()
        .values_list("place_kind__pools")
        .annotate(total=Sum("quantity"))
    )
    dead = dict(
        Hold.objects.expired(now)
        .filter(place_kind__subject=subject)
        .order_by()
        .values_list("place_kind__pools")
        .annotate(total=Sum("quantity"))
    )
    return [
        PoolLine(
            pool,
            taken=pool.taken - held.get(pool.pk, 0) - dead.get(pool.pk, 0),
            held=held.get(pool.pk, 0),
            free=pool.capacity - pool.taken + dead.get(pool.pk, 0),
        )
        for pool in Pool.objects.filter(subject=subject).order_by("pk")
    ]


def _kinds(subject: uuid.UUID) -> list[KindLine]:
    lines = {kind.pk: KindLine(kind) for kind in PlaceKind.objects.filter(subject=subject).order_by("position", "pk")}
    counted = Registration.objects.of_subjects([subject]).order_by().values_list("place_kind_id", "state")
    for kind_id, state, count, people in counted.annotate(count=Count("pk"), people=Sum("party_size")):
        lines[kind_id].counts[RegistrationState(state)] = count
        lines[kind_id].people[RegistrationState(state)] = people
    return list(lines.values())


def _hours(subject: uuid.UUID, kinds: Sequence[KindLine]) -> list[HourLine]:
    by_hour: dict[datetime, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for arrival in arrivals.of(subject):
        by_hour[arrival.hour][arrival.place_kind_id] += arrival.people
    return [HourLine(hour, tuple(found[line.kind.pk] for line in kinds)) for hour, found in sorted(by_hour.items())]


def _days(subject: uuid.UUID, today: date) -> list[DayBar]:
    first = today - timedelta(days=DAYS - 1)
    counted: dict[date, int] = dict(
        Registration.objects.of_subjects([subject])
        .filter(created_at__gte=clock.at(first))
        .order_by()
        .annotate(day=TruncDate("created_at", tzinfo=clock.VIETNAM))
        .values_list("day")
        .annotate(count=Count("pk"))
    )
    if not counted:
        return []
    start = min(counted)
    return [
        DayBar(start + timedelta(days=number), counted.get(start + timedelta(days=number), 0))
        for number in range((max(today, *counted) - start).days + 1)
    ]


def told_to(registration: Registration, now: datetime) -> str:
    """Return the sentence why a registration waits, for its holder in the active language: a constant number of queries.

    Empty where it does not wait, or stands behind those of whom it is worked out.
    """
    if registration.state != RegistrationState.WAIT_LISTED:
        return ""
    subject = registration.place_kind.subject
    lines = explain(
        queue=Registration.objects.of_subjects([subject]).waiting()[:EXPLAINED],
        kinds=PlaceKind.objects.filter(subject=subject).in_bulk(),
        links=queries.pool_ids_by_kind(subject),
        left={line.pool.pk: line.free for line in _pools(subject, now)},
    )
    return next((line.told for line in lines if line.registration.pk == registration.pk), "")


def of(subject: uuid.UUID, now: datetime) -> Dashboard:
    """Return everything that the dashboard of a subject shows, in a constant number of queries."""
    pools, kinds = _pools(subject, now), _kinds(subject)
    of_subject = Registration.objects.of_subjects([subject]).select_related("place_kind")
    queue = list(of_subject.waiting()[:EXPLAINED])
    waiting = explain(
        queue=queue,
        kinds={line.kind.pk: line.kind for line in kinds},
        links=queries.pool_ids_by_kind(subject),
        left={line.pool.pk: line.free for line in pools},
    )
    offers = Hold.objects.live(now).filter(place_kind__subject=subject, registration__state=RegistrationState.OFFERED)
    pending = of_subject.filter(state=RegistrationState.PENDING_APPROVAL)
    return Dashboard(
        pools=pools,
        kinds=kinds,
        waiting=waiting[:SHOWN],
        waiting_total=sum(line.waiting for line in kinds),
        offers=list(offers.select_related("registration", "place_kind").order_by("expires_at", "pk")[:SHOWN]),
        pending=list(pending.order_by("created_at", "pk")[:SHOWN]),
        hours=_hours(subject, kinds),
        days=_days(subject, clock.local(now).date()),
        newest=of_subject.aggregate(newest=Max("changed_at"))["newest"],
    )


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """One event in the list of dashboards."""

    subject: uuid.UUID
    kinds: int
    live: int
    waiting: int
    pending: int
    opens_at: datetime | None


def subjects_with_places() -> list[SubjectLine]:
    """Return every subject that offers places with what waits there: two queries for any number."""
    kinds = PlaceKind.objects.order_by().values_list("subject").annotate(number=Count("pk"), opens=Min("opens_at"))
    counts: dict[uuid.UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    counted = Registration.objects.live().order_by().values_list("place_kind__subject", "state")
    for subject, state, number in counted.annotate(number=Count("pk")):
        counts[subject][state] += number
    return [
        SubjectLine(
            subject,
            number,
            sum(counts[subject].values()),
            counts[subject][RegistrationState.WAIT_LISTED],
            counts[subject][RegistrationState.PENDING_APPROVAL],
            opens,
        )
        for subject, number, opens in kinds
    ]
