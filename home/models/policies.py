"""The policy library: legal documents with number, date, issuer, validity and clauses that can be linked to."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail_localize.fields import SynchronizedField

from home.enums import DocumentType, Relation, Validity
from portal.blocks import text
from portal.blocks.fields import BlocksField
from portal.blocks.stream import ContentBody
from portal.kernel import formats, slugs
from portal.kernel import text as kernel_text
from portal.page_cache import later
from portal.pages.base import PortalPage
from portal.pages.findables import FindableKind

CLAUSE_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class PolicyIndexPage(PortalPage):
    """The policy library's front: a list with filters."""

    intro = models.CharField(_("summary"), max_length=300, blank=True)

    kind_label = _("Policies and legal documents")
    template = "home/policy_index_page.html"
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["home.PolicyPage"]
    content_panels: ClassVar = [*PortalPage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("policy library")
        verbose_name_plural = _("policy libraries")

    def summary_text(self) -> str:
        """Return the summary."""
        return self.search_description or self.intro

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the filtered list."""
        from home import queries  # noqa: PLC0415 -- queries reads the models

        return {**super().get_context(request, *args, **kwargs), "listing": queries.policy_listing(request)}


class PolicyPage(PortalPage):
    """One document: what it is, who issued it, whether it is in force, its clauses and targets."""

    number = models.CharField(_("number"), max_length=60, help_text=_("As printed, such as 149/KH-UBND."))
    document_type = models.CharField(_("type"), max_length=20, choices=DocumentType.choices)
    issuer = models.CharField(_("issuer"), max_length=200)
    signer = models.CharField(_("signed by"), max_length=150, blank=True)
    place_of_issue = models.CharField(_("place of issue"), max_length=100, blank=True)
    issued_on = models.DateField(_("date of issue"))
    effective_from = models.DateField(_("in force from"), null=True, blank=True)
    effective_until = models.DateField(_("in force until"), null=True, blank=True)
    validity = models.CharField(_("validity"), max_length=10, choices=Validity.choices, default=Validity.IN_FORCE)
    summary = models.TextField(_("summary"), max_length=600)
    body = BlocksField(ContentBody(), verbose_name=_("text"), blank=True)
    file = models.ForeignKey(
        "media.PortalDocument",
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    folded = models.TextField(editable=False, blank=True)

    findable_kind = FindableKind.POLICY
    kind_label = _("Policies and legal documents")
    template = "home/policy_page.html"
    parent_page_types: ClassVar = ["home.PolicyIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *PortalPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("number"), FieldPanel("document_type")]),
                FieldRowPanel([FieldPanel("issuer"), FieldPanel("signer")]),
                FieldRowPanel([FieldPanel("place_of_issue"), FieldPanel("issued_on")]),
                FieldRowPanel([FieldPanel("effective_from"), FieldPanel("effective_until")]),
                FieldPanel("validity"),
            ],
            _("Document"),
        ),
        FieldPanel("summary"),
        FieldPanel("body"),
        InlinePanel("targets", heading=_("Targets"), label=_("target")),
        InlinePanel("clauses", heading=_("Clauses"), label=_("clause")),
        InlinePanel("relations", heading=_("Related documents"), label=_("related document")),
        FieldPanel("file"),
    ]
    override_translatable_fields: ClassVar = [
        SynchronizedField(name)
        for name in ("number", "document_type", "issued_on", "effective_from", "effective_until", "validity", "file")
    ]

    class Meta:
        verbose_name = _("policy or legal document")
        verbose_name_plural = _("policies and legal documents")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(effective_from=None)
                | models.Q(effective_until=None)
                | models.Q(effective_until__gte=models.F("effective_from")),
                name="policy_dates_in_order",
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the folded text that the list's search box looks into."""
        clauses = (f"{clause.number} {clause.heading} {text.plain(clause.text)}" for clause in self.clauses.all())
        words = " ".join((self.title, self.number, self.issuer, self.signer, self.summary, *clauses))
        self.folded = kernel_text.fold(f"{words} {text.plain_text(self.body)}")
        super().save(*args, **kwargs)

    @property
    def number_line(self) -> str:
        """The number as a document prints it: "Số: 149/KH-UBND"."""
        return str(_("No.: %(number)s")) % {"number": self.number}

    @property
    def date_line(self) -> str:
        """Place and date as a document prints them: "Bắc Ninh, ngày 08 tháng 5 năm 2023" (Decree 30/2020/NĐ-CP)."""
        day = formats.document_date(self.issued_on)
        return f"{self.place_of_issue}, {day}" if self.place_of_issue else day

    def summary_text(self) -> str:
        """Return the summary."""
        return self.search_description or self.summary

    def findable_keywords(self) -> str:
        """Return number, issuer and signer."""
        return f"{self.number} {self.issuer} {self.signer}".strip()

    def findable_identifiers(self) -> tuple[str, ...]:
        """Return the number."""
        return (self.number,)

    def findable_body(self) -> str:
        """Return text and clauses."""
        clauses = (f"{clause.number} {clause.heading} {text.plain(clause.text)}" for clause in self.clauses.all())
        return " ".join((text.plain_text(self.body), *clauses)).strip()

    def findable_date(self) -> Any:
        """Return the date of issue."""
        return self.issued_on

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add facts, targets, clauses and related documents."""
        from home import queries  # noqa: PLC0415 -- queries reads the models

        return super().get_context(request, *args, **kwargs) | later.context(
            self, request, lambda: queries.policy_details(self)
        )

    def structured_data(self) -> list[dict[str, Any]]:
        """Return schema.org Legislation."""
        in_force = "InForce" if self.validity in {Validity.IN_FORCE, Validity.PARTLY} else "NotInForce"
        data: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "Legislation",
            "name": self.title,
            "url": f"{settings.BASE_URL}{self.url}",
            "legislationIdentifier": self.number,
            "legislationType": self.get_document_type_display(),
            "legislationDate": self.issued_on.isoformat(),
            "legislationLegalForce": f"https://schema.org/{in_force}",
            "legislationPassedBy": {"@type": "GovernmentOrganization", "name": self.issuer},
            "inLanguage": self.locale.language_code,
            "description": self.summary,
        }
        if self.effective_from:
            data["legislationDateVersion"] = self.effective_from.isoformat()
        return [data]


class PolicyClause(Orderable):
    """One clause, with an anchor made from its number: "III.5.a" is #dieu-iii-5-a."""

    page = ParentalKey(PolicyPage, on_delete=models.CASCADE, related_name="clauses")
    number = models.CharField(_("number"), max_length=20)
    heading = models.CharField(_("heading"), max_length=250, blank=True)
    text = RichTextField(_("text"), features=CLAUSE_FEATURES, blank=True)

    panels: ClassVar = [FieldPanel("number"), FieldPanel("heading"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")

    def __str__(self) -> str:
        return f"{self.number} {self.heading}".strip()

    @property
    def anchor(self) -> str:
        """Name of the place on the page."""
        return f"dieu-{slugs.slug(self.number.replace('.', '-'))}"

    @property
    def depth(self) -> int:
        """1 for "III", 2 for "III.5", 3 for "III.5.a"."""
        return self.number.strip(".").count(".") + 1


class PolicyTarget(Orderable):
    """One target of the document for one year, in words: "trên 15%"."""

    page = ParentalKey(PolicyPage, on_delete=models.CASCADE, related_name="targets")
    name = models.CharField(_("target"), max_length=250)
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.CharField(_("value"), max_length=120)

    panels: ClassVar = [FieldPanel("name"), FieldPanel("year"), FieldPanel("value")]

    class Meta(Orderable.Meta):
        verbose_name = _("target")
        verbose_name_plural = _("targets")

    def __str__(self) -> str:
        return f"{self.name}, {self.year}: {self.value}"


class PolicyRelation(Orderable):
    """Another document of the library, or only its name where it is not in the library."""

    page = ParentalKey(PolicyPage, on_delete=models.CASCADE, related_name="relations")
    relation = models.CharField(_("relation"), max_length=10, choices=Relation.choices, default=Relation.RELATED)
    related = models.ForeignKey(
        PolicyPage, verbose_name=_("document"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("name, where the library does not hold it"), max_length=250, blank=True)

    panels: ClassVar = [FieldPanel("relation"), PageChooserPanel("related"), FieldPanel("name")]

    class Meta(Orderable.Meta):
        verbose_name = _("related document")
        verbose_name_plural = _("related documents")

    def __str__(self) -> str:
        return self.name or str(self.related or "")
