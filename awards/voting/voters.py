"""Who may vote: everybody with an account whose address is confirmed, but nobody who judges the edition.

The people of a dossier may vote, for their own entry too: theirs are a few votes among all, and a rule against it could
be kept only for those who are honest about who they are.
"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from awards.jury.enums import JurorState
from awards.models import Juror

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

UNCONFIRMED = _("Confirm your e-mail address first: there is one vote for each confirmed account.")
JUROR = _("Members of this edition's jury do not vote with the public: their scores count already.")


def is_confirmed(user: Any) -> bool:
    """Return whether an account may act and has an address confirmed by a code."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    return bool(EmailAddress.objects.filter(user=user, verified=True).exists())


def is_juror(user: Any, award_key: UUID) -> bool:
    """Return whether somebody was asked to judge an edition and did not decline; by account, or by a confirmed address."""
    addresses = list(EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True))
    wanted = Q(user=user)
    for address in addresses:
        wanted |= Q(email__iexact=address)
    return Juror.objects.filter(wanted, award_key=award_key).exclude(state=JurorState.DECLINED).exists()


def refusal(*, user: Any, award_key: UUID) -> "_StrPromise | str":
    """Return why an account may not vote, nothing where it may."""
    if not is_confirmed(user):
        return UNCONFIRMED
    return JUROR if is_juror(user, award_key) else ""
