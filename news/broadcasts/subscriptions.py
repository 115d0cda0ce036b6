"""Where readers take air times into their own calendar. The room that has the calendars registers its address here."""

from collections.abc import Callable
from typing import Protocol


class Address(Protocol):
    """The address of the page on which one subscribes."""

    def __call__(self, *, newsroom: str, programme: str) -> str:
        """Return the path in the active language for a newsroom, and for one of its programmes where that is given."""


_ADDRESSES: list[Address] = []


def register(address: Address) -> Callable[[], None]:
    """Set who knows the address, from an AppConfig.ready(); return what takes it out again."""
    if address not in _ADDRESSES:
        _ADDRESSES.append(address)
    return lambda: _ADDRESSES.remove(address)


def address(*, newsroom: str, programme: str = "") -> str:
    """Return the path of the page on which one subscribes; empty where no room has calendars."""
    return next((known(newsroom=newsroom, programme=programme) for known in _ADDRESSES), "")
