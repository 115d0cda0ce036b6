"""Needs as a table: columns, and what a new row begins with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exhibitors.models import Organisation
from portal.kernel.languages import Language
from portal.tables import choices, columns
from portal.tables.columns import Column
from portal.tables.enums import CellKind
from portal.tables.kinds import Entry, TableSession
from portal.vocabularies.enums import VocabularyCode
from showcase import queries
from showcase.enums import EnteredBy
from showcase.models import NeedMeasure, NeedPage
from showcase.tables.sessions import PageSession, PageTable, organisation_column
from showcase.tables.technologies import TITLE_LENGTH


def _columns(*, for_officers: bool) -> tuple[Column, ...]:
    def field(name: str, **options: Any) -> Column:
        return columns.of_field(NeedPage, name, **options)

    def terms(name: str, vocabulary: VocabularyCode) -> Column:
        return field(name, kind=CellKind.CHOICES, choices=lambda: choices.terms(vocabulary), width=36)

    return (
        columns.own_code(),
        *((organisation_column(),) if for_officers else ()),
        field(
            "title",
            label=_("result wanted"),
            longest=TITLE_LENGTH,
            required=True,
            width=48,
            example={
                "vi": "Giảm hao hụt khi sấy tỏi từ 14 % xuống 6 %",
                "en": "Cut the loss in drying from 14 % to 6 %",
            },
        ),
        field("summary", width=48),
        field("field", kind=CellKind.CHOICE, choices=lambda: choices.terms(VocabularyCode.FIELD)),
        terms("further_fields", VocabularyCode.FIELD),
        field("keywords"),
        field("product_chain"),
        field("situation", width=48),
        _measures(),
        field("scale"),
        field("constraint_space"),
        field("constraint_power"),
        field("constraint_standard"),
        field("needed_by", example="30/06/2027"),
        field("trl_minimum", least=1, most=9, example=7),
        terms("cooperation", VocabularyCode.COOPERATION),
        field("absorption", width=48),
        field("ip_expectations"),
        field("budget_band"),
        field("funding"),
        field("decision_on"),
        field("place", kind=CellKind.CHOICE, choices=choices.places),
        field("disclosure", example="on-interest"),
        field("is_anonymous"),
    )


def _measures() -> Column:
    def part(name: str, **options: Any) -> Column:
        return columns.of_field(NeedMeasure, name, **options)

    return Column(
        code="measures",
        label=_("figures"),
        kind=CellKind.ROWS,
        hint=_("One figure a line: how it is now or what is wanted | what is measured | sign | value | unit."),
        parts=(
            part("role", required=True),
            part("name", required=True),
            part("operator", required=True),
            part("value", required=True),
            part("unit"),
        ),
        width=60,
        example={
            "vi": "Hiện trạng | hao hụt khi sấy | = | 14 | %",
            "en": "How it is now | loss in drying | = | 14 | %",
        },
    )


class NeedSession(PageSession):
    """Rows and needs."""

    model = NeedPage
    row_columns = {"measures": ("measures", ("role", "name", "operator", "value", "unit"))}  # noqa: RUF012 -- read only

    def check(self, entry: Entry, values: Mapping[str, Any]) -> None:
        """A row refuses nothing that its cells have not refused."""

    def blank(self, organisation: Organisation) -> NeedPage:
        """Return what ``need.start_need`` begins with; an officer's is entered on behalf.

        Without the organisation's consent on record it cannot go live; the organisation takes it over, which is its consent.
        """
        return NeedPage(
            organisation=organisation,
            place=organisation.place,
            entered_by=EnteredBy.ORGANISATION if self.scope else EnteredBy.FOCAL_POINT,
            entered_by_user=self.by,
        )

    def parent(self) -> Any:
        """Return the Vietnamese list of needs."""
        return queries.need_index(Language.VIETNAMESE)


@dataclass(frozen=True, kw_only=True)
class NeedTable(PageTable):
    """Needs."""

    def columns(self, *, for_officers: bool) -> tuple[Column, ...]:
        """Return the columns."""
        return _columns(for_officers=for_officers)

    def open(self, *, scope: int, by: Any, now: datetime) -> TableSession:
        """Return a session."""
        return NeedSession(kind=self, scope=scope, by=by, now=now)

    def desk_address(self, target: int) -> str:
        """Return the form of the need."""
        return reverse("showcase:need-edit", args=[target])
