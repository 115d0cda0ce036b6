"""Stored matches: kept true by every kind of change, shown from both sides, refused and taken back, counted as new."""

import re
import uuid
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exhibitors.domain import verification
from exhibitors.enums import VerificationState
from exhibitors.models import Organisation
from portal.kernel import clock, errors
from showcase import match_profiles, matches
from showcase.domain import match_digests, match_rebuild, match_refresh
from showcase.domain import matches as match_domain
from showcase.domain import need as needs
from showcase.enums import MeasureRole, NeedStatus, Operator, Outcome
from showcase.match_enums import MatchSide, Unsuitability
from showcase.models import (
    Match,
    MatchDigest,
    MatchProfile,
    MatchRefusal,
    MatchTerm,
    NeedMeasure,
    NeedPage,
    TechnologyPage,
    TechnologySpecification,
)
from tests.factories import exhibitors
from tests.factories import showcase as factory


def offer(market: SimpleNamespace, **values: Any) -> TechnologyPage:
    filled: dict[str, Any] = {
        "title": "Máy sấy tỏi bằng bơm nhiệt",
        "specifications": [TechnologySpecification(name="Điện năng", value="0,52", unit="kWh/kg")],
    }
    return factory.publish_technology(market, **{**filled, **values})


def want(market: SimpleNamespace, **values: Any) -> NeedPage:
    target = NeedMeasure(
        role=MeasureRole.TARGET, name="Điện năng", operator=Operator.AT_MOST, value=Decimal("0.6"), unit="kWh/kg"
    )
    filled: dict[str, Any] = {
        "title": "Giảm điện khi sấy tỏi",
        "organisation": market.buyer,
        "trl_minimum": 7,
        "measures": [target],
    }
    return factory.publish_need(market, **{**filled, **values})


def stored() -> dict[tuple[Any, Any], tuple[int, Any]]:
    return {(row.need_id, row.technology_id): (row.score, row.reasons) for row in Match.objects.all()}


def stale() -> int:
    """Return how many stored pairs a comparison of everything would write otherwise, add or remove."""
    before = stored()
    match_rebuild.refresh_all(now=clock.now())
    after = stored()
    return sum(before.get(pair) != after.get(pair) for pair in {*before, *after})


def test_publishing_either_finds_the_other(market: SimpleNamespace) -> None:
    need = want(market)
    assert not Match.objects.exists()
    technology = offer(market)
    row = Match.objects.get()
    assert (row.need_id, row.technology_id) == (need.translation_key, technology.translation_key)
    assert stale() == 0


def edit_target(market: SimpleNamespace, need: NeedPage, technology: TechnologyPage) -> None:
    draft = need.get_latest_revision_as_object()
    measure = draft.measures.all()[0]
    measure.value = Decimal("0.5")
    draft.measures = [measure]
    draft.save_revision().publish()


def edit_words(market: SimpleNamespace, need: NeedPage, technology: TechnologyPage) -> None:
    draft = technology.get_latest_revision_as_object()
    draft.title, draft.summary, draft.trl = "Thiết bị khác hẳn", "Không liên quan.", 9
    draft.save_revision().publish()


def unpublish(market: SimpleNamespace, need: NeedPage, technology: TechnologyPage) -> None:
    technology.unpublish()


def delete(market: SimpleNamespace, need: NeedPage, technology: TechnologyPage) -> None:
    NeedPage.objects.get(pk=need.pk).delete()


def close(market: SimpleNamespace, need: NeedPage, technology: TechnologyPage) -> None:
    owner = exhibitors.owner_of(market.buyer)
    needs.change_status(page=need, status=NeedStatus.CLOSED, by=owner, reason="Đã có giải pháp")


def suspend(market: SimpleNamespace, need: NeedPage, technology: TechnologyPage) -> None:
    verification.suspend(
        organisation=market.organisation, by=exhibitors.make_officer(), now=clock.now(), reason="Kiểm tra"
    )


def transfer(market: SimpleNamespace, need: NeedPage, technology: TechnologyPage) -> None:
    page = TechnologyPage.objects.get(pk=technology.pk)
    page.outcome = Outcome.TRANSFERRED
    page.save()


def run_out(market: SimpleNamespace, need: NeedPage, technology: TechnologyPage) -> None:
    TechnologyPage.objects.filter(pk=technology.pk).update(
        confirmed_on=None, expires_on=clock.today() - timedelta(days=1)
    )
    MatchProfile.objects.filter(pk=technology.translation_key).update(shown_until=clock.today() - timedelta(days=1))
    assert match_refresh.expire(now=clock.now()) == 1


def publish_more(market: SimpleNamespace, need: NeedPage, technology: TechnologyPage) -> None:
    offer(market, title="Máy sấy tỏi khác", trl=9)
    want(market, title="Sấy tỏi nhanh hơn")


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (edit_target, 1),
        (edit_words, 1),
        (unpublish, 0),
        (delete, 0),
        (close, 0),
        (suspend, 0),
        (transfer, 0),
        (run_out, 0),
        (publish_more, 4),
    ],
)
def test_no_kind_of_change_leaves_anything_stale(market: SimpleNamespace, change: Any, left: int) -> None:
    need, technology = want(market), offer(market)
    before = stored()
    change(market, need, technology)
    assert len(stored()) == left
    assert stored() != before
    assert stale() == 0


def test_a_refresh_after_a_change_of_nothing_does_nothing(market: SimpleNamespace) -> None:
    need, _technology = want(market), offer(market)
    Match.objects.update(score=51)
    assert not match_refresh.refresh(side=MatchSide.NEED, key=need.translation_key, now=clock.now())
    assert Match.objects.get().score == 51
    assert match_refresh.refresh(side=MatchSide.NEED, key=need.translation_key, now=clock.now(), force=True)
    assert Match.objects.get().score > 51


def test_an_opened_organisation_gets_its_matches_back(market: SimpleNamespace) -> None:
    want(market)
    offer(market)
    organisation = Organisation.objects.get(pk=market.organisation.pk)
    organisation.state, organisation.state_changed_at = VerificationState.SUSPENDED, clock.now()
    organisation.state_reason = "Kiểm tra"
    organisation.save()
    assert not Match.objects.exists()
    organisation.state = VerificationState.UNVERIFIED
    organisation.save()
    assert Match.objects.count() == 1


def test_lists_that_are_full_are_filled_again_when_one_leaves(
    market: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(match_refresh.match_store.KEPT, MatchSide.NEED, 1)
    monkeypatch.setitem(match_refresh.match_store.KEPT, MatchSide.TECHNOLOGY, 1)
    need = want(market)
    best = offer(market, title="Giảm điện khi sấy tỏi bằng bơm nhiệt")
    offer(market, title="Máy sấy hành", trl=7)
    Match.objects.exclude(technology=best.translation_key).delete()
    best.unpublish()
    assert Match.objects.filter(need=need.translation_key).count() == 1
    assert stale() == 0


def test_both_directions_read_the_same_table(market: SimpleNamespace) -> None:
    pairs = [
        (want(market, title=f"Sấy tỏi {number}"), offer(market, title=f"Máy sấy tỏi {number}")) for number in range(3)
    ]
    from_needs = {
        (need.translation_key, found.key) for need, _technology in pairs for found in matches.technologies_for(need)
    }
    from_technologies = {
        (found.key, technology.translation_key)
        for _need, technology in pairs
        for found in matches.needs_for(technology)
    }
    assert from_needs == from_technologies
    assert len(from_needs) == 9


def test_what_ran_out_since_the_last_refresh_is_not_shown(market: SimpleNamespace) -> None:
    need, technology = want(market), offer(market)
    assert len(matches.technologies_for(need)) == 1
    TechnologyPage.objects.filter(pk=technology.pk).update(
        confirmed_on=None, expires_on=clock.today() - timedelta(days=1)
    )
    assert matches.technologies_for(need) == []


def test_reasons_are_said_in_the_language_of_the_reader(client: Client, market: SimpleNamespace) -> None:
    need, technology = want(market), offer(market)
    html = client.get(technology.url).content.decode()
    assert "Điện năng: cần ≤ 0,6 kWh/kg; công bố 0,52 kWh/kg" in html
    english = factory.english(need, title="Less power for garlic")
    for row in english.measures.all():
        NeedMeasure.objects.filter(pk=row.pk).update(name="Electricity")
    match_refresh.refresh(side=MatchSide.NEED, key=need.translation_key, now=clock.now())
    shown = client.get(english.url).content.decode()
    assert "Electricity: needs ≤ 0.6 kWh/kg; states 0.52 kWh/kg" in shown
    assert re.search(r'Both speak of: <span lang="vi">[^<]*sấy', shown)


def test_pages_cost_the_same_with_one_and_with_many_matches(client: Client, market: SimpleNamespace) -> None:
    need, technology = want(market), offer(market)

    def cost(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    few = cost(need.url), cost(technology.url)
    for number in range(6):
        want(market, title=f"Sấy tỏi {number}", organisation=exhibitors.make_organisation())
        offer(market, title=f"Máy sấy tỏi {number}", organisation=exhibitors.make_organisation())
    assert Match.objects.filter(need=need.translation_key).count() == 7
    assert (cost(need.url), cost(technology.url)) == few


# What does not fit ------------------------------------------------------------------------------------------------------


def refuse(page: Any, other: Any, by: Any, **values: Any) -> MatchRefusal:
    reason = values.pop("reason", Unsuitability.SCALE)
    return match_domain.refuse(page=page, other=other.translation_key, reason=reason, by=by, now=clock.now(), **values)


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


# The mail ---------------------------------------------------------------------------------------------------------------


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


# Nothing leaks, and the database holds the rules ------------------------------------------------------------------------

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


def profile(side: MatchSide) -> MatchProfile:
    return MatchProfile.objects.create(key=uuid.uuid4(), side=side, content={}, digest="x")


def test_database_refuses_what_no_match_may_be(market: SimpleNamespace) -> None:
    need, technology = profile(MatchSide.NEED), profile(MatchSide.TECHNOLOGY)
    hexes = (lambda value: value.hex) if connection.vendor == "sqlite" else str
    now = clock.now()

    def add(score: int, first: MatchProfile = need, second: MatchProfile = technology) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO showcase_match (need_id, technology_id, score, reasons, created_at) VALUES (%s, %s, %s, %s, %s)",
                [hexes(first.pk), hexes(second.pk), score, "[]", now],
            )

    for score in (0, 49, 101):
        with pytest.raises(IntegrityError):
            add(score)
    with pytest.raises(IntegrityError):
        add(60, need, need)
    add(60)
    with pytest.raises(IntegrityError):
        add(70)


@pytest.mark.parametrize(
    "values",
    [
        {"side": "nobody"},
        {"reason": "because"},
        {"undone_at": clock.now() - timedelta(days=1), "refused_at": clock.now()},
    ],
)
def test_database_refuses_what_no_refusal_may_be(db: None, values: dict[str, Any]) -> None:
    filled: dict[str, Any] = {
        "need_key": uuid.uuid4(),
        "technology_key": uuid.uuid4(),
        "side": MatchSide.NEED,
        "reason": Unsuitability.PRICE,
        "refused_at": clock.now(),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchRefusal.objects.bulk_create([MatchRefusal(**{**filled, **values})])


def test_database_keeps_one_live_refusal_a_side_and_one_digest_a_person(market: SimpleNamespace) -> None:
    said = {
        "need_key": uuid.uuid4(),
        "technology_key": uuid.uuid4(),
        "side": MatchSide.NEED,
        "reason": Unsuitability.PRICE,
        "refused_at": clock.now(),
    }
    MatchRefusal.objects.create(**said)
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchRefusal.objects.create(**said)
    owner = exhibitors.owner_of(market.buyer)
    MatchDigest.objects.create(organisation=market.buyer, user=owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchDigest.objects.create(organisation=market.buyer, user=owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchProfile.objects.create(key=uuid.uuid4(), side="both", content={}, digest="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        MatchTerm.objects.create(profile=profile(MatchSide.NEED), term=1, weight=0)


def test_profiles_are_read_at_the_same_cost(market: SimpleNamespace) -> None:
    provinces = match_profiles.Provinces()

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            keys = match_profiles.keys(MatchSide.NEED, clock.today())
            assert len(list(match_profiles.read(MatchSide.NEED, keys, clock.today(), provinces))) == len(keys)
        return len(captured)

    want(market)
    few = cost()
    for number in range(5):
        want(market, title=f"Sấy tỏi {number}")
    assert cost() == few
