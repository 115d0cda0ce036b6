"""A person's rights to their data: a copy of it, and the erasure of their account.

Law 91/2025/QH15 on the protection of personal data gives both; a link to the person's own mailbox proves who asks for
the second.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from portal.accounts import permissions
from portal.accounts.models import User
from portal.kernel import erasure, personal_data, tokens
from portal.kernel.errors import DomainError
from portal.kernel.languages import Language
from portal.kernel.models import SecretToken
from portal.mail import domain as mail

ERASURE: Final = "account-erasure"
LINK_LIFETIME: Final = timedelta(hours=24)


def proven_addresses(user: User) -> list[str]:
    """Return the addresses that the person has confirmed by a code; only these count as theirs."""
    found = EmailAddress.objects.filter(user=user, verified=True).order_by("pk")
    return [address.lower() for address in found.values_list("email", flat=True)]


def copy_of(*, user: User, now: datetime) -> dict[str, Any]:
    """Return everything that the registry knows of a person, ready for JSON."""
    return {
        "site": str(settings.BASE_URL),
        "account": user.email,
        "made_at": now,
        "data": erasure.export_person(user=user, addresses=proven_addresses(user)),
    }


def obstacles(user: User) -> list[str]:
    """Return a sentence for each thing that must be settled before the account can be erased."""
    found = []
    if not permissions.may_erase_own_account(user):
        found.append(
            _("Your account works in the administration of the portal. An operator must take you out of it first.")
        )
    for room in personal_data.leaving():
        found += room.obstacles(user)
    return found


def _require_free(user: User) -> None:
    if found := obstacles(user):
        raise DomainError(" ".join(found))


@transaction.atomic
def ask_for_erasure(*, user: User, now: datetime) -> None:
    """Send the link that erases the account to its own address; earlier links end.

    Raises DomainError with what must be settled first.
    """
    _require_free(user)
    tokens.revoke_all(purpose=ERASURE, subject=str(user.pk), now=now)
    secret = tokens.issue(purpose=ERASURE, subject=str(user.pk), now=now, expires_at=now + LINK_LIFETIME)
    language = Language(user.language)
    with translation.override(language):
        url = mail.absolute_url(reverse("accounts:erase", args=[secret]))
    mail.queue(kind="accounts/emails/erasure_asked", recipient=user.email, language=language, context={"url": url})


def is_asked(*, user: User, secret: str, now: datetime) -> bool:
    """Return whether a secret opens the erasure of this account."""
    return tokens.subject_of(purpose=ERASURE, secret=secret, now=now) == str(user.pk)


@transaction.atomic
def erase(*, user: User, secret: str, now: datetime) -> None:
    """Erase the account and what belongs to it, and say so in a last mail.

    Places are given back and memberships ended by the rooms that hold them. Raises DomainError where the link no longer
    counts or something must be settled first.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not is_asked(user=locked, secret=secret, now=now):
        raise DomainError(_("This link no longer counts. Ask for a new one."))
    _require_free(locked)
    addresses, recipient, language = proven_addresses(locked), locked.email, Language(locked.language)
    for room in personal_data.leaving():
        room.leave(locked, addresses, now)
    erasure.erase_person(user=locked, addresses=addresses)
    SecretToken.objects.filter(purpose=ERASURE, subject=str(locked.pk)).delete()
    locked.delete()
    mail.queue(kind="accounts/emails/erasure_done", recipient=recipient, language=language, context={})
