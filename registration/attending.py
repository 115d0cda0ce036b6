"""Where somebody who registered takes part: at the place, online, or as they like."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from registration.enums import RegistrationState, WayOfAttending
from registration.models import PlaceKind, Registration
from registration.subjects import SubjectInfo

Fact = tuple[str, str, str]
"""What it is called, what it is, and the address that it leads to, if any."""


TOLD_THE_ADDRESS: Final = frozenset({RegistrationState.CONFIRMED, RegistrationState.ATTENDED})
"""Who was let in once takes part on the days that are left, too."""


def way_of(kind: PlaceKind, info: SubjectInfo | None) -> WayOfAttending:
    """Return where the holders of a kind of place take part: all online at what is online as a whole."""
    if info is not None and info.is_online:
        return WayOfAttending.ONLINE
    return WayOfAttending(kind.way)


def comes_to_the_door(registration: Registration, info: SubjectInfo | None) -> bool:
    """Return whether a ticket may have to be shown somewhere."""
    return way_of(registration.place_kind, info) is not WayOfAttending.ONLINE


def where(registration: Registration, info: SubjectInfo | None) -> str:
    """Return the place in the active language, or that it is online; empty where nothing is known."""
    if way_of(registration.place_kind, info) is WayOfAttending.ONLINE:
        return _("Online")
    return info.place if info is not None else ""


def online_address(registration: Registration, info: SubjectInfo | None) -> str:
    """Return where a person takes part online: only for a place that is confirmed or was taken already, and not for one on site."""
    if info is None or registration.state not in TOLD_THE_ADDRESS:
        return ""
    return "" if way_of(registration.place_kind, info) is WayOfAttending.ON_SITE else info.online_url


def _address_comes_later(registration: Registration, info: SubjectInfo | None, now: datetime) -> bool:
    """Return whether somebody with a place online must still be told the address."""
    return (
        info is not None
        and not info.online_url
        and registration.state in TOLD_THE_ADDRESS
        and not comes_to_the_door(registration, info)
        and now < (info.ends or info.starts)
    )


def address_later(registration: Registration, info: SubjectInfo | None, now: datetime) -> str:
    """Return the sentence that says when somebody who takes part online learns the address; empty where nobody waits for one."""
    if not _address_comes_later(registration, info, now):
        return ""
    return later()


def later() -> str:
    """Return what stands where the address is not known yet, in the active language."""
    return _(
        "The organiser will send you the address before the event; it will stand on the page of your registration too."
    )


def facts(registration: Registration, info: SubjectInfo | None, now: datetime) -> list[Fact]:
    """Return what pages, mails and tickets alike say of where a person takes part, in the active language."""
    rows = [(_("Where"), where(registration, info), "")]
    if address := online_address(registration, info):
        rows.append((_("Online at"), address, address))
    elif later_words := address_later(registration, info, now):
        rows.append((_("Online at"), later_words, ""))
    return [row for row in rows if row[1]]
