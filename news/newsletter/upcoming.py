"""The next issue as a reader would get it whose last one came a week or a day ago; nothing is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import translation

from news import queries
from news.enums import NewsletterRhythm
from news.newsletter import emails
from portal.kernel.languages import Language
from portal.mail.rendering import Rendered

MOST_STORIES: Final = 12
PERIODS: Final = {NewsletterRhythm.DAILY: timedelta(days=1), NewsletterRhythm.WEEKLY: timedelta(days=7)}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader may have chosen: how often, and the code of one audience, "" for every story."""

    rhythm: NewsletterRhythm
    audience: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue in one language; ``number`` stories are new, ``context`` is what the templates read."""

    language: Language
    number: int
    context: Mapping[str, Any]

    def words(self) -> Rendered:
        """Return subject, text and HTML, with links that are nobody's."""
        return emails.rendered_issue(language=self.language, context=self.context)


def issue(*, language: Language, choice: Choice, now: datetime) -> Issue | None:
    """Return the issue in a language, None where nothing is new."""
    codes = [choice.audience] if choice.audience else []
    with translation.override(language):
        cards, number = queries.published_between(
            language, since=now - PERIODS[choice.rhythm], until=now, audiences=codes, limit=MOST_STORIES
        )
    if not cards:
        return None
    context = emails.issue_context(language=language, cards=cards, number=number, audiences=codes, rhythm=choice.rhythm)
    return Issue(language, number, context)
