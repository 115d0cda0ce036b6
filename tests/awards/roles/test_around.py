"""What the table of roles does not name: public pages and the admin's own pages about an edition, and jurors without a second step."""

import logging
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.http import HttpResponse
from django.urls import reverse
from wagtail.admin.menu import Menu
from wagtail.models import ModelLogEntry, Site

from awards.editions.enums import EditionState
from awards.models import AwardPage, Nomination, NominationPage
from portal import urls
from tests import worlds
from tests.awards.roles import policy
from tests.awards.roles import world as worlds_of_roles
from tests.awards.roles.canaries import Canary
from tests.awards.roles.walk import HOME, Walk
from tests.awards.roles.world import ANONYMOUS, DECIDED, PHASES, World

pytestmark = pytest.mark.django_db
READERS: Final = (ANONYMOUS, "juror conflicted", "other secretary")
OF_JURORS: Final = ("awards:jury", "awards:marking", "awards:council")
SEARCHED: Final = Canary.TITLE.value[:6]


@worlds.standing
def world(site: Site) -> World:
    return worlds_of_roles.build(site)


@pytest.fixture
def walk(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    monkeypatch.setattr(urls, "handler404", lambda _request, **_given: HttpResponse(status=404))
    monkeypatch.setattr(Menu, "render_component", lambda _menu, _request: [])
    logging.disable(logging.WARNING)
    yield Walk(world)
    logging.disable(logging.NOTSET)


def public_pages(world: World) -> list[str]:
    """Return the addresses of the list, of the edition and of its finalist in both languages."""
    pages = list(AwardPage.objects.filter(translation_key=world.key))
    winners = NominationPage.objects.filter(nomination__award_key=world.key)
    return [str(page.url) for page in (pages[0].get_parent(), *pages, *winners) if page.url]


def admin_pages(world: World) -> list[str]:
    """Return what of Wagtail's own pages tells of an edition or of what was done to it."""
    page = AwardPage.objects.get(pk=world.council.page.pk)
    nominations = reverse("wagtailsnippets_awards_nomination:list")
    return [
        HOME,
        f"{HOME}pages/{page.get_parent().pk}/",
        f"{HOME}pages/{page.pk}/history/",
        f"{HOME}pages/search/?q={SEARCHED}",
        f"{HOME}reports/site-history/",
        f"{nominations}?q={SEARCHED}",
        f"{nominations}?export=csv",
        f"{nominations}?export=xlsx",
        f"{reverse('wagtailsnippetchoosers_awards_nomination:choose')}?q={SEARCHED}",
        f"{reverse('wagtailsnippetchoosers_awards_nomination:chosen_multiple')}?id={world.objects['dossier']['pk']}",
    ]


def leaks(walk: Walk, phase: EditionState) -> list[str]:
    found = []
    asked = [(reader, address) for reader in READERS for address in public_pages(walk.world)]
    asked += [("other secretary", address) for address in admin_pages(walk.world)]
    with walk.undone():
        worlds_of_roles.stand(walk.world, phase)
        for reader, address in asked:
            answer = walk.send(reader, "GET", address)
            if answer.is_broken or answer.gives:
                found.append(f"{phase.value} {reader} {address}: {answer}")
    return found


def correct(walk: Walk) -> None:
    """Let the secretary correct the losing dossier, of which Wagtail's own reports tell."""
    losing = Nomination.objects.get(pk=walk.world.objects["dossier"]["pk"])
    person = walk.world.people["secretary"]
    assert person is not None
    walk.client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    words = {"title": losing.title, "nominee_name": losing.nominee_name, "category_code": losing.category_code}
    address = reverse("wagtailsnippets_awards_nomination:edit", args=[losing.pk])
    told = {**words, "title_en": "", "summary": "Tiết kiệm nước.", "summary_en": ""}
    assert walk.client.post(address, told).status_code == 302
    assert ModelLogEntry.objects.get(object_id=str(losing.pk)).label == losing.alias


@pytest.mark.admin_search
def test_pages_and_lists_around_an_edition_name_nobody_who_did_not_win(walk: Walk) -> None:
    correct(walk)
    found = [leak for phase in PHASES if phase not in DECIDED for leak in leaks(walk, phase)]
    worlds_of_roles.decide(walk.world)
    found += [leak for phase in DECIDED for leak in leaks(walk, phase)]
    assert not found, "\n".join(found)
    assert Canary.TITLE in walk.send("operator", "GET", admin_pages(walk.world)[5]).gives


@pytest.mark.parametrize("phase", [EditionState.SCORING, EditionState.DELIBERATION])
def test_jurors_without_a_second_step_are_led_to_set_one_up_from_everything_of_theirs(
    walk: Walk, settings: Any, phase: EditionState
) -> None:
    settings.ADMIN_SECOND_FACTOR = True
    way, tried = reverse("second-step"), 0
    worlds_of_roles.stand(walk.world, phase)
    for line in policy.read().values():
        is_of_jurors = line.name.startswith(OF_JURORS) and line.takes != "invited juror"
        for role in ("juror clean", "juror conflicted", "reserve"):
            if is_of_jurors and (role, phase) in line.let_in:
                tried += 1
                answer = walk.send(role, line.by, walk.address(line))
                assert answer.where.startswith(way), f"{line.name} {role}: {answer}"
                assert not answer.gives
    assert tried > 15
