"""Every component draws every sample, in both languages, in sound HTML."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from portal.ui import samples
from portal.ui.samples.base import Sample, long_title

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
FOLDER = Path(samples.__file__).parent.parent / "templates" / "ui" / "components"


class Balance(HTMLParser):
    """Fails where a tag is closed that is not the last one open, and gathers ids."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A drawing's closed elements open nothing."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another element"


def check(html: str) -> Balance:
    parser = Balance()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    assert len(parser.ids) == len(set(parser.ids)), "an id stands twice"
    return parser


def all_samples(language: str) -> list[Sample]:
    with translation.override(language):
        return [sample for group in samples.groups() for sample in group.samples]


def names(language: str) -> list[str]:
    return [f"{sample.component}-{number}" for number, sample in enumerate(all_samples(language))]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("place", range(len(all_samples("vi"))), ids=names("vi"))
def test_component_draws_its_sample(place: int, language: str) -> None:
    sample = all_samples(language)[place]
    with translation.override(language):
        html = render_to_string(sample.template, dict(sample.context))
    assert html.strip()
    check(html)
    assert ">None<" not in html


def test_every_component_has_a_sample() -> None:
    shown = {sample.component for sample in all_samples("vi")}
    assert {path.stem for path in FOLDER.glob("*.html")} == shown


def test_text_is_escaped() -> None:
    for name in ("card", "technology_card", "need_row", "event_row", "article_card", "organisation_card"):
        html = render_to_string(f"ui/components/{name}.html", {"title": "<b>&", "url": '"><i>', "seed": "s"})
        assert "<b>" not in html
        assert "<i>" not in html


def test_card_without_picture_draws_one_and_keeps_it() -> None:
    context = {"title": long_title(), "url": "#", "seed": "one"}
    first = render_to_string("ui/components/technology_card.html", context)
    assert '<img class="motif" src="' in first
    assert first == render_to_string("ui/components/technology_card.html", context)


def test_untranslated_title_says_so_and_is_marked_vietnamese() -> None:
    with translation.override("en"):
        html = render_to_string(
            "ui/components/technology_card.html", {"title": "Máy sấy", "url": "#", "vietnamese_only": True}
        )
    assert "Vietnamese only" in html
    assert 'lang="vi"' in html


@pytest.mark.parametrize(("left", "words"), [(0, "Đã hết chỗ"), (3, "Còn 3 chỗ"), (1200, "Còn 1.200 chỗ")])
def test_event_says_how_many_places_are_left(left: int, words: str) -> None:
    sample = next(sample for sample in all_samples("vi") if sample.component == "event_row")
    html = render_to_string(sample.template, {**sample.context, "places_left": left})
    assert words in html


def test_cancelled_event_says_so_and_offers_no_places() -> None:
    sample = next(sample for sample in all_samples("vi") if sample.component == "event_card")
    html = render_to_string(sample.template, {**sample.context, "status": "cancelled", "places_left": 5})
    assert "Đã hủy" in html
    assert "Còn 5 chỗ" not in html


def test_month_lists_the_days_of_its_neighbours_too_where_something_happens() -> None:
    month = next(sample for sample in all_samples("vi") if sample.component == "month_grid").context["month"]
    outer = month["weeks"][-1][-1]
    assert not outer["in_month"]
    event = {"title": "Hội thảo đầu tháng sau", "url": "#", "time": "08:00"}
    html = render_to_string(
        "ui/components/month_grid.html", {"month": {**month, "weeks": [[{**outer, "events": [event]}]]}}
    )
    assert 'class="month__out has-events"' in html
    assert f">{outer['date'].day}/{outer['date'].month}</time>" in html


def test_filter_keeps_the_order_and_the_words_that_were_chosen() -> None:
    listing = {
        "sorts": [{"value": "new", "selected": False}, {"value": "name", "selected": True}],
        "query": "sấy <lúa>",
        "searches": True,
        "facets": [],
    }
    html = render_to_string("ui/components/filter_panel.html", {"listing": listing})
    assert '<input type="hidden" name="sort" value="name">' in html
    assert 'value="sấy &lt;lúa&gt;"' in html


def test_filter_asks_for_words_only_where_the_list_searches() -> None:
    listing = {"sorts": [], "query": "", "searches": False, "facets": []}
    assert 'name="q"' not in render_to_string("ui/components/filter_panel.html", {"listing": listing})


def test_trl_meter_fills_as_many_steps_as_the_level() -> None:
    html = render_to_string("ui/components/trl_meter.html", {"level": 6})
    assert html.count('class="is-on"') == 6
    assert "TRL 6/9" in html


@pytest.mark.parametrize(
    ("standing", "badge", "has_trophy"),
    [
        ({"is_winner": True}, "badge--award", True),
        ({"is_revoked": True}, "badge--warning", False),
        ({}, "badge--neutral", False),
    ],
)
def test_only_who_holds_a_prize_has_a_trophy(standing: dict[str, bool], badge: str, has_trophy: bool) -> None:
    html = render_to_string(
        "ui/components/laureate_card.html", {"title": "Máy", "url": "/", "rank": "Hạng", **standing}
    )
    assert badge in html
    assert ("laureate__rank" in html) is has_trophy
