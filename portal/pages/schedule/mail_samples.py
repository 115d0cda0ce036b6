"""Invented content for the preview of the mail about planned publishing."""

from collections.abc import Mapping
from typing import Any, Final

from portal.kernel.languages import Language
from portal.mail import previews
from portal.pages.schedule import emails

WORDS: Final = {
    Language.VIETNAMESE: {
        "title": "Khai mạc phiên kết nối công nghệ sấy nông sản",
        "reason": "Ghi nguồn của ảnh trước khi đăng bài.",
        "day": "3/12/2026",
    },
    Language.ENGLISH: {
        "title": "Matchmaking session on drying technology opens",
        "reason": "Name the source of the picture before the story is published.",
        "day": "3 Dec 2026",
    },
}


def _sample(language: Language) -> Mapping[str, Any]:
    return {
        "recipient_name": previews.PERSON,
        "is_going_live": True,
        "time": "14:00",
        "error": "ValidationError",
        "url": previews.LINK,
        "list_url": previews.LINK,
        **WORDS[language],
    }


def register() -> None:
    """Tell the mail room; from AppConfig.ready()."""
    previews.register(kind=emails.KIND, sample=_sample)
