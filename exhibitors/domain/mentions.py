"""Letting the search say anew what names an organisation whose name, kind or state changed."""

from typing import Final

from django.db import transaction

from exhibitors import mentions, tasks
from exhibitors.models import Organisation
from portal.pages import findables

BATCH: Final = 100
SHOWN_FIELDS: Final = frozenset({"name", "name_en", "kind"})
"""What the documents of pages say of the organisation they name."""


def request_renewal(organisation: Organisation) -> None:
    """Queue the renewal, in the transaction of the change that asks for it."""
    tasks.renew_mentions.enqueue(organisation.pk)


def follow_state(organisation: Organisation, *, was_public: bool) -> None:
    """Queue the renewal where the organisation has just become public or ceased to be."""
    if organisation.is_public != was_public:
        request_renewal(organisation)


@transaction.atomic
def renew(*, organisation_id: int, after: int = 0) -> int:
    """Renew the documents of the next hundred pages above ``after`` and queue the rest; return how many pages it were."""
    found = mentions.page_ids(organisation_id, after=after, limit=BATCH + 1)
    now, more = found[:BATCH], len(found) > BATCH
    if now:
        findables.pages_changed(now)
    if more:
        tasks.renew_mentions.enqueue(organisation_id, after=now[-1])
    return len(now)
