"""Which finished pages a change of an opinion concerns."""

from typing import TYPE_CHECKING, Any, Final

from portal.page_cache import tags

if TYPE_CHECKING:
    from news.models import Comment

_NEVER_SHOWN: Final = {"unverified", "pending"}


def fact(article_key: Any) -> str:
    """Return the tag of pages that show the opinions on a story; ``article_key`` is its translation key."""
    return tags.fact("opinions", article_key)


def facts_of(comment: "Comment") -> list[str]:
    """Return what changed with an opinion that was saved or deleted: nothing as long as only its writer and the newsroom know of it."""
    return [] if comment.state in _NEVER_SHOWN else [fact(comment.article_key)]
