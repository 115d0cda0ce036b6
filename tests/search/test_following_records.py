"""The documents of pages follow the records that they speak of: indicators, organisations by name and state, decisions."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Site

from awards.enums import Honour
from awards.models import AwardPage, NominationPage
from events.models import EventOrganiser
from exhibitors.domain import closing, mentions, verification
from exhibitors.domain import details as organisation_details
from exhibitors.domain import organisation as organisations
from exhibitors.models import Organisation
from plan.domain import baseline
from plan.models import Indicator, PlanPage
from search.domain import checking
from search.models import SearchDocument
from tests import worlds
from tests.factories import awards as award_factory
from tests.factories import events as event_factory
from tests.factories import exhibitors as exhibitor_factory
from tests.factories import home as home_factory
from tests.factories import showcase as factory

Titles = Callable[[str], list[str]]
LATER = exhibitor_factory.NOON + timedelta(hours=1)


@worlds.standing
def market(site: Site) -> SimpleNamespace:
    return factory.make_market(site)


def rename(organisation: Organisation, name: str) -> Organisation:
    return change(organisation, name=name)


def change(organisation: Organisation, **values: Any) -> Organisation:
    fields = {name: getattr(organisation_details.of(organisation), name) for name in _FIELDS} | values
    return organisations.update_organisation(
        organisation=organisation,
        by=exhibitor_factory.owner_of(organisation),
        details=organisation_details.OrganisationDetails(**fields),
        now=LATER,
    )


_FIELDS = organisation_details.OrganisationDetails.__slots__


def test_progress_page_is_found_by_indicators_that_came_after_it(site: Site, titles: Titles) -> None:
    home_factory.add(site.root_page, PlanPage(title="Tiến độ", slug="ke-hoach", intro="Số liệu"))
    baseline.load()
    indicator = Indicator.objects.get(code="growth")
    indicator.name_vi = "Mức tăng doanh số sàn"
    indicator.save()
    assert titles("mức tăng doanh số sàn") == ["Tiến độ"]
    assert checking.drift().is_clean
    indicator.delete()
    assert "muc tang doanh so san" not in SearchDocument.objects.get(title="Tiến độ").body_folded
    assert checking.drift().is_clean


def test_renamed_organisation_is_found_with_its_listings_and_events(market: SimpleNamespace, site: Site) -> None:
    technology = factory.publish_technology(market, title="Máy sấy lạnh")
    need = factory.publish_need(market, title="Kho mát")
    event = event_factory.make_event(
        event_factory.make_index(site),
        title="Ngày mở cửa",
        organisers=[EventOrganiser(organisation=market.organisation)],
    )
    rename(market.organisation, "Nhà máy Bạch Đằng")
    named = SearchDocument.objects.filter(language="vi")
    found = {row.page_id for row in named if "bach dang" in f"{row.body_folded} {row.lead_folded}"}
    assert found >= {technology.pk, need.pk, event.pk}
    assert not [row.key for row in named if "song mo" in f"{row.title_folded} {row.body_folded} {row.lead_folded}"]
    assert checking.drift().is_clean


def test_unnamed_listing_stays_unnamed(market: SimpleNamespace) -> None:
    page = factory.publish_technology(market, is_anonymous=True)
    rename(market.organisation, "Nhà máy Bạch Đằng")
    row = SearchDocument.objects.get(page=page)
    assert "bach dang" not in f"{row.title_folded} {row.lead_folded} {row.body_folded}"
    assert checking.drift().is_clean


def test_facet_of_listings_follows_the_kind(market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    change(market.organisation, kind="institute")
    document = SearchDocument.objects.get(page=page)
    assert list(document.facets.filter(name="organisation-kind").values_list("code", flat=True)) == ["institute"]


def test_listings_hide_and_return_with_their_organisation(market: SimpleNamespace) -> None:
    page = factory.publish_technology(market)
    owner, officer = exhibitor_factory.owner_of(market.organisation), exhibitor_factory.make_officer()

    def is_found() -> bool:
        assert checking.drift().is_clean
        return SearchDocument.objects.filter(page=page).exists()

    assert is_found()
    closing.close(organisation=market.organisation, by=owner, now=LATER)
    assert not is_found()
    closing.reopen(organisation=market.organisation, by=owner, now=LATER)
    assert is_found()
    verification.suspend(organisation=market.organisation, by=officer, now=LATER, reason="Lý do")
    assert not is_found()
    verification.restore(organisation=market.organisation, by=officer, now=LATER)
    assert is_found()
    verification.refuse(organisation=market.organisation, by=officer, now=LATER, reason="Lý do")
    assert not is_found()
    verification.request_verification(organisation=market.organisation, by=owner, now=LATER)
    assert is_found()


def test_many_listings_are_renewed_in_parts(market: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mentions, "BATCH", 2)
    pages = [factory.publish_technology(market) for _ in range(5)]
    assert mentions.renew(organisation_id=market.organisation.pk) == 2
    assert mentions.renew(organisation_id=market.organisation.pk, after=pages[3].pk) == 1
    rename(market.organisation, "Nhà máy Bạch Đằng")
    rows = SearchDocument.objects.filter(page__in=pages)
    assert all("bach dang" in row.body_folded for row in rows)


def test_words_that_listings_do_not_hold_renew_nothing(
    market: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Organisation] = []
    monkeypatch.setattr(mentions, "request_renewal", asked.append)
    saved = change(market.organisation, summary="Sấy mọi thứ")
    assert saved.summary == "Sấy mọi thứ"
    assert not asked
    rename(market.organisation, "Nhà máy Bạch Đằng")
    assert len(asked) == 1


def test_entries_are_dated_by_a_decision_that_came_after_them(site: Site) -> None:
    secretary = award_factory.make_secretary(site)
    award = award_factory.decided(award_factory.make_index(site), date(2026, 11, 2))
    award_factory.publish(award, secretary, Honour.FIRST, title_en="A dryer")
    entries = SearchDocument.objects.filter(page__in=NominationPage.objects.values("pk"))

    def days() -> set[date | None]:
        return set(entries.values_list("sort_date", flat=True))

    award = AwardPage.objects.get(pk=award.pk)
    award.decided_on = date(2026, 11, 9)
    revision = award.save_revision()
    assert days() == {date(2026, 11, 2)}
    revision.publish()
    assert days() == {date(2026, 11, 9)}
    assert checking.drift().is_clean
    award = AwardPage.objects.get(pk=award.pk)
    award.decided_on = date(2026, 11, 16)
    award.save(update_fields=["decided_on"])
    assert days() == {date(2026, 11, 16)}
    assert checking.drift().is_clean


def test_check_finds_nothing_after_a_small_build(market: SimpleNamespace, site: Site, capsys: Any) -> None:
    home_factory.add(site.root_page, PlanPage(title="Tiến độ", slug="ke-hoach", intro="Số liệu"))
    baseline.load()
    technology, need = factory.publish_technology(market), factory.publish_need(market)
    rename(market.organisation, "Nhà máy Bạch Đằng")
    need.unpublish()
    call_command("rebuild_search", check=True)
    assert "all as they should be" in capsys.readouterr().out
    assert SearchDocument.objects.filter(page=technology).exists()
    assert not SearchDocument.objects.filter(page=need).exists()
