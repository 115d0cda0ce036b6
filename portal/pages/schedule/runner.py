"""The runner: everything that is due, oldest first, each item in a transaction of its own; one process at a time."""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.db import DatabaseError, connection, transaction

from portal.operations import db_clock, jobs, leases
from portal.pages.schedule import acting, items, settled, troubles
from portal.pages.schedule.enums import Outcome

NAME: Final = "publish_due"
EVERY: Final = timedelta(seconds=15)

logger = logging.getLogger(__name__)


def run(*, read: Callable[[], datetime] | None = None) -> Counter[Outcome] | None:
    """Do what is due; return what came of it, or None while another process is at it. ``read`` tells the time: the database's.

    An item that fails is rolled back, noted and tried again later; the others are not kept waiting. Killed at any moment, what
    was begun is undone by the database and done by the next run.
    """
    read = read or db_clock.now
    lease = leases.take(NAME, read=read)
    if lease is None:
        return None
    now = read()
    done: Counter[Outcome] = Counter()
    try:
        settled.forget()
        resting = troubles.resting(now)
        for item in items.due(now):
            if item.key in resting:
                continue
            if not lease.keep():
                logger.warning("Another process publishes now; this one stops.")
                break
            done[_one(item, now=now)] += 1
        jobs.record(
            name=NAME,
            started_at=now,
            finished_at=max(now, read()),
            is_ok=not done[Outcome.FAILED],
            counts={outcome.value: number for outcome, number in done.items()},
        )
    finally:
        lease.give_back()
    return done


def _one(item: items.Item, *, now: datetime) -> Outcome:
    try:
        with transaction.atomic():
            outcome = acting.act(item, now=now)
            if outcome is not Outcome.HELD:
                troubles.settle(item)
    except Exception as failure:
        logger.exception("%s of %s %s failed; the others go on.", item.action, item.content_type, item.object_id)
        _note(item, failure, now=now)
        return Outcome.FAILED
    return outcome


def _note(item: items.Item, failure: Exception, *, now: datetime) -> None:
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    try:
        troubles.note(item, failure, now=now)
    except DatabaseError:
        logger.exception("The failure could not be noted; the item is tried again by the next run.")


def try_now(item: items.Item) -> Outcome:
    """Do one item because somebody asks for it, also where its next try is not due; the records' locks keep it to once."""
    return _one(item, now=db_clock.now())
