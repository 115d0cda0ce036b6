"""Invented content for previews of the mails about meetings, the shortlist, objections, the decision and appeals."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from awards.deliberation.emails import KINDS
from awards.deliberation.enums import CaseState
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import previews

WORDS: Final = {
    Language.VIETNAMESE: {
        "edition": "Giải thưởng Ví dụ Kinh Bắc",
        "dossier": "Máy sấy bơm nhiệt tiết kiệm điện",
        "place": "Phòng họp số 1, Trung tâm Ví dụ",
        "reason": "Đường đến nơi họp bị ngập do mưa bão.",
        "words": "Giải pháp này đã được trưng bày từ năm 2019.",
        "answer": "Chúng tôi đã đối chiếu tài liệu: giải pháp năm 2019 là của một nhóm khác.",
        "outcome": "Biên bản cho thấy cuộc họp thiếu một thành viên so với quy định.",
        "follows": "Hội đồng họp lại và biểu quyết lại.",
        "why": "Cuộc họp trao giải thiếu một thành viên so với thể lệ.",
        "prize": "Giải Nhì",
        "issuer": "Ủy ban nhân dân tỉnh",
    },
    Language.ENGLISH: {
        "edition": "Kinh Bac Example Award",
        "dossier": "A heat pump dryer that saves power",
        "place": "Room 1, Example Centre",
        "reason": "Storms have flooded the road to the meeting.",
        "words": "This solution was on show in 2019.",
        "answer": "We compared the papers: the solution of 2019 was that of another team.",
        "outcome": "The minutes show that one member was missing for the quorum.",
        "follows": "The council meets and votes again.",
        "why": "One member was missing for the quorum at the meeting on the prizes.",
        "prize": "Second prize",
        "issuer": "People's Committee of the province",
    },
}


def _sample(language: Language) -> Mapping[str, Any]:
    soon = clock.now() + timedelta(days=7)
    return {
        "recipient_name": previews.PERSON,
        "url": previews.LINK,
        "dossier_url": previews.LINK,
        "number": "7",
        "held_at": soon,
        "until": soon,
        "due_at": soon,
        "at": clock.now(),
        "day": clock.today(),
        "old_number": "6",
        "old_day": clock.today() - timedelta(days=20),
        "stands": False,
        "changed": False,
        "is_finalist": True,
        "is_winner": True,
        "is_appeal": True,
        "result": CaseState.UPHELD.value,
        **WORDS[language],
    }


def register() -> None:
    """Tell the mail room; from AppConfig.ready()."""
    for kind in KINDS:
        previews.register(kind=f"awards/emails/{kind}", sample=_sample)
