"""Samples of steps, confirmations, the desk, and a form in its states."""

from typing import Any

from django import forms

from portal.kernel import clock
from portal.ui import forms as ui_forms
from portal.ui.samples.base import Group, Sample, both


class SampleForm(ui_forms.Form):
    """A form with one field of each kind."""

    name = forms.CharField(max_length=60)
    email = forms.EmailField()
    day = ui_forms.DateField(required=False)
    place = forms.ChoiceField(choices=[("bn", "Bắc Ninh"), ("bg", "Bắc Giang")])
    way = forms.ChoiceField(widget=forms.RadioSelect)
    needs = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    text = forms.CharField(widget=forms.Textarea, required=False)
    paper = forms.FileField(required=False)
    fixed = forms.CharField(disabled=True, required=False, initial="DK-2026-0417")
    agree = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "name": both("Họ và tên", "Full name"),
            "email": both("Thư điện tử", "E-mail"),
            "day": both("Ngày đến", "Day of arrival"),
            "place": both("Nơi ở", "Place"),
            "way": both("Cách tham dự", "Way of taking part"),
            "needs": both("Cần hỗ trợ", "Help needed"),
            "text": both("Câu hỏi cho ban tổ chức", "Question for the organisers"),
            "paper": both("Giấy giới thiệu", "Letter of introduction"),
            "fixed": both("Số hồ sơ", "File number"),
            "agree": both("Tôi đồng ý để ban tổ chức lưu thông tin này", "The organisers may keep these data"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["email"].help_text = both("Vé được gửi tới địa chỉ này", "The ticket goes to this address")
        self.fields["paper"].help_text = both("PDF hoặc ảnh, dưới 5 MB", "PDF or picture, under 5 MB")
        choices = {
            "way": [("hall", both("Tại chỗ", "In the hall")), ("online", both("Trực tuyến", "Online"))],
            "needs": [
                ("sign", both("Phiên dịch ký hiệu", "Sign language")),
                ("ramp", both("Lối cho xe lăn", "Wheelchair access")),
            ],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = offered


def groups() -> list[Group]:
    """Return the groups of steps, confirmations, the desk and forms."""
    steps = [
        both("Tổ chức", "Organisation"),
        both("Gian hàng", "Booth"),
        both("Sản phẩm", "Products"),
        both("Giấy tờ", "Papers"),
        both("Kiểm tra", "Check"),
    ]
    now = clock.now()
    entries = [
        {
            "title": both("Đã duyệt", "Approved"),
            "when": now,
            "by": both("Ban tổ chức", "Organisers"),
            "kind": "success",
        },
        {
            "title": both("Yêu cầu bổ sung", "More asked for"),
            "when": now,
            "text": both("Thiếu giấy đăng ký kinh doanh.", "The business licence is missing."),
            "kind": "danger",
        },
        {"title": both("Đã gửi", "Sent"), "when": now},
    ]
    ways = [
        {"title": both("Tìm", "Search"), "text": both("Tìm công nghệ hoặc nêu nhu cầu.", "Search, or state a need.")},
        {"title": both("Gặp", "Meet"), "text": both("Hẹn gặp tại hội chợ.", "Meet at a fair.")},
        {"title": both("Ký", "Sign"), "text": both("Được hỗ trợ đến lúc ký.", "Helped until you sign.")},
    ]
    counts = [
        {"number": 3, "label": both("câu hỏi chờ trả lời", "enquiries to answer"), "url": "#", "kind": "danger"},
        {
            "number": 1,
            "label": both("hồ sơ cần bổ sung", "application to complete"),
            "url": "#",
            "kind": "warning",
            "hint": both("hạn 30/11/2026", "until 30 Nov 2026"),
        },
        {"number": 1240, "label": both("lượt xem tháng này", "views this month"), "url": "#"},
    ]
    empty = SampleForm(auto_id="empty_%s")
    wrong = SampleForm({"name": "Nguyễn", "email": "khong-phai-thu", "day": "31/02/2026"}, auto_id="wrong_%s")
    return [
        Group(
            both("Các bước", "Steps"),
            (
                Sample(
                    "step_indicator",
                    both("Bước 2", "Step 2"),
                    {"step": 2, "total": 5, "title": steps[1], "steps": steps},
                ),
                Sample("next_steps", both("Ba bước", "Three steps"), {"steps": ways, "across": True}),
            ),
        ),
        Group(
            both("Xác nhận", "Confirmation"),
            (
                Sample(
                    "confirmation_panel",
                    both("Có số hồ sơ", "With reference"),
                    {
                        "title": both("Đã nhận đăng ký", "Registration received"),
                        "reference": "DK-2026-0417",
                        "text": both("Vé đã gửi tới hộp thư của bạn.", "Your ticket is in your mailbox."),
                    },
                ),
                Sample("reference_number", both("Riêng", "Alone"), {"number": "7KQ4-M2XP"}),
            ),
        ),
        Group(
            both("Quá trình", "History"), (Sample("timeline", both("Ba mốc", "Three entries"), {"entries": entries}),)
        ),
        Group(
            both("Bàn làm việc", "Desk"), (Sample("desk_counts", both("Ba số", "Three numbers"), {"counts": counts}),)
        ),
        Group(
            both("Biểu mẫu", "Forms"),
            (
                Sample("form_sample", both("Trống", "Empty"), {"form": empty}),
                Sample("form_sample", both("Có lỗi", "With errors"), {"form": wrong}),
                Sample("field", both("Một trường", "One field"), {"field": SampleForm(auto_id="one_%s")["name"]}),
                Sample(
                    "fieldset",
                    both("Nhóm trường", "Group"),
                    {
                        "legend": both("Liên hệ", "Contact"),
                        "fields": [SampleForm(auto_id="group_%s")["name"], SampleForm(auto_id="group_%s")["email"]],
                    },
                ),
                Sample(
                    "form_actions",
                    both("Có lưu nháp", "With draft"),
                    {
                        "text": both("Tiếp tục", "Continue"),
                        "secondary_text": both("Lưu nháp", "Save draft"),
                        "cancel_url": "#",
                        "saved": both("Đã lưu lúc 10:32", "Saved at 10:32"),
                    },
                ),
            ),
            "narrow",
        ),
    ]
