"""Who travels with the demo's delegation, and what organisers set for mails. All people are invented."""

from dataclasses import dataclass
from typing import Final

from events.delegation_enums import PaperStatus
from portal.demo.specs.shapes import Words
from registration.enums import LeadTime, ReminderAudience, WordedMail

PROGRAMME: Final = "doan-xuc-tien"


@dataclass(frozen=True, slots=True)
class Traveller:
    """A person of an organisation, and whether the papers are in order."""

    name: str
    function: str
    passport: PaperStatus
    visa: PaperStatus


@dataclass(frozen=True, slots=True)
class TravellersSpec:
    """An organisation with its seats and the people whom it named."""

    organisation: str
    seats: int
    people: tuple[Traveller, ...]


TRAVELLERS: Final = (
    TravellersSpec(
        "song-mo",
        2,
        (
            Traveller("Trần Thị Lụa (mẫu)", "Giám đốc", PaperStatus.READY, PaperStatus.READY),
            Traveller("Nguyễn Văn Tre (mẫu)", "Kỹ sư trưởng", PaperStatus.READY, PaperStatus.MISSING),
        ),
    ),
    TravellersSpec(
        "sao-khue", 1, (Traveller("TS. Vũ Thị Sen (mẫu)", "Phó viện trưởng", PaperStatus.MISSING, PaperStatus.MISSING),)
    ),
)
RULES: Final = (
    (ReminderAudience.CONFIRMED, LeadTime.WEEK),
    (ReminderAudience.CONFIRMED, LeadTime.DAY),
    (ReminderAudience.APPROVALS, LeadTime.THREE_DAYS),
)
WORDS: Final = (
    (
        "ho-so",
        WordedMail.CONFIRMED,
        Words(
            "Xin mang theo một hồ sơ công nghệ của đơn vị bạn để cùng sửa tại lớp.",
            "Please bring one technology file of your own to work on in class.",
        ),
    ),
)
