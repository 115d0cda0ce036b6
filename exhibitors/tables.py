"""Organisations as a table: officers import and export them; see ``portal.tables``."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from exhibitors import permissions, tax_codes
from exhibitors.domain import details as organisation_details
from exhibitors.domain import organisation as organisations
from exhibitors.domain.details import LONGEST_DESCRIPTION, OrganisationDetails
from exhibitors.enums import Country
from exhibitors.models import Organisation
from portal.kernel import errors, text
from portal.kernel.languages import Language
from portal.tables import choices, columns, kinds
from portal.tables.columns import Column
from portal.tables.enums import CellKind
from portal.tables.kinds import Entry, TableKind, TableSession, Written
from portal.vocabularies.enums import VocabularyCode

EXPORT_CHUNK: Final = 500
_NAMES: Final = tuple(OrganisationDetails.__slots__)


def _columns() -> tuple[Column, ...]:
    def field(name: str, **options: Any) -> Column:
        return columns.of_field(Organisation, name, **options)

    def listed(name: str, vocabulary: VocabularyCode, **options: Any) -> Column:
        return field(name, choices=lambda: choices.terms(vocabulary), **options)

    return (
        columns.own_code(),
        field("name", required=True, width=40, example="Công ty Ví Dụ"),
        listed("kind", VocabularyCode.ORGANISATION_KIND, kind=CellKind.CHOICE, required=True, example="enterprise"),
        field("tax_code", hint=_("10 digits, 13 for a branch, 12 for a person or household."), longest=20),
        field("country", example=Country.VIETNAM.value),
        field("place", kind=CellKind.CHOICE, choices=choices.places, hint=_("Where you are in Việt Nam.")),
        listed("roles", VocabularyCode.ORGANISATION_ROLE, kind=CellKind.CHOICES, width=36),
        listed("fields", VocabularyCode.FIELD, kind=CellKind.CHOICES, width=36),
        field("summary", width=48),
        field("description", width=60, longest=LONGEST_DESCRIPTION),
        field("name_en", width=40),
        field("summary_en", width=48),
        field("description_en", width=60, longest=LONGEST_DESCRIPTION),
        field("website", example="https://example.org"),
        field("email", example="lien-he@example.org"),
        field("phone"),
    )


class OrganisationSession(TableSession):
    """Rows and organisations. A row is recognised by its code, its tax code, or its name and place."""

    name_column = "name"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.forget()

    def forget(self) -> None:
        """Read names and tax codes anew."""
        self._known: list[tuple[int, str, str, str]] | None = None

    def _all(self) -> list[tuple[int, str, str, str]]:
        if self._known is None:
            rows = Organisation.objects.order_by("-pk").values_list("pk", "name", "place__code", "tax_code")
            self._known = [(pk, text.fold(name), place or "", code or "") for pk, name, place, code in rows]
        return self._known

    def lock(self, entries: Sequence[Entry]) -> None:
        """Lock the organisations that rows change."""
        targets = {entry.target for entry in entries if entry.target is not None}
        list(Organisation.objects.select_for_update().filter(pk__in=targets).order_by("pk").values_list("pk"))

    def own(self, entries: Sequence[Entry]) -> None:
        """Bring tax codes into their plain form."""
        for entry in entries:
            typed = entry.values.get("tax_code")
            if typed is None:
                continue
            words = said_in_both(lambda typed=typed: tax_codes.clean(typed))  # type: ignore[misc]  # called at once
            if words is not None:
                entry.errors.append({"column": "tax_code", "value": typed, "words": words[1]})
            else:
                entry.values["tax_code"] = tax_codes.clean(typed)

    def fingerprint(self, entry: Entry) -> str:
        """Return the tax code, or name and place."""
        code = str(entry.values.get("tax_code") or "")
        return code or f"{text.fold(str(entry.values.get('name') or ''))}|{entry.values.get('place') or ''}"

    def named(self, entries: Sequence[Entry]) -> dict[int, int]:
        """Find by tax code; else by name and place, where not both have a tax code."""
        by_code = {code: pk for pk, _name, _place, code in self._all() if code}
        by_name = {(name, place): (pk, code) for pk, name, place, code in self._all()}
        found: dict[int, int] = {}
        for entry in entries:
            code = str(entry.values.get("tax_code") or "")
            if code in by_code:
                found[entry.number] = by_code[code]
                continue
            key = (text.fold(str(entry.values.get("name") or "")), str(entry.values.get("place") or ""))
            pk, other = by_name.get(key, (0, ""))
            if pk and not (code and other):
                found[entry.number] = pk
        return found

    def reachable(self, numbers: Iterable[int], owner: int) -> set[int]:  # noqa: ARG002 -- officers reach all
        """Return those that there are."""
        return set(Organisation.objects.filter(pk__in=numbers).values_list("pk", flat=True))

    def current(self, targets: Iterable[int]) -> dict[int, dict[str, Any]]:
        """Return what organisations say of themselves."""
        rows = Organisation.objects.filter(pk__in=targets).select_related("kind", "place")
        return {row.pk: _values(row) for row in rows.prefetch_related("roles", "fields")}

    def check(self, entry: Entry, values: Mapping[str, Any]) -> None:
        """Let the room's own rules judge the organisation as it would become."""
        details = _details(values)
        words = said_in_both(lambda: organisation_details.clean(details))
        if words is not None:
            column = words[0] if words[0] in self.reader.readers else self.name_column
            entry.errors.append({"column": column, "value": str(values.get(column) or "")[:200], "words": words[1]})

    def write_new(self, entries: Sequence[Entry]) -> list[Written]:
        """Register organisations."""
        found = []
        for entry in entries:
            made = organisations.register_organisation(by=self.by, details=_details(entry.values), now=self.now)
            self.keep_code(entry, made.pk)
            found.append(Written(made.pk, made.updated_at.isoformat()))
        return found

    def write_changed(self, entry: Entry) -> Written:
        """Keep new details."""
        organisation = Organisation.objects.get(pk=int(entry.target or 0))
        before = organisation_details.of(organisation)
        said = {name: value for name, value in entry.values.items() if name in _NAMES}
        changed = organisations.update_organisation(
            organisation=organisation, by=self.by, details=dataclasses.replace(before, **said), now=self.now
        )
        self.keep_code(entry, organisation.pk)
        return Written(organisation.pk, changed.updated_at.isoformat(), dataclasses.asdict(before))

    def undo_new(self, *, target: int, stamp: str) -> bool:
        """Delete an organisation that nobody has taken up."""
        organisation = Organisation.objects.filter(pk=target).first()
        return organisation is not None and organisations.withdraw_registration(
            organisation=organisation, by=self.by, now=self.now, seen_at=datetime.fromisoformat(stamp)
        )

    def undo_changed(self, *, target: int, stamp: str, before: Mapping[str, Any]) -> bool:
        """Give an organisation its earlier details back."""
        organisation = Organisation.objects.filter(pk=target).first()
        if organisation is None or organisation.updated_at.isoformat() != stamp:
            return False
        organisations.update_organisation(
            organisation=organisation,
            by=self.by,
            details=OrganisationDetails(**before),
            now=self.now,
            seen_at=organisation.updated_at,
        )
        return True

    def export(self) -> Iterator[tuple[int, int, dict[str, Any]]]:
        """Yield every organisation by its number."""
        rows = Organisation.objects.select_related("kind", "place").prefetch_related("roles", "fields").order_by("pk")
        for row in rows.iterator(chunk_size=EXPORT_CHUNK):
            yield row.pk, 0, _values(row)


def _values(row: Organisation) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in _NAMES if name not in {"kind", "roles", "fields", "place"}}
    return {
        **plain,
        "kind": row.kind.code,
        "place": row.place.code if row.place else "",
        "roles": sorted(term.code for term in row.roles.all()),
        "fields": sorted(term.code for term in row.fields.all()),
    }


def _details(values: Mapping[str, Any]) -> OrganisationDetails:
    said = {name: values[name] for name in _NAMES if values.get(name) is not None}
    return OrganisationDetails(**{"name": "", "kind": "", **said})


def said_in_both(rule: Callable[[], Any]) -> tuple[str, dict[str, str]] | None:
    """Return (field, sentence in both languages) of what a rule refuses; None where it has nothing against it."""
    words: dict[str, str] = {}
    field = ""
    for language in Language:
        with translation.override(language):
            try:
                rule()
            except errors.DomainError as error:
                field, words[language.value] = error.field or "", str(error)
            else:
                return None
    return field, words


@dataclass(frozen=True, kw_only=True)
class OrganisationTable(TableKind):
    """Organisations, for officers."""

    def columns(self, *, for_officers: bool) -> tuple[Column, ...]:  # noqa: ARG002 -- only officers import organisations
        """Return the columns."""
        return _columns()

    def scope_of(self, user: Any) -> int | None:  # noqa: ARG002 -- only officers import organisations
        """Return nothing: one's own profile has a form."""
        return None

    def may_use(self, user: Any, scope: int) -> bool:
        """Officers of the verification group."""
        return scope == 0 and permissions.can_verify(user)

    def open(self, *, scope: int, by: Any, now: datetime) -> TableSession:
        """Return a session."""
        return OrganisationSession(kind=self, scope=scope, by=by, now=now)

    def address(self, target: int, *, for_officers: bool) -> str:  # noqa: ARG002 -- only officers import organisations
        """Return the officers' page."""
        return reverse("organisations:edit", args=[target])


kinds.register(OrganisationTable(code="organisations", title=_("Organisations"), position=10, is_for_desks=False))
