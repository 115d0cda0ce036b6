"""The gates of the event that is on, and who came through them. All people are invented."""

from dataclasses import dataclass
from typing import Final

EVENT: Final = "ngay-hoi-sang-tao"


@dataclass(frozen=True, slots=True)
class GuestSpec:
    """Somebody with a ticket, and the minutes since they came in; None: not yet. ``left`` are minutes since they went."""

    name: str
    came: int | None
    left: int | None = None


GUESTS: Final[tuple[GuestSpec, ...]] = (
    GuestSpec("Đặng Thị Hoa (mẫu)", 95),
    GuestSpec("Nguyễn Văn Lúa (mẫu)", 92, 20),
    GuestSpec("Trần Thị Sen (mẫu)", 80),
    GuestSpec("Lê Văn Tre (mẫu)", 74),
    GuestSpec("Phạm Thị Cúc (mẫu)", 61),
    GuestSpec("Hoàng Văn Đá (mẫu)", 40, 12),
    GuestSpec("Vũ Thị Lụa (mẫu)", 33),
    GuestSpec("Bùi Văn Gốm (mẫu)", 15),
    GuestSpec("Đỗ Thị Nếp (mẫu)", None),
    GuestSpec("Ngô Văn Chè (mẫu)", None),
    GuestSpec("Dương Thị Tỏi (mẫu)", None),
    GuestSpec("Lý Văn Mây (mẫu)", None),
    GuestSpec("Trịnh Thị Khoai (mẫu)", None),
    GuestSpec("Đinh Văn Sắn (mẫu)", None),
    GuestSpec("Mai Thị Ngô (mẫu)", None),
    GuestSpec("Phan Văn Đậu (mẫu)", None),
    GuestSpec("Hồ Thị Vừng (mẫu)", None),
    GuestSpec("Cao Văn Lạc (mẫu)", None),
)
TWICE: Final = 2
"""The guest, counted from 0, whom the second gate let in once more while it had no network."""
