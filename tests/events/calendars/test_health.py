"""How the calendars fare: what is counted of a fetch, what it costs, and the operator's page."""

import dataclasses
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import formats
from wagtail.models import Site

from events.calendars import health, selection
from events.calendars.selection import EVERYTHING, Selection
from events.domain import calendar_fetches
from events.enums import ClientFamily
from events.models import CalendarFetch
from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.ui.templatetags.ui import file_size
from tests.factories import events as make

GOOGLE = "Mozilla/5.0 (compatible; Google-Calendar-Importer; +https://calendar.google.com)"
AGENTS = [
    (GOOGLE, ClientFamily.GOOGLE),
    ("Google-Calendar-Importer", ClientFamily.GOOGLE),
    ("macOS/14.1 (23B74) CalendarAgent/988", ClientFamily.APPLE),
    ("iOS/17.1 (21B74) dataaccessd/1.0", ClientFamily.APPLE),
    ("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17029; Pro)", ClientFamily.OUTLOOK_CLASSIC),
    (
        "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Microsoft Outlook 16.0.5173; ms-office; MSOffice 16)",
        ClientFamily.OUTLOOK_CLASSIC,
    ),
    ("Microsoft.Exchange/15.20 (Calendar; SubscribedCalendar)", ClientFamily.OUTLOOK_WEB),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.4.1", ClientFamily.THUNDERBIRD),
    ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120 Safari/537.36", ClientFamily.OTHER),
    ("curl/8.5", ClientFamily.OTHER),
    ("", ClientFamily.OTHER),
    ("x" * 100_000 + "thunderbird", ClientFamily.OTHER),
]


@dataclasses.dataclass
class File:
    """What a store of files tells of one."""

    selection: Selection = EVERYTHING
    language: Language = Language.VIETNAMESE
    entries: int = 12
    size: int = 34_567
    changed_at: datetime | None = make.NOW - timedelta(days=3)
    stored_at: datetime = make.NOW
    alarm: Any = None
    alarm_detail: str = ""
    alarm_since: datetime | None = None
    held_entries: int | None = None
    held_etag: str = ""


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: make.NOW)


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> list[File]:
    made: list[File] = []
    monkeypatch.setattr(health.snapshots, "state", lambda: made)
    return made


def note(agent: str = GOOGLE, *, name: str = "all", now: datetime = make.NOW) -> None:
    health.note(name=name, language=Language.VIETNAMESE, user_agent=agent, now=now)


@pytest.mark.parametrize(("agent", "family"), AGENTS)
def test_programs_are_known_by_what_they_call_themselves(agent: str, family: ClientFamily) -> None:
    assert health.family_of(agent) is family


def test_a_fetch_is_written_once_an_hour_for_each_family(db: None) -> None:
    note()
    with CaptureQueriesContext(connection) as none:
        for minute in range(50):
            note(now=make.NOW + timedelta(minutes=minute))
    assert len(none) == 0
    note("CalendarAgent/988")
    with CaptureQueriesContext(connection) as later:
        note(now=make.NOW + timedelta(hours=1))
    assert len([query for query in later if "CalendarFetch".lower() in query["sql"].lower()]) == 1
    rows = CalendarFetch.objects.order_by("family").values_list("family", "fetched_at")
    assert list(rows) == [("apple", make.NOW), ("google", make.NOW + timedelta(hours=1))]


def test_neither_address_nor_full_name_of_a_program_is_kept(site: Site, client: Client) -> None:
    client.get("/su-kien/lich.ics", headers={"User-Agent": f"{GOOGLE} secret-build-77"}, REMOTE_ADDR="203.0.113.9")
    (row,) = CalendarFetch.objects.values()
    del row["id"]
    assert row == {"name": "all", "language": "vi", "family": "google", "fetched_at": make.NOW}


def test_a_calendar_is_served_while_the_count_cannot_be_written(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: Any, **_values: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(calendar_fetches, "note", away)
    assert client.get("/su-kien/lich.ics").status_code == 200
    monkeypatch.setattr(cache, "add", away)
    note()
    assert not CalendarFetch.objects.exists()


def test_made_up_filters_do_not_fill_the_table(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_fetches, "MOST_ROWS", 2)
    for name in ("a" * 24, "b" * 24, "c" * 24, "all"):
        note(name=name)
    assert set(CalendarFetch.objects.values_list("name", flat=True)) == {"a" * 24, "b" * 24, "all"}


def test_what_nobody_fetches_any_more_goes(db: None) -> None:
    note(name="a" * 24)
    note(now=make.NOW + timedelta(days=91))
    assert list(CalendarFetch.objects.values_list("name", flat=True)) == ["all"]


@pytest.mark.parametrize("change", ["family = 'netscape'", "family = 'apple'"])
def test_the_database_holds_one_row_for_a_known_family(db: None, change: str) -> None:
    note()
    note("CalendarAgent/988")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE events_calendarfetch SET {change}")


def shown(moment: datetime) -> str:
    return formats.date_format(clock.local(moment), "SHORT_DATETIME_FORMAT")


def page(client: Client, user: User | None = None, query: str = "") -> str:
    client.force_login(user or make.make_operator())
    answer = client.get(reverse("calendar_snapshots") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_only_operators_see_the_page(site: Site, client: Client) -> None:
    from django.contrib.auth.models import Permission

    other = User.objects.create_user("to-chuc@example.org", "mat-khau-thu")
    other.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "change_fairapplication"]))
    client.force_login(other)
    assert client.get(reverse("calendar_snapshots")).status_code == 404
    assert reverse("calendar_snapshots") not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("calendar_snapshots") in page(client)


def test_an_empty_page_says_so(site: Site, client: Client, files: list[File]) -> None:
    assert "Chưa có chương trình nào tải lịch" in page(client)


def test_the_page_tells_who_fetched_what(site: Site, client: Client, files: list[File]) -> None:
    note()
    note("Thunderbird/115")
    note("curl/8.5")
    note(name="a1" * 12)
    files.append(File())
    html = page(client)
    for words in (
        f"Google Calendar: {shown(make.NOW)}",
        "Thunderbird",
        f"{ClientFamily.OTHER.label}: {shown(make.NOW)}",
        "/su-kien/lich.ics",
        "Lựa chọn không còn lưu tệp",
        file_size(34_567),
        "12",
    ):
        assert words in html
    assert shown(make.NOW - timedelta(days=3)) in html
    assert "a1" * 12 not in html
    assert "curl" not in html, "what a program calls itself is read and forgotten"


def test_what_needs_somebody_stands_first_with_the_reason(site: Site, client: Client, files: list[File]) -> None:
    class Reason:
        label = "Tệp mới bị hỏng."

    fair = selection.make({"kind": ["fair"]})
    files.append(File())
    files.append(File(selection=fair, alarm=Reason(), alarm_detail="line 3: <b>", alarm_since=make.NOW))
    files.append(File(selection=fair, language=Language.ENGLISH, held_entries=5))
    found = health.feeds(make.NOW)
    assert [one.needs_somebody for one in found] == [True, True, False]
    html = page(client)
    name = selection.title(fair, Language.VIETNAMESE)
    assert html.index(name) < html.index("Tất cả sự kiện")
    assert "<code>kind=fair" not in html
    for words in ("Tệp mới bị hỏng.", "line 3: &lt;b&gt;", "2 lịch"):
        assert words in html


def test_the_page_costs_the_same_for_few_and_for_many(site: Site, client: Client, files: list[File]) -> None:
    operator = make.make_operator()

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, operator)
        return len(queries)

    note()
    files.append(File())
    files.append(File(selection=selection.make({"kind": ["fair"], "place": ["q"]})))
    page(client, operator)
    few = cost()
    for number in range(40):
        note(name=f"{number:024}")
        files.append(File(selection=selection.make({"kind": ["fair"], "place": [f"p{number}"]})))
    assert cost() == few
    assert "page=2" in page(client, operator)
    assert "p39" in page(client, operator, "?page=2") + page(client, operator)


def test_the_page_speaks_english_too(site: Site, client: Client, files: list[File]) -> None:
    from wagtail.users.models import UserProfile

    operator = make.make_operator()
    UserProfile.objects.update_or_create(user=operator, defaults={"preferred_language": "en"})
    note()
    html = page(client, operator)
    assert "Stored calendars" in html
    assert "Last fetched" in html
