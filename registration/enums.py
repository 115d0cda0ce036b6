"""Choices of the seat engine, groups of states, and the table of legal moves (design.md section 5)."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel.transitions import TransitionTable


class Audience(TextChoices):
    """For whom a kind of place is meant."""

    VISITOR = "visitor", _("Visitor")
    BUYER = "buyer", _("Technology buyer")
    TRAINEE = "trainee", _("Trainee")
    EXHIBITOR = "exhibitor", _("Exhibitor's staff")
    SPEAKER = "speaker", _("Speaker")
    PRESS = "press", _("Press")


PUBLIC_AUDIENCES = frozenset({Audience.VISITOR, Audience.BUYER, Audience.TRAINEE})
"""Whose places count when the public asks how many are left."""


class WayOfAttending(TextChoices):
    """Where those who hold a kind of place take part."""

    ON_SITE = "on-site", _("On site")
    ONLINE = "online", _("Online")
    EITHER = "either", _("On site or online, as one likes")


class WaitingListPolicy(TextChoices):
    """What happens when the places are taken."""

    STRICT = "strict", _("Strict order: nobody passes the first in the queue")
    FILL = "fill", _("Fill: a smaller party may pass one that does not fit")
    NONE = "none", _("No waiting list")


class RegistrationState(TextChoices):
    """Where a registration stands."""

    SUBMITTED = "submitted", _("Submitted")
    WAITING_FOR_EMAIL = "waiting-for-email", _("Waiting for e-mail confirmation")
    PENDING_APPROVAL = "pending-approval", _("Waiting for approval")
    CONFIRMED = "confirmed", _("Confirmed")
    WAIT_LISTED = "wait-listed", _("On the waiting list")
    OFFERED = "offered", _("Place offered")
    DECLINED = "declined", _("Offer declined")
    EXPIRED = "expired", _("Expired")
    CANCELLED = "cancelled", _("Cancelled")
    REJECTED = "rejected", pgettext_lazy("registration", "Rejected")
    ATTENDED = "attended", _("Attended")
    ABSENT = "absent", _("Absent")


class QuestionKind(TextChoices):
    """How a question of the organiser is answered; the value is the name of its block in the draft."""

    SHORT_TEXT = "short_text", _("A line of text")
    LONG_TEXT = "long_text", _("A longer text")
    CHOICE = "choice", _("One of several options")
    CHOICES = "choices", _("Any number of options")
    NUMBER = "number", _("A number")
    DATE = "date", _("A date")
    FILE = "file", _("A file")
    CONSENT = "consent", _("A consent to tick")


CHOICE_KINDS = frozenset({QuestionKind.CHOICE, QuestionKind.CHOICES})
"""Kinds with options, which may have places of their own and on which other questions may depend."""


class SubjectStatus(TextChoices):
    """How the thing registered for stands, as far as registration must know."""

    SCHEDULED = "scheduled", _("Scheduled")
    POSTPONED = "postponed", _("Postponed")
    MOVED_ONLINE = "moved_online", _("Moved online")
    CANCELLED = "cancelled", _("Cancelled")


class InvitationMethod(TextChoices):
    """What a calendar file in a mail asks of the reader's calendar (RFC 5546)."""

    REQUEST = "REQUEST", "REQUEST"
    CANCEL = "CANCEL", "CANCEL"


class Notice(TextChoices):
    """Mails about a registration; the value is the name of its template."""

    CONFIRM_EMAIL = "confirm_email", _("Confirm your e-mail address")
    RECEIVED = "received", _("Registration received")
    CONFIRMED = "confirmed", _("Registration confirmed")
    WAIT_LISTED = "wait_listed", _("On the waiting list")
    OFFERED = "offered", _("A place is offered")
    OFFER_EXPIRED = "offer_expired", _("Offer expired")
    CANCELLED = "cancelled", _("Registration cancelled")
    REJECTED = "rejected", _("Registration refused")
    LINK_AGAIN = "link_again", _("Your link, sent again")
    MOVED = "moved", _("Moved to another kind of place")
    SESSION_GIVEN = "session_given", _("A place in a session is free")
    SESSIONS_CHANGED = "sessions_changed", _("Your sessions have changed")


class SessionPlaceState(TextChoices):
    """Where the wish for a session stands. Only a held one takes places, and only while the registration holds its own."""

    REQUESTED = "requested", _("Decided with the registration")
    HELD = "held", _("Place held")
    WAITING = "waiting", _("On the waiting list of the session")
    DROPPED = "dropped", _("Given up")


LIVE_SESSION_STATES = frozenset({SessionPlaceState.REQUESTED, SessionPlaceState.HELD, SessionPlaceState.WAITING})


class ConsentPurpose(TextChoices):
    """Uses of a person's data that a place does not need: each is asked for by itself, unticked."""

    NEWS = "news", _("The organiser may write to me about other events and courses.")
    EXHIBITORS = "exhibitors", _("The organiser may give my name, organisation and e-mail address to the exhibitors.")


class AnnouncementKind(TextChoices):
    """What can happen to a subject that everybody who is registered must know."""

    POSTPONED = "postponed", _("Postponed")
    MOVED_ONLINE = "moved-online", _("Moved online")
    RESCHEDULED = "rescheduled", _("New time")
    PLACE_CHANGED = "place-changed", _("New place")
    JOINING_CHANGED = "joining-changed", _("New address to take part online")
    SESSIONS_DROPPED = "sessions-dropped", _("Sessions taken out of the programme")
    CANCELLED = "cancelled", _("Cancelled")


class WordedMail(TextChoices):
    """Mails to which an organiser can add words."""

    CONFIRMED = "confirmed", _("Registration confirmed")
    WAIT_LISTED = "wait_listed", _("On the waiting list")
    REMINDER = "reminder", _("Reminder of the event")


class ReminderAudience(TextChoices):
    """Who is reminded."""

    CONFIRMED = "confirmed", _("People whose place is confirmed")
    UNCONFIRMED = "unconfirmed", _("People who have not confirmed their e-mail address")
    OFFERED = "offered", _("People who have not answered an offered place")
    APPROVALS = "approvals", _("Organisers, while registrations wait for approval")


REGISTERED_AUDIENCES = {
    ReminderAudience.CONFIRMED: RegistrationState.CONFIRMED,
    ReminderAudience.UNCONFIRMED: RegistrationState.WAITING_FOR_EMAIL,
    ReminderAudience.OFFERED: RegistrationState.OFFERED,
}
"""Audiences of registrations, each with the state in which one is reminded."""


class LeadTime(IntegerChoices):
    """How long before the beginning, in minutes."""

    TWO_WEEKS = 14 * 24 * 60, _("14 days before")
    WEEK = 7 * 24 * 60, _("7 days before")
    THREE_DAYS = 3 * 24 * 60, _("3 days before")
    TWO_DAYS = 2 * 24 * 60, _("2 days before")
    DAY = 24 * 60, _("1 day before")
    SIX_HOURS = 6 * 60, _("6 hours before")
    TWO_HOURS = 2 * 60, _("2 hours before")


class Reason(TextChoices):
    """Why a registration took a step."""

    FORM_SENT = "form-sent", _("The form was sent")
    EMAIL_CONFIRMED = "email-confirmed", _("The e-mail address was confirmed")
    APPROVED = "approved", _("The organiser approved")
    REFUSED = "refused", _("The organiser refused")
    NO_PLACE = "no-place", _("No place was free for this party")
    PLACE_FREE = "place-free", _("A place became free")
    OFFER_ACCEPTED = "offer-accepted", _("The offer was accepted")
    OFFER_DECLINED = "offer-declined", _("The offer was declined")
    OFFER_EXPIRED = "offer-expired", _("The offer was not answered in time")
    NOT_CONFIRMED = "not-confirmed", _("The e-mail address was not confirmed in time")
    CANCELLED_BY_PERSON = "cancelled-by-person", _("The person cancelled")
    CANCELLED_BY_ORGANISER = "cancelled-by-organiser", _("The organiser cancelled")
    CAME = "came", _("Checked in")
    DID_NOT_COME = "did-not-come", _("Did not come")
    UNDONE = "undone", _("A mistake was undone")
    ANSWERS_CHANGED = "answers-changed", _("The answers were changed")
    DETAILS_CHANGED = "details-changed", _("The details were changed")
    PARTY_CHANGED = "party-changed", _("The number of people was changed")
    KIND_CHANGED = "kind-changed", _("Moved to another kind of place")
    SESSION_CHOSEN = "session-chosen", _("A session was chosen")
    SESSION_AWAITED = "session-awaited", _("Joined the waiting list of a session")
    SESSION_GIVEN = "session-given", _("A place in a session became free and was given")
    SESSION_LEFT = "session-left", _("A session was given up")
    CERTIFICATE_REPLACED = "certificate-replaced", _("The certificate was replaced and the name corrected")


class GateDirection(TextChoices):
    """Which way people pass a gate."""

    ENTRY = "entry", _("In only")
    EXIT = "exit", _("Out only")
    BOTH = "both", _("In and out")


class Direction(TextChoices):
    """Which way one ticket passed."""

    ENTRY = "entry", _("In")
    EXIT = "exit", _("Out")


class Reading(TextChoices):
    """What a text is before anybody looks for its ticket."""

    UNREADABLE = "unreadable", _("Not a ticket")
    TYPED = "typed", _("Typed code")
    GENUINE = "genuine", _("Signed by the portal")
    FORGED = "forged", _("Signature is wrong")
    FOREIGN = "foreign", _("Of another event")


class ScanResult(TextChoices):
    """What a gate says to a ticket."""

    ADMITTED = "admitted", _("Let through")
    ALREADY_INSIDE = "already-inside", _("Already used")
    NOT_VALID = "not-valid", _("No longer valid")
    WRONG_GATE = "wrong-gate", _("Wrong gate")
    WRONG_DAY = "wrong-day", _("Not at this time")
    NO_SESSION_PLACE = "no-session-place", _("No place in this session")
    UNKNOWN = "unknown", _("Unknown")
    FOREIGN_EVENT = "foreign-event", _("Of another event")
    FORGED = "forged", _("Forged")


PLACE_HOLDING_STATES = frozenset({RegistrationState.CONFIRMED, RegistrationState.ATTENDED, RegistrationState.ABSENT})
"""States whose party is counted in its pools by itself; other states count only through a hold."""

LIVE_STATES = frozenset(
    {
        RegistrationState.SUBMITTED,
        RegistrationState.WAITING_FOR_EMAIL,
        RegistrationState.PENDING_APPROVAL,
        RegistrationState.CONFIRMED,
        RegistrationState.WAIT_LISTED,
        RegistrationState.OFFERED,
        RegistrationState.ATTENDED,
        RegistrationState.ABSENT,
    }
)
"""At most one live registration per kind of place and e-mail address."""

CANCELLABLE_STATES = frozenset(
    {
        RegistrationState.WAITING_FOR_EMAIL,
        RegistrationState.PENDING_APPROVAL,
        RegistrationState.CONFIRMED,
        RegistrationState.WAIT_LISTED,
        RegistrationState.OFFERED,
    }
)

TOLD_STATES = frozenset(
    {
        RegistrationState.PENDING_APPROVAL,
        RegistrationState.CONFIRMED,
        RegistrationState.WAIT_LISTED,
        RegistrationState.OFFERED,
        RegistrationState.ATTENDED,
    }
)
"""Who is told of a change: everybody who may still come and whose address is known to be real where that is asked.

Who was let in once may come again: an event of several days goes on.
"""

MOVES = TransitionTable(
    {
        RegistrationState.SUBMITTED: frozenset(
            {
                RegistrationState.WAITING_FOR_EMAIL,
                RegistrationState.PENDING_APPROVAL,
                RegistrationState.CONFIRMED,
                RegistrationState.WAIT_LISTED,
            }
        ),
        RegistrationState.WAITING_FOR_EMAIL: frozenset(
            {
                RegistrationState.PENDING_APPROVAL,
                RegistrationState.CONFIRMED,
                RegistrationState.WAIT_LISTED,
                RegistrationState.EXPIRED,
                RegistrationState.CANCELLED,
            }
        ),
        RegistrationState.PENDING_APPROVAL: frozenset(
            {
                RegistrationState.CONFIRMED,
                RegistrationState.WAIT_LISTED,
                RegistrationState.REJECTED,
                RegistrationState.CANCELLED,
            }
        ),
        RegistrationState.WAIT_LISTED: frozenset(
            {
                RegistrationState.OFFERED,
                RegistrationState.CONFIRMED,
                RegistrationState.REJECTED,
                RegistrationState.CANCELLED,
            }
        ),
        RegistrationState.OFFERED: frozenset(
            {
                RegistrationState.CONFIRMED,
                RegistrationState.DECLINED,
                RegistrationState.EXPIRED,
                RegistrationState.CANCELLED,
            }
        ),
        RegistrationState.CONFIRMED: frozenset(
            {
                RegistrationState.CANCELLED,
                RegistrationState.REJECTED,
                RegistrationState.ATTENDED,
                RegistrationState.ABSENT,
            }
        ),
        RegistrationState.ATTENDED: frozenset({RegistrationState.CONFIRMED, RegistrationState.ABSENT}),
        RegistrationState.ABSENT: frozenset({RegistrationState.CONFIRMED, RegistrationState.ATTENDED}),
    }
)
