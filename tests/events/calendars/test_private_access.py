"""Private calendars over HTTP: who may read which, that revoked ones are over, validators, limits, and that no secret leaks."""

import base64
import gzip
import io
import logging
import logging.config
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from events.calendars import private_feed
from events.domain import private_calendars
from events.domain.private_calendars import Holder, Secret
from exhibitors.domain import membership as memberships
from exhibitors.enums import MemberRole
from portal.accounts.domain import personal_data
from portal.accounts.models import User
from portal.kernel import clock, erasure, limits, tokens
from portal.kernel.models import SecretToken
from registration.models import AuditRow, Registration
from registration.organiser_enums import AuditAction
from tests.events.calendars import private
from tests.factories import exhibitors as people

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


@pytest.fixture
def person() -> User:
    return private.make_an()


def test_the_file_is_served_with_validators_and_kept_by_nobody_else(client: Client, site: Site, person: User) -> None:
    private.join(private.make_event(site), person.email)
    url = private.address(private.secret_of(person))
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
        assert private.address("x").startswith("/en/private-calendar/")


def test_whatever_changes_moves_both_validators_removals_too(client: Client, site: Site, person: User) -> None:
    page = private.make_event(site)
    private.join(page, person.email)
    url = private.address(private.secret_of(person))
    first = client.get(url)
    Registration.objects.filter(email=person.email).update(email="khac@example.org")
    headers = {"if-modified-since": first["Last-Modified"]}
    second = client.get(url, headers=headers)
    assert second.status_code == 200, "in the same second, and nothing is left that could tell when it was removed"
    assert b"BEGIN:VEVENT" not in second.content
    assert second["ETag"] != first["ETag"]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_reading_is_answered(client: Client, person: User, method: str) -> None:
    assert getattr(client, method)(private.address(private.secret_of(person))).status_code == 405


def test_a_secret_opens_its_own_calendar_only_and_each_a_single_one(client: Client, site: Site, person: User) -> None:
    other = people.make_person()
    page = private.make_event(site)
    private.join(page, person.email)
    own, foreign = private.secret_of(person), private.secret_of(other)
    assert b"BEGIN:VEVENT" in client.get(private.address(own)).content
    assert b"BEGIN:VEVENT" not in client.get(private.address(foreign)).content
    assert client.get(private.address(own, "private-organisation-calendar")).status_code == 404
    assert client.get(private.address("x" * 43)).status_code == 404
    password = private.secret_of(person, Secret.PASSWORD)
    assert client.get(private.address(password)).status_code == 404


def test_a_renewed_or_revoked_address_is_gone_for_good(client: Client, person: User) -> None:
    first = private.secret_of(person)
    second = private.secret_of(person)
    assert client.get(private.address(first)).status_code == 410
    assert client.get(private.address(second)).status_code == 200
    assert private_calendars.revoke(holder=Holder(Secret.PERSONAL, person), now=clock.now())
    assert not private_calendars.revoke(holder=Holder(Secret.PERSONAL, person), now=clock.now())
    answer = client.get(private.address(second))
    assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")
    erasure.forget_dead_tokens(now=clock.now() + timedelta(days=1))
    assert client.get(private.address(second)).status_code == 410, "a program that asks tomorrow must be told too"
    erasure.forget_dead_tokens(now=clock.now() + timedelta(days=366))
    assert client.get(private.address(second)).status_code == 404
    done = AuditRow.objects.filter(by=person).order_by("pk").values_list("action", flat=True)
    assert list(done) == [AuditAction.CALENDAR_MADE, AuditAction.CALENDAR_RENEWED, AuditAction.CALENDAR_REVOKED]
    assert first not in str(list(AuditRow.objects.values()))


def test_a_closed_or_erased_account_has_no_calendar(client: Client, person: User) -> None:
    url, password = private.address(private.secret_of(person)), private.secret_of(person, Secret.PASSWORD)
    person.is_active = False
    person.save()
    file = reverse("events:my-calendar-file")
    assert client.get(url).status_code == 410
    assert client.get(file, headers=private.basic(person.email, password)).status_code == 401
    person.is_active = True
    person.save()
    assert client.get(url).status_code == 200
    asked = tokens.issue(purpose=personal_data.ERASURE, subject=str(person.pk), now=clock.now())
    personal_data.erase(user=person, secret=asked, now=clock.now())
    assert client.get(url).status_code == 410
    assert client.get(file, headers=private.basic("an@example.org", password)).status_code == 401
    assert not SecretToken.objects.filter(revoked_at=None, purpose__startswith="calendar-").exists()


def test_who_leaves_an_organisation_reads_its_calendar_no_more(client: Client, person: User) -> None:
    organisation = people.make_organisation()
    membership = people.make_member(organisation, MemberRole.VIEWER, person)
    secret = private.secret_of(person, Secret.ORGANISATION, membership)
    password = private.secret_of(person, Secret.PASSWORD)
    url = private.address(secret, "private-organisation-calendar")
    file = reverse("events:organisation-calendar-file", args=[organisation.slug])
    assert client.get(url).status_code == 200
    assert client.get(file, headers=private.basic(person.email, password)).status_code == 200
    memberships.remove_member(membership=membership, by=people.owner_of(organisation), now=clock.now())
    assert client.get(url).status_code == 410
    assert client.get(file, headers=private.basic(person.email, password)).status_code == 404
    people.make_member(organisation, MemberRole.VIEWER, person)
    assert client.get(url).status_code == 410, "who comes back gets an address of their own"


def test_programs_that_sign_in_use_a_password_of_their_own(client: Client, site: Site, person: User) -> None:
    private.join(private.make_event(site), person.email)
    file = reverse("events:my-calendar-file")
    password = private.secret_of(person, Secret.PASSWORD)
    asked = client.get(file)
    assert asked.status_code == 401
    assert asked["WWW-Authenticate"].startswith("Basic ")
    answer = client.get(file, headers=private.basic("AN@example.org", password))
    assert b"BEGIN:VEVENT" in answer.content
    assert answer["Vary"] == "Accept-Encoding, Authorization"
    assert not answer.cookies
    other = people.make_person()
    bad = [
        private.basic(person.email, "mat-khau-thu"),
        private.basic(other.email, password),
        private.basic(person.email, private.secret_of(person)),
        {"authorization": "Basic ###"},
        {"authorization": "Basic " + base64.b64encode(b"\xff:\xff").decode()},
        {"authorization": "Basic " + base64.b64encode(b"nocolon").decode()},
        {"authorization": f"Bearer {password}"},
    ]
    assert [client.get(file, headers=headers).status_code for headers in bad] == [401] * len(bad)
    private.secret_of(person, Secret.PASSWORD)
    assert client.get(file, headers=private.basic(person.email, password)).status_code == 401


def test_wrong_secrets_are_counted_and_good_ones_are_not_shut_out(client: Client, person: User) -> None:
    url = private.address(private.secret_of(person))
    codes = [client.get(private.address(f"{number:043d}")).status_code for number in range(limits.PER_SECRET + 1)]
    assert codes == [404] * limits.PER_SECRET + [429]
    refused = client.get(reverse("events:my-calendar-file"), headers=private.basic(person.email, "x"))
    assert (refused.status_code, refused["Retry-After"]) == (429, str(limits.WINDOW))
    assert client.get(url).status_code == 200
    codes = [client.get(url).status_code for _number in range(limits.PER_CALENDAR)]
    assert (codes[0], codes[-1]) == (200, 429)
    cache.clear()
    assert client.get(url).status_code == 200


def test_a_damaged_file_is_not_served(client: Client, person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    url = private.address(private.secret_of(person))
    monkeypatch.setattr(private_feed.private_file, "subscription", lambda **_values: b"BEGIN:VCALENDAR\n")
    answer = client.get(url)
    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
    assert answer["Retry-After"]


def kept() -> str:
    """Return the names and the pickled values of everything that the cache holds."""
    # A cache has no other way to tell what is in it.
    held = cache._cache
    return "\n".join(f"{name} {value!r}" for name, value in held.items())


def test_no_secret_reaches_a_log_or_the_cache(
    client: Client, site: Site, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    private.join(private.make_event(site), person.email)
    old, secret = private.secret_of(person), private.secret_of(person)
    unknown = tokens.secrets.token_urlsafe(tokens.TOKEN_BYTES)
    password = private.secret_of(person, Secret.PASSWORD)
    file = reverse("events:my-calendar-file")
    written = io.StringIO()
    handlers: dict[str, Any] = {
        name: {**handler, "stream": written} for name, handler in django_settings.LOGGING["handlers"].items()
    }
    logging.config.dictConfig({**django_settings.LOGGING, "handlers": handlers})
    try:
        answers = [
            client.get(private.address(secret)),
            client.post(private.address(secret)),
            client.get(private.address(old)),
            client.get(private.address(unknown)),
            client.get(private.address(secret, "private-organisation-calendar")),
            client.get(file, headers=private.basic(person.email, password)),
            client.get(file, headers=private.basic(person.email, unknown)),
        ]
        with monkeypatch.context() as patched:
            patched.setattr(private_feed.private_file, "subscription", lambda **_values: b"BEGIN:VCALENDAR\n")
            answers.append(client.get(private.address(secret)))
    finally:
        logging.config.dictConfig(django_settings.LOGGING)
    assert [answer.status_code for answer in answers] == [200, 405, 410, 404, 404, 200, 401, 503]
    log, stored = written.getvalue(), kept()
    # Each way of failing has left its line, and the limits and the time of the last change stand in the cache.
    for words in ("Method Not Allowed", "Gone: /lich-rieng/…/", "Not Found: /lich-rieng/…/", "/lich-rieng-to-chuc/…/"):
        assert words in log, words
    assert "limits:" in stored
    assert b"BEGIN:VEVENT" in answers[0].content
    for hidden in (secret, old, unknown, password, person.email, "BEGIN:VEVENT"):
        assert hidden not in log, hidden
        assert hidden not in stored, hidden
