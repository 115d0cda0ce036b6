"""An expert's profile: what is shown, what was proposed last, and what happened to it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from exhibitors import sorting
from exhibitors.enums import Country
from experts import time_zones
from experts.enums import (
    Availability,
    Help,
    LanguageLevel,
    LogAction,
    ProfileState,
    ReviewState,
    SpokenLanguage,
)
from experts.querysets import ExpertProfileQuerySet
from portal.kernel import languages, text
from portal.kernel.languages import Language
from portal.vocabularies.enums import VocabularyCode


class ExpertProfile(models.Model):
    """One person's profile. The columns hold what an officer approved; ``proposal`` what the person wrote last."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="expert_profile"
    )
    slug = models.SlugField(_("address part"), max_length=90, unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    title = models.CharField(_("title and position"), max_length=200, blank=True)
    title_en = models.CharField(_("title and position in English"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=Country.choices, default=Country.VIETNAM)
    time_zone = models.CharField(_("time zone"), max_length=40, default=time_zones.ZONES[0])
    availability = models.CharField(
        _("availability"), max_length=10, choices=Availability.choices, default=Availability.AGREEMENT
    )
    summary = models.TextField(_("in a few sentences"), blank=True)
    summary_en = models.TextField(_("in a few sentences, in English"), blank=True)
    fields = models.ManyToManyField(
        "vocabularies.Term",
        verbose_name=_("fields of technology"),
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": VocabularyCode.FIELD},
    )
    portrait = models.ForeignKey(
        "media.PrivateFile",
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    sort_key = models.CharField(max_length=sorting.KEY_LENGTH, editable=False, db_index=True)
    folded = models.TextField(editable=False)
    state = models.CharField(_("visibility"), max_length=10, choices=ProfileState.choices, default=ProfileState.DRAFT)
    state_reason = models.TextField(_("reason given to the expert"), blank=True)
    review = models.CharField(_("review"), max_length=10, choices=ReviewState.choices, default=ReviewState.WRITING)
    remarks = models.TextField(_("remarks of the officer"), blank=True)
    proposal = models.JSONField(_("proposed words"), default=dict, blank=True)
    proposed_portrait = models.ForeignKey(
        "media.PrivateFile",
        verbose_name=_("proposed photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    consent_version = models.CharField(_("version of the consent text"), max_length=20, blank=True)
    consent_at = models.DateTimeField(_("consent given at"), null=True, blank=True)
    published_at = models.DateTimeField(_("shown since"), null=True, blank=True)
    is_illustrative = models.BooleanField(
        _("illustrative"), default=False, help_text=_("Invented for demonstration; the profile says so.")
    )
    created_at = models.DateTimeField(_("created at"))
    updated_at = models.DateTimeField(_("changed at"))

    objects = ExpertProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("expert's profile")
        verbose_name_plural = _("experts' profiles")
        permissions: ClassVar = [
            ("review_expertprofile", gettext_noop("Can approve, return and take down experts' profiles"))
        ]
        ordering: ClassVar = ["sort_key", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(slug=""), name="expert_has_slug"),
            models.CheckConstraint(condition=models.Q(state__in=ProfileState.values), name="expert_state_known"),
            models.CheckConstraint(condition=models.Q(review__in=ReviewState.values), name="expert_review_known"),
            models.CheckConstraint(
                condition=models.Q(availability__in=Availability.values), name="expert_availability_known"
            ),
            # Nobody is shown without a name, a date and a consent on record (Law 91/2025/QH15).
            models.CheckConstraint(
                condition=~models.Q(state=ProfileState.PUBLISHED)
                | (
                    models.Q(consent_at__isnull=False, published_at__isnull=False)
                    & ~models.Q(consent_version="")
                    & ~models.Q(name="")
                ),
                name="expert_shown_only_with_consent",
            ),
            models.CheckConstraint(
                condition=~models.Q(review=ReviewState.WAITING)
                | (models.Q(consent_at__isnull=False) & ~models.Q(consent_version="")),
                name="expert_reviewed_only_with_consent",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.slug

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sort key and the folded text true to the words."""
        family, _space, given = self.name.rpartition(" ")
        self.sort_key = sorting.text_key(f"{given} {family}")
        self.folded = text.fold(" ".join((self.name, self.title, self.title_en, self.summary, self.summary_en)))
        if (named := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*named, "sort_key", "folded"}
        super().save(*args, **kwargs)

    def in_language(self, field: str, language: Language | None = None) -> str:
        """Return title or summary in a language; the Vietnamese where there is no English, and the other way round."""
        english = (language or languages.current()) is Language.ENGLISH
        own, other = getattr(self, f"{field}_en"), getattr(self, field)
        return str((own or other) if english else (other or own))

    @property
    def display_title(self) -> str:
        """Title and position in the active language."""
        return self.in_language("title")

    @property
    def display_summary(self) -> str:
        """The summary in the active language."""
        return self.in_language("summary")

    @property
    def is_public(self) -> bool:
        """Whether everyone may see the profile."""
        return self.state == ProfileState.PUBLISHED and self.user.is_active

    @property
    def takes_requests(self) -> bool:
        """Whether a visitor may write to the expert."""
        return self.is_public and self.availability != Availability.PAUSED


class ExpertHelp(models.Model):
    """One kind of help that an expert offers."""

    profile = models.ForeignKey(ExpertProfile, on_delete=models.CASCADE, related_name="helps")
    kind = models.CharField(_("kind of help"), max_length=12, choices=Help.choices)

    class Meta:
        verbose_name = _("help that an expert offers")
        verbose_name_plural = _("help that experts offer")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profile", "kind"], name="expert_help_once"),
            models.CheckConstraint(condition=models.Q(kind__in=Help.values), name="expert_help_known"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class ExpertLanguage(models.Model):
    """One language that an expert works in, and how well."""

    profile = models.ForeignKey(ExpertProfile, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(_("language"), max_length=2, choices=SpokenLanguage.choices)
    level = models.CharField(_("level"), max_length=10, choices=LanguageLevel.choices)

    class Meta:
        verbose_name = _("language of an expert")
        verbose_name_plural = _("languages of experts")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profile", "language"], name="expert_language_once"),
            models.CheckConstraint(
                condition=models.Q(language__in=SpokenLanguage.values, level__in=LanguageLevel.values),
                name="expert_language_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_language_display()}: {self.get_level_display()}"


class ExpertLink(models.Model):
    """A page elsewhere that says more about an expert's work."""

    profile = models.ForeignKey(ExpertProfile, on_delete=models.CASCADE, related_name="links")
    url = models.URLField(_("address"))

    class Meta:
        verbose_name = _("link of an expert")
        verbose_name_plural = _("links of experts")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profile", "url"], name="expert_link_once"),
            models.CheckConstraint(
                condition=models.Q(url__startswith="https://") | models.Q(url__startswith="http://"),
                name="expert_link_is_web_address",
            ),
        ]

    def __str__(self) -> str:
        return self.url


class ExpertLog(models.Model):
    """One thing that happened to a profile."""

    profile = models.ForeignKey(ExpertProfile, verbose_name=_("profile"), on_delete=models.CASCADE, related_name="log")
    action = models.CharField(_("action"), max_length=12, choices=LogAction.choices)
    detail = models.TextField(_("detail"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = pgettext_lazy("of an expert", "log entry")
        verbose_name_plural = pgettext_lazy("of an expert", "log entries")
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.at:%Y-%m-%d %H:%M}"
