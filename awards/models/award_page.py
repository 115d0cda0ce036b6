"""The page of one edition of an award."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from awards import queries
from awards.editions import frozen, limits, page_form
from awards.editions import queries as edition_queries
from awards.editions.enums import RESULT_STATES, SHORTLISTED, EditionState
from awards.editions.panels import EditionPanel
from awards.enums import PhaseKind
from awards.scoring.enums import ScoringMethod, TieBreak, VoteCurve
from portal.blocks import text as block_text
from portal.blocks.stream import ContentBody
from portal.kernel import clock
from portal.kernel import text as kernel_text
from portal.page_cache import later
from portal.pages import related
from portal.pages.base import PortalPage
from portal.pages.findables import FindableKind
from portal.vocabularies.enums import VocabularyCode

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _tie_break(label: "_StrPromise", *, default: TieBreak) -> "models.CharField[str, str]":
    return models.CharField(label, max_length=20, choices=TieBreak.choices, default=default, blank=True)


def _number(
    label: "_StrPromise", default: int, rule: str, help_text: "_StrPromise | str" = ""
) -> "models.PositiveSmallIntegerField[int, int]":
    within = [MinValueValidator(1), MaxValueValidator(limits.MOST[rule])]
    return models.PositiveSmallIntegerField(label, default=default, validators=within, help_text=help_text)


class AwardPage(PortalPage):
    """One edition of an award: what it honours, by which criteria, when, on which legal basis, and who won."""

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
        max_length=limits.LONGEST["legal_basis"],
        help_text=_("The decision or regulation on which the programme stands; without it no call may open."),
    )
    budget_source = models.TextField(
        _("source of the budget"),
        max_length=limits.LONGEST["budget_source"],
        blank=True,
        help_text=_("Needed before the call opens."),
    )
    eligibility = models.TextField(_("who can take part"), max_length=limits.LONGEST["eligibility"], blank=True)
    method = models.TextField(
        _("how the result is found"),
        max_length=limits.LONGEST["procedure"],
        blank=True,
        help_text=_("Fixed before the call opens."),
    )
    public_vote_share = models.PositiveSmallIntegerField(
        _("share of the public vote in percent"), default=0, validators=[MaxValueValidator(limits.MOST["public_share"])]
    )
    vote_curve = models.CharField(
        _("how votes of the public become points"),
        max_length=10,
        choices=VoteCurve.choices,
        default=VoteCurve.LEADER,
        help_text=_("Only where the public vote has a share."),
    )
    scoring_method = models.CharField(
        _("how scores become one"), max_length=20, choices=ScoringMethod.choices, default=ScoringMethod.MEAN
    )
    trim = models.PositiveSmallIntegerField(
        _("scores left out on each side"),
        default=0,
        validators=[MaxValueValidator(limits.MOST["trim"])],
        help_text=_("Only for the mean without the highest and the lowest scores; 0 for the others."),
    )
    first_tie_break = _tie_break(_("equal results: first"), default=TieBreak.HEAVIEST_CRITERION)
    second_tie_break = _tie_break(_("equal results: second"), default=TieBreak.MEDIAN)
    third_tie_break = _tie_break(_("equal results: third"), default=TieBreak.FEWER_LOW_OUTLIERS)
    fourth_tie_break = _tie_break(_("equal results: last"), default=TieBreak.COUNCIL_VOTE)
    jurors_per_dossier = _number(_("jurors for each dossier"), 3, "jurors_per_dossier", _("Three at least."))
    quorum = _number(_("quorum of the council"), 3, "quorum", _("So many members must be there for a decision."))
    cure_days = _number(_("days to mend a dossier"), 5, "cure_days")
    comment_days = _number(_("days of public comment"), 10, "comment_days")
    appeal_days = _number(_("days to appeal"), 10, "appeal_days")
    retention_days = _number(
        _("days that dossiers without a prize are kept"),
        180,
        "retention_days",
        _("Counted from the end of the edition."),
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

    rules_are_checked = False
    base_form_class = page_form.AwardPageForm
    parent_page_types: ClassVar = ["awards.AwardIndexPage", "awards.AwardProgrammePage"]
    subpage_types: ClassVar = ["awards.NominationPage"]
    template = "awards/award_page.html"
    findable_kind = FindableKind.AWARD
    kind_label = _("Award")

    override_translatable_fields: ClassVar = [
        SynchronizedField(name)
        for name in (
            "year",
            "organiser",
            "public_vote_share",
            "vote_curve",
            "scoring_method",
            "first_tie_break",
            "second_tie_break",
            "third_tie_break",
            "fourth_tie_break",
            "fields_of_technology",
            "picture",
            "decision_number",
            "decided_on",
        )
    ]

    content_panels: ClassVar = [
        *PortalPage.content_panels,
        FieldPanel("lead"),
        FieldPanel("year"),
        MultiFieldPanel([FieldPanel("organiser"), FieldPanel("organiser_name"), FieldPanel("contact")], _("Organiser")),
        FieldPanel("picture"),
        FieldPanel("fields_of_technology"),
        FieldPanel("body"),
    ]
    rule_panels: ClassVar = [
        EditionPanel(heading=_("Edition")),
        FieldPanel("legal_basis"),
        FieldPanel("budget_source"),
        FieldPanel("eligibility"),
        InlinePanel("categories", heading=_("Categories"), label=_("category")),
        InlinePanel("documents", heading=_("Documents asked for"), label=_("document")),
        InlinePanel("phases", heading=_("Phases"), label=_("phase")),
        MultiFieldPanel([FieldPanel("decision_number"), FieldPanel("decided_on")], _("Decision")),
    ]
    result_panels: ClassVar = [
        InlinePanel("criteria", heading=_("Criteria"), label=_("criterion")),
        FieldPanel("method"),
        FieldRowPanel([FieldPanel("scoring_method"), FieldPanel("trim")]),
        FieldRowPanel([FieldPanel("public_vote_share"), FieldPanel("vote_curve")]),
        MultiFieldPanel(
            [FieldPanel(f"{place}_tie_break") for place in ("first", "second", "third", "fourth")], _("Equal results")
        ),
        FieldRowPanel([FieldPanel("jurors_per_dossier"), FieldPanel("quorum")]),
        FieldRowPanel([FieldPanel("cure_days"), FieldPanel("comment_days")]),
        FieldRowPanel([FieldPanel("appeal_days"), FieldPanel("retention_days")]),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Content")),
            ObjectList(rule_panels, heading=_("Rules and dates")),
            ObjectList(result_panels, heading=_("How the result is found")),
            ObjectList(PortalPage.promote_panels, heading=_("Promote")),
        ],
        base_form_class=page_form.AwardPageForm,
    )

    class Meta:
        verbose_name = _("edition of an award")
        verbose_name_plural = _("editions of awards")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(public_vote_share__lte=20), name="award_public_share_at_most_20"),
        ]

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Refuse, whatever the way, what would differ from the rules that were frozen when the call opened."""
        super().full_clean(*args, **kwargs)
        if self.alias_of_id is not None or self.rules_are_checked:
            return
        if refused := frozen.refusals(self, set(kwargs.get("exclude") or ())):
            raise ValidationError(refused)

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save with the text that the list searches in; the row is locked first, so that no call opens in between."""
        if self.pk:
            list(Page.objects.select_for_update().filter(pk=self.pk).values_list("pk"))
        self.folded = kernel_text.fold(" ".join((self.title, self.lead, self.organiser_name)))
        return super().save(*args, **kwargs)

    def permissions_for_user(self, user: Any) -> Any:
        """Return what the user may do with the page: nothing where others are named to look after the edition."""
        from awards.editions.rights import EditionPermissionTester  # noqa: PLC0415 -- it needs the records of this app

        return EditionPermissionTester(user, self)

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

    def findable_picture(self) -> Any:
        """Return the programme's picture."""
        return self.picture or super().findable_picture()

    def findable_facets(self) -> dict[str, tuple[str, ...]]:
        """Return the fields of technology."""
        return {"field": tuple(term.code for term in self.fields_of_technology.all())}

    @property
    def organiser_label(self) -> str:
        """The organiser's name, from its profile where it has one."""
        return str(self.organiser) if self.organiser else self.organiser_name

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add phases with the present one marked, and the finalists and winners by category."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | later.context(self, request, self._shown)

    def _shown(self) -> dict[str, Any]:
        context: dict[str, Any] = {"programme": queries.programme(self, today=clock.today())}
        context["standing"] = edition_queries.standing(self)
        call = context["standing"].rules.phase(PhaseKind.CALL)
        is_open = context["standing"].state is EditionState.OPEN and call is not None and call.holds(clock.now())
        context["call_ends"] = call.ends if is_open and call is not None else None
        state, programme = context["standing"].state, context["programme"]
        stands = programme.is_decided if state is EditionState.DRAFT else state in RESULT_STATES
        context["has_press_kit"] = programme.has_entries and stands
        context["naming"] = related.naming(self)
        context["council"] = self._council(context["standing"])
        context["anew"] = self._anew() if context["council"] and context["council"].decision else None
        return context

    def _anew(self) -> Any:
        """Return what was decided anew; a decision is recorded."""
        from awards.deliberation import rehearings  # noqa: PLC0415 -- it needs the records of this app

        return rehearings.public(self.translation_key)

    def _council(self, standing: "edition_queries.Standing") -> Any:
        """Return shortlist, objections, decision and appeals once there can be any, else None."""
        from awards.deliberation import queries as council  # noqa: PLC0415 -- it needs the records of this app

        if standing.frozen_at is None or standing.state not in SHORTLISTED:
            return None
        return council.public_standing(self.translation_key, standing.state, standing.rules)
