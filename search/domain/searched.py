"""Counting what is searched for, so that editors learn what nobody finds: sums of a week, never who or when.

Words that look like a person's own (an address, a number of six digits and more) are not counted at all, and words that fewer
than ``FEWEST`` visitors searched for are forgotten with their week.
"""

import re
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from portal.kernel import clock, counting, text
from portal.kernel.erasure import Erased
from portal.kernel.languages import Language
from portal.kernel.personal_data import EraseAction
from search import folding
from search.models import SearchedWords

SCOPE: Final = "search"
LONGEST: Final = 80
MOST_WORDS: Final = 8
FEWEST: Final = 2
"""What one visitor alone looked for is nobody's business."""
KEPT: Final = timedelta(weeks=26)
_PERSONAL: Final = re.compile(r"@|\d(?:[ .-]?\d){5}")


class _Sum(NamedTuple):
    week: date
    language: Language
    words: str
    found: int


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def countable(typed: str) -> str:
    """Return the words of a search as they are counted, in small letters with their marks; "" for what is not counted."""
    words = folding.accented(typed) or folding.folded(typed)
    said = " ".join(words)
    if not said or len(said) > LONGEST or len(words) > MOST_WORDS or _PERSONAL.search(text.normalise(typed)):
        return ""
    return said


def note(request: HttpRequest, *, typed: str, language: Language, found: int) -> bool:
    """Count a search of a person who did not ask to be left out, once in half an hour; return whether it was counted."""
    words = countable(typed)
    if not words or not counting.may_be_counted(request):
        return False
    today = clock.today()
    if not counting.is_new(request, scope=SCOPE, what=words, day=today):
        return False
    return tally.add(_Sum(week_of(today), language, words, found))


def _store(sums: Counter[_Sum]) -> int:
    """Write sums in one order for all processes, so that none waits for another crosswise."""
    with transaction.atomic():
        for item, number in sorted(sums.items()):
            key = {"week": item.week, "language": item.language, "words": item.words}
            row, made = SearchedWords.objects.get_or_create(**key, defaults={"number": number, "found": item.found})
            if not made:
                SearchedWords.objects.filter(pk=row.pk).update(number=F("number") + number, found=item.found)
    return sums.total()


tally = counting.Tally(_store)


def forget(*, now: datetime, dry_run: bool = False) -> list[Erased]:
    """Erase weeks that are half a year old, and of every week that is over what fewer than ``FEWEST`` visitors searched for."""
    week = week_of(clock.local(now).date())
    old = SearchedWords.objects.filter(week__lt=week_of(clock.local(now).date() - KEPT))
    rare = SearchedWords.objects.filter(week__lt=week, number__lt=FEWEST)
    rows = old | rare
    number = rows.count()
    if number and not dry_run:
        rows.delete()
    return [Erased("search.SearchedWords", EraseAction.DELETE_RECORD, number)]
