"""The linter: a good file passes, every damaged copy is refused."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from events.calendars import icalendar, lint

GOOD = icalendar.write(
    icalendar.Calendar(
        name="Sự kiện",
        description="Mọi sự kiện của sàn",
        source="https://example.org/su-kien/lich.ics",
        url="https://example.org/",
        changed_at=datetime(2026, 11, 1, tzinfo=UTC),
        entries=[
            icalendar.Entry(
                uid="3d0e1c0a-6c4e-4c43-9c3f-2f4f6f1b7a11",
                sequence=0,
                changed_at=datetime(2026, 11, 1, tzinfo=UTC),
                starts=datetime(2026, 12, 12, 7, tzinfo=UTC),
                ends=datetime(2026, 12, 12, 9, tzinfo=UTC),
                summary="Hội thảo định giá tài sản trí tuệ, quyền và nghĩa vụ của bên chuyển giao công nghệ",
                organizer_email="ban-to-chuc@example.org",
                organizer_name="Ban tổ chức",
                description="Nội dung",
                geo=None,
            )
        ],
    )
)
ZONE = b"BEGIN:STANDARD\r\nDTSTART:19750613T000000\r\nTZOFFSETFROM:+0800\r\nTZOFFSETTO:+0700\r\nTZNAME:+07\r\nEND:STANDARD\r\n"
EVENT = GOOD[GOOD.index(b"BEGIN:VEVENT") : GOOD.index(b"END:VCALENDAR")]


def swap(old: bytes, new: bytes, count: int = 1) -> Callable[[bytes], bytes]:
    def damage(body: bytes) -> bytes:
        assert old in body
        return body.replace(old, new, count)

    return damage


def without(name: bytes) -> Callable[[bytes], bytes]:
    def damage(body: bytes) -> bytes:
        lines = body.split(b"\r\n")
        at = next(number for number, line in enumerate(lines) if line.startswith(name))
        end = at + 1
        while lines[end].startswith(b" "):
            end += 1
        return b"\r\n".join(lines[:at] + lines[end:])

    return damage


def fold_in_a_letter(body: bytes) -> bytes:
    at = body.index("Sự".encode()) + 2
    return body[:at] + b"\r\n " + body[at:]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "bare line feeds": lambda body: body.replace(b"\r\n", b"\n"),
    "one bare line feed": swap(b"CALSCALE:GREGORIAN\r\n", b"CALSCALE:GREGORIAN\n"),
    "a line too long": lambda body: body.replace(b"\r\n ", b""),
    "no version": without(b"VERSION"),
    "no product": without(b"PRODID"),
    "no identifier": without(b"UID"),
    "no stamp": without(b"DTSTAMP"),
    "no start": without(b"DTSTART;TZID"),
    "no end": without(b"DTEND"),
    "no organiser": without(b"ORGANIZER"),
    "unknown zone": swap(b"DTSTART;TZID=Asia/Ho_Chi_Minh", b"DTSTART;TZID=Asia/Saigon"),
    "zone not defined": swap(b"BEGIN:VTIMEZONE\r\nTZID:Asia/Ho_Chi_Minh\r\n" + ZONE + b"END:VTIMEZONE\r\n", b""),
    "empty zone": swap(ZONE, b""),
    "seconds in an offset": swap(b"TZOFFSETFROM:+0800", b"TZOFFSETFROM:+070630"),
    "date and time mixed": swap(b"DTEND;TZID=Asia/Ho_Chi_Minh:20261212T160000", b"DTEND;VALUE=DATE:20261213"),
    "end before start": swap(b"T160000", b"T130000"),
    "floating time": swap(b"DTSTART;TZID=Asia/Ho_Chi_Minh:", b"DTSTART:"),
    "raw line break in a text": swap(b"DESCRIPTION:N", b"DESCRIPTION:\r\nN"),
    "bare comma in a text": swap(b"\\,", b","),
    "bad rule": swap(b"CLASS:PUBLIC", b"RRULE:FREQ=SOMETIMES"),
    "bad interval": swap(b"REFRESH-INTERVAL;VALUE=DURATION:PT4H", b"REFRESH-INTERVAL;VALUE=DURATION:4 hours"),
    "interval without its kind": swap(b"REFRESH-INTERVAL;VALUE=DURATION:", b"REFRESH-INTERVAL:"),
    "identifier twice": swap(b"END:VCALENDAR", EVENT + b"END:VCALENDAR"),
    "cut off": lambda body: body[: body.index(b"END:VEVENT")],
    "cut off in a line": lambda body: body[:-9],
    "a mark at the beginning": lambda body: b"\xef\xbb\xbf" + body,
    "an error page": lambda _body: b"<!DOCTYPE html>\r\n<html><body>502 Bad Gateway</body></html>\r\n",
    "nothing": lambda _body: b"",
    "folded inside a letter": fold_in_a_letter,
    "not UTF-8": swap("Sự".encode(), b"S\xff"),
    "a control character": swap(b"SUMMARY:", b"SUMMARY:\x07"),
    "an alarm": swap(b"END:VEVENT", b"BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\nEND:VEVENT"),
    "attendees": swap(b"CLASS:PUBLIC", b"ATTENDEE:mailto:a@example.org"),
    "a status that does not exist": swap(b"STATUS:CONFIRMED", b"STATUS:POSTPONED"),
    "a sequence that is no number": swap(b"SEQUENCE:0", b"SEQUENCE:zero"),
    "a stamp outside UTC": swap(b"DTSTAMP:20261101T000000Z", b"DTSTAMP:20261101T000000"),
    "two starts": swap(b"CLASS:PUBLIC", b"DTSTART:20261212T070000Z"),
    "a position that is none": swap(b"CLASS:PUBLIC", b"GEO:north"),
    "something after the end": lambda body: body + b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    "crossed components": swap(b"END:VEVENT\r\nEND:VCALENDAR", b"END:VCALENDAR\r\nEND:VEVENT"),
}


def test_a_good_file_passes() -> None:
    assert lint.lint(GOOD) == []


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_is_refused(name: str) -> None:
    damaged = DAMAGES[name](GOOD)
    assert damaged != GOOD
    assert lint.lint(damaged) != []


def test_good_rules_pass() -> None:
    body = GOOD.replace(b"CLASS:PUBLIC", b"RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261231T000000Z")
    assert lint.lint(body) == []


def test_the_command_passes_good_files_and_names_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "good.ics", tmp_path / "bad.ics"
    good.write_bytes(GOOD)
    bad.write_bytes(DAMAGES["no identifier"](GOOD))
    call_command("lint_calendar", str(good))
    with pytest.raises(CommandError):
        call_command("lint_calendar", str(bad))
    assert "UID" in capsys.readouterr().out


def test_the_command_names_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("lint_calendar", str(tmp_path / "none.ics"))
