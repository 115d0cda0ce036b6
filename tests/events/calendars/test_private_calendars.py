"""Private calendars over HTTP: who may read which, what they say, that revoked ones are over, and that no secret leaks."""

import base64
import gzip
import io
import logging
import logging.config
from datetime import timedelta
from typing import Any

import icalendar as reader
import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from events.calendars import lint, private_feed
from events.domain import private_calendars, setups, status
from events.domain.private_calendars import Holder, Secret
from events.enums import ApplicationState
from events.models import CalendarIdentity, EventPage
from exhibitors.domain import membership as memberships
from exhibitors.enums import MemberRole
from portal.accounts import duties
from portal.accounts.domain import personal_data
from portal.accounts.duties import Duty
from portal.accounts.models import User
from portal.kernel import clock, erasure, limits, tokens
from portal.kernel.languages import Language
from portal.kernel.models import SecretToken
from registration.domain import changing, registrations
from registration.models import AuditRow, PlaceKind, Registration
from registration.organiser_enums import AuditAction
from tests.factories import booths as stock
from tests.factories import events as make
from tests.factories import exhibitors as people
from tests.factories.registration import make_registration

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


@pytest.fixture
def person() -> User:
    made = people.make_person("an@example.org", full_name="Nguyễn Văn An")
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def secret_of(user: User, kind: Secret = Secret.PERSONAL, membership: Any = None) -> str:
    holder = Holder(kind, user, membership)
    since = private_calendars.live_since(holders=[holder], now=clock.now()).get((kind, holder.subject))
    return private_calendars.make(holder=holder, seen=private_calendars.version_of(since), now=clock.now())


def address(secret: str, name: str = "private-calendar") -> str:
    return reverse(f"events:{name}", args=[secret])


def entries(body: bytes) -> dict[str, Any]:
    """Return the entries by identifier; the linter and the reader find no fault."""
    assert lint.lint(body) == []
    parsed = reader.Calendar.from_ical(body)
    assert [item.errors for item in parsed.walk() if item.errors] == []
    return {str(event["UID"]): event for event in parsed.walk("VEVENT")}


def read(user: User, language: Language = Language.VIETNAMESE) -> dict[str, Any]:
    return entries(private_feed.of_person(user, language=language, now=clock.now()).body)


def make_event(site: Site, **values: Any) -> EventPage:
    page: EventPage = make.make_event(make.make_index(site), **{**make.far_ahead(), "capacity": 1, **values})
    return page


def uid_of(page: EventPage) -> str:
    return str(CalendarIdentity.objects.get(key=page.translation_key).uid)


def join(page: EventPage, email: str, **values: Any) -> Registration:
    kind = PlaceKind.objects.get(subject=page.translation_key, session=None)
    return make_registration(kind, email=email, email_verified=True, now=clock.now(), **values)


def basic(user: str, password: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def test_a_registration_is_in_the_calendar_with_little_more_than_time_and_place(site: Site, person: User) -> None:
    page = make_event(site, online_url="https://hop.example.org/bi-mat")
    registration = join(page, person.email, full_name="Nguyễn Văn An", note="ăn chay")
    body = private_feed.of_person(person, language=Language.VIETNAMESE, now=clock.now()).body
    [(uid, event)] = entries(body).items()
    assert uid == uid_of(page)
    assert (str(event["STATUS"]), str(event["CLASS"])) == ("CONFIRMED", "PRIVATE")
    assert event.decoded("DTSTART") == page.starts_at.replace(microsecond=0)
    assert str(event["LOCATION"]).startswith("Nhà văn hóa")
    assert str(event["URL"]).endswith(reverse("registration:mine"))
    said = body.replace(b"\r\n ", b"").decode()
    for hidden in (registration.reference, person.full_name, person.email, "ăn chay", "bi-mat", "ATTENDEE", "SOURCE"):
        assert hidden not in said


def test_who_waits_is_tentative_and_firm_once_the_place_is_theirs(site: Site, person: User) -> None:
    page = make_event(site)
    first = join(page, "truoc@example.org")
    waits = join(page, person.email)
    [waiting] = read(person).values()
    assert str(waiting["STATUS"]) == "TENTATIVE"
    assert str(waiting["SUMMARY"]).endswith(page.title)
    registrations.cancel(registration=first, now=clock.now())
    [offered] = read(person).values()
    assert str(offered["STATUS"]) == "TENTATIVE"
    from registration.domain import waiting_list

    waiting_list.accept_offer(registration=Registration.objects.get(pk=waits.pk), now=clock.now())
    [firm] = read(person).values()
    assert (str(firm["STATUS"]), str(firm["SUMMARY"])) == ("CONFIRMED", page.title)
    assert int(waiting["SEQUENCE"]) < int(offered["SEQUENCE"]) < int(firm["SEQUENCE"])


def test_what_was_given_up_stays_cancelled_for_ninety_days_and_then_leaves(
    site: Site, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = clock.now() + timedelta(days=200)
    page = make_event(site, starts_at=starts, ends_at=starts + timedelta(hours=2))
    registration = join(page, person.email)
    [before] = read(person).values()
    registrations.cancel(registration=registration, now=clock.now())
    [after] = read(person).values()
    assert (str(after["STATUS"]), str(after["TRANSP"])) == ("CANCELLED", "TRANSPARENT")
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    later = clock.now() + timedelta(days=89)
    assert entries(private_feed.of_person(person, language=Language.VIETNAMESE, now=later).body)
    later = clock.now() + timedelta(days=92)
    assert entries(private_feed.of_person(person, language=Language.VIETNAMESE, now=later).body) == {}
    again = join(page, person.email)
    [anew] = read(person).values()
    assert (str(anew["STATUS"]), again.state) == ("CONFIRMED", "confirmed")
    assert int(anew["SEQUENCE"]) > int(after["SEQUENCE"])


@pytest.mark.parametrize(("action", "says"), [("postpone", "TENTATIVE"), ("cancel", "CANCELLED")])
def test_the_entry_follows_its_event(site: Site, person: User, action: str, says: str) -> None:
    page = make_event(site)
    join(page, person.email)
    [before] = read(person).values()
    getattr(status, action)(event=page, by=make.make_operator(), now=clock.now(), notes={})
    [after] = read(person).values()
    assert str(after["STATUS"]) == says
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_own_sessions_are_entries_and_one_that_is_left_is_cancelled(site: Site, person: User) -> None:
    starts = clock.at(clock.today() + timedelta(days=20), 8)
    rows = [
        make.make_session(starts + timedelta(days=number), title=f"Phiên {number}", takes_registrations=True)
        for number in range(3)
    ]
    page = make_event(site, starts_at=starts, ends_at=starts + timedelta(days=2, hours=8), sessions=rows)
    kinds = {
        kind.name_vi: kind for kind in PlaceKind.objects.filter(subject=page.translation_key, session__isnull=False)
    }
    registration = join(page, person.email, sessions=[kinds["Phiên 0"], kinds["Phiên 1"]])
    uids = {name: str(CalendarIdentity.objects.get(key=kind.session).uid) for name, kind in kinds.items()}
    found = read(person)
    assert set(found) == {uid_of(page), uids["Phiên 0"], uids["Phiên 1"]}
    changing.choose_sessions(registration=registration, kinds=[kinds["Phiên 1"]], now=clock.now())
    after = read(person)
    assert str(after[uids["Phiên 0"]]["STATUS"]) == "CANCELLED"
    assert str(after[uids["Phiên 1"]]["STATUS"]) == "CONFIRMED"
    assert int(after[uids["Phiên 0"]]["SEQUENCE"]) > int(found[uids["Phiên 0"]]["SEQUENCE"])


def test_the_bytes_do_not_depend_on_the_clock(site: Site, person: User) -> None:
    join(make_event(site), person.email)
    first = private_feed.of_person(person, language=Language.VIETNAMESE, now=clock.now())
    later = private_feed.of_person(person, language=Language.VIETNAMESE, now=clock.now() + timedelta(hours=3))
    assert (first.body, first.etag, first.changed_at) == (later.body, later.etag, later.changed_at)


def test_those_who_act_for_an_exhibitor_have_their_days_and_the_time_of_setting_up(site: Site, person: User) -> None:
    fair = make.make_fair(make.make_index(site))
    application = stock.make_applicant(fair.translation_key, person)
    hall = stock.make_hall(fair.translation_key)
    stock.make_booth(hall, state="assigned", holder=application)
    setup = stock.make_setup(fair.translation_key)
    setup.builds_from, setup.builds_until = make.day(17, 8), make.day(17, 17)
    setups.save(setup=setup, by=make.make_operator(), now=make.NOW)
    found = read(person)
    assert len(found) == 1 + 3 + 1, "the bar, three days, setting up"
    day = next(event for event in found.values() if event.decoded("DTSTART") == make.day(18, 8))
    assert "A01" in str(day["LOCATION"])
    assert str(day["URL"]).endswith(reverse("events:application", args=[application.reference]))
    [building] = [event for event in found.values() if event.decoded("DTSTART") == make.day(17, 8)]
    setup.builds_from = make.day(17, 10)
    setups.save(setup=setup, by=make.make_operator(), now=make.NOW + timedelta(hours=1))
    moved = read(person)[str(building["UID"])]
    assert moved.decoded("DTSTART") == make.day(17, 10)
    assert int(moved["SEQUENCE"]) == int(building["SEQUENCE"]) + 1
    viewer = people.make_person()
    people.make_member(application.organisation, MemberRole.VIEWER, viewer)
    assert read(viewer) == {}, "who only reads stands at no booth"


def test_a_visitor_who_also_exhibits_has_each_day_once(site: Site, person: User) -> None:
    fair = make.make_fair(make.make_index(site), takes_registrations=True)
    join_kind = PlaceKind.objects.filter(subject=fair.translation_key, session=None).first()
    assert join_kind is not None
    make_registration(join_kind, email=person.email, email_verified=True, now=make.NOW)
    alone = read(person)
    stock.make_applicant(fair.translation_key, person)
    both = read(person)
    assert set(alone) == set(both)
    assert all("registration" not in str(event["URL"]) for event in both.values())
    assert all(int(both[uid]["SEQUENCE"]) >= int(alone[uid]["SEQUENCE"]) for uid in alone)


def test_the_organisations_calendar_has_fairs_and_deadlines(site: Site, person: User) -> None:
    fair = make.make_fair(make.make_index(site))
    draft = stock.make_applicant(fair.translation_key, person, state=ApplicationState.DRAFT, decided_at=None)
    now = make.NOW
    body = private_feed.of_organisation(draft.organisation, language=Language.VIETNAMESE, now=now).body
    [deadline] = entries(body).values()
    assert deadline.decoded("DTEND") == fair.applications_close_at
    assert str(deadline["TRANSP"]) == "TRANSPARENT"
    draft.state, draft.decided_at = ApplicationState.ACCEPTED, now
    draft.save()
    body = private_feed.of_organisation(draft.organisation, language=Language.VIETNAMESE, now=now).body
    assert len(entries(body)) == 4


def test_other_rooms_add_duties(person: User) -> None:
    import uuid

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
        assert str(read(person)[str(meeting.uid)]["SUMMARY"]) == "Họp hội đồng"
    finally:
        forget()
    assert read(person) == {}


def test_the_file_is_served_with_validators_and_kept_by_nobody_else(client: Client, site: Site, person: User) -> None:
    join(make_event(site), person.email)
    url = address(secret_of(person))
    answer = client.get(url)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, max-age=900"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Vary"] == "Accept-Encoding"
    assert "Access-Control-Allow-Origin" not in answer
    assert not answer.cookies
    packed = client.get(url, headers={"accept-encoding": "gzip"})
    assert gzip.decompress(packed.content) == answer.content
    assert packed["ETag"] != answer["ETag"]
    head = client.head(url)
    assert (head.content, head["ETag"]) == (b"", answer["ETag"])
    assert client.get(url, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert client.get(url, headers={"if-modified-since": answer["Last-Modified"]}).status_code == 304
    english = translation.override("en")
    with english:
        assert address("x").startswith("/en/private-calendar/")


def test_whatever_changes_moves_both_validators_removals_too(client: Client, site: Site, person: User) -> None:
    page = make_event(site)
    join(page, person.email)
    url = address(secret_of(person))
    first = client.get(url)
    Registration.objects.filter(email=person.email).update(email="khac@example.org")
    headers = {"if-modified-since": first["Last-Modified"]}
    second = client.get(url, headers=headers)
    assert second.status_code == 200, "in the same second, and nothing is left that could tell when it was removed"
    assert b"BEGIN:VEVENT" not in second.content
    assert second["ETag"] != first["ETag"]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_reading_is_answered(client: Client, person: User, method: str) -> None:
    assert getattr(client, method)(address(secret_of(person))).status_code == 405


def test_a_secret_opens_its_own_calendar_only_and_each_a_single_one(client: Client, site: Site, person: User) -> None:
    other = people.make_person()
    page = make_event(site)
    join(page, person.email)
    own, foreign = secret_of(person), secret_of(other)
    assert b"BEGIN:VEVENT" in client.get(address(own)).content
    assert b"BEGIN:VEVENT" not in client.get(address(foreign)).content
    assert client.get(address(own, "private-organisation-calendar")).status_code == 404
    assert client.get(address("x" * 43)).status_code == 404
    password = secret_of(person, Secret.PASSWORD)
    assert client.get(address(password)).status_code == 404


def test_a_renewed_or_revoked_address_is_gone_for_good(client: Client, person: User) -> None:
    first = secret_of(person)
    second = secret_of(person)
    assert client.get(address(first)).status_code == 410
    assert client.get(address(second)).status_code == 200
    assert private_calendars.revoke(holder=Holder(Secret.PERSONAL, person), now=clock.now())
    assert not private_calendars.revoke(holder=Holder(Secret.PERSONAL, person), now=clock.now())
    answer = client.get(address(second))
    assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")
    erasure.forget_dead_tokens(now=clock.now() + timedelta(days=1))
    assert client.get(address(second)).status_code == 410, "a program that asks tomorrow must be told too"
    erasure.forget_dead_tokens(now=clock.now() + timedelta(days=366))
    assert client.get(address(second)).status_code == 404
    done = AuditRow.objects.filter(by=person).order_by("pk").values_list("action", flat=True)
    assert list(done) == [AuditAction.CALENDAR_MADE, AuditAction.CALENDAR_RENEWED, AuditAction.CALENDAR_REVOKED]
    assert first not in str(list(AuditRow.objects.values()))


def test_a_closed_or_erased_account_has_no_calendar(client: Client, person: User) -> None:
    url, password = address(secret_of(person)), secret_of(person, Secret.PASSWORD)
    person.is_active = False
    person.save()
    file = reverse("events:my-calendar-file")
    assert client.get(url).status_code == 410
    assert client.get(file, headers=basic(person.email, password)).status_code == 401
    person.is_active = True
    person.save()
    assert client.get(url).status_code == 200
    asked = tokens.issue(purpose=personal_data.ERASURE, subject=str(person.pk), now=clock.now())
    personal_data.erase(user=person, secret=asked, now=clock.now())
    assert client.get(url).status_code == 410
    assert client.get(file, headers=basic("an@example.org", password)).status_code == 401
    assert not SecretToken.objects.filter(revoked_at=None, purpose__startswith="calendar-").exists()


def test_who_leaves_an_organisation_reads_its_calendar_no_more(client: Client, person: User) -> None:
    organisation = people.make_organisation()
    membership = people.make_member(organisation, MemberRole.VIEWER, person)
    secret = secret_of(person, Secret.ORGANISATION, membership)
    password = secret_of(person, Secret.PASSWORD)
    url = address(secret, "private-organisation-calendar")
    file = reverse("events:organisation-calendar-file", args=[organisation.slug])
    assert client.get(url).status_code == 200
    assert client.get(file, headers=basic(person.email, password)).status_code == 200
    memberships.remove_member(membership=membership, by=people.owner_of(organisation), now=clock.now())
    assert client.get(url).status_code == 410
    assert client.get(file, headers=basic(person.email, password)).status_code == 404
    people.make_member(organisation, MemberRole.VIEWER, person)
    assert client.get(url).status_code == 410, "who comes back gets an address of their own"


def test_programs_that_sign_in_use_a_password_of_their_own(client: Client, site: Site, person: User) -> None:
    join(make_event(site), person.email)
    file = reverse("events:my-calendar-file")
    password = secret_of(person, Secret.PASSWORD)
    asked = client.get(file)
    assert asked.status_code == 401
    assert asked["WWW-Authenticate"].startswith("Basic ")
    answer = client.get(file, headers=basic("AN@example.org", password))
    assert b"BEGIN:VEVENT" in answer.content
    assert answer["Vary"] == "Accept-Encoding, Authorization"
    assert not answer.cookies
    other = people.make_person()
    bad = [
        basic(person.email, "mat-khau-thu"),
        basic(other.email, password),
        basic(person.email, secret_of(person)),
        {"authorization": "Basic ###"},
        {"authorization": "Basic " + base64.b64encode(b"\xff:\xff").decode()},
        {"authorization": "Basic " + base64.b64encode(b"nocolon").decode()},
        {"authorization": f"Bearer {password}"},
    ]
    assert [client.get(file, headers=headers).status_code for headers in bad] == [401] * len(bad)
    secret_of(person, Secret.PASSWORD)
    assert client.get(file, headers=basic(person.email, password)).status_code == 401


def test_wrong_secrets_are_counted_and_good_ones_are_not_shut_out(client: Client, person: User) -> None:
    url = address(secret_of(person))
    codes = [client.get(address(f"{number:043d}")).status_code for number in range(limits.PER_SECRET + 1)]
    assert codes == [404] * limits.PER_SECRET + [429]
    refused = client.get(reverse("events:my-calendar-file"), headers=basic(person.email, "x"))
    assert (refused.status_code, refused["Retry-After"]) == (429, str(limits.WINDOW))
    assert client.get(url).status_code == 200
    codes = [client.get(url).status_code for _number in range(limits.PER_CALENDAR)]
    assert (codes[0], codes[-1]) == (200, 429)
    cache.clear()
    assert client.get(url).status_code == 200


def test_a_damaged_file_is_not_served(client: Client, person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    url = address(secret_of(person))
    monkeypatch.setattr(private_feed.private_file, "subscription", lambda **_values: b"BEGIN:VCALENDAR\n")
    answer = client.get(url)
    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
    assert answer["Retry-After"]


def test_no_secret_reaches_a_log_or_the_cache(client: Client, person: User) -> None:
    written = io.StringIO()
    handlers: dict[str, Any] = {
        name: {**handler, "stream": written} for name, handler in django_settings.LOGGING["handlers"].items()
    }
    logging.config.dictConfig({**django_settings.LOGGING, "handlers": handlers})
    try:
        secret = tokens.secrets.token_urlsafe(tokens.TOKEN_BYTES)
        for name in ("private-calendar", "private-organisation-calendar"):
            assert client.get(address(secret, name)).status_code == 404
            assert client.post(address(secret, name)).status_code == 405
        assert secret not in written.getvalue()
        assert "/lich-rieng/…/" in written.getvalue()
    finally:
        logging.config.dictConfig(django_settings.LOGGING)


def test_thirty_registrations_cost_as_many_queries_as_one(
    site: Site, person: User, django_assert_max_num_queries: Any
) -> None:
    index = make.make_index(site)
    counts = []
    for wanted in (1, 30):
        while Registration.objects.count() < wanted:
            page = make.make_event(index, **make.far_ahead(), capacity=3)
            join(page, person.email)
        read(person)
        with django_assert_max_num_queries(60) as made:
            assert len(read(person)) == wanted
        counts.append(len(made))
    assert counts[0] == counts[1]
