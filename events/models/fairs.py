"""How a fair takes exhibitors in: its set-up, what it asks for, turns to choose, staff passes, draws."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from events.booth_enums import AllocationMode, DraftLead, DrawState, OfferLead, ReminderCause, RequirementKind
from portal.kernel import languages
from portal.kernel.languages import Language


class FairSetup(models.Model):
    """How the organisers of one fair decide, allot booths, give out passes and take fees."""

    fair_key = models.UUIDField(_("key of the fair"), unique=True)
    mode = models.CharField(
        _("how booths are allotted"),
        max_length=10,
        choices=AllocationMode.choices,
        default=AllocationMode.ORGANISER,
    )
    needs_two_people = models.BooleanField(
        _("two people decide on each application"),
        default=False,
        help_text=_("One proposes, another one decides."),
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to confirm a booth"), default=72, validators=[MinValueValidator(1), MaxValueValidator(720)]
    )
    plan_is_public = models.BooleanField(_("show the plan and the exhibitors to the public"), default=False)
    passes_per_nine_metres = models.PositiveSmallIntegerField(
        _("staff passes for every 9 m²"), default=3, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    builds_from = models.DateTimeField(_("exhibitors set up from"), null=True, blank=True)
    builds_until = models.DateTimeField(_("exhibitors set up until"), null=True, blank=True)
    builds_revision = models.PositiveIntegerField(_("changes of the time of setting up"), default=0, editable=False)
    builds_changed_at = models.DateTimeField(_("time of setting up changed at"), null=True, blank=True, editable=False)
    bank_bin = models.CharField(
        _("number of the bank (BIN)"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^\d{6}$", _("Six figures, such as 970436."))],
    )
    bank_account = models.CharField(
        _("account number"),
        max_length=19,
        blank=True,
        validators=[RegexValidator(r"^[0-9A-Za-z]{4,19}$", _("4 to 19 figures or letters, without spaces."))],
    )
    bank_holder = models.CharField(_("holder of the account"), max_length=100, blank=True)

    draft_lead = models.PositiveIntegerField(
        _("remind of drafts that were not sent"),
        null=True,
        blank=True,
        choices=DraftLead.choices,
        help_text=_("Before applications close; once for each draft that was begun earlier than that."),
    )
    draft_lead_since = models.DateTimeField(_("drafts are reminded of since"), null=True, blank=True, editable=False)
    offer_lead = models.PositiveIntegerField(
        _("remind of booths that were not confirmed"),
        null=True,
        blank=True,
        choices=OfferLead.choices,
        help_text=_("Before the booth is free again; once for each offer that was made earlier than that."),
    )
    offer_lead_since = models.DateTimeField(_("offers are reminded of since"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("set-up of a fair")
        verbose_name_plural = _("set-ups of fairs")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(offer_hours__gt=0), name="fair_setup_offer_hours_positive"),
            models.CheckConstraint(
                condition=models.Q(builds_from=None, builds_until=None)
                | models.Q(builds_until__gt=models.F("builds_from")),
                name="fair_setup_builds_until_after_from",
            ),
            models.CheckConstraint(
                condition=models.Q(bank_bin="", bank_account="")
                | (~models.Q(bank_bin="") & ~models.Q(bank_account="")),
                name="fair_setup_bank_and_account_together",
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{name: None, f"{name}_since": None})
                    | models.Q(**{f"{name}__in": leads, f"{name}_since__isnull": False}),
                    name=f"fair_setup_{name}_known_and_since",
                )
                for name, leads in (("draft_lead", DraftLead.values), ("offer_lead", OfferLead.values))
            ),
        ]

    def __str__(self) -> str:
        return str(self.fair_key)


class ExhibitorReminder(models.Model):
    """That an exhibitor was reminded of something unfinished before an end on this day (Việt Nam's date): once, whatever runs again.

    An end that moves to another day is reminded of anew.
    """

    application = models.ForeignKey("events.FairApplication", on_delete=models.CASCADE, related_name="reminders")
    cause = models.CharField(_("cause"), max_length=5, choices=ReminderCause.choices)
    ends_at = models.DateTimeField(_("end that was reminded of"))
    end_day = models.DateField(_("day of the end"))
    at = models.DateTimeField(_("moment"))

    class Meta:
        verbose_name = _("reminder to an exhibitor")
        verbose_name_plural = _("reminders to exhibitors")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "cause", "end_day"], name="exhibitor_reminder_once_for_each_end"
            ),
            models.CheckConstraint(
                condition=models.Q(cause__in=ReminderCause.values), name="exhibitor_reminder_cause_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.end_day} {self.cause}"


class FairRequirement(models.Model):
    """A question or a document that exhibitors of a fair are asked for."""

    fair_key = models.UUIDField(_("key of the fair"), db_index=True)
    kind = models.CharField(_("kind"), max_length=8, choices=RequirementKind.choices, default=RequirementKind.DOCUMENT)
    text_vi = models.CharField(_("in Vietnamese"), max_length=250)
    text_en = models.CharField(_("in English"), max_length=250, blank=True)
    is_required = models.BooleanField(_("compulsory"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("question or document for exhibitors")
        verbose_name_plural = _("questions and documents for exhibitors")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The words in the active language, else in Vietnamese."""
        return (self.text_en if languages.current() == Language.ENGLISH else "") or self.text_vi


class FairAnswer(models.Model):
    """What an applicant answered, or the document it handed in; ``asked`` keeps the words of that day."""

    application = models.ForeignKey("events.FairApplication", on_delete=models.CASCADE, related_name="answers")
    requirement = models.ForeignKey(FairRequirement, on_delete=models.PROTECT, related_name="+")
    asked = models.CharField(_("asked"), max_length=250)
    words = models.TextField(_("answer"), max_length=2000, blank=True)
    file = models.ForeignKey(
        "media.PrivateFile", verbose_name=_("file"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("answer of an exhibitor")
        verbose_name_plural = _("answers of exhibitors")
        ordering: ClassVar = ["requirement__position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "requirement"], name="fair_answer_once"),
        ]

    def __str__(self) -> str:
        return self.asked


class ChoiceTurn(models.Model):
    """From when an exhibitor may choose a booth; the order is announced before."""

    fair_key = models.UUIDField(_("key of the fair"), db_index=True)
    application = models.OneToOneField("events.FairApplication", on_delete=models.CASCADE, related_name="turn")
    position = models.PositiveSmallIntegerField(_("position"))
    opens_at = models.DateTimeField(_("may choose from"))

    class Meta:
        verbose_name = _("turn to choose a booth")
        verbose_name_plural = _("turns to choose booths")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fair_key", "position"], name="choice_turn_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.opens_at:%Y-%m-%d %H:%M}"


class StaffPass(models.Model):
    """A pass for one person who works at a booth; the application counts those that are not revoked."""

    application = models.ForeignKey("events.FairApplication", on_delete=models.CASCADE, related_name="passes")
    number = models.CharField(_("number"), max_length=20, unique=True)
    full_name = models.CharField(_("full name"), max_length=150)
    email = models.EmailField(_("e-mail"))
    given_at = models.DateTimeField(_("given at"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("given by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("staff pass")
        verbose_name_plural = _("staff passes")
        ordering: ClassVar = ["given_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "application", Lower("email"), condition=models.Q(revoked_at=None), name="staff_pass_once_for_a_person"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class BoothDraw(models.Model):
    """A draw of booths by lot that anybody can recompute.

    ``frozen`` holds the published entrants, booths and rules, ``digest`` its SHA-256. ``seed`` is shown to nobody before
    the draw; its SHA-256 is published as ``commitment`` with the announcement.
    """

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    fair_key = models.UUIDField(_("key of the fair"), db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=DrawState.choices, default=DrawState.ANNOUNCED)
    seed = models.CharField(_("seed"), max_length=64)
    commitment = models.CharField(_("commitment to the seed"), max_length=64)
    frozen = models.JSONField(_("what was published before"))
    digest = models.CharField(_("digest of what was published"), max_length=64)
    public_source = models.CharField(_("public value that is added"), max_length=300, blank=True)
    public_value = models.CharField(_("the public value"), max_length=100, blank=True)
    announced_at = models.DateTimeField(_("announced at"))
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("announced by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    draws_at = models.DateTimeField(_("drawn not before"))
    drawn_at = models.DateTimeField(_("drawn at"), null=True, blank=True)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("drawn by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    result = models.JSONField(_("result"), default=list)

    class Meta:
        verbose_name = _("draw of booths")
        verbose_name_plural = _("draws of booths")
        ordering: ClassVar = ["-announced_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["fair_key"],
                condition=models.Q(state=DrawState.ANNOUNCED),
                name="booth_draw_one_announced_for_a_fair",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=DrawState.DRAWN)
                | models.Q(drawn_at__isnull=False, drawn_at__gte=models.F("draws_at")),
                name="booth_draw_not_before_its_time",
            ),
            models.CheckConstraint(
                condition=models.Q(draws_at__gt=models.F("announced_at")), name="booth_draw_announced_before"
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)
