"""The story: its words, pictures, sound and film, and what is told about it."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from news.admin_forms import ArticleForm
from news.enums import ArticleKind
from news.models import panels
from portal.blocks import providers
from portal.blocks.stream import ArticleBody
from portal.kernel import clock
from portal.kernel import text as kernel_text
from portal.pages import findables
from portal.pages.base import PortalPage
from portal.vocabularies.enums import VocabularyCode

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST_LEAD = 500


class ArticlePage(PortalPage):
    """One story of a newsroom: headline (title), lead, body, and everything a reader may ask about where it comes from."""

    kind = models.CharField(_("kind"), max_length=8, choices=ArticleKind.choices, default=ArticleKind.STORY)
    lead = models.TextField(_("lead"), max_length=LONGEST_LEAD)
    body = StreamField(ArticleBody(), verbose_name=_("text"), blank=True)
    byline = models.CharField(_("byline"), max_length=120)
    source = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Agency or newsroom it was taken from, if not your own.")
    )
    licence = models.CharField(_("licence or permission"), max_length=200, blank=True)
    published_at = models.DateTimeField(
        _("date shown to readers"),
        null=True,
        blank=True,
        help_text=_("Sorts the story too. Left empty, it is the moment the story is first published."),
    )
    audiences = ParentalManyToManyField(
        "vocabularies.Term",
        verbose_name=_("audiences"),
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": VocabularyCode.AUDIENCE},
    )
    fields = ParentalManyToManyField(
        "vocabularies.Term",
        verbose_name=_("fields"),
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": VocabularyCode.FIELD},
    )
    place = models.ForeignKey(
        "vocabularies.AdministrativeUnit",
        verbose_name=_("place"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    is_model_example = models.BooleanField(
        _("model example"), default=False, help_text=_("A good practice that others may follow (điển hình).")
    )
    picture = models.ForeignKey(
        "media.PortalImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    caption = models.CharField(
        _("caption"), max_length=250, blank=True, help_text=_("Who or what, where and when; empty takes the image's.")
    )
    credit = models.CharField(
        _("source of the picture"), max_length=150, blank=True, help_text=_("Empty takes the image's.")
    )
    media_file = models.ForeignKey(
        "media.PortalDocument",
        verbose_name=_("film or sound file"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("MP4 or MP3 from your own collection."),
    )
    captions_file = models.ForeignKey(
        "media.PortalDocument",
        verbose_name=_("captions file"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("WebVTT, for people who do not hear the film."),
    )
    video_address = models.CharField(
        _("address of the film"), max_length=250, blank=True, help_text=_("A film on YouTube, instead of a file.")
    )
    duration_seconds = models.PositiveIntegerField(_("duration in seconds"), null=True, blank=True)
    transcript = models.TextField(_("transcript"), blank=True)
    live_starts_at = models.DateTimeField(_("live from"), null=True, blank=True)
    live_ends_at = models.DateTimeField(_("live until"), null=True, blank=True)
    comments_open = models.BooleanField(_("readers may comment"), default=True)
    folded = models.TextField(editable=False, blank=True, default="")

    findable_kind: ClassVar = findables.FindableKind.NEWS
    base_form_class: ClassVar = ArticleForm
    parent_page_types: ClassVar = ["news.NewsroomPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = panels.CONTENT
    promote_panels: ClassVar = [*panels.CLASSIFICATION, *PortalPage.promote_panels]
    override_translatable_fields: ClassVar = [
        SynchronizedField(name)
        for name in (
            "kind",
            "published_at",
            "audiences",
            "fields",
            "place",
            "is_model_example",
            "picture",
            "media_file",
            "video_address",
            "duration_seconds",
            "live_starts_at",
            "live_ends_at",
            "comments_open",
            "social_image",
            "air_times",
            "related_pages",
        )
    ]
    search_fields: ClassVar = [*PortalPage.search_fields, index.SearchField("lead"), index.SearchField("body")]
    template = "news/article.html"

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes: ClassVar = [models.Index(fields=["-published_at"], name="article_newest")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(kind__in=ArticleKind.values), name="article_kind_known"),
            models.CheckConstraint(
                condition=models.Q(live_starts_at=None)
                | models.Q(live_ends_at=None)
                | models.Q(live_ends_at__gt=models.F("live_starts_at")),
                name="article_live_ends_after_start",
            ),
        ]

    @property
    def kind_label(self) -> "str | _StrPromise":  # type: ignore[override]  # depends on the story
        """The kind in words."""
        return ArticleKind(self.kind).label

    @property
    def picture_caption(self) -> str:
        """The caption: the story's own, else the image's."""
        return self.caption or (self.picture.caption if self.picture else "")

    @property
    def picture_credit(self) -> str:
        """The picture's source: the story's own, else the image's."""
        return self.credit or (self.picture.credit if self.picture else "")

    @property
    def picture_caption_language(self) -> str:
        """The language of ``picture_caption`` where it is not the story's."""
        return self.picture.caption_language if self.picture and not self.caption else ""

    @property
    def picture_credit_language(self) -> str:
        """The language of ``picture_credit`` where it is not the story's."""
        return self.picture.caption_language if self.picture and not self.credit else ""

    @property
    def film(self) -> providers.Video | None:
        """The film at a provider, if the story has one."""
        return providers.parse(self.video_address) if self.video_address else None

    @property
    def duration_words(self) -> str:
        """The duration as minutes and seconds: 185 gives "3:05"."""
        seconds = self.duration_seconds or 0
        return f"{seconds // 60}:{seconds % 60:02d}"

    def publication_problems(self) -> "dict[str, _StrPromise]":
        """Return what forbids publication, by field: a picture is shown only with caption and source."""
        problems = {}
        if self.picture and not self.picture_caption:
            problems["caption"] = _("Give the picture a caption before the story is published.")
        if self.picture and not self.picture_credit:
            problems["credit"] = _("Name the source of the picture before the story is published.")
        return problems

    def clean(self) -> None:
        """Check the times and where the film comes from."""
        super().clean()
        if self.live_starts_at and self.live_ends_at and self.live_ends_at <= self.live_starts_at:
            raise ValidationError({"live_ends_at": _("The end must come after the start.")})
        if self.video_address and self.film is None:
            raise ValidationError({"video_address": _("This is not the address of a film on YouTube.")})
        if self.video_address and self.media_file:
            raise ValidationError({"video_address": _("Give either an address or a file, not both.")})

    def save(self, clean: bool = True, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 -- Wagtail's signature
        """Save with the text that the lists search in; a live story without caption or source for its picture is refused."""
        if clean and self.live and (problems := self.publication_problems()):
            raise ValidationError(problems)  # type: ignore[arg-type]  # lazy sentences
        if self.live and self.published_at is None:
            self.published_at = self.first_published_at or clock.now()
        self.folded = kernel_text.fold(" ".join((self.title, self.lead, self.byline, self.source)))
        return super().save(clean=clean, **kwargs)

    def summary_text(self) -> str:
        """Return the lead."""
        return self.lead

    def findable_keywords(self) -> str:
        """Return byline, source and what stands under the picture."""
        return " ".join(filter(None, (self.byline, self.source, self.picture_caption)))

    def findable_body(self) -> str:
        """Return the text and the transcript."""
        words = self.body.stream_block.get_searchable_content(self.body) if self.body else []
        return " ".join([*map(str, words), self.transcript])

    def findable_facets(self) -> dict[str, tuple[str, ...]]:
        """Return the codes of audiences, fields, place, newsroom and kind."""
        newsroom = self.get_parent().specific
        return {
            "audience": tuple(self.audiences.values_list("code", flat=True)),
            "field": tuple(self.fields.values_list("code", flat=True)),
            "place": (self.place.code,) if self.place else (),
            "newsroom": (newsroom.code,),
            "news-kind": (self.kind,),
        }

    def findable_date(self) -> date | None:
        """Return the day shown to readers."""
        return clock.local(self.published_at).date() if self.published_at else None

    def structured_data(self) -> list[dict[str, Any]]:
        """Return the story as schema.org NewsArticle."""
        from news import structured  # noqa: PLC0415 -- reads this model

        return [structured.news_article(self)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add newsroom, media, corrections, related pages and readers' opinions."""
        from news import article_view  # noqa: PLC0415 -- reads this model

        return super().get_context(request, *args, **kwargs) | article_view.context(self, request)
