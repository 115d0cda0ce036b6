"""The pairs of needs and technologies that the demo declares are found by the matching; ``make bench-match`` measures more."""

import random
from typing import Any

import pytest
from wagtail.models import Site

from portal.demo.builders import showcase as builder
from portal.demo.builders.common import Build
from portal.demo.specs.further_technologies import FURTHER_TECHNOLOGIES
from portal.demo.specs.more_technologies import MORE_TECHNOLOGIES
from portal.demo.specs.needs import NEEDS
from portal.demo.specs.organisations import ORGANISATIONS, PUBLIC_BODIES
from portal.demo.specs.shapes import NeedSpec, Publication, TechnologySpec
from portal.demo.specs.technologies import TECHNOLOGIES
from portal.kernel import clock
from portal.pages import findables
from portal.vocabularies.domain import loading
from showcase.domain import match_rebuild
from showcase.domain import matches as match_domain
from showcase.enums import Compliance, Outcome
from showcase.models import Match, NeedIndexPage, NeedPage, ShowcaseIndexPage
from tests.factories import exhibitors
from tests.factories import showcase as factory

OFFERED = [
    spec
    for spec in (*TECHNOLOGIES, *MORE_TECHNOLOGIES, *FURTHER_TECHNOLOGIES)
    if spec.publication is Publication.LIVE
    and spec.outcome is Outcome.NONE
    and spec.compliance in {Compliance.NOT_LISTED, Compliance.ENCOURAGED}
    and spec.confirmed_days_ago < 180
]


class Market:
    """The demo's technologies and needs as they are described, without their way through desk and review."""

    def __init__(self, site: Site) -> None:
        loading.load_all()
        self.market = factory.make_market(site)
        self.context = Build(now=clock.now(), chance=random.Random(1))
        self.places = {spec.key: spec.place for spec in (*ORGANISATIONS, *PUBLIC_BODIES)}
        self.organisations: dict[str, Any] = {}
        self.person = exhibitors.make_person()

    def organisation(self, key: str) -> Any:
        if key not in self.organisations:
            self.organisations[key] = exhibitors.make_organisation(name=f"Tổ chức {key}")
        return self.organisations[key]

    def offer(self, spec: TechnologySpec) -> Any:
        page = factory.technology(
            self.organisation(spec.organisation), title=spec.title.vi, **factory.cleared(self.person)
        )
        builder._describe(self.context, page, spec, "vi")
        page.specifications = builder._figures(spec.figures, "vi")
        page.place = self.context.place(self.places[spec.organisation])
        return self._show(ShowcaseIndexPage, self.market.technologies, page)

    def want(self, spec: NeedSpec) -> Any:
        place = "bac-ninh" if spec.by_focal_point else self.places[spec.organisation]
        organisation = self.organisation(spec.organisation or spec.key)
        page = NeedPage(title=spec.title.vi, organisation=organisation, confirmed_on=clock.today())
        builder._describe_need(self.context, page, spec, "vi")
        page.measures = builder.measures_of(spec)
        page.place = self.context.place(place)
        return self._show(NeedIndexPage, self.market.needs, page)

    @staticmethod
    def _show(model: Any, index: Any, page: Any) -> Any:
        parent = model.objects.get(pk=index.pk)
        page.locale = parent.locale
        parent.add_child(instance=page)
        return page.translation_key


@pytest.fixture
def ranked(site: Site, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Return the keys of the technologies stored for each need, the best first."""
    monkeypatch.setattr(match_domain, "request_refresh", lambda **_given: None)
    monkeypatch.setattr(findables, "changed", lambda _instance: None)
    market = Market(site)
    technologies = {market.offer(spec): spec.key for spec in OFFERED}
    needs = {spec.key: market.want(spec) for spec in NEEDS}
    match_rebuild.refresh_all(now=clock.now())
    return {
        key: [
            technologies[row]
            for row in Match.objects.filter(need=need)
            .order_by("-score", "technology")
            .values_list("technology", flat=True)
        ]
        for key, need in needs.items()
    }


def test_every_strong_pair_of_the_demo_ranks_first(ranked: dict[str, list[str]]) -> None:
    strong = {need.key: need.strong for need in NEEDS if need.strong}
    assert len(strong) >= 5, "the demo declares too few pairs to say anything"
    assert set().union(*strong.values()) <= {spec.key for spec in OFFERED}, "a pair names what nobody can see"
    assert {key: sorted(ranked[key][: len(wanted)]) for key, wanted in strong.items()} == {
        key: sorted(wanted) for key, wanted in strong.items()
    }


def test_weak_pairs_come_after_the_strong_ones(ranked: dict[str, list[str]]) -> None:
    for need in NEEDS:
        assert not set(ranked[need.key][: len(need.strong)]) & set(need.weak), need.key
