"""Where a juror goes from a dossier without a conflict: to the page on which it is scored, once a room has one."""

from collections.abc import Callable

from awards.models import Assignment

Address = Callable[[Assignment], str]
_addresses: list[Address] = []


def lead_to(address: Address) -> None:
    """Declare the page of a confirmed assignment; once, when the app is ready."""
    _addresses[:] = [address]


def address_of(assignment: Assignment) -> str:
    """Return the page on which a confirmed dossier is scored, "" where there is none."""
    return _addresses[0](assignment) if _addresses else ""
