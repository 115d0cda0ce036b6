"""Queueing and sending mails; the only code that changes an OutgoingMail."""

import base64
import email.utils
import smtplib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import enums, models, tasks

MAX_ATTEMPTS = 5
FIRST_RETRY = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    content: bytes
    mime_type: str


def site_name(language: Language) -> str:
    """Return the portal's name in a language."""
    return str(settings.SITE_NAME_EN if language is Language.ENGLISH else settings.SITE_NAME_VI)


def site_domain() -> str:
    """Return the host of the portal's public address."""
    return urlsplit(settings.BASE_URL).netloc


def absolute_url(path: str) -> str:
    """Return the full public address of a path, from settings and never from a request's Host header."""
    return f"{settings.BASE_URL}{path}"


def queue(
    *,
    kind: str,
    recipient: str,
    language: Language | str,
    context: Mapping[str, Any],
    attachments: Sequence[Attachment] = (),
) -> models.OutgoingMail:
    """Render ``<kind>_subject.txt``, ``<kind>.txt`` and, if it exists, ``<kind>.html`` in a language, and queue the mail.

    ``kind`` is the template's path without its ending, such as "registration/emails/confirmed". Call it inside the
    transaction of the change: the row and its task are kept or lost together with it.
    """
    wanted = Language(language)
    with translation.override(wanted):
        full = {**context, "site_name": site_name(wanted), "base_url": settings.BASE_URL, "language": wanted}
        return queue_rendered(
            recipient=recipient,
            subject=render_to_string(f"{kind}_subject.txt", full),
            text=render_to_string(f"{kind}.txt", full),
            html=render_to_string(f"{kind}.html", full),
            language=wanted,
            kind=kind,
            attachments=attachments,
        )


def queue_rendered(
    *,
    recipient: str,
    subject: str,
    text: str,
    language: Language,
    kind: str,
    html: str = "",
    attachments: Sequence[Attachment] = (),
) -> models.OutgoingMail:
    """Queue a mail whose words are ready; line breaks in the subject become spaces."""
    with transaction.atomic():
        mail = models.OutgoingMail.objects.create(
            kind=kind,
            recipient=recipient,
            language=language,
            subject=" ".join(subject.split())[:250],
            text=text.strip() + "\n",
            html=html,
            attachments=[
                {"name": item.name, "type": item.mime_type, "content": base64.b64encode(item.content).decode()}
                for item in attachments
            ],
            message_id=email.utils.make_msgid(idstring=uuid.uuid4().hex, domain=site_domain().partition(":")[0]),
            queued_at=clock.now(),
        )
        tasks.send_mail.using(queue_name="mail").enqueue(mail.pk)
    return mail


def send(*, mail_id: int) -> bool:
    """Send a queued mail; return whether it went out now. A mail that is sent already is left alone.

    After a failure the next try is queued with a growing delay; after the fifth the mail is marked as failed. A mail
    that cannot be written as a message, such as one to an impossible address, is marked at once: no later try mends it.
    """
    mail = models.OutgoingMail.objects.get(pk=mail_id)
    if mail.state != enums.MailState.QUEUED:
        return False
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.recipient],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated", "Content-Language": mail.language},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    for item in mail.attachments:
        message.attach(item["name"], base64.b64decode(item["content"]), item["type"])
    mail.attempts += 1
    try:
        message.send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        mail.last_error = type(error).__name__
        if mail.attempts >= MAX_ATTEMPTS or isinstance(error, ValueError):
            enums.MOVES.check(enums.MailState(mail.state), enums.MailState.FAILED)
            mail.state = enums.MailState.FAILED
        else:
            tasks.send_mail.using(
                queue_name="mail", run_after=clock.now() + FIRST_RETRY * 2 ** (mail.attempts - 1)
            ).enqueue(mail.pk)
        mail.save(update_fields=["attempts", "last_error", "state"])
        return False
    mail.state = enums.MailState.SENT
    mail.sent_at = clock.now()
    if not settings.MAIL_KEEP_BODIES:
        # Codes and links open accounts and registrations: once the mail is out, nobody needs to find them in the database.
        mail.text, mail.html, mail.attachments = "", "", []
    mail.save(update_fields=["attempts", "state", "sent_at", "text", "html", "attachments"])
    return True
