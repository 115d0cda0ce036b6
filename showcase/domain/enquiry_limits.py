"""How many enquiries one address may send, one thing and one organisation may get; and senders an organisation refuses.

No puzzles: an office's reader with an old telephone must get through. What comes from one connection is counted in
``portal.kernel.limits``.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from portal.kernel import errors
from showcase.enums import EnquiryState
from showcase.models import Enquiry, SenderBlock

MOST_A_DAY: Final = 20
MOST_ABOUT_ONE: Final = 3
MOST_TO_ONE: Final = 100
WINDOW: Final = timedelta(days=1)


def address_key(email: str) -> str:
    """Return an address as it is compared: lower case, without a "+tag" before the @."""
    local, _at, host = email.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{host}"


def check(*, page: Any, email: str, now: datetime) -> None:
    """Raise LimitReachedError for a flood within a day.

    That is the 21st enquiry of an address, its fourth about one thing, or the 101st that reached one organisation.
    """
    recent = Enquiry.objects.filter(created_at__gt=now - WINDOW)
    own = recent.filter(email=email)
    if own.count() >= MOST_A_DAY or own.filter(translation_key=page.translation_key).count() >= MOST_ABOUT_ONE:
        raise errors.LimitReachedError(
            _("Many enquiries were sent from this address today. Please go on tomorrow."), field="email"
        )
    # Unconfirmed ones cost the organisation nothing; were they counted, a stranger could shut the door for everybody.
    delivered = recent.filter(organisation=page.organisation).exclude(state=EnquiryState.UNCONFIRMED)
    if delivered.count() >= MOST_TO_ONE:
        raise errors.LimitReachedError(_("This organisation got very many enquiries today. Please try again tomorrow."))


def check_not_refused(*, organisation: Any, email: str) -> None:
    """Raise DomainError where the organisation takes no further enquiries from a proven address.

    It is told only to the one who proved to hold the address: a stranger who types it learns nothing.
    """
    if SenderBlock.objects.filter(organisation=organisation, email=address_key(email)).exists():
        raise errors.DomainError(_("This organisation takes no further enquiries from you."))
