"""The admin, sign-in and second factor in Vietnamese: every screen, and no English on it."""

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver
from wagtail.models import Site

from portal.accounts.models import User
from tests.admin import policy, words
from tests.admin.policy import Access
from tests.admin.walk import Walk, filled
from tests.admin.world import build

ACCOUNT: Final = "tai-khoan/"
LEAST_SCREENS: Final = 300
# Words of the pages themselves, which the factories write in English.
CONTENT: Final = frozenset(
    [
        "news",
        "agency",
        "english",
        "awards",
        "test",
        "root",
        "home",
        "welcome",
        "moderators",
        "editors",
        "approval",
        "intellectual",
        "property",
        "old",
        "district",
        "ward",
        "province",
        "drying",
        "energy",
        "saving",
        "walk",
        "pending",
        "enterprise",
        "institute",
        "buyer",
        "exhibitor",
        "israel",
        "japan",
        "poland",
        "singapore",
        "canada",
        "malaysia",
        "zealand",
        "new",
        "philippines",
    ]
)
# Wagtail's own, out of reach of every catalogue; nobody but operators and screen readers meets them.
OUT_OF_REACH: Final = {
    "User": "the kind of person in the report of what uses one",
    "Welcome to your new Wagtail site!": "the title of the page that Wagtail's first migration makes",
}
# Pages of operators whose labels Wagtail and wagtail-localize make from names of fields and rights.
OF_OPERATORS: Final = (
    "/admin/groups/edit/",
    "/admin/groups/new/",
    "/admin/locales/",
    "/admin/sites/",
    "/admin/redirects/",
    "/admin/users/usage/",
    "/admin/reports/page-types-usage/",
    "/admin/bulk/accounts/user/",
    "/admin/snippets/",
    "/admin/workflows/",
)


@pytest.fixture
def walk(site: Site) -> Walk:
    return Walk(build(site))


def _page(body: bytes) -> str:
    text = body.decode("utf-8", "replace")
    if text[:1] == "{":
        try:
            return str(json.loads(text).get("html", ""))
        except ValueError:
            return ""
    return text if "<" in text else ""


@pytest.mark.admin_search
def test_no_screen_of_the_admin_shows_english(walk: Walk, record_property: Any) -> None:
    found: dict[str, str] = {}
    screens = 0
    with words.untranslated() as missing:
        for line in policy.read().values():
            if line.access is Access.NOT_WALKED:
                continue
            for person in ("chief A", "operator"):
                values = walk.world.fill(line.takes)[0]
                cell = walk.send(person, "GET", filled(line.address, values))
                screens += cell.status == 200
                if cell.address.startswith(OF_OPERATORS):
                    continue
                for text in words.english_in(words.read(_page(cell.body)), content=CONTENT):
                    if text not in OUT_OF_REACH:
                        found.setdefault(text, cell.address)
    record_property("screens", screens)
    said = [f"no translation of {message!r}" for message in missing]
    said += [f"{text!r} at {where}" for text, where in found.items()]
    assert not said, f"{len(missing)} messages and {len(found)} texts on {screens} screens:\n" + "\n".join(said)
    assert screens > LEAST_SCREENS


def _lacking(*, without: str = "") -> list[str]:
    """Return the messages of the installed packages that nobody translates; ``without`` leaves out a folder of ours."""
    known: set[tuple[str, str | None, str]] = set()
    for domain, catalogue in (*words.catalogues(words.LANGUAGE), *words.ours()):
        if not without or without not in catalogue.fpath:
            known |= {(domain, entry.msgctxt, entry.msgid) for entry in catalogue.translated_entries()}
    return [
        f"{domain}: {entry.msgid!r}"
        for domain, catalogue in words.catalogues("en")
        for entry in catalogue
        if not entry.obsolete and (domain, entry.msgctxt, entry.msgid) not in known
    ]


def test_every_message_of_the_packages_and_their_scripts_is_translated(record_property: Any) -> None:
    record_property("without our catalogues", len(_lacking(without="upstream")))
    assert _lacking() == []
    assert len(_lacking(without="upstream")) > 1_000


def _plain_addresses(patterns: Any, prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _plain_addresses(pattern.url_patterns, address)
        elif "<" not in address and "(" not in address:
            yield address.replace("^", "").replace("$", "")


def test_signing_in_and_the_second_factor_show_no_english(site: Site) -> None:
    person = User.objects.create_user("bien-tap@example.org", "mat-khau-thu-nghiem", full_name="Biên Tập")
    found: dict[str, str] = {}
    screens = 0
    addresses = [address for address in _plain_addresses(get_resolver().url_patterns) if address.startswith(ACCOUNT)]
    with words.untranslated() as missing:
        for user in (None, person):
            client = Client()
            if user is not None:
                client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
            for address in addresses:
                for answer in (client.get(f"/{address}"), client.post(f"/{address}", {"login": "x", "email": "x"})):
                    screens += answer.status_code == 200
                    for text in words.english_in(words.read(_page(answer.content)), content=CONTENT):
                        found.setdefault(text, address)
                    if user is not None and answer.wsgi_request.user.is_anonymous:
                        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    said = [f"no translation of {message!r}" for message in missing]
    said += [f"{text!r} at {where}" for text, where in found.items()]
    assert not said, f"on {screens} screens:\n" + "\n".join(said)
    assert screens > 10
