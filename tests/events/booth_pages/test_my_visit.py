"""A visitor's own list: ticked over several searches, kept in the address, printed."""

import re
import uuid
from typing import Any

from django.test import Client

from portal.accounts.models import User
from tests.events.booth_pages.scene import settled
from tests.factories import booths as stock


def ticked(content: str) -> list[str]:
    return re.findall(r'<input type="checkbox" name="g" value="([^"]+)" form="plan-search" checked>', content)


def carried(content: str) -> list[str]:
    return re.findall(r'<input type="hidden" name="g" value="([^"]+)">', content)


def test_ticks_stay_from_one_search_to_the_next(
    key: uuid.UUID, hall: Any, owner: User, operator: User, client: Client
) -> None:
    stock.make_setup(key, plan_is_public=True)
    first, second, third = sorted(settled(key, hall, owner, operator).stand for _number in range(3))
    url = f"/hoi-cho/{key}/"
    everything = client.get(url, {"g": [first.lower(), second, "Z99"]}).content.decode()
    assert sorted(ticked(everything)) == [first, second]
    assert carried(everything) == []
    page = client.get(url, {"q": third, "g": [first, second]})
    narrowed = page.content.decode()
    assert page.context["total"] == 1
    assert ticked(narrowed) == []
    assert carried(narrowed) == [first, second]
    assert f"{first}, {second}" in narrowed
    assert f'href="{url}?g={first}&amp;g={second}"' in narrowed
    assert f'formaction="{url}chuyen-tham-quan/"' in narrowed
    assert 'name="g"' not in client.get(url, {"q": "khongcoai", "g": "Z99"}).content.decode()


def test_booths_of_the_drawing_lead_to_the_list_without_losing_what_was_ticked(
    key: uuid.UUID, hall: Any, owner: User, operator: User, client: Client
) -> None:
    stock.make_setup(key, plan_is_public=True)
    first, second = sorted(settled(key, hall, owner, operator).stand for _number in range(2))
    narrowed = client.get(f"/hoi-cho/{key}/", {"q": second, "g": first}).content.decode()
    assert f'<a href="#gian-{second}"' in narrowed
    assert f'<a href="/hoi-cho/{key}/?g={first}#gian-{first}"' in narrowed


def test_the_list_has_an_address_of_its_own_and_leads_back(
    key: uuid.UUID, hall: Any, owner: User, operator: User, client: Client
) -> None:
    stock.make_setup(key, plan_is_public=True)
    first, second = sorted(settled(key, hall, owner, operator).stand for _number in range(2))
    sent = client.get(f"/hoi-cho/{key}/chuyen-tham-quan/", {"q": "", "hall": "A", "field": "", "g": [second, first]})
    assert sent.status_code == 302
    assert sent["Location"] == f"/hoi-cho/{key}/chuyen-tham-quan/?g={first}&g={second}"
    assert f'href="/hoi-cho/{key}/?g={first}&amp;g={second}"' in client.get(sent["Location"]).content.decode()
    bare = client.get(f"/hoi-cho/{key}/chuyen-tham-quan/", {"q": ""})
    assert bare["Location"] == f"/hoi-cho/{key}/chuyen-tham-quan/"
