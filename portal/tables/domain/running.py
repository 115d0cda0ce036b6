"""What a task does with an import: claim it, go on from wherever it stands, let go of it.

A task that dies leaves its claim behind; after two minutes without a sign of life another may take it over. Each chunk is
one transaction that also moves its rows on, so that nothing is ever written twice.
"""

import logging
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.crypto import get_random_string

from portal.kernel import clock
from portal.tables import kinds, tasks
from portal.tables.domain import checking, stopping, undoing, writing
from portal.tables.enums import EXCLUSIVE_STATES, BatchState
from portal.tables.kinds import TableSession
from portal.tables.models import ImportBatch

logger = logging.getLogger(__name__)
CLAIM_LENGTH: Final = 32


class _LostError(Exception):
    """Another task has taken the import over, or somebody discarded it."""


def work(*, batch_id: int) -> str:
    """Work on an import until it needs a person; return its state. Safe to run twice at once."""
    claim = _claim(batch_id)
    if not claim:
        return ""
    try:
        while _step(batch_id, claim):
            pass
    except _LostError:
        return ""
    except Exception:
        # The claim stays; after the time without a sign of life it can be started again.
        logger.exception("The import %s stopped.", batch_id)
        raise
    return _release(batch_id, claim)


@transaction.atomic
def _claim(batch_id: int) -> str:
    batch = ImportBatch.objects.select_for_update(of=("self",)).filter(pk=batch_id).first()
    now = clock.now()
    if batch is None or not batch.is_busy or (batch.claim and not batch.is_stalled(now)):
        return ""
    if batch.state == BatchState.QUEUED and _is_another_writing(batch):
        # Whoever writes now will call this one.
        return ""
    batch.claim = get_random_string(CLAIM_LENGTH)
    batch.beat_at = now
    batch.save(update_fields=["claim", "beat_at"])
    return batch.claim


def _is_another_writing(batch: ImportBatch) -> bool:
    same = ImportBatch.objects.filter(kind=batch.kind, scope=batch.scope, state__in=EXCLUSIVE_STATES)
    return same.exclude(pk=batch.pk).exists()


def held(batch_id: int, claim: str, now: datetime) -> ImportBatch:
    """Return the locked import, with a fresh sign of life; raises where the claim is no longer ours."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("file", "acts_for").get(pk=batch_id)
    if batch.claim != claim or not batch.is_busy:
        raise _LostError
    batch.beat_at = now
    return batch


def _step(batch_id: int, claim: str) -> bool:
    """Do one piece; return whether more is to be done."""
    now = clock.now()
    state = ImportBatch.objects.values_list("state", flat=True).get(pk=batch_id)
    if state in {BatchState.WAITING, BatchState.CHECKING}:
        checking.read_all(hold=lambda: held(batch_id, claim, clock.now()), now=now)
        return False
    with transaction.atomic():
        batch = held(batch_id, claim, now)
        session = _session(batch, now)
        if session is None:
            stopping.stop(batch=batch, now=now)
            more = False
        elif state == BatchState.QUEUED:
            if _is_another_writing(batch):
                batch.save(update_fields=["beat_at"])
                return False
            writing.begin(batch=batch)
            return True
        elif state == BatchState.WRITING:
            more = writing.write_chunk(batch=batch, session=session, now=now)
        else:
            more = undoing.undo_chunk(batch=batch, session=session, now=now)
    if not more:
        _call_the_next(batch_id)
    return more


def _session(batch: ImportBatch, now: datetime) -> TableSession | None:
    """Return a session for the person on whose behalf the task works; None where they may no longer do this."""
    kind = kinds.kind(batch.kind)
    if kind is not None and batch.acts_for is not None and kinds.allows(kind, batch.acts_for, batch.scope):
        return kind.open(scope=batch.scope, by=batch.acts_for, now=now)
    return None


@transaction.atomic
def _release(batch_id: int, claim: str) -> str:
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)
    if batch.claim == claim:
        batch.claim = ""
        batch.save(update_fields=["claim"])
    return str(batch.state)


@transaction.atomic
def _call_the_next(batch_id: int) -> None:
    """Send the import to work that waited for this one."""
    done = ImportBatch.objects.get(pk=batch_id)
    waiting = ImportBatch.objects.filter(kind=done.kind, scope=done.scope, state=BatchState.QUEUED)
    following = waiting.order_by("confirmed_at", "pk").first()
    if following is not None:
        tasks.work.enqueue(following.pk)
