"""Errors of the rules: each carries a sentence for the reader and, where one exists, the form field it belongs to."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class DomainError(Exception):
    """A rule refuses the change. ``message`` can be shown; ``field`` names the form field, if one is to blame."""

    default_message: "str | _StrPromise" = _("This cannot be done.")

    def __init__(self, message: "str | _StrPromise | None" = None, *, field: str | None = None) -> None:
        self.message = message if message is not None else self.default_message
        self.field = field
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class NotAllowedError(DomainError):
    """The person may not do this; views answer 404 where the object itself must stay hidden."""

    default_message = _("You are not allowed to do this.")


class IllegalMoveError(DomainError):
    """The record's state does not allow this step."""

    default_message = _("This step is not possible in the present state.")


class LimitReachedError(DomainError):
    """A limit would be exceeded."""

    default_message = _("The limit has been reached.")


class StaleError(DomainError):
    """Somebody saved the record after the person had read it, at ``saved_at``; nothing was written.

    Whoever has been told may save again on what was saved then.
    """

    def __init__(self, message: "str | _StrPromise", *, saved_at: datetime) -> None:
        super().__init__(message)
        self.saved_at = saved_at
