"""Planned stories and a clock that tests set."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models.signals import pre_save
from wagtail.models import Site

from news.models import ArticlePage, NewsroomPage
from portal.kernel import clock
from portal.pages.schedule import runner
from portal.pages.schedule.enums import Outcome
from tests.factories import news as factory

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@dataclass
class FakeClock:
    """What the runner takes for the database's clock."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def run(self, **step: float) -> "Counter[Outcome]":
        """Go on, then let the runner do what is due."""
        self.at += timedelta(**step)
        done = runner.run(read=self)
        assert done is not None
        return done


def at_noon() -> datetime:
    """Return a whole second some hours from now: Wagtail plans nothing for the past."""
    return (clock.now() + 6 * HOUR).replace(microsecond=0)


def newsroom(site: Site) -> NewsroomPage:
    return factory.make_newsroom(site).page


def plan(room: NewsroomPage, title: str, goes_live_at: datetime | None, **fields: Any) -> ArticlePage:
    """Make a story that goes public at a moment."""
    article = factory.make_article(room, title, live=False, go_live_at=goes_live_at, **fields)
    article.latest_revision.publish()
    return reload(article)


def reload(article: ArticlePage) -> ArticlePage:
    found: ArticlePage = ArticlePage.objects.get(pk=article.pk)
    return found


def poison(monkeypatch: pytest.MonkeyPatch, article: ArticlePage, failure: Exception | None = None) -> Any:
    """Let every saving of a story raise; return the function that ends it."""

    def refuse(sender: Any, instance: Any, **_kwargs: Any) -> None:
        if instance.pk == article.pk:
            raise failure or RuntimeError("poisoned")

    pre_save.connect(refuse, sender=ArticlePage, weak=False, dispatch_uid="poison")
    return lambda: pre_save.disconnect(sender=ArticlePage, dispatch_uid="poison")
