"""From show to deal: what became of enquiries and outcomes, as far as it may be public.

The truth is the ledger of the showcase room (decision 0012). Two rules keep its parties unknown: only what was confirmed
before the present quarter is counted, so that no single confirmation can be seen in tomorrow's figures; and every table goes
through ``portal.kernel.small_cells``. A table that divides a figure which is hidden elsewhere is hidden as a whole.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy

from portal.kernel import clock, formats, small_cells
from portal.kernel.small_cells import Contribution, Published
from showcase import deal_queries
from showcase.deal_enums import DealStage, ValueBand
from showcase.deal_queries import ConfirmedOutcome

MONTHS_IN_QUARTER: Final = 3
HIDDEN: Final = "–"
ANSWERED, UNANSWERED = "answered", "unanswered"
SHARES: Final = (
    ("is_ip_asset", gettext_lazy("Intellectual property sold or licensed")),
    ("is_imported", gettext_lazy("Imported technology")),
    ("from_institute", gettext_lazy("From institutes and universities")),
    ("with_intermediary", gettext_lazy("With an intermediary organisation")),
)


def quarter_start(day: date) -> date:
    """Return the first day of the quarter in which a day lies."""
    return date(day.year, (day.month - 1) // MONTHS_IN_QUARTER * MONTHS_IN_QUARTER + 1, 1)


def _words(count: int | None) -> str:
    return HIDDEN if count is None else formats.number(count, 0)


def _table(
    outcomes: Sequence[ConfirmedOutcome], cells: Sequence[Any], cell_of: Callable[[ConfirmedOutcome], Hashable]
) -> Published[Any]:
    return small_cells.publish(
        [Contribution(cell_of(outcome), (outcome.seller, outcome.buyer)) for outcome in outcomes], cells
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way from show to deal; ``share`` is its length in per cent of the longest."""

    label: str
    words: str
    share: int


@dataclass(frozen=True)
class Figures:
    """What the page shows, from enquiries and outcomes before an instant."""

    until: date
    enquiries: Published[str]
    stages: Published[DealStage]
    bands: Published[ValueBand]
    kinds: tuple[tuple[str, Published[bool]], ...]
    is_illustrative: bool

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show at all."""
        return self.enquiries.total == 0 and self.stages.total == 0

    @property
    def hides_something(self) -> bool:
        """Whether any figure is hidden, so that the page must say why."""
        tables: list[Published[Any]] = [self.enquiries, self.stages, self.bands, *(kind for _name, kind in self.kinds)]
        return any(table.hides_something for table in tables)

    @cached_property
    def steps(self) -> list[Step]:
        """The way from enquiries to contracts; a hidden figure has no length."""
        found = [
            (gettext("Enquiries that reached their organisation"), self.enquiries.total),
            (gettext("Enquiries answered"), self.enquiries.cells[ANSWERED]),
            *((str(stage.label), self.stages.cells[stage]) for stage in DealStage),
        ]
        longest = max((count for _label, count in found if count), default=1)
        return [Step(label, _words(count), 100 * (count or 0) // longest) for label, count in found]

    @cached_property
    def band_rows(self) -> list[list[str]]:
        """Contracts by band, with their total."""
        rows = [[str(band.label), _words(self.bands.cells[band])] for band in ValueBand]
        return [*rows, [gettext("All contracts"), _words(self.bands.total)]]

    @cached_property
    def kind_rows(self) -> list[list[str]]:
        """Contracts by kind: how many are of it, how many are not."""
        return [[name, _words(kind.cells[True]), _words(kind.cells[False])] for name, kind in self.kinds]

    @cached_property
    def band_columns(self) -> list[dict[str, object]]:
        """Heads of the table of bands."""
        return [
            {"label": gettext("Value of the contract"), "numeric": False},
            {"label": gettext("Contracts"), "numeric": True},
        ]

    @cached_property
    def kind_columns(self) -> list[dict[str, object]]:
        """Heads of the table of kinds."""
        return [
            {"label": gettext("Kind"), "numeric": False},
            {"label": gettext("Contracts of this kind"), "numeric": True},
            {"label": gettext("Other contracts"), "numeric": True},
        ]


def figures(now: datetime) -> Figures:
    """Return the public figures at an instant, in two queries however many outcomes there are."""
    first_day = quarter_start(clock.local(now).date())
    before = clock.at(first_day)
    outcomes = deal_queries.confirmed_outcomes(before=before)
    contracts = [outcome for outcome in outcomes if outcome.stage is DealStage.CONTRACT]
    stages = _table(outcomes, list(DealStage), lambda outcome: outcome.stage)
    is_shown = stages.cells[DealStage.CONTRACT] is not None
    bands = (
        _table(contracts, list(ValueBand), lambda outcome: outcome.value_band)
        if is_shown
        else small_cells.nothing(list(ValueBand))
    )
    kinds = tuple(
        (
            str(label),
            _table(contracts, [True, False], lambda outcome, field=field: getattr(outcome, field))  # type: ignore[misc]  # the default binds the name now
            if is_shown
            else small_cells.nothing([True, False]),
        )
        for field, label in SHARES
    )
    asked = [
        Contribution(ANSWERED if answered else UNANSWERED, (organisation, sender))
        for organisation, sender, answered in deal_queries.asked_and_answered(before=before)
    ]
    return Figures(
        until=first_day,
        enquiries=small_cells.publish(asked, [ANSWERED, UNANSWERED]),
        stages=stages,
        bands=bands,
        kinds=kinds,
        is_illustrative=any(outcome.is_illustrative for outcome in outcomes),
    )
