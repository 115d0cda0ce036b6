"""What a person with an account is called."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from portal.kernel import errors, text
from portal.kernel.languages import Language

if TYPE_CHECKING:
    from portal.accounts.models import User


def checked(full_name: str) -> str:
    """Return a name as one visible line; raise DomainError on ``full_name`` where nothing in it can be read."""
    name = text.line(full_name)
    if not text.words(name):
        raise errors.DomainError(_("Enter your full name."), field="full_name")
    return name


def introduce(*, user: "User", full_name: str, language: Language) -> None:
    """Keep what a new person is called and reads; raise DomainError as ``checked`` does."""
    user.full_name = checked(full_name)
    user.language = language
    user.save(update_fields=["full_name", "language"])
