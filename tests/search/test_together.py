"""Documents that hold all words of a query by chance, scattered over a long text, do not stand in the way of better ones."""

from collections.abc import Callable

import pytest

from portal.pages.findables import FindableKind
from search import parsing, together
from search.domain import documents
from search.models import SearchDocument
from search.queries import Reading, find
from tests.factories import search as factory

Titles = Callable[[str], list[str]]
PLAN = (
    "Rau trồng theo quy hoạch. "
    + "Đường điện và trường trạm. " * 30
    + "Nước cho đồng ruộng. Môi trường sạch. Mẫu đơn, giáo trình."
)


@pytest.mark.parametrize(
    ("typed", "title", "body", "stands"),
    [
        ("rau sạch", "Kế hoạch", "Rau màu vụ đông. Không khí sạch.", False),
        ("rau sạch", "Kế hoạch", "Vùng trồng rau sạch.", True),
        ("rau sạch", "Sạch từ vườn: rau", "", True),
        ("nước sạch cho trường mẫu giáo", "Kế hoạch", PLAN, False),
        ("nước sạch cho trường mẫu giáo", "Kế hoạch", "Cấp nước sạch cho trường ở xã; mẫu đơn, giáo án.", True),
        ("rau", "Kế hoạch", "Rau màu", True),
        ("công nghệ sấy", "Kế hoạch", "Đổi mới công nghệ. Nhà máy sấy.", True),
        ("ma sấy", "Máy sấy", "", False),
    ],
)
def test_words_belong_together_in_a_heading_or_as_neighbours(
    shipped: None, typed: str, title: str, body: str, stands: bool
) -> None:
    made = documents.row_of(factory.document(title, body=body), item="thing")
    parts = parsing.parts(parsing.parse(typed))
    assert together.stand(parts, made.title_folded, made.lead_folded, made.body_folded) is stands


def test_scattered_words_give_way_to_what_holds_some_of_them(shipped: None) -> None:
    factory.index("Kế hoạch của tỉnh", body=PLAN)
    factory.index("Hệ lọc nước cho trường mầm non", "Máy in")
    found = find(SearchDocument.objects.all(), "nước sạch cho trường mẫu giáo")
    assert found.reading is Reading.SOME_WORDS
    assert {row.title for row in found.best.rows} == {"Kế hoạch của tỉnh", "Hệ lọc nước cho trường mầm non"}


def test_what_else_was_meant_is_named_beside_what_holds_some_of_the_words(shipped: None) -> None:
    factory.index("Kế hoạch của tỉnh", body="Mấy năm nay. Cây cảnh. Xay xát.")
    factory.index("Máy sấy", "Máy sấy tỏi", "Cây nấm", "Cây chè", "Cây ăn quả", "Cây lúa")
    found = find(SearchDocument.objects.all(), "may cay")
    assert found.reading is Reading.SOME_WORDS
    assert [(other.query.text, other.number) for other in found.others] == [("máy sấy", 2)]


def test_one_document_about_the_words_is_enough(shipped: None) -> None:
    factory.index("Vùng rau sạch")
    factory.index("Kế hoạch của tỉnh", body=PLAN)
    factory.index("Rau muống")
    found = find(SearchDocument.objects.all(), "rau sạch")
    assert (found.reading, found.best.number) == (Reading.AS_TYPED, 2)


@pytest.mark.parametrize(
    "typed", ["cho tôi hỏi có hội chợ nào sắp tới không ạ", "tin tức về hội chợ", "mình đang tìm hội chợ"]
)
def test_talk_around_the_words_is_left_out(titles: Titles, typed: str) -> None:
    factory.index("Hội chợ mùa xuân", "Sắp tới hạn nộp hồ sơ", "Tin tức")
    assert titles(typed) == ["Hội chợ mùa xuân"]


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (FindableKind.EXPERT, "chuyên gia sấy nông sản"),
        (FindableKind.COURSE, "khóa học sấy nông sản"),
        (FindableKind.AWARD, "giải thưởng sấy nông sản"),
        (FindableKind.NEED, "nhu cầu sấy nông sản"),
    ],
)
def test_item_is_found_by_what_its_kind_is_called(titles: Titles, kind: FindableKind, typed: str) -> None:
    factory.index("Phạm Hoài An", summary="Sấy nông sản nhiệt đới", kind=kind)
    factory.index("Máy sấy nông sản")
    assert titles(typed) == ["Phạm Hoài An"]


def test_kind_is_called_in_the_language_of_the_document(shipped: None) -> None:
    factory.index("An Pham", summary="Drying", kind=FindableKind.EXPERT, language="en")
    assert "experts" in SearchDocument.objects.get().lead_folded.split()


def test_words_that_all_stand_in_documents_are_not_mended_for_a_document_by_chance(shipped: None) -> None:
    factory.index("Rau muống", "Khô mực")
    factory.index("Kế hoạch của tỉnh", body="Dầu mỏ và than. Trồng cây xanh. Hạt giống phơi khô.")
    found = find(SearchDocument.objects.all(), "rau khô")
    assert (found.reading, found.query.text) == (Reading.SOME_WORDS, "rau khô")
    assert {row.title for row in found.best.rows} == {"Rau muống", "Khô mực", "Kế hoạch của tỉnh"}
    assert [(other.query.text, other.number) for other in found.others] == [("dầu khô", 1)]


def test_a_slip_is_mended_for_what_holds_some_of_the_words(shipped: None) -> None:
    factory.index("Máy sấy")
    factory.index("Kế hoạch của tỉnh", body="Máy móc. Nhà xưởng. Tưới tiêu.")
    found = find(SearchDocument.objects.all(), "máyy tưới")
    assert found.reading is Reading.SOME_WORDS
    assert {row.title for row in found.best.rows} == {"Kế hoạch của tỉnh", "Máy sấy"}
    assert [(other.query.text, other.number) for other in found.others] == [("máy tưới", 1)]
