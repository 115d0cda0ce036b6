"""Invented content for previews of the mails of kept searches."""

from collections.abc import Mapping
from typing import Any, Final

from portal.kernel.languages import Language
from portal.mail import previews

KINDS: Final = ("saved_confirm", "saved_digest", "saved_known", "saved_welcome")
SEARCHED: Final = {Language.VIETNAMESE: ["“máy sấy”", "Công nghệ"], Language.ENGLISH: ["“dryer”", "Technologies"]}
ENTRIES: Final = {
    Language.VIETNAMESE: [
        {
            "title": "Máy sấy bơm nhiệt cho vải và tỏi",
            "url": previews.LINK,
            "kind": "Công nghệ",
            "summary": "Sấy ở nhiệt độ thấp, tiết kiệm một nửa điện năng.",
            "is_vietnamese_only": False,
        }
    ],
    Language.ENGLISH: [
        {
            "title": "A heat pump dryer for lychee and garlic",
            "url": previews.LINK,
            "kind": "Technologies",
            "summary": "Low-temperature drying at half the electricity.",
            "is_vietnamese_only": False,
        }
    ],
}


def _saved(language: Language) -> Mapping[str, Any]:
    return {
        "searched": SEARCHED[language],
        "rhythm": "weekly",
        "why": "kept-already",
        "entries": ENTRIES[language],
        "first_title": ENTRIES[language][0]["title"],
        "number": 3,
        "left_out": 2,
        "url": previews.LINK,
        "results_url": previews.LINK,
        "choices_url": previews.LINK,
        "end_url": previews.LINK,
    }


def register() -> None:
    """Tell the mail room; from AppConfig.ready()."""
    for name in KINDS:
        previews.register(kind=f"search/emails/{name}", sample=_saved)
