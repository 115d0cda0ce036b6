"""Invented content for previews of the mails to writers of comments."""

from collections.abc import Mapping
from typing import Final

from portal.kernel.languages import Language
from portal.mail import previews

KINDS: Final = ("comment_approved", "comment_confirm", "comment_received", "comment_refused", "comment_replied")
WORDS: Final = {
    Language.VIETNAMESE: {
        "story": "Xưởng nhỏ sấy vải thiều bằng bơm nhiệt",
        "rule": "Có nội dung quảng cáo",
        "reason": "Bạn có thể gửi lại ý kiến mà không kèm tên cửa hàng.",
        "desk": "Ban Bạn đọc",
        "words": "Cảm ơn bạn. Giá máy có trong bài tiếp theo.",
    },
    Language.ENGLISH: {
        "story": "A small workshop dries lychees by heat pump",
        "rule": "It advertises",
        "reason": "You may send the comment again without the name of the shop.",
        "desk": "Readers' desk",
        "words": "Thank you. The price is in the next story.",
    },
}


def _sample(language: Language) -> Mapping[str, str]:
    return {
        "recipient_name": previews.PERSON,
        "reference": "YK-26-000000",
        "url": previews.LINK,
        "story_url": previews.LINK,
        **WORDS[language],
    }


def register() -> None:
    """Tell the mail room; from AppConfig.ready()."""
    for name in KINDS:
        previews.register(kind=f"news/emails/{name}", sample=_sample)
