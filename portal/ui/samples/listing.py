"""Samples of what surrounds a list."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from portal.kernel import pagination
from portal.ui.samples.base import Group, Sample, both


def _option(value: str, label: str, count: int, *, selected: bool = False) -> dict[str, Any]:
    return {"value": value, "label": label, "count": count, "selected": selected, "url": "#"}


def listing(*, page: int = 3, rows: int = 214) -> SimpleNamespace:
    """Return a listing as ``portal.pages.listing.build`` makes one."""
    window = pagination.paginate(range(rows), number=str(page), size=30)
    return SimpleNamespace(
        facets=[
            {
                "name": "field",
                "label": both("Lĩnh vực", "Field"),
                "multiple": True,
                "options": [
                    _option("agri", both("Nông nghiệp", "Agriculture"), 41, selected=True),
                    _option("electronics", both("Điện tử, bán dẫn", "Electronics, semiconductors"), 73),
                    _option("environment", both("Môi trường", "Environment"), 18),
                    _option("energy", both("Năng lượng", "Energy"), 0),
                ],
            },
            {
                "name": "trl",
                "label": both("Mức sẵn sàng", "Readiness"),
                "multiple": False,
                "options": [
                    _option("ready", both("Sẵn sàng sử dụng", "Ready to use"), 52),
                    _option("trial", both("Thử nghiệm", "Trial"), 90),
                ],
            },
        ],
        chips=[
            {"label": both("Nông nghiệp", "Agriculture"), "remove_url": "#"},
            {"label": "“sấy lúa”", "remove_url": "#"},
        ],
        sorts=[
            {"value": "new", "label": both("Mới nhất", "Newest"), "selected": True, "url": "#"},
            {"value": "name", "label": both("Tên A–Z", "Name A–Z"), "selected": False, "url": "#"},
        ],
        query="sấy lúa",
        searches=True,
        total=rows,
        action_url="",
        clear_url="?",
        page=window,
        pages=[{"number": number, "url": "#", "current": number == page} for number in window.numbers],
        previous_url="#" if page > 1 else "",
        next_url="#" if window.next_number else "",
    )


def month() -> dict[str, Any]:
    """Return a month with events for the grid."""
    first = date(2026, 10, 26)
    fair = {"title": both("Ngày hội kết nối cung cầu", "Supply and demand day"), "url": "#", "time": "08:00"}
    course = {"title": both("Khóa định giá công nghệ", "Valuation course"), "url": "#", "status": "cancelled"}
    events = {date(2026, 11, 27): [fair], date(2026, 11, 12): [course]}
    shown, today = (2026, 11), date(2026, 11, 23)

    def day(offset: int) -> dict[str, Any]:
        current = first + timedelta(days=offset)
        return {
            "date": current,
            "in_month": (current.year, current.month) == shown,
            "is_today": current == today,
            "events": events.get(current, []),
        }

    weekdays = both("T2 T3 T4 T5 T6 T7 CN", "Mon Tue Wed Thu Fri Sat Sun").split()
    return {
        "title": both("Tháng 11/2026", "November 2026"),
        "previous_url": "#",
        "next_url": "#",
        "weekdays": weekdays,
        "weeks": [[day(week * 7 + weekday) for weekday in range(7)] for week in range(6)],
    }


def groups() -> list[Group]:
    """Return the groups of filters, pagers and empty lists."""
    many = listing()
    action = {"text": both("Xóa bộ lọc", "Clear filters"), "url": "#"}
    return [
        Group(
            both("Bộ lọc", "Filters"),
            (Sample("filter_panel", both("Có chọn", "Something chosen"), {"listing": many}),),
            "narrow",
        ),
        Group(
            both("Số kết quả, sắp xếp, thẻ lọc", "Count, order, chips"),
            (
                Sample(
                    "result_count",
                    both("Nhiều", "Many"),
                    {"total": 1214, "text": both("công nghệ", "technologies"), "query": "sấy lúa"},
                ),
                Sample("result_count", both("Một", "One"), {"total": 1}),
                Sample("sort", both("Hai cách", "Two orders"), {"sorts": many.sorts}),
                Sample("chips", both("Hai bộ lọc", "Two filters"), {"chips": many.chips, "clear_url": "#"}),
            ),
        ),
        Group(
            both("Phân trang", "Pages"),
            (
                Sample("pagination", both("Nhiều trang", "Many pages"), {"listing": many}),
                Sample(
                    "pagination",
                    both("Trang đầu", "First page"),
                    {
                        "page": pagination.paginate(range(64), number="1", size=30),
                        "label": both("Trang đầu", "First page"),
                    },
                ),
                Sample("pagination_info", both("Một dòng", "One line"), {"page": many.page}),
            ),
        ),
        Group(
            both("Không có kết quả", "Empty list"),
            (
                Sample(
                    "empty_state",
                    both("Có lối ra", "With a way on"),
                    {
                        "title": both("Chưa có công nghệ nào phù hợp", "No technology fits"),
                        "text": both(
                            "Thử bỏ bớt một bộ lọc, hoặc tìm bằng ít chữ hơn.",
                            "Take one filter away, or use fewer words.",
                        ),
                        "actions": [action],
                        "seed": "e",
                    },
                ),
                Sample(
                    "empty_state",
                    both("Chỉ có tiêu đề", "Only a title"),
                    {"title": both("Chưa có gì ở đây", "Nothing here yet")},
                ),
            ),
        ),
        Group(both("Tháng", "Month"), (Sample("month_grid", both("Có sự kiện", "With events"), {"month": month()}),)),
        Group(
            both("Ô tìm kiếm", "Search box"),
            (
                Sample("search_box", both("Thường", "Normal"), {"action_url": "#", "id": "search-sample-1"}),
                Sample(
                    "search_box",
                    both("Lớn, có gợi ý", "Large, with hint"),
                    {
                        "action_url": "#",
                        "size": "large",
                        "query": "hoi cho",
                        "label": both("Bạn cần công nghệ gì?", "Which technology do you need?"),
                        "hint": both("Gõ không dấu cũng tìm được", "Accents are not needed"),
                        "id": "search-sample-2",
                    },
                ),
            ),
        ),
        Group(
            both("Lịch", "Calendar"),
            (
                Sample("subscribe_calendar", both("Đăng ký", "Subscribe"), {"url": "#"}),
                Sample(
                    "copy_box",
                    both("Địa chỉ để sao chép", "Address to copy"),
                    {
                        "id": "copy-sample",
                        "label": both("Địa chỉ của lịch", "Address of the calendar"),
                        "value": "https://example.org/su-kien/lich.ics?kind=fair",
                        "hint": both("Dùng cho mọi chương trình lịch.", "For every calendar program."),
                    },
                ),
            ),
        ),
    ]
