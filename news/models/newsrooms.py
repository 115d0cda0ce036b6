"""The news index and the newsrooms under it."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from news.desk.rights import NewsroomPermissionTester
from portal.pages.base import PortalPage

OPERATORS = "superuser"
SLOWEST, FASTEST = 100, 320


class NewsIndexPage(PortalPage):
    """All news: lead story, listing with filters, newsrooms."""

    intro = models.TextField(_("introduction"), max_length=400, blank=True)

    max_count_per_parent: ClassVar = 1
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["news.NewsroomPage"]
    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("intro")]
    template = "news/news_index.html"

    class Meta:
        verbose_name = _("news index")
        verbose_name_plural = _("news indexes")

    def summary_text(self) -> str:
        """Return the introduction."""
        return self.intro or super().summary_text()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the listing, the lead story and the newsrooms."""
        from news import listing  # noqa: PLC0415 -- reads the models of this module

        return super().get_context(request, *args, **kwargs) | listing.index_context(self, request)


class NewsroomPage(PortalPage):
    """The newsroom of a publisher: a section whose editors touch nothing else; its desks are ``NewsroomDesk``.

    ``code`` and ``short_name`` name the newsroom in addresses, filters, groups, collection and workflow and stay when
    it is renamed.
    """

    publisher = models.CharField(_("publisher"), max_length=200)
    code = models.SlugField(
        _("code"), max_length=40, help_text=_("Names the newsroom in addresses of feeds and filters; it never changes.")
    )
    short_name = models.CharField(
        _("short name"), max_length=60, help_text=_("Names its groups, collection and workflow; it never changes.")
    )
    logo = models.ForeignKey(
        "media.PortalImage",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    contact_email = models.EmailField(_("e-mail of the newsroom"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    licence = models.CharField(_("licence of the publisher"), max_length=200, blank=True)
    description = models.TextField(_("description"), max_length=1000, blank=True)
    comment_days = models.PositiveSmallIntegerField(
        _("days for comments"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text=_("Readers may comment so many days after a story is published; empty sets no end."),
    )
    reading_speed = models.PositiveSmallIntegerField(
        _("reading speed"),
        default=200,
        validators=[MinValueValidator(SLOWEST), MaxValueValidator(FASTEST)],
        help_text=_("Syllables a minute at which scripts for loudspeakers are read."),
    )
    collection = models.ForeignKey(
        "wagtailcore.Collection",
        verbose_name=_("collection of its images and documents"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    parent_page_types: ClassVar = ["news.NewsIndexPage"]
    subpage_types: ClassVar = ["news.ArticlePage"]
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("publisher", permission=OPERATORS),
                FieldPanel("code", permission=OPERATORS),
                FieldPanel("short_name", permission=OPERATORS),
            ],
            _("Newsroom"),
        ),
        FieldPanel("description"),
        FieldPanel("logo"),
        FieldPanel("comment_days"),
        FieldPanel("reading_speed"),
        MultiFieldPanel(
            [
                FieldPanel("contact_email"),
                FieldPanel("contact_phone"),
                FieldPanel("address"),
                FieldPanel("licence"),
            ],
            _("Contact"),
        ),
    ]
    override_translatable_fields: ClassVar = [
        SynchronizedField(name)
        for name in (
            "code",
            "short_name",
            "logo",
            "contact_email",
            "contact_phone",
            "licence",
            "comment_days",
            "reading_speed",
            "collection",
            "social_image",
        )
    ]
    template = "news/newsroom.html"

    class Meta:
        verbose_name = _("newsroom")
        verbose_name_plural = _("newsrooms")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(reading_speed__gte=SLOWEST, reading_speed__lte=FASTEST),
                name="newsroom_reading_speed",
            ),
        ]

    def clean(self) -> None:
        """Refuse a code or short name that another newsroom has: rights hang on them."""
        super().clean()
        others = NewsroomPage.objects.exclude(translation_key=self.translation_key)
        if others.filter(code=self.code).exists():
            raise ValidationError({"code": _("Another newsroom has this code.")})
        if others.filter(short_name=self.short_name).exists():
            raise ValidationError({"short_name": _("Another newsroom has this short name.")})

    def permissions_for_user(self, user: Any) -> NewsroomPermissionTester:
        """Return what the user may do: nothing is made in a newsroom as published."""
        return NewsroomPermissionTester(user, self)

    def with_content_json(self, content: dict[str, Any]) -> "NewsroomPage":
        """Return the page as a revision has it; the collection belongs to the newsroom, not to a revision."""
        page: NewsroomPage = super().with_content_json(content)
        page.collection_id = self.collection_id
        return page

    def summary_text(self) -> str:
        """Return the description."""
        return self.description or super().summary_text()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the newsroom's listing."""
        from news import listing  # noqa: PLC0415 -- reads the models of this module

        return super().get_context(request, *args, **kwargs) | listing.newsroom_context(self, request)
