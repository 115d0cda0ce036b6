"""The calendar over HTTP: what it holds, its validators, and that readers agree with the database."""

import gzip
from datetime import timedelta
from typing import Any

import icalendar as reader
import pytest
import recurring_ical_events
import vobject
from django.test import Client
from wagtail.models import Site

from events import occurrences
from events.calendars import contents, feed, lint
from events.domain import status
from events.enums import AttendanceMode
from events.models import CalendarIdentity, EventPage
from portal.kernel import clock
from portal.kernel.languages import Language
from tests.factories import events as make

VI, EN = "/su-kien/lich.ics", "/en/events/calendar.ics"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    set_now(monkeypatch, make.NOW)


def set_now(monkeypatch: pytest.MonkeyPatch, moment: Any) -> None:
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: moment)


def summaries(body: bytes) -> list[str]:
    return [str(event["SUMMARY"]) for event in reader.Calendar.from_ical(body).walk("VEVENT")]


def test_readers_agree_with_the_database(site: Site, client: Client) -> None:
    index = make.make_index(site)
    make.make_event(index)
    make.make_event(index, starts_at=make.day(14), ends_at=make.day(14), is_all_day=True)
    make.make_fair(index, sessions=[make.make_session(make.day(18, 9)), make.make_session(make.day(19, 9))])
    make.make_event(index, starts_at=make.day(22, 8), ends_at=make.day(24, 17))
    lessons = [make.make_session(make.day(number, 18)) for number in (1, 8, 15)]
    make.make_course(
        make.make_course_index(site), starts_at=make.day(1, 18), ends_at=make.day(15, 20), sessions=lessons
    )
    body = client.get(VI).content
    assert lint.lint(body) == []
    vobject.readOne(body.decode()).validate(raiseException=True)
    parsed = reader.Calendar.from_ical(body)
    assert parsed.errors == []
    assert all(event.errors == [] for event in parsed.walk())
    wanted = sorted(
        (str(CalendarIdentity.objects.get(key=item.key).uid), item.starts, item.ends)
        for page in EventPage.objects.filter(locale__language_code="vi")
        for item in occurrences.of(page)
    )
    between = recurring_ical_events.of(parsed).between(make.day(1, 0), make.day(31, 0))
    found = sorted((str(event["UID"]), event.decoded("DTSTART"), event.decoded("DTEND")) for event in between)
    assert found == wanted
    assert len(found) == 1 + 1 + 6 + 4 + 3


def test_the_bytes_do_not_depend_on_the_clock(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    make.make_fair(make.make_index(site))
    first = feed.render(language=Language.VIETNAMESE, now=make.NOW)
    later = make.NOW + timedelta(hours=5)
    set_now(monkeypatch, later)
    assert feed.render(language=Language.VIETNAMESE, now=later) == first


def test_headers_say_how_the_file_may_be_kept(site: Site, client: Client) -> None:
    make.make_event(make.make_index(site))
    answer = client.get(VI)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=900, stale-if-error=86400"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Vary"] == "Accept-Encoding"
    assert answer["ETag"].startswith('"')
    assert answer["Last-Modified"] == "Mon, 23 Nov 2026 02:00:00 GMT"
    assert not answer.cookies
    assert "Content-Disposition" not in answer


def test_an_unchanged_file_answers_304_by_either_validator(site: Site, client: Client) -> None:
    make.make_event(make.make_index(site))
    answer = client.get(VI)
    by_tag = client.get(VI, headers={"If-None-Match": answer["ETag"]})
    by_date = client.get(VI, headers={"If-Modified-Since": answer["Last-Modified"]})
    assert (by_tag.status_code, by_tag.content, by_tag["ETag"]) == (304, b"", answer["ETag"])
    assert by_date.status_code == 304
    assert by_tag["Cache-Control"] == answer["Cache-Control"]
    assert by_tag["Access-Control-Allow-Origin"] == "*"


def test_a_foreign_tag_wins_over_a_matching_date(site: Site, client: Client) -> None:
    make.make_event(make.make_index(site))
    date = client.get(VI)["Last-Modified"]
    answer = client.get(VI, headers={"If-None-Match": '"other"', "If-Modified-Since": date})
    assert answer.status_code == 200


def test_an_unreadable_date_gives_the_file(site: Site, client: Client) -> None:
    make.make_event(make.make_index(site))
    assert client.get(VI, headers={"If-Modified-Since": "yesterday"}).status_code == 200


def test_head_gives_the_same_headers_without_a_body(site: Site, client: Client) -> None:
    make.make_event(make.make_index(site))
    answer = client.head(VI)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["ETag"] == client.get(VI)["ETag"]


def test_posting_is_refused(site: Site, client: Client) -> None:
    assert client.post(VI).status_code == 405


def test_compressed_bytes_are_the_same_file_with_their_own_tag(site: Site, client: Client) -> None:
    make.make_event(make.make_index(site))
    plain, packed = client.get(VI), client.get(VI, headers={"Accept-Encoding": "br, gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] != plain["ETag"]
    assert "Content-Encoding" not in client.get(VI, headers={"Accept-Encoding": "gzip;q=0"})
    again = client.get(VI, headers={"Accept-Encoding": "gzip", "If-None-Match": packed["ETag"]})
    assert again.status_code == 304


def test_a_change_gives_a_new_tag_and_a_later_date(site: Site, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = make.make_event(make.make_index(site))
    before = client.get(VI)
    set_now(monkeypatch, make.NOW + timedelta(hours=1))
    page.title = "Tên khác"
    page.save_revision().publish()
    after = client.get(VI, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after["Last-Modified"] == "Mon, 23 Nov 2026 03:00:00 GMT"


def test_a_removal_changes_tag_and_date(site: Site, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    index = make.make_index(site)
    make.make_event(index)
    gone = make.make_event(index)
    before = client.get(VI)
    set_now(monkeypatch, make.NOW + timedelta(hours=1))
    gone.unpublish()
    after = client.get(VI)
    assert len(summaries(after.content)) == 1
    assert after["ETag"] != before["ETag"]
    assert after["Last-Modified"] == "Mon, 23 Nov 2026 03:00:00 GMT"
    assert client.get(VI, headers={"If-Modified-Since": before["Last-Modified"]}).status_code == 200


def test_an_event_leaves_after_90_days_and_the_date_says_when(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.make_event(make.make_index(site))
    for days, count in ((90, 1), (91, 0)):
        set_now(monkeypatch, make.day(12, 9) + timedelta(days=days))
        answer = client.get(VI)
        assert len(summaries(answer.content)) == count
    assert answer["Last-Modified"] == "Fri, 12 Mar 2027 17:00:00 GMT"


def test_an_event_far_ahead_comes_in_and_the_date_says_when(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = make.NOW + timedelta(days=contents.FUTURE_DAYS + 10)
    make.make_event(make.make_index(site), starts_at=far, ends_at=far + timedelta(hours=1))
    assert summaries(client.get(VI).content) == []
    set_now(monkeypatch, make.NOW + timedelta(days=10))
    answer = client.get(VI)
    assert len(summaries(answer.content)) == 1
    assert answer["Last-Modified"] == "Wed, 02 Dec 2026 17:00:00 GMT"


def test_a_cancelled_event_stays_90_days_with_a_prefix(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make.make_event(make.make_index(site), starts_at=make.day(12) + timedelta(days=200))
    status.cancel(event=page, by=make.make_operator(), now=clock.now(), notes={Language.VIETNAMESE: "Vì bão."})
    event = reader.Calendar.from_ical(client.get(VI).content).walk("VEVENT")[0]
    assert (event["STATUS"], event["TRANSP"], event["SEQUENCE"]) == ("CANCELLED", "TRANSPARENT", 1)
    assert event["SUMMARY"].startswith("[")
    assert "Vì bão." in event["DESCRIPTION"]
    set_now(monkeypatch, make.NOW + timedelta(days=90))
    assert len(summaries(client.get(VI).content)) == 1
    set_now(monkeypatch, make.NOW + timedelta(days=91))
    assert summaries(client.get(VI).content) == []


def test_nobody_is_led_to_what_is_cancelled(site: Site, client: Client) -> None:
    page = make.make_event(
        make.make_index(site), attendance_mode=AttendanceMode.BOTH, online_url="https://example.org/phong"
    )
    assert b"https://example.org/phong" in client.get(VI).content.replace(b"\r\n ", b"")
    status.cancel(event=page, by=make.make_operator(), now=make.NOW, notes={})
    for address in (VI, f"{VI}?cancelled=1", f"/su-kien/lich/{page.translation_key}.ics"):
        body = client.get(address).content.replace(b"\r\n ", b"")
        assert b"STATUS:" in body
        assert b"https://example.org/phong" not in body
        assert b"CONFERENCE" not in body
        assert "Tham dự trực tuyến" not in body.decode()


def test_a_postponed_event_is_tentative(site: Site, client: Client) -> None:
    page = make.make_event(make.make_index(site))
    status.postpone(event=page, by=make.make_operator(), now=clock.now(), notes={})
    event = reader.Calendar.from_ical(client.get(VI).content).walk("VEVENT")[0]
    assert event["STATUS"] == "TENTATIVE"
    assert event["SUMMARY"].startswith("[")


def test_each_language_has_its_words_and_the_same_identity(site: Site, client: Client) -> None:
    index = make.make_index(site)
    page = make.make_event(index)
    make.english(page)
    alone = make.make_event(index, starts_at=make.day(13))
    vietnamese, english = client.get(VI).content, client.get(EN).content
    assert summaries(vietnamese) == [page.title, alone.title]
    assert summaries(english) == [f"English {page.title}", alone.title]
    uids = [
        [str(event["UID"]) for event in reader.Calendar.from_ical(body).walk("VEVENT")]
        for body in (vietnamese, english)
    ]
    assert uids[0] == uids[1]


def test_an_online_event_says_where_to_join(site: Site, client: Client) -> None:
    make.make_event(
        make.make_index(site), attendance_mode=AttendanceMode.ONLINE, online_url="https://hop.example.org/1"
    )
    event = reader.Calendar.from_ical(client.get(VI).content).walk("VEVENT")[0]
    assert str(event["CONFERENCE"]) == "https://hop.example.org/1"
    assert "https://hop.example.org/1" in event["DESCRIPTION"]


def test_drafts_and_private_pages_are_not_in_the_file(site: Site, client: Client) -> None:
    from wagtail.models import PageViewRestriction

    index = make.make_index(site)
    make.make_event(index, publish=False)
    private = make.make_event(index)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert summaries(client.get(VI).content) == []


def test_an_empty_calendar_is_good(site: Site, client: Client) -> None:
    answer = client.get(VI)
    assert answer.status_code == 200
    assert lint.lint(answer.content) == []


def test_one_event_can_be_downloaded_with_the_same_identifier(site: Site, client: Client) -> None:
    page = make.make_event(make.make_index(site))
    answer = client.get(f"/su-kien/lich/{page.translation_key}.ics")
    assert answer["Content-Disposition"].startswith("attachment")
    assert lint.lint(answer.content, use=lint.Use.COPY) == []
    event = reader.Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert str(event["UID"]) == str(CalendarIdentity.objects.get().uid)
    assert not answer.cookies


def test_the_file_of_one_event_has_validators(site: Site, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = make.make_event(make.make_index(site))
    url = f"/su-kien/lich/{page.translation_key}.ics"
    first = client.get(url)
    assert first["Last-Modified"] == "Mon, 23 Nov 2026 02:00:00 GMT"
    for validator in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        assert client.get(url, headers=validator).status_code == 304
    packed = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.content) == first.content
    set_now(monkeypatch, make.NOW + timedelta(hours=1))
    page.title = "Tên khác"
    page.save_revision().publish()
    later = client.get(url, headers={"If-Modified-Since": first["Last-Modified"]})
    assert (later.status_code, later["Last-Modified"]) == (200, "Mon, 23 Nov 2026 03:00:00 GMT")
    assert later["ETag"] != first["ETag"]


def test_the_file_of_one_event_tells_what_was_taken_out(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [make.make_session(make.day(18, 9)), make.make_session(make.day(19, 9))]
    page = make.make_fair(make.make_index(site), sessions=rows)
    url = f"/su-kien/lich/{page.translation_key}.ics"
    first = client.get(url)
    set_now(monkeypatch, make.NOW + timedelta(hours=1))
    page.sessions = list(page.sessions.all())[:1]
    page.save_revision().publish()
    later = client.get(url, headers={"If-Modified-Since": first["Last-Modified"]})
    assert (later.status_code, len(summaries(later.content))) == (200, len(summaries(first.content)) - 1)


def test_a_damaged_file_of_one_event_is_not_served(site: Site, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = make.make_event(make.make_index(site))
    monkeypatch.setattr(feed.icalendar, "write", lambda _calendar: b"BEGIN:VCALENDAR\r\n")
    answer = client.get(f"/su-kien/lich/{page.translation_key}.ics")
    assert (answer.status_code, answer.content, answer["Retry-After"]) == (503, b"", "900")


def test_a_sender_with_a_name_is_an_address_in_entries(site: Site, client: Client, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = '"Sàn thử" <khong-tra-loi@example.org>'
    page = make.make_event(make.make_index(site), contact_email="")
    for address in (VI, f"/su-kien/lich/{page.translation_key}.ics"):
        event = reader.Calendar.from_ical(client.get(address).content).walk("VEVENT")[0]
        assert str(event["ORGANIZER"]) == "mailto:khong-tra-loi@example.org"


def test_a_draft_or_unknown_event_has_no_file(site: Site, client: Client) -> None:
    page = make.make_event(make.make_index(site), publish=False)
    assert client.get(f"/su-kien/lich/{page.translation_key}.ics").status_code == 404
    assert client.get("/su-kien/lich/00000000-0000-4000-8000-000000000000.ics").status_code == 404


def test_serving_costs_one_query_when_nothing_has_changed(
    site: Site, client: Client, django_assert_num_queries: Any
) -> None:
    make.make_event(make.make_index(site))
    client.get(VI)
    with django_assert_num_queries(1):
        client.get(VI)


def test_rendering_costs_the_same_for_one_event_and_for_thirty(site: Site, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    index = make.make_index(site)
    make.make_event(index)
    with CaptureQueriesContext(connection) as one:
        feed.render(language=Language.ENGLISH, now=make.NOW)
    for _number in range(29):
        make.make_event(index)
    with django_assert_num_queries(len(one)):
        body = feed.render(language=Language.ENGLISH, now=make.NOW)
    assert len(summaries(body)) == 30
