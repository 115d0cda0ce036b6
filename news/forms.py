"""Forms of the room's public pages."""

from news.opinions.forms import CommentForm

__all__ = ["CommentForm"]
