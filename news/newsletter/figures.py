"""Figures of the newsletter: who subscribes, by language, rhythm and audience, and which issues went out. No address."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count
from django.db.models.functions import TruncDate

from news.enums import NewsletterRhythm, SubscriptionState
from news.models import NewsletterSubscription
from news.newsletter import emails
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail.enums import MailState
from portal.mail.models import OutgoingMail
from portal.vocabularies import queries as vocabularies
from portal.vocabularies.enums import VocabularyCode

DAYS: Final = 31
"""How far back issues are listed; mails themselves are kept for ninety days."""


@dataclass(frozen=True, slots=True)
class Subscribers:
    """The subscriptions of one language and rhythm; both are None in the line of the sums."""

    language: Language | None
    rhythm: NewsletterRhythm | None
    confirmed: int
    waiting: int
    ended: int


@dataclass(frozen=True, slots=True)
class Audience:
    """The confirmed subscriptions that chose an audience, by language; without a name those that get every story."""

    name: str
    by_language: Sequence[int]

    @property
    def together(self) -> int:
        """In all languages."""
        return sum(self.by_language)


@dataclass(frozen=True, slots=True)
class Sent:
    """The issues that were queued on one day; None is the line of the sums."""

    day: date | None
    sent: int
    waiting: int
    failed: int

    @property
    def together(self) -> int:
        """All of them."""
        return self.sent + self.waiting + self.failed


def subscribers() -> list[Subscribers]:
    """Return a line for every language and rhythm, and the sums last: one query."""
    counted = NewsletterSubscription.objects.order_by().values_list("language", "rhythm", "state")
    numbers = {
        (language, rhythm, state): number for language, rhythm, state, number in counted.annotate(number=Count("pk"))
    }

    def line(language: Language, rhythm: NewsletterRhythm) -> Subscribers:
        confirmed, waiting, ended = (
            numbers.get((language, rhythm, state), 0)
            for state in (SubscriptionState.ACTIVE, SubscriptionState.UNCONFIRMED, SubscriptionState.ENDED)
        )
        return Subscribers(language, rhythm, confirmed, waiting, ended)

    lines = [line(language, rhythm) for language in Language for rhythm in NewsletterRhythm]
    together = Subscribers(
        None,
        None,
        sum(row.confirmed for row in lines),
        sum(row.waiting for row in lines),
        sum(row.ended for row in lines),
    )
    return [*lines, together]


def audiences() -> list[Audience]:
    """Return how many confirmed subscriptions chose which audience, those without a choice first: two queries.

    Who chose several counts in each of them.
    """
    rows = NewsletterSubscription.objects.filter(state=SubscriptionState.ACTIVE).order_by()
    counted = Counter(
        {
            (code or "", language): number
            for code, language, number in rows.values_list("audiences__code", "language").annotate(number=Count("pk"))
        }
    )
    named = [("", ""), *vocabularies.term_choices(VocabularyCode.AUDIENCE)]
    return [Audience(str(name), [counted[code, language] for language in Language]) for code, name in named]


def issues(*, now: datetime) -> list[Sent]:
    """Return the issues of the last days by the day on which they were queued, newest first, and the sums last: one query."""
    since = clock.at(clock.local(now).date() - timedelta(days=DAYS - 1))
    rows = (
        OutgoingMail.objects.filter(kind=emails.ISSUE, queued_at__gte=since)
        .order_by()
        .annotate(day=TruncDate("queued_at", tzinfo=clock.VIETNAM))
        .values_list("day", "state")
        .annotate(number=Count("pk"))
    )
    days: dict[date, Counter[str]] = {}
    for day, state, number in rows:
        days.setdefault(day, Counter())[state] += number
    lines = [
        Sent(
            day,
            counts[MailState.SENT],
            counts[MailState.QUEUED],
            counts[MailState.FAILED] + counts[MailState.SETTLED],
        )
        for day, counts in sorted(days.items(), reverse=True)
    ]
    sums = Sent(None, *(sum(getattr(row, name) for row in lines) for name in ("sent", "waiting", "failed")))
    return [*lines, sums] if lines else []
