"""Every address of organisers in the admin: nothing is there for people who only may enter the admin, by GET and by POST."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.models import Site

from events.booth_enums import AllocationMode
from events.domain import draw as draws
from portal.accounts.models import User
from portal.kernel import clock
from registration.domain import gates, group_mails
from registration.group_filters import GroupFilter
from tests.factories import booths as stock
from tests.factories import events as make
from tests.factories import exhibitors as people
from tests.factories.registration import make_kind, make_registration

pytestmark = pytest.mark.django_db
ROOTS = (
    "check-in/",
    "courses/",
    "delegations/",
    "event-mails/",
    "events/<id:page_id>/",
    "fair-halls/",
    "mails/",
    "registrations/",
    "certificates/",
)
POSTED = {"do": "send", "action": "block", "mark": "1"}


def addresses(patterns: Any, route: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the routes under the roots with the converters of their arguments."""
    for pattern in patterns:
        whole = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, whole)
        elif isinstance(pattern, URLPattern) and whole.startswith(tuple(f"admin/{root}" for root in ROOTS)):
            yield whole, pattern.pattern.converters


@pytest.fixture
def world(site: Site) -> dict[str, Any]:
    fair = make.make_fair(make.make_index(site))
    key, owner, operator = fair.translation_key, people.make_person(), make.make_operator()
    stock.make_setup(key, AllocationMode.DRAW)
    hall = stock.make_hall(key)
    stock.make_booth(hall)
    stock.make_applicant(key, owner)
    now = clock.now()
    draw = draws.announce(fair_key=key, draws_at=clock.at(clock.today().replace(year=2999)), by=operator, now=now)
    kind = make_kind(subject=key, code="guests")
    registration = make_registration(kind)
    gates.open_gate(subject=key, code="a", name_vi="Cửa A", by=operator, now=now)
    group_mails.write(
        subject=key,
        group=GroupFilter(),
        words={"heading_vi": "Nhắc", "text_vi": "Mời bạn đến."},
        by=operator,
        now=now,
    )
    return {
        "key": key,
        "subject": key,
        "pk": registration.pk,
        "note": 1,
        "page_id": fair.pk,
        "draw_key": draw.key,
        "action": "travel",
        "kind": "events/emails/fair_step",
        "language": "vi",
        "operator": operator,
    }


def filled(route: str, converters: dict[str, Any], world: dict[str, Any]) -> str:
    """Return an address with the arguments of the world; one that it does not know gets a key of nothing."""
    address = route
    for name, converter in converters.items():
        value = world.get(name, uuid.UUID(int=1) if "UUID" in type(converter).__name__ else 1)
        for spelled in (f"<{name}>", *(f"<{code}:{name}>" for code in ("int", "uuid", "str", "slug", "path", "id"))):
            address = address.replace(spelled, str(value))
    assert "<" not in address, address
    return f"/{address}"


def test_nobody_but_organisers_finds_a_page_of_theirs(client: Client, world: dict[str, Any]) -> None:
    found = {filled(route, converters, world) for route, converters in addresses(get_resolver().url_patterns)}
    assert len(found) > 60
    anonymous = Client()
    editor = User.objects.create_user("bien.tap@example.org", full_name="Biên Tập")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    wrong = []
    for url in sorted(found):
        for answer in (client.get(url), client.post(url, POSTED)):
            if answer.status_code not in {404, 405} and not _is_refusal(answer):
                wrong.append((url, answer.status_code))
        if "/login/" not in anonymous.get(url).get("Location", ""):
            wrong.append((url, "anonymous"))
    assert wrong == []
    client.force_login(world["operator"])
    opened = [url for url in sorted(found) if client.get(url).status_code == 200]
    assert len(opened) > 30


def _is_refusal(answer: Any) -> bool:
    """Return whether Wagtail's own views send somebody without the right back to the first page of the admin."""
    return answer.status_code == 302 and answer["Location"] in {"/admin/", "/vi/admin/"}
