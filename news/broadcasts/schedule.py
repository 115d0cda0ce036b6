"""When what is on air: planned times of programmes and times entered at stories, as one list without duplicates."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final
from uuid import UUID, uuid5

from django.db.models import Prefetch, Q, QuerySet

from news import queries
from news.models import ArticleAirTime, ArticlePage, NewsroomPage, Programme, ProgrammeAirTime
from portal.kernel import clock, languages, text
from portal.kernel.languages import Language

WITHOUT_END: Final = timedelta(minutes=30)
"""How long an air time is shown whose end nobody has told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AirTime:
    """One time on air. ``key`` is its own in every language, ``group`` that of its programme or its story."""

    key: UUID
    group: UUID
    starts: datetime
    ends: datetime
    channel: str
    title: str
    programme: str
    programme_code: str
    newsroom_key: UUID | None
    story_url: str
    title_language: str
    is_repeat: bool
    is_cancelled: bool

    def is_over(self, now: datetime) -> bool:
        """Whether it has ended."""
        return self.ends <= now


@dataclass(frozen=True, slots=True)
class Day:
    """The air times of one day in Việt Nam."""

    day: date
    times: tuple[AirTime, ...]


def programmes(newsroom: NewsroomPage) -> list[Programme]:
    """Return the programmes of a newsroom, those still made first."""
    rows = Programme.objects.filter(newsroom_key=newsroom.translation_key).select_related("cover")
    return sorted(rows, key=lambda row: (not row.is_active, row.name, row.pk))


def _of_programme(row: ProgrammeAirTime, language: Language) -> AirTime:
    programme = row.programme
    return AirTime(
        key=row.key,
        group=programme.key,
        starts=row.starts_at,
        ends=row.ends_at,
        channel=row.channel,
        title=programme.name_in(language),
        programme=programme.name_in(language),
        programme_code=programme.code,
        newsroom_key=programme.newsroom_key,
        story_url="",
        title_language="vi" if language is Language.ENGLISH and not programme.name_en else "",
        is_repeat=row.is_repeat,
        is_cancelled=row.cancelled_at is not None,
    )


def story_key(story: ArticlePage, row: ArticleAirTime) -> UUID:
    """Return the key of an air time of a story, the same in every language and for ever."""
    return uuid5(story.translation_key, str(row.key))


def _of_story(story: ArticlePage, row: ArticleAirTime, language: Language) -> AirTime:
    programme = story.programme
    return AirTime(
        key=story_key(story, row),
        group=story.translation_key,
        starts=row.starts_at,
        ends=row.ends_at or row.starts_at + timedelta(seconds=story.duration_seconds or WITHOUT_END.total_seconds()),
        channel=row.channel,
        title=story.title,
        programme=row.programme or (programme.name_in(language) if programme else ""),
        programme_code=programme.code if programme else "",
        newsroom_key=None,
        story_url=story.url or "",
        title_language="vi" if getattr(story, "only_vietnamese", False) else "",
        is_repeat=row.is_repeat,
        is_cancelled=False,
    )


def merge(planned: Iterable[AirTime], entered: Iterable[AirTime]) -> list[AirTime]:
    """Return both by time; what a story tells of a planned time of its programme stands in its place and takes its key.

    A time that was dropped is not brought back by an older story, and a story of another programme keeps its own line.
    """
    found = {(item.programme_code, item.starts, item.channel.casefold()): item for item in planned}
    own: list[AirTime] = []
    for item in entered:
        place = (item.programme_code, item.starts, item.channel.casefold())
        if not item.programme_code:
            own.append(item)
        elif place not in found:
            found[place] = item
        elif not found[place].is_cancelled:
            found[place] = replace(item, key=found[place].key, group=found[place].group)
    return sorted([*found.values(), *own], key=lambda item: (item.starts, item.channel, item.title))


def is_told_by(groups: Collection[UUID]) -> bool:
    """Return whether a programme or a story is among these groups; two queries at most."""
    stories = ArticlePage.objects.filter(translation_key__in=groups)
    return bool(stories.exists() or Programme.objects.filter(key__in=groups).exists())


def _wanted(groups: Collection[UUID]) -> tuple[Q, Q]:
    """Return the conditions for programmes and stories from which the entries of these groups follow."""
    of_stories = ArticlePage.objects.filter(translation_key__in=groups, programme__isnull=False)
    keys = {*groups, *of_stories.values_list("programme__key", flat=True)}
    return Q(programme__key__in=keys), Q(programme__key__in=keys) | Q(translation_key__in=groups)


def for_calendars(
    *, groups: Collection[UUID] | None, language: Language, since: datetime
) -> list[tuple[AirTime, NewsroomPage]]:
    """Return what begins after an instant at public newsrooms, of all or of these programmes and stories, with the newsroom.

    Nine queries at most, however many there are, and two where no programme and no story is among the groups.
    """
    if groups is not None and not is_told_by(groups):
        return []
    newsrooms = list(queries.listed_newsrooms(language).select_related("locale"))
    by_key = {page.translation_key: page for page in newsrooms}
    paths = {page.path: page.translation_key for page in NewsroomPage.objects.filter(translation_key__in=by_key)}
    planned = ProgrammeAirTime.objects.filter(starts_at__gte=since, programme__newsroom_key__in=by_key)
    stories = queries.public_articles(language).filter(air_times__starts_at__gte=since)
    if groups is not None:
        of_programmes, of_stories = _wanted(groups)
        planned, stories = planned.filter(of_programmes), stories.filter(of_stories)
    found = merge(
        [_of_programme(row, language) for row in planned.select_related("programme")],
        [
            replace(item, newsroom_key=paths.get(path))
            for item, path in _with_paths(stories, language, Q(starts_at__gte=since))
        ],
    )
    return [
        (item, by_key[item.newsroom_key])
        for item in found
        if item.newsroom_key in by_key and (groups is None or item.group in groups)
    ]


def listed_programmes(codes: Collection[str] = ()) -> list[Programme]:
    """Return the programmes that are still made at public newsrooms, and those of these codes, by name."""
    rooms = queries.listed_newsrooms().values("translation_key")
    rows = Programme.objects.filter(Q(is_active=True, newsroom_key__in=rooms) | Q(code__in=codes))
    return sorted(rows, key=lambda row: (text.fold(row.name), row.pk))


def between(
    *,
    starts: datetime,
    ends: datetime,
    newsroom: NewsroomPage | None = None,
    programme: Programme | None = None,
    language: Language | None = None,
) -> list[AirTime]:
    """Return what begins in a time, of a newsroom or of one programme; four queries at most, however many there are."""
    wanted = language or languages.current()
    planned = ProgrammeAirTime.objects.filter(starts_at__gte=starts, starts_at__lt=ends).select_related("programme")
    stories = queries.public_articles(wanted).filter(air_times__starts_at__gte=starts, air_times__starts_at__lt=ends)
    if programme is not None:
        planned, stories = planned.filter(programme=programme), stories.filter(programme=programme)
    elif newsroom is not None:
        planned = planned.filter(programme__newsroom_key=newsroom.translation_key)
        stories = stories.filter(queries.of_newsrooms([newsroom.code]))
    return merge(
        [_of_programme(row, wanted) for row in planned],
        entered(stories, wanted, Q(starts_at__gte=starts, starts_at__lt=ends)),
    )


def coming(*, programme: Programme, now: datetime, days: int) -> list[AirTime]:
    """Return the times of a programme that are not over and begin within some days from today, what is on air among them.

    What began yesterday may go on past midnight; nothing that is planned lasts a day (``LONGEST_SLOT``).
    """
    today = clock.at(clock.local(now).date())
    times = between(starts=today - timedelta(days=1), ends=today + timedelta(days=days), programme=programme)
    return [item for item in times if not item.is_over(now)]


def on_air(times: Iterable[AirTime], now: datetime) -> AirTime | None:
    """Return the one of these times that is on air, the first where there are several; None where there is none."""
    return next((item for item in times if item.starts <= now < item.ends and not item.is_cancelled), None)


def _with_paths(stories: "QuerySet[ArticlePage]", language: Language, rows: Q) -> Iterator[tuple[AirTime, str]]:
    """Yield the air times of a condition that stand at stories, each with the path of its newsroom."""
    listed = (
        stories.distinct()
        .select_related("locale", "programme")
        .defer("body", "transcript", "script", "folded")
        .prefetch_related(Prefetch("air_times", queryset=ArticleAirTime.objects.filter(rows)))
    )
    for story in listed:
        for row in story.air_times.all():
            yield _of_story(story, row, language), story.path[: -story.steplen]


def entered(stories: "QuerySet[ArticlePage]", language: Language, rows: Q) -> list[AirTime]:
    """Return the air times of a condition that stand at stories of a queryset."""
    return [item for item, _path in _with_paths(stories, language, rows)]


def by_day(times: Iterable[AirTime]) -> list[Day]:
    """Return the days on which something is on air, in order."""
    return [Day(day, tuple(items)) for day, items in groupby(times, key=lambda item: clock.local(item.starts).date())]
