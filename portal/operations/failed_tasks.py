"""Tasks that ended with an error: nothing tries them again, so that the operator's watch tells of them."""

from datetime import timedelta
from typing import Final

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal.kernel import clock
from portal.kernel.watch import Word

ALARM: Final = timedelta(days=2)


def watch() -> Word:
    """Tell the operator's watch of tasks that failed within ``ALARM``, or were given up by ``lost_tasks``."""
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__gt=clock.now() - ALARM)
    return Word.FAILED if failed.exists() else Word.OK
