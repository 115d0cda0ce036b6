"""The log of an organisation in words that a person can read."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from exhibitors.enums import LogAction, MemberRole, PaperKind
from exhibitors.models import Organisation, OrganisationLog

_PERSON: Final = re.compile(r"^#(\d+)(?:: (.*))?$")
_CODES: Final = {choice.value: choice.label for choices in (MemberRole, PaperKind) for choice in choices}
_OF_VERIFICATION: Final = frozenset(
    {
        LogAction.CREATED,
        LogAction.VERIFIED,
        LogAction.VERIFICATION_WITHDRAWN,
        LogAction.VERIFICATION_REFUSED,
        LogAction.VERIFICATION_REQUESTED,
        LogAction.MORE_ASKED,
        LogAction.PAPER_ADDED,
        LogAction.PAPER_REMOVED,
        LogAction.SUSPENDED,
        LogAction.RESTORED,
    }
)
_WITH_WORDS: Final = frozenset(
    {
        LogAction.VERIFICATION_REFUSED,
        LogAction.VERIFICATION_REQUESTED,
        LogAction.MORE_ASKED,
        LogAction.SUSPENDED,
        LogAction.PRODUCT_ADDED,
        LogAction.PRODUCT_CHANGED,
        LogAction.PRODUCT_REMOVED,
    }
)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened: what, when, in which words, by whom ("" where nobody is named)."""

    title: str
    when: datetime
    text: str
    by: str


def lines(organisation: Organisation, *, most: int = 100) -> list[HistoryLine]:
    """Return what happened to an organisation, the newest first (two queries)."""
    rows = list(organisation.log.select_related("by")[:most])
    people = _people(rows)
    return [
        HistoryLine(str(row.get_action_display()), row.at, _words(row, people), str(row.by) if row.by else "")
        for row in rows
    ]


def verification_lines(organisation: Organisation, *, most: int = 20) -> list[HistoryLine]:
    """Return what its members may read of the verification, the newest first; officers stay unnamed (one query)."""
    rows = organisation.log.filter(action__in=_OF_VERIFICATION)[:most]
    return [HistoryLine(str(row.get_action_display()), row.at, _words(row, {}), "") for row in rows]


def _people(rows: Iterable[OrganisationLog]) -> dict[str, str]:
    """Return the names behind the numbers in details."""
    keys: Collection[str] = {found.group(1) for row in rows if (found := _PERSON.match(row.detail))}
    if not keys:
        return {}
    return {str(person.pk): str(person) for person in get_user_model().objects.filter(pk__in=keys)}


def _words(row: OrganisationLog, people: dict[str, str]) -> str:
    if row.action in _WITH_WORDS:
        return row.detail
    if found := _PERSON.match(row.detail):
        name = people.get(found.group(1), _("a person without an account"))
        roles = _translated(found.group(2) or "", " → ")
        return f"{name}: {roles}" if roles else name
    if row.action == LogAction.UPDATED:
        return ", ".join(_field_label(name) for name in row.detail.split(", ") if name)
    return _translated(row.detail, ", ")


def _translated(codes: str, separator: str) -> str:
    return separator.join(str(_CODES.get(code, code)) for code in codes.split(separator) if code)


def _field_label(name: str) -> str:
    known = {field.name: field for field in Organisation._meta.get_fields()}  # noqa: SLF001 -- Django's public registry
    return str(getattr(known.get(name), "verbose_name", name))
