"""Addresses by language: Vietnamese at the root, English under /en/."""

from typing import TYPE_CHECKING, cast

from django.db.models import TextChoices
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Language(TextChoices):
    """The portal's languages, by their codes."""

    VIETNAMESE = "vi", _("Vietnamese")
    ENGLISH = "en", _("English")


ENGLISH_PREFIX = "/en/"


def of_path(path: str) -> Language:
    """Return the language that an address belongs to; everything outside /en/ is Vietnamese."""
    return Language.ENGLISH if path.startswith(ENGLISH_PREFIX) or path == "/en" else Language.VIETNAMESE


def current() -> Language:
    """Return the active language; anything that is not English counts as Vietnamese."""
    return Language.ENGLISH if (translation.get_language() or "").startswith("en") else Language.VIETNAMESE


class _RouteByLanguage:
    """A URL route that reads as Vietnamese or English at the moment the resolver asks."""

    def __init__(self, *, vi: str, en: str) -> None:
        self.routes = {Language.VIETNAMESE: vi, Language.ENGLISH: en}

    def __str__(self) -> str:
        return self.routes[current()]


# One for all routes: Django makes a class with a wrapper for each method of str at every call of lazy, 20 kB for each address.
_as_text = lazy(str, str)


def route(*, vi: str, en: str) -> "_StrPromise":
    """Return a route for ``django.urls.path`` inside ``i18n_patterns``: one spelling for each language."""
    return cast("_StrPromise", _as_text(_RouteByLanguage(vi=vi, en=en)))


def home_path() -> str:
    """Return the address of the front page in the active language."""
    return ENGLISH_PREFIX if current() is Language.ENGLISH else "/"
