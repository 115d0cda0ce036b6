"""Invented content for previews of the mails about mark sheets."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import previews

EDITIONS: Final = {
    Language.VIETNAMESE: "Giải thưởng Ví dụ Kinh Bắc",
    Language.ENGLISH: "Kinh Bac Example Award",
}
REASONS: Final = {
    Language.VIETNAMESE: "Điểm của một tiêu chí bị nhập nhầm.",
    Language.ENGLISH: "The points for one criterion were typed wrongly.",
}


def _sample(language: Language) -> Mapping[str, Any]:
    return {
        "recipient_name": previews.PERSON,
        "edition": EDITIONS[language],
        "waiting": 3,
        "to_confirm": 1,
        "ends": clock.now() + timedelta(days=4),
        "url": previews.LINK,
        "why": REASONS[language],
    }


def register() -> None:
    """Tell the mail room; from AppConfig.ready()."""
    previews.register(kind="awards/emails/marking_reminder", sample=_sample)
    previews.register(kind="awards/emails/marking_returned", sample=_sample)
