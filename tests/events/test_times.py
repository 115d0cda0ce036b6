"""Coming, past and overlapping events: the same as the plain conditions find, however long an event lasts."""

import random
from datetime import timedelta

import pytest
from wagtail.models import Site

from events.models import CoursePage, EventPage
from tests.factories import events as make

SEED = 11
HOURS = (1, 5, 30, 24 * 40, 24 * 400)


@pytest.mark.django_db
def test_events_by_time_are_what_the_plain_conditions_find(site: Site) -> None:
    chance = random.Random(SEED)
    index = make.make_index(site)
    for _number in range(14):
        begins = make.day(1, 9) + timedelta(days=chance.randint(-60, 60))
        make.make_event(index, starts_at=begins, ends_at=begins + timedelta(hours=chance.choice(HOURS)))
    rows = EventPage.objects.order_by("starts_at", "pk")
    for day in (-100, -20, 0, 1, 20, 45, 90, 900):
        now = make.day(1, 9) + timedelta(days=day)
        assert list(rows.upcoming(now)) == list(rows.filter(ends_at__gt=now)), day
        assert list(rows.past(now)) == list(rows.filter(ends_at__lte=now)), day
        for days in (1, 35):
            end = now + timedelta(days=days)
            assert list(rows.overlapping(now, end)) == list(rows.filter(starts_at__lt=end, ends_at__gte=now)), day
    assert list(CoursePage.objects.upcoming(make.day(1))) == []
