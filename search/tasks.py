"""Deferred work of the search."""

import logging
from datetime import timedelta
from typing import Final

from django_tasks import task

FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=1)
MOST_ATTEMPTS: Final = 30
"""A little more than a day."""

logger = logging.getLogger(__name__)


@task()
def follow_documents(keys: list[int], attempt: int = 1) -> int:
    """Send changed documents to OpenSearch, or try again later where it does not answer; return how many were sent.

    Safe to run twice and in any order.
    """
    from portal.kernel import clock  # noqa: PLC0415 -- needs the settings
    from search.opensearch import client, keeping  # noqa: PLC0415 -- needs the models

    try:
        keeping.follow(keys)
    except client.AwayError as error:
        client.note_failure(error)
        if attempt < MOST_ATTEMPTS:
            pause = min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE)
            follow_documents.using(run_after=clock.now() + pause).enqueue(keys, attempt + 1)
        else:
            logger.error("OpenSearch was away for a day; run rebuild_search when it answers again.")
        return 0
    return len(keys)
