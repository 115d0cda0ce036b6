"""Tags and filters of the look."""

from datetime import UTC, date, datetime

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import translation

from portal.ui import motifs
from portal.ui.templatetags import ui


def test_icon_is_hidden_unless_it_has_a_name() -> None:
    assert 'aria-hidden="true"' in ui.icon("calendar-days")
    named = ui.icon("calendar-days", label="Lịch")
    assert 'aria-label="Lịch"' in named
    assert "aria-hidden" not in named


def test_when_tells_one_day_with_its_hours_on_the_clock_of_vietnam() -> None:
    starts, ends = datetime(2026, 12, 12, 1, 0, tzinfo=UTC), datetime(2026, 12, 12, 9, 30, tzinfo=UTC)
    assert ui.when(starts, ends).endswith("12/12/2026, 08:00–16:30")
    with translation.override("en"):
        assert ui.when(starts, ends) == "Saturday, 12 December 2026, 08:00–16:30"


def test_when_tells_several_days_without_hours() -> None:
    words = ui.when(datetime(2026, 12, 20, 1, 0, tzinfo=UTC), datetime(2026, 12, 22, 9, 0, tzinfo=UTC))
    assert "20/12/2026" in words
    assert "22/12/2026" in words
    assert ":" not in words


def test_when_takes_a_late_evening_for_the_day_in_vietnam() -> None:
    assert "13/12/2026" in ui.when(datetime(2026, 12, 12, 18, 0, tzinfo=UTC))


def test_when_admits_that_there_is_no_date() -> None:
    assert ui.when(None) == "Ngày sẽ thông báo sau"


def test_month_short_in_both_languages() -> None:
    assert ui.month_short(date(2026, 12, 1)) == "Tháng 12"
    with translation.override("en"):
        assert ui.month_short(date(2026, 12, 1)) == "Dec"


def test_end_of_a_date_block_in_both_languages() -> None:
    assert ui.day_and_month(date(2026, 12, 21)) == "21/12"
    with translation.override("en"):
        assert ui.day_and_month(date(2026, 12, 21)) == "21 Dec"


def test_addresses_break_after_slashes_and_dots_only() -> None:
    assert ui.breakable("san.bacninh.vn/c/ab12") == "san.<wbr>bacninh.<wbr>vn/<wbr>c/<wbr>ab12"
    assert ui.breakable("<b>/x") == "&lt;b&gt;/<wbr>x"


@pytest.mark.parametrize(("size", "words"), [(None, ""), (400, "1 kB"), (48_600, "49 kB"), (1_240_000, "1,2 MB")])
def test_file_size_is_rounded_for_readers(size: int | None, words: str) -> None:
    assert ui.file_size(size) == words


def test_page_url_keeps_the_filters_and_drops_page_one() -> None:
    query = QueryDict("field=agri&field=energy&page=3")
    assert ui.page_url(query, 4) == "?field=agri&field=energy&page=4"
    assert ui.page_url(query, 1) == "?field=agri&field=energy"
    assert ui.page_url(None, 2) == "?page=2"


def test_json_ld_cannot_close_its_element() -> None:
    html = ui.json_ld({"name": "</script><script>alert(1)&"})
    assert html.count("<") == 2
    assert "\\u003C/script\\u003E" in html


@pytest.mark.parametrize("motif", sorted(motifs.SHAPES))
def test_motif_is_the_same_for_one_seed_and_different_for_another(motif: str) -> None:
    assert motifs.picture("a", motif) == motifs.picture("a", motif)
    assert len({motifs.picture(str(seed), motif) for seed in range(30)}) > 12


def test_pictures_differ_within_a_page_of_thirty() -> None:
    assert len({motifs.picture(f"technology-{seed}") for seed in range(30)}) >= 25


def test_pictures_use_no_inline_style_and_no_ids() -> None:
    for seed in range(60):
        drawing = motifs.picture(str(seed))
        assert "style=" not in drawing
        assert "id=" not in drawing
        assert len(drawing) < 8000


@pytest.mark.django_db
def test_drawing_is_served_as_an_image_that_browsers_keep(client: Client) -> None:
    address = ui.drawing_url("any seed", "carp")
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.content.startswith(b"<svg xmlns=")
    assert client.get(address.replace("carp", "dragon")).status_code == 404
    assert client.get("/hinh-ve/any/not-a-key.svg").status_code == 404
