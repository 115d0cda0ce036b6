"""What a failure to send means: whether a later try can mend it, and what the mail server answered (RFC 5321, 4.2)."""

import smtplib
from dataclasses import dataclass
from typing import Final

PERMANENT: Final = 500
RELAYS_OWN: Final = (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError)
"""A refusal of the portal itself: the relay or its password is set up wrongly, every mail would be lost with it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``code`` is the answer's number, where there was one."""

    is_permanent: bool
    code: int | None = None


def of(error: Exception) -> Verdict:
    """Judge an error of sending: 5xx about the recipient or the content is final, and so is a message that cannot be written."""
    if isinstance(error, ValueError):
        return Verdict(is_permanent=True)
    code = _code(error)
    return Verdict(
        is_permanent=code is not None and code >= PERMANENT and not isinstance(error, RELAYS_OWN),
        code=code if code is not None and 200 <= code <= 599 else None,  # noqa: PLR2004 -- the range of such numbers
    )


def _code(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        # One recipient a mail.
        return next((code for code, _words in error.recipients.values()), None)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None
