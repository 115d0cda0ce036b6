"""Reminding exhibitors of what is not finished: once before each end, by the fair's set-up, never at night (ADR 0022)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery

from events import queries, tasks
from events.booth_enums import BoothState, ReminderCause
from events.enums import ApplicationState
from events.models import Booth, BoothLog, ExhibitorReminder, FairApplication, FairPage, FairSetup
from portal.kernel import clock
from portal.kernel.languages import Language
from registration.domain import reminders

BATCH: Final = 25
"""Reminders in one transaction: on SQLite nobody else writes meanwhile."""


def send_due(*, now: datetime) -> int:
    """Queue every reminder that is due; return how many. Two runs at once, or one after a crash, remind nobody twice.

    Due means: the rule was in force at its moment, the moment has come and the end has not, and what is unfinished was so since
    before the moment. At night nothing is due.
    """
    if reminders.is_quiet(now):
        return 0
    setups = FairSetup.objects.filter(Q(draft_lead__isnull=False) | Q(offer_lead__isnull=False)).order_by("pk")
    return sum(_send(setup_id=setup.pk, now=now) for setup in setups)


def _send(*, setup_id: int, now: datetime) -> int:
    number = 0
    while True:
        with transaction.atomic():
            # Whoever runs at the same moment waits here, and then finds what the first has noted.
            setup = FairSetup.objects.select_for_update().filter(pk=setup_id).first()
            batch = [] if setup is None else _batch(setup, now)
            for row in batch:
                row.save()
                tasks.remind_exhibitor.enqueue(row.pk)
        number += len(batch)
        if len(batch) < BATCH:
            return number


def _batch(setup: FairSetup, now: datetime) -> list[ExhibitorReminder]:
    found: list[ExhibitorReminder] = []
    for application, cause, ends_at in (*_drafts(setup, now), *_offers(setup, now)):
        day = clock.local(ends_at).date()
        found.append(ExhibitorReminder(application=application, cause=cause, ends_at=ends_at, end_day=day, at=now))
        if len(found) == BATCH:
            break
    return found


def _due(*, ends_at: datetime, lead: int, since: datetime | None, now: datetime) -> datetime | None:
    """Return the moment of a rule that is due now, or None."""
    moment = reminders.moment_of(starts=ends_at, minutes_before=lead)
    return moment if since is not None and since <= moment <= now < ends_at else None


def _not_reminded(cause: ReminderCause, ends_at: datetime) -> Q:
    done = ExhibitorReminder.objects.filter(
        application=OuterRef("pk"), cause=cause, end_day=clock.local(ends_at).date()
    )
    return ~Q(Exists(done))


def closing_of(fair_key: object, now: datetime) -> datetime | None:
    """Return when applications for a fair close, while they are open; the Vietnamese page holds it."""
    pages = FairPage.objects.live().filter(translation_key=fair_key, alias_of=None)
    fair = pages.filter(locale__language_code=Language.VIETNAMESE).first() or pages.order_by("pk").first()
    return fair.applications_close_at if fair is not None and queries.applications_are_open(fair, now) else None


def _drafts(setup: FairSetup, now: datetime) -> Iterator[tuple[FairApplication, ReminderCause, datetime]]:
    ends_at = closing_of(setup.fair_key, now) if setup.draft_lead else None
    if ends_at is None or setup.draft_lead is None:
        return
    moment = _due(ends_at=ends_at, lead=setup.draft_lead, since=setup.draft_lead_since, now=now)
    if moment is None:
        return
    # ``submitted_at`` of a draft is the moment it was begun.
    rows = FairApplication.objects.filter(
        _not_reminded(ReminderCause.DRAFT, ends_at),
        fair_key=setup.fair_key,
        state=ApplicationState.DRAFT,
        submitted_at__lt=moment,
    )
    for row in rows.order_by("pk")[:BATCH]:
        yield row, ReminderCause.DRAFT, ends_at


def _offers(setup: FairSetup, now: datetime) -> Iterator[tuple[FairApplication, ReminderCause, datetime]]:
    if setup.offer_lead is None:
        return
    until = now + timedelta(minutes=setup.offer_lead, days=1)
    held = Booth.objects.filter(
        fair_key=setup.fair_key,
        state=BoothState.HELD,
        held_until__gt=now,
        held_until__lte=until,
        holder__state=ApplicationState.BOOTH_OFFERED,
    )
    last = BoothLog.objects.filter(
        booth=OuterRef("pk"), to_state=BoothState.HELD, reference=OuterRef("holder__reference")
    ).order_by("-at", "-pk")
    booths = list(
        held.annotate(offered_at=Subquery(last.values("at")[:1])).select_related("holder").order_by("held_until", "pk")
    )
    told = ExhibitorReminder.objects.filter(
        cause=ReminderCause.OFFER, application__in={booth.holder_id for booth in booths}
    )
    reminded = set(told.values_list("application_id", "end_day"))
    for booth in booths:
        if booth.holder is None or booth.held_until is None:
            continue
        moment = _due(ends_at=booth.held_until, lead=setup.offer_lead, since=setup.offer_lead_since, now=now)
        # A newer offer was told by a mail that is as new.
        if moment is None or booth.offered_at is None or booth.offered_at >= moment:
            continue
        if (booth.holder.pk, clock.local(booth.held_until).date()) not in reminded:
            yield booth.holder, ReminderCause.OFFER, booth.held_until


def booth_of(reminder: ExhibitorReminder, now: datetime) -> Booth | None:
    """Return the booth that a reminder of an offer is about, while it is held until that same day."""
    booth = Booth.objects.filter(holder=reminder.application, state=BoothState.HELD, held_until__gt=now).first()
    if booth is None or booth.held_until is None:
        return None
    return booth if clock.local(booth.held_until).date() == reminder.end_day else None
