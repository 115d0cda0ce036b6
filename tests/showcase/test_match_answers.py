"""What people do with matches: refusing and taking back, the desk, the weekly mail; and what stays hidden."""

import uuid
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.kernel import clock, errors
from showcase.domain import match_digests, match_rebuild, match_refresh
from showcase.domain import matches as match_domain
from showcase.match_enums import MatchSide, Unsuitability
from showcase.models import (
    Match,
    MatchDigest,
    MatchRefusal,
)
from tests.factories import exhibitors
from tests.factories.matches import offer, refuse, want


def stored() -> dict[tuple[Any, Any], tuple[int, Any]]:
    return {(row.need_id, row.technology_id): (row.score, row.reasons) for row in Match.objects.all()}


@pytest.mark.parametrize("side", MatchSide)
def test_what_one_side_refuses_is_never_suggested_again_until_it_takes_it_back(
    market: SimpleNamespace, side: MatchSide
) -> None:
    need, technology = want(market), offer(market)
    page, other = (need, technology) if side is MatchSide.NEED else (technology, need)
    owner = exhibitors.owner_of(page.organisation)
    refusal = refuse(page, other, owner)
    assert refuse(page, other, owner) == refusal, "said twice, kept once"
    assert not Match.objects.exists()
    match_refresh.refresh(side=MatchSide.NEED, key=need.translation_key, now=clock.now(), force=True)
    match_refresh.refresh(side=MatchSide.TECHNOLOGY, key=technology.translation_key, now=clock.now(), force=True)
    match_rebuild.refresh_all(now=clock.now())
    assert not Match.objects.exists()
    match_domain.take_back(refusal=refusal, page=page, by=owner, now=clock.now())
    assert Match.objects.count() == 1
    refuse(page, other, owner)
    assert MatchRefusal.objects.count() == 2


def test_a_pair_stays_away_while_the_other_side_objects(market: SimpleNamespace) -> None:
    need, technology = want(market), offer(market)
    seller, buyer = exhibitors.owner_of(market.organisation), exhibitors.owner_of(market.buyer)
    first = refuse(need, technology, buyer)
    MatchRefusal.objects.create(
        need_key=need.translation_key,
        technology_key=technology.translation_key,
        side=MatchSide.TECHNOLOGY,
        reason=Unsuitability.PRICE,
        refused_by=seller,
        refused_at=clock.now(),
    )
    match_domain.take_back(refusal=first, page=need, by=buyer, now=clock.now())
    assert not Match.objects.exists()


def test_only_the_owner_refuses_and_only_what_is_suggested(market: SimpleNamespace) -> None:
    need, technology = want(market), offer(market)
    buyer = exhibitors.owner_of(market.buyer)
    with pytest.raises(errors.NotAllowedError):
        refuse(technology, need, buyer)
    stranger = SimpleNamespace(translation_key=uuid.uuid4())
    with pytest.raises(errors.DomainError):
        refuse(need, stranger, buyer)
    with pytest.raises(errors.DomainError) as caught:
        refuse(need, technology, buyer, reason=Unsuitability.OTHER)
    assert caught.value.field == "note"
    refusal = refuse(need, technology, buyer)
    with pytest.raises(errors.NotAllowedError):
        match_domain.take_back(
            refusal=refusal, page=technology, by=exhibitors.owner_of(market.organisation), now=clock.now()
        )


def test_desk_shows_new_matches_and_takes_answers(client: Client, market: SimpleNamespace) -> None:
    need, technology = want(market), offer(market)
    client.force_login(exhibitors.owner_of(market.organisation))
    desk = client.get(reverse("exhibitors:desk"))
    assert any(row.waits and row.title == technology.title for row in desk.context["waiting"])
    own = ["technology", technology.translation_key]
    assert need.title in client.get(reverse("showcase:matches-of", args=own)).content.decode()
    assert client.get(reverse("showcase:matches")).context["entries"][0].new == 1
    assert client.post(reverse("showcase:matches-seen", args=own)).status_code == 302
    assert client.get(reverse("showcase:matches")).context["entries"][0].new == 0
    url = reverse("showcase:match-refuse", args=[*own, need.translation_key])
    assert client.get(url).status_code == 200
    assert Match.objects.exists(), "reading changes nothing"
    wrong = client.post(url, {"reason": "other", "note": ""})
    assert wrong.status_code == 200
    assert "note" in wrong.context["form"].errors
    assert client.post(url, {"reason": "price", "note": "Đắt"}).status_code == 302
    page = client.get(reverse("showcase:matches-of", args=own))
    assert page.context["suggestions"] == []
    refusal = page.context["refusals"][0]
    assert (refusal.title, refusal.refusal.reason) == (need.title, "price")
    assert client.post(reverse("showcase:match-take-back", args=[*own, refusal.refusal.pk])).status_code == 302
    assert Match.objects.count() == 1


@pytest.mark.parametrize("who", ["stranger", "viewer-of-other", None])
def test_matches_of_others_do_not_exist(client: Client, market: SimpleNamespace, who: str | None) -> None:
    need, technology = want(market), offer(market)
    if who == "stranger":
        client.force_login(exhibitors.make_person())
    elif who:
        client.force_login(exhibitors.owner_of(market.buyer))
    own = ["technology", technology.translation_key]
    expected = 404 if who else 302
    before = stored()
    for name, args in (
        ("matches-of", own),
        ("matches-seen", own),
        ("match-refuse", [*own, need.translation_key]),
        ("match-take-back", [*own, 1]),
    ):
        url = reverse(f"showcase:{name}", args=args)
        statuses = {client.get(url).status_code, client.post(url, {"reason": "price"}).status_code}
        assert statuses <= {expected, 405}
    assert stored() == before
    assert not MatchRefusal.objects.exists()


def test_desk_of_matches_costs_the_same_with_few_and_many(client: Client, market: SimpleNamespace) -> None:
    technology = offer(market)
    want(market)
    client.force_login(exhibitors.owner_of(market.organisation))
    urls = [
        reverse("exhibitors:desk"),
        reverse("showcase:matches"),
        reverse("showcase:matches-of", args=["technology", technology.translation_key]),
    ]

    def cost() -> list[int]:
        counts = []
        for url in urls:
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            counts.append(len(captured))
        return counts

    few = cost()
    for number in range(5):
        offer(market, title=f"Máy sấy tỏi {number}")
        want(market, title=f"Sấy tỏi {number}")
    assert cost() == few


def test_digest_comes_once_a_week_at_most_and_is_switched_off_by_its_link(
    client: Client, market: SimpleNamespace
) -> None:
    want(market)
    offer(market)
    mail.outbox.clear()
    now = clock.now()
    assert match_digests.send_due(now=now) == 2, "one for each side"
    letter = next(sent for sent in mail.outbox if exhibitors.owner_of(market.organisation).email in sent.to)
    assert "Giảm điện khi sấy tỏi" in letter.body
    assert "cần ≤ 0,6 kWh/kg; công bố 0,52 kWh/kg" in letter.body
    assert match_digests.send_due(now=now + timedelta(days=6)) == 0
    assert match_digests.send_due(now=now + timedelta(days=8)) == 0, "nothing new since"
    want(market, title="Sấy tỏi nhanh")
    Match.objects.update(created_at=now + timedelta(days=7))
    url = next(line for line in letter.body.splitlines() if "tat-thu" in line).removeprefix("http://testserver")
    assert client.get(url).status_code == 200
    assert not MatchDigest.objects.filter(is_off=True).exists(), "reading changes nothing"
    assert client.post(url).status_code == 200
    assert MatchDigest.objects.get(is_off=True).organisation == market.organisation
    assert match_digests.send_due(now=now + timedelta(days=8)) == 1, "only the other side still wants it"
    assert client.get(reverse("showcase:match-digest-off", args=["x" * 43])).status_code == 404


CANARY = "Chim Vàng Anh"


def test_an_anonymous_need_leaks_its_organisation_nowhere(client: Client, market: SimpleNamespace) -> None:
    hidden = exhibitors.make_organisation(
        name=f"Công ty {CANARY}", email="chim-vang-anh@example.org", phone="0222 3909 808"
    )
    need = want(market, organisation=hidden, is_anonymous=True)
    technology = offer(market)
    client.force_login(exhibitors.owner_of(market.organisation))
    own = ["technology", technology.translation_key]
    match_digests.send_due(now=clock.now())
    seller = exhibitors.owner_of(market.organisation)
    told = [sent.body for sent in mail.outbox if seller.email in sent.to]
    for url in (
        need.url,
        technology.url,
        market.needs.url,
        f"/tim-kiem/?q={need.title}",
        reverse("showcase:matches-of", args=own),
        reverse("showcase:match-refuse", args=[*own, need.translation_key]),
        reverse("showcase:ask-need", args=[need.translation_key]),
        reverse("exhibitors:desk"),
    ):
        told.append(client.get(url, follow=True).content.decode())
    told.append(str(list(Match.objects.values_list("reasons", flat=True))))
    for content in told:
        assert CANARY not in content
        assert "chim-vang-anh" not in content.lower()
    assert any(need.title in content for content in told)
