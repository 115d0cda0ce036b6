"""Comparing technologies with the lists of transfer by keywords: suggestions with their reasons, never decisions.

Whether a technology stands in a list is for an officer to say (Law on Technology Transfer, articles 9 to 11).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from portal.kernel import text
from portal.kernel.languages import Language
from showcase.enums import Compliance
from showcase.models import Screening, TechnologyPage, TransferList
from showcase.validators import split_list

# The stricter list decides what is suggested.
SEVERITY: Final = (Compliance.PROHIBITED, Compliance.RESTRICTED, Compliance.ENCOURAGED)
SCREENED: Final = (
    "title",
    "summary",
    "keywords",
    "product_chain",
    "problem",
    "solution",
    "advantages",
    "compared_with",
    "evidence",
    "environmental_impact",
    "waste",
)


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a list as the comparison needs it."""

    kind: Compliance
    code: str
    words: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that may apply: which keyword was met, in which field."""

    kind: Compliance
    code: str
    words: str
    keyword: str
    field: str


def _phrase(value: str) -> str:
    return f" {' '.join(text.words(text.fold(value)))} "


def hits(texts: Mapping[str, str], entries: Iterable[Listed]) -> list[Hit]:
    """Return the entries of which a keyword stands in the texts as whole words, with or without marks; each once."""
    phrases = {field: _phrase(value) for field, value in texts.items() if value.strip()}
    found = []
    for entry in entries:
        met = next(
            (
                (keyword, field)
                for keyword in entry.keywords
                if _phrase(keyword).strip()
                for field, phrase in phrases.items()
                if _phrase(keyword) in phrase
            ),
            None,
        )
        if met is not None:
            found.append(Hit(entry.kind, entry.code, entry.words, *met))
    return sorted(found, key=lambda hit: (SEVERITY.index(hit.kind), hit.code))


def suggestion(found: Sequence[Hit]) -> Compliance:
    """Return the strictest list that was hit; "on no list" where none was."""
    kinds = {hit.kind for hit in found}
    return next((kind for kind in SEVERITY if kind in kinds), Compliance.NOT_LISTED)


def entries_of(transfer_list: TransferList) -> list[Listed]:
    """Return the entries of a version (one query)."""
    return [
        Listed(Compliance(entry.kind), entry.code, entry.words, tuple(split_list(entry.keywords)))
        for entry in transfer_list.entries.order_by("kind", "code")
    ]


def texts_of(page: TechnologyPage) -> dict[str, str]:
    """Return the texts of a draft that are compared, by field."""
    texts = {name: str(getattr(page, name)) for name in SCREENED}
    texts["specifications"] = "\n".join(row.name for row in page.specifications.all())
    return texts


def as_data(found: Iterable[Hit]) -> list[dict[str, Any]]:
    """Return hits as they are kept."""
    return [
        {"kind": hit.kind.value, "code": hit.code, "words": hit.words, "keyword": hit.keyword, "field": hit.field}
        for hit in found
    ]


@transaction.atomic
def screen_live(*, transfer_list: TransferList, now: datetime) -> int:
    """Compare every live technology with a version, and keep what was found; return how many differ from their record.

    Running it again renews the rows of this version. Nothing is taken down: an officer reads the report and decides.
    """
    entries = entries_of(transfer_list)
    pages = TechnologyPage.objects.filter(live=True, alias_of=None, locale__language_code=Language.VIETNAMESE)
    changed = 0
    for page in pages.prefetch_related("specifications").order_by("pk").iterator(chunk_size=200):
        found = hits(texts_of(page), entries)
        suggested = suggestion(found)
        differs = suggested != page.compliance
        changed += differs
        Screening.objects.update_or_create(
            transfer_list=transfer_list,
            translation_key=page.translation_key,
            defaults={
                "title": page.title,
                "recorded": page.compliance,
                "suggested": suggested,
                "hits": as_data(found),
                "has_changed": differs,
                "screened_at": now,
            },
        )
    transfer_list.screened_at = now
    transfer_list.save(update_fields=["screened_at"])
    return changed
