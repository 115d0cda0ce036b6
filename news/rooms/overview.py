"""The newsrooms that a person leads, as the admin lists them."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Count, Q

from news import permissions, queries
from news.enums import NewsroomState
from news.models import ArticlePage, NewsroomDesk, NewsroomPage, NewsroomStanding
from news.rooms import staff, standing
from portal.kernel import languages


@dataclass(frozen=True, slots=True)
class RoomRow:
    """One newsroom in the list: ``successor`` is a title where it went into another."""

    page: NewsroomPage
    state: NewsroomState
    standing: NewsroomStanding | None
    successor: str
    desks: list[NewsroomDesk]
    stories: int
    people: int


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One desk with how many public stories it has."""

    desk: NewsroomDesk
    stories: int


def _pages() -> dict[uuid.UUID, NewsroomPage]:
    """Return each newsroom's page, in the reader's language where there is one: one query."""
    language = languages.current()
    found: dict[uuid.UUID, NewsroomPage] = {}
    for page in NewsroomPage.objects.filter(alias_of=None).select_related("locale").order_by("title", "pk"):
        if page.translation_key not in found or page.locale.language_code == language:
            found[page.translation_key] = page
    return found


def page_of(newsroom_key: uuid.UUID) -> NewsroomPage | None:
    """Return a newsroom's page, in the reader's language where there is one."""
    return _pages().get(newsroom_key)


def open_rooms(*, without: uuid.UUID) -> list[NewsroomPage]:
    """Return the newsrooms into which another may go."""
    known = standing.ended()
    return [page for key, page in _pages().items() if key not in known and key != without]


def rows(user: Any) -> list[RoomRow]:
    """Return the newsrooms that a person leads, open ones first; as many queries for one as for ten."""
    led, pages, known = permissions.led_newsrooms(user), _pages(), standing.ended()
    desks: dict[uuid.UUID, list[NewsroomDesk]] = {}
    for desk in NewsroomDesk.objects.filter(closed_on=None):
        desks.setdefault(desk.newsroom_key, []).append(desk)
    stories = _stories()
    people = dict(
        Group.objects.annotate(number=Count("user", filter=Q(user__is_active=True))).values_list("name", "number")
    )
    found = [
        RoomRow(
            page=page,
            state=NewsroomState(known[key].state) if key in known else NewsroomState.OPEN,
            standing=known.get(key),
            successor=_successor(key, known, pages),
            desks=desks.get(key, []),
            stories=stories.get(key, 0),
            people=sum(people.get(group(page), 0) for group in staff.GROUPS.values()),
        )
        for key, page in pages.items()
        if key in led
    ]
    return sorted(found, key=lambda row: row.state is not NewsroomState.OPEN)


def _successor(key: uuid.UUID, known: standing.Standings, pages: dict[uuid.UUID, NewsroomPage]) -> str:
    heir = pages.get(standing.heir(key, known))
    return str(heir.title) if heir is not None and heir.translation_key != key else ""


def _stories() -> dict[uuid.UUID, int]:
    """Return how many public stories each newsroom has, one in two languages counted once."""
    rooms = dict(NewsroomPage.objects.filter(alias_of=None).values_list("path", "translation_key"))
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    for path, key in ArticlePage.objects.filter(live=True, alias_of=None).values_list("path", "translation_key"):
        room = rooms.get(path[: -ArticlePage.steplen])
        if room is not None:
            found.setdefault(room, set()).add(key)
    return {room: len(keys) for room, keys in found.items()}


def successor_of(newsroom: NewsroomPage) -> str:
    """Return the name of the newsroom into which this one went, or an empty text."""
    return _successor(newsroom.translation_key, standing.ended(), _pages())


def desk_rows(newsroom_key: uuid.UUID) -> list[DeskRow]:
    """Return every desk of a newsroom with its public stories: two queries."""
    desks = list(NewsroomDesk.objects.filter(newsroom_key=newsroom_key))
    numbers = dict(
        queries.public_articles_of_desks([desk.pk for desk in desks])
        .order_by()
        .values_list("desk")
        .annotate(number=Count("translation_key", distinct=True))
    )
    return [DeskRow(desk, numbers.get(desk.pk, 0)) for desk in desks]
