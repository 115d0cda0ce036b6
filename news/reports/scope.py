"""Whose stories of which time a report is about: the viewer's own newsrooms, or all for operator and department."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from news import permissions
from news.models import ArticlePage, NewsroomPage
from portal.kernel import clock
from portal.kernel.languages import Language

MONTHS_AT_FIRST: Final = 12
ALL: Final = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """The Vietnamese pages of the newsrooms of a report by path, and its days, both included."""

    newsrooms: Mapping[str, NewsroomPage]
    first: date
    last: date
    chosen: str = ALL

    @property
    def starts(self) -> datetime:
        """When the first day begins."""
        return clock.at(self.first)

    @property
    def ends(self) -> datetime:
        """When the day after the last begins."""
        return clock.at(date.fromordinal(self.last.toordinal() + 1))

    @property
    def query(self) -> str:
        """What the address says of the choices."""
        return urlencode({"newsroom": self.chosen, "from": self.first.isoformat(), "to": self.last.isoformat()})

    def newsroom_of(self, path: str) -> str:
        """Return the title of the newsroom under which a story stands."""
        found = self.newsrooms.get(path[: -ArticlePage.steplen])
        return found.title if found else ""

    def published(self) -> "QuerySet[ArticlePage]":
        """Return the Vietnamese stories that were first published in the time, those too that are no longer public.

        What was taken down since was published all the same: a figure that was reported must not fall by it. Only a story
        that was deleted is not there any more.
        """
        return self.of_newsrooms().filter(first_published_at__gte=self.starts, first_published_at__lt=self.ends)

    def stories(self) -> "QuerySet[ArticlePage]":
        """Return the Vietnamese stories that are public and were first published in the time."""
        return self.published().filter(live=True)

    def of_newsrooms(self) -> "QuerySet[ArticlePage]":
        """Return the stories of the newsrooms in Vietnamese, whatever their state."""
        under = Q(pk__in=[])
        for path in self.newsrooms:
            under |= Q(path__startswith=path, depth=len(path) // ArticlePage.steplen + 1)
        rows: QuerySet[ArticlePage] = ArticlePage.objects.filter(under, alias_of=None)
        return rows


def sees_all(user: Any) -> bool:
    """Return whether a person sees the reports of every newsroom: operators, and the department's."""
    return bool(user.is_superuser or permissions.may_feature(user))


def newsrooms_of(user: Any) -> list[NewsroomPage]:
    """Return the newsrooms whose reports a person may read; empty for those who work in none."""
    rows = NewsroomPage.objects.filter(alias_of=None, locale__language_code=Language.VIETNAMESE)
    if not sees_all(user):
        rows = rows.filter(pk__in=permissions.own_pages(user).values("pk"))
    return list(rows.order_by("title", "pk"))


def may_look(user: Any) -> bool:
    """Return whether a person finds any report."""
    return bool(newsrooms_of(user))


def is_day(text: str) -> bool:
    """Return whether what was typed is a day, as browsers send them."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _day(text: str, otherwise: date) -> date:
    return date.fromisoformat(text) if is_day(text) else otherwise


def parse(data: Mapping[str, str], *, offered: Sequence[NewsroomPage]) -> Scope:
    """Return what an address asks for; what makes no sense counts as not asked for, days in the wrong order are swapped."""
    today = clock.today()
    months = today.year * 12 + today.month - MONTHS_AT_FIRST
    beginning = date(months // 12, months % 12 + 1, 1)
    first, last = _day(data.get("from", ""), beginning), _day(data.get("to", ""), today)
    if first > last:
        first, last = last, first
    chosen = data.get("newsroom", ALL)
    known = [room for room in offered if room.code == chosen] if chosen else []
    return Scope({room.path: room for room in known or offered}, first, last, chosen if known else ALL)
