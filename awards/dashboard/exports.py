"""Tables of an edition as CSV that no spreadsheet program takes for formulas."""

import csv
import io
from collections.abc import Iterable, Sequence
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from awards.dashboard import queries
from awards.editions.rules import EditionRules
from awards.enums import UNSENT_STATES
from awards.models import Nomination
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.kernel.spreadsheets import BYTE_ORDER_MARK, harmless


class Table(StrEnum):
    """What can be taken away."""

    DOSSIERS = "dossiers"
    JURORS = "jurors"
    CONFLICTS = "conflicts"


FILE_NAMES = {Table.DOSSIERS: "ho-so", Table.JURORS: "hoi-dong", Table.CONFLICTS: "xung-dot-loi-ich"}


def csv_of(*, table: Table, award_key: UUID, rules: EditionRules, language: Language) -> tuple[str, int]:
    """Return a table as text with a byte order mark, and how many rows it has below its heading. No points are in it."""
    makers = {Table.DOSSIERS: _dossiers, Table.JURORS: _jurors, Table.CONFLICTS: _conflicts}
    written = io.StringIO()
    lines = csv.writer(written)
    number = -1
    for row in makers[table](award_key, rules, language):
        lines.writerow([harmless(cell) for cell in row])
        number += 1
    return BYTE_ORDER_MARK + written.getvalue(), number


def _dossiers(award_key: UUID, rules: EditionRules, language: Language) -> Iterable[Sequence[object]]:
    titles = {one.code: one.title[language.value] or one.title.vi for one in rules.categories}
    yield (
        _("Alias"),
        _("Category"),
        _("What is nominated"),
        _("Nominee"),
        _("Organisation"),
        _("State"),
        _("Prize"),
        _("Handed in at"),
    )
    rows = (
        Nomination.objects.filter(award_key=award_key).exclude(state__in=UNSENT_STATES).select_related("organisation")
    )
    for row in rows.order_by("category_code", "submitted_at", "pk").iterator():
        yield (
            row.alias,
            titles.get(row.category_code, row.category_code),
            row.title,
            row.nominee_name,
            row.organisation.in_language("name", language) if row.organisation is not None else "",
            row.get_state_display(),
            row.get_honour_display(),
            f"{clock.local(row.submitted_at):%Y-%m-%d %H:%M:%S}" if row.submitted_at is not None else "",
        )


def _jurors(award_key: UUID, _rules: EditionRules, _language: Language) -> Iterable[Sequence[object]]:
    yield (
        _("Juror"),
        _("State"),
        _("Declaration made"),
        _("Dossiers given"),
        _("No conflict declared"),
        _("Mark sheets handed in"),
        _("Conflicts"),
    )
    for row in queries.jurors(award_key):
        declared = _("yes") if row.has_declared else _("no")
        yield row.name, row.state.label, declared, row.given, row.confirmed, row.handed_in, row.conflicts


def _conflicts(award_key: UUID, _rules: EditionRules, _language: Language) -> Iterable[Sequence[object]]:
    yield _("Juror"), _("Dossier"), _("Told"), _("Reason"), _("When")
    for row in queries.conflicts(award_key):
        yield row.juror, row.dossier, row.source, row.reason, f"{clock.local(row.at):%Y-%m-%d %H:%M:%S}"
