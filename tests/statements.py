"""Notes which statements each test sends to the database, so that the part on PostgreSQL can leave out what adds none.

With PORTAL_STATEMENTS naming a folder, every process writes there what its tests sent and how long they took. A statement is
told by its shape: values, lengths of lists, numbers and which columns a plain SELECT reads do not count. With PORTAL_CHOSEN_TESTS naming a file of test names, one a
line, only these are run, and those that must run on every database.
"""

import ast
import json
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

NOT_COUNTED: Final = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "PRAGMA", "CREATE", "ALTER", "DROP")
WORDS: Final = re.compile(
    r"IntegrityError|OperationalError|DatabaseError|select_for_update|connection\.vendor|\.cursor\(|postgresql|sqlite"
    r"|\braces\.|databases\.cloned|MigrationExecutor|RawSQL|CheckConstraint"
    r"|atomic\("
)
"""What databases do differently: locks, constraints and their errors, transactions, raw SQL, threads."""
ALWAYS: Final = ("tests/search/", "tests/operations/", "tests/architecture/")
NEVER: Final = ("_machine", "test_rights", "tests/properties/")
"""Files that go through the same few statements thousands of times in one process; they run where statements are noted."""

_lists = re.compile(r"\(%s(?:, ?%s)*\)(?:, ?\(%s(?:, ?%s)*\))*")
_repeated = re.compile(r"(\([^()]*\)|[^()\s]+ [^()\s]+ %s)(?: (?:OR|AND) \1)+")
_numbers = re.compile(r"\d+")
_cases = re.compile(r"(WHEN .+? THEN %s)(?: \1)+")
_columns = re.compile(r'^SELECT (?:"\w+"\."\w+"(?: AS "\w+")?(?:, |(?= FROM ")))+(?= ?FROM ")')
_TOGETHER: Final = ("GROUP BY", "UNION")
"""Where these stand, PostgreSQL asks that what is read suits the rest of the statement."""


def shape(statement: str) -> str:
    """Return what a statement is, whatever its values and however many of them there are."""
    found = _numbers.sub("0", _cases.sub(r"\1", _repeated.sub(r"\1", _lists.sub("(%s)", statement))))
    return found if any(word in found for word in _TOGETHER) else _columns.sub("SELECT ", found)


class Notes:
    """What the tests of this process sent: numbers of shapes by test, and seconds by test."""

    def __init__(self) -> None:
        self.shapes: dict[str, int] = {}
        self.known: dict[str, int | None] = {}
        self.sent: dict[str, list[int]] = {}
        self.seconds: dict[str, float] = {}
        self.always: list[str] = []

    def number(self, statement: str) -> int | None:
        """Return the number of a statement's shape; None for what is not counted."""
        if statement not in self.known:
            is_counted = not statement.lstrip().upper().startswith(NOT_COUNTED)
            self.known[statement] = self.shapes.setdefault(shape(statement), len(self.shapes)) if is_counted else None
        return self.known[statement]

    @contextmanager
    def of(self, test: str) -> Iterator[None]:
        """Note what is sent meanwhile."""
        from django.db import connections

        found: set[int] = set()

        def note(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
            number = self.number(str(sql))
            if number is not None:
                found.add(number)
            return execute(sql, params, many, context)

        started = time.perf_counter()
        with connections["default"].execute_wrapper(note):
            yield
        self.seconds[test] = time.perf_counter() - started
        self.sent[test] = sorted(found)

    def write(self, folder: Path) -> None:
        """Write everything down; numbers mean shapes of this process only."""
        text = json.dumps(
            {"shapes": list(self.shapes), "sent": self.sent, "seconds": self.seconds, "always": self.always}
        )
        (folder / f"statements-{os.getpid()}.json").write_text(text)


def must_run(item: pytest.Item) -> bool:
    """Return whether a test runs on every database, whatever it sends."""
    path = str(item.path.relative_to(item.config.rootpath))
    if item.get_closest_marker("postgresql"):
        return True
    if any(name in path for name in NEVER):
        return False
    group = getattr(item, "cls", None)
    own = group.__name__ if group else (getattr(item, "originalname", None) or item.name)
    return path.startswith(ALWAYS) or own in _about_databases(item.path)


@cache
def _about_databases(path: Path) -> frozenset[str]:
    """Return the names in a test file whose code, or that of a helper or fixture there that they use, has one of WORDS."""
    text = path.read_text()
    lines = text.splitlines()
    parts: dict[str, str] = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            continue
        source = "\n".join(lines[_first_line(node) - 1 : node.end_lineno])
        for name in _names_of(node):
            parts[name] = source
    found = {name for name, source in parts.items() if WORDS.search(source)}
    reached = found
    while reached:
        using = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(reached)))})\b")
        reached = {name for name, source in parts.items() if name not in found and using.search(source)}
        found |= reached
    return frozenset(found)


def _first_line(node: ast.stmt) -> int:
    return min((node.lineno, *(int(one.lineno) for one in getattr(node, "decorator_list", ()))))


def _names_of(node: ast.stmt) -> list[str]:
    """Return what a statement at the top of a file is called by: a function, or the names that it assigns to."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
        return [node.name]
    return [one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)]


class Plugin:
    """Notes or chooses, as the environment says."""

    def __init__(self, folder: str, chosen: str) -> None:
        self.folder, self.chosen = folder, chosen
        self.notes = Notes()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Note what a test and its fixtures send."""
        if not self.folder:
            return (yield)
        if must_run(item):
            self.notes.always.append(item.nodeid)
        with self.notes.of(item.nodeid):
            return (yield)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Leave out what was not chosen."""
        if not self.chosen:
            return
        wanted = set(Path(self.chosen).read_text().splitlines())
        left_out = [item for item in items if item.nodeid not in wanted and not must_run(item)]
        if left_out:
            config.hook.pytest_deselected(items=left_out)
            gone = set(map(id, left_out))
            items[:] = [item for item in items if id(item) not in gone]

    def pytest_sessionfinish(self) -> None:
        """Write down what was noted."""
        if self.folder and self.notes.sent:
            self.notes.write(Path(self.folder))


def plugin() -> Plugin | None:
    """Return the plugin where the environment asks for one."""
    folder, chosen = os.environ.get("PORTAL_STATEMENTS", ""), os.environ.get("PORTAL_CHOSEN_TESTS", "")
    return Plugin(folder, chosen) if folder or chosen else None
