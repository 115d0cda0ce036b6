"""The sign-up form: an address and a name, no password."""

from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm

from portal.ui import sentences


class SignupForm(AllauthSignupForm):  # type: ignore[misc]  # allauth ships no types
    """allauth's form without its password: the address is proved by a code, and a password can be set later.

    The setting lists the password so that the sign-in form keeps offering it to those who have one.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password1", None)
        # allauth adds its own fields last.
        sentences.instruct(self.fields)
