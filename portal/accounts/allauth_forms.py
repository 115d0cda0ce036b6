"""allauth's forms with the portal's sentences beside a field that is empty or cannot be read.

What is typed is left as it is: a password keeps every character.
"""

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as key_forms
from django.utils.translation import gettext_lazy as _

from portal.ui import sentences


class SentencesMixin:
    """Gives a form's fields the portal's sentences; stands before the form's class."""

    fields: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sentences.instruct(self.fields)


class LoginForm(SentencesMixin, account_forms.LoginForm):  # type: ignore[misc]  # allauth ships no types
    """Signing in with a password."""


class RequestLoginCodeForm(SentencesMixin, account_forms.RequestLoginCodeForm):  # type: ignore[misc]  # the same
    """Asking for a code to sign in."""


class ConfirmLoginCodeForm(SentencesMixin, account_forms.ConfirmLoginCodeForm):  # type: ignore[misc]  # the same
    """Typing that code."""


class ConfirmEmailVerificationCodeForm(  # type: ignore[misc]  # the same
    SentencesMixin, account_forms.ConfirmEmailVerificationCodeForm
):
    """Typing the code that proves an address."""


class AddEmailForm(SentencesMixin, account_forms.AddEmailForm):  # type: ignore[misc]  # the same
    """Another address of one's own."""


class ReauthenticateForm(SentencesMixin, account_forms.ReauthenticateForm):  # type: ignore[misc]  # the same
    """The password once more, before something delicate."""


class ChangePasswordForm(SentencesMixin, account_forms.ChangePasswordForm):  # type: ignore[misc]  # the same
    """A new password, by somebody who has one."""


class SetPasswordForm(SentencesMixin, account_forms.SetPasswordForm):  # type: ignore[misc]  # the same
    """The first password."""


class ResetPasswordForm(SentencesMixin, account_forms.ResetPasswordForm):  # type: ignore[misc]  # the same
    """Asking for a code to reset the password."""


class ConfirmPasswordResetCodeForm(SentencesMixin, account_forms.ConfirmPasswordResetCodeForm):  # type: ignore[misc]  # the same
    """Typing that code."""


class ResetPasswordKeyForm(SentencesMixin, account_forms.ResetPasswordKeyForm):  # type: ignore[misc]  # the same
    """The new password after the code."""


class SecondStepForm(SentencesMixin, mfa_forms.AuthenticateForm):  # type: ignore[misc]  # the same
    """The code of the second step of signing in."""


class SecondStepAgainForm(SentencesMixin, mfa_forms.ReauthenticateForm):  # type: ignore[misc]  # the same
    """That code once more, before something delicate."""


class ActivateAppForm(SentencesMixin, totp_forms.ActivateTOTPForm):  # type: ignore[misc]  # the same
    """The first code of an authenticator app."""


class KeyNameMixin:
    """Labels the name of a key, which allauth leaves to Django: a label made from a field's name is English everywhere."""

    fields: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")


class AddKeyForm(SentencesMixin, KeyNameMixin, key_forms.AddWebAuthnForm):  # type: ignore[misc]  # the same
    """Adding a passkey or a security key."""


class RenameKeyForm(SentencesMixin, KeyNameMixin, key_forms.EditWebAuthnForm):  # type: ignore[misc]  # the same
    """Giving a key another name."""


class KeyStepForm(SentencesMixin, key_forms.AuthenticateWebAuthnForm):  # type: ignore[misc]  # the same
    """The second step by a key; the page asks which ways the person has at all."""

    def _has(self, kind: str) -> bool:
        return bool(Authenticator.objects.filter(user_id=self.user.pk, type=kind).exists())

    def has_key(self) -> bool:
        """Return whether the person has a passkey or a security key (one query)."""
        return self._has(Authenticator.Type.WEBAUTHN)

    def has_app(self) -> bool:
        """Return whether the person has an authenticator app (one query)."""
        return self._has(Authenticator.Type.TOTP)
