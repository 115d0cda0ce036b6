"""The demo's people, one for each role, and what `make demo` tells about them. All are invented."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

DEMO_SITE_NAME: Final = "Sàn khoa học và công nghệ Bắc Ninh (minh họa)"
PASSWORD: Final = "minh-hoa-Kinh-Bac-2026"  # noqa: S105 -- the demo's public password


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person: key, address, name, what they do, and the groups they belong to."""

    key: str
    email: str
    full_name: str
    role: str
    groups: tuple[str, ...] = ()
    is_operator: bool = False


PEOPLE: Final = (
    Person("operator", "quan-tri@example.org", "Quản trị viên mẫu", "operator of the portal", is_operator=True),
    Person(
        "reviewer",
        "kiem-duyet@example.org",
        "Nguyễn Hữu Bền (mẫu)",
        "reviews technologies and needs",
        ("Kiểm duyệt viên công nghệ",),
    ),
    Person(
        "officer",
        "xac-minh@example.org",
        "Ngô Thị Thắm (mẫu)",
        "verifies organisations, reviews experts, answers feedback",
        ("Cán bộ xác minh tổ chức", "Quản lý mạng lưới chuyên gia", "Tiếp nhận góp ý và yêu cầu"),
    ),
    Person(
        "intermediary",
        "ket-noi@example.org",
        "Đặng Thị Nhịp (mẫu)",
        "mediates between the sides of enquiries and outcomes",
        ("Cán bộ kết nối công nghệ",),
    ),
    Person(
        "focal-point",
        "dau-moi@example.org",
        "Lê Thị Hòa (mẫu)",
        "local focal point, enters needs for organisations",
        ("Đầu mối nhu cầu công nghệ",),
    ),
    Person("exhibitor", "lua@example.org", "Trần Thị Lụa (mẫu)", "exhibitor, owner of Sông Mơ"),
    Person("expert", "chuyen-gia@example.org", "Phạm Đình Khoa (mẫu)", "expert in the network"),
    Person("representative", "dai-dien@example.org", "Người đại diện mẫu", "owner of the other organisations"),
    Person("newcomer", "moi@example.org", "Lý Thị Mới (mẫu)", "asks to join Sông Mơ"),
    Person(
        "newspaper-editor",
        "bien-tap-bao@example.org",
        "Lê Minh An (mẫu)",
        "editor of the newspaper",
        ("Báo Bắc Ninh – biên tập viên",),
    ),
    Person(
        "newspaper-chief",
        "tong-bien-tap-bao@example.org",
        "Đỗ Minh Tuyền (mẫu)",
        "chief editor of the newspaper",
        ("Báo Bắc Ninh – tổng biên tập",),
    ),
    Person(
        "newspaper-reporter",
        "phong-vien-bao@example.org",
        "Nguyễn Thu Phương (mẫu)",
        "reporter of the newspaper",
        ("Báo Bắc Ninh – phóng viên",),
    ),
    Person(
        "newspaper-legal",
        "phap-che-bao@example.org",
        "Đặng Văn Luật (mẫu)",
        "lawyer of the newspaper",
        ("Báo Bắc Ninh – pháp chế",),
    ),
    Person(
        "broadcaster-editor",
        "bien-tap-dai@example.org",
        "Vũ Thanh Hà (mẫu)",
        "editor of the broadcaster",
        ("Đài Bắc Ninh – biên tập viên",),
    ),
    Person(
        "broadcaster-chief",
        "tong-bien-tap-dai@example.org",
        "Phạm Quốc Đạt (mẫu)",
        "chief editor of the broadcaster",
        ("Đài Bắc Ninh – tổng biên tập",),
    ),
    Person(
        "broadcaster-reporter",
        "phong-vien-dai@example.org",
        "Hồ Gia Bảo (mẫu)",
        "reporter of the broadcaster",
        ("Đài Bắc Ninh – phóng viên",),
    ),
    Person(
        "broadcaster-legal",
        "phap-che-dai@example.org",
        "Mai Thị Quy (mẫu)",
        "lawyer of the broadcaster",
        ("Đài Bắc Ninh – pháp chế",),
    ),
    Person(
        "organiser",
        "to-chuc@example.org",
        "Hoàng Thu Trang (mẫu)",
        "organises fairs, events and courses",
        ("Ban tổ chức sự kiện",),
    ),
    Person(
        "secretary",
        "thu-ky@example.org",
        "Bùi Đức Long (mẫu)",
        "award secretariat",
        ("Thư ký giải thưởng",),
    ),
    Person(
        "appeals-officer",
        "khieu-nai@example.org",
        "Tạ Thị Minh (mẫu)",
        "answers appeals about awards",
        ("Thư ký giải thưởng",),
    ),
    Person(
        "editor",
        "bien-tap-cong@example.org",
        "Trịnh Mai Chi (mẫu)",
        "edits the portal's own pages, features stories, follows the plan",
        ("Biên tập viên cổng", "Sở KH&CN – tin nổi bật", "Theo dõi kế hoạch"),
    ),
)


def _named(address: str) -> str:
    """Return the demo's address with the computer's name for itself in place of its number."""
    return address.replace("//127.0.0.1", "//localhost", 1)


def welcome(*, address: str, mails: Path) -> str:
    """Return what stands on the screen once the demo answers: addresses, and a login for each role."""
    width = max(len(person.email) for person in PEOPLE)
    logins = "\n".join(f"    {person.email:<{width}}  {person.role}" for person in PEOPLE)
    return f"""
The demo portal runs; everything on it is invented.

  Portal    {address}/          English  {address}/en/
  Sign in   {address}/tai-khoan/login/
  Admin     {address}/admin/
  Mails     {address}/thu-mau/      (files in {mails})
  Passkeys  {_named(address)}/      browsers use them at a name only, not at a number

  Logins, all with the password  {PASSWORD}
{logins}

  Ctrl-C stops it. `make demo-reset` begins anew.
"""
