"""The story: its words, pictures, sound and film, and what is told about it."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from news.admin_forms import ArticleForm
from news.desk import processes, rights
from news.desk.enums import StoryProcess
from news.enums import ArticleKind
from news.models import panels
from news.models.written import WrittenStory
from portal.blocks import providers
from portal.blocks.fields import BlocksField
from portal.blocks.stream import ArticleBody
from portal.kernel import clock
from portal.kernel import text as kernel_text
from portal.page_cache import later
from portal.pages import findables
from portal.pages.base import PortalPage
from portal.vocabularies.enums import VocabularyCode

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST_LEAD = 500


class ArticlePage(WrittenStory):
    """One story of a newsroom: headline (title), lead, body, and everything a reader may ask about where it comes from."""

    kind = models.CharField(_("kind"), max_length=8, choices=ArticleKind.choices, default=ArticleKind.STORY)
    process = models.CharField(
        _("way to publication"),
        max_length=9,
        choices=StoryProcess.choices,
        blank=True,
        help_text=_("Left empty, the kind decides: sound, film and live broadcasts go through legal review."),
    )
    desk = models.ForeignKey(
        "news.NewsroomDesk",
        verbose_name=_("desk"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stories",
        help_text=_("The desk of your newsroom that made the story."),
    )
    lead = models.TextField(_("lead"), max_length=LONGEST_LEAD)
    body = BlocksField(ArticleBody(), verbose_name=_("text"), blank=True)
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
    programme = models.ForeignKey(
        "news.Programme",
        verbose_name=_("programme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Puts the story among the episodes of a programme of your newsroom and into its podcast."),
    )
    media_file = models.ForeignKey(
        "media.PortalDocument",
        verbose_name=_("film or sound file"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("MP4, WebM, MP3 or M4A from your own collection."),
    )
    poster = models.ForeignKey(
        "media.PortalImage",
        verbose_name=_("still of the film"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown in the player until it is started. Empty takes the picture of the story."),
    )
    captions_file = models.ForeignKey(
        "media.PortalDocument",
        verbose_name=_("captions file"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("WebVTT in Vietnamese, for people who do not hear the film."),
    )
    captions_en_file = models.ForeignKey(
        "media.PortalDocument",
        verbose_name=_("captions file in English"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("WebVTT in English."),
    )
    video_address = models.CharField(
        _("address of the film"), max_length=250, blank=True, help_text=_("A film on YouTube, instead of a file.")
    )
    duration_seconds = models.PositiveIntegerField(_("duration in seconds"), null=True, blank=True)
    transcript = models.TextField(_("transcript"), blank=True)
    script = models.TextField(
        _("script for loudspeakers"),
        blank=True,
        help_text=_("What communes read out. Empty offers none."),
    )
    live_address = models.CharField(
        _("address of the live film"),
        max_length=250,
        blank=True,
        help_text=_("A live film on YouTube. The file or the address above becomes the replay."),
    )
    stream_address = models.CharField(
        _("address of the live stream"),
        max_length=250,
        blank=True,
        help_text=_(
            "HLS (.m3u8) or sound (Icecast, MP3, AAC), by https, at a server that the operator permits. Empty takes the programme's."
        ),
    )
    stream_sound_address = models.CharField(
        _("address of the stream of sound alone"),
        max_length=250,
        blank=True,
        help_text=_("For those who only listen, and for browsers that do not play HLS."),
    )
    live_starts_at = models.DateTimeField(_("live from"), null=True, blank=True)
    live_ends_at = models.DateTimeField(_("live until"), null=True, blank=True)
    comments_open = models.BooleanField(_("readers may comment"), default=True)
    comments_close_at = models.DateTimeField(
        _("comments until"),
        null=True,
        blank=True,
        help_text=_("Left empty, the newsroom's number of days after publication counts, if it has set one."),
    )
    folded = models.TextField(editable=False, blank=True, default="")

    social_kind: ClassVar = "article"
    read_together: ClassVar[tuple[str, ...]] = ("place", "picture", "desk", "programme", "social_image")
    findable_kind: ClassVar = findables.FindableKind.NEWS
    base_form_class: ClassVar = ArticleForm
    parent_page_types: ClassVar = ["news.NewsroomPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = panels.CONTENT
    promote_panels: ClassVar = [*panels.CLASSIFICATION, *PortalPage.promote_panels]
    override_translatable_fields: ClassVar = [
        # A translation is of the same desk and programme; the editor of translations would show their numbers in the database.
        SynchronizedField(name, overridable=name not in {"desk", "programme"})
        for name in (
            "kind",
            "process",
            "desk",
            "published_at",
            "embargo_until",
            "embargo_note",
            "audiences",
            "fields",
            "place",
            "is_model_example",
            "picture",
            "programme",
            "media_file",
            "poster",
            "captions_file",
            "captions_en_file",
            "live_address",
            "stream_address",
            "stream_sound_address",
            "video_address",
            "duration_seconds",
            "live_starts_at",
            "live_ends_at",
            "comments_open",
            "comments_close_at",
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
        indexes: ClassVar = [models.Index(fields=["-published_at", "-page_ptr"], name="article_newest_first")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(kind__in=ArticleKind.values), name="article_kind_known"),
            models.CheckConstraint(
                condition=models.Q(process__in=["", *StoryProcess.values]), name="article_process_known"
            ),
            models.CheckConstraint(
                condition=models.Q(live_starts_at=None)
                | models.Q(live_ends_at=None)
                | models.Q(live_ends_at__gt=models.F("live_starts_at")),
                name="article_live_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(embargo_note="") | models.Q(embargo_until__isnull=False),
                name="article_embargo_note_has_embargo",
            ),
        ]

    @property
    def kind_label(self) -> "str | _StrPromise":  # type: ignore[override]  # depends on the story
        """The kind in words."""
        return ArticleKind(self.kind).label

    @property
    def share_kicker(self) -> str:
        """The newsroom and the kind: what the drawn picture of a shared story says above its headline."""
        return f"{self.get_parent().title} · {self.kind_label}"

    @property
    def way(self) -> StoryProcess:
        """The way to publication: the one chosen, else the one that its kind suggests."""
        return StoryProcess(self.process) if self.process else processes.suggested(self.kind)

    def get_workflow(self) -> Any:
        """Return the newsroom's workflow for the story's way; None where it is out of use."""
        from news import roles  # noqa: PLC0415 -- reads the models of this room

        return roles.workflow_of(self)

    def permissions_for_user(self, user: Any) -> rights.StoryPermissionTester:
        """Return what the user may do: first publication is by the last approval only."""
        return rights.StoryPermissionTester(user, self)

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
    def live_film(self) -> providers.Video | None:
        """The live film at a provider: its own address, else that of the film."""
        return providers.parse(self.live_address) if self.live_address else self.film

    @property
    def still(self) -> Any:
        """The picture that stands in the player until it is started: the film's own, else the story's."""
        return self.poster or self.picture

    @property
    def duration_words(self) -> str:
        """The duration as minutes and seconds: 185 gives "3:05"."""
        seconds = self.duration_seconds or 0
        return f"{seconds // 60}:{seconds % 60:02d}"

    def save(self, clean: bool = True, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 -- Wagtail's signature
        """Save with the text that the lists search in and what the text names.

        A live story without caption or source for its picture, or without the words of its recording, is refused, and one under
        embargo.
        """
        from news.broadcasts import checks  # noqa: PLC0415 -- reads this model
        from news.corrections import publishing  # noqa: PLC0415 -- reads this model
        from news.domain import mentions  # noqa: PLC0415 -- reads this model

        if self.media_file and not self.duration_seconds:
            self.duration_seconds = checks.playing_time(self.media_file)
        if clean and self.live and (problems := self.problems_beside_the_text()):
            raise ValidationError(problems)  # type: ignore[arg-type]  # lazy sentences
        if self.live and self.is_under_embargo() and kwargs.get("update_fields") is None:
            raise ValidationError({"embargo_until": _("The embargo has not ended; the story cannot be published yet.")})
        if self.live and self.published_at is None:
            self.published_at = self.first_published_at or clock.now()
        self.folded = kernel_text.fold(" ".join((self.title, self.lead, self.byline, self.agency, self.source)))
        with publishing.watched(self, kwargs.get("update_fields")):
            saved = super().save(clean=clean, **kwargs)
        if kwargs.get("update_fields") is None:
            mentions.note(article=self)
        return saved

    def summary_text(self) -> str:
        """Return the lead."""
        return self.lead

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add newsroom, media, corrections, related pages and readers' opinions."""
        from news import article_view  # noqa: PLC0415 -- reads this model

        return super().get_context(request, *args, **kwargs) | later.context(
            self, request, lambda: article_view.context(self, request)
        )
