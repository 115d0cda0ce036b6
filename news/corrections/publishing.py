"""What happens when the row of a published story is written: old words are kept, and nothing that was taken down comes back."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from news.corrections import words
from portal.kernel import clock

if TYPE_CHECKING:
    from news.models import ArticlePage


@contextmanager
def watched(article: "ArticlePage", update_fields: Collection[str] | None) -> Iterator[None]:
    """Compare the words of a live story before and after they are written, however the writing came about.

    Publishing by the editor's button, by the workflow, by a schedule and by code all end in this one statement. Raises
    PermissionDenied, which Wagtail tells as such, for a story that is taken down.
    """
    from news.domain import corrections, takedowns  # noqa: PLC0415 -- both write records of this room

    is_publishing = update_fields is None and article.live and article.alias_of_id is None
    if is_publishing and takedowns.active(article.translation_key) is not None:
        raise PermissionDenied(_("This story is taken down. Put it back before you publish it."))
    before = _published_words(article) if is_publishing else None
    yield
    if before is not None:
        revision = article.live_revision
        corrections.keep_change(
            article=article, before=before, by=revision.user if revision is not None else None, now=clock.now()
        )


def _published_words(article: "ArticlePage") -> list[str] | None:
    if article.pk is None:
        return None
    standing = type(article).objects.filter(pk=article.pk, live=True).first()
    return words.words_of(standing) if standing is not None else None
