"""Choices of the events room and the tables of legal moves."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.kernel.transitions import TransitionTable


class EventKind(TextChoices):
    """What an event is; fairs, trade promotion and courses have page types of their own."""

    FAIR = "fair", _("Technology fair")
    TRADE_PROMOTION = "trade-promotion", _("Trade promotion")
    CONFERENCE = "conference", _("Conference")
    SEMINAR = "seminar", _("Seminar")
    WORKSHOP = "workshop", _("Workshop")
    MATCHING_DAY = "matching-day", _("Matching day")
    DEMO_DAY = "demo-day", _("Demo day")
    COURSE = "course", _("Training course")
    OTHER = "other", _("Other event")


FIXED_KINDS: Final = frozenset({EventKind.FAIR, EventKind.TRADE_PROMOTION, EventKind.COURSE})


class DatedKind(TextChoices):
    """What else stands in calendars beside events: other rooms know when, the calendar only shows it."""

    AWARD_DEADLINE = "award-deadline", _("Award deadline")
    BROADCAST = "live-broadcast", _("Live broadcast")
    AIR_TIME = "air-time", _("Air time")


class ClashReason(TextChoices):
    """Why two events, or an event and a day, get in each other's way; the strongest first."""

    VENUE = "venue", _("Same venue at the same time")
    AUDIENCE = "audience", _("Same place, same day, same field or audience")
    KIND = "kind", _("Another organiser’s event of the same kind and field on the same day")
    HOLIDAY = "holiday", _("Public holiday")
    FESTIVAL = "festival", _("Festival")


class PlanKind(TextChoices):
    """What stands in the calendar of editors."""

    EVENT = "event", _("Events")
    SCHEDULED = "scheduled", _("Planned publishing")
    DEADLINE = "deadline", _("Deadlines and broadcasts")
    HOLIDAY = "holiday", _("Public holidays and festivals")


class FestivalCalendar(TextChoices):
    """By which calendar a festival comes back every year."""

    LUNAR = "lunar", _("Lunar calendar")
    SOLAR = "solar", _("Solar calendar")


class EventLevel(TextChoices):
    """How far an event reaches (plan 149/KH-UBND, III.5)."""

    PROVINCIAL = "provincial", _("Provincial")
    REGIONAL = "regional", _("Regional")
    NATIONAL = "national", _("National")
    INTERNATIONAL = "international", _("International")


class AttendanceMode(TextChoices):
    """Where visitors take part."""

    ON_SITE = "on-site", _("On site")
    ONLINE = "online", _("Online")
    BOTH = "both", _("On site and online")


class EventStatus(TextChoices):
    """What became of an event; whether it is over follows from the clock and is not stored."""

    SCHEDULED = "scheduled", _("Scheduled")
    POSTPONED = "postponed", _("Postponed")
    MOVED_ONLINE = "moved_online", _("Moved online")
    CANCELLED = "cancelled", _("Cancelled")


EVENT_MOVES: Final = TransitionTable(
    {
        EventStatus.SCHEDULED: frozenset({EventStatus.POSTPONED, EventStatus.MOVED_ONLINE, EventStatus.CANCELLED}),
        EventStatus.MOVED_ONLINE: frozenset({EventStatus.POSTPONED, EventStatus.CANCELLED}),
        EventStatus.POSTPONED: frozenset({EventStatus.SCHEDULED, EventStatus.CANCELLED}),
        EventStatus.CANCELLED: frozenset(),
    }
)
"""What was postponed has no date: it gets one before it is moved online, so that nobody takes the former one for valid."""
TAKES_PLACE: Final = frozenset({EventStatus.SCHEDULED, EventStatus.MOVED_ONLINE})


class OrganiserRole(TextChoices):
    """What a body does for an event."""

    ORGANISER = "organiser", _("Organiser")
    CO_ORGANISER = "co-organiser", _("Co-organiser")
    PATRON = "patron", _("Patron")
    SPONSOR = "sponsor", _("Sponsor")
    MEDIA = "media", _("Media partner")


class SpokenLanguage(TextChoices):
    """Languages spoken or interpreted at an event."""

    VIETNAMESE = "vi", _("Vietnamese")
    ENGLISH = "en", _("English")
    CHINESE = "zh", _("Chinese")
    JAPANESE = "ja", _("Japanese")
    KOREAN = "ko", _("Korean")
    FRENCH = "fr", _("French")
    GERMAN = "de", _("German")


class CertificateRule(TextChoices):
    """What a participant must do to receive a certificate."""

    NONE = "none", _("No certificate")
    ATTENDANCE = "attendance", _("Certificate for attendance")
    HOURS = "hours", _("Certificate for hours attended")
    EXAM = "exam", _("Certificate after an examination")


class MaterialOpening(TextChoices):
    """From when trainees may have a file of their course."""

    AT_ONCE = "at-once", _("As soon as the place is confirmed")
    AFTER_SESSION = "after-session", _("After a session")
    AFTER_COURSE = "after-course", _("After the course")


class CalendarSubject(TextChoices):
    """What a calendar entry stands for."""

    EVENT = "event", _("Event")
    SESSION = "session", _("Session")
    DAY = "day", _("Day of a fair")
    DEADLINE = "deadline", _("Deadline")
    BROADCAST = "broadcast", _("Live broadcast")
    AIR_TIME = "air-time", _("Air time")
    CLOSING = "closing", _("End of applications for stands")


class ProgrammeChangeKind(TextChoices):
    """What happened to the programme, as the public reads it."""

    ANNOUNCED = "announced", _("Announced")
    MOVED = "moved", _("New time")
    PLACE = "place", _("Other place")
    MOVED_ONLINE = "moved-online", _("Moved online")
    ATTENDANCE = "attendance", _("Other way of taking part")
    POSTPONED = "postponed", _("Postponed")
    RESUMED = "resumed", _("Takes place after all")
    CANCELLED = "cancelled", _("Cancelled")
    SESSIONS_ADDED = "sessions-added", _("New sessions")
    SESSIONS_MOVED = "sessions-moved", _("Sessions moved")
    SESSIONS_DROPPED = "sessions-dropped", _("Sessions dropped")
    TAKEN_OFF = "taken-off", _("Taken off the programme")
    RETURNED = "returned", _("Back on the programme")


class ApplicationState(TextChoices):
    """Where an application for a place at a fair stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    CHANGES_ASKED = "changes-asked", _("Changes asked for")
    UNDER_REVIEW = "under-review", _("Under review")
    ACCEPTED = "accepted", _("Accepted")
    BOOTH_OFFERED = "booth-offered", _("Booth offered")
    OFFER_DECLINED = "offer-declined", _("Booth turned down")
    OFFER_EXPIRED = "offer-expired", _("Offer expired")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


APPLICATION_MOVES: Final = TransitionTable(
    {
        ApplicationState.DRAFT: frozenset({ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN}),
        ApplicationState.SUBMITTED: frozenset(
            {
                ApplicationState.UNDER_REVIEW,
                ApplicationState.CHANGES_ASKED,
                ApplicationState.ACCEPTED,
                ApplicationState.DECLINED,
                ApplicationState.WITHDRAWN,
            }
        ),
        ApplicationState.CHANGES_ASKED: frozenset(
            {ApplicationState.SUBMITTED, ApplicationState.DECLINED, ApplicationState.WITHDRAWN}
        ),
        ApplicationState.UNDER_REVIEW: frozenset(
            {
                ApplicationState.CHANGES_ASKED,
                ApplicationState.ACCEPTED,
                ApplicationState.DECLINED,
                ApplicationState.WITHDRAWN,
            }
        ),
        ApplicationState.ACCEPTED: frozenset({ApplicationState.BOOTH_OFFERED, ApplicationState.WITHDRAWN}),
        ApplicationState.BOOTH_OFFERED: frozenset(
            {
                ApplicationState.CONFIRMED,
                ApplicationState.OFFER_DECLINED,
                ApplicationState.OFFER_EXPIRED,
                ApplicationState.ACCEPTED,
                ApplicationState.WITHDRAWN,
            }
        ),
        ApplicationState.OFFER_DECLINED: frozenset({ApplicationState.BOOTH_OFFERED, ApplicationState.WITHDRAWN}),
        ApplicationState.OFFER_EXPIRED: frozenset({ApplicationState.BOOTH_OFFERED, ApplicationState.WITHDRAWN}),
        ApplicationState.CONFIRMED: frozenset({ApplicationState.ACCEPTED, ApplicationState.WITHDRAWN}),
        ApplicationState.DECLINED: frozenset(),
        ApplicationState.WITHDRAWN: frozenset(),
    }
)
LIVE_APPLICATIONS: Final = frozenset(ApplicationState) - {ApplicationState.DECLINED, ApplicationState.WITHDRAWN}
OPEN_APPLICATIONS: Final = frozenset({ApplicationState.SUBMITTED, ApplicationState.UNDER_REVIEW})
EDITABLE_APPLICATIONS: Final = frozenset({ApplicationState.DRAFT, ApplicationState.CHANGES_ASKED})
TAKING_PART: Final = frozenset({ApplicationState.ACCEPTED, ApplicationState.BOOTH_OFFERED, ApplicationState.CONFIRMED})
WITHOUT_BOOTH: Final = frozenset(
    {ApplicationState.ACCEPTED, ApplicationState.OFFER_DECLINED, ApplicationState.OFFER_EXPIRED}
)
AFTER_DECISION: Final = TAKING_PART | WITHOUT_BOOTH | {ApplicationState.DECLINED}


class StandSize(TextChoices):
    """How much room an exhibitor asks for."""

    TABLE = "table", _("Table with a panel (4 m²)")
    STANDARD = "standard", _("Standard stand (9 m²)")
    DOUBLE = "double", _("Double stand (18 m²)")
    OPEN_SPACE = "open-space", _("Open space, own construction (36 m² or more)")


class PowerNeed(TextChoices):
    """Electricity that a stand needs."""

    NONE = "none", _("No electricity")
    ONE_PHASE = "one-phase", _("220 V, one phase")
    THREE_PHASE = "three-phase", _("380 V, three phases")


class ClientFamily(TextChoices):
    """The kinds of program that fetch calendars; more is not kept of them."""

    GOOGLE = "google", _("Google Calendar")
    APPLE = "apple", _("Apple Calendar")
    OUTLOOK_CLASSIC = "outlook-classic", _("Outlook for Windows (classic)")
    OUTLOOK_WEB = "outlook-web", _("Outlook on the web")
    THUNDERBIRD = "thunderbird", _("Thunderbird")
    OTHER = "other", _("Other programs")
