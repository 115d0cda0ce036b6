"""The addresses that search engines may read, with their translations; read as plain values, never as page objects."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from portal.kernel import languages
from portal.kernel.languages import Language
from portal.pages import site_maps
from search.domain import public_pages
from search.models import SearchDocument

# The protocol allows 50,000 addresses a file.
LARGEST: Final = 25_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One address; ``alternates`` holds (language, address) of every language of the same item, its own included."""

    url: str
    modified: datetime | None
    alternates: tuple[tuple[str, str], ...]


_Row = tuple[str, str, str, "datetime | None"]


def entries() -> list[Entry]:
    """Return every public address of the portal's pages and of the items that are no pages."""
    rows = sorted(_pages() + _items() + _views(), key=lambda row: (row[0], row[1]))
    found: list[Entry] = []
    for _item, group in groupby(rows, key=lambda row: row[0]):
        same = list(group)
        alternates = tuple((language, url) for _key, language, url, _time in same) if len(same) > 1 else ()
        found.extend(Entry(url, modified, alternates) for _key, _language, url, modified in same)
    return found


def _pages() -> list[_Row]:
    roots = {
        str(root.language_code): (root.root_path, settings.BASE_URL)
        for root in Site.get_site_root_paths()
        if root.language_code in Language.values
    }
    values = public_pages.readable().values_list(
        "translation_key", "locale__language_code", "url_path", "last_published_at"
    )
    found: list[_Row] = []
    for key, language, path, modified in values.iterator(chunk_size=5000):
        root, base = roots.get(language, ("", ""))
        if root and path.startswith(root):
            prefix = languages.ENGLISH_PREFIX if language == Language.ENGLISH else "/"
            found.append((f"page:{key}", language, f"{base}{prefix}{path[len(root) :]}", modified))
    return found


def _items() -> list[_Row]:
    values = SearchDocument.objects.filter(page=None).values_list("item", "language", "url")
    return [
        (item, language, url if "://" in url else f"{settings.BASE_URL}{url}", None)
        for item, language, url in values.iterator(chunk_size=5000)
    ]


def _views() -> list[_Row]:
    found: list[_Row] = []
    for name in site_maps.views():
        for language in Language:
            with translation.override(language):
                found.append((f"view:{name}", language.value, f"{settings.BASE_URL}{reverse(name)}", None))
    return found
