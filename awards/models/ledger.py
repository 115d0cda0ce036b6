"""The log of an edition's deciding acts: a chain of entries that are only ever added, and its published heads (ADR 0044).

Bodies name dossiers and jurors by aliases. There is no foreign key, so that the log outlives what it tells of.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, Final, NoReturn, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from awards.ledger.enums import LedgerKind

NOTHING_BEFORE: Final = "0" * 64
_ONLY_ADDED = "The log of an award is only ever added to."
Row = TypeVar("Row", bound=models.Model)


class OnlyAddedQuerySet(models.QuerySet[Row]):
    """Refuses every change by query."""

    def update(self, **_values: Any) -> NoReturn:
        """Raise TypeError."""
        raise TypeError(_ONLY_ADDED)

    def delete(self) -> NoReturn:
        """Raise TypeError."""
        raise TypeError(_ONLY_ADDED)

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Raise TypeError."""
        raise TypeError(_ONLY_ADDED)

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        """Add rows; raise TypeError where they could take the place of others."""
        if kwargs.get("update_conflicts") or kwargs.get("ignore_conflicts"):
            raise TypeError(_ONLY_ADDED)
        return super().bulk_create(objs, *args, **kwargs)


class OnlyAdded(models.Model):
    """A row that is never written again."""

    objects = OnlyAddedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; raise TypeError for one that exists."""
        if self.pk is not None:
            raise TypeError(_ONLY_ADDED)
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Raise TypeError."""
        raise TypeError(_ONLY_ADDED)


class LedgerChain(models.Model):
    """The end of an edition's log, and the lock of whoever adds to it: how many entries, and the digest of the last."""

    award_key = models.UUIDField(_("edition"), unique=True)
    length = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, default=NOTHING_BEFORE)

    class Meta:
        verbose_name = _("end of a log")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(models.Q(length=0) & models.Q(digest=NOTHING_BEFORE))
                | (models.Q(length__gt=0) & ~models.Q(digest=NOTHING_BEFORE)),
                name="ledger_chain_ends_in_an_entry",
            )
        ]

    def __str__(self) -> str:
        return f"{self.award_key} {self.length}"


class LedgerEntry(OnlyAdded):
    """One deciding act: number without gaps, canonical JSON without personal names, and the digest that ties it to the one before."""

    award_key = models.UUIDField(_("edition"))
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("act"), max_length=20, choices=LedgerKind.choices)
    at = models.DateTimeField(_("moment"))
    body = models.TextField(_("contents"), help_text=_("Canonical JSON."))
    previous = models.CharField(_("digest of the entry before"), max_length=64)
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("entry of a log")
        verbose_name_plural = _("entries of logs")
        ordering: ClassVar = ["award_key", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["award_key", "number"], name="ledger_number_once"),
            # Two entries behind the same one would be a fork.
            models.UniqueConstraint(fields=["award_key", "previous"], name="ledger_one_entry_behind_each"),
            models.CheckConstraint(condition=models.Q(kind__in=LedgerKind.values), name="ledger_kind_known"),
            models.CheckConstraint(
                condition=(models.Q(number=1) & models.Q(previous=NOTHING_BEFORE))
                | (models.Q(number__gt=1) & ~models.Q(previous=NOTHING_BEFORE)),
                name="ledger_first_follows_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class LedgerHead(OnlyAdded):
    """The digest of the last entry at the end of a phase, as it was published; a phase that ended again has another."""

    award_key = models.UUIDField(_("edition"))
    phase = models.CharField(_("phase"), max_length=20)
    number = models.PositiveIntegerField(_("entry"))
    digest = models.CharField(_("digest"), max_length=64)
    published_at = models.DateTimeField(_("published at"))

    class Meta:
        verbose_name = _("published head of a log")
        verbose_name_plural = _("published heads of logs")
        ordering: ClassVar = ["award_key", "number", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["award_key", "phase", "number"], name="ledger_head_once"),
        ]

    def __str__(self) -> str:
        return f"{self.phase} {self.number}"
