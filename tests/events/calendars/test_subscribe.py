"""The page where one subscribes: choices in the address, addresses for every program, no request to anywhere else."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from events.calendars import following, services
from events.calendars import selection as selections
from events.enums import EventKind
from events.models import EventIndexPage, EventOrganiser
from exhibitors.enums import VerificationState
from tests import worlds
from tests.factories import events as make
from tests.factories import exhibitors as people

VIETNAMESE, ENGLISH = "/su-kien/dang-ky-theo-doi-lich/", "/en/events/subscribe/"
FEED = "http://testserver/en/events/calendar.ics"


@worlds.standing
def index(site: Site) -> EventIndexPage:
    return make.make_index(site)


def read(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    assert not answer.cookies
    return unescape(answer.content.decode())


def links(words: str, beginning: str) -> list[str]:
    return re.findall(rf'href="({re.escape(beginning)}[^"]*)"', words)


def test_everything_is_offered_at_once(index: EventIndexPage, client: Client) -> None:
    words = read(client, ENGLISH)
    assert f'value="{FEED}"' in words
    assert links(words, "webcal:") == ["webcal://testserver/en/events/calendar.ics"]
    assert f'<link rel="alternate" type="text/calendar" href="{FEED}" title="Events – ' in words
    assert "http://testserver/su-kien/lich.ics" in read(client, VIETNAMESE)


def test_services_get_the_address_whole(index: EventIndexPage, client: Client) -> None:
    words = read(client, f"{ENGLISH}?kind=fair&kind=course&attendance=online")
    address = f"{FEED}?kind=course&kind=fair&attendance=online"
    google = links(words, "https://calendar.google.com/")[0]
    assert parse_qs(urlsplit(google).query) == {"cid": [address.replace("http", "webcal", 1)]}
    for host in ("https://outlook.live.com/", "https://outlook.office.com/"):
        parts = urlsplit(links(words, host)[0])
        asked = parse_qs(parts.query)
        assert (parts.path, asked["url"]) == ("/calendar/0/addfromweb", [address])
        assert asked["name"][0].startswith("Events – Training course, Technology fair, Online – ")
        assert "+" not in parts.query
    assert f'<a href="{address}" download>' in words


def test_the_choice_is_canonical_whatever_the_order_and_the_empty_fields(index: EventIndexPage, client: Client) -> None:
    one = read(client, f"{ENGLISH}?attendance=online&kind=fair&level=&kind=fair&field=")
    assert f'value="{FEED}?kind=fair&attendance=online"' in one


def test_what_was_chosen_stays_chosen(index: EventIndexPage, client: Client) -> None:
    words = read(client, f"{ENGLISH}?kind=fair&cancelled=1")
    assert 'name="kind" value="fair" checked' in words
    assert 'name="cancelled" value="1" checked' in words
    assert f'value="{FEED}?kind=fair&cancelled=1"' in words
    assert words.count('aria-current="true"') == 0
    assert read(client, f"{ENGLISH}?kind=fair").count('aria-current="true"') == 1


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("kind=lost", "does not exist"),
        ("field=khong-co", "does not exist"),
        ("newsroom=khong-co", "does not exist"),
        ("organiser=khong-co", "does not exist"),
        ("kind=award-deadline&level=national", "Nothing can fit this choice"),
        ("&".join(f"place=noi-{number}" for number in range(30)), "Choose at most 20"),
        ("kind=%00%ff", "does not exist"),
        (f"kind={'x' * 5000}", "does not exist"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_in_words_and_kept(
    index: EventIndexPage, client: Client, query: str, sentence: str
) -> None:
    words = read(client, f"{ENGLISH}?{query}")
    assert sentence in words
    assert "Error:" in words
    assert "webcal:" not in words
    assert "text/calendar" in words
    if "level" in query:
        assert 'value="award-deadline" checked' in words
        assert 'value="national" checked' in words


def test_organisers_are_offered_where_they_have_a_public_event(index: EventIndexPage, client: Client) -> None:
    shown = people.make_organisation(name="Viện Có Sự Kiện", state=VerificationState.VERIFIED)
    hidden = people.make_organisation(name="Viện Nháp", state=VerificationState.VERIFIED)
    make.make_event(index, organisers=[EventOrganiser(organisation=shown)])
    make.make_event(index, organisers=[EventOrganiser(organisation=hidden)], publish=False)
    private = make.make_event(index, organisers=[EventOrganiser(organisation=hidden)])
    PageViewRestriction.objects.create(page=Page.objects.get(pk=private.pk), restriction_type="login")
    words = read(client, ENGLISH)
    assert f'name="organiser" value="{shown.slug}"' in words
    assert hidden.slug not in words
    chosen = read(client, f"{ENGLISH}?organiser={shown.slug}")
    assert f'value="{FEED}?organiser={shown.slug}"' in chosen


def test_the_code_leads_to_this_page_and_has_words(index: EventIndexPage, client: Client) -> None:
    words = read(client, f"{ENGLISH}?kind=fair")
    drawing = re.search(r"<svg.*?</svg>", words, re.DOTALL)
    assert drawing is not None
    ET.fromstring(drawing.group())
    assert "style=" not in drawing.group()
    assert 'role="img" aria-label="QR code of this page: http://testserver/en/events/subscribe/?kind=fair"' in words


def test_nothing_is_fetched_from_elsewhere_and_nothing_needs_a_script(index: EventIndexPage, client: Client) -> None:
    words = read(client, ENGLISH)
    assert not re.findall(r'(?:src|action|srcset)="https?://', words)
    assert not re.findall(r"<script(?![^>]*(?:src=|ld\+json))", words)
    assert re.findall(r"<button[^>]*data-copy=[^>]* hidden>", words)
    assert re.findall(r'<form action="" method="get"', words)


def test_plain_words_in_both_languages(index: EventIndexPage, client: Client) -> None:
    words = read(client, ENGLISH)
    for part in ("not promises of the makers", "Unsubscribe", "90 days", "Urgent changes go by mail", "archive=1"):
        assert part in words


def test_the_number_of_queries_does_not_grow(index: EventIndexPage, client: Client) -> None:
    def fill(count: int) -> None:
        for _number in range(count):
            body = people.make_organisation(state=VerificationState.VERIFIED)
            make.make_event(index, organisers=[EventOrganiser(organisation=body)])

    def cost() -> int:
        client.get(ENGLISH)
        with CaptureQueriesContext(connection) as caught:
            client.get(ENGLISH)
        return len(caught)

    fill(1)
    first = cost()
    fill(7)
    assert cost() == first


def test_a_list_leads_to_its_calendar_and_says_what_is_kept(index: EventIndexPage, client: Client) -> None:
    make.make_event(index, kind=EventKind.WORKSHOP)
    words = read(client, "/en/events/?kind=workshop&attendance=on-site&q=thu&sort=newest&page=2")
    assert links(words, ENGLISH) == [f"{ENGLISH}?kind=workshop&attendance=on-site"]
    assert "keeps the 2 filters" in words
    assert "are not kept" in words
    assert 'type="text/calendar" href="/en/events/calendar.ics?kind=workshop&attendance=on-site"' in words
    plain = read(client, "/en/events/?time=past")
    assert links(plain, ENGLISH) == [ENGLISH]
    assert "are not kept" not in plain
    month = read(client, "/en/events/?view=month&month=2026-12&kind=workshop")
    assert links(month, ENGLISH) == [f"{ENGLISH}?kind=workshop"]
    assert "keeps the 1 filter that" in month
    assert "are not kept" not in month


def test_the_list_of_courses_leads_to_courses(site: Site, client: Client) -> None:
    courses = make.make_course_index(site)
    make.make_course(courses)
    words = read(client, "/en/training/?attendance=on-site&certificate=exam")
    assert links(words, ENGLISH) == [f"{ENGLISH}?kind=course&attendance=on-site"]
    assert "keeps the 1 filter that" in words
    assert "are not kept" in words


def test_a_profile_leads_to_the_events_of_its_organisation(index: EventIndexPage) -> None:
    from events import profile
    from portal.kernel.languages import Language

    body = people.make_organisation(name="Viện Có Sự Kiện", state=VerificationState.VERIFIED)
    assert profile.organised_section(body, Language.ENGLISH) is None
    make.make_event(index, organisers=[EventOrganiser(organisation=body)])
    section = profile.organised_section(body, Language.VIETNAMESE)
    assert section is not None
    assert section.more_url == f"{VIETNAMESE}?organiser={body.slug}"
    assert len(section.items) == 1


def test_ready_made_ones_are_selections(index: EventIndexPage) -> None:
    found = following.ready_made(selections.EVERYTHING)
    assert [ready.current for ready in found] == [True, False, False, False, False]
    assert [ready.url.partition("?")[2] for ready in found] == [
        "",
        "kind=fair",
        "kind=course",
        "kind=trade-promotion",
        "kind=award-deadline",
    ]


def test_webcal_keeps_host_and_query() -> None:
    assert services.webcal("https://example.org/a.ics?b=c&d=e") == "webcal://example.org/a.ics?b=c&d=e"


def parameters(words: str, host: str) -> dict[str, Any]:
    return {name: values[0] for name, values in parse_qs(urlsplit(links(words, host)[0]).query).items()}


def test_a_single_event_is_copied_and_not_subscribed_to(index: EventIndexPage, client: Client) -> None:
    page = make.make_event(index, title="Hội thảo & “trà” 50 %", lead="Vì sao đến?")
    words = read(client, page.url)
    google = parameters(words, "https://calendar.google.com/")
    assert google["action"] == "TEMPLATE"
    assert google["dates"] == "20261212T070000Z/20261212T093000Z"
    assert google["text"] == "Hội thảo & “trà” 50 %"
    assert google["location"] == "Nhà văn hóa, 1 phố Thử"
    assert google["details"].startswith(f"http://testserver{page.url}")
    outlook = parameters(words, "https://outlook.live.com/")
    assert (outlook["startdt"], outlook["enddt"]) == ("2026-12-12T07:00:00Z", "2026-12-12T09:30:00Z")
    assert outlook["subject"] == google["text"]
    assert "allday" not in outlook
    assert f"/su-kien/lich/{page.translation_key}.ics" in words
    assert "webcal:" not in words


def test_whole_days_end_on_the_day_after(index: EventIndexPage, client: Client) -> None:
    page = make.make_event(index, starts_at=make.day(12, 0), ends_at=make.day(12, 23, 59), is_all_day=True)
    words = read(client, page.url)
    assert parameters(words, "https://calendar.google.com/")["dates"] == "20261212/20261213"
    outlook = parameters(words, "https://outlook.office.com/")
    assert (outlook["startdt"], outlook["enddt"], outlook["allday"]) == ("2026-12-12", "2026-12-13", "true")


def test_an_event_of_several_entries_has_the_file_only(index: EventIndexPage, client: Client) -> None:
    words = read(client, make.make_fair(index).url)
    assert ".ics" in words
    assert "calendar.google.com" not in words
    assert "outlook" not in words


@pytest.mark.parametrize("status", ["postponed", "cancelled"])
def test_a_date_that_does_not_stand_is_not_copied(index: EventIndexPage, client: Client, status: str) -> None:
    words = read(client, make.english(make.make_event(index, status=status)).url)
    assert "Add to my calendar" in words
    assert {"postponed": "has no date now", "cancelled": "is cancelled"}[status] in words
    assert "calendar.google.com" not in words
    assert "File for every calendar" not in words


def test_the_page_of_an_event_names_its_file_to_machines(index: EventIndexPage, client: Client) -> None:
    page = make.make_event(index)
    assert f'type="text/calendar" href="/su-kien/lich/{page.translation_key}.ics"' in read(client, page.url)
