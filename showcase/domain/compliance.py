"""Which technologies may be public under the lists of the Law on Technology Transfer (articles 9 to 11)."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from portal.kernel import errors
from showcase.enums import Compliance


class NotClearedError(errors.NotAllowedError, PermissionDenied):
    """The technology must not be public. Wagtail's admin answers a PermissionDenied with a message and no change."""


def obstacle(*, compliance: Compliance, is_checked: bool, list_version: str, permit: str) -> str:
    """Return why a technology must not be public; empty when it may.

    ``is_checked`` means that an officer and a date are on record, ``list_version`` names the lists compared with and
    ``permit`` the transfer permit, which a restricted technology needs (Law on Technology Transfer, article 10).
    """
    if compliance is Compliance.PROHIBITED:
        return _("Its transfer is prohibited, so it cannot be published.")
    if compliance is Compliance.UNCHECKED:
        return _("An officer has to compare it with the lists of technology transfer before it can be published.")
    if not is_checked or not list_version.strip():
        return _("Record who compared it with the lists, on which date and with which version of them.")
    if compliance is Compliance.RESTRICTED and not permit.strip():
        return _("Its transfer is restricted: record the transfer permit before it can be published.")
    return ""


def check_may_go_live(reason: str) -> None:
    """Raise NotClearedError with ``reason`` unless it is empty."""
    if reason:
        raise NotClearedError(reason)
