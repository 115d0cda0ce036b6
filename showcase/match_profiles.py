"""Reads public needs and technologies as the matching rules want them, and keeps them as JSON."""

import hashlib
import json
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from portal.kernel.languages import Language
from portal.vocabularies.enums import PlaceLevel
from portal.vocabularies.models import AdministrativeUnit
from showcase.domain import matching, wording
from showcase.enums import ANSWERABLE_NEEDS, BUDGET_CEILINGS, BudgetBand, MeasureRole, Operator, Outcome
from showcase.match_enums import MatchSide
from showcase.models import NeedMeasure, NeedPage, TechnologyPage, TechnologySpecification

CHUNK: Final = 200
MODELS: Final[dict[MatchSide, Any]] = {MatchSide.NEED: NeedPage, MatchSide.TECHNOLOGY: TechnologyPage}


@dataclass(frozen=True, slots=True)
class Reading:
    """One public need or technology: whose it is, until when it is shown, and what it says."""

    key: uuid.UUID
    side: MatchSide
    organisation_id: int | None
    shown_until: date | None
    content: dict[str, Any]

    @property
    def digest(self) -> str:
        """A hash of everything that matters to its matches."""
        told = [self.side, self.organisation_id, self.content]
        return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class Provinces:
    """Which province each place lies in; read once."""

    def __init__(self) -> None:
        rows = AdministrativeUnit.objects.values_list("pk", "code", "level", "parent")
        codes = {pk: code for pk, code, _level, _parent in rows}
        self.codes = codes
        self._provinces = {code for _pk, code, level, _parent in rows if level == PlaceLevel.PROVINCE}
        self._parents = {code: codes[parent] for _pk, code, _level, parent in rows if parent}

    def of(self, place: str) -> str:
        """Return the code of the province of a place."""
        return matching.province_of(place, self._parents, self._provinces)


def public_pages(side: MatchSide, day: date) -> Any:
    """Return the pages of a side that may be matched on a day: public, in their own words, and still open."""
    if side is MatchSide.NEED:
        return NeedPage.objects.public(day).filter(status__in=ANSWERABLE_NEEDS, alias_of=None)
    return TechnologyPage.objects.public(day).filter(outcome=Outcome.NONE, alias_of=None)


def keys(side: MatchSide, day: date) -> list[uuid.UUID]:
    """Return the translation keys of everything of a side that may be matched on a day."""
    return sorted(set(public_pages(side, day).order_by().values_list("translation_key", flat=True)))


def read(side: MatchSide, wanted: Collection[uuid.UUID], day: date, provinces: Provinces) -> Iterator[Reading]:
    """Return what is public of the given keys, by key, at a constant number of queries for each 200 of them."""
    ordered = sorted(wanted)
    for start in range(0, len(ordered), CHUNK):
        yield from _read_chunk(side, ordered[start : start + CHUNK], day, provinces)


def _read_chunk(side: MatchSide, chunk: list[uuid.UUID], day: date, provinces: Provinces) -> Iterator[Reading]:
    rows = "measures" if side is MatchSide.NEED else "specifications"
    pages = (
        public_pages(side, day)
        .filter(translation_key__in=chunk)
        .select_related("locale", "field")
        .prefetch_related("further_fields", "cooperation", rows)
    )
    originals: dict[uuid.UUID, Any] = {}
    for page in pages.order_by("translation_key", "pk"):
        known = originals.get(page.translation_key)
        if known is None or page.locale.language_code == Language.VIETNAMESE:
            originals[page.translation_key] = page
    if side is MatchSide.NEED:
        names = _english_names(NeedMeasure, originals)
        for key, page in originals.items():
            yield Reading(key, side, page.organisation_id, page.shown_until, _need(page, names[key], provinces))
    else:
        names = _english_names(TechnologySpecification, originals)
        for key, page in originals.items():
            yield Reading(key, side, page.organisation_id, page.expires_on, _technology(page, names[key], provinces))


def _english_names(model: Any, originals: Iterable[uuid.UUID]) -> dict[uuid.UUID, dict[uuid.UUID, str]]:
    """Return the English names of rows of published pages: by the page's key, then by the row's."""
    found: dict[uuid.UUID, dict[uuid.UUID, str]] = defaultdict(dict)
    rows = model.objects.filter(
        page__translation_key__in=list(originals), page__live=True, locale__language_code=Language.ENGLISH
    )
    for page_key, row_key, name in rows.values_list("page__translation_key", "translation_key", "name"):
        found[page_key][row_key] = name
    return found


def _figure(row: Any, value: Decimal, english: dict[uuid.UUID, str]) -> dict[str, Any]:
    names = {"vi": row.name}
    if row.translation_key in english:
        names["en"] = english[row.translation_key]
    return {"names": names, "value": str(value.normalize()), "unit": row.unit}


def _common(page: Any, texts: Iterable[str], provinces: Provinces) -> tuple[dict[str, Any], dict[str, str]]:
    place = provinces.codes.get(page.place_id, "")
    terms = wording.terms(texts)
    return {
        "main_field": page.field.code if page.field else "",
        "fields": sorted(term.code for term in page.all_fields),
        "ipc": page.ipc_list,
        "terms": list(terms),
        "cooperation": sorted(term.code for term in page.cooperation.all()),
        "place": place,
        "province": provinces.of(place),
    }, terms


def _need(page: NeedPage, english: dict[uuid.UUID, str], provinces: Provinces) -> dict[str, Any]:
    targets = [row for row in page.measures.all() if row.role == MeasureRole.TARGET]
    texts = [page.title, page.keywords, page.product_chain, page.summary, *(row.name for row in targets)]
    content, terms = _common(page, [*texts, page.situation], provinces)
    lead = (page.needed_by - page.confirmed_on).days if page.needed_by and page.confirmed_on else None
    return {
        **content,
        "written": terms,
        "trl_minimum": page.trl_minimum,
        "targets": [{**_figure(row, row.value, english), "operator": row.operator} for row in targets],
        "ceiling": BUDGET_CEILINGS.get(BudgetBand(page.budget_band)),
        "lead_days": lead,
    }


def _technology(page: TechnologyPage, english: dict[uuid.UUID, str], provinces: Provinces) -> dict[str, Any]:
    figures = [(row, row.number) for row in page.specifications.all() if row.number is not None]
    texts = [page.title, page.keywords, page.product_chain, page.summary, *(row.name for row, _number in figures)]
    content, _terms = _common(page, [*texts, page.problem], provinces)
    return {
        **content,
        "trl": page.trl,
        "figures": [_figure(row, number, english) for row, number in figures],
        "price": page.price_min,
    }


def _topic(content: dict[str, Any]) -> dict[str, Any]:
    return {
        "main_field": content["main_field"],
        "fields": frozenset(content["fields"]),
        "ipc": frozenset(content["ipc"]),
        "terms": tuple(content["terms"]),
        "cooperation": frozenset(content["cooperation"]),
        "place": content["place"],
        "province": content["province"],
    }


def wanted(content: dict[str, Any]) -> matching.Wanted:
    """Return a need as the rules read it."""
    return matching.Wanted(
        **_topic(content),
        written=content["written"],
        trl_minimum=content["trl_minimum"],
        targets=tuple(
            matching.Target(row["names"], Decimal(row["value"]), row["unit"], operator=Operator(row["operator"]))
            for row in content["targets"]
        ),
        ceiling=content["ceiling"],
        lead_days=content["lead_days"],
    )


def offered(content: dict[str, Any]) -> matching.Offered:
    """Return a technology as the rules read it."""
    return matching.Offered(
        **_topic(content),
        trl=content["trl"],
        figures=tuple(matching.Figure(row["names"], Decimal(row["value"]), row["unit"]) for row in content["figures"]),
        price=content["price"],
    )


def keys_of_organisation(organisation_id: int) -> list[tuple[MatchSide, uuid.UUID]]:
    """Return side and key of every page of an organisation that was ever published."""
    found = {
        (side, key)
        for side, model in MODELS.items()
        for key in model.objects.filter(organisation=organisation_id, first_published_at__isnull=False).values_list(
            "translation_key", flat=True
        )
    }
    return sorted(found)
