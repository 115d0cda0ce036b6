"""Which newsrooms are open, closed or merged, and whose stories a newsroom carries on."""

import uuid
from collections.abc import Mapping
from typing import Any

from news.enums import NewsroomState
from news.models import NewsroomStanding
from portal.page_cache import parts

Standings = Mapping[uuid.UUID, NewsroomStanding]


def ended() -> dict[uuid.UUID, NewsroomStanding]:
    """Return the standing of every newsroom that is closed or merged, by its translation key: one query."""

    def read() -> dict[uuid.UUID, NewsroomStanding]:
        rows = NewsroomStanding.objects.exclude(state=NewsroomState.OPEN)
        return {row.newsroom_key: row for row in rows}

    return parts.read("news:ended", read)


def is_open(newsroom_key: Any) -> bool:
    """Return whether the newsroom with this translation key takes stories and comments."""
    return not NewsroomStanding.objects.filter(newsroom_key=newsroom_key).exclude(state=NewsroomState.OPEN).exists()


def heir(newsroom_key: uuid.UUID, known: Standings) -> uuid.UUID:
    """Return who carries a newsroom's stories on: the last of its successors, itself where it has none."""
    return [newsroom_key, *successors(newsroom_key, known)][-1]


def formers(newsroom_key: uuid.UUID, known: Standings) -> list[uuid.UUID]:
    """Return the newsrooms that went into this one, directly or by another, the latest first."""
    into = [row for row in known.values() if row.newsroom_key != newsroom_key]
    rows = [row for row in into if newsroom_key in successors(row.newsroom_key, known)]
    return [row.newsroom_key for row in sorted(rows, key=lambda row: row.since, reverse=True)]


def successors(newsroom_key: uuid.UUID, known: Standings) -> list[uuid.UUID]:
    """Return into what a newsroom went, one after the other; nothing for one that stands by itself."""
    found: list[uuid.UUID] = []
    while (row := known.get(newsroom_key)) is not None and row.successor_key and row.successor_key not in found:
        newsroom_key = row.successor_key
        found.append(newsroom_key)
    return found
