"""Following new names that calendar entries say, without a page being published.

Organisations are renamed on the portal itself, so that is followed at once; terms and places change with lists that are loaded as a whole,
titles of newsrooms seldom: the nightly ``tend_calendars`` finds them.
"""

from typing import Any, Final

from events import tasks
from events.models import EventPage
from exhibitors.models import Organisation

NAMES: Final = frozenset({"name", "name_en"})


def on_organisation_saved(
    instance: Organisation,
    *,
    created: bool = False,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **_kwargs: Any,
) -> None:
    """Receive ``post_save``: have the entries of its events written anew, where it has any."""
    if created or raw or (update_fields is not None and not NAMES.intersection(update_fields)):
        return
    rows = EventPage.objects.live().filter(organisers__organisation=instance).order_by()
    keys = sorted({str(key) for key in rows.values_list("translation_key", flat=True)})
    if keys:
        tasks.refresh_calendar.enqueue(keys)
