"""Two tables of an invented exhibitor: one that was imported, one with mistakes to look at."""

from typing import Final

IMPORTED: Final = (
    ("code", "title", "summary", "kind", "field", "trl", "specifications", "transfer_forms"),
    (
        "SM-01",
        "Máy thái tỏi lát mỏng 3 mm (ví dụ)",
        "Thái đều 200 kg mỗi giờ, dao tháo ra rửa được.",
        "Thiết bị",
        "Chế biến nông sản",
        "6",
        "Năng suất | 200 | kg/giờ\nBề dày lát | 3 | mm",
        "",
    ),
    (
        "SM-02",
        "Kho lạnh nhỏ giữ hành tỏi ba tháng (ví dụ)",
        "Giữ ẩm 65%, hao hụt dưới 5%.",
        "",
        "Chế biến nông sản",
        "6",
        "Hao hụt sau 90 ngày | 4,6 | %",
        "",
    ),
    (
        "SM-03",
        "Phần mềm ghi nhật ký sấy trên điện thoại (ví dụ)",
        "Ghi nhiệt độ, độ ẩm mỗi 5 phút.",
        "",
        "",
        "6",
        "",
        "",
    ),
)
WITH_MISTAKES: Final = (
    ("code", "title", "summary", "field", "trl", "trl_assessed_on", "price_min", "price_max"),
    (
        "SM-04",
        "Băng tải sấy liên tục cho lát tỏi (ví dụ)",
        "Dài 6 m, ba tầng.",
        "",
        "6",
        "20/10/2026",
        "380.000.000",
        "",
    ),
    ("SM-05", "Cảm biến độ ẩm cắm vào bao hành (ví dụ)", "Pin dùng hai năm.", "", "5", "", "", ""),
    ("SM-06", "Lò sấy dùng trấu (ví dụ)", "Giảm tiền điện.", "Nông nghiêp gì đó", "6", "", "", ""),
    ("SM-07", "Máy bóc vỏ tỏi (ví dụ)", "Không dập tép.", "", "12", "31/02/2026", "", ""),
    ("SM-08", "=HYPERLINK(A1)", "Ô tiêu đề chứa công thức.", "", "4", "", "500", "400"),
)
