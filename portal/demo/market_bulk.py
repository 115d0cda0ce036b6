"""Thousands of invented technologies and needs that differ as real ones do, for measuring the matching."""

import random
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import models, transaction
from wagtail.models import Page

from exhibitors import sorting
from exhibitors.models import Organisation
from portal.demo import bulk
from portal.kernel import clock, slugs, text
from portal.kernel.languages import Language
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import AdministrativeUnit, Term
from showcase.domain import listed_values
from showcase.enums import BudgetBand, Compliance, MeasureRole, NeedStatus, Operator
from showcase.models import (
    NeedIndexPage,
    NeedMeasure,
    NeedPage,
    ShowcaseIndexPage,
    TechnologyPage,
    TechnologySpecification,
)

Say = Callable[[str], object]
# Invented syllables beside real ones: a real market speaks of thousands of things, each in few listings.
ONSETS: Final = (
    "b",
    "ch",
    "d",
    "đ",
    "g",
    "h",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "ph",
    "qu",
    "r",
    "s",
    "t",
    "th",
    "tr",
    "v",
    "x",
)
RHYMES: Final = (
    "a",
    "an",
    "ang",
    "ao",
    "âu",
    "en",
    "eo",
    "ếch",
    "iên",
    "in",
    "oai",
    "oan",
    "ôm",
    "ơn",
    "um",
    "uyên",
    "ương",
    "ưu",
)
FIGURES: Final = (
    ("Điện cho mỗi kg nước", "kWh/kg", 1),
    ("Hao hụt khối lượng", "%", 20),
    ("Năng suất", "kg/h", 900),
    ("Công suất xử lý", "m³/ngày", 200),
    ("Thời gian một mẻ", "h", 30),
    ("Nhiệt độ nung", "°C", 1300),
    ("Tốc độ", "chi tiết/phút", 150),
    ("Điện tiết kiệm", "%", 40),
)
IPC_SHARE: Final = 0.4
IPC: Final = (
    "F26B 21/04",
    "A23B 7/02",
    "C02F 1/28",
    "G01N 21/88",
    "B65G 47/90",
    "F25B 29/00",
    "A01C 7/00",
    "C04B 33/32",
)


class Market:
    """Draws pages from one seeded generator."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 -- test data, not a secret
        self.things = [self._word() for _index in range(4000)]
        self.fields = self._terms(VocabularyCode.FIELD)
        self.kinds = self._terms(VocabularyCode.TECHNOLOGY_KIND)
        self.cooperation = self._terms(VocabularyCode.COOPERATION)
        self.owners = list(Organisation.objects.filter(is_illustrative=True))
        self.places = list(AdministrativeUnit.objects.valid_on(clock.today()))

    @staticmethod
    def _terms(code: VocabularyCode) -> list[Term]:
        return list(Term.objects.filter(vocabulary=code))

    def _word(self) -> str:
        return " ".join(self.chance.choice(ONSETS) + self.chance.choice(RHYMES) for _syllable in range(2))

    def words(self, number: int) -> str:
        """Return things, the first of the list far more often than the last, as in any language."""
        drawn = (int(len(self.things) * self.chance.random() ** 2) for _index in range(number))
        return " ".join(self.things[index] for index in drawn)

    def common(self, number: int) -> dict[str, Any]:
        """Return what technologies and needs have in common."""
        title = f"{self.chance.choice(bulk.THINGS)} {self.chance.choice(bulk.MERITS)} {self.words(3)}, mẫu {number}"
        summary = f"{self.words(8)} cho {self.chance.choice(bulk.CHAINS)}"
        return {
            "title": title,
            "slug": slugs.slug(title),
            "summary": summary,
            "field": self.chance.choice(self.fields),
            "ipc_codes": self.chance.choice(IPC) if self.chance.random() < IPC_SHARE else "",
            "organisation": self.chance.choice(self.owners),
            "place": self.chance.choice(self.places),
            "is_illustrative": True,
            "folded_text": text.fold(f"{title} {summary}"),
            "sort_key": sorting.text_key(title),
            "confirmed_on": clock.today(),
            "expires_on": clock.today() + timedelta(days=180),
        }

    def technology(self, number: int) -> TechnologyPage:
        """Return an unsaved technology."""
        return TechnologyPage(
            **self.common(number),
            problem=self.words(10),
            solution="Dữ liệu đo tải.",
            advantages="Dữ liệu đo tải.",
            compared_with="Dữ liệu đo tải.",
            kind=self.chance.choice(self.kinds),
            trl=self.chance.randint(1, 9),
            price_min=self.chance.choice((None, 15_000_000, 180_000_000, 900_000_000)),
            compliance=Compliance.NOT_LISTED,
        )

    def need(self, number: int) -> NeedPage:
        """Return an unsaved need."""
        return NeedPage(
            **self.common(number),
            situation=self.words(10),
            trl_minimum=self.chance.choice((None, 4, 6, 7)),
            budget_band=self.chance.choice(list(BudgetBand)),
            needed_by=clock.today() + timedelta(days=self.chance.randint(60, 900)),
            status=NeedStatus.OPEN,
        )

    def figure(self) -> tuple[str, str, Decimal]:
        """Return name, unit and value of a figure."""
        name, unit, most = self.chance.choice(FIGURES)
        return name, unit, Decimal(str(round(self.chance.uniform(0.1, 1) * most, 2)))


def add(*, technologies: int, needs: int, seed: int, say: Say) -> None:
    """Add so many technologies and needs under the Vietnamese lists, with figures, fields and kinds of cooperation."""
    market = Market(seed)
    _add(technologies, ShowcaseIndexPage, TechnologyPage, market.technology, market, say)
    _add(needs, NeedIndexPage, NeedPage, market.need, market, say)


def _add(  # noqa: PLR0917 -- the parts of one kind
    number: int, index: type[Page], model: Any, make: Callable[[int], Any], market: Market, say: Say
) -> None:
    parent = index.objects.get(locale__language_code=Language.VIETNAMESE)
    for start in range(0, number, bulk.BATCH):
        with transaction.atomic():
            pages = [make(position) for position in range(start, min(start + bulk.BATCH, number))]
            bulk.place_under(index.objects.get(pk=parent.pk), pages, model)
            bulk.insert_pages(pages, [model])
            Page.objects.filter(pk=parent.pk).update(numchild=models.F("numchild") + len(pages))
            _add_lists(model, pages, market)
            listed_values.refresh(model, [page.pk for page in pages])
            if model is NeedPage:
                _add_measures(pages, market)
            else:
                _add_specifications(pages, market)
        say(f"  {model.__name__}: {min(start + bulk.BATCH, number)} of {number}")


def _add_lists(model: Any, pages: list[Any], market: Market) -> None:
    name = f"{model.__name__.lower()}_id"
    for through, terms in (
        (model.further_fields.through, market.fields),
        (model.cooperation.through, market.cooperation),
    ):
        through.objects.bulk_create(
            [through(**{name: page.pk, "term_id": market.chance.choice(terms).pk}) for page in pages]
        )


def _add_measures(pages: list[NeedPage], market: Market) -> None:
    rows = []
    for page in pages:
        for position in range(2):
            name, unit, value = market.figure()
            rows.append(
                NeedMeasure(
                    page_id=page.pk,
                    locale_id=page.locale_id,
                    sort_order=position,
                    role=MeasureRole.TARGET,
                    name=name,
                    unit=unit,
                    value=value,
                    operator=market.chance.choice((Operator.AT_MOST, Operator.AT_LEAST)),
                )
            )
    NeedMeasure.objects.bulk_create(rows)


def _add_specifications(pages: list[TechnologyPage], market: Market) -> None:
    rows = []
    for page in pages:
        for position in range(3):
            name, unit, value = market.figure()
            rows.append(
                TechnologySpecification(
                    page_id=page.pk,
                    locale_id=page.locale_id,
                    sort_order=position,
                    name=name,
                    unit=unit,
                    value=str(value),
                    number=value,
                )
            )
    TechnologySpecification.objects.bulk_create(rows)
