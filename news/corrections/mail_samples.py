"""Invented content for previews of the room's mails."""

from collections.abc import Mapping
from typing import Any, Final

from portal.kernel.languages import Language
from portal.mail import previews

WORDS: Final[dict[Language, dict[str, Any]]] = {
    Language.VIETNAMESE: {
        "title": "Hợp tác xã bỏ lò than, tỏi khô trong một ngày",
        "newsroom": "Báo Ví dụ",
        "note": "Xin bạn xem lại các câu trích lời bạn và số liệu.",
        "until": "18:00 ngày 06/12/2026",
        "reviewer": "Trần Văn Ví Dụ",
        "role": "Người được phỏng vấn",
        "answer": "Tôi đề nghị sửa",
        "state": "Đã đăng hoặc đã trả lời",
        "due": "04/12/2026",
        "words": "Tòa soạn đã đăng đính chính ở đầu bài.",
    },
    Language.ENGLISH: {
        "title": "A cooperative leaves coal behind and dries garlic in a day",
        "newsroom": "Example Newspaper",
        "note": "Please check your quotations and the figures.",
        "until": "6 December 2026, 6 p.m.",
        "reviewer": "Trần Văn Ví Dụ",
        "role": "Interviewee",
        "answer": "I ask for changes",
        "state": "Published or answered",
        "due": "4 December 2026",
        "words": "The correction stands at the top of the story.",
    },
}
KINDS: Final = (
    "reply_arrived",
    "reply_confirm",
    "reply_moved",
    "reply_received",
    "reply_reminder",
    "review_answered",
    "review_invited",
)


def _sample(language: Language) -> Mapping[str, Any]:
    return {
        "name": previews.PERSON,
        "remarks": 3,
        "review_url": previews.LINK,
        "admin_url": previews.LINK,
        "link_url": previews.LINK,
        "reference": "CC-26-000000",
        "late": False,
        **WORDS[language],
    }


def register() -> None:
    """Tell the mail room; from AppConfig.ready()."""
    for name in KINDS:
        previews.register(kind=f"news/emails/{name}", sample=_sample)
