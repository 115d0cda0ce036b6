"""Lists of events and courses, the month, and what other pages show of coming events."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Site

from events import month, queries
from events.domain import status
from events.enums import AttendanceMode, CertificateRule, EventKind, EventLevel
from events.models import (
    CoursePage,
    EventOrganiser,
    EventPage,
)
from portal.kernel.languages import Language
from portal.vocabularies.enums import VocabularyCode
from tests.factories import events as make
from tests.factories import exhibitors as people


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: make.NOW)


def text(answer: Any) -> str:
    return answer.content.decode()


def cost(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_the_list_shows_coming_events_soonest_first(site: Site, client: Client) -> None:
    index = make.make_index(site)
    late = make.make_event(index, starts_at=make.day(20))
    soon = make.make_event(index, starts_at=make.day(2))
    over = make.make_event(index, starts_at=make.day(2, month=10))
    page = text(client.get("/su-kien/"))
    assert page.index(soon.title) < page.index(late.title)
    assert over.title not in page
    assert over.title in text(client.get("/su-kien/?time=past"))


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("kind=workshop", {"A"}),
        ("level=international", {"B"}),
        ("attendance=online", {"B", "C"}),
        ("attendance=on-site", {"A", "C"}),
        ("field=drying", {"C"}),
        ("place=bac-ninh", {"A"}),
        ("kind=workshop&kind=demo-day", {"A", "C"}),
        ("kind=nonsense", {"A", "B", "C"}),
        ("q=dien+tu", {"B"}),
    ],
)
def test_filters_narrow_the_list(site: Site, client: Client, query: str, wanted: set[str]) -> None:
    from portal.vocabularies.models import AdministrativeUnit

    people.make_terms()
    index = make.make_index(site)
    place = AdministrativeUnit.objects.get(code="bac-ninh")
    make.make_event(index, title="Mục A", kind=EventKind.WORKSHOP, place=place)
    make.make_event(
        index,
        title="Mục B điện tử",
        level=EventLevel.INTERNATIONAL,
        attendance_mode=AttendanceMode.ONLINE,
    )
    third = make.make_event(index, title="Mục C", kind=EventKind.DEMO_DAY, attendance_mode=AttendanceMode.BOTH)
    third.fields = [people.make_term(VocabularyCode.FIELD, "drying")]
    third.save_revision().publish()
    page = text(client.get(f"/su-kien/?{query}"))
    assert {name for name in "ABC" if f"Mục {name}" in page} == wanted


def test_english_lists_mark_what_is_only_vietnamese(site: Site, client: Client) -> None:
    index = make.make_index(site)
    both = make.make_event(index)
    make.english(both)
    alone = make.make_event(index)
    page = text(client.get("/en/events/"))
    assert f"English {both.title}" in page
    assert page.count("Vietnamese only") == 1
    assert alone.title in page


def test_places_left_are_shown_while_registration_is_open(site: Site, client: Client) -> None:
    make.make_event(make.make_index(site), capacity=7)
    with translation.override("en"):
        assert "7 places left" in text(client.get("/en/events/"))


def test_the_month_shows_each_day_of_a_fair_and_single_sessions(site: Site, client: Client) -> None:
    index = make.make_index(site)
    make.make_fair(index)
    lessons = [make.make_session(make.day(number, 18), title=f"Buổi {number}") for number in (1, 8)]
    make.make_course(make.make_course_index(site), starts_at=make.day(1, 18), ends_at=make.day(8, 20), sessions=lessons)
    page = text(client.get("/su-kien/?view=month&month=2026-12"))
    assert page.count("Chợ công nghệ thử") == 3
    assert page.count("Buổi 1 –") == page.count("Buổi 8 –") == 1
    assert "month=2026-11" in page
    assert "month=2027-01" in page


def test_the_month_begins_on_monday_and_covers_whole_weeks() -> None:
    first = month.parse("2026-12", make.NOW.date())
    grid = month.grid(first=first, pages=[], today=make.NOW.date(), previous_url="", next_url="")
    assert grid.weeks[0][0].date.isoformat() == "2026-11-30"
    assert grid.weeks[-1][-1].date.isoformat() == "2027-01-03"
    assert {len(week) for week in grid.weeks} == {7}


@pytest.mark.parametrize(
    "value", ["", "2026-13", "2026-00", "x", "9999-01", "2026-1", "2026-²²", "9" * 5000 + "-01", None]
)
def test_an_unreadable_month_gives_the_present_one(value: str | None) -> None:
    assert month.code(month.parse(value, make.NOW.date())) == "2026-11"


def test_filters_hold_in_the_month_and_an_empty_month_is_still_a_grid(site: Site, client: Client) -> None:
    make.make_event(make.make_index(site), title="Hội thảo riêng")
    page = text(client.get("/su-kien/?view=month&month=2026-12&kind=fair"))
    assert "Hội thảo riêng" not in page
    assert "month__table" in page
    assert "kind=fair&amp;month=2027-01" in page


def test_courses_have_a_list_of_their_own(site: Site, client: Client) -> None:
    index = make.make_course_index(site)
    plain = make.make_course(index)
    certified = make.make_course(
        index, certificate_rule=CertificateRule.ATTENDANCE, certificate_attendance=80, fee_text="Miễn phí"
    )
    page = text(client.get("/dao-tao/?certificate=attendance"))
    assert certified.title in page
    assert plain.title not in page


def test_lists_carry_a_ribbon_for_what_was_moved_or_called_off(site: Site, client: Client) -> None:
    index = make.make_index(site)
    operator = make.make_operator()
    for number, (change, extra) in enumerate(
        [
            (status.cancel, {}),
            (status.postpone, {}),
            (status.reschedule, {"starts_at": make.day(22, 8), "ends_at": make.day(22, 10)}),
        ]
    ):
        event = make.make_event(index, starts_at=make.day(14 + number))
        change(event=event, by=operator, now=make.NOW, notes={}, **extra)
    assert "ribbon" not in text(client.get("/su-kien/?q=khong-co-su-kien-nao"))
    shown = text(client.get("/su-kien/"))
    ribbons = re.findall(r'<p class="ribbon[^"]*">.*?</svg>([^<]+)</p>', shown)
    assert sorted(ribbons) == ["Lịch mới", "Tạm hoãn", "Đã hủy"]


def test_lists_cost_the_same_for_one_and_for_ten(site: Site, client: Client) -> None:
    urls = ("/su-kien/", "/su-kien/?view=month&month=2026-12", "/dao-tao/", "/en/events/")
    index, courses = make.make_index(site), make.make_course_index(site)

    def add() -> None:
        for parent, model in ((index, EventPage), (courses, CoursePage)):
            make.make_event(
                parent,
                model,
                capacity=5,
                sessions=[make.make_session(make.day(12, 14))],
                organisers=[EventOrganiser(name="Sở")],
            )

    add()
    one = {url: cost(client, url) for url in urls}
    for _number in range(9):
        add()
    assert {url: cost(client, url) for url in urls} == one
    assert max(one.values()) <= 45


def test_the_next_events_cost_the_same_for_one_and_for_four(site: Site, django_assert_num_queries: Any) -> None:
    index = make.make_index(site)
    make.make_event(index, starts_at=make.day(12))
    queries.upcoming(Language.VIETNAMESE, 4)
    with CaptureQueriesContext(connection) as one:
        queries.upcoming(Language.VIETNAMESE, 4)
    for number in (2, 3, 4, 5):
        make.make_event(index, starts_at=make.day(number))
    with django_assert_num_queries(len(one)):
        cards = queries.upcoming(Language.VIETNAMESE, 4)
    assert [card.starts.day for card in cards] == [2, 3, 4, 5]


def test_public_pages_set_no_cookie(site: Site, client: Client) -> None:
    index = make.make_index(site)
    pages = [make.make_event(index), make.make_fair(index)]
    for url in ("/su-kien/", "/su-kien/?view=month", *(page.url for page in pages)):
        answer = client.get(url)
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")


def test_the_search_finds_venue_programme_and_facets(site: Site) -> None:
    page = make.make_event(make.make_index(site), sessions=[make.make_session(make.day(12, 14), title="Phiên lạ")])
    document = EventPage.objects.get(pk=page.pk).findable_document()
    assert document is not None
    assert "Nhà văn hóa" in document.keywords
    assert "Phiên lạ" in document.body
    assert document.facets["event-kind"] == (EventKind.SEMINAR,)
    assert make.make_course(make.make_course_index(site)).findable_document().kind == "course"


def test_whole_days_count_from_their_dates_only(site: Site) -> None:
    page = make.make_event(make.make_index(site), starts_at=make.day(14, 9), ends_at=make.day(15, 3), is_all_day=True)
    assert (page.first_day.day, page.last_day.day) == (14, 15)
    assert page.starts_at == make.day(14, 0)


def test_an_event_that_ends_at_midnight_ends_on_the_day_before(site: Site) -> None:
    page = make.make_event(make.make_index(site), starts_at=make.day(14, 20), ends_at=make.day(15, 0))
    assert page.last_day.day == 14
