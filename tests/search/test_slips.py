"""Slips, keys typed with the keyboard off, spaces left out: what is understood, with how much it finds."""

from collections.abc import Callable
from typing import Any

import pytest

from search import likeness, slips
from search.corrections import corrections
from search.models import SearchDocument, Synonym
from search.parsing import parse
from search.queries import Reading, find
from tests.factories import search as factory

DRYER = "Máy sấy tỏi bằng bơm nhiệt"
FAIR = "Hội chợ công nghệ và thiết bị"
WATER = "Xử lý nước thải làng nghề"
ADVICE = "Giải pháp cho xưởng cơ khí"


@pytest.fixture
def portal(shipped: None) -> None:
    factory.index(DRYER, FAIR, WATER, ADVICE, "Triển lãm nông nghiệp", "Techmart Bắc Ninh", "Nanotechnology laboratory")
    factory.index("Nghề gốm", body="Cộng với nghệ nhân của làng về công nghệ; con, nghe và sấy.")
    factory.index("Bàn về sai số", body="Nói về tro bay, sử dụng đất, ly giấy và cho nhau.")


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        # a wrong, a missing, an added, a swapped letter
        ("may say tou", "máy sấy tỏi"),
        ("my say toi", "máy sấy tỏi"),
        ("mayy say toi", "máy sấy tỏi"),
        ("mya say toi", "máy sấy tỏi"),
        ("hoi choo", "hội chợ"),
        ("cnog nghe", "công nghệ"),
        # a slip that is a word of its own
        ("may sai toi", "máy sấy tỏi"),
        ("su ly nuoc thai", "xử lý nước thải"),
        ("hoi tro cong nghe", "hội chợ công nghệ"),
        # heard alike
        ("trien nam nong ngiep", "triển lãm nông nghiệp"),
        ("dai phap co khi", "giải pháp cơ khí"),
        # spaces
        ("congnghe", "công nghệ"),
        ("maysaytoi", "máy sấy tỏi"),
        ("hoichocongnghe", "hội chợ công nghệ"),
        ("tech mart", "techmart"),
        ("con gnghe", "công nghệ"),
        ("con gnghe thiet bi", "công nghệ thiết bị"),
        # keys
        ("coong ngheej", "công nghệ"),
        ("cong65 nghe65", "công nghệ"),
        ("cong6 nghe65", "công nghệ"),
        ("mays saays toir", "máy sấy tỏi"),
        ("xuwr lys nuwowcs thair", "xử lý nước thải"),
        ("nuoc71 thai3", "nước thải"),
        # looking alike
        ("nanotekhnologgy", "nanotechnology"),
        ("nanotecnologi laboratry", "nanotechnology laboratory"),
    ],
)
def test_slip_is_understood(portal: None, typed: str, understood: str) -> None:
    found = find(SearchDocument.objects.all(), typed)
    assert (found.reading, found.query.text) == (Reading.CORRECTED, understood)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("patnet", "patent"),
        ("wastewatr", "wastewater"),
        ("tech mart", "techmart"),
        ("máy wastewatr", "máy wastewater"),
    ],
)
def test_slip_of_a_listed_word_is_understood_though_no_document_holds_it(
    shipped: None, typed: str, understood: str
) -> None:
    for row in ("bằng độc quyền, patent", "nước bẩn, wastewater", "chợ công nghệ, techmart"):
        Synonym.objects.create(words=row)
    factory.index("Bằng độc quyền của máy", "Máy lọc nước bẩn", "Chợ công nghệ", "Waste máy", "Tích mặt")
    found = find(SearchDocument.objects.all(), typed)
    assert (found.reading, found.query.text) == (Reading.CORRECTED, understood)


def test_word_that_documents_hold_is_no_slip_of_a_listed_one(shipped: None) -> None:
    Synonym.objects.create(words="bằng độc quyền, patent")
    factory.index("Patents of lamps", "Bằng độc quyền", "Latent heat")
    assert "patent" not in [other.query.text for other in corrections(parse("latent"), SearchDocument.objects.all())]


def test_marks_that_were_typed_stay(portal: None) -> None:
    found = find(SearchDocument.objects.all(), "máy xấy tỏi")
    assert (found.reading, found.query.text) == (Reading.CORRECTED, "máy sấy tỏi")


@pytest.mark.parametrize("typed", ["qqqqqq zzzzzz", "x" * 60, "1234567", "🙂", "a", "á b c d e f g h i k l m n o p q"])
def test_nothing_is_made_up(portal: None, typed: str) -> None:
    assert corrections(parse(typed), SearchDocument.objects.all()) == []


def test_corrections_are_counted_among_the_rows_that_are_searched(portal: None) -> None:
    factory.index("Máy sấy tỏi cũ", "Máy sấy tỏi nhỏ", language="en")
    vietnamese = SearchDocument.objects.filter(language="vi")
    assert [(other.query.text, other.number) for other in corrections(parse("mya say toi"), vietnamese)] == [
        ("máy sấy tỏi", 1)
    ]
    assert corrections(parse("mya say toi"), SearchDocument.objects.all())[0].number == 3


def test_little_found_names_what_finds_more(portal: None) -> None:
    factory.index("Máy sấy hành", "Máy sấy lúa", "Máy sấy ngô")
    factory.index("May sau mùa gặt", kind="news")
    found = find(SearchDocument.objects.all(), "may sau")
    assert (found.reading, found.rows.count()) == (Reading.AS_TYPED, 1)
    assert ("máy sấy", 4) in [(other.query.text, other.number) for other in found.others]


def test_known_word_is_no_slip_of_one_that_is_typed_already(shipped: None) -> None:
    factory.index("Máy sấy", "Cây lúa", "Cây ngô", "Máy cấy lúa")
    found = find(SearchDocument.objects.all(), "may cay")
    others = [other.query.text for other in corrections(parse("may cay"), SearchDocument.objects.all())]
    assert found.query.text == "may cay"
    assert not [other for other in others if len(set(parse(other).folded)) < 2]


def test_enough_found_asks_nothing(portal: None) -> None:
    factory.index("May áo", "May quần", "May túi", "Máy cày")
    assert find(SearchDocument.objects.all(), "may").others == ()


def test_page_links_what_was_meant_with_counts(get: Callable[..., Any]) -> None:
    factory.index("Máy sấy hành", "Máy sấy lúa", "Máy sấy ngô", "Máy sấy tỏi")
    factory.index("May sau mùa gặt", kind="news")
    html = get(q="may sau").content.decode()
    assert "/tim-kiem/?q=m%C3%A1y+s%E1%BA%A5y" in html
    assert "(4 kết quả)" in html
    assert "Ý bạn là" in html


def test_words_one_slip_away() -> None:
    assert {"cong", "cnog", "cog", "conng", "cung"} <= slips.edits("cong") | {"cong"}
    assert "xu" in slips.spoken_alike("su")
    assert "giai" in slips.spoken_alike("dai")
    assert slips.cut("maysay", {"may": 5, "say": 3, "ma": 1, "ysay": 9}, most=3)[0] == ("may", "say")
    assert slips.cut("may", {"may": 5}, most=3) == []


def test_likeness_is_that_of_the_database() -> None:
    assert likeness.similarity("word", "words") == pytest.approx(4 / 7)
    assert likeness.nearest("nanotekhnologgy", ["nanotechnology", "laboratory"]) == ["nanotechnology"]
    assert likeness.similarity("máy", "máy") == 1


@pytest.mark.postgresql
def test_likeness_is_that_of_pg_trgm(db: None) -> None:
    from django.db import connection

    if connection.vendor != "postgresql":
        pytest.skip("compares with pg_trgm")
    with connection.cursor() as cursor:
        for one, other in (("nanotekhnologgy", "nanotechnology"), ("cong", "cnog"), ("a", "ab"), ("robot", "roboot")):
            cursor.execute("SELECT similarity(%s, %s)", [one, other])
            assert cursor.fetchone()[0] == pytest.approx(likeness.similarity(one, other), abs=1e-6)
