"""What an English list shows of a Vietnamese-only item is marked as Vietnamese."""

import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.utils import translation

WORDS = "Báo trước khi thiếu ôxy"


@pytest.mark.parametrize(
    ("component", "field"),
    [
        ("article_card", "summary"),
        ("article_card", "newsroom"),
        ("story_row", "summary"),
        ("lead_story", "summary"),
        ("need_row", "summary"),
        ("award_card", "text"),
        ("laureate_card", "text"),
        ("card", "text"),
        ("course_card", "fee"),
        ("course_card", "provider"),
        ("event_row", "place"),
    ],
)
def test_teaser_of_a_vietnamese_only_item_names_its_language(component: str, field: str) -> None:
    starts = dt.datetime(2026, 12, 12, 8, tzinfo=dt.UTC)
    values = {"title": "T", "url": "/t/", "seed": "t", "level": 3, "starts": starts, field: WORDS}
    with translation.override("en"):
        marked = render_to_string(f"ui/components/{component}.html", {**values, "vietnamese_only": True})
        plain = render_to_string(f"ui/components/{component}.html", values)
    assert f'lang="vi">{WORDS}' in marked
    assert 'lang="vi"' not in plain
    assert WORDS in plain
