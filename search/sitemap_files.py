"""Site maps as files: lines written one after the other, so that no file stands in memory as a whole."""

from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape

from search.sitemap import Entry

AT_ONCE: Final = 500
"""Lines of one piece that is sent: each piece costs a turn of the server."""
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_QUOTED: Final = {'"': "&quot;"}


def addresses(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield the pieces of a file that lists addresses, each with its translations."""
    head = f'{_HEAD}<urlset xmlns="{_SPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    return _pieces(head, map(_address, entries), "</urlset>\n")


def files(urls: Iterable[str]) -> Iterator[bytes]:
    """Yield the pieces of a file that lists site maps."""
    lines = (f"<sitemap><loc>{escape(url)}</loc></sitemap>\n" for url in urls)
    return _pieces(f'{_HEAD}<sitemapindex xmlns="{_SPACE}">\n', lines, "</sitemapindex>\n")


def _address(entry: Entry) -> str:
    changed = f"<lastmod>{entry.modified.isoformat(timespec='seconds')}</lastmod>" if entry.modified else ""
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language.value}" href="{escape(url, _QUOTED)}"/>'
        for language, url in entry.alternates
    )
    return f"<url><loc>{escape(entry.url)}</loc>{changed}{links}</url>\n"


def _pieces(head: str, lines: Iterable[str], end: str) -> Iterator[bytes]:
    waiting = [head]
    for line in lines:
        waiting.append(line)
        if len(waiting) >= AT_ONCE:
            yield "".join(waiting).encode()
            waiting = []
    yield "".join([*waiting, end]).encode()
