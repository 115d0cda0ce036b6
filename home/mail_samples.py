"""Invented content for previews of the mails about feedback and services."""

from collections.abc import Mapping
from typing import Final

from portal.kernel.languages import Language
from portal.mail import previews

KINDS: Final = ("feedback_link", "feedback_moved", "feedback_received", "service_moved", "service_requested")
WORDS: Final = {
    Language.VIETNAMESE: {
        "state": "Đã trả lời",
        "answer": "Cảm ơn bạn. Chúng tôi đã sửa địa chỉ trên trang sự kiện.",
        "message": "Bạn có thể gửi hồ sơ trực tuyến trong tuần này.",
        "service": "Tư vấn đăng ký sở hữu trí tuệ",
    },
    Language.ENGLISH: {
        "state": "Answered",
        "answer": "Thank you. We have corrected the address on the event's page.",
        "message": "You can send your papers online this week.",
        "service": "Advice on registering intellectual property",
    },
}


def _sample(language: Language) -> Mapping[str, str]:
    return {
        "name": previews.PERSON,
        "reference": "PA-26-0000",
        "status_url": previews.LINK,
        **WORDS[language],
    }


def register() -> None:
    """Tell the mail room; from AppConfig.ready()."""
    for name in KINDS:
        previews.register(kind=f"home/emails/{name}", sample=_sample)
