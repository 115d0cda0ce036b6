"""The page of changes: by day, filtered, paged, and silent about what is not public."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from events.domain import status
from events.enums import ProgrammeChangeKind as Kind
from events.models import EventIndexPage, EventPage, ProgrammeChange
from events.programme import changes
from portal.kernel import clock
from portal.kernel.languages import Language
from tests import worlds
from tests.factories import events as make

VIETNAMESE, ENGLISH = "/su-kien/thay-doi/", "/en/events/changes/"
FEEDS = ("/su-kien/thay-doi.xml", "/en/events/changes.xml")
EVERYWHERE = (VIETNAMESE, ENGLISH, *FEEDS)
NOTES = {Language.VIETNAMESE: "Do mưa bão.", Language.ENGLISH: "Because of the storm."}


@worlds.standing
def index(site: Site) -> EventIndexPage:
    return make.make_index(site)


def read(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    assert not answer.cookies
    return answer.content.decode()


def move(page: EventPage, days: int = 2) -> None:
    status.reschedule(
        event=page,
        starts_at=page.starts_at + timedelta(days=days),
        ends_at=page.ends_at + timedelta(days=days),
        by=make.make_operator(),
        now=clock.now(),
        notes=NOTES,
    )


def test_an_empty_programme_says_so(index: EventIndexPage, client: Client) -> None:
    assert "Nothing has changed yet" in read(client, ENGLISH)


def test_a_move_shows_both_times_in_both_languages(index: EventIndexPage, client: Client) -> None:
    page = make.make_event(index, title="Hội thảo dời ngày")
    make.english(page, title="Seminar that moves")
    move(page)
    vietnamese, english = read(client, VIETNAMESE), read(client, ENGLISH)
    assert "12/12/2026, 14:00–16:30" in vietnamese
    assert "14/12/2026, 14:00–16:30" in vietnamese
    assert "Hội thảo dời ngày" in vietnamese
    assert "Saturday, 12 December 2026, 14:00–16:30" in english
    assert "Monday, 14 December 2026, 14:00–16:30" in english
    assert "Seminar that moves" in english
    assert page.url in vietnamese


def test_a_vietnamese_event_is_marked_for_english_readers(index: EventIndexPage, client: Client) -> None:
    make.make_event(index, title="Hội thảo chỉ tiếng Việt")
    english = read(client, ENGLISH)
    assert "Hội thảo chỉ tiếng Việt" in english
    assert "Vietnamese only" in english
    assert '<span lang="vi">Nhà văn hóa' in english


def test_changes_stand_under_their_days_newest_first(index: EventIndexPage, client: Client) -> None:
    one, two = make.make_event(index, title="Việc một"), make.make_event(index, title="Việc hai")
    ProgrammeChange.objects.filter(event_key=one.translation_key).update(at=make.day(3, 0, 30, month=11))
    ProgrammeChange.objects.filter(event_key=two.translation_key).update(at=make.day(2, 23, 30, month=11))
    words = read(client, VIETNAMESE)
    order = [words.index(part) for part in ("03/11/2026</time>", "Việc một", "02/11/2026</time>", "Việc hai")]
    assert order == sorted(order)
    words = read(client, f"{VIETNAMESE}?sort=oldest")
    assert words.index("Việc hai") < words.index("Việc một")


def test_filters_by_kind_and_by_event(index: EventIndexPage, client: Client) -> None:
    moved, other = make.make_event(index, title="Việc dời"), make.make_event(index, title="Việc khác")
    move(moved)
    words = read(client, f"{VIETNAMESE}?kind={Kind.MOVED}")
    assert ("Việc dời" in words, "Việc khác" in words) == (True, False)
    words = read(client, f"{VIETNAMESE}?event={other.translation_key}")
    assert ("Việc dời" in words, "Việc khác" in words) == (False, True)
    both = read(client, f"{VIETNAMESE}?kind=lost&event=lost&page=-7")
    assert "Việc dời" in both
    assert "Việc khác" in both
    nothing = read(client, f"{ENGLISH}?kind={Kind.CANCELLED}")
    assert "Nothing fits these filters" in nothing


def test_long_lists_are_paged(index: EventIndexPage, client: Client) -> None:
    page = make.make_event(index)
    ProgrammeChange.objects.bulk_create(
        ProgrammeChange(event_key=page.translation_key, kind=Kind.RESUMED, at=make.day(1, month=11)) for _ in range(40)
    )
    assert read(client, VIETNAMESE).count('<li class="change">') == 30
    assert read(client, f"{VIETNAMESE}?page=2").count('<li class="change">') == 11


def test_nothing_of_an_unpublished_event_is_shown_but_its_kind_and_date(index: EventIndexPage, client: Client) -> None:
    page = make.make_event(
        index,
        title="CANARY tên",
        venue_name="CANARY nơi",
        sessions=[make.make_session(make.day(12, 15), title="CANARY phiên")],
    )
    move(page)
    assert "CANARY tên" in read(client, VIETNAMESE)
    EventPage.objects.get(pk=page.pk).unpublish()
    for url in EVERYWHERE:
        assert "CANARY" not in read(client, url)
    assert "Seminar planned for Monday, 14 December 2026" in read(client, ENGLISH)
    assert read(client, ENGLISH).count('<li class="change">') == 1


def test_nothing_at_all_of_an_event_that_became_private_is_shown(index: EventIndexPage, client: Client) -> None:
    page = make.make_event(index, title="CANARY tên", venue_name="CANARY nơi")
    move(page)
    PageViewRestriction.objects.create(page=Page.objects.get(pk=page.pk), restriction_type="login")
    for url in EVERYWHERE:
        assert "CANARY" not in read(client, url)
    assert '<li class="change">' not in read(client, VIETNAMESE)
    assert "CANARY" not in read(client, f"{VIETNAMESE}?event={page.translation_key}")
    EventPage.objects.get(pk=page.pk).save_revision().publish()
    assert "CANARY" not in read(client, VIETNAMESE)
    assert '<li class="change">' not in read(client, VIETNAMESE)


def test_a_private_event_that_is_deleted_was_never_public(index: EventIndexPage, client: Client) -> None:
    page = make.make_event(index, title="CANARY tên", venue_name="CANARY nơi")
    PageViewRestriction.objects.create(page=Page.objects.get(pk=page.pk), restriction_type="login")
    ProgrammeChange.objects.all().delete()
    EventPage.objects.get(pk=page.pk).delete()
    assert not ProgrammeChange.objects.exclude(kind=Kind.TAKEN_OFF).exists()
    for url in EVERYWHERE:
        assert "CANARY" not in read(client, url)
    assert '<li class="change">' not in read(client, VIETNAMESE)


def test_an_event_that_is_public_again_comes_back(index: EventIndexPage, client: Client) -> None:
    page = make.make_event(index, title="Hội chợ trở lại")
    wall = PageViewRestriction.objects.create(page=Page.objects.get(pk=page.pk), restriction_type="login")
    assert "Hội chợ trở lại" not in read(client, VIETNAMESE)
    wall.delete()
    assert "Hội chợ trở lại" in read(client, VIETNAMESE)


def test_words_of_a_draft_are_not_shown(index: EventIndexPage, client: Client) -> None:
    page = make.make_event(index, title="Tên công khai")
    draft = EventPage.objects.get(pk=page.pk)
    draft.title, draft.venue_name = "CANARY tên", "CANARY nơi"
    draft.save_revision()
    for url in (*EVERYWHERE, page.url):
        assert "CANARY" not in read(client, url)


@pytest.mark.parametrize("url", EVERYWHERE)
def test_one_and_many_changes_cost_the_same(index: EventIndexPage, client: Client, url: str) -> None:
    def cost() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return len(caught)

    def one() -> None:
        move(
            make.make_event(index, sessions=[make.make_session(make.day(12, 15)), make.make_session(make.day(12, 16))])
        )
        page = EventPage.objects.order_by("-pk").first()
        assert page is not None
        page.sessions = [*list(page.sessions.all())[:1], make.make_session(make.day(14, 16))]
        page.save_revision().publish()

    one()
    first = cost()
    for _number in range(6):
        one()
    assert cost() == first


def test_the_page_of_an_event_lists_its_changes_but_not_its_announcement(index: EventIndexPage, client: Client) -> None:
    page = make.make_event(index)
    assert "changes-title" not in read(client, page.url)
    move(page)
    words = read(client, page.url)
    assert "changes-title" in words
    assert words.count('<li class="change">') == 1
    assert f"{VIETNAMESE}?event={page.translation_key}" in words


def test_of_an_event_taken_off_while_its_page_is_drawn_no_more_than_that_is_shown(index: EventIndexPage) -> None:
    page = make.make_event(index, title="Hội thảo bị gỡ")
    move(page)
    read_before = list(changes.visible(Language.VIETNAMESE))
    page.unpublish()
    assert [row.kind for row in read_before] == [Kind.MOVED, Kind.ANNOUNCED]
    assert changes.shown(read_before, Language.VIETNAMESE) == []
    [left] = changes.shown(list(changes.visible(Language.VIETNAMESE)), Language.VIETNAMESE)
    assert left.kind is Kind.TAKEN_OFF
    assert "Hội thảo bị gỡ" not in left.title


def test_titles_and_words_are_escaped(index: EventIndexPage, client: Client) -> None:
    make.make_event(index, title="<script>alert(1)</script> & Co", venue_name="A & <b>B</b>")
    words = read(client, VIETNAMESE)
    assert "<script>alert" not in words
    assert "<b>B</b>" not in words


def test_the_list_of_events_leads_here(index: EventIndexPage, client: Client) -> None:
    assert VIETNAMESE in read(client, "/su-kien/")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_reading_is_answered(index: EventIndexPage, client: Client, method: str) -> None:
    assert getattr(client, method)(VIETNAMESE).status_code == 405


def test_every_kind_of_change_has_words(index: EventIndexPage, client: Client) -> None:
    page = make.make_event(index)
    when: dict[str, Any] = {
        "kind": "seminar",
        "starts_at": "2026-12-12T14:00:00+07:00",
        "ends_at": "2026-12-12T16:00:00+07:00",
        "is_all_day": False,
    }
    place = {"attendance": "both", "place": {"vi": "Nơi này", "en": "Here"}}
    sessions = {"sessions": [{"key": str(page.translation_key), "title": {"vi": "Phiên cũ"}, **when}]}
    for kind in Kind:
        told = sessions if kind.startswith("sessions") else when | place
        ProgrammeChange.objects.create(
            event_key=page.translation_key, kind=kind, before=told, after=told, at=make.day(1, month=11)
        )
    for url in EVERYWHERE:
        words = read(client, url)
        assert words.count('<li class="change">' if url.endswith("/") else "<entry") == len(Kind) + 1
