"""What becomes of an event is told to registrants and exhibitors, once, with what changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from events.decision_forms import StatusForm
from events.domain import applications, status
from events.enums import AttendanceMode, EventStatus
from events.models import CalendarIdentity, EventPage
from portal.kernel import clock, formats
from portal.kernel.errors import DomainError, IllegalMoveError
from portal.kernel.languages import Language
from registration.models import Announcement, PlaceKind, Registration, RegistrationLog
from tests import worlds
from tests.factories import events as make
from tests.factories import exhibitors as people
from tests.factories.registration import make_registration

NOTES = {Language.VIETNAMESE: "Do mưa bão.", Language.ENGLISH: "Because of the storm."}


@worlds.standing
def event(site: Site) -> EventPage:
    page = make.make_event(make.make_index(site), capacity=5)
    make.english(page)
    return page


@pytest.fixture
def people_told(event: EventPage) -> list[Registration]:
    kind = PlaceKind.objects.get(subject=event.translation_key)
    rows = [
        make_registration(kind, now=clock.now(), language=language, email_verified=True) for language in ("vi", "en")
    ]
    mail.outbox.clear()
    return rows


def bodies() -> dict[str, Any]:
    return {message.to[0]: message for message in mail.outbox}


def change(event: EventPage, action: str, **values: Any) -> EventPage:
    shared = {"event": event, "by": make.make_operator(), "now": clock.now(), "notes": NOTES}
    found: EventPage = getattr(status, action)(**{**shared, **values})
    return found


NEW_TIME = {"starts_at": make.day(20, 8), "ends_at": make.day(20, 10)}
NEW_PLACE = {
    "venues": {Language.VIETNAMESE: "Trung tâm mới", Language.ENGLISH: "New centre"},
    "addresses": {Language.VIETNAMESE: "2 phố Mới"},
    "place": None,
}


@pytest.mark.parametrize(
    ("action", "values", "vietnamese", "english"),
    [
        ("postpone", {}, "Tạm hoãn", "Postponed"),
        (
            "move_online",
            {"online_url": "https://hop.example.org/1"},
            "https://hop.example.org/1",
            "now takes place online",
        ),
        ("reschedule", NEW_TIME, "08:00", "08:00"),
        ("change_place", NEW_PLACE, "Trung tâm mới", "New centre"),
        ("cancel", {}, "hủy", "cancelled"),
    ],
)
def test_each_change_is_told_once_to_everybody_in_their_language(  # noqa: PLR0917 -- pytest hands them over by name
    event: EventPage,
    people_told: list[Registration],
    action: str,
    values: dict[str, Any],
    vietnamese: str,
    english: str,
) -> None:
    sequence = CalendarIdentity.objects.get(key=event.translation_key).sequence
    change(event, action, **values)
    told = bodies()
    assert len(mail.outbox) == 2
    first, second = told[people_told[0].email], told[people_told[1].email]
    assert vietnamese.casefold() in (first.subject + first.body).casefold()
    assert english in second.subject + second.body
    assert "Do mưa bão." in first.body
    assert "Because of the storm." in second.body
    steps = RegistrationLog.objects.filter(registration=people_told[0]).count()
    [(name, content, kind)] = first.attachments
    assert (name, kind) == (f"{people_told[0].reference}.ics", "application/ics")
    assert f"SEQUENCE:{sequence + 1 + steps}" in (content if isinstance(content, str) else content.decode())
    assert CalendarIdentity.objects.get(key=event.translation_key).sequence == sequence + 1


def test_a_new_time_says_the_old_one_too(event: EventPage, people_told: list[Registration]) -> None:
    change(event, "reschedule", **NEW_TIME)
    body = bodies()[people_told[1].email].body
    assert "Start of the event: 08:00" in body
    assert "(before: 14:00" in body


def test_whole_days_are_told_as_days(site: Site) -> None:
    first = clock.at(clock.today() + timedelta(days=20))
    page = make.make_event(make.make_index(site), starts_at=first, ends_at=first, is_all_day=True, capacity=5)
    make_registration(PlaceKind.objects.get(subject=page.translation_key), now=clock.now(), email_verified=True)
    mail.outbox.clear()
    later = first + timedelta(days=3)
    change(page, "reschedule", starts_at=later, ends_at=later)
    [told] = mail.outbox
    assert formats.long_date(later.date()) in told.body
    assert "00:00" not in told.body
    assert "23:59" not in told.body


def test_mail_of_a_postponement_says_that_the_old_date_no_longer_holds(
    event: EventPage, people_told: list[Registration]
) -> None:
    change(event, "postpone")
    vietnamese, english = (bodies()[row.email].body for row in people_told)
    assert "Thời gian cũ, không còn hiệu lực; chưa có ngày mới: Thứ 7, 12/12/2026, 14:00" in vietnamese
    assert "Thời gian: " not in vietnamese
    assert "Former date, no longer valid; the new one is not known yet: " in english
    mail.outbox.clear()
    change(event, "reschedule", **NEW_TIME)
    assert "Thời gian: Chủ nhật, 20/12/2026, 08:00" in bodies()[people_told[0].email].body


@pytest.mark.parametrize(
    ("action", "values"),
    [("postpone", {}), ("move_online", {}), ("reschedule", NEW_TIME), ("change_place", NEW_PLACE)],
)
def test_the_same_a_second_time_tells_nobody(
    event: EventPage, people_told: list[Registration], action: str, values: dict[str, Any]
) -> None:
    change(event, action, **values)
    mail.outbox.clear()
    change(event, action, **values)
    assert mail.outbox == []
    assert Announcement.objects.count() == 1


def test_an_event_has_a_length(event: EventPage) -> None:
    with pytest.raises(DomainError) as refusal:
        change(event, "reschedule", starts_at=make.day(21), ends_at=make.day(21))
    assert refusal.value.field == "ends_at"
    event.is_all_day, event.ends_at = False, event.starts_at
    with pytest.raises(ValidationError, match="ends_at"):
        event.full_clean()
    with pytest.raises(IntegrityError, match="event_ends_after_start"), transaction.atomic():
        EventPage.objects.filter(pk=event.pk).update(ends_at=F("starts_at"))


def test_exhibitors_who_applied_are_told_and_those_who_withdrew_are_not(site: Site) -> None:
    fair = make.make_fair(make.make_index(site))
    owners = [people.make_person(), people.make_person()]
    made = [make.submit(fair, people.make_organisation(owner), owner) for owner in owners]
    applications.withdraw(application=made[1], by=owners[1], now=make.NOW)
    mail.outbox.clear()
    change(fair, "reschedule", starts_at=make.day(21), ends_at=make.day(23, 17))
    [message] = mail.outbox
    assert message.to == [owners[0].email]
    assert made[0].reference in message.body
    assert "Do mưa bão." in message.body


def test_a_changed_place_is_public_in_both_languages(event: EventPage) -> None:
    change(event, "change_place", **NEW_PLACE)
    for row in EventPage.objects.filter(translation_key=event.translation_key).select_related("locale"):
        expected = "New centre" if row.locale.language_code == "en" else "Trung tâm mới"
        assert (row.venue_name, row.address, row.status) == (expected, "2 phố Mới", EventStatus.SCHEDULED)


def test_places_stay_closed_where_nobody_registers(site: Site) -> None:
    page = make.make_event(make.make_index(site), capacity=5)
    page.takes_registrations = False
    page.save_revision().publish()
    change(page, "reschedule", **NEW_TIME)
    assert not PlaceKind.objects.get(subject=page.translation_key).is_open


def test_an_online_or_cancelled_event_has_no_place_to_change(site: Site) -> None:
    index = make.make_index(site)
    online = make.make_event(index, attendance_mode=AttendanceMode.ONLINE)
    with pytest.raises(DomainError):
        change(online, "change_place", **NEW_PLACE)
    with pytest.raises(DomainError):
        change(make.make_event(index), "change_place", **{**NEW_PLACE, "venues": {}})
    cancelled = make.make_event(index)
    change(cancelled, "cancel")
    with pytest.raises(IllegalMoveError):
        change(cancelled, "change_place", **NEW_PLACE)


def test_the_organiser_changes_the_place_in_the_admin(event: EventPage, people_told: list[Registration]) -> None:
    client = Client()
    client.force_login(make.make_operator())
    address = reverse("event_status", args=[event.pk])
    empty = client.post(address, {"action": "change-place"})
    assert empty.status_code == 200
    assert empty.context["form"].errors["venue_vi"]
    assert mail.outbox == []
    done = client.post(address, {"action": "change-place", "venue_vi": "Trung tâm mới", "venue_en": "New centre"})
    assert done.status_code == 302
    assert len(mail.outbox) == 2


def test_what_is_over_is_not_postponed_moved_or_cancelled(event: EventPage, people_told: list[Registration]) -> None:
    for action in ("postpone", "move_online", "cancel"):
        with pytest.raises(DomainError):
            change(event, action, now=event.ends_at)
    assert mail.outbox == []
    change(event, "postpone", now=event.ends_at - timedelta(microseconds=1))
    change(event, "cancel", now=event.ends_at + timedelta(days=90))
    event.refresh_from_db()
    assert event.status == EventStatus.CANCELLED


def test_the_form_offers_only_what_can_become_of_what_is_over(event: EventPage) -> None:
    ahead = StatusForm(event=event).fields["action"].choices
    event.starts_at, event.ends_at = (clock.now() - timedelta(hours=hours) for hours in (3, 1))
    over = StatusForm(event=event).fields["action"].choices
    assert [value for value, _label in over] == ["reschedule", "change-place"]
    assert len(ahead) > len(over)
