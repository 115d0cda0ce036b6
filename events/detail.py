"""What the page of an event shows: actions, facts, the programme by day, bodies, exhibitors."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import opening_hours, queries
from events.calendars import services
from events.enums import AttendanceMode, EventStatus, OrganiserRole, SpokenLanguage
from events.kind_details import Body, Fact, body, kind_context, kind_facts
from events.models import CoursePage, EventPage, EventSession, FairPage
from events.programme import changes
from exhibitors import queries as exhibitor_queries
from portal.kernel import clock, formats, languages
from portal.pages import related
from portal.vocabularies import held
from registration import queries as seats
from registration import session_offers, subjects
from registration.queries import Availability
from registration.session_offers import SessionOffer

PICTURE = "width-1200"
NOTICES = {
    EventStatus.CANCELLED: "error",
    EventStatus.POSTPONED: "warning",
    EventStatus.MOVED_ONLINE: "info",
}


@dataclass(frozen=True, slots=True)
class Action:
    """What a visitor or an exhibitor can do; without ``url`` the words say why not."""

    text: str
    url: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Adding:
    """How the event is put into a calendar as a copy; ``why_not`` says why it is not offered."""

    file_url: str = ""
    offered: tuple[services.Service, ...] = ()
    hint: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeDay:
    """The sessions of one day."""

    date: date
    sessions: tuple["ProgrammeSession", ...]


@dataclass(frozen=True, slots=True)
class ProgrammeSession:
    """A session and, where one registers for it now, what is left of its places in words."""

    row: EventSession
    places: str = ""
    is_full: bool = False


@dataclass(frozen=True, slots=True)
class BodyGroup:
    """Bodies with one role."""

    title: str
    bodies: tuple[Body, ...]


def _status_notice(page: EventPage) -> dict[str, str] | None:
    kind = NOTICES.get(EventStatus(page.status))
    if kind is not None:
        titles = {
            EventStatus.CANCELLED: _("This event is cancelled"),
            EventStatus.POSTPONED: _("This event is postponed; a new date will be announced"),
            EventStatus.MOVED_ONLINE: _("This event has moved online"),
        }
        return {
            "kind": "warning" if kind == "error" else kind,
            "title": titles[EventStatus(page.status)],
            "text": page.status_note,
        }
    if page.previous_starts_at is not None and page.previous_starts_at != page.starts_at:
        before = formats.long_date(clock.local(page.previous_starts_at).date())
        return {
            "kind": "info",
            "title": _("New date; it was planned for %(date)s") % {"date": before},
            "text": page.status_note,
        }
    return None


def _offers(
    page: EventPage, sessions: Sequence[EventSession], seats_of: Availability | None, now: datetime
) -> dict[uuid.UUID, SessionOffer]:
    """Return what can be chosen of the programme now, by the session's key; nothing where nobody can register."""
    if seats_of is None or not seats_of.registration_open or not page.takes_place:
        return {}
    if not any(row.takes_registrations for row in sessions):
        return {}
    return {
        offer.kind.session: offer
        for offer in session_offers.offers(subject=page.translation_key, now=now)
        if offer.kind.session is not None
    }


def _in_programme(row: EventSession, offers: Mapping[uuid.UUID, SessionOffer]) -> ProgrammeSession:
    offer = offers.get(row.translation_key)
    if offer is None:
        return ProgrammeSession(row)
    return ProgrammeSession(row, session_offers.places_words(offer), offer.is_full)


def _full_words(offers: Mapping[uuid.UUID, SessionOffer]) -> str:
    """Say which share of the sessions is full, before anybody opens the form."""
    full = sum(offer.is_full for offer in offers.values())
    if not full:
        return ""
    if full == len(offers):
        return _("All sessions are full.")
    words = ngettext("%(full)s of %(all)s sessions is full.", "%(full)s of %(all)s sessions are full.", full)
    return words % {"full": formats.number(full), "all": formats.number(len(offers))}


def _programme(sessions: Sequence[EventSession], offers: Mapping[uuid.UUID, SessionOffer]) -> list[ProgrammeDay]:
    rows = sorted(sessions, key=lambda row: (row.starts_at, row.ends_at, row.pk or 0))
    days = groupby(rows, key=lambda row: clock.local(row.starts_at).date())
    return [ProgrammeDay(day, tuple(_in_programme(row, offers) for row in of_day)) for day, of_day in days]


def _organisers(page: EventPage, directory: str) -> list[BodyGroup]:
    # The data for machines have read them, where they stand on the same page.
    prefetch_related_objects([page], "organisers__organisation")
    rows = list(page.organisers.all())
    groups = []
    for role in OrganiserRole:
        bodies = tuple(body(row.organisation, row.name, directory) for row in rows if row.role == role)
        if bodies:
            groups.append(BodyGroup(str(role.label), bodies))
    return groups


def _visitor_action(page: EventPage, seats_of: Availability | None, now: datetime) -> Action | None:
    if not page.takes_registrations or seats_of is None or page.is_past(now) or not page.takes_place:
        return None
    url = reverse("registration:register", args=[page.translation_key])
    if not seats_of.registration_open:
        if seats_of.opens_at is not None and now < seats_of.opens_at:
            day = formats.long_date(clock.local(seats_of.opens_at).date())
            return Action("", "", _("Registration opens on %(date)s.") % {"date": day})
        return Action("", "", _("Registration is closed."))
    deadline = _deadline(page)
    if seats_of.limited and not seats_of.left:
        if not seats_of.has_waiting_list:
            return Action("", "", _("No places are left."))
        words = _("No places are left; you are told when one comes free.")
        return Action(_("Join the waiting list"), url, f"{words} {deadline}".strip())
    words = "" if isinstance(page, CoursePage) else _("Free of charge, without an account.")
    return Action(_("Register"), url, f"{words} {deadline}".strip())


def _deadline(page: EventPage) -> str:
    """Return until when one can register, where the organiser has set it."""
    if page.registration_closes_at is None:
        return ""
    moment = clock.local(page.registration_closes_at)
    return _("Register before %(time)s on %(date)s.") % {
        "time": formats.clock_time(moment),
        "date": formats.long_date(moment.date()),
    }


def _exhibitor_action(page: EventPage, now: datetime) -> Action | None:
    if not isinstance(page, FairPage) or page.applications_close_at is None or page.is_past(now):
        return None
    if queries.applications_are_open(page, now):
        until = formats.long_date(clock.local(page.applications_close_at).date())
        hint = _("Applications are open until %(date)s.") % {"date": until}
        return Action(_("Apply for a stand"), reverse("events:apply", args=[page.translation_key]), hint)
    if page.applications_open_at is not None and now < page.applications_open_at:
        opens = formats.long_date(clock.local(page.applications_open_at).date())
        return Action("", "", _("Exhibitors can apply from %(date)s.") % {"date": opens})
    return Action("", "", _("Applications for stands are closed."))


def _place_fact(page: EventPage) -> Fact:
    if page.attendance_mode == AttendanceMode.ONLINE:
        return Fact(_("Venue"), _("Online"), page.online_url)
    place = page.place.name if page.place and page.place.name not in page.address else ""
    lines = ", ".join(part for part in (page.address, place) if part)
    return Fact(_("Venue"), page.venue_name or lines, hint=lines if page.venue_name else "")


def _places_fact(seats_of: Availability | None) -> list[Fact]:
    """Return how many places are left; kind by kind where there are several, for one may be full and another without limit."""
    if seats_of is None or not seats_of.registration_open:
        return []
    if len(seats_of.by_kind) > 1 and any(kind.left is not None for kind in seats_of.by_kind):
        said = (
            f"{kind.name}: {_('not limited') if kind.left is None else formats.number(kind.left)}"
            for kind in seats_of.by_kind
        )
        return [Fact(_("Places left"), " · ".join(said))]
    return [Fact(_("Places left"), formats.number(seats_of.left or 0))] if seats_of.limited else []


def _when(page: EventPage) -> str:
    return formats.period(page.starts_at, page.ends_at, whole_days=page.is_all_day)


def facts(page: EventPage, seats_of: Availability | None) -> list[Fact]:
    """Return the lines of the fact box, those without a value left out."""
    when = subjects.former_date() if page.status == EventStatus.POSTPONED else _("Time")
    found = [
        Fact(when, _when(page), lines=opening_hours.of(page)),
        _place_fact(page),
        Fact(_("Taking part"), str(page.get_attendance_mode_display())),
        *_places_fact(seats_of),
        *kind_facts(page),
        Fact(_("Level"), str(page.get_level_display())),
    ]
    if page.partner_country:
        found.append(Fact(_("Partner country"), str(page.get_partner_country_display())))
    spoken = [str(SpokenLanguage(code).label) for code in page.spoken_languages if code in SpokenLanguage.values]
    found += [Fact(_("Languages"), ", ".join(spoken))] if spoken else []
    found += [Fact(_("Fields of technology"), ", ".join(term.label for term in page.fields.all()))]
    found += [Fact(_("Audience"), ", ".join(term.label for term in page.audiences.all()))]
    found += [Fact(_("Contact"), page.contact_email, f"mailto:{page.contact_email}")] if page.contact_email else []
    found += [Fact(_("Telephone"), page.contact_phone)] if page.contact_phone else []
    return [fact for fact in found if fact.value]


def context(*, page: EventPage, now: datetime) -> dict[str, Any]:
    """Return what the templates of all kinds of events show; the number of queries does not grow with the rows."""
    held.hold(page)
    seats_of = seats.availability_for([page.translation_key], now).get(page.translation_key)
    directory = exhibitor_queries.directory_url(languages.current())
    sessions = list(page.sessions.all())
    offers = _offers(page, sessions, seats_of, now)
    return {
        "status": queries.shown_status(page, now),
        "status_notice": _status_notice(page),
        "when": "" if page.status == EventStatus.POSTPONED else _when(page),
        "where": queries.place_line(page),
        "facts": facts(page, seats_of),
        "visitor_action": _visitor_action(page, seats_of, now),
        "exhibitor_action": _exhibitor_action(page, now),
        "programme": _programme(sessions, offers),
        "sessions_hint": _full_words(offers),
        "organisers": _organisers(page, directory),
        "documents": [_document(row) for row in page.documents.select_related("document")],
        "picture": page.picture.get_rendition(PICTURE) if page.picture else None,
        "event_calendar_url": reverse("events:event-calendar", args=[page.translation_key]),
        "adding": _adding(page, now),
        "map_url": _map_url(page),
        "changes": changes.of_event(page, languages.current()),
        "naming": related.naming(page),
        "changes_url": f"{reverse('events:changes')}?event={page.translation_key}",
        **kind_context(page, directory),
    }


def _adding(page: EventPage, now: datetime) -> Adding | None:
    """Return how the event gets into a calendar: not at all once it is over, and no copy of a date that nobody can count on."""
    if page.is_past(now):
        return None
    if page.status == EventStatus.CANCELLED:
        return Adding(why_not=_("The event is cancelled. Whoever follows the calendar sees it marked as cancelled."))
    if page.status == EventStatus.POSTPONED:
        return Adding(why_not=_("The event has no date now. Whoever follows the calendar gets the new one by itself."))
    offered = tuple(services.single(page))
    hint = "" if offered else _("The file holds every day and session of the event, one entry each.")
    return Adding(reverse("events:event-calendar", args=[page.translation_key]), offered, hint)


def _document(row: Any) -> dict[str, Any]:
    return {
        "text": row.title,
        "url": row.document.url,
        "format": row.document.file_extension.upper(),
        "size": row.document.get_file_size(),
    }


def _map_url(page: EventPage) -> str:
    if page.latitude is None or page.longitude is None or page.attendance_mode == AttendanceMode.ONLINE:
        return ""
    return f"geo:{page.latitude},{page.longitude}"
