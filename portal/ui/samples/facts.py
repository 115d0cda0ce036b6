"""Samples of facts, tables, meters and what stands in running text."""

from portal.ui.samples.base import Group, Sample, both, long_title

PICTURE = {"url": "/static/ui/favicon.svg", "width": 320, "height": 200, "alt": ""}


def groups() -> list[Group]:
    """Return the groups of facts, tables and content."""
    facts = [
        {
            "term": both("Sở hữu trí tuệ", "Intellectual property"),
            "value": both("Bằng độc quyền sáng chế", "Patent"),
            "hint": "VN 1-0000000",
        },
        {"term": both("Hình thức chuyển giao", "Transfer"), "value": both("Cấp phép sử dụng", "Licence")},
        {
            "term": both("Chủ sở hữu", "Owner"),
            "value": both("Công ty minh họa Cơ khí Tiên Du", "Tiên Du Machinery (illustrative)"),
            "url": "#",
        },
    ]
    columns = [
        {"label": both("Chỉ tiêu", "Indicator")},
        {"label": "2025", "numeric": True},
        {"label": "2030", "numeric": True},
    ]
    rows = [
        [both("Giá trị giao dịch tăng mỗi năm", "Growth of transactions"), "25%", "30%"],
        [{"text": both("Tỷ trọng tài sản trí tuệ", "Share of IP assets"), "url": "#"}, "15%", "20%"],
    ]
    caption = both("Mục tiêu của kế hoạch", "Targets of the plan")
    items = [{"term": "TRL", "value": both("Mức sẵn sàng công nghệ, từ 1 đến 9", "Technology readiness, from 1 to 9")}]
    answers = [
        {"term": both("Tên tổ chức", "Organisation"), "value": long_title(), "url": "#"},
        {"term": both("Điện thoại", "Telephone"), "value": "", "url": "#"},
    ]
    return [
        Group(
            both("Hộp thông tin", "Fact box"),
            (
                Sample(
                    "fact_box",
                    both("Có hành động", "With action"),
                    {
                        "facts": facts,
                        "trl": 7,
                        "action_text": both("Quan tâm công nghệ này", "I am interested"),
                        "action_url": "#",
                        "action_hint": both("Bên chào sẽ trả lời trong 5 ngày", "The owner answers within 5 days"),
                        "note": both("Xác nhận ngày 01/11/2026", "Confirmed on 1 Nov 2026"),
                    },
                ),
            ),
            "narrow",
        ),
        Group(
            both("Thang TRL", "TRL meter"),
            (
                Sample("trl_meter", "TRL 1", {"level": 1}),
                Sample("trl_meter", "TRL 5", {"level": 5}),
                Sample("trl_meter", both("Gọn", "Compact"), {"level": 9, "compact": True}),
            ),
            "grid",
        ),
        Group(
            both("Tiến độ", "Progress"),
            (
                Sample(
                    "progress_meter",
                    both("Gần đạt", "Nearly there"),
                    {
                        "label": both("Giao dịch công nghệ tăng", "Growth of transactions"),
                        "value": 84,
                        "text": "21%",
                        "target": "25%",
                        "year": 2025,
                        "url": "#",
                    },
                ),
                Sample(
                    "progress_meter",
                    both("Còn xa", "Far away"),
                    {
                        "label": both("Công nghệ nhập khẩu", "Imported technology"),
                        "value": 20,
                        "text": "6%",
                        "target": "30%",
                        "year": 2025,
                    },
                ),
                Sample(
                    "progress_meter",
                    both("Vượt", "Beyond"),
                    {"label": both("Tài sản trí tuệ", "IP assets"), "value": 120, "target": "15%"},
                ),
            ),
            "grid",
        ),
        Group(
            both("Bảng", "Tables"),
            (
                Sample(
                    "data_table",
                    both("Cuộn ngang", "Scrolls"),
                    {
                        "caption": caption,
                        "columns": columns,
                        "rows": rows,
                        "first_header": True,
                        "note": both("Nguồn: Kế hoạch 149/KH-UBND", "Source: Plan 149/KH-UBND"),
                    },
                ),
                Sample(
                    "responsive_table",
                    both("Thành thẻ trên điện thoại", "Cards on phones"),
                    {
                        "caption": both("Cùng số liệu, thành thẻ", "The same figures as cards"),
                        "columns": columns,
                        "rows": rows,
                        "first_header": True,
                    },
                ),
            ),
        ),
        Group(
            both("Danh sách", "Lists"),
            (
                Sample("summary_list", both("Kiểm tra lại", "Check answers"), {"rows": answers}),
                Sample("definition_list", both("Định nghĩa", "Definitions"), {"items": items}),
                Sample(
                    "contents",
                    both("Mục lục", "Contents"),
                    {"items": [{"text": facts[0]["term"], "href": "#a"}, {"text": facts[1]["term"], "href": "#b"}]},
                ),
                Sample(
                    "site_map",
                    both("Sơ đồ", "Site map"),
                    {
                        "sections": [
                            {
                                "title": both("Sự kiện", "Events"),
                                "url": "#",
                                "children": [{"title": both("Hội chợ", "Fairs"), "url": "#"}],
                            }
                        ]
                    },
                ),
            ),
        ),
        Group(
            both("Trong bài", "In the text"),
            (
                Sample(
                    "quote",
                    both("Có tên", "With name"),
                    {
                        "text": both(
                            "Thấy máy chạy ở hội chợ, tháng sau chúng tôi đã ký.",
                            "We saw it run at the fair and signed a month later.",
                        ),
                        "name": both("Một chủ xưởng minh họa", "A workshop owner (illustrative)"),
                        "role": "Từ Sơn",
                    },
                ),
                Sample(
                    "download_link",
                    "PDF",
                    {
                        "text": both("Kế hoạch 149/KH-UBND", "Plan 149/KH-UBND"),
                        "url": "#",
                        "format": "PDF",
                        "size": 1_240_000,
                        "language": both("tiếng Việt", "Vietnamese"),
                    },
                ),
                Sample(
                    "figure",
                    both("Có chú thích", "With caption"),
                    {
                        "image": PICTURE,
                        "caption": both("Biểu trưng của cổng", "The portal's emblem"),
                        "credit": both("Ban biên tập", "The editors"),
                        "alt": both("Ô vuông đỏ có chiếc nón quai thao", "A red seal with a flat hat"),
                    },
                ),
                Sample("picture", both("Không có ảnh", "No picture"), {"seed": "any"}),
                Sample("share", both("Chia sẻ", "Share"), {"url": "https://example.org/a/", "title": facts[0]["term"]}),
            ),
            "narrow",
        ),
    ]
