"""Who did what, when, on whose behalf, with the value before and after: rows that are only ever added (ADR 0021)."""

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registration.organiser_enums import AuditAction, Capacity

_ONLY_ADDED = "Audit rows are only ever added."


class AuditQuerySet(models.QuerySet["AuditRow"]):
    """Refuses every change by query but one: a person's name may be taken out, as the law on personal data asks."""

    def update(self, **values: Any) -> int:
        """Take the person out; raise TypeError for anything else."""
        if values != {"by": None}:
            raise TypeError(_ONLY_ADDED)
        return super().update(**values)

    def delete(self) -> NoReturn:
        """Raise TypeError."""
        raise TypeError(_ONLY_ADDED)

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Raise TypeError."""
        raise TypeError(_ONLY_ADDED)


class AuditRow(models.Model):
    """One thing that somebody did: never written again, personal values masked.

    ``changes`` holds rows of name, value before and value after; names are those of the source code's fields, or words in
    English that are translated when read. ``object_kind`` and ``object_key`` name the record without tying the row to its life.
    """

    at = models.DateTimeField(_("moment"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
    )
    capacity = models.CharField(_("on behalf of"), max_length=15, choices=Capacity.choices, default=Capacity.ORGANISER)
    behalf_name = models.CharField(_("organisation"), max_length=200, blank=True)
    action = models.CharField(_("what was done"), max_length=20, choices=AuditAction.choices)
    subject = models.UUIDField(_("subject"), null=True, blank=True, db_index=True)
    object_kind = models.CharField(_("kind of record"), max_length=60, blank=True)
    object_key = models.CharField(_("key of the record"), max_length=40, blank=True)
    object_label = models.CharField(_("record"), max_length=120, blank=True)
    changes = models.JSONField(_("changes"), default=list, blank=True)
    remark = models.CharField(_("remark"), max_length=250, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit row")
        verbose_name_plural = _("audit")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(action__in=AuditAction.values), name="audit_action_known"),
            models.CheckConstraint(condition=models.Q(capacity__in=Capacity.values), name="audit_capacity_known"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; raise TypeError for one that exists."""
        if self.pk is not None:
            raise TypeError(_ONLY_ADDED)
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Raise TypeError."""
        raise TypeError(_ONLY_ADDED)
