"""What comes first among what is found, on whichever database the suite runs."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import Site

from portal.kernel import clock
from portal.pages.findables import FindableKind
from search.models import SearchDocument
from search.queries import find
from tests.factories import search as factory

Titles = Callable[[str], list[str]]


def test_marks_in_the_title_rank_above_marks_elsewhere(titles: Titles) -> None:
    factory.index("Bàn ghế, bàn ăn", summary="Bàn đẹp, bán tại xưởng, bàn tốt")
    factory.index("Bán máy cũ")
    factory.index("Bàn bếp")
    assert titles("bán") == ["Bán máy cũ", "Bàn ghế, bàn ăn", "Bàn bếp"]


def test_a_few_marks_are_enough(titles: Titles) -> None:
    factory.index("May say toi, đặt may áo", summary="may mặc")
    factory.index("Kho", body="về máy sấy tỏi")
    assert titles("máy say toi")[0] == "Kho"


@pytest.mark.parametrize("typed", ["kĩ thuật sấy", "kỹ thuật sấy", "Kĩ Thuật Sấy", "ki thuat say", "ky thuat say"])
def test_both_spellings_rank_the_same(titles: Titles, typed: str) -> None:
    factory.index("Sấy bằng kĩ xảo và thuật khác", sort_date=dt.date(2026, 11, 1))
    factory.index("Kỹ thuật sấy", summary="Nói về rau")
    assert titles(typed)[0] == "Kỹ thuật sấy"


def test_beginning_of_a_longer_word_is_found_in_both_spellings(titles: Titles) -> None:
    factory.index("Kyoto Protocol", "Kinh Bắc")
    assert titles("kyo") == ["Kyoto Protocol"]
    assert titles("ky") == ["Kyoto Protocol", "Kinh Bắc"] or set(titles("ky")) == {"Kyoto Protocol", "Kinh Bắc"}


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("TRL 7", "Dây chuyền ở mức TRL7"),
        ("trl7", "Máy sấy TRL 7"),
        ("TRL-7", "Máy sấy TRL 7"),
        ("trl 7", "Máy sấy TRL 7"),
        ("mức độ sẵn sàng công nghệ 7", "Máy sấy TRL 7"),
        ("0314 409 058", "MST 0314409058"),
        ("0314.409.058", "MST 0314409058"),
        ("mst 0314409058", "MST 0314409058"),
        ("ISO9001", "Chứng nhận ISO 9001:2015"),
        ("iso 9001", "Chứng nhận ISO 9001:2015"),
        ("khcn", "Sở KH&CN"),
        ("kh & cn", "Sở KH&CN"),
        ("kh và cn", "Sở KH và CN"),
        ("nước thải 5 m3", "Xử lý nước thải 5 m³"),
        ("bat giu CO2", "Bắt giữ CO₂"),
    ],
)
def test_codes_are_found_however_they_are_written(titles: Titles, typed: str, title: str) -> None:
    factory.index(
        "Máy sấy TRL 7",
        "Dây chuyền ở mức TRL7",
        "MST 0314409058",
        "Chứng nhận ISO 9001:2015",
        "Sở KH&CN",
        "Sở KH và CN",
        "Xử lý nước thải 5 m³",
        "Bắt giữ CO₂",
        "Bảy máy",
    )
    assert title in titles(typed)
    assert "Bảy máy" not in titles(typed)


def test_upcoming_events_come_before_those_that_are_over(titles: Titles) -> None:
    today = clock.today()
    factory.index(
        "Hội chợ nông sản kỳ trước", kind=FindableKind.EVENT, sort_date=today - dt.timedelta(days=400), body="hội chợ"
    )
    factory.index("Hội chợ nông sản kỳ này và nhiều việc khác nữa", kind=FindableKind.EVENT, sort_date=today)
    assert titles("hội chợ nông sản") == [
        "Hội chợ nông sản kỳ này và nhiều việc khác nữa",
        "Hội chợ nông sản kỳ trước",
    ]


def test_fair_that_is_on_is_not_stale_and_policies_have_no_time(titles: Titles) -> None:
    today = clock.today()
    factory.index("Hội chợ, hội chợ", kind=FindableKind.EVENT, sort_date=today - dt.timedelta(days=60))
    factory.index("Hội chợ đang mở ở tỉnh", kind=FindableKind.EVENT, sort_date=today - dt.timedelta(days=2))
    factory.index("Hội chợ: quy định", kind=FindableKind.POLICY, sort_date=today - dt.timedelta(days=4000))
    assert titles("hội chợ")[-1] == "Hội chợ, hội chợ"


def test_title_stays_above_text_even_when_it_is_stale(titles: Titles) -> None:
    today = clock.today()
    factory.index("Hội chợ cũ", kind=FindableKind.EVENT, sort_date=today - dt.timedelta(days=400))
    factory.index("Ngày mở cửa", kind=FindableKind.EVENT, sort_date=today, body="bên hội chợ")
    assert titles("hội chợ") == ["Hội chợ cũ", "Ngày mở cửa"]


BAD = [
    "x" * 10_000,
    "và của cho là",
    "a" + "\u0323\u0301" * 5_000,
    "\u0301\u0323",
    '"máy sấy',
    "máy AND (NOT sấy OR NEAR/3",
    "'; DROP TABLE search_searchdocument; --",
    'title_folded:máy^2 "sấy" *',
    "máy:* & !sấy <-> tỏi | (",
    "\u202eyấs yám",
    "مجفف الثوم",
    "máy sấy 🧄🔥",
    "máy\x00sấy",
    "\x00",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "%00%s{0}",
    "²³¹ ½ ⅷ",
    "一二三 ไทย",
    "\\",
    "0" * 200,
    "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17",
    "a1b2 1e5 1.5e-3 0x1F a@b.vn http://x/y?z",
]


@pytest.mark.parametrize("typed", BAD, ids=range(len(BAD)))
def test_any_text_gets_a_page(client: Client, site: Site, typed: str) -> None:
    factory.index("Máy sấy")
    for address in ("/tim-kiem/", "/en/search/"):
        assert client.get(address, {"q": typed, "kind": typed, "field": typed, "page": typed}).status_code in {200, 404}
        assert client.get(address, {"q": typed}).status_code == 200
    assert SearchDocument.objects.count() == 1


def test_only_common_words_find_what_holds_them(shipped: None) -> None:
    factory.index("Máy sấy của nhà", "Hội thảo cho doanh nghiệp")
    assert find(SearchDocument.objects.all(), "và của cho").rows.count() == 2
