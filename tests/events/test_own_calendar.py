"""“Add to my calendar” on a registration: the holder's own entries with the sessions that were chosen and the address to join online."""

from datetime import timedelta
from typing import Any

import icalendar as reader
import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from events.calendars import lint
from events.enums import AttendanceMode
from events.models import CalendarIdentity
from portal.kernel import clock
from registration.domain import links, registrations
from registration.models import PlaceKind, Registration
from tests.factories import events as make
from tests.factories.registration import make_registration

pytestmark = pytest.mark.django_db
ADDRESS = "https://hop.example.org/rieng"


@pytest.fixture
def holder(site: Site) -> Registration:
    """Return somebody with a place online who chose the first and the last of three sessions."""
    starts = clock.at(clock.today() + timedelta(days=20), 8)
    rows = [
        make.make_session(starts + timedelta(days=day), title=f"Phiên {day}", takes_registrations=True)
        for day in range(3)
    ]
    page = make.make_event(
        make.make_index(site),
        starts_at=starts,
        ends_at=starts + timedelta(days=2, hours=8),
        sessions=rows,
        attendance_mode=AttendanceMode.ONLINE,
        online_url=ADDRESS,
        capacity=5,
    )
    kinds = PlaceKind.objects.filter(subject=page.translation_key)
    return make_registration(
        kinds.get(session=None),
        sessions=list(kinds.filter(name_vi__in=("Phiên 0", "Phiên 2"))),
        now=clock.now(),
        email_verified=True,
    )


def secret_of(registration: Registration) -> str:
    return links.issue_manage(registration=registration, now=clock.now())


def file_of(client: Client, registration: Registration) -> Any:
    return client.get(reverse("registration:calendar-file", args=[secret_of(registration)]))


def test_the_file_has_the_holders_own_entries(client: Client, holder: Registration) -> None:
    answer = file_of(client, holder)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert f'filename="{holder.reference}.ics"' in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert lint.lint(answer.content, use=lint.Use.COPY) == []
    found = reader.Calendar.from_ical(answer.content).walk("VEVENT")
    chosen = {place.place_kind.session for place in holder.session_places.all()}
    subject = holder.place_kind.subject
    wanted = CalendarIdentity.objects.filter(event_key=subject, key__in=[*chosen, subject])
    assert {str(entry["UID"]) for entry in found} >= {str(row.uid) for row in wanted}
    titles = " ".join(str(entry["SUMMARY"]) for entry in found)
    assert ("Phiên 0" in titles, "Phiên 1" in titles, "Phiên 2" in titles) == (True, False, True)
    assert ADDRESS in answer.content.decode().replace("\r\n ", "")
    assert "ATTENDEE" not in answer.content.decode()


@pytest.mark.parametrize("page", ["manage", "done"])
def test_the_pages_of_the_registration_lead_to_it(client: Client, holder: Registration, page: str) -> None:
    secret = secret_of(holder)
    shown = client.get(reverse(f"registration:{page}", args=[secret])).content.decode()
    assert f'href="{reverse("registration:calendar-file", args=[secret])}"' in shown
    assert reverse("events:event-calendar", args=[holder.place_kind.subject]) not in shown


def test_who_has_no_place_has_no_file(client: Client, holder: Registration) -> None:
    registrations.cancel(registration=holder, now=clock.now())
    assert file_of(client, holder).status_code == 404
    assert client.get(reverse("registration:calendar-file", args=["x" * 43])).status_code == 404


def test_the_file_is_the_same_until_something_changes(
    client: Client, holder: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = file_of(client, holder).content
    later = clock.now() + timedelta(hours=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert file_of(client, holder).content == first
    Registration.objects.filter(pk=holder.pk).update(changed_at=later)
    assert f"DTSTAMP:{later:%Y%m%dT%H%M%SZ}".encode() in file_of(client, holder).content


def test_a_damaged_file_is_told_in_a_sentence(
    client: Client, holder: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lint, "lint", lambda *_given, **_named: ["fault"])
    answer = file_of(client, holder)
    assert answer.status_code == 404
    assert "Hiện chưa tạo được tệp lịch" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
