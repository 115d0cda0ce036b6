"""Telling those who hold places and those who applied for stands what became of an event."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from events import queries, tasks
from events.enums import LIVE_APPLICATIONS, AttendanceMode
from events.models import EventPage, FairApplication
from portal.kernel import clock, formats
from portal.kernel.languages import Language
from registration.domain import announcements
from registration.domain import registrations as seats
from registration.domain.announcements import Changes
from registration.enums import TOLD_STATES, AnnouncementKind
from registration.models import Registration

Facts = dict[Language, dict[str, str]]


def _moment(instant: datetime) -> str:
    return f"{formats.clock_time(instant)}, {formats.long_date(clock.local(instant).date())}"


def _facts_of(page: EventPage) -> dict[str, str]:
    is_online = page.attendance_mode == AttendanceMode.ONLINE
    return {
        _("Start of the event"): _moment(page.starts_at),
        _("End of the event"): _moment(page.ends_at),
        _("Where"): queries.place_line(page),
        _("Online at"): page.online_url if is_online or page.attendance_mode == AttendanceMode.BOTH else "",
    }


def facts(event: EventPage) -> Facts:
    """Return when and where an event takes place by language, as it stands in the database; Vietnamese where English lacks."""
    rows = {
        Language(page.locale.language_code): page
        for page in EventPage.objects.filter(translation_key=event.translation_key, alias_of=None).select_related(
            "locale", "place"
        )
    }
    found: Facts = {}
    for language in Language:
        page = rows.get(language) or rows.get(Language.VIETNAMESE) or next(iter(rows.values()))
        with translation.override(language):
            found[language] = _facts_of(page)
    return found


def differences(before: Facts, after: Facts) -> Changes:
    """Return what differs, as (term, before, after) by language."""
    return {
        language: [
            (term, before[language].get(term, ""), value)
            for term, value in now_true.items()
            if value and value != before[language].get(term, "")
        ]
        for language, now_true in after.items()
    }


def number_told(event: EventPage) -> int:
    """Return how many registrants and exhibitors a cancellation now would write to."""
    applications = FairApplication.objects.filter(fair_key=event.translation_key, state__in=LIVE_APPLICATIONS)
    registrations = Registration.objects.of_subjects([event.translation_key]).filter(state__in=TOLD_STATES)
    return registrations.count() + applications.count()


def tell(
    *,
    event: EventPage,
    kind: AnnouncementKind,
    before: Facts,
    notes: Mapping[Language, str],
    by: Any,
    now: datetime,
) -> int:
    """Queue what everybody concerned has to know, in the transaction of the change; return how many exhibitors are told.

    A cancellation ends every registration. Mails to registrants go out in batches, those to exhibitors one task each;
    nothing is rendered while the event is locked.
    """
    changes = differences(before, facts(event))
    if kind is AnnouncementKind.CANCELLED:
        why = notes.get(Language.VIETNAMESE, "") or str(kind.label)
        announcement = seats.cancel_all(
            subject=event.translation_key, by=by, now=now, why=why, notes=notes, changes=changes
        )
    else:
        announcement = announcements.announce(
            subject=event.translation_key, kind=kind, changes=changes, notes=notes, by=by, now=now
        )
    applications = FairApplication.objects.filter(fair_key=event.translation_key, state__in=LIVE_APPLICATIONS)
    told = list(applications.order_by("pk").values_list("pk", flat=True))
    for pk in told:
        tasks.tell_exhibitor.enqueue(pk, announcement.pk)
    return len(told)
