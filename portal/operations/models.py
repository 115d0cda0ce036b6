"""Records of running processes."""

from django.db import models


class WorkerHeartbeat(models.Model):
    """The last sign of life of a task worker."""

    worker_id = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.worker_id
