"""The two streams that pages use: one for content pages, one for news stories."""

from typing import Any

from django.utils.functional import cached_property
from wagtail import blocks

from portal.blocks.actions import CallToActionBlock
from portal.blocks.contacts import ContactBlock
from portal.blocks.contents import ContentsBlock
from portal.blocks.documents import DocumentsBlock
from portal.blocks.embeds import AudioBlock, VideoBlock
from portal.blocks.figures import KeyFiguresBlock
from portal.blocks.gallery import GalleryBlock
from portal.blocks.headings import HeadingBlock, anchors
from portal.blocks.notices import NoticeBlock
from portal.blocks.pictures import PictureBlock
from portal.blocks.quotes import QuoteBlock
from portal.blocks.steps import StepsBlock
from portal.blocks.tables import TableBlock
from portal.blocks.text import ParagraphBlock


class BodyBlock(blocks.StreamBlock):  # type: ignore[misc]  # Wagtail ships no types
    """A stream that gives its headings anchors and hands them down to a contents list."""

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add ``anchored`` (child and anchor) and ``headings`` (heading value and anchor)."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        anchored = anchors(value)
        context["anchored"] = anchored
        context["headings"] = [(child.value, anchor) for child, anchor in anchored if anchor]
        return context

    @cached_property
    def is_previewable(self) -> bool:
        """Say that only the single blocks have previews."""
        return False

    class Meta:
        template = "blocks/stream.html"


class ArticleBody(BodyBlock):
    """What a news story is made of."""

    paragraph = ParagraphBlock()
    heading = HeadingBlock()
    picture = PictureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    video = VideoBlock()
    audio = AudioBlock()
    table = TableBlock()
    key_figures = KeyFiguresBlock()
    documents = DocumentsBlock()
    notice = NoticeBlock()


class ContentBody(BodyBlock):
    """What every other page is made of."""

    paragraph = ParagraphBlock()
    heading = HeadingBlock()
    contents = ContentsBlock()
    picture = PictureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    video = VideoBlock()
    audio = AudioBlock()
    table = TableBlock()
    key_figures = KeyFiguresBlock()
    steps = StepsBlock()
    documents = DocumentsBlock()
    contact = ContactBlock()
    notice = NoticeBlock()
    call_to_action = CallToActionBlock()
