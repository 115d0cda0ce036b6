"""Reminders as mails, in the reader's language; what no longer applies when it is rendered is not sent."""

from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import translation

from portal.accounts.models import User
from portal.kernel import clock, erasure
from portal.kernel.languages import Language
from portal.mail import domain as mail
from registration import emails, subjects
from registration.domain import links, reminders
from registration.enums import REGISTERED_AUDIENCES, RegistrationState, ReminderAudience, WordedMail
from registration.models import Registration, ReminderSent
from registration.subjects import SubjectInfo

FOLDER: Final = "registration/emails"


def send(*, reminder_id: int) -> bool:
    """Render and queue one reminder; return whether it still applied: same state, same day, not begun, takes place."""
    reminder = (
        ReminderSent.objects.select_related("rule", "person", "registration__place_kind", "registration__hold")
        .filter(pk=reminder_id)
        .first()
    )
    if reminder is None:
        return False
    if reminder.registration is not None:
        return _to_registered(reminder, reminder.registration)
    return reminder.person is not None and _to_organiser(reminder, reminder.person)


def _info(reminder: ReminderSent, language: Language) -> SubjectInfo | None:
    info = subjects.info(reminder.subject, language)
    if info is None or info.status not in reminders.REMINDED or info.starts <= clock.now():
        return None
    return info if clock.local(info.starts).date() == reminder.start_day else None


def _to_registered(reminder: ReminderSent, registration: Registration) -> bool:
    audience = ReminderAudience(reminder.rule.audience)
    if registration.state != REGISTERED_AUDIENCES[audience] or registration.email.endswith(erasure.ERASED_DOMAIN):
        return False
    language = Language(registration.language)
    with translation.override(language):
        info = _info(reminder, language)
        if info is None:
            return False
        context = registered_context(registration, info)
        if audience is ReminderAudience.UNCONFIRMED:
            secret = links.issue_confirm(registration=registration, now=clock.now())
            context["confirm_url"] = mail.absolute_url(reverse("registration:confirm", args=[secret]))
        else:
            secret = links.issue_manage(registration=registration, now=clock.now(), info=info)
            context["manage_url"] = mail.absolute_url(reverse("registration:manage", args=[secret]))
        mail.queue(
            kind=f"{FOLDER}/reminder_{audience.value}",
            recipient=registration.email,
            language=language,
            context=context,
            about=info.key,
        )
    return True


def registered_context(registration: Registration, info: SubjectInfo) -> dict[str, Any]:
    """Return what a reminder says in the active language, without its link."""
    return {
        **emails.plain_context(registration, info),
        "name": registration.full_name,
        "when": info.when,
        "organiser_words": emails.own_words(info.key, WordedMail.REMINDER),
    }


def _to_organiser(reminder: ReminderSent, person: User) -> bool:
    language = Language(person.language)
    with translation.override(language):
        info, number = _info(reminder, language), reminders.waiting_for_approval(reminder.subject)
        if info is None or not number or not person.is_active:
            return False
        mail.queue(
            kind=f"{FOLDER}/reminder_{ReminderAudience.APPROVALS.value}",
            recipient=person.email,
            language=language,
            context=approvals_context(info, name=person.full_name, number=number),
            about=info.key,
        )
    return True


def approvals_context(info: SubjectInfo, *, name: str, number: int) -> dict[str, Any]:
    """Return what organisers are told in the active language."""
    chosen = urlencode({"subject": str(info.key), "state": RegistrationState.PENDING_APPROVAL.value})
    return {
        "name": name,
        "title": info.title,
        "when": info.when,
        "number": number,
        "facts": [],
        "list_url": mail.absolute_url(f"{reverse('registrations:index')}?{chosen}"),
    }
