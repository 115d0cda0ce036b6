"""The second step of signing in: who needs one, who has one, and whether this session has proved it."""

from collections.abc import Callable
from typing import Any, Final

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

ADMIN_ACCESS: Final = "wagtailadmin.access_admin"
# Recovery codes stand in for one of these and are no second step of their own.
TYPES: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_ADDED_HERE: Final = "second_step_added_by"
_needs: list[Callable[[Any], bool]] = []


def is_required(user: Any) -> bool:
    """Return whether the operator asks this person for a second step in the admin: everyone whom Wagtail's admin lets in."""
    return bool(settings.ADMIN_SECOND_FACTOR and user.is_active and user.has_perm(ADMIN_ACCESS))


def register_need(need: Callable[[Any], bool]) -> None:
    """Let a room say who else needs a second step, for its own pages; once, when the app is ready."""
    if need not in _needs:
        _needs.append(need)


def is_needed(user: Any) -> bool:
    """Return whether the person needs a second step for the admin, or for pages of a room that asks for it."""
    if is_required(user):
        return True
    return bool(settings.ADMIN_SECOND_FACTOR and user.is_active and any(need(user) for need in _needs))


def is_set_up(user: Any) -> bool:
    """Return whether the person has an authenticator app or a passkey (one query)."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=TYPES).exists())


def is_proved(request: HttpRequest) -> bool:
    """Return whether this session has used the second step: at sign-in, when asked again, or by adding one just now.

    A session that began before the person set a second step up has not: somebody else may have begun it.
    """
    records = get_authentication_records(request, request.user)
    used = any(record.get("method") == "mfa" for record in records)
    return used or request.session.get(_ADDED_HERE) == request.user.pk


def way_to_prove(request: HttpRequest) -> str:
    """Return the address where a signed-in person sets a second step up, or proves it; "" where this session has."""
    if not is_set_up(request.user):
        return reverse("second-step")
    if is_proved(request):
        return ""
    has_app = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).exists()
    return reverse("mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn")


def note_added(sender: Any, request: HttpRequest, user: Any, authenticator: Any, **_kwargs: Any) -> None:  # noqa: ARG001 -- a signal's receiver
    """Remember that the person in this session holds the authenticator: adding it needs a code or a touch."""
    if authenticator.type in TYPES:
        request.session[_ADDED_HERE] = user.pk


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Keeps the last second step of people who need one."""

    error_messages = {  # noqa: RUF012 -- allauth reads a plain dict
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "What your account may open needs a second step. Add another one before you take this one away."
        ),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Return whether the person may do without this authenticator."""
        if authenticator.type not in TYPES or not is_needed(authenticator.user):
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=TYPES)
        return bool(others.exclude(pk=authenticator.pk).exists())
