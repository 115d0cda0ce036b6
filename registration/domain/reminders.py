"""Reminding by rules: once for each rule, person and day of the beginning, never at night, never after the beginning (ADR 0022)."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Final

from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from portal.accounts.models import User
from portal.kernel import clock, erasure
from registration import subjects, tasks
from registration.enums import REGISTERED_AUDIENCES, RegistrationState, ReminderAudience, SubjectStatus
from registration.models import Registration, ReminderRule, ReminderSent
from registration.subjects import SubjectInfo

QUIET_FROM: Final = time(22, 0)
QUIET_UNTIL: Final = time(7, 0)
LAST_HOUR: Final = time(21, 0)
"""Where a moment falls into the night, the reminder is due at nine that evening: an hour is left for a timer that is late."""
BATCH: Final = 25
"""Reminders in one transaction: on SQLite nobody else writes meanwhile."""
REMINDED_STATES: Final = frozenset({*REGISTERED_AUDIENCES.values(), RegistrationState.PENDING_APPROVAL})
REMINDED: Final = frozenset({SubjectStatus.SCHEDULED, SubjectStatus.MOVED_ONLINE})


def is_quiet(now: datetime) -> bool:
    """Return whether it is night in Việt Nam: from 22:00 on, until 07:00 exclusively."""
    hour = clock.local(now).time()
    return hour >= QUIET_FROM or hour < QUIET_UNTIL


def moment_of(*, starts: datetime, minutes_before: int) -> datetime:
    """Return when a reminder of a beginning is due; a moment at night moves back to the evening before."""
    moment = starts - timedelta(minutes=minutes_before)
    if not is_quiet(moment):
        return moment
    here = clock.local(moment)
    day = here.date() if here.time() >= QUIET_FROM else here.date() - timedelta(days=1)
    return clock.at(day, LAST_HOUR.hour)


def send_due(*, now: datetime) -> int:
    """Queue every reminder that is due; return how many. Two runs at once, or one after a crash, remind nobody twice.

    Due means: the rule was in force at its moment, the moment has come, the event has not begun and takes place, and the
    person was in the state that the rule is for since before the moment. At night nothing is due.
    """
    if is_quiet(now):
        return 0
    rules = list(ReminderRule.objects.all())
    if not rules:
        return 0
    longest = timedelta(minutes=max(rule.minutes_before for rule in rules), days=1)
    number = 0
    for info in _upcoming(rules, now=now, until=now + longest):
        for rule in rules_for(info.key, rules):
            moment = moment_of(starts=info.starts, minutes_before=rule.minutes_before)
            if rule.since <= moment <= now:
                number += _send(rule=rule, info=info, moment=moment, now=now)
    return number


def rules_for(subject: uuid.UUID, rules: Iterable[ReminderRule]) -> list[ReminderRule]:
    """Return which of these rules hold for a subject: its own, and for other people those for all events."""
    own: dict[str, list[ReminderRule]] = defaultdict(list)
    general: dict[str, list[ReminderRule]] = defaultdict(list)
    for rule in rules:
        if rule.subject == subject:
            own[rule.audience].append(rule)
        elif rule.subject is None:
            general[rule.audience].append(rule)
    return [rule for audience in ReminderAudience for rule in own[audience] or general[audience]]


def _upcoming(rules: Sequence[ReminderRule], *, now: datetime, until: datetime) -> list[SubjectInfo]:
    """Return what begins soon and has somebody to remind; what is over, or far ahead, is neither read nor asked about."""
    soon = subjects.beginning_between(now, until)
    if all(rule.subject is not None for rule in rules):
        soon &= {rule.subject for rule in rules if rule.subject is not None}
    if not soon:
        return []
    rows = Registration.objects.of_subjects(soon).filter(state__in=REMINDED_STATES)
    keys = set(rows.order_by().values_list("place_kind__subject", flat=True).distinct())
    known: Mapping[uuid.UUID, SubjectInfo] = subjects.info_for(keys)
    found = [info for info in known.values() if info.status in REMINDED and now < info.starts <= until]
    return sorted(found, key=lambda info: (info.starts, info.key))


def _send(*, rule: ReminderRule, info: SubjectInfo, moment: datetime, now: datetime) -> int:
    number = 0
    while True:
        with transaction.atomic():
            # Whoever runs at the same moment waits here, and then finds what the first has noted.
            current = ReminderRule.objects.select_for_update(of=("self",)).filter(pk=rule.pk, since=rule.since).first()
            batch = _batch(rule=current, info=info, moment=moment, now=now) if current is not None else []
            for row in batch:
                row.save()
                tasks.send_reminder.enqueue(row.pk)
        number += len(batch)
        if len(batch) < BATCH:
            return number


def _batch(*, rule: ReminderRule, info: SubjectInfo, moment: datetime, now: datetime) -> list[ReminderSent]:
    day = clock.local(info.starts).date()
    if rule.is_about_registrations:
        rows = registrations_for(rule=rule, info=info, moment=moment)
        done = ReminderSent.objects.filter(rule=rule, start_day=day, registration=OuterRef("pk"))
        return [
            ReminderSent(rule=rule, subject=info.key, start_day=day, registration=row, at=now)
            for row in rows.filter(~Exists(done)).order_by("pk")[:BATCH]
        ]
    if not waiting_for_approval(info.key):
        return []
    reminded = ReminderSent.objects.filter(rule=rule, subject=info.key, start_day=day, person=OuterRef("pk"))
    return [
        ReminderSent(rule=rule, subject=info.key, start_day=day, person=person, at=now)
        for person in organisers().filter(~Exists(reminded)).order_by("pk")[:BATCH]
    ]


def registrations_for(*, rule: ReminderRule, info: SubjectInfo, moment: datetime) -> QuerySet[Registration]:
    """Return who is reminded: in the rule's state since before the moment. Who came later has a mail that is as new."""
    return (
        Registration.objects.of_subjects([info.key])
        .filter(state=REGISTERED_AUDIENCES[ReminderAudience(rule.audience)], changed_at__lt=moment)
        .exclude(email__endswith=erasure.ERASED_DOMAIN)
    )


def organisers() -> QuerySet[User]:
    """Return those who decide on registrations by their role; operators are not meant."""
    return ModelBackend().with_perm("registration.decide_registration", is_active=True, include_superusers=False)  # type: ignore[no-any-return]  # Django's backend is loosely typed


def waiting_for_approval(subject: uuid.UUID) -> int:
    """Return how many registrations for a subject wait for the organisers' decision."""
    return Registration.objects.of_subjects([subject]).filter(state=RegistrationState.PENDING_APPROVAL).count()
