"""The page of a technology need: a result that is wanted, with its baseline and target as figures."""

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
from showcase.domain import consent_rules
from showcase.enums import ANSWERABLE_NEEDS, BudgetBand, EnteredBy, Funding, ListingState, NeedStatus, trl_band
from showcase.forms.admin import NeedAdminForm
from showcase.models import panels, synchronised
from showcase.models.fields import term_list
from showcase.models.focal_points import NeedConsent
from showcase.models.life import ListingLife
from showcase.models.listings import ListedPage
from showcase.need_enums import ConsentState


class NeedPage(ListingLife, ListedPage):
    """What an enterprise, cooperative, workshop or office looks for."""

    organisation = models.ForeignKey(
        "exhibitors.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty only where a focal point entered the need of an organisation without account"),
    )
    situation = models.TextField(
        _("situation today"), help_text=_("What is done now, and what it costs; figures go into the table below")
    )
    scale = models.CharField(_("scale"), max_length=200, blank=True, help_text=_("For example: 2 tonnes a day"))
    constraint_space = models.CharField(_("limits of space"), max_length=200, blank=True)
    constraint_power = models.CharField(_("limits of power and water"), max_length=200, blank=True)
    constraint_standard = models.CharField(_("standard to be met"), max_length=200, blank=True)
    needed_by = models.DateField(_("solution needed by"), null=True, blank=True)
    trl_minimum = models.PositiveSmallIntegerField(
        _("lowest technology readiness level accepted"),
        null=True,
        blank=True,
        choices=list(trl_words.LEVELS.items()),
        validators=[MinValueValidator(1), MaxValueValidator(9)],
    )
    cooperation = term_list(VocabularyCode.COOPERATION, _("kinds of cooperation wanted"))
    absorption = models.TextField(
        _("ability to take it up"), blank=True, help_text=_("Staff, workshop, quality system, earlier projects")
    )
    ip_expectations = models.CharField(_("expectations on rights"), max_length=250, blank=True)
    budget_band = models.CharField(
        _("budget"), max_length=12, choices=BudgetBand.choices, default=BudgetBand.UNDISCLOSED
    )
    funding = models.CharField(_("funding"), max_length=20, choices=Funding.choices, default=Funding.UNDECIDED)
    entered_by = models.CharField(
        _("entered by"), max_length=14, choices=EnteredBy.choices, default=EnteredBy.ORGANISATION
    )
    entered_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person who entered it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decision_on = models.DateField(_("decision expected on"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=NeedStatus.choices, default=NeedStatus.OPEN)
    closing_reason = models.CharField(_("reason for closing"), max_length=250, blank=True)

    objects = querysets.NeedManager()

    read_together: ClassVar[tuple[str, ...]] = ("field", "science_field", "organisation__kind", "place__parent__parent")
    findable_kind = FindableKind.NEED
    kind_label = _("Technology need")
    subpage_types: ClassVar[list[str]] = []
    parent_page_types: ClassVar[list[str]] = ["showcase.NeedIndexPage"]
    edit_handler = TabbedInterface(
        [
            ObjectList(panels.NEED_RESULT, heading=_("Result wanted")),
            ObjectList(panels.NEED_CONDITIONS, heading=_("Conditions")),
            ObjectList(panels.NEED_PROVIDER, heading=_("Organisation and status")),
            ObjectList(ListedPage.promote_panels, heading=_("Sharing")),
        ]
    )
    base_form_class = NeedAdminForm
    override_translatable_fields = synchronised.NEED

    class Meta:
        verbose_name = _("technology need")
        verbose_name_plural = _("technology needs")
        permissions: ClassVar = [("view_need_report", "Can read the report of technology needs")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(trl_minimum=None) | models.Q(trl_minimum__gte=1, trl_minimum__lte=9),
                name="need_trl_minimum_1_to_9",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_on=None)
                | models.Q(expires_on=None)
                | models.Q(expires_on__gte=models.F("confirmed_on")),
                name="need_dates_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(archived_on=None)
                | models.Q(expires_on=None)
                | models.Q(archived_on__gte=models.F("confirmed_on")),
                name="need_archived_after_confirmation",
            ),
            models.CheckConstraint(condition=models.Q(entered_by__in=EnteredBy.values), name="need_entered_by_known"),
            models.CheckConstraint(condition=models.Q(status__in=NeedStatus.values), name="need_status_known"),
            models.CheckConstraint(condition=models.Q(budget_band__in=BudgetBand.values), name="need_budget_known"),
        ]

    def clean(self) -> None:
        """Ask for a reason where a need is closed, and keep what nobody agreed to from going live."""
        super().clean()
        if self.status == NeedStatus.CLOSED and not self.closing_reason:
            raise ValidationError({"closing_reason": _("Say why the need is closed.")})
        if self.live and (obstacle := self.consent_obstacle()):
            raise ValidationError(obstacle)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; raise NoConsentError rather than let a need go live that was entered for others without their consent."""
        if self.live:
            consent_rules.check_may_go_live(self.consent_obstacle())
        super().save(*args, **kwargs)

    def consent_obstacle(self) -> str:
        """Return why this must not be public yet, empty when nothing stands against it."""
        if self.entered_by != EnteredBy.FOCAL_POINT:
            return ""
        return consent_rules.obstacle(self.consent_state())

    def consent_state(self) -> ConsentState | None:
        """Return where the consent of the organisation stands; None where it was never asked."""
        newest = NeedConsent.objects.filter(need_key=self.translation_key).order_by("-created_at", "-pk")
        state = newest.values_list("state", flat=True).first()
        return ConsentState(state) if state else None

    @property
    def deadline(self) -> date | None:
        """The day by which a solution is needed."""
        return self.needed_by

    @property
    def listing_state(self) -> ListingState:
        """Where the need stands in its life; its status says how it ended."""
        return super().listing_state if NeedStatus(self.status) in ANSWERABLE_NEEDS else ListingState.ENDED

    @property
    def is_open(self) -> bool:
        """Whether offers are still welcome."""
        return self.listing_state is ListingState.OFFERED and not self.is_expired()

    @property
    def readiness(self) -> int | None:
        """The lowest level that a solution may have."""
        level: int | None = self.trl_minimum
        return level

    def is_visible(self) -> bool:
        """Return whether visitors may read the page: its organisation is not closed to the public."""
        return self.organisation is None or self.organisation.is_public

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add facts, figures, matching technologies and neighbours."""
        from showcase import presenters  # noqa: PLC0415 -- reads these models

        if not self.is_visible():
            raise Http404
        return super().get_context(request, *args, **kwargs) | later.context(
            self, request, lambda: presenters.need_context(self)
        )

    def findable_body(self) -> str:
        """Return the words of every text field that names nobody."""
        parts = [self.situation, self.scale, self.constraint_standard, self.absorption]
        if self.named_organisation is not None:
            parts.append(self.named_organisation.display_name)
        return "\n".join(part for part in parts if part)

    def findable_facets(self) -> dict[str, tuple[str, ...]]:
        """Return field, place, kind of organisation, least band and budget."""
        facets = self.common_facets()
        if band := trl_band(self.trl_minimum):
            facets["trl"] = (band.value,)
        facets["budget"] = (self.budget_band,)
        return facets

    def findable_document(self) -> FindableDocument | None:
        """Return what the search knows; nothing of what is archived or belongs to a closed organisation."""
        return super().findable_document() if self.is_visible() and self.archived_on is None else None

    def structured_data(self) -> list[dict[str, Any]]:
        """Return the need as a schema.org Demand."""
        from showcase import structured  # noqa: PLC0415 -- reads these models

        return [structured.demand(self)]
