"""Invented content for previews of the mails between experts and those who write to them."""

from collections.abc import Mapping
from typing import Final

from portal.kernel.languages import Language
from portal.mail import previews

KINDS: Final = (
    "answered",
    "approved",
    "confirm",
    "declined",
    "gone",
    "lifted",
    "received",
    "returned",
    "sent",
    "submitted",
    "taken_down",
)
WORDS: Final = {
    Language.VIETNAMESE: {
        "subject": "Sấy nông sản ở nhiệt độ thấp",
        "help": "Tư vấn kỹ thuật",
        "text": "Chúng tôi muốn giảm tổn thất khi sấy vải thiều. Xin hỏi bạn có thể tư vấn không?",
        "reason": "Xin ghi rõ hơn các công trình đã công bố.",
    },
    Language.ENGLISH: {
        "subject": "Drying farm products at low temperature",
        "help": "Technical advice",
        "text": "We would like to lose less when drying lychees. Could you advise us?",
        "reason": "Please name your publications more exactly.",
    },
}


def _sample(language: Language) -> Mapping[str, str]:
    return {
        "expert_name": "TS. Lê Thị Mẫu",
        "sender_name": previews.PERSON,
        "company": previews.ORGANISATION[language],
        "reference": "CG-26-0000",
        "url": previews.LINK,
        **WORDS[language],
    }


def register() -> None:
    """Tell the mail room; from AppConfig.ready()."""
    for name in KINDS:
        previews.register(kind=f"experts/emails/{name}", sample=_sample)
