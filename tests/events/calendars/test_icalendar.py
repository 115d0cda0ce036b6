"""The writer: folding, escaping, zones; what independent readers read back."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

import icalendar as reader
import pytest
import vobject
from hypothesis import example, given, settings
from hypothesis import strategies as st

from events.calendars import icalendar, lint
from events.calendars.icalendar import Calendar, Entry, EntryStatus
from portal.kernel import clock

CHANGED = datetime(2026, 11, 1, 3, tzinfo=UTC)
UID = "5f2b6c3e-8a0f-4a7e-9f10-1f6f2f0f7a01"


def entry(**values: Any) -> Entry:
    return Entry(
        **{
            "uid": UID,
            "sequence": 3,
            "changed_at": CHANGED,
            "starts": datetime(2026, 12, 12, 14, tzinfo=clock.VIETNAM),
            "ends": datetime(2026, 12, 12, 16, tzinfo=clock.VIETNAM),
            "summary": "Hội thảo định giá tài sản trí tuệ",
            "organizer_email": "ban-to-chuc@example.org",
            "organizer_name": 'Sở "KH&CN": tỉnh; Bắc Ninh',
            **values,
        }
    )


def calendar(*entries: Entry) -> Calendar:
    return Calendar(
        name="Sự kiện",
        description="Mọi sự kiện, kể cả khóa học",
        source="https://example.org/su-kien/lich.ics",
        url="https://example.org/",
        changed_at=CHANGED,
        entries=entries,
    )


def read(body: bytes) -> Any:
    """Return the first event as icalendar reads it, having checked that it found nothing wrong."""
    found = reader.Calendar.from_ical(body)
    event = found.walk("VEVENT")[0]
    assert found.errors == []
    assert event.errors == []
    return event


def test_a_plain_file_is_good_and_readable() -> None:
    body = icalendar.write(calendar(entry()))
    assert lint.lint(body) == []
    event = read(body)
    assert event["SUMMARY"] == "Hội thảo định giá tài sản trí tuệ"
    assert event.decoded("DTSTART") == datetime(2026, 12, 12, 7, tzinfo=UTC)
    assert event["SEQUENCE"] == 3
    vobject.readOne(body.decode()).validate(raiseException=True)


def test_no_line_is_longer_than_75_octets_nor_broken_in_a_letter() -> None:
    body = icalendar.write(calendar(entry(summary="ườ" * 200, description="Đặng Thị Thắm, 𠀀" * 40)))
    for line in body.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")


def test_a_line_of_exactly_75_octets_is_not_folded() -> None:
    line = "X-A:" + "a" * 71
    assert icalendar.fold(line) == line.encode() + b"\r\n"
    assert icalendar.fold(line + "b") == line.encode() + b"\r\n b\r\n"


def test_folding_keeps_a_letter_that_would_cross_the_limit_whole() -> None:
    folded = icalendar.fold("X-A:" + "a" * 70 + "ệ")
    assert folded == b"X-A:" + b"a" * 70 + b"\r\n " + "ệ".encode() + b"\r\n"


def test_days_are_dates_and_the_last_is_not_included() -> None:
    body = icalendar.write(calendar(entry(starts=date(2026, 12, 18), ends=date(2026, 12, 21), transparent=True)))
    assert b"DTSTART;VALUE=DATE:20261218\r\n" in body
    assert b"DTEND;VALUE=DATE:20261221\r\n" in body
    assert b"TRANSP:TRANSPARENT\r\n" in body
    assert lint.lint(body) == []


def test_times_before_the_present_zone_are_written_in_utc() -> None:
    start = datetime(1970, 1, 1, 8, tzinfo=clock.VIETNAM)
    body = icalendar.write(calendar(entry(starts=start, ends=start + timedelta(hours=1))))
    assert b"DTSTART:19700101T000000Z\r\n" in body


@pytest.mark.parametrize("name", ["starts", "ends", "changed_at"])
def test_a_time_without_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="zone"):
        icalendar.write(calendar(entry(**{name: datetime(2026, 12, 12, 14)})))  # noqa: DTZ001 -- that is the point


def test_a_date_with_a_time_is_refused() -> None:
    with pytest.raises(ValueError, match="same kind"):
        icalendar.write(calendar(entry(ends=date(2026, 12, 13))))


def test_place_status_and_categories_are_said() -> None:
    body = icalendar.write(
        calendar(
            entry(
                location="Nhà văn hóa,\n1 phố Thử; Bắc Ninh",
                geo=(Decimal("21.186100"), Decimal("106.076300")),
                categories=("Hội chợ", "Cấp tỉnh, mở rộng"),
                status=EntryStatus.CANCELLED,
                conference_url="https://hop.example.org/phòng",
                group="nhóm",
            )
        )
    )
    assert lint.lint(body) == []
    event = read(body)
    assert event["LOCATION"] == "Nhà văn hóa, 1 phố Thử; Bắc Ninh"
    assert (event["GEO"].latitude, event["GEO"].longitude) == (21.1861, 106.0763)
    assert [str(category) for category in event["CATEGORIES"].cats] == ["Hội chợ", "Cấp tỉnh, mở rộng"]
    assert event["STATUS"] == "CANCELLED"


def test_a_long_description_is_cut_between_letters() -> None:
    words = icalendar.shortened("ệ" * 5000)
    assert len(words.encode()) <= icalendar.DESCRIPTION_OCTETS
    assert words.endswith("ệ…")


HARD: Final = "\r\n\u2028\u2029\u0085\x0b\x00\"':;,\\^\t\ufeff\u0323ườĐ𠀀😀🇻🇳"
WORDS: Final = st.text(st.one_of(st.sampled_from(HARD), st.characters(codec="utf-8")), max_size=400)


@settings(max_examples=200, deadline=None)
@given(WORDS, WORDS)
@example("\r\n" * 5_000, "a" * 10_000)
@example("😀" * 10_000, "\u2028" * 10_000)
def test_any_text_comes_back_through_two_readers(words: str, more: str) -> None:
    body = icalendar.write(calendar(entry(summary="x" + words, description="y" + more)))
    assert lint.lint(body) == []
    event, other = read(body), vobject.readOne(body.decode()).vevent
    described = icalendar.clean(icalendar.shortened("y" + more))
    for name, wanted in (("SUMMARY", icalendar.clean("x" + words)), ("DESCRIPTION", described)):
        assert event[name] == wanted
        assert getattr(other, name.lower()).value == wanted


DAYS: Final = st.one_of(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.builds(date, st.sampled_from((1904, 1972, 2000, 2024, 2028, 2100 - 4)), st.just(2), st.just(29)),
    st.builds(date, st.integers(1900, 2198), st.just(12), st.just(31)),
)
MINUTES: Final = st.integers(0, 24 * 60 - 1)


@settings(max_examples=200, deadline=None)
@given(DAYS, MINUTES, st.integers(1, 60 * 24 * 40))
@example(date(1975, 6, 12), 23 * 60, 120)
@example(date(2027, 12, 31), 23 * 60 + 59, 1)
def test_any_time_comes_back_as_the_same_instant_through_two_readers(day: date, minute: int, length: int) -> None:
    # In UTC, because no local time that a change of zone brought twice equals anything.
    starts = (clock.at(day) + timedelta(minutes=minute)).astimezone(UTC)
    ends = starts + timedelta(minutes=length)
    local = [at.astimezone(clock.VIETNAM) for at in (starts, ends)]
    body = icalendar.write(calendar(entry(starts=local[0], ends=local[1])))
    assert lint.lint(body) == []
    event, other = read(body), vobject.readOne(body.decode()).vevent
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (starts, ends)
    assert (other.dtstart.value, other.dtend.value) == (starts, ends)


@settings(max_examples=100, deadline=None)
@given(DAYS, st.integers(1, 400))
def test_any_days_come_back_through_two_readers(day: date, length: int) -> None:
    after = day + timedelta(days=length)
    body = icalendar.write(calendar(entry(starts=day, ends=after)))
    assert lint.lint(body) == []
    event, other = read(body), vobject.readOne(body.decode()).vevent
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (day, after)
    assert (other.dtstart.value, other.dtend.value) == (day, after)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_name_of_an_organiser_makes_a_good_file(name: str) -> None:
    body = icalendar.write(calendar(entry(organizer_name=name)))
    assert lint.lint(body) == []
    assert read(body)["ORGANIZER"] == "mailto:ban-to-chuc@example.org"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_folded_lines_unfold_to_what_was_written(words: str) -> None:
    line = "X-A:" + icalendar.text(words)
    folded = icalendar.fold(line)
    assert all(len(piece) <= 75 for piece in folded.split(b"\r\n"))
    assert folded.replace(b"\r\n ", b"").removesuffix(b"\r\n").decode() == line
