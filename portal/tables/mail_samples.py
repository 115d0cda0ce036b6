"""Invented content for previews of the mails about imports."""

from collections.abc import Mapping

from portal.kernel.languages import Language
from portal.mail import previews


def _stopped(language: Language) -> Mapping[str, str]:
    reasons = {
        Language.VIETNAMESE: "Tổ chức đã tạm dừng hoạt động trên sàn.",
        Language.ENGLISH: "The organisation has been closed for the time being.",
    }
    return {"recipient_name": previews.PERSON, "file_name": "cong-nghe.xlsx", "reason": reasons[language]}


def register() -> None:
    """Tell the mail room; from AppConfig.ready()."""
    previews.register(kind="tables/emails/stopped", sample=_stopped)
