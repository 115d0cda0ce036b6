"""Records of imports: the file, its rows, and the codes by which organisations know their own records."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.tables.enums import BUSY_STATES, EXCLUSIVE_STATES, BatchState, Mode, RowState, Verdict

STALLED_AFTER: Final = timedelta(minutes=2)
"""A task that works shows a sign of life every few seconds."""
OFFICERS: Final = 0
"""Scope of an import that belongs to no organisation: an officer's."""
CODE_LENGTH: Final = 60
LABEL_LENGTH: Final = 200


class ImportBatch(models.Model):
    """One uploaded table, from reading it to taking it back."""

    key = models.UUIDField(_("key in addresses"), unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind of table"), max_length=30)
    scope = models.PositiveBigIntegerField(
        _("number of the organisation"), default=OFFICERS, help_text=_("0 for an officer's import.")
    )
    state = models.CharField(_("state"), max_length=10, choices=BatchState.choices, default=BatchState.WAITING)
    mode = models.CharField(_("where rows are wrong"), max_length=4, choices=Mode.choices, blank=True)
    file = models.ForeignKey(
        "media.PrivateFile", verbose_name=_("file"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    file_name = models.CharField(_("file name"), max_length=200)
    digest = models.CharField(_("SHA-256 of the file"), max_length=64, db_index=True)
    submission_key = models.UUIDField(_("key of the form"), unique=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # On whose behalf the task works: who uploaded, confirmed or took back last.
    acts_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("on behalf of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("uploaded at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    retired_at = models.DateTimeField(_("file and contents deleted at"), null=True, blank=True)
    columns = models.JSONField(_("columns of the file"), default=list, blank=True)
    # Words in both languages, {"vi": …, "en": …}; what is wrong with the whole file, or which row stopped everything.
    failure = models.JSONField(_("what went wrong"), default=dict, blank=True)
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    rows_done = models.PositiveIntegerField(_("rows dealt with"), default=0)
    # Whichever task holds the claim works; it shows a sign of life with every chunk.
    claim = models.CharField(max_length=32, blank=True, editable=False)
    beat_at = models.DateTimeField(_("last sign of life"))

    class Meta:
        verbose_name = _("import of a table")
        verbose_name_plural = _("imports of tables")
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["kind", "scope", "-created_at"], name="import_newest_of_scope")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=BatchState.values), name="import_state_known"),
            models.CheckConstraint(
                condition=models.Q(mode__in=Mode.values)
                | models.Q(
                    mode="",
                    state__in=[
                        BatchState.WAITING,
                        BatchState.CHECKING,
                        BatchState.CHECKED,
                        BatchState.REFUSED,
                        BatchState.DISCARDED,
                    ],
                ),
                name="import_mode_once_confirmed",
            ),
            models.CheckConstraint(
                condition=models.Q(rows_done__lte=models.F("rows_total")), name="import_done_within_total"
            ),
            models.UniqueConstraint(
                fields=["kind", "scope"],
                condition=models.Q(state__in=sorted(EXCLUSIVE_STATES)),
                name="import_one_writer_of_a_scope",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"

    @property
    def is_busy(self) -> bool:
        """Whether a task has something to do."""
        return self.state in BUSY_STATES

    def is_stalled(self, now: datetime) -> bool:
        """Return whether the task that should work has shown no sign of life for too long."""
        return self.is_busy and self.beat_at < now - STALLED_AFTER

    @property
    def percent(self) -> int:
        """How much is dealt with."""
        return 100 * self.rows_done // self.rows_total if self.rows_total else 0


class ImportRow(models.Model):
    """One row of a table: what was read, what was found, what became of it."""

    batch = models.ForeignKey(
        ImportBatch, verbose_name=_("import"), on_delete=models.CASCADE, related_name="rows", db_index=False
    )
    number = models.PositiveIntegerField(_("row in the file"))
    label = models.CharField(_("name"), max_length=LABEL_LENGTH, blank=True)
    verdict = models.CharField(_("found"), max_length=7, choices=Verdict.choices)
    state = models.CharField(_("state"), max_length=7, choices=RowState.choices, default=RowState.WAITING)
    values = models.JSONField(_("values"), default=dict, blank=True)
    # The cells as they were read, kept only for rows that are given back.
    cells = models.JSONField(_("cells"), default=dict, blank=True)
    # [{"column": code, "value": as read, "words": {"vi": …, "en": …}}]
    errors = models.JSONField(_("errors"), default=list, blank=True)
    # Codes of the columns in which the row differs from the record.
    changes = models.JSONField(_("columns that change"), default=list, blank=True)
    target = models.PositiveBigIntegerField(_("number of the record"), null=True, blank=True)
    before = models.JSONField(_("how it was"), default=dict, blank=True)
    stamp = models.CharField(_("mark of the version written"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering: ClassVar = ["batch", "number"]
        indexes: ClassVar = [models.Index(fields=["batch", "state", "number"], name="import_row_next")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "number"], name="import_row_once"),
            models.CheckConstraint(condition=models.Q(verdict__in=Verdict.values), name="import_row_verdict_known"),
            models.CheckConstraint(condition=models.Q(state__in=RowState.values), name="import_row_state_known"),
            models.CheckConstraint(
                condition=~models.Q(verdict=Verdict.FAULTY) | models.Q(state__in=[RowState.WAITING, RowState.LEFT]),
                name="import_row_faulty_never_written",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[RowState.DONE, RowState.UNDONE, RowState.KEPT])
                | models.Q(target__isnull=False),
                name="import_row_written_names_its_record",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"


class OwnCode(models.Model):
    """The code by which an organisation knows one of its records; importing the code again finds the record again."""

    kind = models.CharField(_("kind of table"), max_length=30)
    owner = models.PositiveBigIntegerField(_("number of the organisation"), default=OFFICERS)
    code = models.CharField(_("code"), max_length=CODE_LENGTH)
    target = models.PositiveBigIntegerField(_("number of the record"))

    class Meta:
        verbose_name = _("own code")
        verbose_name_plural = _("own codes")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "owner", "code"], name="own_code_once"),
            models.UniqueConstraint(fields=["kind", "target"], name="own_code_one_of_a_record"),
            models.CheckConstraint(condition=~models.Q(code=""), name="own_code_not_empty"),
        ]

    def __str__(self) -> str:
        return self.code
