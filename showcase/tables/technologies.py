"""Technologies as a table: columns, and what a new row begins with."""

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
from showcase.domain import technology as technologies
from showcase.models import TechnologyPage, TechnologyRight, TechnologySpecification
from showcase.tables.sessions import PageSession, PageTable, organisation_column

TITLE_LENGTH = 180


def _columns(*, for_officers: bool) -> tuple[Column, ...]:
    def field(name: str, **options: Any) -> Column:
        return columns.of_field(TechnologyPage, name, **options)

    def term(name: str, vocabulary: VocabularyCode, **options: Any) -> Column:
        return field(name, kind=CellKind.CHOICE, choices=lambda: choices.terms(vocabulary), **options)

    def terms(name: str, vocabulary: VocabularyCode, **options: Any) -> Column:
        return field(name, kind=CellKind.CHOICES, choices=lambda: choices.terms(vocabulary), width=36, **options)

    return (
        columns.own_code(),
        *((organisation_column(),) if for_officers else ()),
        field(
            "title",
            label=_("what the technology does"),
            hint=_("Name the effect, not the brand."),
            longest=TITLE_LENGTH,
            required=True,
            width=48,
            example={"vi": "Sấy tỏi bằng bơm nhiệt, 0,52 kWh cho mỗi kg nước", "en": "Heat pump drying of garlic"},
        ),
        field("summary", width=48),
        term("kind", VocabularyCode.TECHNOLOGY_KIND),
        term("field", VocabularyCode.FIELD),
        terms("further_fields", VocabularyCode.FIELD),
        field("keywords"),
        field("ipc_codes", example="F26B 3/00"),
        field("product_chain"),
        field("place", kind=CellKind.CHOICE, choices=choices.places),
        field("problem", width=48),
        field("solution", width=48),
        field("advantages", width=48),
        field("compared_with", width=48),
        field("evidence", width=48),
        _specifications(),
        field("environmental_impact", width=48),
        field("waste", width=48),
        field("standards", width=48),
        field("trl", least=1, most=9, example=8),
        field("trl_evidence", width=48),
        field("trl_assessed_on", example="25/12/2025"),
        _rights(),
        field("ip_holder"),
        field("inventors"),
        field("state_funded"),
        terms("transfer_objects", VocabularyCode.TRANSFER_OBJECT),
        terms("transfer_forms", VocabularyCode.TRANSFER_FORM),
        terms("transfer_methods", VocabularyCode.TRANSFER_METHOD),
        terms("transfer_rights", VocabularyCode.TRANSFER_RIGHT),
        terms("cooperation", VocabularyCode.COOPERATION),
        field("territory"),
        field("price_min"),
        field("price_max"),
        field("price_negotiable"),
        field("warranty"),
        field("product_url"),
        field("receiver_space"),
        field("receiver_utilities"),
        field("receiver_materials"),
        field("receiver_staff"),
        field("installation_time"),
        field("operating_cost"),
        field("disclosure", example="on-interest"),
        field("is_anonymous"),
    )


def _specifications() -> Column:
    def part(name: str, **options: Any) -> Column:
        return columns.of_field(TechnologySpecification, name, **options)

    return Column(
        code="specifications",
        label=_("technical figures"),
        kind=CellKind.ROWS,
        hint=_("One figure a line: name | value | unit."),
        parts=(part("name", required=True), part("value", required=True), part("unit")),
        width=48,
        example={
            "vi": "Điện năng cho mỗi kg nước | 0,52 | kWh/kg",
            "en": "Energy for each kg of water | 0.52 | kWh/kg",
        },
    )


def _rights() -> Column:
    def part(name: str, **options: Any) -> Column:
        return columns.of_field(TechnologyRight, name, **options)

    return Column(
        code="rights",
        label=_("rights"),
        kind=CellKind.ROWS,
        hint=_("One right a line: kind | status | number | country | date."),
        parts=(
            part("kind", kind=CellKind.CHOICE, choices=lambda: choices.terms(VocabularyCode.IP_KIND)),
            part(
                "status",
                kind=CellKind.CHOICE,
                choices=lambda: choices.terms(VocabularyCode.IP_STATUS),
                required=True,
            ),
            part("number"),
            part("country"),
            part("granted_on"),
        ),
        width=48,
    )


class TechnologySession(PageSession):
    """Rows and technologies."""

    model = TechnologyPage
    row_columns = {  # noqa: RUF012 -- read only
        "specifications": ("specifications", ("name", "value", "unit")),
        "rights": ("rights", ("kind", "status", "number", "country", "granted_on")),
    }

    def check(self, entry: Entry, values: Mapping[str, Any]) -> None:
        """Refuse prices in the wrong order, as the database does."""
        low, high = values.get("price_min"), values.get("price_max")
        if low is not None and high is not None and high < low:
            entry.blame("price_max", _("The upper price is lower than the lower one."))

    def blank(self, organisation: Organisation) -> TechnologyPage:
        """Return what ``technology.start_technology`` begins with."""
        return technologies.blank_technology(organisation=organisation, now=self.now)

    def parent(self) -> Any:
        """Return the Vietnamese list of technologies."""
        return queries.technology_index(Language.VIETNAMESE)


@dataclass(frozen=True, kw_only=True)
class TechnologyTable(PageTable):
    """Technologies."""

    def columns(self, *, for_officers: bool) -> tuple[Column, ...]:
        """Return the columns."""
        return _columns(for_officers=for_officers)

    def open(self, *, scope: int, by: Any, now: datetime) -> TableSession:
        """Return a session."""
        return TechnologySession(kind=self, scope=scope, by=by, now=now)

    def desk_address(self, target: int) -> str:
        """Return the page that shows all answers."""
        return reverse("showcase:technology-check", args=[target])
