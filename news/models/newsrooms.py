"""The news index and the newsrooms under it."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from news.enums import Desk
from portal.pages.base import PortalPage

OPERATORS = "superuser"


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
    """One desk of a publisher: a section whose editors touch nothing else.

    ``code`` and ``short_name`` name the newsroom in addresses, filters, groups, collection and workflow and stay when
    it is renamed.
    """

    publisher = models.CharField(_("publisher"), max_length=200)
    desk = models.CharField(_("kind of desk"), max_length=12, choices=Desk.choices, default=Desk.ONLINE)
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
                FieldPanel("desk", permission=OPERATORS),
                FieldPanel("code", permission=OPERATORS),
                FieldPanel("short_name", permission=OPERATORS),
            ],
            _("Newsroom"),
        ),
        FieldPanel("description"),
        FieldPanel("logo"),
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
            "desk",
            "code",
            "short_name",
            "logo",
            "contact_email",
            "contact_phone",
            "licence",
            "collection",
            "social_image",
        )
    ]
    template = "news/newsroom.html"

    class Meta:
        verbose_name = _("newsroom")
        verbose_name_plural = _("newsrooms")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(desk__in=Desk.values), name="newsroom_desk_known"),
        ]

    def clean(self) -> None:
        """Refuse a code or short name that another newsroom has: rights hang on them."""
        super().clean()
        others = NewsroomPage.objects.exclude(translation_key=self.translation_key)
        if others.filter(code=self.code).exists():
            raise ValidationError({"code": _("Another newsroom has this code.")})
        if others.filter(short_name=self.short_name).exists():
            raise ValidationError({"short_name": _("Another newsroom has this short name.")})

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
