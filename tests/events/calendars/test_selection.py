"""Selections: one canonical form and address for each choice; a wrong address never means everything."""

import pytest
from django.http import QueryDict
from wagtail.models import PageViewRestriction, Site

from events.calendars import selection
from events.calendars.selection import EVERYTHING, Selection, UnknownSelectionError
from news.enums import NewsroomState
from news.models import NewsroomPage, NewsroomStanding
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import domain as mail
from tests.factories import news


def asked(query: str) -> Selection:
    return selection.from_query(QueryDict(query))


def test_an_address_without_filters_is_everything() -> None:
    assert asked("") == EVERYTHING
    assert EVERYTHING.name == "all"
    assert selection.path(EVERYTHING, Language.VIETNAMESE) == "/su-kien/lich.ics"
    assert selection.path(EVERYTHING, Language.ENGLISH) == "/en/events/calendar.ics"


def test_order_and_repetition_do_not_matter() -> None:
    one = asked("place=bac-ninh&kind=fair&kind=course&kind=fair")
    other = asked("kind=course&kind=fair&place=bac-ninh")
    assert one == other
    assert one.name == other.name
    assert selection.path(one, Language.VIETNAMESE) == "/su-kien/lich.ics?kind=course&kind=fair&place=bac-ninh"


def test_an_address_reads_back_as_its_selection() -> None:
    made = selection.make({"kind": ["fair"], "field": ["ai"]}, archive=True, shows_cancelled=True)
    assert asked(selection.path(made, Language.ENGLISH).partition("?")[2]) == made
    names = {made.name, selection.make({"kind": ["fair"]}).name, EVERYTHING.name, asked("archive=1").name}
    assert len(names) == 4


@pytest.mark.parametrize(
    "query",
    [
        "kinds=fair",
        "kind=fare",
        "kind=",
        "utm_source=x",
        "q=robot",
        "kind=fair&page=2",
        "archive=yes",
        "cancelled=1&cancelled=1",
        "place=../etc",
        "place=B%E1%BA%AFc",
        "field=" + "x" * 91,
        "&".join(f"place=p{number}" for number in range(21)),
        "attendance=both",
        "newsroom=bao&kind=fair",
        "newsroom=bao&level=national",
        "kind=award-deadline&level=national",
    ],
)
def test_what_is_not_understood_is_refused(query: str) -> None:
    with pytest.raises(UnknownSelectionError):
        asked(query)


def test_the_list_leaves_out_what_only_arranges_it() -> None:
    listed = QueryDict(
        "view=month&month=2026-12&sort=latest&page=3&time=past&q=robot&kind=fair&kind=x&attendance=online"
    )
    assert selection.from_list(listed) == selection.make({"kind": ["fair"], "attendance": ["online"]})


def test_titles_say_what_is_chosen(site: Site) -> None:
    made = selection.make({"kind": ["fair"], "level": ["national"]})
    name = mail.site_name(Language.ENGLISH)
    assert selection.title(made, Language.ENGLISH) == f"Events – Technology fair, National – {name}"
    assert selection.title(EVERYTHING, Language.ENGLISH) == f"Events – {name}"


def test_values_that_stand_for_nothing_are_not_known(site: Site) -> None:
    assert selection.known(EVERYTHING)
    for query in ("place=nowhere", "field=nothing", "organiser=nobody", "newsroom=none"):
        assert not selection.known(asked(query))


def test_former_newsroom_is_known_by_name_only_where_it_was_ever_public(site: Site) -> None:
    room = news.make_newsroom(site, "bao-cu", "Báo Cũ").page
    NewsroomStanding.objects.create(newsroom_key=room.translation_key, state=NewsroomState.CLOSED, since=clock.now())
    versions = NewsroomPage.objects.filter(translation_key=room.translation_key)
    former = asked("newsroom=bao-cu")
    versions.update(live=False)
    assert selection.known(former)
    assert "Báo Cũ" in selection.title(former, Language.VIETNAMESE)
    for page in versions:
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert not selection.known(former)
    PageViewRestriction.objects.all().delete()
    assert selection.known(former)
    versions.update(first_published_at=None)
    assert not selection.known(former)
