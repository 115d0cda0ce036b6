"""Every form of ours reads what people type without invisible characters, and stands in a module of forms."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django import forms
from django.http import QueryDict
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.forms import PasswordViewRestrictionForm

import awards
import events
import exhibitors
import experts
import home
import news
import plan
import portal
import registration
import search
import showcase
from portal.accounts import allauth_forms
from portal.ui.forms import TidyDataMixin, tidy

ROOMS = (portal, awards, events, exhibitors, experts, home, news, plan, registration, search, showcase)
KEPT_AS_TYPED = (WagtailAdminModelForm, PasswordViewRestrictionForm, allauth_forms.SentencesMixin)
# Zero-width space, soft hyphen, right-to-left override, word joiner.
HIDDEN = "\u200b\u00ad\u202e\u2060"


def _load() -> None:
    """Import every module of the rooms that can hold a form; the settings are read once and stay as they are."""
    for room in ROOMS:
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            parts = set(module.name.split("."))
            if not parts & {"migrations", "settings", "management", "wsgi", "asgi", "__main__"}:
                importlib.import_module(module.name)


def _below(base: type) -> Iterator[type]:
    for made in base.__subclasses__():
        yield made
        yield from _below(made)


def own_forms() -> list[type[forms.BaseForm]]:
    """Return the forms of the rooms, but not those that Wagtail fills and keeps: its editors answer for them, and its
    fields hold markup and JSON that must stay as typed. The rule is the base class, not the place: a plain form that one
    of our own views shows in the admin is a form of ours. Forms of libraries for passwords and codes are left out, too:
    a password keeps every character.
    """
    _load()
    names = {room.__name__ for room in ROOMS}
    found = {made for made in _below(forms.BaseForm) if made.__module__.split(".")[0] in names}
    return sorted((made for made in found if not issubclass(made, KEPT_AS_TYPED)), key=str)


def test_every_form_reads_tidy_data() -> None:
    found = own_forms()
    assert len(found) > 60
    missing = [f"{made.__module__}.{made.__qualname__}" for made in found if not issubclass(made, TidyDataMixin)]
    assert not missing, "these need portal.ui.forms.Form (or TidyDataMixin before the base of another library)"


def test_tidying_comes_before_the_form_reads() -> None:
    late = []
    for made in own_forms():
        order = made.__mro__
        if order.index(TidyDataMixin) > order.index(forms.BaseForm):
            late.append(f"{made.__module__}.{made.__qualname__}")
    assert not late


def test_forms_do_not_stand_in_views() -> None:
    misplaced = [
        f"{made.__module__}.{made.__qualname__}"
        for made in own_forms()
        if {"views", "viewsets", "decisions"} & set(made.__module__.split("."))
    ]
    assert not misplaced


@pytest.mark.parametrize(
    "typed", [{"name": f"Ho{HIDDEN}a\u0300"}, QueryDict(f"name=Ho{HIDDEN}a\u0300", encoding="utf-8")]
)
def test_what_is_typed_loses_what_nobody_sees(typed: dict[str, str]) -> None:
    assert tidy(typed)["name"] == "Hoà"


def test_data_is_read_once() -> None:
    read = tidy(QueryDict("a=1&a=2"))
    assert tidy(read) is read
    assert read.getlist("a") == ["1", "2"]
