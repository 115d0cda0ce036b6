"""What keeps a story back although its time has come, for the runner of planned publishing."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from news.models import ArticlePage
from portal.pages.schedule.holds import Hold


def embargo(instance: Any, now: datetime) -> Hold | None:
    """Keep a story back until its embargo ends."""
    if isinstance(instance, ArticlePage) and (end := instance.embargo_end(now)) is not None:
        return Hold(_("The embargo has not ended."), until=end)
    return None
