"""Invented content for previews of the mails about technologies, needs, matches and enquiries."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, Final

from portal.kernel import clock
from portal.kernel.languages import Language
from portal.mail import previews
from portal.mail.rendering import Rendered
from showcase import letters

KINDS: Final = (
    "consent_answered",
    "consent_asked",
    "listing_archived",
    "listing_reminder",
    "match_digest",
    "need_entered_for_you",
    "review_approved",
    "review_begun",
    "review_refused",
    "review_returned",
)
WORDS: Final = {
    Language.VIETNAMESE: {
        "title": "Máy sấy bơm nhiệt cho vải thiều",
        "office": "Trung tâm Ví dụ về ứng dụng khoa học và công nghệ",
        "text": "Cần một máy sấy công suất hai tấn mỗi mẻ.",
        "comment": "Xin bổ sung mức độ sẵn sàng công nghệ.",
        "state": "Đã đồng ý",
        "other": "Cần giảm tổn thất khi sấy quả",
        "strength": "rất phù hợp",
        "reason": "Cùng lĩnh vực, cùng từ khoá: sấy, vải thiều.",
    },
    Language.ENGLISH: {
        "title": "Heat pump dryer for lychees",
        "office": "Example Centre for Applied Science and Technology",
        "text": "A dryer for two tonnes a batch is needed.",
        "comment": "Please add the level of readiness.",
        "state": "Given",
        "other": "Losing less when drying fruit",
        "strength": "fits very well",
        "reason": "Same field, same words: drying, lychee.",
    },
}


def _sample(language: Language) -> Mapping[str, Any]:
    words = WORDS[language]
    organisation = previews.ORGANISATION[language]
    return {
        "recipient_name": previews.PERSON,
        "organisation_name": organisation,
        "consent": SimpleNamespace(contact_name=previews.PERSON, organisation_name=organisation, note=words["comment"]),
        "is_waiting": True,
        "is_given": True,
        "sent": True,
        "due_on": clock.today() + timedelta(days=5),
        "shown_until": clock.today() + timedelta(days=7),
        "lines": [
            {"own": words["title"], "other": words["other"], "strength": words["strength"], "reason": words["reason"]}
        ],
        "number": 3,
        "more": 2,
        "url": previews.LINK,
        "off_url": previews.LINK,
        **{name: words[name] for name in ("title", "office", "text", "comment", "state")},
    }


def _letter(language: Language, subject: uuid.UUID | None = None) -> Rendered:  # noqa: ARG001 -- the same for every subject
    words = WORDS[language]
    facts = {
        Language.VIETNAMESE: ("Mã số", "Lời nhắn", "Xem lời hỏi"),
        Language.ENGLISH: ("Reference number", "Message", "See the enquiry"),
    }[language]
    return letters.rendered(
        letter=letters.Letter(
            subject=words["other"],
            paragraphs=(words["text"],),
            facts=(letters.Fact(facts[0], "LH-26-0000"),),
            quotes=(letters.Quote(facts[1], words["comment"]),),
            url=previews.LINK,
            action=facts[2],
        ),
        language=language,
    )


def register() -> None:
    """Tell the mail room; from AppConfig.ready(). All letters share one template, and one preview."""
    for name in KINDS:
        previews.register(kind=f"showcase/emails/{name}", sample=_sample)
    previews.add(previews.Preview(letters.TEMPLATE, "showcase", _letter))
