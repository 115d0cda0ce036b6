"""Invented content for previews of the mails about stories and topics."""

from collections.abc import Mapping
from typing import Any, Final

from news.desk.enums import NoticeKind
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import previews

WORDS: Final = {
    Language.VIETNAMESE: {
        "title": "Xưởng nhỏ ghép rô-bốt từ linh kiện trong tỉnh",
        "step": "Báo Ví dụ – duyệt bài: thư ký tòa soạn",
        "words": "Thiếu nguồn của con số ở đoạn thứ hai.",
        "label": "Bị trả lại",
    },
    Language.ENGLISH: {
        "title": "Small workshop builds robots from parts made in the province",
        "step": "Báo Ví dụ – duyệt bài: thư ký tòa soạn",
        "words": "The figure in the second paragraph needs a source.",
        "label": "Returned",
    },
}


def _sample(language: Language) -> Mapping[str, Any]:
    words = WORDS[language]
    line = {**words, "who": "Trần Văn Ví Dụ", "url": previews.LINK, "due_at": clock.now()}
    return {
        "recipient_name": previews.PERSON,
        **line,
        "writer": previews.PERSON,
        "is_live": True,
        "goes_live_at": None,
        "lines": [line],
        "mails_url": previews.LINK,
        "count": 1,
    }


def register() -> None:
    """Tell the mail room; from AppConfig.ready()."""
    for name in (*NoticeKind.values, "work_digest"):
        previews.register(kind=f"news/emails/{name}", sample=_sample)
