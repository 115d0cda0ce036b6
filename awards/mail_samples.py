"""Invented content for previews of the mails about awards."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from awards.editions.telling import KIND
from awards.editions.words import Change
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import previews

WORDS: Final = {
    Language.VIETNAMESE: {
        "title": "Giải thưởng Ví dụ Kinh Bắc",
        "reason": "Mưa bão làm gián đoạn việc nộp hồ sơ tại nhiều xã.",
        "legal_basis": "Thông báo số 00/TB-BTC của Ban tổ chức",
        "changes": (Change("Nhận hồ sơ: Ngày cuối", "10/05/2027", "20/05/2027"),),
    },
    Language.ENGLISH: {
        "title": "Kinh Bac Example Award",
        "reason": "Storms kept many communes from handing in.",
        "legal_basis": "Notice 00/TB-BTC of the organising committee",
        "changes": (Change("Call for nominations: Last day", "10/05/2027", "20/05/2027"),),
    },
}


def _sample(language: Language) -> Mapping[str, Any]:
    return {"recipient_name": previews.PERSON, "number": 1, "url": previews.LINK, **WORDS[language]}


DOSSIER_KINDS: Final = (
    "dossier_co_author",
    "dossier_cure_answered",
    "dossier_cure_asked",
    "dossier_cure_lapsed",
    "dossier_declined",
    "dossier_ending",
    "dossier_nominee",
    "dossier_received",
    "dossier_screened",
    "dossier_withdrawn",
)
DOSSIER: Final = {
    Language.VIETNAMESE: {
        "dossier": "Máy sấy bơm nhiệt tiết kiệm điện",
        "edition": "Giải thưởng Ví dụ Kinh Bắc",
        "words": "Bản xác nhận của bên dùng thiếu trang hai.",
        "reason": "Giải pháp được đưa vào sử dụng trước thời gian mà thể lệ quy định.",
        "files": [
            {"document": "Bản mô tả giải pháp", "is_twin": False, "name": "mo-ta.pdf", "sha256": "9f86d081" * 8},
            {"document": "Bản mô tả giải pháp", "is_twin": True, "name": "khong-ten.pdf", "sha256": "60303ae2" * 8},
        ],
    },
    Language.ENGLISH: {
        "dossier": "A heat pump dryer that saves power",
        "edition": "Kinh Bac Example Award",
        "words": "Page two of the confirmation is missing.",
        "reason": "The solution was put to use before the period that the rules name.",
        "files": [{"document": "Description", "is_twin": False, "name": "description.pdf", "sha256": "9f86d081" * 8}],
    },
}


def _dossier(language: Language) -> Mapping[str, Any]:
    return {
        "recipient_name": previews.PERSON,
        "asked_by": previews.PERSON,
        "nominee": previews.PERSON,
        "number": "5f0c2c1e-5e5d-4a43-9f8e-2f7f6d1c9b10",
        "at": clock.now(),
        "last_day": clock.today() + timedelta(days=3),
        "expires_at": clock.now() + timedelta(days=14),
        "due_at": clock.now() + timedelta(days=6),
        "is_eligible": False,
        "url": previews.LINK,
        **DOSSIER[language],
    }


JURY_KINDS: Final = ("jury_assigned", "jury_invited", "jury_invited_again", "jury_released", "jury_reminder")


def _jury(language: Language) -> Mapping[str, Any]:
    return {
        "recipient_name": previews.PERSON,
        "asked_by": previews.PERSON,
        "edition": WORDS[language]["title"],
        "is_reserve": False,
        "is_declared": False,
        "waiting": 3,
        "count": 6,
        "expires_at": clock.now() + timedelta(days=14),
        "url": previews.LINK,
    }


HONOUR_KINDS: Final = ("award_revoked", "certificate", "certificate_revoked")
HONOUR: Final = {
    Language.VIETNAMESE: {
        "work": "Máy sấy bơm nhiệt tiết kiệm điện",
        "edition": "Giải thưởng Ví dụ Kinh Bắc",
        "prize": "Giải nhất",
        "reason": "Hồ sơ dùng số liệu đo không có thật.",
    },
    Language.ENGLISH: {
        "work": "A heat pump dryer that saves power",
        "edition": "Kinh Bac Example Award",
        "prize": "First prize",
        "reason": "The dossier used measurements that were never made.",
    },
}


def _honour(language: Language) -> Mapping[str, Any]:
    return {
        "recipient_name": previews.PERSON,
        "number": "00/QĐ-BTC",
        "decided_on": clock.today(),
        "is_replacement": False,
        "file_is_missing": False,
        "verify_url": previews.LINK,
        **HONOUR[language],
    }


def register() -> None:
    """Tell the mail room; from AppConfig.ready()."""
    previews.register(kind=KIND, sample=_sample)
    for kind in DOSSIER_KINDS:
        previews.register(kind=f"awards/emails/{kind}", sample=_dossier)
    for kind in JURY_KINDS:
        previews.register(kind=f"awards/emails/{kind}", sample=_jury)
    for kind in HONOUR_KINDS:
        previews.register(kind=f"awards/emails/{kind}", sample=_honour)
