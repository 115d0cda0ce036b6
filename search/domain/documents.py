"""Turning what features describe into rows of the search: folded and accented words by weight."""

from typing import Any, Final

from django.utils import translation

from portal.kernel import text
from portal.kernel.languages import Language
from portal.pages.findables import FindableDocument, FindableKind
from search import folding
from search.engines import counting
from search.engines.base import FILE, IDENTIFIER
from search.models import SearchDocument, SearchFacet

# PostgreSQL refuses a tsvector over one megabyte; nobody looks for the end of so long a text.
LONGEST_INDEXED: Final = 100_000
LONGEST_SHOWN: Final = 10_000
LONGEST_WITH_FILES: Final = 150_000
"""Of an item's own text and the files that it shows; the worst words still fit into a tsvector."""
CALLED_BY_KIND: Final = frozenset(
    {
        FindableKind.NEED,
        FindableKind.EVENT,
        FindableKind.COURSE,
        FindableKind.AWARD,
        FindableKind.EXPERT,
        FindableKind.POLICY,
        FindableKind.SERVICE,
    }
)
"""Kinds whose name people type with what they look for ("chuyên gia sấy nông sản"); it stands among the item's keywords.

Technologies, organisations and news are too many for that: words that most documents hold tell nothing apart and cost the most.
"""
_PAGE_PREFIX: Final = "page:"
_NUL: Final = "\x00"

TEXT_FIELDS: Final = (
    "item",
    "kind",
    "language",
    "title",
    "url",
    "summary",
    "body",
    "title_folded",
    "lead_folded",
    "body_folded",
    "title_accented",
    "text_accented",
    "sort_date",
    "filters",
    "picture_id",
    "page_id",
)


def page_id_of(key: str) -> int | None:
    """Return the page that a key names, or None for items that are no pages."""
    number = key.removeprefix(_PAGE_PREFIX)
    return int(number) if key.startswith(_PAGE_PREFIX) and number.isdecimal() else None


def item_of(document: FindableDocument) -> str:
    """Return the name that the documents of one item share in all languages ("organisation:5" for "organisation:5:en")."""
    return document.key.removesuffix(f":{document.language}")


def _folded(*parts: str) -> str:
    return " ".join(folding.folded(" ".join(parts)))


def _accented(*parts: str) -> str:
    return " ".join(folding.accented(" ".join(parts)))


def _called(document: FindableDocument) -> str:
    if document.kind not in CALLED_BY_KIND:
        return ""
    with translation.override(document.language):
        return str(document.kind.label)


def row_of(document: FindableDocument, *, item: str, attached: str = "", also_called: str = "") -> SearchDocument:
    """Return the unsaved row of a document; ``item`` is its translation key or ``item_of``, ``attached`` what its files say.

    ``also_called`` is a title of the item in another language.
    """
    title, summary, keywords, body = (
        text.normalise(part.replace(_NUL, " "))
        for part in (
            str(document.title),
            str(document.summary),
            f"{document.keywords} {_called(document)} {also_called}",
            str(document.body),
        )
    )
    body = body[:LONGEST_INDEXED]
    attached = text.normalise(attached.replace(_NUL, " "))[: LONGEST_WITH_FILES - len(body)]
    return SearchDocument(
        key=document.key,
        item=item,
        kind=document.kind,
        language=document.language,
        for_english=True,
        title=title,
        url=document.url,
        summary=summary,
        body=body[:LONGEST_SHOWN],
        title_folded=_folded(title),
        lead_folded=_folded(summary, keywords),
        body_folded=_folded(body, attached),
        title_accented=_accented(title),
        text_accented=_accented(summary, keywords, body, attached),
        sort_date=document.sort_date,
        filters=filters_line(facets_of(document)),
        picture_id=document.picture.pk if document.picture else None,
        page_id=page_id_of(document.key),
    )


def is_searchable(document: FindableDocument) -> bool:
    """Return whether a document can be shown: it has a title, an address and a language of the portal."""
    return bool(document.title.strip() and document.url and document.language in Language.values)


def facets_of(document: FindableDocument) -> set[tuple[str, str]]:
    """Return the (name, code) pairs of a document's facets, its identifiers as folded words among them."""
    found = {(name, str(code)) for name, codes in document.facets.items() for code in codes if code}
    longest = SearchFacet._meta.get_field("code").max_length or 0  # noqa: SLF001 -- Django's public name
    numbers = {_folded(text.normalise(number.replace(_NUL, " "))) for number in document.identifiers}
    found |= {(FILE, str(key)) for key in document.files}
    return found | {(IDENTIFIER, number) for number in numbers if number and len(number) <= longest}


def filters_line(facets: set[tuple[str, str]]) -> str:
    """Return facets as the column ``filters`` holds them, without numbers and files, which nobody counts."""
    return counting.line_of(sorted((name, code) for name, code in facets if name not in {IDENTIFIER, FILE}))


def differs(stored: SearchDocument, wanted: SearchDocument) -> bool:
    """Return whether a stored row says anything else than it should."""
    return any(_value(stored, name) != _value(wanted, name) for name in TEXT_FIELDS)


def _value(row: SearchDocument, name: str) -> Any:
    value = getattr(row, name)
    return str(value) if name in {"kind", "language"} else value
