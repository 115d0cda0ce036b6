"""Which official terms a page uses, and whether its translation says them as the law and the province do."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from wagtail.models import Page
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from portal.kernel import text
from portal.kernel.languages import Language
from portal.vocabularies import queries as vocabularies


@dataclass(frozen=True, slots=True)
class WordRow:
    """One official term that the source uses; ``is_used`` whether the translation has the official English."""

    vietnamese: str
    english: str
    note: str
    source: str
    is_used: bool


def words_of(page: Page) -> str:
    """Return everything of a page that is to be translated as plain text in lower case, in normal form."""
    strings = [
        unescape(strip_tags(segment.string.data))
        for segment in extract_segments(page.specific)
        if isinstance(segment, StringSegmentValue)
    ]
    return text.normalise(" \n ".join(strings)).lower()


def _uses(words: str, term: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(text.normalise(term).lower())}(?!\w)", words) is not None


def found_in(words: str) -> "list[Any]":
    """Return the official terms that stand in a Vietnamese text, longest first; one inside a longer one is not told twice."""
    found = []
    rest = words
    for term in sorted(vocabularies.official_terms(), key=lambda term: (-len(term.vietnamese), term.vietnamese)):
        if _uses(rest, term.vietnamese):
            found.append(term)
            rest = rest.replace(text.normalise(term.vietnamese).lower(), " ")
    return found


def compare(page: Page) -> list[WordRow]:
    """Return the official terms of a page's source with whether the English page uses theirs; what is missing comes first."""
    drafts = {
        other.locale.language_code: other.get_latest_revision_as_object()
        for other in page.get_translations(inclusive=True).filter(alias_of=None).select_related("locale")
    }
    source = drafts.get(Language.VIETNAMESE)
    if source is None:
        return []
    english = drafts.get(Language.ENGLISH)
    told = words_of(english) if english is not None else ""
    rows = [
        WordRow(term.vietnamese, term.english, term.note, term.source, _uses(told, term.english))
        for term in found_in(words_of(source))
    ]
    return sorted(rows, key=lambda row: (row.is_used, row.vietnamese))
