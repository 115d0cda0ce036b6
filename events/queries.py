"""Reads of the events room: cards for lists and the front page, pages by key, exhibitors of a fair."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from events.calendars import entries
from events.enums import LIVE_APPLICATIONS, TAKING_PART, AttendanceMode, EventKind, EventStatus
from events.models import CoursePage, EventIndexPage, EventPage, FairApplication, FairPage, TradePromotionPage
from exhibitors.models import Organisation
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.pages import translations
from registration import queries as seats

PAST = "past"
RESCHEDULED = "rescheduled"
PICTURE = "fill-640x400"


@dataclass(frozen=True, slots=True)
class EventCard:
    """What the components ``event_card``, ``event_row`` and ``course_card`` of portal.ui show; texts in the active language."""

    title: str
    url: str
    starts: Any
    ends: Any
    place: str
    online: bool
    kind: str
    event_level: str
    places_left: int | None
    registration_open: bool
    status: str
    image: Any
    seed: str
    vietnamese_only: bool
    provider: str
    audience: str
    fee: str
    sessions: int
    certificate: bool


def listed(model: type[EventPage] = EventPage, language: Language | None = None) -> Any:
    """Return the public events to list in a language, each with ``only_vietnamese``."""
    return translations.listed_in(model.objects.all(), language)


def index_page(language: Language) -> EventIndexPage | None:
    """Return the public list of events in a language, None where there is none."""
    found: EventIndexPage | None = translations.listed_in(EventIndexPage.objects.all(), language).first()
    return found


def with_card_data(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Join and prefetch what cards show."""
    return rows.select_related("place", "picture", "locale").prefetch_related(
        "picture__renditions", "organisers__organisation", "audiences"
    )


def cards(pages: Collection[EventPage], now: datetime) -> list[EventCard]:
    """Return the cards of pages read through ``with_card_data``; places left cost one query for all."""
    seen = seats.availability_for([page.translation_key for page in pages], now)
    return [_card(page, seen.get(page.translation_key), now) for page in pages]


def _card(page: EventPage, seats_of: Any, now: datetime) -> EventCard:
    is_open = bool(seats_of and seats_of.registration_open and page.takes_place and not page.is_past(now))
    course = page if isinstance(page, CoursePage) else None
    provider = next(iter(page.organisers.all()), None)
    return EventCard(
        title=page.title,
        url=page.url or "",
        starts=page.first_day if page.is_all_day else page.starts_at,
        ends=page.last_day if page.is_all_day else page.ends_at,
        place=_short_place(page),
        online=page.attendance_mode != AttendanceMode.ON_SITE,
        kind=str(page.get_kind_display()),
        event_level=str(page.get_level_display()),
        places_left=seats_of.left if is_open and seats_of.limited else None,
        registration_open=is_open,
        status=shown_status(page, now),
        image=page.picture.get_rendition(PICTURE) if page.picture else None,
        seed=str(page.translation_key),
        vietnamese_only=bool(getattr(page, "only_vietnamese", False)),
        provider=str(provider) if provider else "",
        audience=", ".join(term.label for term in page.audiences.all()),
        fee=course.fee_text if course else "",
        sessions=len(course.sessions.all()) if course else 0,
        certificate=bool(course and course.gives_certificate),
    )


def _short_place(page: EventPage) -> str:
    if page.attendance_mode == AttendanceMode.ONLINE:
        return ""
    return ", ".join(part for part in (page.venue_name, page.place.name if page.place else "") if part)


def shown_status(page: EventPage, now: datetime) -> str:
    """Return the status as components know it: "past" for an event that took place, "rescheduled" for one with a new date."""
    if page.takes_place and page.is_past(now):
        return PAST
    if page.status == EventStatus.SCHEDULED and page.previous_starts_at not in {None, page.starts_at}:
        return RESCHEDULED
    return str(page.status)


def upcoming(language: Language, limit: int) -> list[EventCard]:
    """Return the next events with their cards, running ones first, postponed and cancelled ones left out.

    Texts come in the active language; ``language`` decides which pages are listed. The number of queries is constant.
    """
    now = clock.now()
    rows = listed(language=language).upcoming(now)
    rows = rows.filter(status__in=[EventStatus.SCHEDULED, EventStatus.MOVED_ONLINE]).exclude(kind=EventKind.COURSE)
    return cards(list(with_card_data(rows).order_by("starts_at", "pk")[:limit]), now)


def pages_for(
    keys: Collection[uuid.UUID], language: Language, *, only: Sequence[str] = ()
) -> dict[uuid.UUID, EventPage]:
    """Return the public page of each event in a language, or else in Vietnamese, in a constant number of queries.

    ``only`` names the fields to read where not the whole page is needed; its address and language always come along.
    """
    found: dict[uuid.UUID, EventPage] = {}
    rows = EventPage.objects.live().public().filter(translation_key__in=keys, alias_of=None)
    if only:
        joined = {name.partition("__")[0] for name in only if "__" in name}
        rows = rows.select_related("locale", *joined)
        rows = rows.only("translation_key", "url_path", "locale__language_code", *only)
    else:
        rows = rows.select_related("locale", "place")
    for page in rows:
        known = found.get(page.translation_key)
        if known is None or page.locale.language_code == language:
            found[page.translation_key] = page
    return found


def programme_page(key: uuid.UUID, language: Language = Language.VIETNAMESE) -> TradePromotionPage | None:
    """Return a trade-promotion programme's public page in a language, or else in Vietnamese."""
    found: TradePromotionPage | None = None
    rows = TradePromotionPage.objects.live().public().filter(translation_key=key, alias_of=None)
    for page in rows.select_related("locale"):
        if found is None or page.locale.language_code == language:
            found = page
    return found


def fair_page(key: uuid.UUID, language: Language) -> FairPage | None:
    """Return a fair's public page in a language, or else in Vietnamese."""
    found: FairPage | None = None
    for page in FairPage.objects.live().public().filter(translation_key=key, alias_of=None).select_related("locale"):
        if found is None or page.locale.language_code == language:
            found = page
    return found


def place_line(page: EventPage) -> str:
    """Return the place in one line, in the active language."""
    return entries.location(page)


def applications_are_open(fair: FairPage, now: datetime) -> bool:
    """Return whether exhibitors can apply at this instant; both dates may be missing, the end is not included."""
    return (
        fair.takes_place
        and not fair.is_past(now)
        and fair.applications_close_at is not None
        and (fair.applications_open_at is None or fair.applications_open_at <= now)
        and now < fair.applications_close_at
    )


def live_application(organisation: Organisation, fair_key: uuid.UUID) -> FairApplication | None:
    """Return the organisation's application for a fair, unless it was declined or withdrawn."""
    return FairApplication.objects.filter(
        organisation=organisation, fair_key=fair_key, state__in=LIVE_APPLICATIONS
    ).first()


def exhibitors_of(fair_key: uuid.UUID) -> "QuerySet[FairApplication]":
    """Return the accepted applications of public organisations, by name."""
    return (
        FairApplication.objects.filter(
            fair_key=fair_key,
            state__in=TAKING_PART,
            organisation__in=Organisation.objects.public(),
        )
        .select_related("organisation")
        .prefetch_related("technologies")
        .order_by("organisation__sort_key", "pk")
    )


def fair_keys_of(organisation: Organisation) -> list[uuid.UUID]:
    """Return the keys of the fairs at which an organisation has a place."""
    rows = FairApplication.objects.filter(organisation=organisation, state__in=TAKING_PART)
    return list(rows.order_by("pk").values_list("fair_key", flat=True))
