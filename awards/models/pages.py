"""Pages of the awards room: the index, a programme, and a finalist or winner."""

from datetime import date
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField

from awards import queries
from awards.enums import Honour, NominationState
from portal.blocks import text as block_text
from portal.blocks.stream import ContentBody
from portal.kernel import clock
from portal.kernel import text as kernel_text
from portal.pages.base import PortalPage
from portal.pages.findables import FindableKind
from portal.vocabularies.enums import VocabularyCode


class AwardIndexPage(PortalPage):
    """All award programmes, the present one first, and the hall of honour."""

    lead = models.TextField(_("lead"), max_length=400, blank=True)

    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["awards.AwardPage"]
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
        context["honours"] = () if context["listing"].query else queries.newest_honours(limit=6)
        return context


class AwardPage(PortalPage):
    """One award programme in one year: what it honours, by which criteria, when, on which legal basis, and who won."""

    year = models.PositiveSmallIntegerField(_("year"), validators=[MaxValueValidator(2100)])
    lead = models.TextField(_("lead"), max_length=400, help_text=_("What the award honours, in one or two sentences."))
    organiser = models.ForeignKey(
        "exhibitors.Organisation",
        verbose_name=_("organiser"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    organiser_name = models.CharField(
        _("organiser by name"), max_length=200, blank=True, help_text=_("Where the organiser has no profile here.")
    )
    legal_basis = models.TextField(
        _("legal basis"),
        max_length=1000,
        help_text=_("The decision or regulation on which the programme stands; without it no call may open."),
    )
    eligibility = models.TextField(_("who can take part"), max_length=2000, blank=True)
    method = models.TextField(
        _("how the result is found"), max_length=2000, blank=True, help_text=_("Fixed before the call opens.")
    )
    public_vote_share = models.PositiveSmallIntegerField(
        _("share of the public vote in percent"), default=0, validators=[MaxValueValidator(20)]
    )
    fields_of_technology = ParentalManyToManyField(
        "vocabularies.Term",
        verbose_name=_("fields of technology"),
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": VocabularyCode.FIELD},
    )
    body = StreamField(ContentBody(), verbose_name=_("text"), blank=True)
    picture = models.ForeignKey(
        "media.PortalImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    contact = models.CharField(_("secretariat"), max_length=250, blank=True)
    decision_number = models.CharField(_("number of the decision"), max_length=60, blank=True)
    decided_on = models.DateField(_("date of the decision"), null=True, blank=True)
    folded = models.TextField(editable=False, blank=True, default="")

    parent_page_types: ClassVar = ["awards.AwardIndexPage"]
    subpage_types: ClassVar = ["awards.NominationPage"]
    template = "awards/award_page.html"
    findable_kind = FindableKind.AWARD
    kind_label = _("Award")

    override_translatable_fields: ClassVar = [
        SynchronizedField("year"),
        SynchronizedField("organiser"),
        SynchronizedField("public_vote_share"),
        SynchronizedField("fields_of_technology"),
        SynchronizedField("picture"),
        SynchronizedField("decision_number"),
        SynchronizedField("decided_on"),
    ]

    content_panels: ClassVar = [
        *PortalPage.content_panels,
        FieldPanel("lead"),
        FieldRowPanel([FieldPanel("year"), FieldPanel("public_vote_share")]),
        MultiFieldPanel([FieldPanel("organiser"), FieldPanel("organiser_name"), FieldPanel("contact")], _("Organiser")),
        FieldPanel("picture"),
        FieldPanel("fields_of_technology"),
        FieldPanel("body"),
    ]
    rule_panels: ClassVar = [
        FieldPanel("legal_basis"),
        FieldPanel("eligibility"),
        FieldPanel("method"),
        InlinePanel("categories", heading=_("Categories"), label=_("category")),
        InlinePanel("criteria", heading=_("Criteria"), label=_("criterion")),
        InlinePanel("phases", heading=_("Phases"), label=_("phase")),
        MultiFieldPanel([FieldPanel("decision_number"), FieldPanel("decided_on")], _("Decision")),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Content")),
            ObjectList(rule_panels, heading=_("Rules and dates")),
            ObjectList(PortalPage.promote_panels, heading=_("Promote")),
        ]
    )

    class Meta:
        verbose_name = _("award programme")
        verbose_name_plural = _("award programmes")

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save with the text that the list searches in."""
        self.folded = kernel_text.fold(" ".join((self.title, self.lead, self.organiser_name)))
        return super().save(*args, **kwargs)

    def summary_text(self) -> str:
        """Return the lead."""
        return self.lead

    def findable_keywords(self) -> str:
        """Return the titles of the categories."""
        return " ".join(category.title for category in self.categories.all())

    def findable_body(self) -> str:
        """Return the text, the rules and the criteria."""
        criteria = " ".join(criterion.title for criterion in self.criteria.all())
        return " ".join([block_text.plain_text(self.body), self.eligibility, self.legal_basis, criteria])

    def findable_facets(self) -> dict[str, tuple[str, ...]]:
        """Return the fields of technology."""
        return {"field": tuple(term.code for term in self.fields_of_technology.all())}

    @property
    def organiser_label(self) -> str:
        """The organiser's name, from its profile where it has one."""
        return str(self.organiser) if self.organiser else self.organiser_name

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add phases with the present one marked, and the finalists and winners by category."""
        context = super().get_context(request, *args, **kwargs)
        context["programme"] = queries.programme(self, today=clock.today())
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

    def summary_text(self) -> str:
        """Return the citation, or the beginning of the merits."""
        return self.citation or self.merits[:250]

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
        """Return the recipient with its award as schema.org names them; nothing where no prize is held."""
        if not self.is_winner:
            return []
        programme = queries.award_of(self)
        return [
            {
                "@context": "https://schema.org",
                "@type": "Organization" if self.organisation_id else "Person",
                "name": self.recipient,
                "award": f"{self.rank_label}, {programme.title} ({programme.year})",
                "description": self.summary_text(),
            }
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the programme it belongs to, its category and the technology on show."""
        context = super().get_context(request, *args, **kwargs)
        context["honour"] = queries.honour_detail(self)
        return context
