"""Calendar files in mails, read by an independent reader: who gets which entry, by which method, with which SEQUENCE."""

from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import icalendar as reader
import pytest
from django.core import mail
from wagtail.models import Site

from events import occurrences
from events.calendars import lint
from events.domain import status
from events.models import CalendarFeedState, CalendarIdentity, EventPage
from portal.kernel import clock
from portal.kernel.languages import Language
from registration.domain import changing, registrations, waiting_list
from registration.models import PlaceKind, Registration
from tests.factories import events as make
from tests.factories.registration import make_kind, make_organiser, make_registration

pytestmark = pytest.mark.django_db


@dataclass
class Read:
    """One entry as a mail program reads it from a part."""

    method: str
    uid: str
    sequence: int
    event: Any


def parsed(message: Any) -> EmailMessage:
    found = message_from_bytes(message.message().as_bytes(linesep="\r\n"), policy=policy.SMTP)
    assert isinstance(found, EmailMessage)
    return found


def read(message: Any) -> list[Read]:
    """Return the entries of the parts that mail programs act on; every file passes the linter and the reader."""
    found = []
    for part in parsed(message).walk():
        if part.get_content_type() != "text/calendar":
            continue
        data = part.get_payload(decode=True)
        assert isinstance(data, bytes)
        assert lint.lint(data, use=lint.Use.INVITATION) == []
        calendar = reader.Calendar.from_ical(data)
        assert [item.errors for item in calendar.walk()] == [[] for _item in calendar.walk()]
        method = str(part.get_param("method"))
        assert method == calendar["METHOD"], "header and file say the same (RFC 6047, 2.4)"
        assert part.get_content_charset() == "utf-8"
        [event] = calendar.walk("VEVENT")
        found.append(Read(method, str(event["UID"]), int(event["SEQUENCE"]), event))
    return found


def mails_to(email: str) -> list[Any]:
    return [message for message in mail.outbox if message.to == [email]]


def last(email: str) -> list[Read]:
    return read(mails_to(email)[-1])


def join(page: EventPage, *, language: str = "vi", **values: Any) -> Registration:
    kind = PlaceKind.objects.get(subject=page.translation_key, session=None)
    values.setdefault("now", clock.now())
    return make_registration(kind, language=language, email_verified=True, **values)


def make_event(site: Site, **values: Any) -> EventPage:
    page: EventPage = make.make_event(make.make_index(site), **{**make.far_ahead(), "capacity": 5, **values})
    return page


def identity(page: EventPage) -> CalendarIdentity:
    return CalendarIdentity.objects.get(key=page.translation_key)


def test_the_confirmation_invites_with_the_events_own_identifier(site: Site) -> None:
    page = make_event(site, title="Hội thảo; chế biến, bảo quản")
    person = join(page, full_name='Nguyễn Thị "Ánh"; Hồng', email="anh@example.org")
    [entry] = last("anh@example.org")
    assert (entry.method, entry.uid) == ("REQUEST", str(identity(page).uid))
    assert entry.sequence >= identity(page).sequence
    attendee = entry.event["ATTENDEE"]
    assert str(attendee) == "mailto:anh@example.org"
    assert attendee.params["RSVP"] == "FALSE"
    assert attendee.params["PARTSTAT"] == "ACCEPTED"
    assert str(entry.event["ORGANIZER"]) == "mailto:ban-to-chuc@example.org"
    assert str(entry.event["SUMMARY"]) == page.title
    assert entry.event.decoded("DTSTART") == page.starts_at.replace(microsecond=0)
    assert str(entry.event["STATUS"]) == "CONFIRMED"
    whole = parsed(mails_to("anh@example.org")[-1])
    [alternative] = [part for part in whole.walk() if part.get_content_type() == "multipart/alternative"]
    assert [part.get_content_type() for part in alternative.iter_parts()][-1] == "text/calendar"
    assert f"{person.reference}.ics" in [part.get_filename() for part in whole.iter_attachments()]
    assert whole["Message-ID"]


def test_the_words_come_in_the_persons_language_and_the_identifier_stays(site: Site) -> None:
    page = make_event(site)
    make.english(page)
    both = [join(page, language="vi"), join(page, language="en")]
    first, second = (last(row.email)[0] for row in both)
    assert first.uid == second.uid
    assert str(second.event["SUMMARY"]).startswith("English")


def test_cancelling_takes_the_entry_back_with_a_higher_sequence_and_registering_again_passes_it(site: Site) -> None:
    page = make_event(site)
    seen = []
    for _round in range(3):
        person = join(page, email="lai@example.org")
        seen += last("lai@example.org")
        registrations.cancel(registration=person, now=clock.now())
        seen += last("lai@example.org")
    assert [entry.method for entry in seen] == ["REQUEST", "CANCEL"] * 3
    assert len({entry.uid for entry in seen}) == 1
    numbers = [entry.sequence for entry in seen]
    assert numbers == sorted(set(numbers)), "each file passes the one before"
    assert str(seen[1].event["STATUS"]) == "CANCELLED"


def test_what_one_person_does_moves_nothing_in_the_public_calendar(site: Site) -> None:
    page = make_event(site)
    before = identity(page).sequence, CalendarFeedState.objects.get().revision
    person = join(page)
    registrations.cancel(registration=person, now=clock.now())
    assert (identity(page).sequence, CalendarFeedState.objects.get().revision) == before


@pytest.mark.parametrize(
    ("action", "values", "method", "says"),
    [
        ("postpone", {}, "REQUEST", "TENTATIVE"),
        ("move_online", {"online_url": "https://hop.example.org/1"}, "REQUEST", "CONFIRMED"),
        ("reschedule", {"starts_at": make.day(20, 8), "ends_at": make.day(20, 10)}, "REQUEST", "CONFIRMED"),
        (
            "change_place",
            {
                "venues": {Language.VIETNAMESE: "Trung tâm mới"},
                "addresses": {Language.VIETNAMESE: "2 phố Mới"},
                "place": None,
            },
            "REQUEST",
            "CONFIRMED",
        ),
        ("cancel", {}, "CANCEL", "CANCELLED"),
    ],
)
def test_every_change_of_the_event_reaches_those_with_a_place_at_once(
    site: Site, action: str, values: dict[str, Any], method: str, says: str
) -> None:
    page = make_event(site, capacity=1)
    person, waits = join(page, email="co-cho@example.org"), join(page, email="cho-doi@example.org")
    [before] = last(person.email)
    assert not any(read(message) for message in mails_to(waits.email))
    shared = {"event": page, "by": make.make_operator(), "now": clock.now(), "notes": {}}
    getattr(status, action)(**{**shared, **values})
    [after] = last(person.email)
    assert (after.method, after.uid, str(after.event["STATUS"])) == (method, before.uid, says)
    assert after.sequence > before.sequence
    assert not any(read(message) for message in mails_to(waits.email)), "who waits has no place to put into a calendar"


def test_who_waits_is_invited_when_the_place_is_theirs(site: Site) -> None:
    page = make_event(site, capacity=1)
    first, second = join(page), join(page)
    registrations.cancel(registration=first, now=clock.now())
    assert not any(read(message) for message in mails_to(second.email))
    waiting_list.accept_offer(registration=Registration.objects.get(pk=second.pk), now=clock.now())
    assert [entry.method for entry in last(second.email)] == ["REQUEST"]


def test_refused_before_a_place_there_is_nothing_to_take_back(site: Site) -> None:
    page = make_event(site)
    kind = make_kind(subject=page.translation_key, capacity=3, needs_approval=True)
    person = make_registration(kind, now=clock.now(), email_verified=True)
    registrations.reject(registration=person, by=make_organiser(), now=clock.now(), why="Hết chỗ")
    assert not any(read(message) for message in mails_to(person.email))


def sessions_of(site: Site) -> tuple[EventPage, dict[str, PlaceKind]]:
    starts = clock.at(clock.today() + timedelta(days=20), 8)
    rows = [
        make.make_session(starts + timedelta(days=number), title=f"Phiên {number}", takes_registrations=True)
        for number in range(3)
    ]
    page = make_event(site, starts_at=starts, ends_at=starts + timedelta(days=2, hours=8), sessions=rows)
    kinds = PlaceKind.objects.filter(subject=page.translation_key, session__isnull=False)
    return page, {kind.name_vi: kind for kind in kinds}


def test_the_chosen_sessions_are_entries_of_their_own(site: Site) -> None:
    page, kinds = sessions_of(site)
    person = join(page, sessions=[kinds["Phiên 0"], kinds["Phiên 2"]])
    bar, first, second = last(person.email)
    assert bar.uid == str(identity(page).uid)
    assert bar.event["TRANSP"] == "TRANSPARENT"
    wanted = {str(CalendarIdentity.objects.get(key=kinds[name].session).uid) for name in ("Phiên 0", "Phiên 2")}
    assert {first.uid, second.uid} == wanted
    registrations.cancel(registration=person, now=clock.now())
    assert {(entry.method, entry.uid) for entry in last(person.email)} == {
        ("CANCEL", uid) for uid in (bar.uid, *wanted)
    }


def test_the_days_of_a_fair_are_entries_of_their_own(site: Site) -> None:
    starts = clock.at(clock.today() + timedelta(days=20), 8)
    page = make_event(site, starts_at=starts, ends_at=starts + timedelta(days=2, hours=9))
    person = join(page)
    found = last(person.email)
    assert [entry.uid for entry in found] == [
        str(CalendarIdentity.objects.get(key=item.key).uid) for item in occurrences.of(page)
    ]
    assert len(found) == 4


def test_the_event_stays_while_another_place_of_the_person_stands(site: Site) -> None:
    page = make_event(site)
    given_up = join(page, email="hai@example.org")
    other = make_kind(subject=page.translation_key, capacity=3)
    kept = make_registration(other, now=clock.now(), email="hai@example.org", email_verified=True)
    registrations.cancel(registration=given_up, now=clock.now())
    assert last("hai@example.org") == []
    registrations.cancel(registration=kept, now=clock.now())
    assert [entry.method for entry in last("hai@example.org")] == ["CANCEL"]


def test_changing_a_name_moves_no_sequence(site: Site) -> None:
    page = make_event(site)
    person = join(page)
    [before] = last(person.email)
    changing.change(
        registration=person,
        full_name="Tên mới",
        phone="",
        organisation="",
        note="",
        party_size=1,
        others=(),
        now=clock.now(),
    )
    operator = make.make_operator()
    status.postpone(event=page, by=operator, now=clock.now(), notes={})
    assert last(person.email)[0].sequence == before.sequence + 1


def test_who_changes_sessions_is_invited_to_the_new_one_and_released_from_the_old(site: Site) -> None:
    page, kinds = sessions_of(site)
    person = join(page, sessions=[kinds["Phiên 0"], kinds["Phiên 1"]])
    before = {entry.uid: entry for entry in last(person.email)}
    mail.outbox.clear()
    chosen = [kinds["Phiên 1"], kinds["Phiên 2"]]
    changing.choose_sessions(registration=person, kinds=chosen, now=clock.now())
    [message] = mails_to(person.email)
    after = {entry.uid: entry for entry in read(message)}
    uids = {name: str(CalendarIdentity.objects.get(key=kind.session).uid) for name, kind in kinds.items()}
    assert {uid: entry.method for uid, entry in after.items()} == {
        str(identity(page).uid): "REQUEST",
        uids["Phiên 0"]: "CANCEL",
        uids["Phiên 1"]: "REQUEST",
        uids["Phiên 2"]: "REQUEST",
    }
    assert all(after[uid].sequence > entry.sequence for uid, entry in before.items())
    assert "Phiên 2" in message.body
    assert "Phiên 0" not in message.body

    changing.choose_sessions(registration=person, kinds=chosen, now=clock.now())
    assert len(mails_to(person.email)) == 1, "the form sent again changes nothing"


def test_a_session_that_another_place_of_the_person_still_has_is_not_taken_back(site: Site) -> None:
    page, kinds = sessions_of(site)
    session = kinds["Phiên 0"]
    first = join(page, email="hai@example.org", sessions=[session])
    other = make_kind(subject=page.translation_key, capacity=3)
    make_registration(other, now=clock.now(), email="hai@example.org", email_verified=True, sessions=[session])
    changing.choose_sessions(registration=first, kinds=[], now=clock.now())
    assert {entry.method for entry in last("hai@example.org")} == {"REQUEST"}


def test_who_has_no_place_yet_gets_no_mail_about_other_sessions(site: Site) -> None:
    page, kinds = sessions_of(site)
    kind = make_kind(subject=page.translation_key, capacity=3, needs_approval=True)
    person = make_registration(kind, now=clock.now(), email_verified=True, sessions=[kinds["Phiên 0"]])
    mail.outbox.clear()
    changing.choose_sessions(registration=person, kinds=[kinds["Phiên 1"]], now=clock.now())
    assert mails_to(person.email) == []


def test_days_that_an_event_no_longer_has_are_taken_back_once(site: Site) -> None:
    starts = clock.at(clock.today() + timedelta(days=20), 8)
    page = make_event(site, starts_at=starts, ends_at=starts + timedelta(days=2, hours=9))
    person = join(page)
    before = {entry.uid: entry for entry in last(person.email)}
    shared = {"event": page, "by": make.make_operator(), "now": clock.now(), "notes": {}}
    status.reschedule(starts_at=starts, ends_at=starts + timedelta(hours=9), **shared)
    after = {entry.uid: entry for entry in last(person.email)}
    assert set(after) == set(before)
    whole = after.pop(str(identity(page).uid))
    assert whole.method == "REQUEST"
    assert {entry.method for entry in after.values()} == {"CANCEL"}
    assert all(entry.sequence > before[uid].sequence for uid, entry in after.items())
    assert {uid: entry.event.decoded("DTSTART") for uid, entry in after.items()} == {
        uid: before[uid].event.decoded("DTSTART") for uid in after
    }, "with the time at which it last stood"
    status.postpone(**{**shared, "now": clock.now() + timedelta(seconds=5)})
    assert [entry.uid for entry in last(person.email)] == [whole.uid]


def test_a_chosen_session_that_is_taken_out_is_taken_back_and_its_return_passes_that(site: Site) -> None:
    page, kinds = sessions_of(site)
    gone = kinds["Phiên 1"]
    person = join(page, sessions=[kinds["Phiên 0"], gone])
    uid = str(CalendarIdentity.objects.get(key=gone.session).uid)
    [before] = [entry for entry in last(person.email) if entry.uid == uid]
    fresh = EventPage.objects.get(pk=page.pk)
    fresh.sessions = [row for row in fresh.sessions.all() if row.translation_key != gone.session]
    fresh.save_revision().publish()
    [after] = [entry for entry in last(person.email) if entry.uid == uid]
    assert after.method == "CANCEL"
    assert after.sequence > before.sequence
    assert after.event.decoded("DTSTART") == before.event.decoded("DTSTART")
    assert "Phiên 1" in str(after.event["SUMMARY"])
    assert CalendarIdentity.objects.get(key=gone.session).sequence == 1
