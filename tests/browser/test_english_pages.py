"""English pages speak English: Vietnamese stands there only where the page says so, or as a name.

Names need no list: every syllable of a Vietnamese name begins with a capital (Bắc Ninh, Sông Mơ, QĐ-TTg), and
nearly no Vietnamese sentence is written so. What is Vietnamese on purpose stands in an element with ``lang="vi"``, what is no
language at all (a clause "III.2.đ") in one with ``translate="no"``.
"""

import re
from collections import deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.error import HTTPError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import urlopen

import polib

MOST_PAGES: Final = 400
FEWEST_PAGES: Final = 100
"""Fewer would mean that the walk lost its way, not that the portal is clean."""
LETTERS: Final = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
WORDS: Final = re.compile(r"[^\W\d_]+")
SPOKEN: Final = ("alt", "title", "aria-label", "placeholder")
SILENT: Final = frozenset({"script", "style", "template"})
VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
CATALOGUE: Final = Path(__file__).parents[2] / "locale" / "vi" / "LC_MESSAGES" / "django.po"


def vietnamese_words(text: str) -> list[str]:
    """Return the words with Vietnamese letters that begin small: no name does."""
    return [word for word in WORDS.findall(text) if word[0].islower() and LETTERS.search(word)]


def interface_words() -> frozenset[str]:
    """Return what the portal itself says in Vietnamese, where it differs from the English: capitals do not excuse it."""
    entries = polib.pofile(str(CATALOGUE))
    return frozenset(entry.msgstr for entry in entries if entry.msgstr != entry.msgid and LETTERS.search(entry.msgstr))


@dataclass
class Element:
    """An open element: its name, its language, and whether its words belong to any language."""

    tag: str
    language: str = ""
    is_language: bool = True


@dataclass
class Reader(HTMLParser):
    """Reads one page: where it leads, and what it says in Vietnamese without saying that it is Vietnamese."""

    interface: frozenset[str] = frozenset()
    links: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the element's languages, links and spoken attributes in."""
        given = {name: value or "" for name, value in attrs}
        parent = self.open[-1] if self.open else Element("")
        element = Element(
            tag, given.get("lang") or parent.language, parent.is_language and given.get("translate") != "no"
        )
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        for name in SPOKEN:
            self._judge(element, given.get(name, ""), f"{tag}[{name}]")
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close the element and what was left open in it."""
        for position in range(len(self.open) - 1, -1, -1):
            if self.open[position].tag == tag:
                del self.open[position:]
                return

    def handle_data(self, data: str) -> None:
        """Judge words that are seen."""
        if self.open and self.open[-1].tag not in SILENT:
            self._judge(self.open[-1], data, self.open[-1].tag)

    def _judge(self, element: Element, text: str, place: str) -> None:
        if element.language.startswith("vi") or not element.is_language:
            return
        if vietnamese_words(text) or text.strip() in self.interface:
            self.faults.append(f"{place}: {' '.join(text.split())[:120]}")


def read(address: str, interface: frozenset[str]) -> Reader:
    """Return what a page says; nothing for what is no page of the English tree any more."""
    reader = Reader(interface)
    try:
        with urlopen(address, timeout=60) as answer:
            is_page = answer.headers.get_content_type() == "text/html"
            if is_page and urlsplit(answer.url).path.startswith("/en/"):
                reader.feed(answer.read().decode())
    except HTTPError as error:
        reader.faults.append(f"status {error.code}")
    return reader


def test_names_are_told_from_vietnamese_words() -> None:
    assert not vietnamese_words("Centre of Bắc Ninh province, Quế Võ ward, Decision 1158/QĐ-TTg")
    assert vietnamese_words("Tranh minh họa: Khói lò gốm") == ["họa", "lò", "gốm"]
    reader = Reader(frozenset({"Số"}))
    reader.feed(
        '<p>1-0001 (mẫu)<img alt="lò gốm"><i lang="vi">lò <b>gốm</b></i><b translate="no">III.2.đ</b><a>Số</a></p>'
    )
    assert reader.faults == ["p: 1-0001 (mẫu)", "img[alt]: lò gốm", "a: Số"]


def test_english_pages_say_what_is_vietnamese(demo: str) -> None:
    interface = interface_words()
    waiting, seen, faults = deque(["/en/"]), {"/en/"}, []
    read_pages = 0
    while waiting and read_pages < MOST_PAGES:
        path = waiting.popleft()
        read_pages += 1
        page = read(demo + quote(path, safe="/%"), interface)
        faults += [f"{path} {fault}" for fault in page.faults]
        for link in page.links:
            target = urlsplit(urljoin(demo + path, link))
            is_own = target.netloc == urlsplit(demo).netloc and target.path.startswith("/en/")
            if is_own and target.path not in seen:
                seen.add(target.path)
                waiting.append(target.path)
    assert read_pages > FEWEST_PAGES
    assert not faults, "\n".join(faults)
