"""Counting one reading of a story, as ``portal.kernel.counting`` counts: without knowing the reader."""

import uuid
from collections import Counter
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from news.models import ArticlePage, ReadingCount
from news.readership.enums import Source
from portal.kernel import clock, counting
from portal.kernel.languages import Language

SCOPE = "reading"


class _Sum(NamedTuple):
    article_key: uuid.UUID
    language: Language
    day: date
    source: Source


def note(request: HttpRequest, *, article_key: uuid.UUID, language: Language, source: str) -> bool:
    """Count a reading unless the reader asked not to be counted, is a program or was counted just now; return whether it was."""
    if not counting.may_be_counted(request):
        return False
    day = clock.today()
    if not counting.is_new(request, scope=SCOPE, what=str(article_key), day=day):
        return False
    known = Source(source) if source in Source.values else Source.DIRECT
    return tally.add(_Sum(article_key, language, day, known))


def _store(sums: Counter[_Sum]) -> int:
    """Write sums of public stories, in one order for all processes, so that none waits for another crosswise."""
    keys = {item.article_key for item in sums}
    public = set(
        ArticlePage.objects.filter(live=True, translation_key__in=keys).values_list("translation_key", flat=True)
    )
    written = 0
    with transaction.atomic():
        for item, number in sorted(sums.items()):
            if item.article_key not in public:
                continue
            row, made = ReadingCount.objects.get_or_create(
                **item._asdict(), is_month=False, defaults={"number": number}
            )
            if not made:
                ReadingCount.objects.filter(pk=row.pk).update(number=F("number") + number)
            written += number
    return written


tally = counting.Tally(_store)
