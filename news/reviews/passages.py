"""A version of a story as numbered passages, each with the place at which an editor's comment on it belongs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bs4 import BeautifulSoup, Tag
from django.utils.safestring import SafeString, mark_safe
from wagtail import blocks
from wagtail.rich_text import RichText, expand_db_html

from portal.blocks import text as block_text
from portal.kernel import text

if TYPE_CHECKING:
    from news.models import ArticlePage

TITLE: Final = "title"
BLOCK_KEY: Final = "data-block-key"


@dataclass(frozen=True, slots=True)
class Passage:
    """One numbered passage. ``path`` and ``position`` are Wagtail's words for where a comment stands; ``html`` is drawn as readers see it."""

    number: int
    key: str
    path: str
    position: str
    words: str
    html: SafeString | str = ""


@dataclass(frozen=True, slots=True)
class _Piece:
    key: str
    path: str
    words: str
    position: str = ""
    html: SafeString | str = ""


def passages_of(article: "ArticlePage") -> list[Passage]:
    """Return headline, lead, caption, each paragraph and each other block of a version, and the transcript, in reading order."""
    return [
        Passage(number, piece.key, piece.path, piece.position, piece.words, piece.html)
        for number, piece in enumerate(_pieces(article), start=1)
    ]


def find(article: "ArticlePage", key: str) -> Passage | None:
    """Return the passage with a key, or None."""
    return next((passage for passage in passages_of(article) if passage.key == key), None)


def _pieces(article: "ArticlePage") -> Iterator[_Piece]:
    yield _Piece(TITLE, TITLE, text.line(article.title))
    yield _Piece("lead", "lead", text.line(article.lead))
    if article.caption:
        yield _Piece("caption", "caption", text.line(article.caption))
    for child in article.body or ():
        if isinstance(child.value, RichText):
            yield from _paragraphs(child)
        else:
            words = text.line(
                " ".join(block_text.plain(part) for part in child.block.get_searchable_content(child.value))
            )
            name = words or str(child.block.label)
            yield _Piece(f"b-{child.id}", _path_into(child), name, html=child.render())
    if article.transcript:
        yield _Piece("transcript", "transcript", text.line(article.transcript))


def _paragraphs(child: Any) -> Iterator[_Piece]:
    """Yield the paragraphs, list entries and loose words of running text one by one."""
    for place, element in enumerate(_elements(child.value.source)):
        words = block_text.plain(str(element))
        if not words:
            continue
        block_key = element.get(BLOCK_KEY, "") if isinstance(element, Tag) else ""
        position = json.dumps([{"key": block_key, "start": 0, "end": len(element.get_text())}]) if block_key else ""
        source = f"<ul>{element}</ul>" if isinstance(element, Tag) and element.name == "li" else str(element)
        # The editor's own store of rich text, which Wagtail cleaned when it was saved and shows on public pages as it is.
        yield _Piece(
            f"b-{child.id}-{place}",
            f"body.{child.id}",
            words,
            position,
            mark_safe(expand_db_html(source)),  # noqa: S308 -- the same source and the same expansion as on the public page
        )


def _elements(source: str) -> Iterator[Any]:
    for element in BeautifulSoup(source, "html.parser").children:
        if isinstance(element, Tag) and element.name in {"ul", "ol"}:
            yield from element.find_all("li", recursive=False)
        else:
            yield element


def _path_into(child: Any) -> str:
    """Return the path of the first field of words in a block, where the editor shows comments; of the block if it has none."""
    if isinstance(child.block, blocks.StructBlock):
        for name, inner in child.block.child_blocks.items():
            if isinstance(inner, blocks.CharBlock | blocks.TextBlock | blocks.RichTextBlock):
                return f"body.{child.id}.{name}"
    return f"body.{child.id}"
