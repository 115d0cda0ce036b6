"""What was searched for lately, for those who keep the lists of words: what nobody found, what is rising, what is asked most."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Max, Sum

from search.domain import searched
from search.models import SearchedWords

RECENT: Final = timedelta(weeks=2)
BEFORE: Final = timedelta(weeks=4)
MOST_SHOWN: Final = 100
FEWEST_RISING: Final = 3
RISING: Final = 1.5


@dataclass(frozen=True, slots=True)
class Line:
    """Some words in a language: searches in this and last week, searches in two weeks on average before, results found the last time."""

    words: str
    language: str
    recent: int
    before: float
    found: int

    @property
    def growth(self) -> float:
        """How many times as often as before; words that are new count as once before."""
        return self.recent / max(self.before, 1)


@dataclass(frozen=True, slots=True)
class Report:
    """The three lists, each longest first."""

    without_result: list[Line]
    rising: list[Line]
    most: list[Line]


def report(today: date) -> Report:
    """Return what was searched for in this week and the last; two queries, whatever the number of words."""
    first = searched.week_of(today) - RECENT / 2
    recent = list(
        SearchedWords.objects.filter(week__gte=first)
        .values("words", "language")
        .annotate(searches=Sum("number"), last=Max("week"))
        .filter(searches__gte=searched.FEWEST)
        .order_by("-searches", "words", "language")
    )
    asked = {row["words"] for row in recent}
    rows = SearchedWords.objects.filter(week__gte=first - BEFORE, words__in=asked)
    found: dict[tuple[str, str, date], int] = {}
    before: dict[tuple[str, str], int] = {}
    for words, language, week, number, results in rows.values_list("words", "language", "week", "number", "found"):
        if week < first:
            before[words, language] = before.get((words, language), 0) + number
        found[words, language, week] = results
    lines = [
        Line(
            words=row["words"],
            language=row["language"],
            recent=row["searches"],
            before=before.get((row["words"], row["language"]), 0) / (BEFORE / RECENT),
            found=found[row["words"], row["language"], row["last"]],
        )
        for row in recent
    ]
    rising = [line for line in lines if line.recent >= FEWEST_RISING and line.growth >= RISING]
    return Report(
        without_result=[line for line in lines if not line.found][:MOST_SHOWN],
        rising=sorted(rising, key=lambda line: (-line.growth, line.words))[:MOST_SHOWN],
        most=lines[:MOST_SHOWN],
    )
