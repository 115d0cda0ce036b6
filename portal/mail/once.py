"""One mail for one piece of work: a task that runs again after its worker died finds the mails it wrote before.

The worker tells when a task begins and ends. A mail queued meanwhile gets a key made of the task's identity, the kind, the
recipient and how many such mails the task wrote before; the key is unique in the database. A task that works through many
rows and goes on where it stopped counts from one again: its mails are known by the row they tell of instead.
"""

import hashlib
from collections import Counter
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.dispatch import receiver
from django_tasks.signals import task_finished, task_started


@dataclass(slots=True)
class _Run:
    task_id: str
    written: Counter[tuple[str, str]] = field(default_factory=Counter)


_RUNNING: ContextVar[tuple[_Run, ...]] = ContextVar("mail_running_tasks", default=())


@receiver(task_started)
def begin(task_result: Any, **_signal: Any) -> None:
    """Note that a task begins; one that another enqueued and runs at once stands above it."""
    _RUNNING.set((*_RUNNING.get(), _Run(str(task_result.id))))


@receiver(task_finished)
def end(task_result: Any, **_signal: Any) -> None:
    """Note that a task ended, and with it whatever it began."""
    runs = _RUNNING.get()
    for place, run in enumerate(runs):
        if run.task_id == str(task_result.id):
            _RUNNING.set(runs[:place])
            return


def key_for(*, kind: str, recipient: str, once_for: str = "") -> str | None:
    """Return the key of the mail of this kind to this recipient about ``once_for``; else of the next, None outside of tasks."""
    if once_for:
        return hashlib.sha256(f"{kind}\n{recipient}\n{once_for}".encode()).hexdigest()
    runs = _RUNNING.get()
    if not runs:
        return None
    run = runs[-1]
    ordinal = run.written[kind, recipient]
    run.written[kind, recipient] += 1
    return hashlib.sha256(f"{run.task_id}\n{kind}\n{recipient}\n{ordinal}".encode()).hexdigest()
