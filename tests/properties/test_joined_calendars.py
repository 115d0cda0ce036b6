"""Calendars joined from stored entries are, after any change, byte for byte what is made from the pages at that moment."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from awards.enums import PhaseKind
from awards.models import AwardPhase
from events.calendars import feed, lint, memory, selection
from events.domain import status
from events.models import EventOrganiser, EventPage
from news.enums import ArticleKind
from portal.kernel import clock
from portal.kernel.errors import DomainError
from portal.kernel.languages import Language
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import AdministrativeUnit
from tests.factories import awards as prizes
from tests.factories import events as make
from tests.factories import exhibitors as people
from tests.factories import news as press

SEED = 7
CHOSEN = [
    (selection.EVERYTHING, Language.VIETNAMESE),
    (selection.EVERYTHING, Language.ENGLISH),
    (selection.make(shows_cancelled=True), Language.VIETNAMESE),
    (selection.make({"field": ["drying"]}), Language.ENGLISH),
    (selection.make({"organiser": ["vien-thu"]}), Language.VIETNAMESE),
]


class World:
    """Some of everything that calendars say, and changes to it as editors make them."""

    def __init__(self, site: Site, chance: random.Random) -> None:
        self.chance, self.count = chance, 0
        self.index = make.make_index(site)
        self.operator = make.make_operator()
        self.organisation = people.make_organisation(name="Viện Thử")
        self.organisation.slug = "vien-thu"
        self.organisation.save()
        self.term = people.make_term(VocabularyCode.FIELD, "drying", "Sấy", "Drying")
        self.place = AdministrativeUnit.objects.get(code="bac-ninh")
        self.picture = press.make_image()
        make.make_fair(self.index, fields=[self.term], place=self.place, picture=self.picture)
        make.english(make.make_event(self.index, organisers=[EventOrganiser(organisation=self.organisation)]))
        call = AwardPhase(kind=PhaseKind.CALL, starts_on=make.day(1).date(), ends_on=make.day(15).date())
        self.award = prizes.make_award(prizes.make_index(site), phases=[call], fields=[self.term])
        self.award.save_revision().publish()
        self.newsroom = press.make_newsroom(site).page
        press.make_article(
            self.newsroom, kind=ArticleKind.LIVE, live_starts_at=make.day(3, 20), fields=[self.term], place=self.place
        )

    def word(self) -> str:
        self.count += 1
        return f"Lời {self.count}, “mới”; {'dài ' * self.chance.randint(0, 120)}".strip()[:180]

    def event(self) -> EventPage:
        pages = EventPage.objects.filter(live=True).order_by("pk")
        return pages[self.chance.randrange(len(pages))] if pages else make.make_event(self.index)

    def publish(self, page: Any, **values: Any) -> None:
        page = Page.objects.get(pk=page.pk).specific
        for name, value in values.items():
            setattr(page, name, value)
        page.save_revision().publish()

    def changes(self) -> list[Callable[[], Any]]:
        event = self.event()
        others = event.specific_class.objects.get(pk=event.pk)
        return [
            lambda: self.publish(event, title=self.word()),
            lambda: self.publish(event, lead=self.word(), venue_name=self.word()),
            lambda: self.publish(event, starts_at=event.starts_at + timedelta(minutes=5)),
            lambda: self.publish(event, fields=[] if others.fields.exists() else [self.term]),
            lambda: self.publish(
                event, organisers=[*others.organisers.all(), EventOrganiser(organisation=self.organisation)]
            ),
            lambda: make.make_event(self.index, starts_at=make.day(self.chance.randint(1, 28), 9), place=self.place),
            event.unpublish,
            lambda: status.cancel(event=others, by=self.operator, now=clock.now(), notes={}),
            lambda: self.rename(self.organisation, name=self.word(), name_en=self.word()),
            lambda: self.rename(self.term, label_vi=self.word(), label_en=self.word()),
            lambda: self.rename(self.place, name_vi=self.word()[:100], name_en=self.word()[:100]),
            lambda: self.publish(self.newsroom, title=self.word()),
            lambda: self.publish(self.award, title=self.word()),
            lambda: self.publish(self.index, slug=f"su-kien-{self.count}"),
            lambda: self.rename(
                self.picture, focal_point_x=self.count + 1, focal_point_y=5, focal_point_width=4, focal_point_height=4
            ),
            lambda: PageViewRestriction.objects.create(page=event, restriction_type=PageViewRestriction.LOGIN),
            lambda: PageViewRestriction.objects.all().delete(),
        ]

    @staticmethod
    def rename(record: Any, **names: Any) -> None:
        for name, value in names.items():
            setattr(record, name, value)
        record.save()


def compare(now: Any) -> None:
    for chosen, language in CHOSEN:
        joined = feed.current(chosen=chosen, language=language, now=now)
        assert joined.body == feed.render(chosen=chosen, language=language, now=now), (chosen, language)
        assert lint.lint(joined.body) == []


def test_joined_is_what_the_pages_say(
    site: Site, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    now = make.NOW
    monkeypatch.setattr(timezone, "now", lambda: now)
    world = World(site, random.Random(SEED))
    compare(now)
    order = world.chance.sample(range(len(world.changes())), len(world.changes()))
    # Every kind of change once, in an order by chance, each to what is there by then.
    for number in order:
        now += timedelta(minutes=1)
        todo = world.changes()[number]
        try:
            with django_capture_on_commit_callbacks(execute=True):
                todo()
        except DomainError:  # e.g. an event that is cancelled already
            continue
        compare(now)
    memory.forget()
    compare(now)
