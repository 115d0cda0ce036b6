"""Reading a document in a process of its own: whatever it does there, the worker goes on."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Final

from portal.media.texts import limits
from portal.media.texts.outcome import Outcome, Reason, State

KINDS: Final = {".pdf": "pdf", ".docx": "docx", ".txt": "txt"}
_ROOT: Final = str(Path(__file__).resolve().parents[3])
# Without the environment, the user's packages or the working folder.
_PROGRAM: Final = f"import sys; sys.path.insert(0, {_ROOT!r}); from portal.media.texts import reader; reader.main()"


def kind_of(name: str) -> str | None:
    """Return of which kind a file is by its name; None for those that are not read."""
    return KINDS.get(PurePath(name).suffix.lower())


def read(kind: str, chunks: Iterable[bytes], *, seconds: float = limits.WALL_SECONDS) -> Outcome:
    """Return what a document says; never raises for any contents."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as answer:
        size = 0
        for chunk in chunks:
            size += len(chunk)
            if size > limits.LARGEST:
                return Outcome(State.REFUSED, Reason.TOO_LARGE)
            source.write(chunk)
        source.seek(0)
        try:
            ended = subprocess.run(  # noqa: S603 -- our own program
                [sys.executable, "-I", "-c", _PROGRAM, kind],
                stdin=source,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                env={"PYTHONUTF8": "1"},
                timeout=seconds,
                check=False,
                start_new_session=True,
            )
        except subprocess.TimeoutExpired:
            return Outcome(State.REFUSED, Reason.TOO_HEAVY)
        if ended.returncode:
            return Outcome(State.REFUSED, Reason.TOO_HEAVY)
        answer.seek(0)
        return _read_answer(answer.read(limits.LARGEST_ANSWER))


def _read_answer(data: bytes) -> Outcome:
    try:
        told = json.loads(data)
        return Outcome(
            State(told["state"]),
            Reason(told["reason"]),
            str(told["text"])[: limits.MOST_CHARACTERS],
            int(told["pages"]),
            bool(told["is_cut"]),
            str(told["encoding"])[:10],
        )
    except (ValueError, KeyError, TypeError):
        return Outcome(State.FAILED, Reason.BROKEN)
