"""Records of the exhibitors room: organisations, their members, invitations and what happened to them."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from exhibitors import sorting
from exhibitors.enums import (
    FROZEN_STATES,
    PUBLIC_STATES,
    Country,
    InvitationState,
    LogAction,
    MemberRole,
    VerificationState,
    VerificationTurn,
)
from exhibitors.querysets import InvitationQuerySet, OrganisationQuerySet
from portal.kernel import languages, phones, text
from portal.kernel.languages import Language
from portal.vocabularies.enums import VocabularyCode

PERSONAL_CODE_LENGTH = 12
BRANCH_CODE_LENGTH = 13


class Organisation(models.Model):
    """An enterprise, institute, school, cooperative, workshop or lone inventor that shows or seeks technology."""

    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    slug = models.SlugField(_("address part"), max_length=90, unique=True)
    sort_key = models.CharField(max_length=sorting.KEY_LENGTH, editable=False)
    sort_key_en = models.CharField(max_length=sorting.KEY_LENGTH, editable=False)
    # Names and summaries without marks, for the directory's own search.
    folded = models.TextField(editable=False)
    kind = models.ForeignKey(
        "vocabularies.Term",
        verbose_name=_("kind of organisation"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"vocabulary": VocabularyCode.ORGANISATION_KIND},
    )
    roles = models.ManyToManyField(
        "vocabularies.Term",
        verbose_name=_("what it does on the market"),
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": VocabularyCode.ORGANISATION_ROLE},
    )
    fields = models.ManyToManyField(
        "vocabularies.Term",
        verbose_name=_("fields of technology"),
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": VocabularyCode.FIELD},
    )
    country = models.CharField(_("country"), max_length=2, choices=Country.choices, default=Country.VIETNAM)
    place = models.ForeignKey(
        "vocabularies.AdministrativeUnit",
        verbose_name=_("place"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    tax_code = models.CharField(_("tax code"), max_length=13, null=True, blank=True, unique=True)
    summary = models.CharField(_("in one or two sentences"), max_length=300, blank=True)
    summary_en = models.CharField(_("in one or two sentences, in English"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("public e-mail address"), blank=True)
    # As ITU-T E.164 writes it: a plus, the country's code, digits.
    phone = models.CharField(_("public telephone number"), max_length=40, blank=True)
    logo = models.ForeignKey(
        "media.PortalImage",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state = models.CharField(
        _("verification"), max_length=10, choices=VerificationState.choices, default=VerificationState.UNVERIFIED
    )
    state_changed_at = models.DateTimeField(_("verification changed at"), null=True, blank=True)
    state_reason = models.TextField(_("reason given to the organisation"), blank=True)
    state_before = models.CharField(
        _("state before closing"), max_length=10, choices=VerificationState.choices, blank=True, editable=False
    )
    waits_since = models.DateTimeField(_("waits for an officer since"), null=True, blank=True, editable=False)
    more_asked_at = models.DateTimeField(_("an officer asked for more at"), null=True, blank=True, editable=False)
    is_illustrative = models.BooleanField(
        _("illustrative"), default=False, help_text=_("Invented for demonstration; the profile says so.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created at"))
    updated_at = models.DateTimeField(_("changed at"))

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        permissions: ClassVar = [("verify_organisation", gettext_noop("Can verify, refuse and suspend organisations"))]
        ordering: ClassVar = ["sort_key", "pk"]
        indexes: ClassVar = [
            # With the state, so that a page far down passes over entries of the index and no rows.
            models.Index(fields=["sort_key", "id", "state"], name="organisation_by_name"),
            models.Index(fields=["sort_key_en", "id", "state"], name="organisation_by_name_en"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_has_name"),
            models.CheckConstraint(condition=~models.Q(slug=""), name="organisation_has_slug"),
            models.CheckConstraint(condition=~models.Q(tax_code=""), name="organisation_tax_code_not_empty"),
            models.CheckConstraint(
                condition=models.Q(country=Country.VIETNAM) | models.Q(place=None, tax_code=None),
                name="organisation_place_and_tax_code_only_in_vietnam",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=VerificationState.values), name="organisation_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=VerificationState.UNVERIFIED) | models.Q(state_changed_at__isnull=False),
                name="organisation_state_change_dated",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(state=VerificationState.CLOSED)
                    & models.Q(
                        state_before__in=[
                            VerificationState.UNVERIFIED,
                            VerificationState.VERIFIED,
                            VerificationState.REFUSED,
                        ]
                    )
                )
                | (~models.Q(state=VerificationState.CLOSED) & models.Q(state_before="")),
                name="organisation_state_before_only_when_closed",
            ),
            models.CheckConstraint(
                condition=models.Q(waits_since=None) | models.Q(more_asked_at=None),
                name="organisation_waits_or_is_waited_for",
            ),
            models.CheckConstraint(
                condition=models.Q(phone="") | models.Q(phone__startswith="+"), name="organisation_phone_international"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sort keys and the folded text true to the words."""
        self.sort_key = sorting.text_key(self.name)
        self.sort_key_en = sorting.text_key(self.name_en or self.name)
        self.folded = text.fold(" ".join((self.name, self.name_en, self.summary, self.summary_en)))
        if (named := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*named, "sort_key", "sort_key_en", "folded"}
        super().save(*args, **kwargs)

    def in_language(self, field: str, language: Language | None = None) -> str:
        """Return name, summary or description in a language; the Vietnamese where there is no English."""
        english = (language or languages.current()) is Language.ENGLISH
        return str((english and getattr(self, f"{field}_en")) or getattr(self, field))

    @property
    def display_name(self) -> str:
        """The name in the active language."""
        return self.in_language("name")

    @property
    def display_summary(self) -> str:
        """The summary in the active language."""
        return self.in_language("summary")

    @property
    def display_description(self) -> str:
        """The description in the active language, plain text with paragraphs."""
        return self.in_language("description")

    @property
    def is_vietnamese_only(self) -> bool:
        """Whether nothing is said in English about the organisation."""
        return not (self.name_en or self.summary_en or self.description_en)

    @property
    def is_public(self) -> bool:
        """Whether everyone may see the profile."""
        return self.state in PUBLIC_STATES

    @property
    def is_verified(self) -> bool:
        """Whether an officer has confirmed the organisation."""
        return self.state == VerificationState.VERIFIED

    @property
    def is_suspended(self) -> bool:
        """Whether an officer has closed it to the public."""
        return self.state == VerificationState.SUSPENDED

    @property
    def is_closed(self) -> bool:
        """Whether its owners have closed it for the time being."""
        return self.state == VerificationState.CLOSED

    @property
    def is_frozen(self) -> bool:
        """Whether nobody may change anything in it."""
        return self.state in FROZEN_STATES

    @property
    def turn(self) -> VerificationTurn:
        """Whose turn it is in the verification."""
        if self.state != VerificationState.UNVERIFIED:
            return VerificationTurn.NOBODY
        return VerificationTurn.ORGANISATION if self.more_asked_at else VerificationTurn.OFFICER

    @property
    def shown_phone(self) -> str:
        """The telephone number as its country writes it."""
        return phones.shown(self.phone)

    @property
    def written_tax_code(self) -> str:
        """The tax code as it is written: a hyphen before the number of a branch."""
        code = self.tax_code or ""
        return f"{code[:10]}-{code[10:]}" if len(code) == BRANCH_CODE_LENGTH else code

    @property
    def public_tax_code(self) -> str:
        """The tax code as it is written, or "" where it identifies a person."""
        return "" if len(self.tax_code or "") == PERSONAL_CODE_LENGTH else self.written_tax_code


class Membership(models.Model):
    """A person's place in an organisation. At least one owner always remains; ``domain.membership`` sees to it."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="organisation_memberships",
    )
    role = models.CharField(_("role"), max_length=10, choices=MemberRole.choices)
    joined_at = models.DateTimeField(_("joined at"))
    chosen_at = models.DateTimeField(
        _("chosen at"), help_text=_("When the person last chose this organisation at the desk.")
    )

    class Meta:
        verbose_name = pgettext_lazy("of an organisation", "membership")
        verbose_name_plural = pgettext_lazy("of an organisation", "memberships")
        ordering: ClassVar = ["organisation", "joined_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_once_per_organisation"),
            models.CheckConstraint(condition=models.Q(role__in=MemberRole.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class Invitation(models.Model):
    """A letter to an address that lets its holder join; the secret of its link is a token of the kernel."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=MemberRole.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=InvitationState.choices, default=InvitationState.PENDING
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("invited by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("created at"))
    expires_at = models.DateTimeField(_("valid until"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(state=InvitationState.PENDING),
                name="invitation_one_pending_per_address",
            ),
            models.CheckConstraint(condition=models.Q(role__in=MemberRole.values), name="invitation_role_known"),
            models.CheckConstraint(
                condition=models.Q(state=InvitationState.PENDING, answered_at__isnull=True)
                | (~models.Q(state=InvitationState.PENDING) & models.Q(answered_at__isnull=False)),
                name="invitation_answered_at_only_when_answered",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="invitation_expires_after_creation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.created_at:%Y-%m-%d}"


class OrganisationLog(models.Model):
    """One thing that happened to an organisation, in the words of that time."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="log"
    )
    action = models.CharField(_("action"), max_length=30, choices=LogAction.choices)
    detail = models.TextField(_("detail"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = pgettext_lazy("of an organisation", "log entry")
        verbose_name_plural = pgettext_lazy("of an organisation", "log entries")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["organisation", "-at"], name="organisation_log_newest")]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.at:%Y-%m-%d %H:%M}"
