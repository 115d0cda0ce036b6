"""The vote on the pages: from the finalist through sign-in to the vote, what the last day hides, the secretariat's pages, cost."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from awards.models import AwardPage, EditionSecretary, NominationPage, PublicVote, VoteAlarm
from awards.voting.domain import alarms, casting
from portal.accounts.models import User
from portal.kernel import clock, limits
from tests import worlds
from tests.factories import awards as factory
from tests.factories import exhibitors
from tests.factories import voting as make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
OWN_COST, ADMIN_COST = 24, 40


@worlds.standing
def world(site: Site) -> dict[str, Any]:
    secretary = factory.make_secretary(site)
    page = make.make_edition(site, secretary)
    first, second = (make.add_finalist(page, secretary) for _place in range(2))
    make.add_votes(first, 25)
    make.add_votes(second, 8, at=clock.now() - timedelta(hours=30))
    return {"page": page, "secretary": secretary, "first": first, "second": second, "voter": make.make_voter()}


@pytest.fixture
def page(world: dict[str, Any]) -> AwardPage:
    return world["page"]


@pytest.fixture
def own(client: Client, world: dict[str, Any]) -> Client:
    client.force_login(world["voter"], backend=BACKEND)
    return client


@pytest.fixture
def desk(world: dict[str, Any]) -> Client:
    made = Client()
    made.force_login(world["secretary"], backend=BACKEND)
    return made


def address_of(nomination: Any) -> str:
    return reverse("awards:vote", args=[nomination.public_id])


def left(page: AwardPage, **time: float) -> None:
    ends = clock.now() + timedelta(**time)
    make.set_comment(page, starts=ends - timedelta(days=9), ends=ends)


def test_from_the_finalists_page_through_sign_in_to_the_vote(client: Client, world: dict[str, Any]) -> None:
    first, voter = world["first"], world["voter"]
    finalist = NominationPage.objects.get(nomination=first, locale__language_code="vi")
    way = address_of(first)
    assert way in client.get(finalist.url or "").content.decode()
    answer = client.get(way)
    assert answer.status_code == 302
    assert f"next={quote(way)}" in answer["Location"]
    client.force_login(voter, backend=BACKEND)
    confirm = client.get(way)
    assert first.title in confirm.content.decode()
    assert not PublicVote.objects.filter(user=voter).exists()
    assert client.post(way)["Location"] == reverse("awards:votes")
    vote = PublicVote.objects.get(user=voter)
    assert first.title in client.get(reverse("awards:votes")).content.decode()
    assert 'method="post" action' in client.get(reverse("awards:votes")).content.decode()
    assert world["first"].title in client.get(address_of(world["second"])).content.decode()
    assert client.post(reverse("awards:vote-take-back", args=[vote.pk])).status_code == 302
    assert not PublicVote.objects.filter(user=voter).exists()


def test_both_languages(own: Client, world: dict[str, Any]) -> None:
    casting.cast_vote(nomination=world["first"], by=world["voter"])
    for language in ("vi", "en"):
        with translation.override(language):
            for way in (address_of(world["second"]), reverse("awards:votes")):
                assert own.get(way).status_code == 200, way
    assert "Dryer" in own.get(factory.english_of(world["page"]).url or "").content.decode()


def test_numbers_until_the_last_day_and_then_nowhere(
    client: Client, desk: Client, world: dict[str, Any], page: AwardPage
) -> None:
    english = factory.english_of(page)
    alarms.find(award_key=page.translation_key, now=clock.now())
    admin = reverse("awards-votes", args=[page.translation_key])
    for way, reader in ((english.url or "", client), (admin, desk)):
        told = reader.get(way).content.decode()
        assert "25" in told.replace("2026", "")
        assert "76%" in told
    left(page, hours=23)
    for way, reader in ((english.url or "", client), (page.url or "", client), (admin, desk)):
        hidden = reader.get(way).content.decode()
        assert "76%" not in hidden
        assert "25 votes" not in hidden
        assert "25 phiếu" not in hidden
    assert "the last ones vote" in client.get(english.url or "").content.decode()
    alarm = VoteAlarm.objects.get()
    assert desk.get(reverse("awards-vote-alarm", args=[page.translation_key, alarm.pk])).status_code == 404
    left(page, hours=-1)
    assert "76%" not in client.get(english.url or "").content.decode()
    assert "76%" not in desk.get(admin).content.decode()
    assert "checked for abuse" in client.get(english.url or "").content.decode()


def test_what_is_kept_for_a_minute_does_not_outlive_the_hiding(client: Client, page: AwardPage) -> None:
    client.get(page.url or "")
    assert cache.get(f"awards:votes:{page.translation_key}")
    left(page, hours=2)
    assert "76%" not in client.get(page.url or "").content.decode()


def test_who_may_not_vote_reads_why(client: Client, world: dict[str, Any]) -> None:
    way = address_of(world["first"])
    client.force_login(make.make_voter(confirmed=False), backend=BACKEND)
    assert reverse("account_email") in client.get(way).content.decode()
    refused = client.post(way)
    assert refused.status_code == 200
    assert refused.context["form"].errors
    other = PublicVote.objects.filter(nomination=world["first"])[0]
    assert client.post(reverse("awards:vote-take-back", args=[other.pk])).status_code == 404
    assert client.get(reverse("awards:vote-take-back", args=[other.pk])).status_code == 405


def test_unknown_entries_and_no_vote_are_not_there(own: Client, world: dict[str, Any], page: AwardPage) -> None:
    unselected = make.add_entry(page)
    assert own.get(address_of(unselected)).status_code == 404
    left(page, hours=-1)
    assert own.get(address_of(world["first"])).status_code == 200
    assert own.post(address_of(world["first"])).context["form"].errors
    NominationPage.objects.filter(nomination=world["first"]).update(live=False)
    assert own.get(address_of(world["first"])).status_code == 404


def test_votes_are_limited(own: Client, world: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PER_VOTER", 2)
    answers = [own.post(address_of(world[name])).status_code for name in ("first", "second", "first")]
    assert answers == [302, 302, 429]
    assert PublicVote.objects.get(user=world["voter"]).nomination_id == world["second"].pk


def test_the_secretariat_handles_alarms_and_counts(desk: Client, world: dict[str, Any], page: AwardPage) -> None:
    (alarm,) = alarms.find(award_key=page.translation_key, now=clock.now())
    listing = reverse("awards-votes", args=[page.translation_key])
    way = reverse("awards-vote-alarm", args=[page.translation_key, alarm.pk])
    assert listing in desk.get(reverse("awards-edition", args=[page.translation_key])).content.decode()
    assert way in desk.get(listing).content.decode()
    unsure = desk.post(way, {"state": "upheld", "note": " "})
    assert unsure.status_code == 200
    assert set(unsure.context["form"].errors) == {"note"}
    assert set(desk.post(way, {"note": "Vì"}).context["form"].errors) == {"state"}
    assert desk.post(way, {"state": "upheld", "note": "Phiếu do máy gửi."})["Location"] == listing
    assert PublicVote.objects.filter(state="struck").count() == 25
    assert desk.get(way).status_code == 404
    left(page, hours=-1)
    assert "Phiếu do máy gửi." in desk.get(listing).content.decode()
    assert desk.post(reverse("awards-votes-count", args=[page.translation_key])).status_code == 302
    with translation.override("vi"):
        assert "· 100%" in Client().get(page.url or "").content.decode()


def test_strangers_and_other_secretaries_find_nothing_in_the_admin(
    site: Site, world: dict[str, Any], page: AwardPage
) -> None:
    (alarm,) = alarms.find(award_key=page.translation_key, now=clock.now())
    EditionSecretary.objects.create(award_key=page.translation_key, user=world["secretary"])
    ways = [
        reverse("awards-votes", args=[page.translation_key]),
        reverse("awards-votes-count", args=[page.translation_key]),
        reverse("awards-vote-alarm", args=[page.translation_key, alarm.pk]),
    ]
    for person, expected in ((exhibitors.make_person(), {302}), (factory.make_secretary(site), {404, 405})):
        reader = Client()
        reader.force_login(person, backend=BACKEND)
        for way in ways:
            assert reader.get(way).status_code in expected
            assert reader.post(way, {"state": "upheld", "note": "x"}).status_code in expected
    assert VoteAlarm.objects.get().state == "open"


@pytest.mark.parametrize("number", [1, 6])
def test_lists_cost_the_same_whatever_their_length(
    own: Client,
    desk: Client,
    world: dict[str, Any],
    number: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    voter: User = world["voter"]
    page: AwardPage = world["page"]
    codes = ["san-xuat", "nong-nghiep", "doi-song", "a", "b", "c"]
    for code in codes[:number]:
        entry = make.add_finalist(page, world["secretary"], category_code=code)
        PublicVote.objects.create(
            award_key=page.translation_key, category_code=code, nomination=entry, user=voter, at=clock.now()
        )
        alarm = VoteAlarm.objects.create(
            award_key=page.translation_key,
            nomination=entry,
            kind="burst",
            found_at=clock.now(),
            figures={"votes": 1, "from": clock.now().isoformat(), "until": clock.now().isoformat()},
        )
        assert alarm.pk
    listing, admin = reverse("awards:votes"), reverse("awards-votes", args=[page.translation_key])
    own.get(listing), desk.get(admin), own.get(page.url or "")
    with django_assert_max_num_queries(OWN_COST):
        assert own.get(listing).content.decode().count("desk-row__title") == number
    with django_assert_max_num_queries(ADMIN_COST):
        desk.get(admin)
    with django_assert_max_num_queries(60):
        own.get(page.url or "")
