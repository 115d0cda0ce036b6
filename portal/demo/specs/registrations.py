"""Who registered for what. All people are invented; their addresses lead nowhere (RFC 2606)."""

from typing import Final

from portal.demo.specs.shapes import ApprovedPlaceSpec, GroupMailSpec, NoteSpec, RegistrationSpec, Words

REGISTRATIONS: Final[tuple[RegistrationSpec, ...]] = (
    RegistrationSpec("ho-so", "Trần Thị Mơ (mẫu)", 6),
    RegistrationSpec("ho-so", "Ngô Văn Bưởi (mẫu)", 5),
    RegistrationSpec("ho-so", "Đặng Thị Quýt (mẫu)", 4),
    RegistrationSpec("ho-so", "Lý Văn Nhãn (mẫu)", 3),
    RegistrationSpec("dinh-gia", "Phạm Thị Vải (mẫu)", 5, ("course-laptop-yes",)),
    RegistrationSpec("dinh-gia", "Vũ Văn Ổi (mẫu)", 2, ("course-laptop-no",)),
    RegistrationSpec("so-huu-tri-tue", "Nguyễn Thị Sen (mẫu)", 20),
    RegistrationSpec("so-huu-tri-tue", "Đỗ Văn Tre (mẫu)", 19),
    RegistrationSpec("so-huu-tri-tue", "Bùi Thị Mận (mẫu)", 18),
    RegistrationSpec("so-huu-tri-tue", "Hoàng Văn Khế (mẫu)", 17),
    RegistrationSpec("so-huu-tri-tue", "Trịnh Thị Lựu (mẫu)", 16),
    RegistrationSpec("so-huu-tri-tue", "Phan Văn Me (mẫu)", 15),
    RegistrationSpec("so-huu-tri-tue", "Đinh Thị Thị (mẫu)", 14),
    RegistrationSpec("chuyen-doi-so", "Cao Văn Bàng (mẫu)", 13),
    RegistrationSpec("chuyen-doi-so", "Mai Thị Cúc (mẫu)", 12),
    RegistrationSpec("chuyen-doi-so", "Tạ Văn Sấu (mẫu)", 11),
)

APPROVED_PLACE: Final = ApprovedPlaceSpec(
    "ngay-ket-noi",
    "meetings",
    Words("Gặp riêng theo nhu cầu (ban tổ chức xét duyệt)", "Meetings on needs (approved by the organiser)"),
    24,
    (
        ("Chu Thị Hạnh (mẫu)", "Hợp tác xã rau Ven Sông (mẫu)", 4),
        ("Dương Văn Thông (mẫu)", "Xưởng cơ khí Cầu Đá (mẫu)", 3),
        ("Kiều Thị Lan (mẫu)", "Công ty Bao bì Sông Đuống (mẫu)", 1),
    ),
)
"""Organisations and people are invented."""

NOTE: Final = NoteSpec(
    "ho-so", "Đã gọi điện ngày hôm qua: đi cùng một người phiên dịch, cần chỗ ngồi gần lối ra (mẫu)."
)
GROUP_MAIL: Final = GroupMailSpec(
    heading_vi="Mang theo máy tính xách tay (mẫu)",
    text_vi="Buổi học có phần thực hành. Bạn vui lòng mang theo máy tính xách tay đã sạc đầy pin.\n\nLớp mở cửa từ 7 giờ 30.",
    heading_en="Please bring a laptop (sample)",
    text_en="Part of the course is practical. Please bring a laptop with a charged battery.\n\nDoors open at 7:30.",
)
