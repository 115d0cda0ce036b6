"""Reads technologies and needs as the matching rules want them, and finds the best of each for the other."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from portal.kernel import clock
from portal.pages import translations
from showcase import units
from showcase.domain import matching
from showcase.enums import ANSWERABLE_NEEDS, BUDGET_CEILINGS, BudgetBand, MeasureRole, Operator
from showcase.models import NeedPage, TechnologyPage
from showcase.models.rows import plain_number

# The newest candidates of the same fields are weighed; more would cost time on every page view.
CANDIDATES: Final = 60
SHOWN: Final = 4


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A page that fits, and why."""

    page: Any
    match: matching.Match


def _labels(terms: Iterable[Any]) -> dict[str, str]:
    return {term.code: term.label for term in terms}


def wanted_by(need: NeedPage) -> matching.Wanted:
    """Return a need as the rules read it."""
    return matching.Wanted(
        fields=_labels(need.all_fields),
        trl_minimum=need.trl_minimum,
        cooperation=_labels(need.cooperation.all()),
        ipc=frozenset(need.ipc_list),
        targets=tuple(
            matching.Target(measure.name, Operator(measure.operator), measure.value, measure.unit, measure.words)
            for measure in need.measures.all()
            if measure.role == MeasureRole.TARGET
        ),
        ceiling=BUDGET_CEILINGS.get(BudgetBand(need.budget_band)),
    )


def offered_by(technology: TechnologyPage) -> matching.Offered:
    """Return a technology as the rules read it."""
    return matching.Offered(
        fields=_labels(technology.all_fields),
        trl=technology.trl,
        cooperation=_labels(technology.cooperation.all()),
        ipc=frozenset(technology.ipc_list),
        figures=tuple(
            matching.Figure(
                row.name, row.number, row.unit, f"{plain_number(row.number)} {units.shown(row.unit)}".strip()
            )
            for row in technology.specifications.all()
            if row.number is not None
        ),
        price=technology.price_min,
    )


def _best(found: Iterable[Suggestion]) -> list[Suggestion]:
    return sorted(found, key=lambda suggestion: (-suggestion.match.score, suggestion.page.sort_key))[:SHOWN]


def needs_for(technology: TechnologyPage) -> list[Suggestion]:
    """Return the open needs of other organisations that a technology may answer, best first."""
    offered = offered_by(technology)
    listed: Any = translations.listed_in(NeedPage.objects.public().in_fields(list(offered.fields)))
    rows = (
        listed.filter(status__in=ANSWERABLE_NEEDS)
        .exclude(organisation=technology.organisation_id)
        .with_card_data()
        .prefetch_related("further_fields", "cooperation", "measures")
        .order_by("-first_published_at", "-pk")[:CANDIDATES]
    )
    return _best(Suggestion(need, found) for need in rows if (found := matching.match(wanted_by(need), offered)))


def technologies_for(need: NeedPage) -> list[Suggestion]:
    """Return the technologies of other organisations that may answer a need, best first."""
    wanted = wanted_by(need)
    listed: Any = translations.listed_in(TechnologyPage.objects.public(clock.today()).in_fields(list(wanted.fields)))
    rows = (
        listed.exclude(organisation=need.organisation_id)
        .with_card_data()
        .prefetch_related("further_fields", "cooperation", "specifications")
        .order_by("-first_published_at", "-pk")[:CANDIDATES]
    )
    return _best(Suggestion(page, found) for page in rows if (found := matching.match(wanted, offered_by(page))))
