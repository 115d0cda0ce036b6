"""Invented content for previews of the mails about the people of newsrooms."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.utils import translation

from news.enums import StaffRole
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import previews

KINDS: Final = ("staff_invitation", "staff_removed")
NEWSROOM: Final = {Language.VIETNAMESE: "Báo Bắc Ninh", Language.ENGLISH: "Bắc Ninh Newspaper"}


def _sample(language: Language) -> Mapping[str, Any]:
    with translation.override(language):
        role = str(StaffRole.EDITOR.label)
    return {
        "recipient_name": previews.PERSON,
        "newsroom": NEWSROOM[language],
        "invited_by": "Trần Văn Mẫu",
        "role": role,
        "expires_at": clock.now() + timedelta(days=14),
        "url": previews.LINK,
    }


def register() -> None:
    """Tell the mail room; from AppConfig.ready()."""
    for name in KINDS:
        previews.register(kind=f"news/emails/{name}", sample=_sample)
