"""From show to deal: what the plan's page tells of the ledger, what it hides, and shares that become values."""

import itertools
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from plan import outcomes
from plan.domain import baseline, shares
from plan.models import IndicatorValue, PlanPage
from portal.accounts.models import User
from portal.kernel import clock, errors
from showcase.deal_enums import DealStage, ValueBand
from showcase.domain import deal as deals
from showcase.domain.deal import Party
from showcase.domain.sides import Actor
from showcase.enquiry_enums import Side
from tests import worlds
from tests.factories import exhibitors
from tests.factories import home as make
from tests.factories import showcase as factory

NOW = clock.at(date(2026, 11, 25), 9)
LAST_QUARTER = clock.at(date(2026, 9, 10), 9)
_numbers = itertools.count(1)


@worlds.standing
def market(site: Site) -> SimpleNamespace:
    return factory.make_market(site)


def contract(market: SimpleNamespace, *, organisation: Any = None, at: Any = LAST_QUARTER, **values: Any) -> None:
    """Let an organisation of its own sell to a buyer of its own, and the buyer confirm it."""
    seller = organisation or exhibitors.make_organisation()
    owner = exhibitors.owner_of(seller)
    number = next(_numbers)
    page = factory.publish_technology(market, organisation=seller)
    made = factory.answered(page, owner, now=at, email=f"mua-{number}@example.org", company=f"Bên mua {number}")
    filled = {"stage": DealStage.CONTRACT, "happened_on": clock.local(at).date(), **values}
    deal = factory.report_deal(made, Actor(Side.OWNER, owner), now=at, **filled)
    deals.confirm(deal=deal, party=Party(Side.SENDER), version=deal.version, now=at)


def keeper() -> User:
    """Make a person who may keep the plan's figures."""
    return User.objects.create_superuser("theo-doi@example.org")


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2026, 1, 1), date(2026, 1, 1)),
        (date(2026, 3, 31), date(2026, 1, 1)),
        (date(2026, 11, 25), date(2026, 10, 1)),
        (date(2026, 12, 31), date(2026, 10, 1)),
    ],
)
def test_quarter_begins_where_it_should(day: date, start: date) -> None:
    assert outcomes.quarter_start(day) == start


def test_three_parties_are_shown_and_two_are_not(market: SimpleNamespace) -> None:
    for _index in range(2):
        contract(market)
    few = outcomes.figures(NOW)
    assert few.stages.cells[DealStage.CONTRACT] is None
    assert few.stages.total is None
    assert few.hides_something
    assert all(row[1] == outcomes.HIDDEN for row in few.band_rows)
    contract(market)
    enough = outcomes.figures(NOW)
    assert enough.stages.cells[DealStage.CONTRACT] == 3
    assert enough.bands.cells[ValueBand.UP_TO_500_MILLION] == 3
    assert not enough.hides_something


def test_one_seller_of_many_contracts_stays_hidden(market: SimpleNamespace) -> None:
    for _index in range(4):
        contract(market, organisation=market.organisation)
    assert outcomes.figures(NOW).stages.total is None


def test_small_cell_takes_another_with_it(market: SimpleNamespace) -> None:
    for _index in range(4):
        contract(market)
    contract(market, value_band=ValueBand.OVER_5_BILLION)
    found = outcomes.figures(NOW)
    assert found.bands.total == 5
    assert found.bands.cells[ValueBand.OVER_5_BILLION] is None
    assert found.bands.cells[ValueBand.UP_TO_500_MILLION] is None
    assert found.bands.cells[ValueBand.UP_TO_1_BILLION] == 0


def test_present_quarter_is_not_told_yet(market: SimpleNamespace) -> None:
    for _index in range(3):
        contract(market, at=clock.at(date(2026, 10, 2), 9))
    assert outcomes.figures(NOW).is_empty
    assert outcomes.figures(NOW + timedelta(days=60)).stages.total == 3


def test_page_names_nobody_and_costs_the_same(client: Client, site: Site, market: SimpleNamespace) -> None:
    baseline.load()
    page = make.add(site.root_page, PlanPage(title="Tiến độ kế hoạch", slug="ke-hoach", intro="Số liệu"))
    counts = []
    for size in (1, 6):
        for _index in range(size):
            contract(market)
        client.get(page.url)
        with CaptureQueriesContext(connection) as captured:
            html = client.get(page.url).content.decode()
        counts.append(len(captured))
    assert counts[0] == counts[1], counts
    assert "Từ trưng bày đến hợp đồng" in html
    assert "Bên mua" not in html
    assert "Công ty Thử" not in html
    assert 'id="tu-trung-bay-den-hop-dong"' in html


def test_shares_of_a_finished_year_become_values(market: SimpleNamespace) -> None:
    baseline.load()
    last_year = clock.at(date(2025, 6, 10), 9)
    by = keeper()
    with pytest.raises(errors.NotAllowedError):
        shares.record(year=2025, by=exhibitors.make_person(), now=NOW)
    with pytest.raises(errors.DomainError):
        shares.record(year=2026, by=by, now=NOW)
    with pytest.raises(errors.DomainError):
        shares.record(year=2025, by=by, now=NOW)
    for _index in range(3):
        contract(market, at=last_year, is_ip_asset=True)
    for _index in range(3):
        contract(market, at=last_year)
    contract(market, at=last_year, from_institute=True)
    for _twice in range(2):
        IndicatorValue.objects.update(note_vi="Chưa kể hợp đồng giấy")
        kept = {value.indicator.code: value for value in shares.record(year=2025, by=by, now=NOW)}
    assert kept["ip-share"].value == Decimal("42.9")
    assert kept["ip-share"].note_vi == "Chưa kể hợp đồng giấy"
    assert "7 hợp đồng" in kept["ip-share"].source
    assert "institute-share" not in kept
    assert IndicatorValue.objects.filter(year=2025).count() == len(kept)


def test_command_says_what_it_kept_and_left_out(market: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    baseline.load()
    for _index in range(3):
        contract(market, at=clock.at(date(2025, 6, 10), 9), is_ip_asset=True)
    by = keeper().email
    call_command("record_shares", "2025", by=by)
    assert "ip-share 2025: 100" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("record_shares", "2024", by=by)
    with pytest.raises(CommandError):
        call_command("record_shares", "2025", by="khong-co@example.org")
