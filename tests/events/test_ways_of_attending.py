"""An event on site and online: who holds which kind of place is told where to be, on every page, mail, ticket and calendar."""

import importlib
from types import SimpleNamespace
from typing import Any

import icalendar as reader
import pytest
from django.apps import apps
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from events.domain import status
from events.enums import AttendanceMode
from events.models import EventPage
from portal.kernel import clock
from portal.kernel.languages import Language
from registration import check_in_queries, ticket_sheets
from registration.domain import links, moving, tickets, walk_ins
from registration.enums import WayOfAttending
from registration.models import PlaceKind, Registration
from tests import worlds
from tests.factories import check_in as doors
from tests.factories import events as make
from tests.factories.registration import make_kind, make_organiser, make_registration

pytestmark = pytest.mark.django_db
ADDRESS = "https://hop.example.org/phong-7"
DOOR_WORDS = ("Khi vào cửa", "Xuất trình mã", "cổng vào")
LATER_WORDS = "Ban tổ chức sẽ gửi địa chỉ tham dự cho bạn trước sự kiện"


@worlds.standing
def page(site: Site) -> EventPage:
    found: EventPage = make.make_event(
        make.make_index(site),
        attendance_mode=AttendanceMode.BOTH,
        venue_name="Phòng họp 3",
        online_url=ADDRESS,
        capacity=5,
        **make.far_ahead(),
    )
    return found


def join(page: EventPage, code: str, **values: Any) -> Registration:
    kind = PlaceKind.objects.get(subject=page.translation_key, code=code)
    return make_registration(kind, email_verified=True, now=clock.now(), **values)


def secret(registration: Registration) -> str:
    return links.issue_manage(registration=registration, now=clock.now())


def shown(client: Client, name: str, registration: Registration) -> str:
    text = client.get(reverse(f"registration:{name}", args=[secret(registration)])).content.decode()
    return text.partition("<main")[2].partition("</main>")[0]


def told(registration: Registration) -> str:
    return str(mail.outbox[-1].body) if mail.outbox[-1].to == [registration.email] else ""


def without_address(page: EventPage) -> None:
    page.online_url = ""
    page.save_revision().publish()


def entry(message: Any) -> Any:
    [content] = [part for part in message.alternatives if part[1].startswith("text/calendar")]
    [event] = reader.Calendar.from_ical(content[0]).walk("VEVENT")
    return event


def test_kinds_of_an_event_know_their_way_and_the_database_knows_no_other(page: EventPage) -> None:
    ways = dict(PlaceKind.objects.filter(subject=page.translation_key).values_list("code", "way"))
    assert ways == {"on-site": WayOfAttending.ON_SITE, "online": WayOfAttending.ONLINE}
    with pytest.raises(IntegrityError, match="place_kind_way_known"), transaction.atomic():
        PlaceKind.objects.update(way="anywhere")


@pytest.mark.parametrize("name", ["done", "manage", "ticket"])
def test_pages_of_who_takes_part_online_lead_to_the_address_and_to_no_door(
    client: Client, page: EventPage, name: str
) -> None:
    text = shown(client, name, join(page, "online"))
    assert f'href="{ADDRESS}"' in text
    assert not [words for words in (*DOOR_WORDS, "Phòng họp 3") if words in text]


@pytest.mark.parametrize("name", ["done", "manage", "ticket"])
def test_pages_of_who_comes_tell_the_place_and_no_address(client: Client, page: EventPage, name: str) -> None:
    text = shown(client, name, join(page, "on-site"))
    assert "Phòng họp 3" in text
    assert ADDRESS not in text
    assert "trực tuyến" not in text.lower()


@pytest.mark.parametrize("name", ["done", "manage", "ticket"])
def test_an_address_that_is_not_known_yet_is_promised(client: Client, page: EventPage, name: str) -> None:
    without_address(page)
    assert LATER_WORDS in shown(client, name, join(page, "online"))
    assert LATER_WORDS not in shown(client, name, join(page, "on-site"))
    assert LATER_WORDS in told(join(page, "online"))


def test_who_has_no_place_yet_is_not_given_the_address(client: Client, page: EventPage) -> None:
    kind = PlaceKind.objects.get(subject=page.translation_key, code="online")
    waits = make_registration(kind, now=clock.now())
    assert waits.state == "waiting-for-email"
    text = shown(client, "manage", waits)
    assert ADDRESS not in text
    assert LATER_WORDS not in text


def test_mails_follow_the_kind_of_place(page: EventPage) -> None:
    online = told(join(page, "online"))
    message: Any = mail.outbox[-1]
    assert ADDRESS in online
    assert not [words for words in ("vé", "Phòng họp 3") if words in online.split("\n\n", 1)[1]]
    html = next(content for content, kind in message.alternatives if kind == "text/html")
    assert ADDRESS in html
    assert "Phòng họp 3" not in html
    assert not [part for part in message.attachments if str(part[0]).endswith(".pdf")]
    on_site = told(join(page, "on-site"))
    assert "Phòng họp 3" in on_site
    assert ADDRESS not in on_site
    assert [part for part in mail.outbox[-1].attachments if str(part[0]).endswith(".pdf")]


def test_calendar_entries_follow_the_kind_of_place(page: EventPage) -> None:
    join(page, "online")
    event = entry(mail.outbox[-1])
    assert str(event["LOCATION"]) == "Trực tuyến"
    assert str(event["CONFERENCE"]) == ADDRESS
    join(page, "on-site")
    event = entry(mail.outbox[-1])
    assert "Phòng họp 3" in str(event["LOCATION"])
    assert "CONFERENCE" not in event
    assert ADDRESS not in str(event["DESCRIPTION"])


def test_who_moves_gets_an_entry_of_the_other_way_and_who_has_both_places_keeps_both(page: EventPage) -> None:
    person = join(page, "online", email="hai@example.org")
    first = entry(mail.outbox[-1])
    hall = PlaceKind.objects.get(subject=page.translation_key, code="on-site")
    moving.move(registration=person, to=hall, now=clock.now())
    second = entry(mail.outbox[-1])
    assert int(second["SEQUENCE"]) > int(first["SEQUENCE"])
    assert "CONFERENCE" not in second
    join(page, "online", email="hai@example.org")
    third = entry(mail.outbox[-1])
    assert "Phòng họp 3" in str(third["LOCATION"])
    assert str(third["CONFERENCE"]) == ADDRESS


def printed(registration: Registration) -> str:
    sheets = ticket_sheets.sheets(registration=registration, now=clock.now())
    return f"{sheets.data['facts']} {sheets.data['foot']}"


def test_tickets_on_paper_follow_the_kind_of_place(page: EventPage) -> None:
    online, on_site = printed(join(page, "online")), printed(join(page, "on-site"))
    assert ADDRESS in online
    assert "Phòng họp 3" not in online
    assert "không cần xuất trình" in online
    assert "Phòng họp 3" in on_site
    assert ADDRESS not in on_site
    assert "không cần xuất trình" not in on_site


def test_when_everything_moves_online_all_are_online(client: Client, page: EventPage) -> None:
    comes = join(page, "on-site")
    tickets.ensure(registration=comes, now=clock.now())
    assert check_in_queries.live(page.translation_key, clock.now()).expected == 1
    mail.outbox.clear()
    status.move_online(event=page, by=make.make_operator(), now=clock.now(), notes=dict.fromkeys(Language, "Mưa bão."))
    for name in ("manage", "ticket"):
        text = shown(client, name, comes)
        assert ADDRESS in text
        assert "Phòng họp 3" not in text
        assert not [words for words in DOOR_WORDS if words in text]
    event = entry(mail.outbox[-1])
    assert (str(event["LOCATION"]), str(event["CONFERENCE"])) == ("Trực tuyến", ADDRESS)
    assert check_in_queries.live(page.translation_key, clock.now()).expected == 0


def test_a_gate_expects_nobody_who_takes_part_online_and_sells_no_such_place(page: EventPage) -> None:
    now = clock.now()
    for code in ("online", "on-site"):
        tickets.ensure(registration=join(page, code), now=now)
    assert check_in_queries.live(page.translation_key, now).expected == 1
    by = make_organiser()
    device = doors.connect(doors.make_gate(subject=page.translation_key, by=by), by=by)[0]
    assert [kind.code for kind in walk_ins.kinds_at(device)] == ["on-site"]


def test_kinds_that_say_nothing_tell_both_as_before(client: Client, page: EventPage) -> None:
    either = make_kind(subject=page.translation_key, code="guests")
    text = shown(client, "manage", make_registration(either, now=clock.now()))
    assert "Phòng họp 3" in text
    assert ADDRESS in text


def test_the_migration_tells_the_ways_of_what_events_opened(page: EventPage) -> None:
    either = make_kind(subject=page.translation_key, code="guests")
    PlaceKind.objects.update(way=WayOfAttending.EITHER)
    migration = importlib.import_module("registration.migrations.0014_ways_of_attending")
    migration.tell_ways(apps, SimpleNamespace(connection=connection))
    ways = dict(PlaceKind.objects.values_list("code", "way"))
    assert ways == {"on-site": "on-site", "online": "online", either.code: "either"}


@pytest.mark.parametrize(
    ("capacities", "words"),
    [
        ((5, None), "Trực tiếp: 5 · Trực tuyến: không giới hạn"),
        ((5, 30), "Trực tiếp: 5 · Trực tuyến: 30"),
        ((None, None), ""),
    ],
)
def test_the_page_tells_the_places_left_of_each_kind(
    client: Client, page: EventPage, capacities: tuple[int | None, int | None], words: str
) -> None:
    page.capacity, page.online_capacity = capacities
    page.save_revision().publish()
    text = client.get(page.url).content.decode()
    assert ("Số chỗ còn" in text) is bool(words)
    assert words in text
