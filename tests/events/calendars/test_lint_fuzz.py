"""The linter meets anything: it raises nothing, and its time grows with the file, not with its square."""

import gc
import time
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from events.calendars import lint, structure
from tests.events.calendars.fixtures import make

GOOD = make.good()
LINES = GOOD.split(b"\r\n")
SNIPPETS = st.sampled_from(
    [
        b"\r\n ",
        b"\n",
        b"\r",
        b'"',
        b";",
        b":",
        b",",
        b"\\",
        b"\x00",
        b"\xff",
        b"\xef\xbb\xbf",
        "ệ".encode(),
        "\u2028".encode(),
        b"BEGIN:VEVENT\r\n",
        b"END:VEVENT\r\n",
        b"DTSTART:99999999T999999Z\r\n",
        b"DTSTART;VALUE=PERIOD:20261212T140000Z/\r\n",
        b"RRULE:FREQ=DAILY;UNTIL=\r\n",
        b"SEQUENCE:" + b"9" * 5000,
        "SEQUENCE:²".encode(),
        b"GEO:1e400;0",
        b"TZID:",
        b"RECURRENCE-ID;VALUE=DATE:00000000\r\n",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=600))
@example(b"")
@example(b"\r\n")
@example(b" ")
@example(b"\xef\xbb\xbf")
@example(b"BEGIN:\r\nEND:\r\n")
def test_arbitrary_bytes_are_refused_with_words(data: bytes) -> None:
    problems = lint.lint(data)
    assert problems
    assert all(str(problem).isprintable() for problem in problems)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_good_file_with_changes_anywhere_raises_nothing(data: st.DataObject) -> None:
    body = bytearray(GOOD)
    for _number in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(body)))
        end = data.draw(st.integers(start, min(len(body), start + 40)))
        body[start:end] = data.draw(SNIPPETS | st.binary(max_size=12))
    for use in lint.Use:
        problems = lint.lint(bytes(body), use=use)
        assert all(1 <= problem.line <= len(body) + 1 and problem.message for problem in problems)


@settings(max_examples=100, deadline=None)
@given(st.permutations(LINES[:40]), st.integers(0, 40))
def test_lines_in_any_order_raise_nothing(lines: list[bytes], count: int) -> None:
    assert lint.lint(b"\r\n".join([*lines[:count], b""])) != []


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_a_quoted_parameter_comes_back_as_it_was(words: str) -> None:
    value = "".join(letter for letter in words if letter.isprintable()).replace('"', "")
    item = structure.content_line(1, f'ATTENDEE;ROLE=A,"B;{value}",C;CN="{value}":mailto:a@example.org')
    assert item.parameters == {"ROLE": ["A", f"B;{value}", "C"], "CN": [value]}
    assert item.value == "mailto:a@example.org"


def in_event(line: bytes) -> bytes:
    return b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + line + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


ADVERSARIES: dict[str, Callable[[int], bytes]] = {
    "continuations": lambda n: in_event(b"SUMMARY:a" + b"\r\n b" * n),
    "open quotes": lambda n: in_event(b"X" + b';A="' * n),
    "quoted lists": lambda n: in_event(b"X;A=" + b'"",' * n),
    "half a line of parameters": lambda n: in_event(b"X" + b";A=b" * n),
    "parameters with names of their own": lambda n: in_event(b"X" + b"".join(b";A%d=b" % at for at in range(n))),
    "commas": lambda n: in_event(b"X;A=" + b"," * n + b'"'),
    "backslashes": lambda n: in_event(b"SUMMARY:" + b"\\" * (2 * n + 1)),
    "escapes in a description": lambda n: in_event(b"DESCRIPTION:" + b"\\n" * n + b";"),
    "components in components": lambda n: b"BEGIN:A\r\n" * n,
    "components beside each other": lambda n: b"BEGIN:A\r\n" + b"BEGIN:B\r\nEND:B\r\n" * n,
    "zones": lambda n: in_event(b"X:") + b"BEGIN:VTIMEZONE\r\nEND:VTIMEZONE\r\n" * n,
    "events": lambda n: b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n" * n + b"END:VCALENDAR\r\n",
    "one property again": lambda n: in_event(b"SUMMARY:a\r\n" * n),
    "many dates": lambda n: in_event(b"EXDATE:" + b"20261212T140000Z," * n),
    "many wrong dates": lambda n: in_event(b"RDATE:" + b"1," * n),
    "many days in a rule": lambda n: in_event(b"RRULE:FREQ=DAILY;BYDAY=" + b"1MO," * n),
    "many parts in a rule": lambda n: in_event(b"RRULE:FREQ=DAILY" + b";BYDAY=MO" * n),
    "many numbers in a rule": lambda n: in_event(b"RRULE:FREQ=DAILY;BYHOUR=" + b"11," * n + b"x"),
    "digits in a length": lambda n: in_event(b"DURATION:P" + b"1" * n),
    "digits in a position": lambda n: in_event(b"GEO:" + b"1" * n + b";" + b"1" * n),
    "digits in a sequence": lambda n: in_event(b"SEQUENCE:" + b"1" * n),
    "a scheme without end": lambda n: in_event(b"URL:" + b"a" * n),
    "spaces before a page": lambda n: b" " * n + b"<",
    "line feeds": lambda n: b"\n" * n,
    "empty lines": lambda n: b"\r\n" * n,
    "empty continuations": lambda n: b"\r\n " * n,
    "bytes that are no letters": lambda n: b"\xff\r\n" * n,
    "combining marks": lambda n: in_event(b"SUMMARY:" + "a\u0323\u0302".encode() * n),
}


def seconds(data: bytes) -> float:
    """Return the processor time of one reading, the least of three, without what collecting garbage costs the whole process."""
    best = float("inf")
    gc.disable()
    try:
        for _again in range(3):
            start = time.process_time()
            lint.lint(data)
            best = min(best, time.process_time() - start)
    finally:
        gc.enable()
    return best


def is_linear(make_bytes: Callable[[int], bytes]) -> bool:
    """Return whether eight times the file takes less than 24 times as long: linear is 8, quadratic 64."""
    # What takes less than a hundredth of a second says nothing.
    return seconds(make_bytes(32_000)) < 24 * max(seconds(make_bytes(4_000)), 0.001)


@pytest.mark.parametrize("name", ADVERSARIES)
def test_time_grows_with_the_file_only(name: str) -> None:
    lint.lint(GOOD)
    # A busy machine may spoil one measurement; what is quadratic is so each time.
    assert any(is_linear(ADVERSARIES[name]) for _again in range(3))
