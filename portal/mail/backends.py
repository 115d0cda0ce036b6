"""Where mails go that Django or a library sends by itself, such as Wagtail's notices of a workflow: into the queue."""

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from portal.kernel import languages
from portal.mail import domain

KIND = "mail/passed-on"


class QueueBackend(BaseEmailBackend):
    """Queues each message once for each recipient; nothing is sent while a request waits.

    The sender is always the portal's own.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue all; return how many messages were given."""
        for message in email_messages:
            for recipient in message.recipients():
                domain.queue_rendered(
                    recipient=recipient,
                    subject=str(message.subject),
                    text=str(message.body),
                    html=_html(message),
                    language=languages.current(),
                    kind=KIND,
                )
        return len(email_messages)


def _html(message: Any) -> str:
    """Return the HTML part, where there is one."""
    parts = getattr(message, "alternatives", None) or ()
    return next((str(content) for content, mime_type in parts if mime_type == "text/html"), "")
