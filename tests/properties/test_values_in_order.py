"""The tables that filters of long lists walk hold what the items hold, after any change, and lists show what the plain query finds."""

import random
from collections.abc import Callable, Iterator
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import translation
from wagtail.models import Page, Site

from exhibitors import directory
from exhibitors.models import Organisation, OrganisationValue
from portal.pages import in_order, listing
from portal.vocabularies.enums import VocabularyCode
from showcase import listings
from showcase.enums import BudgetBand, NeedStatus, trl_band
from showcase.models import NeedPage, NeedValue, ShowcaseIndexPage, TechnologyPage, TechnologyValue
from tests.factories import exhibitors as people
from tests.factories import showcase as factory

STEPS = 30
FIELDS = ("drying", "energy-saving")
FORMS = ("independent", "capital")
KINDS = ("enterprise", "institute")


class Market:
    """Some technologies, needs and organisations, and changes to them as editors make them."""

    def __init__(self, site: Site, chance: random.Random) -> None:
        self.chance = chance
        self.market: SimpleNamespace = factory.make_market(site)
        self.owners = [people.make_organisation(name=f"Viện {kind}", kind=kind) for kind in KINDS]
        parent = Page.objects.get(pk=self.market.technologies.pk).get_parent()
        self.elsewhere = parent.specific.add_child(
            instance=ShowcaseIndexPage(title="Kho", slug="kho", locale=parent.locale)
        )
        for _number in range(3):
            self.publish_technology()
        self.publish_need()

    def field(self) -> Any:
        return factory.field(self.chance.choice(FIELDS))

    def form(self) -> Any:
        return factory.term(VocabularyCode.TRANSFER_FORM, self.chance.choice(FORMS))

    def a_technology(self) -> TechnologyPage:
        return TechnologyPage.objects.order_by("?").first() or self.publish_technology()

    def publish_technology(self) -> TechnologyPage:
        return factory.publish_technology(
            self.market,
            trl=self.chance.choice((2, 5, 8)),
            field=self.field(),
            further_fields=self.chance.sample([factory.field(code) for code in FIELDS], self.chance.randint(0, 2)),
            forms=tuple(self.chance.sample(FORMS, self.chance.randint(0, 2))),
            organisation=self.chance.choice([*self.owners, self.market.organisation]),
        )

    def publish_need(self) -> NeedPage:
        return factory.publish_need(
            self.market,
            field=self.field(),
            trl_minimum=self.chance.choice((None, 4, 7)),
            budget_band=self.chance.choice(list(BudgetBand)),
        )

    def edit(self) -> None:
        page = self.a_technology()
        page.field, page.trl = self.field(), self.chance.choice((1, 6, 9))
        page.transfer_forms = [self.form()]
        page.save_revision().publish()

    def save_one_field(self) -> None:
        page = self.a_technology()
        page.field = self.field()
        # In memory only: it must not reach the table.
        page.trl = 1 if page.trl != 1 else 9
        page.save(update_fields=["field"])

    def edit_need(self) -> None:
        need = NeedPage.objects.order_by("?").first() or self.publish_need()
        need.status, need.trl_minimum = self.chance.choice(list(NeedStatus)), self.chance.choice((None, 9))
        need.closing_reason = "Đã xong."
        need.save()

    def draft(self) -> None:
        page = self.a_technology()
        page.trl, page.transfer_forms = 3, [self.form()]
        page.save_revision()

    def unpublish(self) -> None:
        self.a_technology().unpublish()

    def delete(self) -> None:
        Page.objects.get(pk=self.a_technology().pk).delete()

    def move(self) -> None:
        page = Page.objects.get(pk=self.a_technology().pk)
        places = [self.market.technologies.pk, self.elsewhere.pk]
        page.move(Page.objects.get(pk=self.chance.choice(places)), pos="last-child")

    def translate(self) -> None:
        page = self.a_technology()
        if page.locale.language_code == "vi" and page.get_translations().count() == 0:
            # An address of its own: it may be moved beside the page that it translates.
            factory.english(page, title=f"English {page.pk}", slug=f"english-{page.pk}")

    def change_owner(self) -> None:
        owner = Organisation.objects.get(pk=self.chance.choice(self.owners).pk)
        owner.kind = people.make_term(VocabularyCode.ORGANISATION_KIND, self.chance.choice(KINDS))
        owner.save()

    def change_terms(self) -> None:
        owner = Organisation.objects.get(pk=self.chance.choice(self.owners).pk)
        owner.fields.set([self.field()])
        owner.roles.clear()
        owner.roles.add(people.make_term(VocabularyCode.ORGANISATION_ROLE, "buyer"))

    def rename(self) -> None:
        owner = Organisation.objects.get(pk=self.chance.choice(self.owners).pk)
        owner.name = f"{self.chance.choice('ABĐ')} {owner.pk}"
        owner.save()

    def steps(self) -> list[Callable[[], Any]]:
        return [
            self.publish_technology, self.publish_need, self.edit, self.save_one_field, self.edit_need, self.draft, self.unpublish,
            self.delete, self.move, self.translate, self.change_owner, self.change_terms, self.rename,
        ]  # fmt: skip


def of_technologies() -> set[tuple[Any, ...]]:
    """What the table must hold, told row by row."""
    found = set()
    for page in TechnologyPage.objects.all():
        values = [("field", field.code) for field in page.all_fields]
        values += [("form", form.code) for form in page.transfer_forms.all()] + [("owner", page.organisation.kind.code)]
        values += [("trl", band.value)] if (band := trl_band(page.trl)) else []
        found |= {(page.pk, f"{facet}:{value}", page.first_published_at) for facet, value in values}
    return found


def of_needs() -> set[tuple[Any, ...]]:
    found = set()
    for page in NeedPage.objects.all():
        values = [("field", field.code) for field in page.all_fields]
        values += [("budget", page.budget_band), ("status", page.status)]
        values += [("trl", band.value)] if (band := trl_band(page.trl_minimum)) else []
        found |= {(page.pk, f"{facet}:{value}", page.first_published_at) for facet, value in values}
    return found


def of_organisations() -> set[tuple[Any, ...]]:
    found = set()
    for one in Organisation.objects.all():
        values = [("kind", one.kind.code)]
        values += [("role", role.code) for role in one.roles.all()] + [
            ("field", field.code) for field in one.fields.all()
        ]
        found |= {(one.pk, f"{facet}:{value}", one.sort_key, one.sort_key_en) for facet, value in values}
    return found


def held(table: Any, *columns: str) -> set[tuple[Any, ...]]:
    return set(table.objects.values_list(*columns))


def asked() -> Iterator[tuple[Any, str]]:
    for field, trl, form in product(
        ("", "field=drying", "field=drying&field=energy-saving"), ("", "trl=ready"), ("", "form=capital")
    ):
        yield listings.technologies, "&".join(part for part in (field, trl, form) if part)
    yield listings.technologies, "field=energy-saving&owner=institute&page=9"
    yield listings.technologies, "form=independent&sort=title"
    yield listings.needs, "field=drying&status=open"
    yield directory.build, "kind=institute&field=drying"
    yield directory.build, "verified=verified&role=buyer"


def seen(build: Any, query: str) -> tuple[Any, ...]:
    found: listing.Listing = build(RequestFactory().get(f"/ds/?{query}"))
    counts = [[(option.value, option.count) for option in facet.options] for facet in found.facets]
    return [item.pk for item in found.items], found.total, found.page.number, counts


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("most", [1_000, 2])
def test_tables_follow_and_lists_show_the_same(
    site: Site, monkeypatch: pytest.MonkeyPatch, seed: int, most: int
) -> None:
    chance = random.Random(seed)
    world = Market(site, chance)
    steps = world.steps()
    order = [*steps, *chance.choices(steps, k=STEPS - len(steps))]
    chance.shuffle(order)
    narrowed = in_order.InOrder.narrowed
    monkeypatch.setattr(listing, "MOST_COUNTED", most)
    for number, step in enumerate(order):
        step()
        assert held(TechnologyValue, "page", "value", "listed_at") == of_technologies(), step
        assert held(NeedValue, "page", "value", "listed_at") == of_needs(), step
        assert held(OrganisationValue, "organisation", "value", "sort_key", "sort_key_en") == of_organisations(), step
        if number % 5:
            continue
        for language in ("vi", "en"):
            with translation.override(language):
                walked = {(build, query): seen(build, query) for build, query in asked()}
                with monkeypatch.context() as plain:
                    plain.setattr(in_order.InOrder, "narrowed", lambda *_given: None)
                    assert {(build, query): seen(build, query) for build, query in asked()} == walked, step
    assert in_order.InOrder.narrowed is narrowed


@pytest.mark.django_db
def test_nothing_is_written_where_nothing_changed(site: Site) -> None:
    world = Market(site, random.Random(3))
    rows = {table: set(table.objects.values_list("pk", flat=True)) for table in (TechnologyValue, OrganisationValue)}
    page = world.a_technology()
    page.summary = "Khác hẳn."
    page.save_revision().publish()
    world.owners[0].save()
    assert rows == {table: set(table.objects.values_list("pk", flat=True)) for table in rows}


@pytest.mark.django_db
def test_the_rarest_value_leads_and_several_of_one_filter_are_looked_up(site: Site) -> None:
    world = Market(site, random.Random(4))
    TechnologyPage.objects.all().delete()
    for trl in (8, 8, 8):
        factory.publish_technology(world.market, trl=trl, forms=("independent",))
    rare = factory.publish_technology(world.market, trl=8, forms=("capital",))
    rows = listings.public_technologies()
    found = listings.TECHNOLOGY_VALUES.narrowed(rows, {"trl": ["ready"], "form": ["capital"]}, "newest")
    assert found is not None
    assert [page.pk for page in found] == [rare.pk]
    given = list(found.query.sql_with_params()[1])
    assert given.index("form:capital") < given.index("trl:ready")
    both = {"form": ["capital", "independent"], "trl": ["ready"]}
    everything = listings.TECHNOLOGY_VALUES.narrowed(rows, both, "newest")
    assert everything is not None
    assert everything.count() == 4
    assert listings.TECHNOLOGY_VALUES.narrowed(rows, {"form": ["capital", "independent"]}, "newest") is None
    assert listings.TECHNOLOGY_VALUES.narrowed(rows, {"form": ["capital"]}, "title") is None
    assert listings.TECHNOLOGY_VALUES.narrowed(rows, {"place": ["bac-ninh"]}, "newest") is None
