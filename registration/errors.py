"""Refusals of the seat engine."""

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from portal.kernel.errors import DomainError, LimitReachedError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class RegistrationClosedError(DomainError):
    """Registration is not open at this instant."""

    default_message = _("Registration is not open.")


class SubjectOverError(DomainError):
    """What one registered for has ended."""

    default_message = _("This event or course is over; the place can no longer be confirmed.")


class FullError(LimitReachedError):
    """There is no place and no waiting list."""

    default_message = _("All places are taken.")


class AlreadyRegisteredError(DomainError):
    """This address already has a live registration for this kind of place."""

    default_message = _("There is already a registration with this e-mail address.")


class FormUsedError(DomainError):
    """The key of the form was used with other details."""

    default_message = _("This form was already sent with other details. Open it again and fill it in anew.")


class OfferOverError(DomainError):
    """The offer has expired or was answered."""

    default_message = _("This offer is no longer open.")


class FrozenError(DomainError):
    """A valid certificate stands on this attendance."""

    default_message = _("A certificate has been issued for this person. Revoke it before the attendance is changed.")


class CodeOverError(DomainError):
    """The code on the trainer's screen was replaced by a newer one, or the page was open for too long."""

    default_message = _("This code is no longer valid: it changes every 30 seconds. Scan the code on the screen again.")


class NotQualifiedError(DomainError):
    """The rule of the course is not met."""

    default_message = _("The rule for the certificate is not met.")


class OptionFullError(LimitReachedError):
    """An option of a question has no place left for a party of this size; ``field`` is the question's."""

    default_message = _("No place is left for this option. Choose another one.")


class AnswersRefusedError(DomainError):
    """Answers do not fit their questions; ``refusals`` has a sentence for each field to blame."""

    default_message = _("Look over your answers.")

    def __init__(self, refusals: Mapping[str, str]) -> None:
        super().__init__()
        self.refusals = dict(refusals)


class SessionError(DomainError):
    """A session cannot be chosen; ``session`` says which, so that the sentence can stand beside it."""

    default_message = _("This session cannot be chosen.")

    def __init__(self, message: "str | _StrPromise | None" = None, *, session: uuid.UUID) -> None:
        super().__init__(message, field="sessions")
        self.session = session


class SessionFullError(SessionError):
    """There is no place in a session for the whole party."""

    default_message = _("There are not enough places left in this session.")


class ClashError(SessionError):
    """Two chosen sessions take place at the same time."""


class ChangeClosedError(DomainError):
    """A registration is over, was used at the entrance, or its time for changes has passed."""

    default_message = _("This registration can no longer be changed.")
