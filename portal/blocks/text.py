"""Running text, and the plain text of any block value for search and summaries."""

import html
import re
from collections.abc import Iterator
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.rich_text import RichText

from portal.kernel import formats, text

FEATURES: Final = ["bold", "italic", "superscript", "subscript", "ol", "ul", "link", "document-link"]
LONGEST_PARAGRAPHS: Final = 200_000
"""About sixty printed pages with their markup; a story's own text stays far below."""
_BLOCK_END: Final = re.compile(
    r"(</(?:p|li|h[1-6]|td|th|figcaption|blockquote|summary|div)>|<br\s*/?>|<hr\s*/?>)", re.IGNORECASE
)


class ParagraphBlock(blocks.RichTextBlock):  # type: ignore[misc]  # Wagtail ships no types
    """Running text with lists and links; headings are blocks of their own, so that the order of levels holds."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": FEATURES, **kwargs})

    def clean(self, value: Any) -> Any:
        """Refuse more than anybody reads in one piece: a whole document pasted at once. Nothing of it is cut off."""
        cleaned = super().clean(value)
        length = len(cleaned.source) if isinstance(cleaned, RichText) else 0
        if length > LONGEST_PARAGRAPHS:
            said = gettext(
                "This text has %(length)s characters; one block takes up to %(limit)s. It still stands here: divide it into "
                "several blocks, or attach it as a file."
            )
            raise ValidationError(
                said % {"length": formats.number(length), "limit": formats.number(LONGEST_PARAGRAPHS)}
            )
        return cleaned

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, lists and links.")
        template = "blocks/paragraph.html"
        preview_value = _(
            "<p>The line dries <b>two tonnes of rice noodles a day</b> without sun, at half the fuel of a coal kiln.</p>"
            "<ul><li>Even colour and moisture</li><li>Works in the rainy season</li></ul>"
        )


def plain(markup: object) -> str:
    """Return rich text or any HTML as one line of plain text; words of neighbouring paragraphs stay apart."""
    source = markup.source if isinstance(markup, RichText) else str(markup or "")
    return text.normalise(html.unescape(strip_tags(_BLOCK_END.sub(r"\1 ", source))))


def plain_text(stream_value: Any) -> str:
    """Return everything readable in a stream value as plain text, block after block, for the search and for summaries."""
    if not stream_value:
        return ""
    return text.normalise(" ".join(plain(piece) for piece in _pieces(stream_value.stream_block, stream_value)))


def _pieces(block: Any, value: Any) -> Iterator[str]:
    """Yield what is readable in a block's value; empty fields yield nothing, where Wagtail's own walk writes "None"."""
    if value is None:
        return
    if isinstance(block, ImageBlock):
        yield value.contextual_alt_text or ""
    elif isinstance(block, blocks.StreamBlock):
        for child in value:
            yield from _pieces(child.block, child.value)
    elif isinstance(block, blocks.StructBlock):
        for name, child_block in block.child_blocks.items():
            yield from _pieces(child_block, value.get(name))
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            yield from _pieces(block.child_block, item)
    else:
        yield from block.get_searchable_content(value)


def opening(stream_value: Any, *, length: int = 200) -> str:
    """Return the beginning of the first running text, cut at a word with an ellipsis."""
    for child in stream_value or ():
        if child.block_type == "paragraph":
            return shorten(plain(child.value), length=length)
    return ""


def shorten(words: str, *, length: int) -> str:
    """Return ``words`` with at most ``length`` characters, cut at a space, with an ellipsis where something is left out."""
    if len(words) <= length:
        return words
    return words[: length - 1].rpartition(" ")[0].rstrip(" ,;:.–-") + "…"
