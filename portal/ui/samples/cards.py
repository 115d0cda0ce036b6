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
        *_others(),
    ]


def _others() -> list[Group]:
    need = {
        "title": both(
            "Tìm công nghệ xử lý nước thải làng nghề giấy", "Wanted: waste water treatment for a paper-making village"
        ),
        "url": "#",
        "summary": both("Công suất 200 m³ mỗi ngày, đạt cột A.", "200 m³ a day, discharge to class A."),
        "organisation": both("Hợp tác xã minh họa Phong Khê", "Phong Khê Cooperative (illustrative)"),
        "field": both("Môi trường", "Environment"),
        "place": "Bắc Ninh",
        "deadline": date(2026, 12, 31),
        "budget": both("1,5 tỷ đồng", "VND 1.5 billion"),
        "status": both("Đang tìm", "Open"),
        "status_kind": "info",
    }
    organisation = {
        "title": both("Viện minh họa Vật liệu Kinh Bắc", "Kinh Bắc Materials Institute (illustrative)"),
        "url": "#",
        "roles": [both("Bên chào công nghệ", "Technology supplier"), both("Viện nghiên cứu", "Research institute")],
        "place": "Bắc Ninh",
        "summary": both(
            "Gốm kỹ thuật và vật liệu phủ cho ngành điện tử.", "Technical ceramics and coatings for electronics."
        ),
        "seed": "institute-3",
        "counts": [
            {"text": both("4 công nghệ", "4 technologies"), "url": "#"},
            {"text": both("1 nhu cầu", "1 need"), "url": "#"},
        ],
        "verified": True,
    }
    award = {
        "title": both("Giải thưởng Sáng tạo khoa học công nghệ", "Science and Technology Innovation Award"),
        "url": "#",
        "year": 2026,
        "organiser": both("Liên hiệp các Hội KH&KT", "Union of Science Associations"),
        "phase": both("Đang nhận hồ sơ", "Nominations open"),
        "phase_kind": "success",
        "deadline": date(2026, 12, 15),
        "categories": 5,
        "seed": "award-1",
    }
    laureate = {
        "title": both("Khuôn dập siêu mịn cho linh kiện", "Ultra-fine die for components"),
        "url": "#",
        "rank": both("Giải Nhất", "First prize"),
        "category": both("Cơ khí chế tạo", "Mechanical engineering"),
        "recipient": both("Nhóm tác giả minh họa", "Illustrative team"),
        "seed": "die",
    }
    person = {
        "title": "TS. Nguyễn Thị Minh Họa",
        "role": both("Chuyên gia định giá", "Valuation expert"),
        "organisation": both("Đại học minh họa", "Illustrative University"),
        "seed": "p1",
    }
    return [
        Group(
            both("Nhu cầu", "Needs"),
            (
                Sample("need_row", both("Đủ thông tin", "Complete"), need),
                Sample(
                    "need_row",
                    both("Không nêu tên", "Not named"),
                    {"title": long_title(), "url": "#", "vietnamese_only": True},
                ),
            ),
            "rows",
        ),
        Group(
            both("Tổ chức", "Organisations"),
            (
                Sample("organisation_card", both("Đã xác thực", "Verified"), organisation),
                Sample("organisation_card", both("Tên dài", "Long name"), {"title": long_title(), "url": "#"}),
            ),
            "grid grid--2",
        ),
        Group(
            both("Giải thưởng", "Awards"),
            (
                Sample("award_card", both("Đang nhận hồ sơ", "Open"), award),
                Sample("laureate_card", both("Đoạt giải", "Winner"), laureate),
                Sample(
                    "laureate_card", both("Tên dài", "Long title"), laureate | {"title": long_title(), "seed": "die-2"}
                ),
            ),
            "grid",
        ),
        Group(
            both("Người", "People"),
            (
                Sample("person", both("Có trang riêng", "With a page"), person | {"url": "#"}),
                Sample("person", both("Chỉ có tên", "Only a name"), {"title": person["title"]}),
            ),
            "grid",
        ),
        Group(
            both("Thẻ chung", "Plain card"),
            (
                Sample(
                    "card",
                    both("Có ảnh", "With picture"),
                    {
                        "title": both("Dịch vụ định giá công nghệ", "Technology valuation"),
                        "url": "#",
                        "seed": "svc",
                        "kicker": both("Dịch vụ", "Service"),
                        "text": need["summary"],
                        "meta": ["Bắc Ninh"],
                    },
                ),
                Sample(
                    "card",
                    both("Không ảnh", "No picture"),
                    {
                        "title": long_title(),
                        "url": "#",
                        "badge": both("Mới", "New"),
                        "badge_kind": "info",
                        "vietnamese_only": True,
                    },
                ),
            ),
            "grid",
        ),
        Group(
            both("Khối ngày", "Date block"),
            (
                Sample("date_block", both("Một ngày", "One day"), {"date": date(2026, 11, 27)}),
                Sample(
                    "date_block",
                    both("Nhiều ngày", "Several days"),
                    {"date": date(2026, 12, 20), "end": date(2026, 12, 22)},
                ),
                Sample("date_block", both("Đã qua", "Over"), {"date": date(2026, 1, 5), "quiet": "past"}),
            ),
            "cluster",
        ),
    ]
