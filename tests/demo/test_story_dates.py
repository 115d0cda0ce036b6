"""Stories of the demo say one thing about when they went out: to people, and to search engines."""

import re

import pytest
from django.test import Client
from wagtail.models import Site

from portal.demo.builders import news
from portal.kernel import clock
from tests.factories import news as factory


@pytest.mark.django_db
def test_a_story_of_last_week_did_not_change_on_the_day_of_building(site: Site, client: Client) -> None:
    room = factory.make_newsroom(site, "bao-thu", "Báo Thử")
    story = factory.make_article(room.page, "Tin tuần trước", published_at=factory.days_ago(9))
    news.date_back()
    body = client.get(story.url).content.decode()
    day = clock.local(factory.days_ago(9)).date().isoformat()
    assert re.findall(r'"date(?:Published|Modified)":\s*"([0-9-]+)T', body) == [day, day]
