"""Changes that every process has heard of long ago are forgotten each night."""

from datetime import datetime, timedelta
from typing import Final

from portal.kernel.erasure import Erased
from portal.kernel.personal_data import EraseAction
from portal.page_cache.models import Change

KEPT: Final = timedelta(days=1)


def forget_old(*, now: datetime, dry_run: bool = False) -> list[Erased]:
    """Delete changes older than a day; return how many that are, deleting none with ``dry_run``."""
    old = Change.objects.filter(made_at__lt=now - KEPT)
    # The newest stays in any case: processes count on from its number.
    newest = Change.objects.order_by("-pk").first()
    if newest is not None:
        old = old.exclude(pk=newest.pk)
    number = old.count() if dry_run else old.delete()[0]
    return [Erased("page_cache.Change", EraseAction.DELETE_RECORD, number)]
