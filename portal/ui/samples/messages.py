"""Samples of buttons, marks and messages."""

from datetime import date

from portal.ui.samples.base import Group, Sample, both, long_title


def groups() -> list[Group]:
    """Return the groups of buttons, marks and messages."""
    save = both("Gửi hồ sơ", "Send the application")
    text = both("Hội chợ chuyển sang ngày 20/12/2026.", "The fair has moved to 20 December 2026.")
    error = both("Nhập địa chỉ thư điện tử", "Enter an e-mail address")
    return [
        Group(
            both("Đầu trang chủ", "Hero"),
            (
                Sample(
                    "hero",
                    both("Có tìm kiếm", "With search"),
                    {
                        "title": both(
                            "Công nghệ của Bắc Ninh, tìm thấy là dùng được",
                            "Technology from Bắc Ninh, found and put to use",
                        ),
                        "text": both(
                            "Một nơi để chào công nghệ, nêu nhu cầu, hẹn gặp ở hội chợ.",
                            "One place to offer technology, state a need and meet at a fair.",
                        ),
                        "search_url": "#",
                        "search_label": both("Bạn đang tìm gì?", "What are you looking for?"),
                    },
                ),
            ),
        ),
        Group(
            both("Ghi chú về bản dịch", "Note on a translation"),
            (
                Sample(
                    "translation_note",
                    both("Bản dịch máy đã cũ", "Machine translation, out of date"),
                    {"note": {"is_machine": True, "out_of_date_since": date(2026, 11, 20), "source_url": "#"}},
                ),
            ),
        ),
        Group(
            both("Nút", "Buttons"),
            (
                Sample("button", both("Chính", "Primary"), {"text": save}),
                Sample(
                    "button",
                    both("Phụ, có biểu tượng", "Secondary with icon"),
                    {"text": save, "kind": "secondary", "icon": "paper-airplane"},
                ),
                Sample(
                    "button",
                    both("Nguy hiểm", "Danger"),
                    {"text": both("Hủy đăng ký", "Cancel registration"), "kind": "danger"},
                ),
                Sample("button", both("Nhẹ", "Quiet"), {"text": both("Để sau", "Later"), "kind": "quiet"}),
                Sample("button", both("Không dùng được", "Disabled"), {"text": save, "disabled": True}),
                Sample("button", both("Đang gửi", "Sending"), {"text": save, "busy": True}),
                Sample("button", both("Đang chọn", "Focused"), {"text": save}, focused=True),
                Sample(
                    "link_button",
                    both("Liên kết", "Link"),
                    {"text": both("Quan tâm công nghệ này", "I am interested"), "url": "#", "icon": "hand-raised"},
                ),
            ),
            "cluster",
        ),
        Group(
            both("Nhãn", "Tags and badges"),
            (
                Sample("tag", both("Nhãn", "Tag"), {"text": both("Bán dẫn", "Semiconductors")}),
                Sample("tag", both("Liên kết", "Link"), {"text": both("Nông nghiệp", "Agriculture"), "url": "#"}),
                *(
                    Sample("badge", kind, {"text": kind, "kind": kind})
                    for kind in ("neutral", "info", "success", "warning", "danger", "award")
                ),
                Sample(
                    "status_ribbon",
                    both("Hủy", "Cancelled"),
                    {"text": both("Đã hủy", "Cancelled"), "kind": "danger", "icon": "x-circle"},
                ),
                Sample(
                    "status_ribbon", both("Hoãn", "Postponed"), {"text": both("Hoãn", "Postponed"), "kind": "warning"}
                ),
            ),
            "cluster",
        ),
        Group(
            both("Thông báo", "Notices"),
            (
                *(
                    Sample("notice", kind, {"text": text, "kind": kind})
                    for kind in ("info", "success", "warning", "error")
                ),
                Sample(
                    "notice",
                    both("Có tiêu đề, dài", "With title, long"),
                    {
                        "title": long_title(),
                        "text": text,
                        "kind": "warning",
                        "url": "#",
                        "link_text": both("Xem chi tiết", "Details"),
                    },
                ),
                Sample("language_notice", both("Chưa dịch", "Missing"), {"url": "#"}),
                Sample("language_notice", both("Chỉ có tiếng Việt", "Vietnamese only"), {"mode": "vietnamese_only"}),
                Sample("banner", both("Dải", "Banner"), {"text": text, "url": "#", "link_text": both("Xem", "Read")}),
            ),
        ),
        Group(
            both("Tóm tắt lỗi", "Error summary"),
            (
                Sample(
                    "error_summary",
                    both("Hai lỗi", "Two errors"),
                    {"errors": [{"text": error, "href": "#email"}, {"text": both("Chọn một ngày", "Choose a day")}]},
                ),
            ),
        ),
        Group(
            both("Đầu mục và dẫn đường", "Headings and ways"),
            (
                Sample(
                    "section_heading",
                    both("Có liên kết", "With link"),
                    {
                        "title": both("Sắp diễn ra", "Coming up"),
                        "url": "#",
                        "link_text": both("Tất cả sự kiện", "All events"),
                    },
                ),
                Sample(
                    "breadcrumbs",
                    both("Ba bậc", "Three steps"),
                    {
                        "label": both("Ba bậc", "Three steps"),
                        "items": [
                            {"title": both("Trang chủ", "Home"), "url": "#"},
                            {"title": both("Công nghệ", "Technologies"), "url": "#"},
                            {"title": long_title(), "url": ""},
                        ],
                    },
                ),
                Sample(
                    "tabs",
                    both("Ba thẻ", "Three tabs"),
                    {
                        "label": both("Hồ sơ", "Applications"),
                        "tabs": [
                            {"text": both("Chờ duyệt", "Waiting"), "url": "#", "current": True, "count": 3},
                            {"text": both("Đã đăng", "Published"), "url": "#", "count": 12},
                            {"text": both("Bản nháp", "Drafts"), "url": "#"},
                        ],
                    },
                ),
            ),
        ),
    ]
