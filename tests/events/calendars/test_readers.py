"""Foreign readers agree with the database on what happens when: icalendar, vobject, recurring-ical-events, ical.js strict."""

import json
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import icalendar as reader
import pytest
import recurring_ical_events
import vobject
from django.test import Client
from wagtail.models import Site

from events import occurrences
from events.calendars import lint
from events.domain import status
from events.enums import AttendanceMode, CalendarSubject, EventStatus
from events.models import CalendarIdentity, EventPage
from portal.kernel import clock
from portal.kernel.languages import Language
from tests.events.calendars.fixtures import make as files
from tests.factories import events as make

FOLDER = Path(__file__).parent / "ical_js"
FIRST, LAST = "2026-12-01", "2027-02-01"
Happening = tuple[str, str, str, str, str]
LONG = (
    "Hội thảo, tập huấn; “chuyển giao” C:\\công nghệ 🎉: quyền, nghĩa vụ và trách nhiệm của các bên trong hợp đồng chuyển giao "
    "công nghệ xuyên biên giới 👩🏽‍🔬 – phiên 1/2"
)
WORDS = {
    EventStatus.CANCELLED: "[ĐÃ HỦY] ",
    EventStatus.POSTPONED: "[TẠM HOÃN] ",
}
STATUSES = {EventStatus.CANCELLED: "CANCELLED", EventStatus.POSTPONED: "TENTATIVE"}


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: make.NOW)


def told(value: Any) -> str:
    """Return an instant in UTC or a date, in one form for every reader."""
    if isinstance(value, datetime):
        assert value.tzinfo is not None
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert isinstance(value, date)
    return value.isoformat()


def of_icalendar(body: bytes) -> list[Happening]:
    calendar = reader.Calendar.from_ical(body)
    assert [part.errors for part in calendar.walk() if part.errors] == []
    return [
        (
            str(event["UID"]),
            told(event.decoded("DTSTART")),
            told(event.decoded("DTEND")),
            str(event["STATUS"]),
            str(event["SUMMARY"]),
        )
        for event in calendar.walk("VEVENT")
    ]


def of_recurring(body: bytes) -> list[Happening]:
    between = recurring_ical_events.of(reader.Calendar.from_ical(body)).between((2026, 12, 1), (2027, 2, 1))
    return [
        (
            str(event["UID"]),
            told(event.decoded("DTSTART")),
            told(event.decoded("DTEND")),
            str(event["STATUS"]),
            str(event["SUMMARY"]),
        )
        for event in between
    ]


def of_vobject(body: bytes) -> list[Happening]:
    calendar = vobject.readOne(body.decode())
    assert calendar.validate(raiseException=True)
    return [
        (event.uid.value, told(event.dtstart.value), told(event.dtend.value), event.status.value, event.summary.value)
        for event in calendar.vevent_list
    ]


def run_ical_js(body: bytes) -> subprocess.CompletedProcess[bytes]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("ical.js does not read along: there is no node. On Debian: apt-get install nodejs npm.")
    if not (FOLDER / "node_modules" / "ical.js").is_dir():
        pytest.skip("ical.js does not read along: npm ci --prefix tests/events/calendars/ical_js installs it.")
    command = [node, str(FOLDER / "read.mjs"), FIRST, LAST]
    return subprocess.run(command, input=body, capture_output=True, timeout=60, check=False)


def of_ical_js(body: bytes) -> list[Happening]:
    done = run_ical_js(body)
    assert done.returncode == 0, done.stderr.decode()
    return [(one["uid"], one["start"], one["end"], one["status"], one["summary"]) for one in json.loads(done.stdout)]


READERS: dict[str, Callable[[bytes], list[Happening]]] = {
    "icalendar": of_icalendar,
    "recurring-ical-events": of_recurring,
    "vobject": of_vobject,
    "ical.js": of_ical_js,
}


def everything(site: Site) -> None:
    """Publish one of each kind of thing that stands in calendars."""
    index, courses, operator = make.make_index(site), make.make_course_index(site), make.make_operator()
    make.make_event(index, title=LONG, lead="Dòng một, hai; ba\nC:\\bốn “năm” " + "ệ" * 3000)
    make.make_event(index, title=unicodedata.normalize("NFD", "Hội nghị về đổi mới sáng tạo"))
    make.make_event(index, title="Cả ngày", starts_at=make.day(14), ends_at=make.day(14), is_all_day=True)
    make.make_event(index, title="Ba ngày", starts_at=make.day(28), ends_at=make.day(30), is_all_day=True)
    make.make_event(
        index, title="Qua năm", starts_at=make.day(31, 20), ends_at=make.day(1, 2, month=12).replace(year=2027, month=1)
    )
    make.make_event(
        index,
        title="Trực tuyến",
        attendance_mode=AttendanceMode.ONLINE,
        online_url="https://hop.example.org/phòng?a=1,2;b",
    )
    sessions = [
        make.make_session(make.day(18, 9), title="Phiên, một"),
        make.make_session(make.day(19, 9), title="Phiên; hai"),
    ]
    make.make_fair(index, sessions=sessions)
    make.make_event(index, title="Chợ ba buổi", starts_at=make.day(22, 8), ends_at=make.day(24, 17))
    lessons = [make.make_session(make.day(number, 18)) for number in (1, 8, 15)]
    make.make_course(courses, starts_at=make.day(1, 18), ends_at=make.day(15, 20), sessions=lessons)
    cancelled = make.make_event(index, title="Bị hủy", starts_at=make.day(9, 8))
    status.cancel(event=cancelled, by=operator, now=clock.now(), notes={Language.VIETNAMESE: "Vì bão, lũ; xin lỗi."})
    postponed = make.make_event(index, title="Bị hoãn", starts_at=make.day(10, 8))
    status.postpone(event=postponed, by=operator, now=clock.now(), notes={})


def of_database() -> list[Happening]:
    uids = {row.key: str(row.uid) for row in CalendarIdentity.objects.filter(removed_at=None)}
    found = []
    for page in EventPage.objects.live().filter(locale__language_code="vi"):
        for item in occurrences.of(page):
            title = str(page.title)
            if item.subject is CalendarSubject.SESSION and item.session is not None:
                title = f"{item.session.title} – {title}"
            elif item.subject is CalendarSubject.DAY:
                title = f"{title} (ngày thứ {item.number})"
            state = EventStatus(page.status)
            summary = unicodedata.normalize("NFC", WORDS.get(state, "") + title)
            known = STATUSES.get(state, "CONFIRMED")
            found.append((uids[item.key], told(item.starts), told(item.ends), known, summary))
    return sorted(found)


@pytest.mark.parametrize("name", READERS)
def test_a_reader_agrees_with_the_database(site: Site, client: Client, name: str) -> None:
    everything(site)
    body = client.get("/su-kien/lich.ics").content
    assert lint.lint(body) == []
    wanted = of_database()
    assert len(wanted) == 6 + 6 + 4 + 3 + 2
    assert {len(one[1]) for one in wanted} == {len("2026-12-14"), len("2026-12-14T00:00:00Z")}
    assert sorted(READERS[name](body)) == wanted


# What each reader makes of a damaged file: none of them would have kept all nineteen from subscribers.
CAUGHT_BY_ICAL_JS = {"fold-inside-a-letter", "raw-line-break", "bad-rule", "truncated", "byte-order-mark", "html-page"}


def test_ical_js_is_strict_and_less_so_than_the_linter() -> None:
    refused = {
        name for name in files.DAMAGED if run_ical_js((files.FOLDER / f"{name}.ics").read_bytes()).returncode != 0
    }
    assert refused == CAUGHT_BY_ICAL_JS


def test_every_reader_takes_the_good_file() -> None:
    body = (files.FOLDER / files.GOOD).read_bytes()
    calendar = reader.Calendar.from_ical(body)
    assert [part.errors for part in calendar.walk() if part.errors] == []
    assert vobject.readOne(body.decode()).validate(raiseException=True)
    expanded = recurring_ical_events.of(calendar).between((2026, 12, 1), (2027, 2, 1))
    starts = sorted((str(event["UID"]), told(event.decoded("DTSTART"))) for event in expanded)
    assert len(starts) == 5
    assert sorted((one["uid"], one["start"]) for one in json.loads(run_ical_js(body).stdout)) == starts
