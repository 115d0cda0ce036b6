"""Parts of a dossier: its people, its answers to the criteria, and its private files."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.dossiers.enums import MemberRole, MemberState
from awards.models.records import Nomination

LIVE = [MemberState.INVITED, MemberState.ACCEPTED]


class DossierMember(models.Model):
    """Somebody who works on a dossier or is nominated by it; an account, or an address that was asked."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=MemberRole.choices)
    state = models.CharField(_("state"), max_length=10, choices=MemberState.choices)
    asked_at = models.DateTimeField(_("asked at"))
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    consent = models.TextField(_("what was agreed to"), blank=True)
    """The sentence as the nominee read it."""

    class Meta:
        verbose_name = _("person of a dossier")
        verbose_name_plural = _("people of a dossier")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["nomination"],
                condition=models.Q(role=MemberRole.LEAD, state=MemberState.ACCEPTED),
                name="dossier_one_lead",
            ),
            models.UniqueConstraint(
                fields=["nomination", "email", "role"],
                condition=models.Q(state__in=LIVE),
                name="dossier_person_once_in_a_role",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=MemberRole.values) & models.Q(state__in=MemberState.values),
                name="dossier_member_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=MemberState.ACCEPTED)
                | models.Q(answered_at__isnull=False)
                & (~models.Q(role=MemberRole.NOMINEE) | ~models.Q(consent=""))
                & (models.Q(role=MemberRole.NOMINEE) | models.Q(user__isnull=False)),
                name="dossier_member_accepted_in_full",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} ({self.get_role_display()})"


class DossierAnswer(models.Model):
    """What a dossier says about one criterion of the frozen rules; the row stands from the beginning, at first empty."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="answers")
    key = models.SlugField(_("criterion"), max_length=60)
    text = models.TextField(_("answer"), blank=True)
    saved_at = models.DateTimeField(_("saved at"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("saved by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("answer of a dossier")
        verbose_name_plural = _("answers of a dossier")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["nomination", "key"], name="dossier_answer_once"),
        ]

    def __str__(self) -> str:
        return self.key


class DossierFile(models.Model):
    """The file for one document that the rules ask for, or its version without names for the jury."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="files")
    key = models.SlugField(_("document"), max_length=60)
    is_twin = models.BooleanField(_("version without names"), default=False)
    file = models.OneToOneField("media.PrivateFile", verbose_name=_("file"), on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("file of a dossier")
        verbose_name_plural = _("files of a dossier")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["nomination", "key", "is_twin"], name="dossier_file_once"),
            models.CheckConstraint(condition=~models.Q(sha256=""), name="dossier_file_has_a_digest"),
        ]

    def __str__(self) -> str:
        return self.key


class LeakReport(models.Model):
    """What a version without names gives away, as found when it came in; the secretariat may accept it with a note."""

    file = models.OneToOneField(DossierFile, on_delete=models.CASCADE, related_name="leaks")
    findings = models.JSONField(_("findings"), default=list)
    """Rows of ``place`` and ``found``, which may be a name: it goes with the file."""
    checked_at = models.DateTimeField(_("checked at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("accepted by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("check for names")
        verbose_name_plural = _("checks for names")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True) | ~models.Q(note=""), name="leak_accepted_with_a_note"
            )
        ]

    def __str__(self) -> str:
        return str(self.file)
