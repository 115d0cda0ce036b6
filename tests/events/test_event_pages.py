"""The page of one event, fair, trade promotion or course: what it shows people and machines."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from events.domain import status
from events.enums import AttendanceMode, CertificateRule, OrganiserRole
from events.models import (
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
from tests.events.test_pages import _now, cost, text  # noqa: F401 -- a fixture
from tests.factories import events as make
from tests.factories import exhibitors as people
from tests.factories import registration as seats


def data_of(answer: Any, kind: str) -> dict[str, Any]:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text(answer), re.DOTALL)
    return next(data for data in map(json.loads, blocks) if data["@type"] == kind)


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
