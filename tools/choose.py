"""Chooses tests that together send nearly every statement that all of them send, at little cost."""

import heapq
import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Final

DEAREST: Final = 0.4
"""Seconds that one more statement may cost; the last few in a hundred cost as much as all the others."""


def choose(
    sent: Mapping[str, set[str]],
    seconds: Mapping[str, float],
    always: Collection[str] = (),
    dearest: float = DEAREST,
) -> tuple[list[str], int]:
    """Return tests that cover what those which run ``always`` leave, and how many statements stay unsent.

    At each step comes the test that adds most for its time. One that adds nothing is left out, and so is one whose statements would
    cost more than ``dearest`` seconds each. What a test still adds only shrinks, so an estimate that is out of date is looked at
    again when it comes up, not before.
    """
    missing = set().union(*sent.values()).difference(*(sent[name] for name in always)) if sent else set()

    def worth(name: str) -> float:
        return len(sent[name] & missing) / max(seconds.get(name, 0.0), 0.01)

    queue = [(-worth(name), name) for name in sorted(sent)]
    heapq.heapify(queue)
    chosen: list[str] = []
    while missing and queue:
        _estimate, name = heapq.heappop(queue)
        now = worth(name)
        if now * dearest < 1:
            continue
        if queue and -now > queue[0][0]:
            heapq.heappush(queue, (-now, name))
            continue
        chosen.append(name)
        missing -= sent[name]
    return chosen, len(missing)


def read(files: Iterable[Path]) -> tuple[dict[str, set[str]], dict[str, float], set[str]]:
    """Return the shapes and the seconds of each test from the notes of all processes, and which tests run in any case."""
    sent: dict[str, set[str]] = {}
    seconds: dict[str, float] = {}
    always: set[str] = set()
    for file in files:
        notes = json.loads(file.read_text())
        shapes = notes["shapes"]
        sent.update({name: {shapes[number] for number in numbers} for name, numbers in notes["sent"].items()})
        seconds.update(notes["seconds"])
        always.update(notes["always"])
    return sent, seconds, always
