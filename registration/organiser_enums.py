"""Choices of what organisers do with many registrations at once, and of what the audit tells."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.kernel.transitions import TransitionTable
from registration.enums import RegistrationState


class AuditAction(TextChoices):
    """What somebody did, as the audit names it."""

    POOL_OPENED = "pool-opened", _("Pool of places opened")
    POOL_CHANGED = "pool-changed", _("Pool of places changed")
    CAPACITY_CHANGED = "capacity-changed", _("Number of places changed")
    KIND_OPENED = "kind-opened", _("Kind of place opened")
    KIND_CHANGED = "kind-changed", _("Kind of place changed")
    PLACES_FROZEN = "places-frozen", _("Registration closed for all kinds of place")
    PLACES_REOPENED = "places-reopened", _("Registration opened again for all kinds of place")
    ALL_CANCELLED = "all-cancelled", _("All registrations cancelled")
    CLASS_CHANGED = "class-changed", _("Class in the queue changed")
    BULK_STARTED = "bulk-started", _("Decision on several registrations")
    BULK_UNDONE = "bulk-undone", _("Decision on several registrations taken back")
    NOTE_ADDED = "note-added", _("Private note added")
    NOTE_REMOVED = "note-removed", _("Private note removed")
    ANSWERS_CORRECTED = "answers-corrected", _("Somebody's answers changed")
    EXPORTED = "exported", _("List exported")
    BADGES_MADE = "badges-made", _("Badges made")
    BADGES_FETCHED = "badges-fetched", _("Badges fetched")
    MAIL_WRITTEN = "mail-written", _("Mail to a group written")
    MAIL_TESTED = "mail-tested", _("Mail to a group sent to oneself")
    MAIL_SENT = "mail-sent", _("Mail to a group sent")
    MAIL_DISCARDED = "mail-discarded", _("Mail to a group thrown away")
    AUDIT_EXPORTED = "audit-exported", _("Audit exported")
    EVENT_STATUS = "event-status", _("What becomes of the event changed")
    EVENT_COPIED = "event-copied", _("Event copied")
    CALENDAR_MADE = "calendar-made", _("Private calendar address made")
    CALENDAR_RENEWED = "calendar-renewed", _("Private calendar address renewed")
    CALENDAR_REVOKED = "calendar-revoked", _("Private calendar address revoked")
    SETUP_CHANGED = "setup-changed", _("Set-up of a fair changed")
    REQUIREMENT_ADDED = "requirement-added", _("Question or document for exhibitors added")
    REQUIREMENT_CHANGED = "requirement-changed", _("Question or document for exhibitors changed")
    REQUIREMENT_REMOVED = "requirement-removed", _("Question or document for exhibitors removed")
    HALL_ADDED = "hall-added", _("Hall added")
    HALL_CHANGED = "hall-changed", _("Hall changed")
    BOOTHS_ADDED = "booths-added", _("Booths added")
    BOOTH_CHANGED = "booth-changed", _("Booth changed")
    BOOTHS_REMOVED = "booths-removed", _("Booths removed")
    FEE_MARKED = "fee-marked", _("Fee of an exhibitor marked as paid")
    FEE_UNMARKED = "fee-unmarked", _("Mark of a paid fee taken back")
    WORDS_CHANGED = "words-changed", _("Organiser’s own words in mails changed")
    RULE_ADDED = "rule-added", _("Rule for reminders added")
    RULE_REMOVED = "rule-removed", _("Rule for reminders removed")
    MARK_CHANGED = "mark-changed", _("Mark of an examination changed")
    QUESTIONS_PUBLISHED = "questions-published", _("Questions of a form published")
    TRAINER_GIVEN = "trainer-given", _("Link of a trainer given")
    TRAINER_RENEWED = "trainer-renewed", _("Link of a trainer renewed")
    TRAINER_WITHDRAWN = "trainer-withdrawn", _("Link of a trainer withdrawn")
    DELEGATION_SEATS = "delegation-seats", _("Seats of a delegation changed")
    DELEGATION_PAPERS = "delegation-papers", _("State of the papers of a traveller changed")


class Capacity(TextChoices):
    """On whose behalf somebody acted."""

    ORGANISER = "organiser", _("Organiser")
    ORGANISATION = "organisation", _("Organisation")
    HOLDER = "holder", _("Holder of the link")
    SYSTEM = "system", _("The portal itself")


class BulkAction(TextChoices):
    """What can be decided on several registrations at once."""

    APPROVE = "approve", _("Approve")
    REJECT = "reject", _("Refuse")
    CANCEL = "cancel", _("Cancel the registration")
    ATTENDED = "attended", _("Mark as attended")
    ABSENT = "absent", _("Mark as absent")
    CLASS = "class", _("Move to another class in the queue")


UNDOABLE: Final = frozenset({BulkAction.ATTENDED, BulkAction.ABSENT, BulkAction.CLASS})
"""The others write to people at once and may give their places to the next: a mail cannot be called back."""


class BulkOutcome(TextChoices):
    """What became of one registration of a decision on many."""

    WAITING = "waiting", _("Not yet done")
    DONE = "done", _("Done")
    UNCHANGED = "unchanged", _("Was so already")
    FAILED = "failed", _("Not possible")
    UNDONE = "undone", _("Taken back")


class GroupMailState(TextChoices):
    """Where a mail to a group stands."""

    DRAFT = "draft", _("Draft")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")


GROUP_MAIL_MOVES: Final = TransitionTable(
    {
        GroupMailState.DRAFT: frozenset({GroupMailState.SENDING}),
        GroupMailState.SENDING: frozenset({GroupMailState.SENT}),
    }
)


class RecipientState(TextChoices):
    """Whether one person of a group has the mail."""

    WAITING = "waiting", _("Waiting")
    TOLD = "told", _("Mail queued")
    LEFT_OUT = "left-out", _("Left out: no longer registered")


WRITABLE_STATES: Final = frozenset(
    {
        RegistrationState.PENDING_APPROVAL,
        RegistrationState.CONFIRMED,
        RegistrationState.WAIT_LISTED,
        RegistrationState.OFFERED,
        RegistrationState.ATTENDED,
        RegistrationState.ABSENT,
    }
)
"""Whom an organiser may write to about an event: those who take part, may still, or did.

Decree 91/2020/NĐ-CP (spam) asks consent for advertising; messages that carry out what somebody registered for are none. Whoever
cancelled or was refused no longer stands in such a relation, and an address that nobody has proven gets no mail.
"""


class BadgeLayout(TextChoices):
    """How badges lie on paper."""

    EIGHT = "eight", _("A4, eight badges of 90 × 55 mm")
    A6 = "a6", _("A4, four badges of A6")


class BadgeState(TextChoices):
    """Whether the sheets can be fetched."""

    WAITING = "waiting", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be made")
