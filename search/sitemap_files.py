"""Site maps as files, in pieces: no more than one file of bounded size ever stands in memory."""

import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape

from portal.kernel.languages import Language
from search.sitemap import Entry

AT_ONCE: Final = 500
"""Lines of one piece that is sent: each piece costs a turn of the server."""
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_QUOTED: Final = {'"': "&quot;"}
_SPECIAL: Final = re.compile(r'[&<>"]')


def addresses(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield the pieces of a file that lists addresses, each with its translations."""
    head = f'{_HEAD}<urlset xmlns="{_SPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    return _pieces(head, map(_address, entries), "</urlset>\n")


def files(urls: Iterable[str]) -> Iterator[bytes]:
    """Yield the pieces of a file that lists site maps."""
    lines = (f"<sitemap><loc>{_escaped(url)}</loc></sitemap>\n" for url in urls)
    return _pieces(f'{_HEAD}<sitemapindex xmlns="{_SPACE}">\n', lines, "</sitemapindex>\n")


def _escaped(url: str) -> str:
    # Hardly any address has such letters, and looking is ten times quicker than replacing each.
    return escape(url, _QUOTED) if _SPECIAL.search(url) else url


def _address(entry: Entry) -> str:
    language, url, modified, twin = entry
    url = _escaped(url)
    changed = f"<lastmod>{modified}</lastmod>" if modified else ""
    if not twin:
        return f"<url><loc>{url}</loc>{changed}</url>\n"
    twin = _escaped(twin)
    vietnamese, english = (url, twin) if language is Language.VIETNAMESE else (twin, url)
    return (
        f'<url><loc>{url}</loc>{changed}<xhtml:link rel="alternate" hreflang="vi" href="{vietnamese}"/>'
        f'<xhtml:link rel="alternate" hreflang="en" href="{english}"/></url>\n'
    )


def _pieces(head: str, lines: Iterable[str], end: str) -> Iterator[bytes]:
    waiting = [head]
    for line in lines:
        waiting.append(line)
        if len(waiting) >= AT_ONCE:
            yield "".join(waiting).encode()
            waiting = []
    yield "".join([*waiting, end]).encode()
