"""Links between the demo's invented intermediaries, and one that waits for an answer."""

from typing import Final

from exhibitors.domain import link as links
from exhibitors.enums import LinkKind
from portal.demo.builders.common import Build
from portal.demo.specs.shapes import Words

LINKS: Final = (
    (
        "cau-noi",
        "hat-mam",
        LinkKind.COOPERATION,
        2022,
        Words("Chọn nhóm khởi nghiệp cho chợ công nghệ", "Choosing start-ups for the fair"),
    ),
    (
        "cau-noi",
        "dau-son",
        LinkKind.JOINT_SERVICE,
        2023,
        Words("Định giá và soạn hợp đồng li-xăng", "Valuing and drafting licences"),
    ),
    ("hat-mam", "ven-song", LinkKind.MEMBER, 2021, Words("Mạng lưới cố vấn làng nghề", "Mentors of craft villages")),
    (
        "dau-son",
        "hat-mam",
        LinkKind.REFERRAL,
        2024,
        Words("Tra cứu sáng chế cho nhóm ươm tạo", "Patent searches for incubated teams"),
    ),
)
WAITING: Final = ("ven-song", "cau-noi", LinkKind.COOPERATION)


def build(context: Build) -> None:
    """Let owners propose and confirm; both sides belong to the demo's representative."""
    owner = context.people["representative"]
    for source, target, kind, since, services in LINKS:
        made = links.propose(
            source=context.organisations[source],
            target=context.organisations[target],
            kind=kind,
            since=since,
            services=services.vi,
            services_en=services.en,
            by=owner,
            now=context.now,
        )
        links.confirm(link=made, by=owner, now=context.now)
    source, target, kind = WAITING
    links.propose(
        source=context.organisations[source],
        target=context.organisations[target],
        kind=kind,
        by=owner,
        now=context.now,
    )
