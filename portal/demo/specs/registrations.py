"""Who registered for what. All people are invented; their addresses lead nowhere (RFC 2606)."""

from typing import Final

from portal.demo.specs.shapes import RegistrationSpec

REGISTRATIONS: Final[tuple[RegistrationSpec, ...]] = (
    RegistrationSpec("ho-so", "Trần Thị Mơ (mẫu)", 6),
    RegistrationSpec("ho-so", "Ngô Văn Bưởi (mẫu)", 5),
    RegistrationSpec("ho-so", "Đặng Thị Quýt (mẫu)", 4),
    RegistrationSpec("ho-so", "Lý Văn Nhãn (mẫu)", 3),
    RegistrationSpec("dinh-gia", "Phạm Thị Vải (mẫu)", 5, ("course-laptop-yes",)),
    RegistrationSpec("dinh-gia", "Vũ Văn Ổi (mẫu)", 2, ("course-laptop-no",)),
)
