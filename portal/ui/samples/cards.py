"""Samples of cards and rows."""

from datetime import date, timedelta
from typing import Any

from portal.kernel import clock
from portal.ui.samples.base import Group, Sample, both, long_title


def technology(**changes: Any) -> dict[str, Any]:
    """Return the parameters of a technology card."""
    return {
        "title": both("Máy sấy lúa tầng sôi dùng trấu", "Rice-husk fluidised-bed paddy dryer"),
        "url": "#",
        "effect": both(
            "Sấy một tấn lúa trong 40 phút, tiết kiệm một nửa chi phí",
            "Dries a tonne of paddy in 40 minutes at half the cost",
        ),
        "owner": both("Công ty minh họa Cơ khí Tiên Du", "Tiên Du Machinery (illustrative)"),
        "field": both("Nông nghiệp công nghệ cao", "High-tech agriculture"),
        "trl": 8,
        "transfer": both("Chuyển nhượng, cấp phép sử dụng", "Sale or licence"),
        "place": "Bắc Ninh",
        "seed": "dryer-7",
    } | changes


def event(**changes: Any) -> dict[str, Any]:
    """Return the parameters of an event card or row."""
    day = clock.today() + timedelta(days=12)
    return {
        "title": both("Ngày hội kết nối cung cầu công nghệ", "Technology supply and demand day"),
        "url": "#",
        "starts": clock.at(day, 8),
        "ends": clock.at(day, 16, 30),
        "place": both("Trung tâm Văn hóa Kinh Bắc", "Kinh Bắc Cultural Centre"),
        "kind": both("Kết nối cung cầu", "Matchmaking"),
        "event_level": both("Cấp tỉnh", "Provincial"),
        "places_left": 42,
        "status": "scheduled",
        "seed": "day-4",
    } | changes


def story(**changes: Any) -> dict[str, Any]:
    """Return the parameters of a story."""
    return {
        "title": both(
            "Chip thiết kế ở Yên Phong lần đầu chạy thử", "Chip designed in Yên Phong runs for the first time"
        ),
        "url": "#",
        "summary": both(
            "Nhóm kỹ sư trẻ mất mười bốn tháng để đưa bản vẽ thành mẫu chạy được trên dây chuyền.",
            "It took the young engineers fourteen months to turn a drawing into a working sample.",
        ),
        "newsroom": both("Báo Bắc Ninh", "Bắc Ninh Newspaper"),
        "published": date(2026, 11, 20),
        "seed": "chip-2",
    } | changes


def groups() -> list[Group]:
    """Return the groups of cards and rows."""
    over = clock.at(clock.today() - timedelta(days=30), 8)
    later = clock.at(clock.today() + timedelta(days=14), 17)
    return [
        Group(
            both("Thẻ công nghệ", "Technology cards"),
            (
                Sample("technology_card", both("Đủ thông tin", "Complete"), technology()),
                Sample(
                    "technology_card",
                    both("Tên dài 180 chữ", "Title of 180 letters"),
                    technology(effect="", title=long_title(), trl=4, seed="b"),
                ),
                Sample(
                    "technology_card",
                    both("Chưa có bản dịch", "Not translated"),
                    technology(vietnamese_only=True, illustrative=True, trl=2, seed="leaf-9"),
                ),
                Sample(
                    "technology_card",
                    both("Ít thông tin", "Hardly any data"),
                    {
                        "title": both("Bể lọc nước làng nghề", "Craft village water filter"),
                        "url": "#",
                        "seed": "filter-1",
                    },
                ),
            ),
            "grid",
        ),
        Group(
            both("Thẻ sự kiện", "Event cards"),
            (
                Sample("event_card", both("Còn chỗ", "Places left"), event()),
                Sample(
                    "event_card",
                    both("Sắp hết chỗ, nhiều ngày, trực tuyến", "Few places, several days, online"),
                    event(places_left=3, ends=later, online=True, seed="day-9"),
                ),
                Sample("event_card", both("Hủy", "Cancelled"), event(status="cancelled", seed="day-11")),
                Sample(
                    "event_card",
                    both("Đã qua, hết chỗ", "Over, full"),
                    event(status="past", places_left=0, starts=over, ends=over, seed="day-13"),
                ),
            ),
            "grid",
        ),
        Group(
            both("Dòng sự kiện", "Event rows"),
            (
                Sample("event_row", both("Còn chỗ", "Places left"), event()),
                Sample(
                    "event_row",
                    both("Tên dài, hoãn", "Long title, postponed"),
                    event(title=long_title(), status="postponed", vietnamese_only=True),
                ),
                Sample(
                    "event_row",
                    both("Chuyển sang trực tuyến, hết chỗ", "Moved online, full"),
                    event(status="moved_online", online=True, place="", places_left=0),
                ),
                Sample("event_row", both("Có lịch mới", "New date"), event(status="rescheduled")),
            ),
            "rows",
        ),
        Group(
            both("Thẻ khóa học", "Course cards"),
            (
                Sample(
                    "course_card",
                    both("Có chứng nhận", "With certificate"),
                    event(
                        title=both("Định giá tài sản trí tuệ", "Valuing intellectual property"),
                        audience=both("Tổ chức trung gian", "Intermediaries"),
                        sessions=6,
                        provider=both("Trung tâm Ứng dụng KH&CN", "Applied Science Centre"),
                        fee=both("Miễn phí", "Free"),
                        certificate=True,
                        seed="course-1",
                    ),
                ),
                Sample(
                    "course_card",
                    both("Đã hoãn", "Postponed"),
                    event(title=long_title(), sessions=1, status="postponed", seed="course-2"),
                ),
            ),
            "grid",
        ),
        Group(
            both("Tin chính", "Lead story"),
            (Sample("lead_story", both("Bình thường", "Normal"), story(level=2, model_example=True)),),
        ),
        Group(
            both("Thẻ bài viết", "Article cards"),
            (
                Sample("article_card", both("Bài viết", "Story"), story()),
                Sample(
                    "article_card",
                    both("Video", "Video"),
                    story(
                        kind="video",
                        duration="2:31",
                        seed="chip-8",
                        newsroom=both("Đài PTTH Bắc Ninh", "Bắc Ninh Broadcaster"),
                    ),
                ),
                Sample(
                    "article_card",
                    both("Âm thanh, mô hình điểm", "Audio, model example"),
                    story(kind="audio", model_example=True, seed="chip-5"),
                ),
                Sample(
                    "article_card",
                    both("Tên dài, chưa dịch", "Long title, not translated"),
                    story(title=long_title(), vietnamese_only=True, seed="chip-6"),
                ),
            ),
            "grid",
        ),
        Group(
            both("Dòng bài viết", "Story rows"),
            (
                Sample("story_row", both("Bình thường", "Normal"), story()),
                Sample("story_row", both("Tên dài", "Long title"), story(title=long_title(), summary="", seed="c")),
            ),
            "rows",
        ),
        Group(
            both("Dải bài viết", "Story strip"),
            (
                Sample(
                    "story_strip", both("Bốn bài", "Four"), {"items": [story(seed=f"s{number}") for number in range(4)]}
                ),
            ),
        ),
    ]
