"""Which needs may be public that somebody else entered for an organisation (plan 149/KH-UBND, V.6: local focal points)."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from portal.kernel import errors
from showcase.need_enums import ConsentState


class NoConsentError(errors.NotAllowedError, PermissionDenied):
    """The organisation did not agree. Wagtail's admin answers a PermissionDenied with a message and no change."""


def obstacle(state: ConsentState | None) -> str:
    """Return why a need that a focal point entered must not be public; empty when the consent is on record."""
    if state is ConsentState.GIVEN:
        return ""
    if state is ConsentState.WAITING:
        return _("The organisation has not agreed yet. It can be published when the consent is on record.")
    if state is None:
        return _("No consent of the organisation is on record.")
    return _("The organisation does not agree that this need is published.")


def check_may_go_live(reason: str) -> None:
    """Raise NoConsentError with ``reason`` unless it is empty."""
    if reason:
        raise NoConsentError(reason)
