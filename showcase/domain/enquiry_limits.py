"""How many enquiries one address may send, one thing and one organisation may get; and senders an organisation refuses.

No puzzles: an office's reader with an old telephone must get through. What comes from one connection is counted in
``portal.kernel.limits``.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.kernel import errors
from showcase.enums import EnquiryState
from showcase.models import Enquiry, SenderBlock

MOST_A_DAY: Final = 20
MOST_ABOUT_ONE: Final = 3
MOST_WAITING: Final = 20
MOST_TO_ONE: Final = 100
WINDOW: Final = timedelta(days=1)


def address_key(email: str) -> str:
    """Return an address as it is compared: lower case, without a "+tag" before the @."""
    local, _at, host = email.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{host}"


def check_waiting(*, email: str, now: datetime) -> None:
    """Raise LimitReachedError for one more link to an address that got very many today: its mailbox is guarded.

    Nothing else about an address that is not proven is looked at or told. Its owner need not wait: signed in, they write
    without a link.
    """
    waiting = Enquiry.objects.filter(
        email=email, sender=None, state=EnquiryState.UNCONFIRMED, created_at__gt=now - WINDOW
    )
    if waiting.count() >= MOST_WAITING:
        raise errors.LimitReachedError(
            _(
                "Many enquiries from this address wait for their links to be used. Use the links in your mailbox, sign in to "
                "write without a link, or go on tomorrow."
            ),
            field="email",
        )


def check_proven(*, enquiry: Enquiry, now: datetime) -> None:
    """Raise LimitReachedError for a flood from a proven address within a day: its 21st enquiry, or its fourth about one thing.

    ``enquiry`` is about to be delivered. Only what was delivered from the address counts, and what the account itself wrote:
    others cannot use it up.
    """
    own = Q(email=enquiry.email, delivered_at__gt=now - WINDOW)
    if enquiry.sender_id is not None:
        own |= Q(sender=enquiry.sender_id, created_at__gt=now - WINDOW)
    recent = Enquiry.objects.filter(own).exclude(pk=enquiry.pk)
    about_one = recent.filter(translation_key=enquiry.translation_key)
    if recent.count() >= MOST_A_DAY or about_one.count() >= MOST_ABOUT_ONE:
        raise errors.LimitReachedError(
            _("Many enquiries were sent from this address today. Please go on tomorrow."), field="email"
        )


def check_organisation(*, organisation: Any, now: datetime) -> None:
    """Raise LimitReachedError where an organisation got a hundred enquiries within a day.

    Unconfirmed ones cost it nothing; were they counted, a stranger could shut the door for everybody.
    """
    if Enquiry.objects.filter(organisation=organisation, delivered_at__gt=now - WINDOW).count() >= MOST_TO_ONE:
        raise errors.LimitReachedError(_("This organisation got very many enquiries today. Please try again tomorrow."))


def check_not_refused(*, organisation: Any, email: str) -> None:
    """Raise DomainError where the organisation takes no further enquiries from a proven address.

    It is told only to the one who proved to hold the address: a stranger who types it learns nothing.
    """
    if SenderBlock.objects.filter(organisation=organisation, email=address_key(email)).exists():
        raise errors.DomainError(_("This organisation takes no further enquiries from you."))
