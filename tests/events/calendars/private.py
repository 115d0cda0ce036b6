"""What the tests of private calendars share: secrets, addresses, what a reader finds, registrations."""

import base64
from typing import Any

import icalendar as reader
from allauth.account.models import EmailAddress
from django.urls import reverse
from wagtail.models import Site

from events.calendars import lint, private_feed
from events.domain import private_calendars
from events.domain.private_calendars import Holder, Secret
from events.models import CalendarIdentity, EventPage
from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.languages import Language
from registration.models import PlaceKind, Registration
from tests.factories import events as make
from tests.factories import exhibitors as people
from tests.factories.registration import make_registration


def make_an() -> User:
    """Make a person whose address is proven."""
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
