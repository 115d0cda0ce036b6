"""Days at the booth and deadlines of applications, as duties of an organisation and of those who act for it."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _

from events import fair_queries, occurrences, permissions
from events.booth_enums import TAKEN
from events.calendars import entries
from events.calendars.icalendar import EntryStatus
from events.domain import calendar
from events.enums import EDITABLE_APPLICATIONS, TAKING_PART, ApplicationState, CalendarSubject
from events.models import (
    Booth,
    BoothLog,
    CalendarIdentity,
    EventPage,
    FairApplication,
    FairApplicationLog,
    FairSetup,
)
from events.occurrences import Occurrence
from events.visitor_duties import identities_of
from exhibitors import queries as exhibitors
from exhibitors.models import Organisation
from portal.accounts.duties import Duty, DutyState
from portal.accounts.models import User
from portal.kernel.languages import Language

OVER: Final = frozenset({ApplicationState.WITHDRAWN, ApplicationState.DECLINED})
BOOTH_WEIGHT: Final = 10
"""Whoever stands at a booth of a fair is there as an exhibitor, also where the same person registered as a visitor."""
DEADLINE_LASTS: Final = timedelta(minutes=30)
"""A deadline is the end of a short entry: programs show nothing of an entry without length."""


def of_person(user: User, language: Language) -> Iterator[Duty]:
    """Yield the days at fairs of the organisations that the person may act for."""
    acting = [row.organisation for row in exhibitors.memberships_of(user) if permissions.can_apply(row)]
    return _at_fairs(acting, language, with_deadlines=False)


def of_organisation(organisation: Organisation, language: Language) -> Iterator[Duty]:
    """Yield an organisation's days at fairs and the deadlines of its applications."""
    return _at_fairs([organisation], language, with_deadlines=True)


class _Facts:
    """What is known of some applications, read in a constant number of queries."""

    def __init__(self, applications: Collection[FairApplication]) -> None:
        keys = {row.fair_key for row in applications}
        self.pages = calendar.pages_by_language(keys)
        self.identities = identities_of(keys)
        self.closes = fair_queries.closings(keys)
        self.setups = {row.fair_key: row for row in FairSetup.objects.filter(fair_key__in=keys)}
        self.booths = {
            row.holder_id: row
            for row in Booth.objects.filter(holder__in=applications, state__in=TAKEN).select_related("hall")
        }
        self.steps: Counter[str] = Counter()
        self.changed: dict[str, datetime] = {}
        self.took_part: set[str] = set()
        own = FairApplicationLog.objects.filter(application__in=applications).order_by()
        for reference, state, steps, at in own.values_list("application__reference", "to_state").annotate(
            steps=Count("pk"), last=Max("at")
        ):
            self._note(reference, steps, at)
            if state in TAKING_PART:
                self.took_part.add(reference)
        of_booths = BoothLog.objects.filter(reference__in=[row.reference for row in applications]).order_by()
        for reference, steps, at in of_booths.values_list("reference").annotate(steps=Count("pk"), last=Max("at")):
            self._note(reference, steps, at)

    def _note(self, reference: str, steps: int, at: datetime) -> None:
        self.steps[reference] += steps
        self.changed[reference] = max(self.changed.get(reference, at), at)


def _at_fairs(organisations: Collection[Organisation], language: Language, *, with_deadlines: bool) -> Iterator[Duty]:
    applications = list(FairApplication.objects.filter(organisation__in=organisations).order_by("pk"))
    facts = _Facts(applications)
    for row in applications:
        pages = facts.pages.get(row.fair_key, {})
        page = pages.get(language) or pages.get(Language.VIETNAMESE)
        if page is None:
            continue
        yield from _days(row, page, facts, language)
        if with_deadlines:
            yield from _deadlines(row, page, facts)


def _days(application: FairApplication, page: EventPage, facts: _Facts, language: Language) -> Iterator[Duty]:
    is_over = application.state in OVER
    if application.state not in TAKING_PART and not (is_over and application.reference in facts.took_part):
        return
    event = facts.identities[application.fair_key].get(application.fair_key)
    if event is not None:
        yield from _setting_up(application, page, event, facts, language)
    for item in occurrences.of(page):
        identity = facts.identities[application.fair_key].get(item.key)
        if identity is not None and item.subject is not CalendarSubject.SESSION:
            yield _day(application, page, item, identity, facts, language)


def _day(  # noqa: PLR0917 -- one call, in the order of the loop
    application: FairApplication,
    page: EventPage,
    item: Occurrence,
    identity: CalendarIdentity,
    facts: _Facts,
    language: Language,
) -> Duty:
    said = entries.entry(page, item, identity=identity, language=language)
    booth = facts.booths.get(application.pk)
    changed_at = max(identity.content_changed_at, facts.changed.get(application.reference, application.submitted_at))
    state = DutyState.FIRM
    title = _("Your stand: %(title)s") % {"title": said.summary}
    if application.state in OVER:
        state, title = DutyState.ENDED, _("[STAND GIVEN UP] %(title)s") % {"title": said.summary}
    elif said.status == EntryStatus.CANCELLED:
        state = DutyState.ENDED
    elif said.status == EntryStatus.TENTATIVE or application.state == ApplicationState.BOOTH_OFFERED:
        state = DutyState.OPEN
    return Duty(
        uid=identity.uid,
        sequence=identity.sequence + facts.steps[application.reference],
        changed_at=changed_at,
        starts=said.starts,
        ends=said.ends,
        title=title,
        place=_place(said.location, booth, application),
        path=reverse("events:application", args=[application.reference]),
        state=state,
        ended_at=changed_at if state is DutyState.ENDED else None,
        fills_time=not said.transparent,
        mailbox=said.organizer_email,
        weight=BOOTH_WEIGHT,
    )


def _setting_up(
    application: FairApplication, page: EventPage, event: CalendarIdentity, facts: _Facts, language: Language
) -> Iterator[Duty]:
    setup = facts.setups.get(application.fair_key)
    if setup is None or setup.builds_from is None or setup.builds_until is None:
        return
    whole = Occurrence(application.fair_key, CalendarSubject.EVENT, setup.builds_from, setup.builds_until)
    day = _day(application, page, whole, event, facts, language)
    changed_at = max(day.changed_at, setup.builds_changed_at or day.changed_at)
    yield replace(
        day,
        # The key of the form is random: nobody can tell from this what it belongs to (RFC 7986, 5.3).
        uid=uuid.uuid5(application.submission_key, "setting-up"),
        sequence=day.sequence + setup.builds_revision,
        changed_at=changed_at,
        title=_("Setting up: %(title)s") % {"title": day.title},
        ended_at=changed_at if day.ended_at is not None else None,
        fills_time=True,
    )


def _place(location: str, booth: Booth | None, application: FairApplication) -> str:
    if booth is not None:
        words = _("%(hall)s, stand %(number)s") % {"hall": booth.hall.name, "number": booth.number}
    elif application.stand:
        words = _("stand %(number)s") % {"number": application.stand}
    else:
        return location
    return ", ".join(part for part in (words, location) if part)


def _deadlines(application: FairApplication, page: EventPage, facts: _Facts) -> Iterator[Duty]:
    closes = facts.closes.get(application.fair_key)
    booth = facts.booths.get(application.pk)
    if application.state in EDITABLE_APPLICATIONS and closes is not None:
        title = _("Send in the application: %(title)s") % {"title": page.title}
        closing = facts.identities[application.fair_key].get(occurrences.closing_key(application.fair_key))
        yield _deadline(application, page, facts, closes, "application", title, closing)
    if application.state == ApplicationState.BOOTH_OFFERED and booth is not None and booth.held_until is not None:
        title = _("Confirm the stand: %(title)s") % {"title": page.title}
        yield _deadline(application, page, facts, booth.held_until, "offer", title)


def _deadline(  # noqa: PLR0917 -- two calls, in the order of the lines above
    application: FairApplication,
    page: EventPage,
    facts: _Facts,
    at: datetime,
    name: str,
    title: str,
    closing: CalendarIdentity | None = None,
) -> Duty:
    event = facts.identities[application.fair_key].get(application.fair_key)
    changes = [
        facts.changed.get(application.reference),
        event.content_changed_at if event else None,
        closing.content_changed_at if closing else None,
        page.last_published_at,
    ]
    return Duty(
        uid=uuid.uuid5(application.submission_key, name),
        sequence=facts.steps[application.reference] + sum(one.sequence for one in (event, closing) if one),
        changed_at=max((change for change in changes if change is not None), default=application.submitted_at),
        starts=at - DEADLINE_LASTS,
        ends=at,
        title=title,
        path=reverse("events:application", args=[application.reference]),
        fills_time=False,
        weight=BOOTH_WEIGHT,
    )
