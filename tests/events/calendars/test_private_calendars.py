"""What private calendars say: registrations, booths, deadlines, each with its state and a SEQUENCE that only rises."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from events.calendars import private_feed
from events.domain import setups, status
from events.enums import ApplicationState
from events.models import CalendarIdentity
from exhibitors.enums import MemberRole
from portal.accounts import duties
from portal.accounts.duties import Duty
from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.languages import Language
from registration.domain import changing, registrations, waiting_list
from registration.models import PlaceKind, Registration
from tests.events.calendars import private
from tests.factories import booths as stock
from tests.factories import events as make
from tests.factories import exhibitors as people
from tests.factories.registration import make_registration

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


@pytest.fixture
def person() -> User:
    return private.make_an()


def test_a_registration_is_in_the_calendar_with_little_more_than_time_and_place(site: Site, person: User) -> None:
    page = private.make_event(site, online_url="https://hop.example.org/bi-mat")
    registration = private.join(page, person.email, full_name="Nguyễn Văn An", note="ăn chay")
    body = private_feed.of_person(person, language=Language.VIETNAMESE, now=clock.now()).body
    [(uid, event)] = private.entries(body).items()
    assert uid == private.uid_of(page)
    assert (str(event["STATUS"]), str(event["CLASS"])) == ("CONFIRMED", "PRIVATE")
    assert event.decoded("DTSTART") == page.starts_at.replace(microsecond=0)
    assert str(event["LOCATION"]).startswith("Nhà văn hóa")
    assert str(event["URL"]).endswith(reverse("registration:mine"))
    said = body.replace(b"\r\n ", b"").decode()
    for hidden in (registration.reference, person.full_name, person.email, "ăn chay", "bi-mat", "ATTENDEE", "SOURCE"):
        assert hidden not in said


def test_who_waits_is_tentative_and_firm_once_the_place_is_theirs(site: Site, person: User) -> None:
    page = private.make_event(site)
    first = private.join(page, "truoc@example.org")
    waits = private.join(page, person.email)
    [waiting] = private.read(person).values()
    assert str(waiting["STATUS"]) == "TENTATIVE"
    assert str(waiting["SUMMARY"]).endswith(page.title)
    registrations.cancel(registration=first, now=clock.now())
    [offered] = private.read(person).values()
    assert str(offered["STATUS"]) == "TENTATIVE"
    waiting_list.accept_offer(registration=Registration.objects.get(pk=waits.pk), now=clock.now())
    [firm] = private.read(person).values()
    assert (str(firm["STATUS"]), str(firm["SUMMARY"])) == ("CONFIRMED", page.title)
    assert int(waiting["SEQUENCE"]) < int(offered["SEQUENCE"]) < int(firm["SEQUENCE"])


def test_what_was_given_up_stays_cancelled_for_ninety_days_and_then_leaves(
    site: Site, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = clock.now() + timedelta(days=200)
    page = private.make_event(site, starts_at=starts, ends_at=starts + timedelta(hours=2))
    registration = private.join(page, person.email)
    [before] = private.read(person).values()
    registrations.cancel(registration=registration, now=clock.now())
    [after] = private.read(person).values()
    assert (str(after["STATUS"]), str(after["TRANSP"])) == ("CANCELLED", "TRANSPARENT")
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    later = clock.now() + timedelta(days=89)
    assert private.entries(private_feed.of_person(person, language=Language.VIETNAMESE, now=later).body)
    later = clock.now() + timedelta(days=92)
    assert private.entries(private_feed.of_person(person, language=Language.VIETNAMESE, now=later).body) == {}
    again = private.join(page, person.email)
    [anew] = private.read(person).values()
    assert (str(anew["STATUS"]), again.state) == ("CONFIRMED", "confirmed")
    assert int(anew["SEQUENCE"]) > int(after["SEQUENCE"])


@pytest.mark.parametrize(("action", "says"), [("postpone", "TENTATIVE"), ("cancel", "CANCELLED")])
def test_the_entry_follows_its_event(site: Site, person: User, action: str, says: str) -> None:
    page = private.make_event(site)
    private.join(page, person.email)
    [before] = private.read(person).values()
    getattr(status, action)(event=page, by=make.make_operator(), now=clock.now(), notes={})
    [after] = private.read(person).values()
    assert str(after["STATUS"]) == says
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_own_sessions_are_entries_and_one_that_is_left_is_cancelled(site: Site, person: User) -> None:
    starts = clock.at(clock.today() + timedelta(days=20), 8)
    rows = [
        make.make_session(starts + timedelta(days=number), title=f"Phiên {number}", takes_registrations=True)
        for number in range(3)
    ]
    page = private.make_event(site, starts_at=starts, ends_at=starts + timedelta(days=2, hours=8), sessions=rows)
    kinds = {
        kind.name_vi: kind for kind in PlaceKind.objects.filter(subject=page.translation_key, session__isnull=False)
    }
    registration = private.join(page, person.email, sessions=[kinds["Phiên 0"], kinds["Phiên 1"]])
    uids = {name: str(CalendarIdentity.objects.get(key=kind.session).uid) for name, kind in kinds.items()}
    found = private.read(person)
    assert set(found) == {private.uid_of(page), uids["Phiên 0"], uids["Phiên 1"]}
    changing.choose_sessions(registration=registration, kinds=[kinds["Phiên 1"]], now=clock.now())
    after = private.read(person)
    assert str(after[uids["Phiên 0"]]["STATUS"]) == "CANCELLED"
    assert str(after[uids["Phiên 1"]]["STATUS"]) == "CONFIRMED"
    assert int(after[uids["Phiên 0"]]["SEQUENCE"]) > int(found[uids["Phiên 0"]]["SEQUENCE"])


def test_the_bytes_do_not_depend_on_the_clock(site: Site, person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    private.join(private.make_event(site), person.email)
    first = private_feed.of_person(person, language=Language.VIETNAMESE, now=clock.now())
    moment = clock.now() + timedelta(hours=3)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    later = private_feed.of_person(person, language=Language.VIETNAMESE, now=clock.now())
    assert (first.body, first.etag, first.changed_at) == (later.body, later.etag, later.changed_at)


def test_those_who_act_for_an_exhibitor_have_their_days_and_the_time_of_setting_up(site: Site, person: User) -> None:
    fair = make.make_fair(make.make_index(site))
    application = stock.make_applicant(fair.translation_key, person)
    hall = stock.make_hall(fair.translation_key)
    stock.make_booth(hall, state="assigned", holder=application)
    setup = stock.make_setup(fair.translation_key)
    setup.builds_from, setup.builds_until = make.day(17, 8), make.day(17, 17)
    setups.save(setup=setup, by=make.make_operator(), now=make.NOW)
    found = private.read(person)
    assert len(found) == 1 + 3 + 1, "the bar, three days, setting up"
    day = next(event for event in found.values() if event.decoded("DTSTART") == make.day(18, 8))
    assert "A01" in str(day["LOCATION"])
    assert str(day["URL"]).endswith(reverse("events:application", args=[application.reference]))
    [building] = [event for event in found.values() if event.decoded("DTSTART") == make.day(17, 8)]
    setup.builds_from = make.day(17, 10)
    setups.save(setup=setup, by=make.make_operator(), now=make.NOW + timedelta(hours=1))
    moved = private.read(person)[str(building["UID"])]
    assert moved.decoded("DTSTART") == make.day(17, 10)
    assert int(moved["SEQUENCE"]) == int(building["SEQUENCE"]) + 1
    viewer = people.make_person()
    people.make_member(application.organisation, MemberRole.VIEWER, viewer)
    assert private.read(viewer) == {}, "who only reads stands at no booth"


def test_a_visitor_who_also_exhibits_has_each_day_once(site: Site, person: User) -> None:
    fair = make.make_fair(make.make_index(site), takes_registrations=True)
    join_kind = PlaceKind.objects.filter(subject=fair.translation_key, session=None).first()
    assert join_kind is not None
    make_registration(join_kind, email=person.email, email_verified=True, now=make.NOW)
    alone = private.read(person)
    stock.make_applicant(fair.translation_key, person)
    both = private.read(person)
    assert set(alone) == set(both)
    assert all("registration" not in str(event["URL"]) for event in both.values())
    assert all(int(both[uid]["SEQUENCE"]) >= int(alone[uid]["SEQUENCE"]) for uid in alone)


def test_the_organisations_calendar_has_fairs_and_deadlines(site: Site, person: User) -> None:
    fair = make.make_fair(make.make_index(site))
    draft = stock.make_applicant(fair.translation_key, person, state=ApplicationState.DRAFT, decided_at=None)
    now = make.NOW
    body = private_feed.of_organisation(draft.organisation, language=Language.VIETNAMESE, now=now).body
    [deadline] = private.entries(body).values()
    assert deadline.decoded("DTEND") == fair.applications_close_at
    assert str(deadline["TRANSP"]) == "TRANSPARENT"
    draft.state, draft.decided_at = ApplicationState.ACCEPTED, now
    draft.save()
    body = private_feed.of_organisation(draft.organisation, language=Language.VIETNAMESE, now=now).body
    assert len(private.entries(body)) == 4


def test_a_moved_end_of_applications_is_a_newer_entry(site: Site, person: User) -> None:
    fair = make.make_fair(make.make_index(site))
    draft = stock.make_applicant(fair.translation_key, person, state=ApplicationState.DRAFT, decided_at=None)

    def deadline() -> Any:
        body = private_feed.of_organisation(draft.organisation, language=Language.VIETNAMESE, now=make.NOW).body
        [found] = private.entries(body).values()
        return found

    before = deadline()
    fair.applications_close_at = make.day(7)
    fair.save_revision().publish()
    later = deadline()
    assert later.decoded("DTEND") == make.day(7)
    assert (later["UID"], later["SEQUENCE"]) == (before["UID"], before["SEQUENCE"] + 1)
    fair.lead = "Lời khác."
    fair.save_revision().publish()
    assert deadline()["SEQUENCE"] == later["SEQUENCE"]
    fair.applications_close_at = make.day(5)
    fair.save_revision().publish()
    assert deadline()["SEQUENCE"] == later["SEQUENCE"] + 1, "it never falls, also where the first time comes back"


def test_other_rooms_add_duties(person: User) -> None:
    meeting = Duty(
        uid=uuid.uuid4(),
        sequence=3,
        changed_at=make.NOW,
        starts=clock.now() + timedelta(days=3),
        ends=clock.now() + timedelta(days=3, hours=1),
        title="Họp hội đồng",
        path="/giai-thuong/",
    )
    forget = duties.register(lambda _user, _language: [meeting])
    try:
        assert str(private.read(person)[str(meeting.uid)]["SUMMARY"]) == "Họp hội đồng"
    finally:
        forget()
    assert private.read(person) == {}


def test_thirty_registrations_cost_as_many_queries_as_one(
    site: Site, person: User, django_assert_max_num_queries: Any
) -> None:
    index = make.make_index(site)
    counts = []
    for wanted in (1, 30):
        while Registration.objects.count() < wanted:
            page = make.make_event(index, **make.far_ahead(), capacity=3)
            private.join(page, person.email)
        private.read(person)
        with django_assert_max_num_queries(60) as made:
            assert len(private.read(person)) == wanted
        counts.append(len(made))
    assert counts[0] == counts[1]
