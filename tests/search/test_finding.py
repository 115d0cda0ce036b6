"""Finding what people mean, on whichever database the suite runs."""

import datetime as dt
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Site

from home.enums import DocumentType
from home.models import PolicyIndexPage, PolicyPage
from search import engines
from search.domain import abbreviations, indexing
from search.models import Abbreviation, SearchDocument
from search.queries import Reading, find
from tests.factories import home
from tests.factories import search as factory

Titles = Callable[[str], list[str]]
FAIR = "Hội chợ công nghệ và thiết bị"


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("hoi cho", FAIR),
        ("hội chợ", FAIR),
        ("HỘI CHỢ", FAIR),
        ("HOI CHO", FAIR),
        (unicodedata.normalize("NFD", "hội chợ"), FAIR),
        ("dien tu", "Linh kiện điện tử"),
        ("đien tu", "Linh kiện điện tử"),
        ("ĐIỆN TỬ", "Linh kiện điện tử"),
        ("Hoà Bình", "Thủy điện Hòa Bình"),
        ("Hòa Bình", "Thủy điện Hòa Bình"),
        ("hoa binh", "Thủy điện Hòa Bình"),
        ("thuỷ điện", "Thủy điện Hòa Bình"),
        ("kĩ thuật", "Kỹ thuật sấy lạnh"),
        ("149/KH-UBND", "Kế hoạch 149/KH-UBND"),
        ("149", "Kế hoạch 149/KH-UBND"),
        ("công ngh", FAIR),
        ("cong ngh", FAIR),
    ],
)
def test_find_ignores_how_it_was_typed(titles: Titles, typed: str, title: str) -> None:
    factory.index(FAIR, "Linh kiện điện tử", "Thủy điện Hòa Bình", "Kỹ thuật sấy lạnh", "Kế hoạch 149/KH-UBND")
    assert titles(typed) == [title]


def test_marks_as_typed_come_first(titles: Titles) -> None:
    factory.index("Bàn bếp", "Bàn ghế", "Bàn, bàn và bàn nữa", "Hàng", summary="")
    factory.index("Hàng mới", summary="nơi bán hàng")
    assert titles("bán")[0] == "Hàng mới"
    assert set(titles("bán")) == {"Bàn bếp", "Bàn ghế", "Bàn, bàn và bàn nữa", "Hàng mới"}
    assert titles("bàn")[-1] == "Hàng mới"
    factory.index("Bán máy")
    assert titles("bán")[:2] == ["Bán máy", "Hàng mới"]


def test_title_ranks_above_summary_above_body(titles: Titles) -> None:
    factory.index("Ba", body="về máy sấy tỏi và nhiều chuyện khác")
    factory.index("Hai", summary="máy sấy tỏi")
    factory.index("Máy sấy tỏi")
    assert titles("máy sấy tỏi") == ["Máy sấy tỏi", "Hai", "Ba"]
    assert titles("may say toi") == ["Máy sấy tỏi", "Hai", "Ba"]


def test_row_of_words_in_title_ranks_above_scattered_words(titles: Titles) -> None:
    factory.index("Sấy bằng máy lạnh", "Máy sấy", "Sấy tỏi, có máy, rồi sấy")
    assert titles("máy sấy")[0] == "Máy sấy"


def test_keywords_are_found_and_not_shown(titles: Titles) -> None:
    factory.index("Bơm nhiệt", keywords="máy sấy")
    assert titles("máy sấy") == ["Bơm nhiệt"]
    assert "sấy" not in SearchDocument.objects.get().summary


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("KHCN", "Sở Khoa học và Công nghệ"),
        ("KH&CN", "Sở Khoa học và Công nghệ"),
        ("sở khcn", "Sở Khoa học và Công nghệ"),
        ("khoa học và công nghệ", "Ngày hội KH&CN"),
        ("khoa hoc cong nghe", "Quỹ KHCN"),
        ("sở hữu trí tuệ", "Tư vấn SHTT"),
        ("doi moi sang tao", "Trung tâm ĐMST"),
        ("cds", "Chuyển đổi số trong xưởng"),
    ],
)
def test_abbreviations_work_both_ways(titles: Titles, typed: str, title: str) -> None:
    factory.index(
        "Sở Khoa học và Công nghệ",
        "Ngày hội KH&CN",
        "Quỹ KHCN",
        "Tư vấn SHTT",
        "Trung tâm ĐMST",
        "Chuyển đổi số trong xưởng",
        "Nghệ thuật",
    )
    assert title in titles(typed)
    assert "Nghệ thuật" not in titles(typed)


def test_new_abbreviation_works_at_once(titles: Titles) -> None:
    factory.index("Máy bay không người lái")
    assert titles("mbknl") == []
    added = Abbreviation.objects.create(short="MBKNL", expansion="máy bay không người lái")
    assert titles("mbknl") == ["Máy bay không người lái"]
    added.delete()
    assert titles("mbknl") == []


def test_shipped_abbreviations_are_loaded_once(shipped: None) -> None:
    before = Abbreviation.objects.count()
    assert before > 40
    assert abbreviations.load_shipped(Abbreviation) == 0
    assert Abbreviation.objects.count() == before


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("hoi choo", "hội chợ"),
        ("hội chợp", "hội chợ"),
        ("cong nghe", None),
        ("cnog nghe", "công nghệ"),
        ("congnghe", "công nghệ"),
        ("trung bayy nong ngiep", "trưng bày nông nghiệp"),
    ],
)
def test_slips_are_mended_only_when_nothing_is_found(shipped: None, typed: str, understood: str | None) -> None:
    factory.index(FAIR, "Trưng bày nông nghiệp", "Máy in")
    found = find(SearchDocument.objects.all(), typed)
    assert found.reading is (Reading.CORRECTED if understood else Reading.AS_TYPED)
    assert found.query.text == (understood or typed)
    assert found.rows.count() == 1


def test_long_word_with_two_slips_is_mended(shipped: None) -> None:
    factory.index("Nanotechnology laboratory")
    found = find(SearchDocument.objects.all(), "nanotekhnologgy")
    assert (found.reading, found.query.text) == (Reading.CORRECTED, "nanotechnology")


def test_words_that_never_stand_together_find_some(shipped: None) -> None:
    factory.index("Máy in", "Hội chợ")
    found = find(SearchDocument.objects.all(), "máy hội")
    assert found.reading is Reading.SOME_WORDS
    assert found.rows.count() == 2


@pytest.mark.parametrize(
    "typed",
    [
        "???",
        "&",
        '"',
        "''",
        "( ) OR",
        "'; DROP TABLE search_searchdocument; --",
        'title_folded : "x" NEAR(a b) *',
        "a:* & !b <-> c | (d",
        "máy* AND NOT (NEAR",
        "\x00",
        "má\x00y",
        "%s %(a)s {0}",
        "\u202e\u200fcông",
        "🙂 🚜",
        "-1 ^2 ~3",
        "x" * 5000,
        "công nghệ " * 500,
        "à" * 5000,
        "\\' \\\\",
    ],
)
def test_any_syntax_is_only_text(titles: Titles, typed: str) -> None:
    factory.index("Máy sấy")
    assert set(titles(typed)) <= {"Máy sấy"}
    assert SearchDocument.objects.count() == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=60))
def test_no_text_raises(titles: Titles, typed: str) -> None:
    if not SearchDocument.objects.exists():
        factory.index("Máy sấy", "Hội chợ công nghệ")
    assert set(titles(typed)) <= {"Máy sấy", "Hội chợ công nghệ"}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(min_size=1, max_size=40), body=st.text(max_size=200))
def test_any_document_is_indexed_and_found_by_its_title(titles: Titles, title: str, body: str) -> None:
    indexing.index_documents([factory.document(f"a1b {title}", number=1, body=body)])
    assert len(titles(f"a1b {title}")) == 1


def test_engine_reports_no_problem_and_sees_one(db: None) -> None:
    from django.db import connection

    engine = engines.current()
    assert engine.problems() == []
    engine.drop(connection)
    assert engine.problems()
    engine.create(connection)
    assert engine.problems() == []


def test_neighbours_count_outside_titles(titles: Titles) -> None:
    factory.index("Hội viên cho nhau: hội thảo, cho thuê", summary="Cho hội viên, hội và cho")
    factory.index("Quỹ của hội viên: cho vay, cho hội viên", body="hội viên, hội phí cho vay")
    factory.index(
        "Techmart Bắc Ninh", summary="Ngày mua bán thiết bị", body="Đây là hội chợ lớn của vùng, nhiều gian hàng."
    )
    factory.index("Hội thảo cho trẻ", body="Chỉ có hội thảo.")
    assert titles("hoi cho")[0] == "Techmart Bắc Ninh"
    assert titles("hội chợ")[0] == "Techmart Bắc Ninh"


def test_fair_comes_first_among_documents_like_those_of_the_portal(titles: Titles) -> None:
    factory.index(
        "Hội chợ công nghệ và thiết bị Bắc Ninh",
        summary="Ba ngày gặp gỡ, trình diễn và ký kết.",
        body="Mở cửa cho mọi người. " * 40,
        sort_date=dt.date(2026, 1, 5),
    )
    factory.index(
        "Hội thảo cho doanh nghiệp điện tử",
        summary="Hội thảo cho hội viên và cho các hội đồng",
        body="cho mọi hội và " * 30,
        sort_date=dt.date(2026, 11, 1),
    )
    factory.index("Gian hàng cho hội viên", summary="Hội viên xin gian ở hội chợ", sort_date=dt.date(2026, 11, 2))
    factory.index("Cho thuê thiết bị", keywords="hội", body="Hội đồng cho thuê.", sort_date=dt.date(2026, 11, 3))
    assert titles("hoi cho")[:2] == ["Hội chợ công nghệ và thiết bị Bắc Ninh", "Gian hàng cho hội viên"]
    assert titles("hội chợ")[0] == "Hội chợ công nghệ và thiết bị Bắc Ninh"
    assert titles("hoi cho bac ninh") == ["Hội chợ công nghệ và thiết bị Bắc Ninh"]


def test_more_neighbours_rank_above_fewer(titles: Titles) -> None:
    factory.index("Điện và thép, từ Bình Than đến Hòa Lạc", sort_date=dt.date(2026, 2, 1))
    factory.index("Linh kiện", body="Nhà máy điện tử ở Hòa Bình")
    for typed in ("dien tu hoa binh", "đien tu hoa binh", "điện tử Hoà Bình"):
        assert titles(typed)[0] == "Linh kiện", typed


def test_neighbours_know_both_spellings_of_i_and_y(titles: Titles) -> None:
    factory.index("Kỹ nghệ và mỹ thuật", body="thuật")
    factory.index("Chế biến", body="Bàn về kỹ thuật sấy")
    assert titles("ki thuat")[0] == "Chế biến"


PLAN = "Phát triển thị trường khoa học và công nghệ"


def index_documents_that_cite_a_number() -> None:
    factory.index(PLAN, summary="Kế hoạch của tỉnh.", identifiers=("149/KH-UBND",), keywords="149/KH-UBND UBND tỉnh")
    factory.index("Kế hoạch 149/KH-UBND nói gì", summary="149/KH-UBND, 149/KH-UBND", sort_date=dt.date(2026, 11, 1))
    factory.index("149/KH-UBND và 1158/QĐ-TTg", body="Kế hoạch 149/KH-UBND. " * 5, sort_date=dt.date(2026, 11, 2))
    factory.index(
        "Chương trình quốc gia", identifiers=("1158/QĐ-TTg",), keywords="1158/QĐ-TTg Thủ tướng", summary="Quyết định."
    )


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("149/KH-UBND", PLAN),
        ("149/kh-ubnd", PLAN),
        ("149 KH UBND", PLAN),
        ("kế hoạch 149/KH-UBND", PLAN),
        ("1158/QĐ-TTg", "Chương trình quốc gia"),
        ("1158/QD-TTG", "Chương trình quốc gia"),
    ],
)
def test_document_comes_first_for_its_own_number(titles: Titles, typed: str, first: str) -> None:
    index_documents_that_cite_a_number()
    assert titles(typed)[0] == first
    assert len(titles(typed)) > 1


def test_part_of_a_number_is_a_word_like_others(titles: Titles) -> None:
    index_documents_that_cite_a_number()
    assert titles("149")[0] != PLAN
    assert PLAN in titles("149")


def test_policy_page_is_found_first_by_its_number(site: Site, titles: Titles) -> None:
    index = home.add(site.root_page, PolicyIndexPage(title="Văn bản", slug="van-ban"))
    factory.page(site, "149/KH-UBND: hỏi và đáp", intro="149/KH-UBND")
    policy = PolicyPage(
        title=PLAN,
        number="149/KH-UBND",
        document_type=DocumentType.PLAN,
        issuer="UBND tỉnh Bắc Ninh",
        issued_on=dt.date(2023, 5, 8),
        summary="Kế hoạch của tỉnh.",
    )
    home.add(index, policy)
    assert titles("149/KH-UBND") == [PLAN, "149/KH-UBND: hỏi và đáp"]
