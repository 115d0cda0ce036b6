"""Records of running processes."""

from typing import ClassVar

from django.db import models


class WorkerHeartbeat(models.Model):
    """The last sign of life of a task worker."""

    worker_id = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.worker_id


class JobRun(models.Model):
    """The last run of a timed command: when, whether it went well, how many of what it touched; no personal data."""

    name = models.CharField(max_length=60, unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    is_ok = models.BooleanField(default=True)
    counts = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(finished_at__gte=models.F("started_at")), name="job_run_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Lease(models.Model):
    """Who may do a piece of work at present, and until when; see ``leases``."""

    name = models.CharField(max_length=60, unique=True)
    holder = models.CharField(max_length=32, blank=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
