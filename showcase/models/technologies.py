"""The page of a technology on show (fields: profile of a technology, vocabularies of the Law on Technology Transfer)."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList, TabbedInterface

from portal.page_cache import later
from portal.pages.findables import FindableDocument, FindableKind
from portal.ui import trl as trl_words
from portal.vocabularies.enums import VocabularyCode
from showcase import querysets
from showcase.domain import compliance as compliance_rules
from showcase.enums import ENDED_OUTCOMES, Compliance, ListingState, Outcome, trl_band
from showcase.forms.admin import TechnologyAdminForm
from showcase.models import panels, synchronised
from showcase.models.fields import term_field, term_list
from showcase.models.life import ListingLife
from showcase.models.listings import ListedPage

PRICE_HELP = _("In đồng; leave empty where it is to be agreed")


class TechnologyPage(ListingLife, ListedPage):
    """One technology, process, machine, program, know-how or service that is offered."""

    kind = term_field(VocabularyCode.TECHNOLOGY_KIND, _("kind"))
    problem = models.TextField(_("problem it solves"), help_text=_("Who has the problem, and what it costs them today"))
    solution = models.TextField(_("how it works"), help_text=_("The process in a few sentences"))
    advantages = models.TextField(_("advantages"))
    compared_with = models.TextField(
        _("compared with what"), help_text=_("Name the usual solution and the difference, in figures where possible")
    )
    evidence = models.TextField(
        _("evidence"), blank=True, help_text=_("Tests, certificates, customers who can be asked")
    )

    trl = models.PositiveSmallIntegerField(
        _("technology readiness level"),
        null=True,
        choices=list(trl_words.LEVELS.items()),
        validators=[MinValueValidator(1), MaxValueValidator(9)],
    )
    trl_evidence = models.TextField(
        _("evidence of the level"), blank=True, help_text=_("Needed from level 7: where it runs, or who tested it")
    )
    trl_assessed_on = models.DateField(_("level assessed on"), null=True, blank=True)

    ip_holder = models.CharField(
        _("holder of the rights"), max_length=200, blank=True, help_text=_("Not shown on anonymous profiles")
    )
    inventors = models.CharField(
        _("inventors"), max_length=250, blank=True, help_text=_("Not shown on anonymous profiles")
    )
    state_funded = models.BooleanField(_("made with money from the state budget"), default=False)

    transfer_objects = term_list(VocabularyCode.TRANSFER_OBJECT, _("what is transferred"))
    transfer_forms = term_list(VocabularyCode.TRANSFER_FORM, _("forms of transfer"))
    transfer_methods = term_list(VocabularyCode.TRANSFER_METHOD, _("methods of transfer"))
    transfer_rights = term_list(VocabularyCode.TRANSFER_RIGHT, _("rights transferred"))
    cooperation = term_list(VocabularyCode.COOPERATION, _("kinds of cooperation"))
    territory = models.CharField(_("territory"), max_length=150, blank=True, help_text=_("Where it may be used"))
    price_min = models.PositiveBigIntegerField(_("price from"), null=True, blank=True, help_text=PRICE_HELP)
    price_max = models.PositiveBigIntegerField(_("price up to"), null=True, blank=True, help_text=PRICE_HELP)
    price_negotiable = models.BooleanField(_("price to be agreed"), default=True)
    warranty = models.CharField(_("warranty"), max_length=200, blank=True)
    product_url = models.URLField(
        _("product on an e-commerce site"), blank=True, help_text=_("Not shown on anonymous profiles")
    )

    receiver_space = models.CharField(_("space needed"), max_length=250, blank=True)
    receiver_utilities = models.CharField(_("electricity and water needed"), max_length=250, blank=True)
    receiver_materials = models.CharField(_("materials needed"), max_length=250, blank=True)
    receiver_staff = models.CharField(_("staff needed"), max_length=250, blank=True)
    installation_time = models.CharField(_("time to install"), max_length=150, blank=True)
    operating_cost = models.CharField(_("cost of operation"), max_length=250, blank=True)

    environmental_impact = models.TextField(_("effect on the environment"), blank=True)
    waste = models.TextField(_("waste"), blank=True)
    standards = models.TextField(_("standards and technical regulations that apply"), blank=True)

    compliance = models.CharField(
        _("lists of technology transfer"),
        max_length=12,
        choices=Compliance.choices,
        default=Compliance.UNCHECKED,
        help_text=_(
            "Set by an officer: encouraged, on no list, restricted or prohibited (articles 9 to 11 of the law)"
        ),
    )
    compliance_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("checked by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    compliance_checked_on = models.DateField(_("checked on"), null=True, blank=True)
    compliance_list_version = models.CharField(
        _("version of the lists"), max_length=80, blank=True, help_text=_("Decree and date of the lists compared with")
    )
    transfer_permit = models.CharField(
        _("transfer permit"),
        max_length=120,
        blank=True,
        help_text=_("Number and date; without it a restricted technology stays hidden"),
    )

    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, default=Outcome.NONE)
    outcome_note = models.CharField(_("words on the outcome"), max_length=250, blank=True)

    objects = querysets.TechnologyManager()

    read_together: ClassVar[tuple[str, ...]] = (
        "field",
        "science_field",
        "kind",
        "organisation__kind",
        "place__parent__parent",
    )
    findable_kind = FindableKind.TECHNOLOGY
    kind_label = _("Technology")
    subpage_types: ClassVar[list[str]] = []
    parent_page_types: ClassVar[list[str]] = ["showcase.ShowcaseIndexPage"]
    edit_handler = TabbedInterface(
        [
            ObjectList(panels.TECHNOLOGY_IDENTITY, heading=_("Identity")),
            ObjectList(panels.TECHNOLOGY_SOLUTION, heading=_("Problem and solution")),
            ObjectList(panels.TECHNOLOGY_MATURITY, heading=_("Maturity and rights")),
            ObjectList(panels.TECHNOLOGY_DEAL, heading=_("Transfer")),
            ObjectList(panels.TECHNOLOGY_REVIEW, heading=_("Provider and review")),
            ObjectList(ListedPage.promote_panels, heading=_("Sharing")),
        ]
    )
    base_form_class = TechnologyAdminForm
    override_translatable_fields = synchronised.TECHNOLOGY

    class Meta:
        verbose_name = _("technology")
        verbose_name_plural = _("technologies")
        permissions: ClassVar = [("check_compliance", "Can check the lists of technology transfer")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(trl=None) | models.Q(trl__gte=1, trl__lte=9), name="technology_trl_1_to_9"
            ),
            models.CheckConstraint(
                condition=models.Q(price_min=None)
                | models.Q(price_max=None)
                | models.Q(price_max__gte=models.F("price_min")),
                name="technology_prices_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_on=None)
                | models.Q(expires_on=None)
                | models.Q(expires_on__gte=models.F("confirmed_on")),
                name="technology_dates_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(archived_on=None)
                | models.Q(expires_on=None)
                | models.Q(archived_on__gte=models.F("confirmed_on")),
                name="technology_archived_after_confirmation",
            ),
            models.CheckConstraint(
                condition=models.Q(compliance__in=Compliance.values), name="technology_compliance_known"
            ),
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="technology_outcome_known"),
        ]
        # The list by maturity; its other orders have the indexes of their columns.
        indexes: ClassVar = [models.Index(fields=["-trl", "sort_key", "page_ptr"], name="technology_maturest_first")]

    def clean(self) -> None:
        """Refuse prices in the wrong order and a level from 7 without evidence; keep what is not cleared from going live."""
        super().clean()
        if self.price_min is not None and self.price_max is not None and self.price_max < self.price_min:
            raise ValidationError({"price_max": _("The upper price is lower than the lower one.")})
        if self.live and (obstacle := self.compliance_obstacle()):
            raise ValidationError({"compliance": obstacle})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; raise NotClearedError rather than let anything live that the lists of transfer forbid."""
        if self.live:
            compliance_rules.check_may_go_live(self.compliance_obstacle())
        super().save(*args, **kwargs)

    def compliance_obstacle(self) -> str:
        """Return why this must not be public yet, empty when nothing stands against it."""
        return compliance_rules.obstacle(
            compliance=Compliance(self.compliance),
            is_checked=bool(self.compliance_checked_by_id and self.compliance_checked_on),
            list_version=self.compliance_list_version,
            permit=self.transfer_permit,
        )

    @property
    def is_offered(self) -> bool:
        """Whether one may still ask for it."""
        return self.outcome == Outcome.NONE and self.archived_on is None and not self.is_expired()

    @property
    def listing_state(self) -> ListingState:
        """Where the published listing stands in its life."""
        return ListingState(self.outcome) if self.outcome != Outcome.NONE else super().listing_state

    def life_values(self, confirmed_on: date, expires_on: date) -> dict[str, Any]:
        """Return what the fields say of a listing that was confirmed just now."""
        return {**super().life_values(confirmed_on, expires_on), "outcome": Outcome.NONE, "outcome_note": ""}

    @property
    def readiness(self) -> int | None:
        """The level that the technology has reached."""
        level: int | None = self.trl
        return level

    def is_visible(self) -> bool:
        """Return whether visitors may read the page: its organisation is not closed to the public."""
        return self.organisation is None or self.organisation.is_public

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add facts, figures, matching needs and neighbours."""
        from showcase import presenters  # noqa: PLC0415 -- reads these models

        if not self.is_visible():
            raise Http404
        return super().get_context(request, *args, **kwargs) | later.context(
            self, request, lambda: presenters.technology_context(self)
        )

    def findable_body(self) -> str:
        """Return the words of every text field that names nobody."""
        parts = [self.problem, self.solution, self.advantages, self.compared_with, self.evidence]
        if self.named_organisation is not None:
            parts.append(self.named_organisation.display_name)
        return "\n".join(part for part in parts if part)

    def findable_picture(self) -> Any:
        """Return the first picture."""
        first = next(iter(self.pictures.all()), None)
        return first.image if first else super().findable_picture()

    def findable_facets(self) -> dict[str, tuple[str, ...]]:
        """Return field, band, place, kind of organisation and forms of transfer."""
        facets = self.common_facets()
        if band := trl_band(self.trl):
            facets["trl"] = (band.value,)
        facets["transfer-form"] = tuple(form.code for form in self.transfer_forms.all())
        return facets

    def findable_document(self) -> FindableDocument | None:
        """Return what the search knows; nothing of what was withdrawn or belongs to a closed organisation."""
        if not self.is_visible() or self.outcome in ENDED_OUTCOMES or self.archived_on is not None:
            return None
        return super().findable_document()

    def structured_data(self) -> list[dict[str, Any]]:
        """Return the technology as a schema.org Product."""
        from showcase import structured  # noqa: PLC0415 -- reads these models

        return [structured.product(self)]
