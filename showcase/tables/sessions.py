"""What tables of technologies and of needs share: drafts of an organisation, read from their newest revisions."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, ClassVar, Final

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from stdnum.vn import mst
from wagtail.models import Page, Revision

from exhibitors import queries as exhibitor_queries
from exhibitors.models import Organisation
from portal.kernel import text
from portal.kernel.languages import Language
from portal.tables import columns
from portal.tables.columns import Column
from portal.tables.enums import CellKind
from portal.tables.kinds import NUMBER_SIGN, Entry, TableKind, TableSession, Written
from portal.vocabularies.models import AdministrativeUnit, Term
from showcase import permissions
from showcase.domain import drafts

ORGANISATION: Final = "organisation"
EXPORT_CHUNK: Final = 300


def organisation_column() -> Column:
    """Return the column by which officers name the organisation."""
    return Column(
        code=ORGANISATION,
        label=_("organisation"),
        hint=_("Its tax code, its number on the portal with # before it, or its name as the portal writes it."),
        required=True,
        longest=200,
        width=36,
        example="0100109106",
    )


class PageSession(TableSession):
    """Rows and drafts. A row is recognised by its code, or by its title among its organisation's."""

    name_column = "title"
    identity = frozenset({columns.CODE, ORGANISATION})
    owner_column = ORGANISATION
    model: ClassVar[Any]
    # Column code to (attribute of the rows, one field for each part).
    row_columns: ClassVar[Mapping[str, tuple[str, tuple[str, ...]]]] = {}

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._organisations: dict[str, int | None] = {}
        self._held: dict[int, Organisation] = {}
        self.forget()

    def forget(self) -> None:
        """Read titles anew."""
        self._titles: dict[int, dict[str, int]] = {}

    @cached_property
    def terms(self) -> dict[int, str]:
        """Codes of terms and, below zero, of places, by their numbers."""
        found = dict(Term.objects.values_list("pk", "code"))
        return {**found, **{-pk: code for pk, code in AdministrativeUnit.objects.values_list("pk", "code")}}

    @cached_property
    def _terms_by_code(self) -> dict[tuple[str, str], Term]:
        return {(term.vocabulary, term.code): term for term in Term.objects.all()}

    @cached_property
    def _place_numbers(self) -> dict[str, int]:
        return dict(AdministrativeUnit.objects.values_list("code", "pk"))

    # Whose rows

    def own(self, entries: Sequence[Entry]) -> None:
        """At a desk, everything is the desk's organisation's; officers' rows name theirs."""
        for entry in entries:
            if self.scope:
                entry.owner = self.scope
                continue
            if entry.blames(ORGANISATION):
                continue
            named = str(entry.values.get(ORGANISATION) or "")
            if named not in self._organisations:
                self._organisations[named] = _find_organisation(named)
            found = self._organisations[named]
            if found is None:
                entry.blame(ORGANISATION, _("No organisation, or more than one, is known by this. Write its tax code."))
                continue
            entry.owner = found
            if self._organisation(found).is_frozen:
                entry.blame(
                    ORGANISATION, _("This organisation is suspended or closed: nothing can be imported for it.")
                )

    def _organisation(self, number: int) -> Organisation:
        if number not in self._held:
            self._held[number] = Organisation.objects.select_related("place").get(pk=number)
        return self._held[number]

    def lock(self, entries: Sequence[Entry]) -> None:
        """Lock the organisations, so that no other import writes for them in this moment."""
        self.own(entries)
        owners = {entry.owner for entry in entries if entry.owner}
        rows = Organisation.objects.select_for_update(of=("self",)).select_related("place").filter(pk__in=owners)
        self._held = {row.pk: row for row in rows.order_by("pk")}

    # Which record

    def fingerprint(self, entry: Entry) -> str:
        """Return the title without case, marks and spaces."""
        return text.fold(str(entry.values.get("title") or ""))

    def named(self, entries: Sequence[Entry]) -> dict[int, int]:
        """Find by title among the organisation's pages, the newest where several have it."""
        missing = {entry.owner for entry in entries} - set(self._titles)
        for owner in missing:
            rows = self._own_pages(owner).order_by("pk").values_list("draft_title", "pk")
            self._titles[owner] = {text.fold(title): pk for title, pk in rows}
        found = {entry.number: self._titles[entry.owner].get(self.fingerprint(entry)) for entry in entries}
        return {number: pk for number, pk in found.items() if pk is not None}

    def _own_pages(self, owner: int) -> Any:
        return self.model.objects.filter(
            organisation_id=owner, alias_of=None, locale__language_code=Language.VIETNAMESE
        )

    def reachable(self, numbers: Iterable[int], owner: int) -> set[int]:
        """Return the organisation's own."""
        return set(self._own_pages(owner).filter(pk__in=numbers).values_list("pk", flat=True))

    # What a record says

    def current(self, targets: Iterable[int]) -> dict[int, dict[str, Any]]:
        """Return what the newest drafts say."""
        pages = list(Page.objects.filter(pk__in=targets).values_list("pk", "latest_revision_id"))
        revisions = Revision.objects.in_bulk([revision for _pk, revision in pages if revision])
        found = {pk: revisions[revision].content for pk, revision in pages if revision in revisions}
        bare = [pk for pk, _revision in pages if pk not in found]
        found |= {page.pk: page.serializable_data() for page in self.model.objects.filter(pk__in=bare)}
        return {pk: self._values(content) for pk, content in found.items()}

    def _values(self, content: Mapping[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for column in self.columns:
            code = column.code
            if code in self.identity:
                continue
            if code in self.row_columns:
                accessor, names = self.row_columns[code]
                rows = sorted(content.get(accessor) or [], key=lambda row: row.get("sort_order") or 0)
                values[code] = [
                    [self._part(column.parts[at], row.get(name)) for at, name in enumerate(names)] for row in rows
                ]
            else:
                values[code] = self._value(code, content.get(code))
        return values

    def _value(self, code: str, stored: Any) -> Any:
        field: Any = self.model._meta.get_field(code)  # noqa: SLF001 -- Django's public name
        if isinstance(stored, list):
            return [self.terms[pk] for pk in stored if pk in self.terms]
        if isinstance(field, models.ForeignKey) and stored is not None:
            return self.terms.get(-stored if field.related_model is AdministrativeUnit else stored)
        return stored

    def _part(self, column: Column, stored: Any) -> Any:
        return self.terms.get(stored) if column.kind is CellKind.CHOICE and isinstance(stored, int) else stored or None

    # Writing

    def fill(self, page: Any, values: Mapping[str, Any]) -> None:
        """Write the values of a row onto a page in memory."""
        for code, value in values.items():
            if code in self.identity:
                continue
            if code in self.row_columns:
                self._fill_rows(page, code, value)
                continue
            field: Any = self.model._meta.get_field(code)  # noqa: SLF001 -- Django's public name
            if field.many_to_many:
                vocabulary = field.get_limit_choices_to()["vocabulary"]
                setattr(page, code, [self._terms_by_code[str(vocabulary), one] for one in value])
            elif isinstance(field, models.ForeignKey):
                setattr(page, field.attname, self._number_of(field, value))
            else:
                setattr(page, code, field.to_python(value))

    def _number_of(self, field: Any, code: str) -> int:
        if field.related_model is AdministrativeUnit:
            return self._place_numbers[code]
        return int(self._terms_by_code[str(field.get_limit_choices_to()["vocabulary"]), code].pk)

    def _fill_rows(self, page: Any, code: str, value: list[list[Any]]) -> None:
        accessor, names = self.row_columns[code]
        model: Any = self.model._meta.get_field(accessor).related_model  # noqa: SLF001 -- Django's public name
        made = []
        for entries in value:
            row = model()
            for name, entry in zip(names, entries, strict=True):
                field = model._meta.get_field(name)  # noqa: SLF001 -- the same
                if entry is None:
                    continue
                if isinstance(field, models.ForeignKey):
                    setattr(row, field.attname, self._number_of(field, entry))
                else:
                    setattr(row, name, field.to_python(entry))
            made.append(row)
        setattr(page, accessor, made)

    @abstractmethod
    def blank(self, organisation: Organisation) -> Any:
        """Return an empty page of an organisation, with what the form's beginning would set."""

    @abstractmethod
    def parent(self) -> Any:
        """Return the Vietnamese list."""

    def write_new(self, entries: Sequence[Entry]) -> list[Written]:
        """Make drafts."""
        pages = []
        for entry in entries:
            page = self.blank(self._organisation(entry.owner))
            self.fill(page, entry.values)
            pages.append(page)
        drafts.add_many(pages=pages, parent=self.parent(), by=self.by, now=self.now)
        self.keep_new_codes((entry, page.pk) for entry, page in zip(entries, pages, strict=True))
        return [Written(page.pk, str(page.latest_revision_id)) for page in pages]

    def write_changed(self, entry: Entry) -> Written:
        """Keep a changed draft; what is live stays as it is until it is reviewed."""
        page = self.model.objects.select_related("organisation").get(pk=entry.target)
        before = {"revision": page.latest_revision_id, "published": page.live and not page.has_unpublished_changes}
        draft = page.get_latest_revision_as_object()
        if before["revision"] is None:
            before["revision"] = page.save_revision(user=self.by, changed=False, clean=False).pk
        self.fill(draft, {code: entry.values[code] for code in entry.changed})
        drafts.change(page=draft, by=self.by, made_from=before["revision"])
        self.keep_code(entry, page.pk)
        newest = Page.objects.values_list("latest_revision_id", flat=True).get(pk=page.pk)
        return Written(page.pk, str(newest), before)

    def undo_new(self, *, target: int, stamp: str) -> bool:
        """Delete a draft that nobody has touched."""
        page = self.model.objects.filter(pk=target).select_related("organisation").first()
        return page is not None and drafts.take_back(page=page, by=self.by, revision_id=int(stamp))

    def undo_changed(self, *, target: int, stamp: str, before: Mapping[str, Any]) -> bool:
        """Make the earlier draft the newest one again."""
        page = self.model.objects.filter(pk=target).select_related("organisation").first()
        return page is not None and drafts.restore(
            page=page,
            by=self.by,
            revision_id=int(stamp),
            earlier_id=int(before["revision"]),
            was_published=bool(before["published"]),
        )

    def export(self) -> Iterator[tuple[int, int, dict[str, Any]]]:
        """Yield the newest drafts of everything in the scope."""
        rows = self.model.objects.filter(
            alias_of=None, locale__language_code=Language.VIETNAMESE, organisation__isnull=False
        )
        if self.scope:
            rows = rows.filter(organisation_id=self.scope)
        source = rows.order_by("pk").values_list("pk", "organisation_id").iterator(chunk_size=EXPORT_CHUNK)
        while chunk := list(islice(source, EXPORT_CHUNK)):
            values = self.current([pk for pk, _owner in chunk])
            for pk, owner in chunk:
                named = {} if self.scope else {ORGANISATION: f"{NUMBER_SIGN}{owner}"}
                yield pk, owner, {**values.get(pk, {}), **named}


def _find_organisation(named: str) -> int | None:
    if named.startswith(NUMBER_SIGN) and named[1:].isascii() and named[1:].isdigit() and len(named) < 19:  # noqa: PLR2004 -- what databases number
        return Organisation.objects.filter(pk=int(named[1:])).values_list("pk", flat=True).first()
    digits = mst.compact(named)
    if digits.isascii() and digits.isdigit():
        found = Organisation.objects.filter(tax_code=digits).values_list("pk", flat=True).first()
        if found is not None:
            return found
    # The folded column begins with the name; the name itself decides.
    wanted = text.fold(named)
    rows = Organisation.objects.filter(folded__startswith=wanted).values_list("pk", "name") if wanted else []
    same = [pk for pk, name in rows if text.fold(name) == wanted]
    return same[0] if len(same) == 1 else None


@dataclass(frozen=True, kw_only=True)
class PageTable(TableKind):
    """Technologies or needs: writers at their desk, reviewers for everybody."""

    def scope_of(self, user: Any) -> int | None:
        """Return the organisation that the person writes for now."""
        membership = exhibitor_queries.current_membership(user)
        return membership.organisation_id if membership and permissions.can_write(membership) else None

    def may_use(self, user: Any, scope: int) -> bool:
        """Writers of the organisation; for all organisations, reviewers."""
        if scope == 0:
            return permissions.can_check_compliance(user)
        organisation = Organisation.objects.filter(pk=scope).first()
        membership = exhibitor_queries.membership_in(user, organisation) if organisation else None
        return permissions.can_write(membership)

    def address(self, target: int, *, for_officers: bool) -> str:
        """Return the admin's editor, or the desk's page of the draft."""
        return reverse("wagtailadmin_pages:edit", args=[target]) if for_officers else self.desk_address(target)

    @abstractmethod
    def desk_address(self, target: int) -> str:
        """Return where a member goes on with the draft."""
