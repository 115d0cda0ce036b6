"""Records of what changed in the programme: what the public was last told of an event, and each change of it."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.enums import ProgrammeChangeKind


class ProgrammeState(models.Model):
    """The facts of an event as the public was last told them (``events.programme.facts``), by translation key.

    ``removed_at`` is set while the event is off the programme.
    """

    event_key = models.UUIDField(_("key of the event"), unique=True)
    facts = models.JSONField(_("facts last told"))
    removed_at = models.DateTimeField(_("taken off at"), null=True, blank=True)

    class Meta:
        verbose_name = _("facts of the programme")
        verbose_name_plural = _("facts of the programme")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.event_key)


class ProgrammeChange(models.Model):
    """One change of the programme; never changed but for its words, when a translation comes later.

    ``key`` names it for ever in the Atom feed. ``before`` and ``after`` hold public facts only: times, places and sessions,
    as ``events.programme.facts.Told`` describes them.
    """

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    event_key = models.UUIDField(_("key of the event"))
    kind = models.CharField(_("kind of change"), max_length=20, choices=ProgrammeChangeKind.choices)
    before = models.JSONField(_("before"), default=dict, blank=True)
    after = models.JSONField(_("after"), default=dict, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("change of the programme")
        verbose_name_plural = _("changes of the programme")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["-at", "-id"], name="programme_change_newest"),
            models.Index(fields=["event_key", "-at"], name="programme_change_of_event"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ProgrammeChangeKind.values), name="programme_change_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"
