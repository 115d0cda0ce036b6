"""What changed, for every process of every host."""

from django.db import models


class Change(models.Model):
    """Tags of one change, written in its transaction; kept for a day.

    ``withdraws``: what depended on it may not be shown any more, not even for the moment in which it is drawn anew.
    """

    tags = models.JSONField()
    withdraws = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        """Name the first tags."""
        return ", ".join(self.tags[:3])
