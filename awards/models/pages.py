"""Pages of the awards room: the index, a programme, and a finalist or winner; its editions have a module of their own."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField

from awards import queries
from awards.enums import Honour, NominationState
from awards.honours import entry
from portal.blocks import text as block_text
from portal.blocks.stream import ContentBody
from portal.kernel import clock
from portal.pages import related, shell
from portal.pages.base import PortalPage
from portal.pages.findables import FindableKind


class AwardIndexPage(PortalPage):
    """All award programmes, the present one first, and the hall of honour."""

    lead = models.TextField(_("lead"), max_length=400, blank=True)

    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["awards.AwardProgrammePage", "awards.AwardPage"]
    max_count_per_parent = 1
    template = "awards/award_index_page.html"

    content_panels: ClassVar = [*PortalPage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("award index")

    def summary_text(self) -> str:
        """Return the lead."""
        return self.lead

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the listing of programmes; the newest honours stand below it unless words are looked for."""
        context = super().get_context(request, *args, **kwargs)
        context["listing"] = queries.award_listing(request)
        context["programmes"] = () if context["listing"].query else queries.programmes()
        context["honours"] = () if context["listing"].query else queries.newest_honours(limit=6)
        return context


class AwardProgrammePage(PortalPage):
    """A programme that is held again and again: what it is, and its editions."""

    lead = models.TextField(_("lead"), max_length=400, blank=True)
    body = StreamField(ContentBody(), verbose_name=_("text"), blank=True)

    parent_page_types: ClassVar = ["awards.AwardIndexPage"]
    subpage_types: ClassVar = ["awards.AwardPage"]
    template = "awards/award_programme_page.html"
    findable_kind = FindableKind.AWARD
    kind_label = _("Award")

    content_panels: ClassVar = [*PortalPage.content_panels, FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        verbose_name = _("award programme")
        verbose_name_plural = _("award programmes")

    def summary_text(self) -> str:
        """Return the lead."""
        return self.lead

    def findable_body(self) -> str:
        """Return the text."""
        return block_text.plain_text(self.body)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the editions, newest first."""
        context = super().get_context(request, *args, **kwargs)
        context["editions"] = queries.editions_of(self, today=clock.today())
        return context


class NominationPage(PortalPage):
    """A finalist or winner as the secretariat published it."""

    nomination = models.ForeignKey(
        "awards.Nomination",
        verbose_name=_("nomination"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="pages",
        editable=False,
    )
    category_code = models.SlugField(_("category"), max_length=60)
    recipient = models.CharField(_("recipient"), max_length=200)
    organisation = models.ForeignKey(
        "exhibitors.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    honour = models.CharField(_("prize"), max_length=15, choices=Honour.choices, blank=True)
    is_revoked = models.BooleanField(_("award revoked"), default=False)
    citation = models.TextField(_("citation"), max_length=1000, blank=True)
    merits = models.TextField(_("merits"), max_length=4000, blank=True)
    technology_key = models.UUIDField(_("technology on show"), null=True, blank=True, editable=False)
    picture = models.ForeignKey(
        "media.PortalImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    parent_page_types: ClassVar = ["awards.AwardPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "awards/nomination_page.html"
    findable_kind = FindableKind.AWARD
    kind_label = _("Award")

    override_translatable_fields: ClassVar = [
        SynchronizedField("category_code"),
        SynchronizedField("organisation"),
        SynchronizedField("honour"),
        SynchronizedField("is_revoked"),
        SynchronizedField("picture"),
    ]

    content_panels: ClassVar = [
        *PortalPage.content_panels,
        FieldRowPanel([FieldPanel("category_code"), FieldPanel("honour"), FieldPanel("is_revoked")]),
        FieldPanel("recipient"),
        FieldPanel("organisation"),
        FieldPanel("citation"),
        FieldPanel("merits"),
        FieldPanel("picture"),
    ]

    class Meta:
        verbose_name = _("finalist or winner")
        verbose_name_plural = _("finalists and winners")

    @property
    def is_winner(self) -> bool:
        """Whether it holds a prize that was not revoked."""
        return bool(self.honour) and not self.is_revoked

    @property
    def rank_label(self) -> str:
        """The prize, or that it was taken back, or that the entry came to the last round."""
        if self.is_revoked:
            return str(NominationState.REVOKED.label)
        return str(self.get_honour_display() if self.honour else NominationState.FINALIST.label)

    @property
    def share_kicker(self) -> str:
        """What the picture drawn for shared addresses says above the title."""
        return self.rank_label

    def summary_text(self) -> str:
        """Return the citation, or the beginning of the merits."""
        return self.citation or self.merits[:250]

    def findable_picture(self) -> Any:
        """Return the laureate's picture."""
        return self.picture or super().findable_picture()

    def findable_keywords(self) -> str:
        """Return the recipient and the prize."""
        return f"{self.recipient} {self.rank_label}"

    def findable_body(self) -> str:
        """Return the merits."""
        return self.merits

    def findable_date(self) -> date | None:
        """Return the date of the decision."""
        return queries.decision_date(self)

    def structured_data(self) -> list[dict[str, Any]]:
        """Return the recipient with its award as schema.org names them; nothing where no prize is held.

        A recipient is an organisation where it bears the name of the one behind the entry, else a person who belongs to it.
        """
        if not self.is_winner:
            return []
        programme = queries.award_of(self)
        told: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "Person",
            "name": self.recipient,
            "award": f"{self.rank_label}, {programme.title} ({programme.year})",
            "description": self.summary_text(),
            "url": shell.absolute(self.url or ""),
        }
        behind = self.organisation
        if behind is not None and self.recipient in {behind.name, behind.name_en}:
            told["@type"] = "Organization"
        elif behind is not None and behind.is_public:
            told["affiliation"] = {"@type": "Organization", "name": behind.display_name}
        return [told]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the programme it belongs to, its category and the technology on show."""
        context = super().get_context(request, *args, **kwargs)
        context["honour"] = entry.detail(self)
        context["naming"] = related.naming(self)
        return context
