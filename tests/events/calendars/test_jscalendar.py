"""JSCalendar says what the calendar file says, by the rules of RFC 8984."""

import dataclasses
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar as reader
import pytest
from hypothesis import given
from hypothesis import strategies as some

from events.calendars import icalendar, jscalendar
from events.calendars.icalendar import Entry, EntryStatus
from portal.kernel import clock
from portal.kernel.languages import Language
from tests.events.calendars import jscalendar_rules as rules

START = datetime(2026, 12, 12, 14, tzinfo=clock.VIETNAM)
ENTRY = Entry(
    uid="0d1e2f30-0000-4000-8000-000000000001",
    sequence=0,
    changed_at=START - timedelta(days=30),
    starts=START,
    ends=START + timedelta(hours=2, minutes=30),
    summary="Hội thảo",
    description="Một câu.\nHai câu.",
    organizer_email="ban-to-chuc@example.org",
    organizer_name="Sở Khoa học",
    url="https://example.org/su-kien/hội-thảo/",
    location="Nhà văn hóa, 1 phố Thử",
    categories=("Hội thảo", "Cấp tỉnh"),
    conference_url="https://hop.example.org/1",
    conference_label="Tham gia trực tuyến",
    image_url="https://example.org/anh.jpg",
    concepts=("https://example.org/su-kien/lich.ics?field=drying",),
)
ABOUT = jscalendar.Group(
    uid="a-group",
    title="Sự kiện",
    description="",
    source="https://example.org/su-kien/lich.jscalendar.json",
    page="https://example.org/",
    language=Language.VIETNAMESE,
    updated=START,
)
instants = some.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1), timezones=some.just(UTC)).map(  # noqa: DTZ001 -- Hypothesis adds the zone
    lambda value: value.replace(microsecond=0)
)
lengths = some.integers(1, 40 * 86_400).map(lambda seconds: timedelta(seconds=seconds))


def written(entry: Entry, **values: Any) -> dict[str, Any]:
    return jscalendar.event(entry, **{"language": Language.VIETNAMESE, "relations": {}, "is_online": False, **values})


def length_of(duration: str) -> timedelta:
    """Read a duration as the RFC means it, by its own grammar."""
    assert rules.DURATION.fullmatch(duration), duration
    units = {"D": "days", "H": "hours", "M": "minutes", "S": "seconds"}
    total, digits = timedelta(), ""
    for letter in duration:
        if letter.isdigit():
            digits += letter
        elif letter in units:
            total += timedelta(**{units[letter]: int(digits)})
            digits = ""
    return total


def instant_of(event: dict[str, Any]) -> datetime | date:
    start = datetime.fromisoformat(event["start"])
    if event.get("showWithoutTime"):
        assert "timeZone" not in event
        return start.date()
    zone = {"Asia/Ho_Chi_Minh": clock.VIETNAM, "Etc/UTC": UTC}[event["timeZone"]]
    return start.replace(tzinfo=zone)


@given(instants, lengths, some.integers(0, 90), some.sampled_from(EntryStatus), some.booleans())
def test_it_agrees_with_the_calendar_file(
    starts: datetime, length: timedelta, sequence: int, status: EntryStatus, whole_days: bool
) -> None:
    ends: datetime | date = starts + length
    first: datetime | date = starts
    if whole_days:
        first, ends = starts.date(), starts.date() + timedelta(days=length.days + 1)
    entry = dataclasses.replace(ENTRY, starts=first, ends=ends, sequence=sequence, status=status)
    event = written(entry)
    assert rules.problems(jscalendar.group(ABOUT, [event])) == []
    calendar = icalendar.Calendar(name="", description="", source="", url="", changed_at=None, entries=[entry])
    [other] = reader.Calendar.from_ical(icalendar.write(calendar)).walk("VEVENT")
    assert event["uid"] == str(other["UID"])
    assert event["sequence"] == int(other["SEQUENCE"])
    assert event["status"] == str(other["STATUS"]).lower()
    assert instant_of(event) == other.decoded("DTSTART")
    assert length_of(event["duration"]) == other.decoded("DTEND") - other.decoded("DTSTART")
    assert event["updated"] == other.decoded("LAST-MODIFIED").strftime("%Y-%m-%dT%H:%M:%SZ")


def test_an_event_in_full() -> None:
    assert written(ENTRY, relations={"another": "parent"}) == {
        "@type": "Event",
        "uid": "0d1e2f30-0000-4000-8000-000000000001",
        "sequence": 0,
        "updated": "2026-11-12T07:00:00Z",
        "title": "Hội thảo",
        "description": "Một câu.\nHai câu.",
        "start": "2026-12-12T14:00:00",
        "timeZone": "Asia/Ho_Chi_Minh",
        "duration": "PT2H30M",
        "status": "confirmed",
        "freeBusyStatus": "busy",
        "privacy": "public",
        "locale": "vi",
        "locations": {"place": {"@type": "Location", "name": "Nhà văn hóa, 1 phố Thử"}},
        "virtualLocations": {
            "online": {
                "@type": "VirtualLocation",
                "uri": "https://hop.example.org/1",
                "name": "Tham gia trực tuyến",
                "features": {"audio": True, "video": True},
            }
        },
        "links": {
            "page": {
                "@type": "Link",
                "href": "https://example.org/su-kien/h%E1%BB%99i-th%E1%BA%A3o/",
                "rel": "describedby",
                "contentType": "text/html",
            },
            "picture": {
                "@type": "Link",
                "href": "https://example.org/anh.jpg",
                "rel": "icon",
                "display": "fullsize",
            },
        },
        "keywords": {"Hội thảo": True, "Cấp tỉnh": True},
        "categories": {"https://example.org/su-kien/lich.ics?field=drying": True},
        "participants": {
            "organizer": {
                "@type": "Participant",
                "name": "Sở Khoa học",
                "email": "ban-to-chuc@example.org",
                "roles": {"owner": True},
            }
        },
        "relatedTo": {"another": {"@type": "Relation", "relation": {"parent": True}}},
    }


def test_what_is_only_online_has_no_place() -> None:
    event = written(dataclasses.replace(ENTRY, location="Trực tuyến"), is_online=True)
    assert "locations" not in event
    assert event["virtualLocations"]


@pytest.mark.parametrize(
    ("length", "wanted"),
    [
        (timedelta(hours=26), "PT26H"),
        (timedelta(minutes=45), "PT45M"),
        (timedelta(hours=1, seconds=5), "PT1H0M5S"),
        (timedelta(), "PT0S"),
    ],
)
def test_lengths_are_written_by_the_grammar(length: timedelta, wanted: str) -> None:
    assert jscalendar.duration(length) == wanted
    assert length_of(wanted) == length


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        jscalendar.utc(START.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("start", "2026-12-12T14:00:00Z"),
        ("start", "2026-12-12T14:00:00.500"),
        ("duration", "PT1H5S"),
        ("duration", "2H"),
        ("updated", "2026-11-12T07:00:00+07:00"),
        ("uid", ""),
        ("status", "CONFIRMED"),
        ("sequence", -1),
        ("locations", {"a place": {"@type": "Location"}}),
        ("locations", {"a" * 256: {"@type": "Location"}}),
        ("keywords", {"word": 1}),
        ("categories", {"word": True}),
        ("relatedTo", {"another": {"@type": "Relation", "relation": {"cousin": True}}}),
        ("method", "publish"),
    ],
)
def test_our_reader_refuses_what_the_rfc_forbids(name: str, value: Any) -> None:
    assert rules.problems(jscalendar.group(ABOUT, [written(ENTRY)])) == []
    assert rules.problems(jscalendar.group(ABOUT, [{**written(ENTRY), name: value}])) != []
