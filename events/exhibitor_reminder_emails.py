"""Reminders to exhibitors as mails; what no longer applies when it is rendered is not sent."""

from events import emails, exhibitor_words
from events.booth_enums import ReminderCause
from events.domain import exhibitor_reminders
from events.enums import ApplicationState
from events.models import ExhibitorReminder
from portal.kernel import clock


def send(*, reminder_id: int) -> bool:
    """Queue one reminder for whoever is told about the application; return whether it still applied: same state, same end."""
    reminder = (
        ExhibitorReminder.objects.select_related("application__contact_user", "application__organisation")
        .filter(pk=reminder_id)
        .first()
    )
    if reminder is None:
        return False
    application, now = reminder.application, clock.now()
    if reminder.cause == ReminderCause.DRAFT:
        closes = exhibitor_reminders.closing_of(application.fair_key, now)
        if application.state != ApplicationState.DRAFT or closes is None:
            return False
        if clock.local(closes).date() != reminder.end_day:
            return False
        return emails.reminded(application=application, step=exhibitor_words.DRAFT_REMINDER, until=closes)
    booth = exhibitor_reminders.booth_of(reminder, now)
    if application.state != ApplicationState.BOOTH_OFFERED or booth is None:
        return False
    return emails.reminded(
        application=application, step=exhibitor_words.OFFER_REMINDER, until=booth.held_until, booth=booth
    )
