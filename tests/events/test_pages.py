"""Lists, the month and the pages of events: what they show, in both languages, at constant cost, without a cookie."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Site

from events import month, queries
from events.domain import status
from events.enums import AttendanceMode, CertificateRule, EventKind, EventLevel, OrganiserRole
from events.models import (
    CoursePage,
    CourseTrainer,
    EventOrganiser,
    EventPage,
    FairHall,
    SyllabusRow,
    TradeDelegate,
    TradePartner,
    TradePromotionPage,
)
from portal.kernel.languages import Language
from portal.vocabularies.enums import VocabularyCode
from tests.factories import events as make
from tests.factories import exhibitors as people
from tests.factories import registration as seats


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


def data_of(answer: Any, kind: str) -> dict[str, Any]:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text(answer), re.DOTALL)
    return next(data for data in map(json.loads, blocks) if data["@type"] == kind)


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


def test_an_event_shows_programme_bodies_and_one_action(site: Site, client: Client) -> None:
    sessions = [
        make.make_session(make.day(12, 15), title="Phiên hai"),
        make.make_session(make.day(12, 14), title="Phiên một"),
    ]
    page = make.make_event(make.make_index(site), sessions=sessions, capacity=5)
    page.organisers = [
        EventOrganiser(name="Sở Thử nghiệm"),
        EventOrganiser(name="Hiệp hội Mẫu", role=OrganiserRole.CO_ORGANISER),
    ]
    page.save_revision().publish()
    shown = text(client.get(page.url))
    assert shown.index("Phiên một") < shown.index("Phiên hai")
    assert "Sở Thử nghiệm" in shown
    assert "Hiệp hội Mẫu" in shown
    assert f"/dang-ky/{page.translation_key}/" in shown
    assert f"/su-kien/lich/{page.translation_key}.ics" in shown


def test_a_full_event_offers_the_waiting_list(site: Site, client: Client) -> None:
    from registration.models import PlaceKind

    page = make.make_event(make.make_index(site), capacity=1)
    make.english(page)
    seats.make_registration(PlaceKind.objects.get(subject=page.translation_key), now=make.NOW, email_verified=True)
    assert "Join the waiting list" in text(client.get(f"/en/events/en-{page.slug}/"))


def test_a_cancelled_event_says_so_and_offers_nothing(site: Site, client: Client) -> None:
    page = make.make_event(make.make_index(site), capacity=5)
    status.cancel(event=page, by=make.make_operator(), now=make.NOW, notes={Language.VIETNAMESE: "Vì bão lớn."})
    answer = client.get(page.url)
    assert answer.status_code == 200
    assert "Vì bão lớn." in text(answer)
    assert f"/dang-ky/{page.translation_key}/" not in text(answer)
    assert data_of(answer, "BusinessEvent")["eventStatus"] == "https://schema.org/EventCancelled"


def test_a_rescheduled_event_tells_machines_its_former_date(site: Site, client: Client) -> None:
    page = make.make_event(make.make_index(site), attendance_mode=AttendanceMode.BOTH)
    status.reschedule(
        event=page, starts_at=make.day(20), ends_at=make.day(20, 10), by=make.make_operator(), now=make.NOW, notes={}
    )
    data = data_of(client.get(page.url), "BusinessEvent")
    assert data["eventStatus"] == "https://schema.org/EventRescheduled"
    assert data["previousStartDate"] == "2026-12-12T14:00:00+07:00"
    assert data["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"


def test_a_new_time_that_an_editor_publishes_is_a_former_date_for_machines_too(site: Site, client: Client) -> None:
    page = make.make_event(make.make_index(site))
    first = page.starts_at

    def move(starts_at: datetime) -> dict[str, Any]:
        fresh = EventPage.objects.get(pk=page.pk)
        fresh.starts_at, fresh.ends_at = starts_at, starts_at + timedelta(hours=2)
        fresh.save_revision()
        fresh.save_revision().publish()
        return data_of(client.get(page.url), "BusinessEvent")

    make.english(page)
    moved = move(make.day(20))
    assert (moved["eventStatus"], moved["previousStartDate"]) == (
        "https://schema.org/EventRescheduled",
        "2026-12-12T14:00:00+07:00",
    )
    assert {row.previous_starts_at for row in EventPage.objects.all()} == {first}, "in every language"
    again = EventPage.objects.get(pk=page.pk)
    again.lead = "Lời khác."
    again.save_revision().publish()
    assert EventPage.objects.get(pk=page.pk).previous_starts_at == first
    assert move(make.day(21))["previousStartDate"] == "2026-12-20T08:00:00+07:00"


def test_correcting_what_is_over_moves_nothing(site: Site, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = make.make_event(make.make_index(site))
    monkeypatch.setattr(timezone, "now", lambda: make.day(13))
    page.starts_at += timedelta(minutes=30)
    page.save_revision().publish()
    assert data_of(client.get(page.url), "BusinessEvent")["eventStatus"] == "https://schema.org/EventScheduled"


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


def test_a_fair_shows_halls_exhibitors_and_both_actions(site: Site, client: Client) -> None:
    from events.domain import applications

    fair = make.make_fair(make.make_index(site), products="Máy sấy\nCảm biến", capacity=100)
    fair.halls = [FairHall(code="A", name="Nhà A", stand_count=30)]
    fair.save_revision().publish()
    owner = people.make_person()
    organisation = people.make_organisation(owner, name="Công ty Bày Hàng")
    waiting = people.make_organisation(owner, name="Công ty Còn Chờ")
    application = make.submit(fair, organisation, owner)
    make.submit(fair, waiting, owner)
    applications.accept(application=application, by=make.make_operator(), now=make.NOW, stand="A12")
    shown = text(client.get(fair.url))
    for words in ("Máy sấy", "Nhà A", "Công ty Bày Hàng", "A12", f"/dang-ky-gian-hang/{fair.translation_key}/"):
        assert words in shown
    assert "Công ty Còn Chờ" not in shown
    assert data_of(client.get(fair.url), "ExhibitionEvent")["name"] == fair.title


def test_a_trade_promotion_shows_delegation_and_partners(site: Site, client: Client) -> None:
    page = make.make_event(
        make.make_index(site),
        TradePromotionPage,
        programme_number="05/CT-XTTM",
        partner_country="JP",
        delegation_size=12,
    )
    page.delegates = [TradeDelegate(name="HTX Mẫu", purpose="tìm máy sấy")]
    page.partners = [TradePartner(name="Phòng Thương mại Mẫu", country="Nhật Bản")]
    page.save_revision().publish()
    shown = text(client.get(page.url))
    for words in ("05/CT-XTTM", "HTX Mẫu", "tìm máy sấy", "Phòng Thương mại Mẫu"):
        assert words in shown


def test_a_course_shows_syllabus_trainers_and_certificate(site: Site, client: Client) -> None:
    page = make.make_course(
        make.make_course_index(site),
        certificate_rule=CertificateRule.ATTENDANCE,
        certificate_attendance=80,
        hours=16,
        legal_basis="Luật Chuyển giao công nghệ",
    )
    page.syllabus = [SyllabusRow(title="Định giá", hours=8, content="Ba phương pháp")]
    page.trainers = [CourseTrainer(name="Giảng viên Mẫu", role="Chuyên gia")]
    page.save_revision().publish()
    answer = client.get(page.url)
    for words in ("Định giá", "Ba phương pháp", "Giảng viên Mẫu", "Luật Chuyển giao công nghệ", "80"):
        assert words in text(answer)
    data = data_of(answer, "Course")
    assert data["hasCourseInstance"]["courseWorkload"] == "PT16H"
    assert data["hasCourseInstance"]["eventStatus"] == "https://schema.org/EventScheduled"


def test_a_syllabus_without_contents_has_no_column_for_them(site: Site, client: Client) -> None:
    page = make.make_course(make.make_course_index(site))
    page.syllabus = [SyllabusRow(title="Định giá", hours=8), SyllabusRow(title="Thẩm định", hours=4)]
    page.save_revision().publish()
    html = client.get(page.url).content.decode()
    assert "Thẩm định" in html
    assert 'data-label="Số giờ"' in html
    assert 'data-label="Nội dung"' not in html


def test_each_kind_renders_in_english(site: Site, client: Client) -> None:
    index, courses = make.make_index(site), make.make_course_index(site)
    pages = [
        make.make_event(index),
        make.make_fair(index),
        make.make_event(index, TradePromotionPage),
        make.make_course(courses),
    ]
    for page in pages:
        translated = make.english(page)
        assert client.get(translated.url).status_code == 200


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


def test_a_page_costs_the_same_for_one_row_and_for_thirty(site: Site, client: Client) -> None:
    people.make_directory(site)
    fair = make.make_fair(make.make_index(site), capacity=5)

    def fill(number: int) -> int:
        fair.sessions = [make.make_session(make.day(18, 8)) for _row in range(number)]
        fair.organisers = [EventOrganiser(organisation=people.make_organisation()) for _row in range(number)]
        fair.halls = [FairHall(code=str(row), name="Nhà") for row in range(number)]
        fair.save_revision().publish()
        return cost(client, fair.url)

    assert fill(1) == fill(30)


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
