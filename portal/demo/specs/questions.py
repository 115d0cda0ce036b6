"""What organisers ask in the forms of one fair and one course; the options with places are the first in each."""

from typing import Final

from portal.demo.specs.shapes import OptionSpec, QuestionSpec, SheetSpec, Words
from registration.enums import QuestionKind

LUNCH: Final = Words("Bạn có ăn trưa tại chợ không?", "Will you have lunch at the fair?")
ON_SITE: Final = Words("Trực tiếp", "On site")
VEGETARIAN: Final = Words("Cơm chay", "Vegetarian meal")

QUESTIONS: Final[tuple[SheetSpec, ...]] = (
    SheetSpec(
        "cho-kinh-bac",
        (
            QuestionSpec(
                "fair-bus",
                QuestionKind.CHOICE,
                Words("Bạn có đi xe đưa đón từ Hà Nội không?", "Will you take the bus from Hà Nội?"),
                asked_of=ON_SITE,
                help=Words("Xe xuất phát lúc 7 giờ, miễn phí.", "The bus leaves at 7 am and is free."),
                options=(
                    OptionSpec("fair-bus-yes", Words("Có, tôi đi xe đưa đón", "Yes, I take the bus"), 30),
                    OptionSpec("fair-bus-no", Words("Không, tôi tự đến", "No, I come by myself")),
                ),
            ),
            QuestionSpec(
                "fair-lunch",
                QuestionKind.CHOICE,
                LUNCH,
                asked_of=ON_SITE,
                options=(
                    OptionSpec("fair-lunch-meat", Words("Cơm thường", "Meal with meat or fish"), 100),
                    OptionSpec("fair-lunch-vegetarian", VEGETARIAN, 20),
                    OptionSpec("fair-lunch-none", Words("Không ăn trưa", "No lunch")),
                ),
            ),
            QuestionSpec(
                "fair-allergy",
                QuestionKind.SHORT_TEXT,
                Words("Bạn dị ứng với món gì?", "What food are you allergic to?"),
                condition=(LUNCH, VEGETARIAN),
                purpose=Words("để nhà bếp chuẩn bị suất ăn", "so that the kitchen can prepare your meal"),
                keep_days=7,
            ),
            QuestionSpec(
                "fair-fields",
                QuestionKind.CHOICES,
                Words("Bạn quan tâm đến lĩnh vực nào?", "Which fields interest you?"),
                options=(
                    OptionSpec("fair-fields-farm", Words("Nông nghiệp", "Agriculture")),
                    OptionSpec("fair-fields-machines", Words("Cơ khí, tự động hóa", "Machinery and automation")),
                    OptionSpec("fair-fields-environment", Words("Môi trường, năng lượng", "Environment and energy")),
                ),
            ),
        ),
    ),
    SheetSpec(
        "dinh-gia",
        (
            QuestionSpec(
                "course-laptop",
                QuestionKind.CHOICE,
                Words("Bạn có cần mượn máy tính không?", "Do you need to borrow a laptop?"),
                options=(
                    OptionSpec("course-laptop-yes", Words("Có, cho tôi mượn máy", "Yes, please lend me one"), 5),
                    OptionSpec("course-laptop-no", Words("Không, tôi mang máy", "No, I bring my own")),
                ),
                is_required=True,
            ),
            QuestionSpec(
                "course-years",
                QuestionKind.NUMBER,
                Words("Số năm làm việc với tài sản trí tuệ", "Years of work with intellectual property"),
            ),
            QuestionSpec(
                "course-case",
                QuestionKind.LONG_TEXT,
                Words("Tình huống bạn muốn thảo luận trong lớp", "A case that you would like to discuss in class"),
                help=Words("Không nêu tên đối tác.", "Leave out the names of partners."),
            ),
        ),
    ),
)
