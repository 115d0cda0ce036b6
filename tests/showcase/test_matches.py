"""Stored matches: kept true by every kind of change, and shown from both sides with reasons."""

import re
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exhibitors.domain import verification
from exhibitors.enums import VerificationState
from exhibitors.models import Organisation
from portal.kernel import clock
from showcase import matches
from showcase.domain import match_rebuild, match_refresh
from showcase.domain import need as needs
from showcase.enums import NeedStatus, Outcome
from showcase.match_enums import MatchSide
from showcase.models import (
    Match,
    MatchProfile,
    NeedMeasure,
    NeedPage,
    TechnologyPage,
)
from tests.factories import exhibitors
from tests.factories import showcase as factory
from tests.factories.matches import offer, want


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
