"""Loading a version of the lists of technology transfer."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.kernel import errors, text
from showcase import permissions
from showcase.enums import Compliance
from showcase.models import TransferList, TransferListEntry
from showcase.models.transfer_lists import LISTED_KINDS

COLUMNS: Final = ("kind", "code", "words_vi", "words_en", "keywords")
MOST_ENTRIES: Final = 2000
LONGEST: Final = {"code": 40, "words_vi": 500, "words_en": 500, "keywords": 500}
OPTIONAL: Final = frozenset({"words_en"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a file."""

    kind: Compliance
    code: str
    words_vi: str
    words_en: str
    keywords: str


def read_rows(content: str) -> list[Entry]:
    """Return the entries of a CSV text with the columns of ``COLUMNS``, divided by commas or semicolons.

    Raises DomainError on field ``file`` naming the first row that is wrong.
    """
    first_line = content.lstrip("\ufeff").split("\n", 1)[0]
    delimiter = "," if first_line.count(",") >= first_line.count(";") else ";"
    reader = csv.DictReader(io.StringIO(content.lstrip("\ufeff")), delimiter=delimiter)
    if not set(COLUMNS) <= set(reader.fieldnames or ()):
        raise errors.DomainError(
            _("The first row must name these columns: %(names)s.") % {"names": ", ".join(COLUMNS)}, field="file"
        )
    entries: list[Entry] = []
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(reader, start=2):
        entry = _entry(number, {name: text.normalise(row.get(name) or "") for name in COLUMNS})
        if (entry.kind, entry.code) in seen:
            raise _wrong(number, _("the code %(code)s stands twice in one list") % {"code": entry.code})
        seen.add((entry.kind, entry.code))
        entries.append(entry)
        if len(entries) > MOST_ENTRIES:
            raise errors.DomainError(_("The file has more than 2,000 rows."), field="file")
    if not entries:
        raise errors.DomainError(_("The file has no entries."), field="file")
    return entries


def _wrong(number: int, what: str) -> errors.DomainError:
    return errors.DomainError(_("Row %(number)s: %(what)s.") % {"number": number, "what": what}, field="file")


def _entry(number: int, row: dict[str, str]) -> Entry:
    kinds = {kind.value: kind for kind in LISTED_KINDS}
    kind = kinds.get(row["kind"].lower())
    if kind is None:
        raise _wrong(number, _("the list must be one of %(names)s") % {"names": ", ".join(kinds)})
    for name, longest in LONGEST.items():
        if not row[name] and name not in OPTIONAL:
            raise _wrong(number, _("column %(name)s is empty") % {"name": name})
        if len(row[name]) > longest:
            raise _wrong(
                number, _("column %(name)s has more than %(most)s characters") % {"name": name, "most": longest}
            )
    return Entry(kind, row["code"], row["words_vi"], row["words_en"], row["keywords"])


def load_list(
    *,
    version: str,
    source: str,
    valid_from: date,
    entries: Iterable[Entry],
    by: Any,
    now: datetime,
    valid_to: date | None = None,
    is_illustrative: bool = False,
) -> TransferList:
    """Keep a version with its entries, and queue the comparison of every live technology with it; return it.

    Raises NotAllowedError unless ``by`` is an officer, DomainError where the version exists already or the dates are
    in the wrong order.
    """
    from showcase import tasks  # noqa: PLC0415 -- tasks call the domain

    if not permissions.can_check_compliance(by):
        raise errors.NotAllowedError
    if valid_to is not None and valid_to < valid_from:
        raise errors.DomainError(_("The last day lies before the first."), field="valid_to")
    try:
        with transaction.atomic():
            made = TransferList.objects.create(
                version=text.normalise(version),
                source=text.normalise(source),
                valid_from=valid_from,
                valid_to=valid_to,
                is_illustrative=is_illustrative,
                loaded_by=by,
                loaded_at=now,
            )
            TransferListEntry.objects.bulk_create(
                TransferListEntry(
                    transfer_list=made,
                    kind=entry.kind,
                    code=entry.code,
                    words_vi=entry.words_vi,
                    words_en=entry.words_en,
                    keywords=entry.keywords,
                )
                for entry in entries
            )
            tasks.screen_live_technologies.enqueue(made.pk)
    except IntegrityError as error:
        raise errors.DomainError(gettext_lazy("This version is loaded already."), field="version") from error
    return made
