"""Invented content for previews of the newsletter's mails."""

from collections.abc import Mapping
from typing import Any, Final

from portal.kernel.languages import Language
from portal.mail import previews

KINDS: Final = ("newsletter_confirm", "newsletter_issue", "newsletter_known", "newsletter_welcome")
STORIES: Final = {
    Language.VIETNAMESE: [
        {
            "title": "Máy sấy vải tiết kiệm một nửa điện năng",
            "lead": "Hợp tác xã Ví dụ dùng thử máy sấy ở nhiệt độ thấp trong vụ vải vừa qua.",
            "newsroom": "Báo Ví dụ",
            "url": previews.LINK,
            "is_vietnamese_only": False,
        }
    ],
    Language.ENGLISH: [
        {
            "title": "A lychee dryer that halves the electricity bill",
            "lead": "The Example Cooperative tried low-temperature drying in the last season.",
            "newsroom": "Example Newspaper",
            "url": previews.LINK,
            "is_vietnamese_only": False,
        }
    ],
}
AUDIENCES: Final = {Language.VIETNAMESE: ["Nông dân"], Language.ENGLISH: ["Farmers"]}


def _newsletter(language: Language) -> Mapping[str, Any]:
    return {
        "audiences": AUDIENCES[language],
        "rhythm": "weekly",
        "stories": STORIES[language],
        "first_title": STORIES[language][0]["title"],
        "number": 3,
        "left_out": 2,
        "url": previews.LINK,
        "choices_url": previews.LINK,
        "end_url": previews.LINK,
    }


def register() -> None:
    """Tell the mail room; from AppConfig.ready()."""
    for name in KINDS:
        previews.register(kind=f"news/emails/{name}", sample=_newsletter)
