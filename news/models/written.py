"""What a story must have, and to whom it may belong."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from news.broadcasts import streams
from news.models.shown import ShownStory
from portal.blocks import providers

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from news.models.articles import ArticlePage


class WrittenStory(ShownStory):
    """The rules of a story's words, pictures, recordings, times and desk; the fields that it reads are ``ArticlePage``'s."""

    class Meta:
        abstract = True

    def publication_problems(self) -> "dict[str, _StrPromise | str]":
        """Return what forbids publication, by field: pictures without caption or source, in the text too, recordings without words."""
        from news import article_pictures  # noqa: PLC0415 -- reads this model
        from news.broadcasts import checks  # noqa: PLC0415 -- reads this model

        problems: dict[str, _StrPromise | str] = {
            **self.problems_beside_the_text(),
            **dict(checks.nothing_to_play(self)),
        }
        if said := article_pictures.problem(self.body):
            problems["body"] = said
        return problems

    def problems_beside_the_text(self) -> "dict[str, _StrPromise]":
        """Return what the picture above the text and the recording lack, by field."""
        from news.broadcasts import checks  # noqa: PLC0415 -- reads this model

        return self.picture_problems() | dict(checks.problems(self))

    def picture_problems(self) -> "dict[str, _StrPromise]":
        """Return what the picture above the text lacks, by field."""
        problems = {}
        if self.picture and not self.picture_caption:
            problems["caption"] = _("Give the picture a caption before the story is published.")
        if self.picture and not self.picture_credit:
            problems["credit"] = _("Name the source of the picture before the story is published.")
        return problems

    def with_content_json(self, content: dict[str, Any]) -> "ArticlePage":
        """Return the page as a revision has it, without the desk of a newsroom that it has left."""
        page: ArticlePage = super().with_content_json(content)
        if page.desk_id and not self._may_name(page.desk_id):
            page.desk_id = None
        return page

    def _may_name(self, desk_id: int) -> bool:
        from news.models import NewsroomDesk, NewsroomPage  # noqa: PLC0415 -- of this package

        keys = NewsroomPage.objects.filter(path=self.path[: -self.steplen]).values("translation_key")
        return NewsroomDesk.objects.filter(pk=desk_id, newsroom_key__in=keys).exists()

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Refuse new stories of a newsroom that is closed, to everybody."""
        from news.rooms import standing  # noqa: PLC0415 -- reads the models of this package

        return bool(super().can_create_at(parent)) and standing.is_open(parent.translation_key)

    def can_move_to(self, parent: Page) -> bool:
        """Refuse to move a story to a newsroom that is closed."""
        from news.rooms import standing  # noqa: PLC0415 -- reads the models of this package

        return bool(super().can_move_to(parent)) and standing.is_open(parent.translation_key)

    def clean(self) -> None:
        """Check the desk, the times and where the film comes from."""
        super().clean()
        if self.path and self.desk_id and not self._may_name(self.desk_id):
            raise ValidationError({"desk": _("Choose a desk of the story's own newsroom.")})
        if self.live_starts_at and self.live_ends_at and self.live_ends_at <= self.live_starts_at:
            raise ValidationError({"live_ends_at": _("The end must come after the start.")})
        if problems := self.embargo_problems():
            raise ValidationError(problems)  # type: ignore[arg-type]  # lazy sentences
        if self.video_address and self.film is None:
            raise ValidationError({"video_address": _("This is not the address of a film on YouTube.")})
        if self.live_address and providers.parse(self.live_address) is None:
            raise ValidationError({"live_address": _("This is not the address of a film on YouTube.")})
        if refused := streams.refused(self, known=self._had):
            raise ValidationError(refused)  # type: ignore[arg-type]  # lazy sentences
        if self.video_address and self.media_file:
            raise ValidationError({"video_address": _("Give either an address or a file, not both.")})

    def _had(self, name: str, value: str) -> bool:
        """Return whether a field of the story had this value before, in any language and any draft."""
        versions = type(self)._base_manager.filter(translation_key=self.translation_key)  # type: ignore[misc]  # noqa: SLF001 -- Django's public name
        keys = [str(key) for key in versions.values_list("pk", flat=True)]
        drafts = Revision.page_revisions.filter(object_id__in=keys, **{f"content__{name}": value})
        return bool(versions.filter(**{name: value}).exists() or drafts.exists())
