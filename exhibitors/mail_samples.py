"""Invented content for previews of the mails about organisations and their members."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.utils import translation

from exhibitors.enums import MemberRole
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import previews

KINDS: Final = (
    "closed",
    "invitation",
    "join_accepted",
    "join_asked",
    "join_declined",
    "join_expired",
    "more_asked",
    "ownership_handed_over",
    "ownership_received",
    "reopened",
    "restored",
    "suspended",
    "verification_refused",
    "verified",
)
WORDS: Final = {
    Language.VIETNAMESE: {
        "reason": "Xin gửi thêm bản chụp giấy chứng nhận đăng ký doanh nghiệp.",
        "note": "Tôi phụ trách phòng kỹ thuật của công ty.",
    },
    Language.ENGLISH: {
        "reason": "Please send a copy of the certificate of business registration, too.",
        "note": "I lead the company's technical office.",
    },
}


def _sample(language: Language) -> Mapping[str, Any]:
    with translation.override(language):
        role = str(MemberRole.EDITOR.label)
    return {
        "recipient_name": previews.PERSON,
        "organisation_name": previews.ORGANISATION[language],
        "invited_by": "Trần Văn Mẫu",
        "by": "Trần Văn Mẫu",
        "person": "Trần Văn Mẫu",
        "person_email": "tran.mau@example.org",
        "role": role,
        "expires_at": clock.now() + timedelta(days=14),
        "url": previews.LINK,
        **WORDS[language],
    }


def register() -> None:
    """Tell the mail room; from AppConfig.ready()."""
    for name in KINDS:
        previews.register(kind=f"exhibitors/emails/{name}", sample=_sample)
