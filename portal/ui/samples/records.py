"""Samples of needs, organisations, awards, people, plain cards and date blocks."""

from datetime import date

from portal.ui.samples.base import Group, Sample, both, long_title


def groups() -> list[Group]:
    """Return the groups of needs, organisations, awards, people, plain cards and date blocks."""
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
        "is_winner": True,
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
