"""Queueing and sending mails; with ``dead_letters`` the only code that changes an OutgoingMail."""

import base64
import smtplib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F, Q

from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import enums, models, once, rendering, tasks, verdicts

MAX_ATTEMPTS: Final = 5
FIRST_RETRY: Final = timedelta(minutes=2)
LEASE: Final = timedelta(minutes=5)
"""How long a worker may take for one mail: each step of a sending gives up after EMAIL_TIMEOUT, all together far sooner."""
WORKER_DIED: Final = "WorkerDied"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail; as an alternative it is another form of the mail's words, which programs act upon."""

    name: str
    content: bytes
    mime_type: str
    is_alternative: bool = False


def site_name(language: Language) -> str:
    """Return the portal's name in a language."""
    return rendering.site_name(language)


def site_domain() -> str:
    """Return the host of the portal's public address."""
    return urlsplit(settings.BASE_URL).netloc


def mailbox(address: str) -> str:
    """Return the bare address of a sender that may be written with a name ("Portal <no-reply@example.org>")."""
    return parseaddr(address)[1] or address


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
    about: uuid.UUID | None = None,
    once_for: str = "",
    unsubscribe_url: str = "",
) -> models.OutgoingMail:
    """Render ``<kind>_subject.txt``, ``<kind>.txt`` and ``<kind>.html`` in a language, and queue the mail.

    ``kind`` is the template's path without its ending, such as "registration/emails/confirmed"; ``about`` the key of the
    event or other thing whose organisers may see that it failed; ``once_for`` names what is told, such as a row of a batch, so
    that no run of any task tells it twice; ``unsubscribe_url`` the full address that ends a subscription by one POST. Call it
    inside the transaction of the change: the row and its task are kept or lost together with it.
    """
    wanted = Language(language)
    words = rendering.render(kind=kind, language=wanted, context=context)
    return queue_rendered(
        recipient=recipient,
        subject=words.subject,
        text=words.text,
        html=words.html,
        language=wanted,
        kind=kind,
        attachments=attachments,
        about=about,
        once_for=once_for,
        unsubscribe_url=unsubscribe_url,
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
    about: uuid.UUID | None = None,
    once_for: str = "",
    unsubscribe_url: str = "",
) -> models.OutgoingMail:
    """Queue a mail whose words are ready; line breaks in the subject become spaces.

    A task that runs again because its worker died gets the mail that it queued before. Where the work goes on in the middle,
    counting the mails of a run is not enough to know one again: ``once_for`` then says what the mail is about.
    """
    key = once.key_for(kind=kind, recipient=recipient, once_for=once_for)
    now = clock.now()
    with transaction.atomic():
        if key is not None and (before := models.OutgoingMail.objects.filter(once_key=key).first()) is not None:
            return before
        mail = models.OutgoingMail.objects.create(
            kind=kind,
            recipient=recipient,
            language=language,
            subject=rendering.one_line(subject),
            text=text.strip() + "\n",
            html=html,
            attachments=[
                {
                    "name": item.name,
                    "type": item.mime_type,
                    "content": base64.b64encode(item.content).decode(),
                    "alternative": item.is_alternative,
                }
                for item in attachments
            ],
            # Short enough to stand in one line: some programs do not know an identifier in a folded header again.
            message_id=f"<{uuid.uuid4().hex}@{site_domain().partition(':')[0]}>",
            queued_at=now,
            due_at=now,
            about=about,
            once_key=key,
            unsubscribe_url=unsubscribe_url,
        )
        tasks.send_mail.using(queue_name="mail").enqueue(mail.pk)
    return mail


def send(*, mail_id: int) -> bool:
    """Send a queued mail; return whether it went out now. A mail that is sent already is left alone.

    Nobody else sends it meanwhile: the mail is claimed for ``LEASE`` first. A worker that dies behind the server's answer and
    before the row is written leaves its claim; when that is over the mail goes out again, with the same Message-ID, by which
    mail servers and readers know it: at least once, never lost.

    After a failure the next try is queued with a growing delay; after the fifth the mail is marked as failed. What no later
    try mends (``verdicts``) is marked at once.
    """
    mail = _claim(mail_id=mail_id, now=clock.now())
    if mail is None:
        return False
    try:
        _message(mail).send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        _note_failure(mail=mail, error=error, now=clock.now())
        return False
    mail.state = enums.MailState.SENT
    mail.sent_at = clock.now()
    mail.claimed_at = mail.due_at = None
    mail.last_error, mail.smtp_code = "", None
    if not settings.MAIL_KEEP_BODIES:
        # Codes and links open accounts and registrations: once the mail is out, nobody needs to find them in the database.
        mail.text, mail.html, mail.attachments, mail.unsubscribe_url = "", "", [], ""
    mail.save()
    return True


def try_relay(*, recipient: str) -> None:
    """Send one line to an address past the queue, for an operator who tries the relay; raises what the relay answers."""
    EmailMultiAlternatives(
        subject=site_domain(), body=site_name(Language.VIETNAMESE), to=[recipient], connection=_relay()
    ).send()


def _claim(*, mail_id: int, now: datetime) -> models.OutgoingMail | None:
    """Take a mail for sending; None where it is not to be sent now. One that killed its worker too often is given up."""
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lte=now - LEASE)
    taken = models.OutgoingMail.objects.filter(free, pk=mail_id, state=enums.MailState.QUEUED).update(
        claimed_at=now, attempts=F("attempts") + 1
    )
    mail = models.OutgoingMail.objects.get(pk=mail_id)
    if not taken:
        if mail.state == enums.MailState.QUEUED and mail.claimed_at is not None:
            _queue_again(mail=mail, at=mail.claimed_at + LEASE)
        return None
    if mail.attempts > MAX_ATTEMPTS:
        mail.attempts = MAX_ATTEMPTS
        mail.last_error = WORKER_DIED
        _give_up(mail=mail, now=now)
        return None
    return mail


def _message(mail: models.OutgoingMail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.recipient],
        headers=_headers(mail),
        connection=_relay(),
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    for item in mail.attachments:
        content = base64.b64decode(item["content"])
        if item.get("alternative"):
            message.attach_alternative(content.decode(), item["type"])
        else:
            message.attach(item["name"], content, item["type"])
    return message


def _headers(mail: models.OutgoingMail) -> dict[str, str]:
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated", "Content-Language": mail.language}
    if mail.unsubscribe_url:
        # RFC 8058, section 3.1: both headers together tell a mail program that one POST to the address is enough.
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _relay() -> Any:
    """Return a connection to the mail server; EMAIL_BACKEND itself is the queue."""
    return get_connection(settings.MAIL_RELAY_BACKEND)


def _note_failure(*, mail: models.OutgoingMail, error: Exception, now: datetime) -> None:
    verdict = verdicts.of(error)
    mail.last_error = type(error).__name__
    mail.smtp_code = verdict.code
    if verdict.is_permanent or mail.attempts >= MAX_ATTEMPTS:
        _give_up(mail=mail, now=now)
        return
    mail.claimed_at = None
    with transaction.atomic():
        _queue_again(mail=mail, at=now + FIRST_RETRY * 2 ** (mail.attempts - 1))
        mail.save(update_fields=["claimed_at", "last_error", "smtp_code"])


def _queue_again(*, mail: models.OutgoingMail, at: datetime) -> None:
    with transaction.atomic():
        tasks.send_mail.using(queue_name="mail", run_after=at).enqueue(mail.pk)
        mail.due_at = at
        mail.save(update_fields=["due_at"])


def _give_up(*, mail: models.OutgoingMail, now: datetime) -> None:
    enums.MOVES.check(enums.MailState(mail.state), enums.MailState.FAILED)
    mail.state = enums.MailState.FAILED
    mail.failed_at = now
    mail.claimed_at = mail.due_at = None
    mail.save(
        update_fields=["state", "failed_at", "claimed_at", "due_at", "last_error", "smtp_code", "attempts"],
    )
