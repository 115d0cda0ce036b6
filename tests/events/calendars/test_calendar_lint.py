"""The linter: a good file passes, every damaged copy is refused."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from events.calendars import icalendar, lint
from tests.events.calendars.fixtures import make

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


def in_event(line: str) -> Callable[[bytes], bytes]:
    return swap(b"CLASS:PUBLIC", line.encode())


def in_head(line: str) -> Callable[[bytes], bytes]:
    return swap(b"COLOR:navy", line.encode())


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
    "a length besides the end": in_event("DURATION:PT1H"),
    "a length that is none": swap(b"DTEND;TZID=Asia/Ho_Chi_Minh:20261212T160000", b"DURATION:1 hour"),
    "a length that jumps over minutes": swap(b"DTEND;TZID=Asia/Ho_Chi_Minh:20261212T160000", b"DURATION:PT1H30S"),
    "a negative length": swap(b"DTEND;TZID=Asia/Ho_Chi_Minh:20261212T160000", b"DURATION:-PT1H"),
    "a day that does not exist": swap(b"20261212T140000", b"20261302T140000"),
    "a time in UTC with a zone": swap(b"20261212T140000", b"20261212T140000Z"),
    "a date that does not say so": swap(b"DTSTART;TZID=Asia/Ho_Chi_Minh:20261212T140000", b"DTSTART:20261212"),
    "letters of other scripts as digits": swap(b"SEQUENCE:0", "SEQUENCE:\u0661".encode()),
    "a sequence too large": swap(b"SEQUENCE:0", b"SEQUENCE:2147483648"),
    "a position beyond the poles": in_event("GEO:91.0;106.0"),
    "an exception of another kind": in_event("EXDATE;VALUE=DATE:20261212"),
    "an exception that floats": in_event("EXDATE:20261212T140000"),
    "a rule with end and number": in_event("RRULE:FREQ=DAILY;COUNT=2;UNTIL=20261231T000000Z"),
    "a rule whose end is a date": in_event("RRULE:FREQ=DAILY;UNTIL=20261231"),
    "a rule whose end floats": in_event("RRULE:FREQ=DAILY;UNTIL=20261231T000000"),
    "a rule in a replaced instance": in_event(
        "RECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:20261212T140000\r\nRRULE:FREQ=DAILY;COUNT=2"
    ),
    "a replaced instance of another kind": in_event("RECURRENCE-ID;VALUE=DATE:20261212"),
    "a replaced instance that floats": in_event("RECURRENCE-ID:20261212T140000"),
    "a picture without its kind": in_event("IMAGE:https://example.org/a.jpg"),
    "a picture shown in a way that is none": in_event("IMAGE;VALUE=URI;DISPLAY=HUGE:https://example.org/a.jpg"),
    "a room without its kind": in_event("CONFERENCE:https://example.org/"),
    "a room with a feature that is none": in_event("CONFERENCE;VALUE=URI;FEATURE=SMELL:https://example.org/"),
    "a room that is no address": in_event("CONFERENCE;VALUE=URI:phòng 2"),
    "a link without its kind": in_event('LINK;LINKREL="describedby":https://example.org/'),
    "a link without its relation": in_event("LINK;VALUE=URI:https://example.org/"),
    "a concept that is no address": in_event("CONCEPT:field"),
    "an address with a space": in_event("URL:https://example.org/a b"),
    "an organiser that is no address": swap(b"mailto:ban-to-chuc@example.org", b"ban-to-chuc@example.org"),
    "a quotation mark in a parameter": swap(b'CN="Ban t', b'CN="Ban "t'),
    "a colon in a parameter without quotes": swap(b'CN="Ban', b"CN=Phong: Ban"),
    "a parameter twice": in_event("ATTACH;FMTTYPE=a/b;FMTTYPE=c/d:https://example.org/"),
    "a parameter without value": in_event("ATTACH;FMTTYPE:https://example.org/"),
    "a long description": swap(b"DESCRIPTION:N", b"DESCRIPTION:" + b"\r\n ".join([b"x" * 60] * 40) + b"N"),
    "a part that few readers know": swap(b"END:VEVENT", b"BEGIN:PARTICIPANT\r\nUID:1\r\nEND:PARTICIPANT\r\nEND:VEVENT"),
    "a component that nobody knows": swap(b"END:VCALENDAR", b"BEGIN:VTHING\r\nEND:VTHING\r\nEND:VCALENDAR"),
    "a property behind the components": swap(b"END:VCALENDAR", b"X-A:b\r\nEND:VCALENDAR"),
    "a source without its kind": swap(b"SOURCE;VALUE=URI:", b"SOURCE:"),
    "a name twice": in_head("X-WR-CALNAME:A"),
    "a colour that is a number": in_head("COLOR:#0000ff"),
    "another calendar": swap(b"CALSCALE:GREGORIAN", b"CALSCALE:CHINESE"),
    "another version": swap(b"VERSION:2.0", b"VERSION:1.0"),
    "an invitation to everybody": swap(b"METHOD:PUBLISH", b"METHOD:REQUEST"),
    "a zone that has no such name": lambda body: body.replace(b"Asia/Ho_Chi_Minh", b"Asia/Kinh_Bac"),
    "a zone twice": lambda body: body.replace(
        b"END:VTIMEZONE\r\n",
        b"END:VTIMEZONE\r\nBEGIN:VTIMEZONE\r\nTZID:Asia/Ho_Chi_Minh\r\n" + ZONE + b"END:VTIMEZONE\r\n",
    ),
    "a zone whose start has a zone": swap(b"DTSTART:19750613T000000", b"DTSTART:19750613T000000Z"),
    "components too deep": swap(b"END:VEVENT", b"BEGIN:A\r\n" * 9 + b"END:A\r\n" * 9 + b"END:VEVENT"),
    "an end in UTC years before a start with a zone": swap(
        b"DTEND;TZID=Asia/Ho_Chi_Minh:20261212T160000", b"DTEND:20201212T160000Z"
    ),
    "an end in UTC an hour before a start with a zone": swap(
        b"DTEND;TZID=Asia/Ho_Chi_Minh:20261212T160000", b"DTEND:20261212T060000Z"
    ),
    "a zone with the offset of another": swap(b"TZOFFSETTO:+0700", b"TZOFFSETTO:+0900"),
    "a zone with a former offset": swap(b"TZOFFSETTO:+0700", b"TZOFFSETTO:+0800"),
    "a replaced instance of nothing": in_event("RECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:20261212T140000"),
    "crossed components": swap(b"END:VEVENT\r\nEND:VCALENDAR", b"END:VCALENDAR\r\nEND:VEVENT"),
}


def test_a_good_file_passes() -> None:
    assert lint.lint(GOOD) == []


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_is_refused(name: str) -> None:
    damaged = DAMAGES[name](GOOD)
    assert damaged != GOOD
    assert lint.lint(damaged) != []


def test_an_end_in_utc_after_a_start_with_a_zone_passes() -> None:
    ends = b"DTEND;TZID=Asia/Ho_Chi_Minh:20261212T160000"
    assert lint.lint(swap(ends, b"DTEND:20261212T090000Z")(GOOD)) == []


def test_zones_with_summer_time_and_zones_since_ever_pass() -> None:
    paris = (
        b"BEGIN:VTIMEZONE\r\nTZID:Europe/Paris\r\nBEGIN:DAYLIGHT\r\nDTSTART:19810329T020000\r\nTZOFFSETFROM:+0100\r\n"
        b"TZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\nBEGIN:STANDARD\r\n"
        b"DTSTART:19961027T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    assert lint.lint(swap(b"BEGIN:VEVENT", paris + b"BEGIN:VEVENT")(GOOD)) == []
    assert lint.lint(swap(b"DTSTART:19750613T000000", b"DTSTART:16010101T000000")(GOOD)) == []


def test_a_replaced_instance_beside_its_event_passes() -> None:
    other = EVENT.replace(b"CLASS:PUBLIC", b"RECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:20261213T140000")
    series = in_event("RRULE:FREQ=DAILY;COUNT=2")(GOOD)
    assert lint.lint(swap(b"END:VCALENDAR", other + b"END:VCALENDAR")(series)) == []


@pytest.mark.parametrize("name", [b"SOURCE", b"REFRESH-INTERVAL", b"X-PUBLISHED-TTL", b"X-WR-CALNAME", b"NAME"])
def test_a_copy_says_nothing_of_a_subscription(name: bytes) -> None:
    copy = GOOD
    for each in (b"SOURCE", b"REFRESH-INTERVAL", b"X-PUBLISHED-TTL", b"X-WR-CALNAME", b"NAME"):
        copy = copy if each == name else without(each)(copy)
    assert lint.lint(copy) == []
    assert len(lint.lint(copy, use=lint.Use.COPY)) == 1
    assert lint.lint(without(name)(copy), use=lint.Use.COPY) == []


GOOD_LINES = [
    "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261231T000000Z",
    "RRULE:FREQ=DAILY;COUNT=3\r\nEXDATE;TZID=Asia/Ho_Chi_Minh:20261213T140000,20261214T140000",
    "RRULE:FREQ=MONTHLY;BYDAY=-1FR;INTERVAL=2",
    "IMAGE;VALUE=URI;DISPLAY=BADGE,THUMBNAIL;FMTTYPE=image/png:https://a.org/a",
    "CONFERENCE;VALUE=URI;FEATURE=PHONE;LABEL=Gọi:tel:+84-222-000-000",
    'LINK;VALUE=URI;LINKREL="describedby":https://example.org/',
    "CONCEPT:https://example.org/linh-vuc/nong-nghiep",
    "REFID:nhóm\\, một",
    "GEO:-21.5;106",
    'ATTACH;FMTTYPE="text/plain";X-A=1,"2:3",4:https://example.org/',
    "X-A;X-B=:",
]


@pytest.mark.parametrize("line", GOOD_LINES)
def test_good_lines_pass(line: str) -> None:
    assert lint.lint(in_event(line)(GOOD)) == []


def test_a_length_instead_of_an_end_passes() -> None:
    for length in (b"PT1H30M", b"P1DT2H", b"P2W", b"PT90S", b"+PT15M"):
        assert lint.lint(swap(b"DTEND;TZID=Asia/Ho_Chi_Minh:20261212T160000", b"DURATION:" + length)(GOOD)) == []


def test_the_file_without_a_fault_passes() -> None:
    assert lint.lint((make.FOLDER / make.GOOD).read_bytes()) == []


@pytest.mark.parametrize("name", make.DAMAGED)
def test_each_of_the_nineteen_damaged_files_is_refused(name: str) -> None:
    assert lint.lint((make.FOLDER / f"{name}.ics").read_bytes()) != []


def test_the_files_are_what_their_script_makes() -> None:
    assert {path.name: path.read_bytes() for path in make.FOLDER.glob("*.ics")} == make.files()
    assert len(make.DAMAGED) == 19


ATTENDEE = "ATTENDEE;CN=Trần Thị Bình;RSVP=FALSE:mailto:binh@example.org"
INVITATION = swap(b"METHOD:PUBLISH", b"METHOD:REQUEST")(in_event(ATTENDEE)(GOOD))
CANCELLATION = swap(b"STATUS:CONFIRMED", b"STATUS:CANCELLED")(swap(b"METHOD:REQUEST", b"METHOD:CANCEL")(INVITATION))


@pytest.mark.parametrize("body", [INVITATION, CANCELLATION], ids=["request", "cancel"])
def test_an_invitation_passes_as_one_and_not_as_a_feed(body: bytes) -> None:
    assert lint.lint(body, use=lint.Use.INVITATION) == []
    assert lint.lint(body) != []


@pytest.mark.parametrize(
    "damage",
    [
        without(b"ATTENDEE"),
        without(b"ORGANIZER"),
        without(b"SEQUENCE"),
        without(b"METHOD"),
        swap(b"METHOD:REQUEST", b"METHOD:PUBLISH"),
        swap(b"METHOD:REQUEST", b"METHOD:CANCEL"),
        swap(b"METHOD:REQUEST", b"METHOD:REPLY"),
        swap(b"END:VCALENDAR", EVENT.replace(b"UID:3d0e", b"UID:4d0e") + b"END:VCALENDAR"),
        swap(EVENT.replace(b"CLASS:PUBLIC", ATTENDEE.encode()), b""),
    ],
)
def test_a_damaged_invitation_is_refused(damage: Callable[[bytes], bytes]) -> None:
    assert lint.lint(damage(INVITATION), use=lint.Use.INVITATION) != []
