"""The two streams that pages use: one for content pages, one for news stories."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
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
from portal.blocks.points import KeyPointsBlock
from portal.blocks.quotes import QuoteBlock
from portal.blocks.related import RelatedBlock, things
from portal.blocks.steps import StepsBlock
from portal.blocks.tables import TableBlock
from portal.blocks.text import ParagraphBlock
from portal.blocks.timelines import TimelineBlock
from portal.pages import related
from portal.pages.related import RelatedKind


def _offer_removal(error: Any) -> None:
    """Say beside everything empty inside a block that the block may go instead of being filled in."""
    for place, inner in getattr(error, "block_errors", {}).items():
        if hasattr(inner, "block_errors"):
            _offer_removal(inner)
        elif getattr(inner, "code", None) == "required":
            words = _("This field is required. Fill it in, or delete this block if you do not need it.")
            error.block_errors[place] = ValidationError(words, code="required")


class BodyBlock(blocks.StreamBlock):  # type: ignore[misc]  # Wagtail ships no types
    """A stream that gives its headings anchors and hands them down to a contents list."""

    def clean(self, value: Any) -> Any:
        """Return the cleaned value; whoever left a block empty is told both ways out."""
        try:
            return super().clean(value)
        except ValidationError as error:
            _offer_removal(error)
            raise

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
    key_points = KeyPointsBlock()
    timeline = TimelineBlock()
    documents = DocumentsBlock()
    technology = RelatedBlock(RelatedKind.TECHNOLOGY)
    event = RelatedBlock(RelatedKind.EVENT)
    organisation = RelatedBlock(RelatedKind.ORGANISATION, is_page=False)
    award = RelatedBlock(RelatedKind.AWARD)
    notice = NoticeBlock()

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add what other rooms draw of the things that the story names: a fixed number of queries for any number of them."""
        context = super().get_context(value, parent_context=parent_context)
        context["related_shown"] = related.drawn([(kind, related.key_of(thing)) for kind, thing in things(value)])
        return context


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
