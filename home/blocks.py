"""What the front page is composed of."""

from portal.blocks.stream import ContentBody


class FrontBody(ContentBody):
    """Blocks of the front page."""
