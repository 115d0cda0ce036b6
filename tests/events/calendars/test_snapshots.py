"""Last good files: where they are kept, when they are served, and what waits for a person."""

import logging
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from events.calendars import feed, icalendar, memory, selection, snapshots
from events.calendars.selection import EVERYTHING
from events.calendars.snapshots import AlarmReason
from events.enums import CalendarSubject
from events.models import CalendarIdentity, EventPage
from portal.kernel import watch
from portal.kernel.languages import Language
from portal.mail.models import OutgoingMail
from tests.events.calendars.test_feed import VI, _now, set_now, summaries  # noqa: F401 -- a fixture
from tests.factories import events as make

FAIRS = "/su-kien/lich.ics?kind=fair"


def away(error: type[Exception]) -> Any:
    def fail(*_args: Any) -> Any:
        raise error

    return connection.execute_wrapper(fail)


def only() -> snapshots.SnapshotState:
    (state,) = snapshots.state()
    return state


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_the_last_good_file_is_served_while_the_database_is_away(
    site: Site, client: Client, error: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    make.make_event(make.make_index(site))
    good = client.get(VI)
    memory.forget()
    with away(error):
        answer = client.get(VI)
        assert (answer.status_code, answer.content) == (200, good.content)
        assert answer["ETag"] == good["ETag"]
        assert answer["Last-Modified"] == good["Last-Modified"]
        assert client.get(VI, headers={"If-None-Match": good["ETag"]}).status_code == 304
    assert only().alarm is AlarmReason.FAILED
    assert [record.levelno for record in caplog.records].count(logging.ERROR) == 1
    assert client.get(VI).content == good.content
    assert only().alarm is None


def test_without_a_file_and_without_a_database_programs_are_told_to_come_back(site: Site, client: Client) -> None:
    with away(OperationalError):
        answer = client.get(FAIRS)
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "900", "no-store")
    assert snapshots.state() == []


def test_an_address_that_is_not_understood_is_404_without_a_database_too(site: Site, client: Client) -> None:
    with away(OperationalError):
        assert client.get(f"{VI}?utm_source=thu").status_code == 404


def test_a_damaged_file_is_never_served_and_operators_hear_of_it_once(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make.make_event(make.make_index(site))
    operator = make.make_operator()
    good = client.get(VI)
    page.title = "Khác"
    with monkeypatch.context() as patched:
        patched.setattr(icalendar, "fragment", lambda _entry: b"BEGIN:VEVENT\nEND:VEVENT\n")
        page.save_revision().publish()
        for _time in range(2):
            assert client.get(VI).content == good.content
            memory.forget()
    mails = OutgoingMail.objects.filter(kind="events/emails/calendar_alarm")
    assert [mail.recipient for mail in mails] == [operator.email]
    assert only().alarm is AlarmReason.DAMAGED
    assert watch.sources()["calendars"]() is watch.Word.FAILED
    memory.forget()
    assert summaries(client.get(VI).content) == ["Khác"]
    assert only().alarm is None
    assert watch.sources()["calendars"]() is watch.Word.OK


def _lose(count: int) -> None:
    """Take pages out behind the domain's back, as a broken import would."""
    pages = EventPage.objects.order_by("pk").values_list("pk", flat=True)[:count]
    EventPage.objects.filter(pk__in=list(pages)).update(live=False)


def test_a_calendar_that_loses_more_than_half_waits_for_a_person(site: Site, client: Client) -> None:
    index = make.make_index(site)
    for _number in range(5):
        make.make_event(index)
    good = client.get(VI)
    _lose(3)
    memory.forget()
    assert client.get(VI).content == good.content
    assert (only().alarm, only().held_entries, only().entries) == (AlarmReason.SHRUNK, 2, 5)

    client.force_login(make.make_operator())
    looked_at = only().held_etag
    assert f'name="etag" value="{looked_at}"' in client.get(reverse("calendar_snapshots")).content.decode()
    values = {"query": "", "language": "vi", "etag": looked_at}
    assert client.post(reverse("calendar_snapshots_accept"), values).status_code == 302
    assert len(summaries(client.get(VI).content)) == 2
    memory.forget()
    assert len(summaries(client.get(VI).content)) == 2
    assert (only().alarm, only().held_entries) == (None, None)


def test_only_the_file_that_was_looked_at_is_accepted(site: Site, client: Client) -> None:
    index = make.make_index(site)
    for _number in range(7):
        make.make_event(index)
    good = client.get(VI)
    _lose(4)
    memory.forget()
    client.get(VI)
    values = {"query": "", "language": "vi", "etag": only().held_etag}
    _lose(5)
    memory.forget()
    client.get(VI)
    assert only().held_entries == 2
    client.force_login(make.make_operator())
    for etag in (values["etag"], ""):
        answer = client.post(reverse("calendar_snapshots_accept"), {**values, "etag": etag}, follow=True)
        assert "Hiện đang có một tệp khác chờ" in answer.content.decode()
    assert client.get(VI).content == good.content
    client.post(reverse("calendar_snapshots_accept"), {**values, "etag": only().held_etag})
    assert len(summaries(client.get(VI).content)) == 2


def test_a_calendar_that_comes_back_by_itself_needs_nobody(site: Site, client: Client) -> None:
    index = make.make_index(site)
    for _number in range(4):
        make.make_event(index)
    good = client.get(VI)
    _lose(3)
    memory.forget()
    client.get(VI)
    EventPage.objects.update(live=True)
    memory.forget()
    assert client.get(VI).content == good.content
    assert (only().alarm, only().held_entries) == (None, None)


def test_losing_half_or_less_is_served(site: Site, client: Client) -> None:
    index = make.make_index(site)
    for _number in range(4):
        make.make_event(index)
    client.get(VI)
    _lose(2)
    memory.forget()
    assert len(summaries(client.get(VI).content)) == 2


def test_what_people_remove_or_change_needs_no_acceptance(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = make.make_index(site)
    pages = [make.make_fair(index, ends_at=make.day(18, 17), slug=f"cho-{number}") for number in range(4)]
    assert len(summaries(client.get(VI).content)) == len(summaries(client.get(FAIRS).content)) == 4
    set_now(monkeypatch, make.NOW + timedelta(minutes=5))
    for page in pages[1:]:
        page.unpublish()
    assert len(summaries(client.get(VI).content)) == len(summaries(client.get(FAIRS).content)) == 1


def test_what_is_made_private_leaves_at_once(site: Site, client: Client) -> None:
    from wagtail.models import PageViewRestriction

    index = make.make_index(site)
    for _number in range(3):
        make.make_event(index)
    client.get(VI)
    PageViewRestriction.objects.create(page=index, restriction_type=PageViewRestriction.LOGIN)
    assert summaries(client.get(VI).content) == []
    PageViewRestriction.objects.all().delete()
    assert len(summaries(client.get(VI).content)) == 3


def test_what_leaves_with_time_needs_no_acceptance(site: Site, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    index = make.make_index(site)
    for _number in range(3):
        make.make_event(index)
    client.get(VI)
    set_now(monkeypatch, make.day(12) + timedelta(days=92))
    assert summaries(client.get(VI).content) == []
    assert only().alarm is None


def test_a_deadline_that_leaves_with_time_needs_no_acceptance(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from awards.enums import PhaseKind
    from awards.models import AwardPhase
    from tests.factories import awards as prizes

    call = AwardPhase(kind=PhaseKind.CALL, starts_on=make.day(1).date(), ends_on=make.day(15).date())
    prizes.make_award(prizes.make_index(site), phases=[call]).save_revision().publish()
    address = "/su-kien/lich.ics?kind=award-deadline"
    assert len(summaries(client.get(address).content)) == 1
    set_now(monkeypatch, make.day(16, 0) + timedelta(days=90))
    answer = client.get(address)
    assert summaries(answer.content) == []
    assert answer["Last-Modified"] == "Mon, 15 Mar 2027 17:00:00 GMT"


def test_only_operators_decide(site: Site, client: Client) -> None:
    from django.contrib.auth.models import Permission

    from portal.accounts.models import User

    index = make.make_index(site)
    for _number in range(5):
        make.make_event(index)
    client.get(VI)
    _lose(3)
    memory.forget()
    client.get(VI)
    values = {"query": "", "language": "vi", "etag": only().held_etag}
    person = User.objects.create_user("to-chuc@example.org", is_staff=True)
    person.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "change_fairapplication"]))
    client.force_login(person)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200, "whoever may enter the admin"
    assert client.get(reverse("calendar_snapshots")).status_code == 404
    assert client.post(reverse("calendar_snapshots_accept"), values).status_code == 404
    assert only().held_entries == 2
    client.force_login(make.make_operator())
    for odd in ({"query": "x=1", "language": "vi"}, {"query": "", "language": "fr"}, {}):
        assert client.post(reverse("calendar_snapshots_accept"), odd).status_code == 404
    assert only().held_entries == 2
    client.post(reverse("calendar_snapshots_accept"), values)
    assert (only().held_entries, only().entries) == (None, 2)
    again = client.post(reverse("calendar_snapshots_accept"), values, follow=True)
    assert "Không còn tệp nào chờ" in again.content.decode()


def test_odd_filters_cannot_fill_the_disk(site: Site, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "MOST_SNAPSHOTS", 3)
    make.make_event(make.make_index(site))
    assert client.get("/su-kien/lich.ics?place=nowhere").status_code == 404
    assert client.get("/su-kien/lich.ics?kind=course").status_code == 200
    assert snapshots.state() == []
    client.get(VI)
    folder = Path(snapshots._folder())
    for age, query in ((50, "kind=seminar"), (40, "level=provincial"), (30, "attendance=on-site"), (20, "cancelled=1")):
        client.get(f"/su-kien/lich.ics?{query}")
        for path in folder.glob("*.good"):
            if selection.EVERYTHING.name not in path.name and path.stat().st_mtime > 1e9:
                os.utime(path, (1e8 - age, 1e8 - age))
        os.utime(folder / "vi-all.good", (1, 1))
    assert {state.selection.query for state in snapshots.state()} == {"", "attendance=on-site", "cancelled=1"}


def test_a_torn_file_is_as_if_it_were_missing(site: Site, client: Client) -> None:
    make.make_event(make.make_index(site))
    client.get(VI)
    path = Path(snapshots._folder()) / "vi-all.good"
    path.write_bytes(path.read_bytes()[:-20])
    assert snapshots.load(EVERYTHING, Language.VIETNAMESE) is None
    memory.forget()
    assert client.get(VI).status_code == 200
    assert snapshots.load(EVERYTHING, Language.VIETNAMESE) is not None


def test_what_changes_elsewhere_changes_no_byte_and_no_date_of_a_selection(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = make.make_index(site)
    make.make_fair(index)
    fairs = client.get(FAIRS)
    set_now(monkeypatch, make.NOW + timedelta(hours=2))
    make.make_event(index)
    again = client.get(FAIRS)
    assert (again["ETag"], again["Last-Modified"]) == (fairs["ETag"], fairs["Last-Modified"])
    assert client.get(VI)["Last-Modified"] == "Mon, 23 Nov 2026 04:00:00 GMT"


def test_every_identity_of_a_file_is_found(site: Site, client: Client) -> None:
    from events.calendars import shrinking

    make.make_fair(make.make_index(site))
    uids = {str(row.uid) for row in CalendarIdentity.objects.exclude(subject=CalendarSubject.CLOSING)}
    assert set(shrinking.marks(feed.render(language=Language.VIETNAMESE, now=make.NOW))) == uids
