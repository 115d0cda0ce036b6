"""What the audit page reads: our own rows and the steps of registrations, and what rooms above add to them.

Each source gives instants and keys for a filter, which the database puts into one order, and the words of the rows of one page.
"""

import unicodedata
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.db.models import CharField, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from portal.kernel import clock
from registration import audit_remarks, folded
from registration.enums import Reason, WordedMail
from registration.models import AuditRow, Registration, RegistrationLog
from registration.organiser_enums import AuditAction, BadgeLayout, BulkAction, Capacity

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

STEP: Final = "step"
OWN: Final = "audit"
_PAPERS: Final = dict(BadgeLayout.choices)
_DECISIONS: Final = dict(BulkAction.choices)
_OWN_WORDS: "Final[Mapping[AuditAction, Mapping[str, str | _StrPromise]]]" = {
    AuditAction.BADGES_MADE: _PAPERS,
    AuditAction.BADGES_FETCHED: _PAPERS,
    AuditAction.BULK_STARTED: _DECISIONS,
    AuditAction.BULK_UNDONE: _DECISIONS,
    AuditAction.WORDS_CHANGED: dict(WordedMail.choices),
}
"""What rows of these actions keep as the name of their record."""
BY_HOLDER: Final = frozenset(
    {
        Reason.FORM_SENT,
        Reason.EMAIL_CONFIRMED,
        Reason.OFFER_ACCEPTED,
        Reason.OFFER_DECLINED,
        Reason.CANCELLED_BY_PERSON,
        Reason.ANSWERS_CHANGED,
        Reason.DETAILS_CHANGED,
        Reason.PARTY_CHANGED,
        Reason.KIND_CHANGED,
        Reason.SESSION_CHOSEN,
        Reason.SESSION_AWAITED,
        Reason.SESSION_LEFT,
    }
)


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What a reader asks for; days are those of Việt Nam, both included. ``person`` is part of a name or address."""

    subject: uuid.UUID | None = None
    person: str = ""
    action: str = ""
    record: str = ""
    day_from: date | None = None
    day_to: date | None = None

    def on(self, rows: "QuerySet[Any]", *, at: str = "at", by: str = "by") -> "QuerySet[Any]":
        """Return those of ``rows`` of the days and of the person."""
        if self.day_from:
            rows = rows.filter(**{f"{at}__gte": clock.at(self.day_from)})
        if self.day_to:
            rows = rows.filter(**{f"{at}__lt": clock.at(self.day_to + timedelta(days=1))})
        if self.person:
            rows = rows.filter(
                Q(**{f"{by}__email__icontains": self.person}) | Q(**{f"{by}__full_name__icontains": self.person})
            )
        return rows


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One thing that somebody did, in words of the active language."""

    at: datetime
    by: str
    capacity: "str | _StrPromise"
    action: str
    subject: uuid.UUID | None
    record: str
    changes: tuple[tuple[str, Any, Any], ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """``rows`` finds, ``lines`` tells; ``actions`` are what a reader can choose, by value."""

    rows: Callable[[AuditFilter], "QuerySet[Any]"]
    lines: Callable[[Collection[int]], Mapping[int, AuditLine]]
    actions: Mapping[str, "str | _StrPromise"]


_SOURCES: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a source from an AppConfig.ready(); its rows come as a queryset with ``at`` and ``pk``."""
    _SOURCES[name] = source


def actions() -> dict[str, "str | _StrPromise"]:
    """Return everything that a reader can choose."""
    return {value: label for source in _SOURCES.values() for value, label in source.actions.items()}


def find(wanted: AuditFilter) -> "QuerySet[Any]":
    """Return (at, pk, source) of everything that a filter finds, the newest first."""
    parts = [
        source.rows(wanted)
        .order_by()
        .annotate(told_by=Value(name, output_field=CharField()))
        .values_list("at", "pk", "told_by")
        for name, source in _SOURCES.items()
        if not wanted.action or wanted.action in source.actions
    ]
    if not parts:
        return AuditRow.objects.none().values_list("at", "pk", "action")
    first, *others = parts
    found: QuerySet[Any] = first.union(*others, all=True).order_by("-at", "-pk")
    return found


def lines_of(found: Collection[tuple[datetime, int, str]]) -> list[AuditLine]:
    """Return the words of what ``find`` found, in its order: a constant number of queries."""
    known = {
        name: source.lines([pk for _at, pk, of in found if of == name])
        for name, source in _SOURCES.items()
        if any(of == name for _at, _pk, of in found)
    }
    return [known[of][pk] for _at, pk, of in found if pk in known[of]]


def _own_rows(wanted: AuditFilter) -> "QuerySet[AuditRow]":
    rows = wanted.on(AuditRow.objects.all())
    if wanted.subject:
        rows = rows.filter(subject=wanted.subject)
    if wanted.action:
        rows = rows.filter(action=wanted.action)
    return named(rows, "object_label", wanted.record) if wanted.record else rows


def named(rows: "QuerySet[Any]", field: str, words: str) -> "QuerySet[Any]":
    """Return those of ``rows`` whose ``field`` has these words in it, whatever the letters' size and marks."""
    said = folded.fold(unicodedata.normalize("NFC", words))
    found: QuerySet[Any] = rows.alias(named=folded.Folded(field)).filter(named__contains=said)
    return found


def _own_lines(keys: Collection[int]) -> dict[int, AuditLine]:
    return {
        row.pk: AuditLine(
            at=row.at,
            by=str(row.by or ""),
            capacity=row.behalf_name or row.get_capacity_display(),
            action=row.get_action_display(),
            subject=row.subject,
            record=_record(row),
            changes=tuple(tuple(change) for change in row.changes),
            remark=row.remark,
        )
        for row in AuditRow.objects.filter(pk__in=keys).select_related("by")
    }


def _record(row: AuditRow) -> str:
    """Return the name of the record, in the reader's language where it is one of our own words."""
    known = _OWN_WORDS.get(AuditAction(row.action), {})
    name = str(known.get(row.object_label, row.object_label))
    return name or (f"{_kind(row.object_kind)} {row.object_key}" if row.object_key else "")


def _kind(label: str) -> str:
    """Return what people call a kind of record; its label where the program has it no more."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)  # noqa: SLF001 -- Django's public name
    except (LookupError, ValueError):
        return label


def _step_rows(wanted: AuditFilter) -> "QuerySet[RegistrationLog]":
    rows = wanted.on(RegistrationLog.objects.all())
    if wanted.subject:
        rows = rows.filter(registration__place_kind__subject=wanted.subject)
    return rows.filter(registration__reference__icontains=wanted.record) if wanted.record else rows


def _step_lines(keys: Collection[int]) -> dict[int, AuditLine]:
    rows = RegistrationLog.objects.filter(pk__in=keys).select_related("by", "place_kind", "registration__place_kind")
    found = list(rows.prefetch_related("registration__members"))
    moved_to = _kinds_moved_to([row for row in found if row.reason == Reason.KIND_CHANGED])
    return {
        row.pk: AuditLine(
            at=row.at,
            by=str(row.by or ""),
            capacity=_capacity(row).label,
            action=row.get_reason_display(),
            subject=row.registration.place_kind.subject,
            record=row.registration.reference,
            changes=_changes(row, moved_to),
            remark=audit_remarks.hidden(row.remark, known=_people_of(row.registration)),
        )
        for row in found
    }


def _kinds_moved_to(moves: Collection[RegistrationLog]) -> dict[int, str]:
    """Return by step to which kind of place it led: the kind that the next move left, or that of the registration: one query.

    A row of the log names only the kind that was left; later moves must not change what the audit says of an earlier one.
    """
    if not moves:
        return {}
    later = RegistrationLog.objects.filter(
        registration__in={row.registration_id for row in moves}, reason=Reason.KIND_CHANGED
    ).select_related("place_kind")
    chains: dict[int, list[RegistrationLog]] = defaultdict(list)
    for row in later.order_by("pk"):
        chains[row.registration_id].append(row)
    found = {}
    for row in moves:
        following = next((each for each in chains[row.registration_id] if each.pk > row.pk), None)
        kind = row.registration.place_kind if following is None else following.place_kind
        found[row.pk] = kind.name if kind is not None else ""
    return found


def _changes(row: RegistrationLog, moved_to: Mapping[int, str]) -> tuple[tuple[str, Any, Any], ...]:
    """Return what a step changed: the kind of place where it was a move, the state where that is another."""
    found = []
    if row.pk in moved_to:
        left = row.place_kind.name if row.place_kind is not None else None
        found.append(("place_kind", left, moved_to[row.pk]))
    if not found or row.from_state != row.to_state:
        found.append(("state", row.get_from_state_display(), row.get_to_state_display()))
    return tuple(found)


def _people_of(registration: Registration) -> list[str]:
    others = [member.full_name for member in registration.members.all()]
    return [registration.full_name, registration.email, registration.phone, *others]


def _capacity(step: RegistrationLog) -> Capacity:
    if step.by_id is not None and step.by_id != step.registration.user_id:
        return Capacity.ORGANISER
    return Capacity.HOLDER if step.by_id is not None or step.reason in BY_HOLDER else Capacity.SYSTEM


def register_own() -> None:
    """Add the sources of this room."""
    register(OWN, Source(_own_rows, _own_lines, dict(AuditAction.choices)))
    register(STEP, Source(_step_rows, _step_lines, {STEP: _("Step of a registration")}))
