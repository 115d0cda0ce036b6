"""Processor time of a request: of this process, and of the PostgreSQL backend that works for it where one does on this machine."""

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def _backend() -> Path | None:
    """Return where the kernel counts the nanoseconds of this connection's backend; None for SQLite and for servers elsewhere."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        # Parallel helpers would work unseen.
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT pg_backend_pid()")
        counted = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return counted if counted.exists() else None


def _spent(backend: Path | None) -> float:
    return time.process_time() + (int(backend.read_text().split()[0]) / 1e9 if backend else 0.0)


def milliseconds(ask: Callable[[], Any], *, rounds: int) -> float:
    """Return the median of the processor milliseconds of several calls, after one that warms up."""
    return beside({"": ask}, rounds=rounds)[""]


def beside(asked: dict[str, Callable[[], Any]], *, rounds: int) -> dict[str, float]:
    """Return the median of the processor milliseconds of each of several calls, made in turns after one that warms up."""
    for ask in asked.values():
        ask()
    backend = _backend()
    found: dict[str, list[float]] = {name: [] for name in asked}
    for _round in range(rounds):
        for name, ask in asked.items():
            before = _spent(backend)
            ask()
            found[name].append(1000 * (_spent(backend) - before))
    return {name: statistics.median(values) for name, values in found.items()}


def _yardstick() -> None:
    """Work of the kind that pages are made of, always the same: what a second of this machine is worth just now."""
    rows = [
        {"title": f"Trang {number}", "url": f"/cong-nghe/trang-{number}/", "on": number % 3} for number in range(900)
    ]
    json.loads(json.dumps(rows, ensure_ascii=False))
    sorted(rows, key=lambda row: str(row["title"]))


def in_yardsticks(ask: Callable[[], Any], *, rounds: int) -> tuple[float, float]:
    """Return the processor milliseconds of a call, and how many times a fixed piece of work beside it.

    Figures of two moments on a busy machine can be compared by the second alone.
    """
    spent = beside({"": ask, "yardstick": _yardstick}, rounds=rounds)
    return spent[""], spent[""] / spent["yardstick"]
