"""Invented opinions of readers in every state, decided by the newsroom that the story belongs to."""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from news.domain import comments, moderation
from news.enums import CommentRule, CommentState
from news.models import Comment
from portal.demo.builders.common import Build
from portal.kernel.languages import Language

STORY: Final = "toi-khong-khoi"
EDITOR: Final = "newspaper-editor"
NAMES: Final = uuid.UUID("b0d1f8a4-6f0e-4c9d-9d77-3a4f5f6d5c21")


@dataclass(frozen=True, slots=True)
class Sample:
    """One invented opinion, how many hours old it is, and what becomes of it."""

    name: str
    words: str
    hours: int
    state: CommentState
    language: Language = Language.VIETNAMESE
    rule: CommentRule = CommentRule.OTHER
    reason: str = ""
    answer: str = ""
    leave_out: str = ""


SAMPLES: Final = (
    Sample(
        "Bạn đọc mẫu A",
        "Xã tôi trồng tỏi mà vẫn sấy bằng than. Buồng sấy này mỗi mẻ được bao nhiêu kg, và hợp tác xã nhỏ có thuê được không?",
        22,
        CommentState.APPROVED,
        answer="Cảm ơn bạn. Mỗi mẻ trong bài là 800 kg. Hợp tác xã mẫu cho biết nhận sấy thuê ngoài vụ chính (nội dung minh họa).",
    ),
    Sample(
        "Sample reader B",
        "We dry chillies in the same way. It would help to read how much the chamber costs to run in a wet month.",
        20,
        CommentState.APPROVED,
        language=Language.ENGLISH,
    ),
    Sample(
        "Bạn đọc mẫu C",
        "Tôi muốn tham quan, nhờ tòa soạn nối giúp qua số 0912 000 000.",
        18,
        CommentState.APPROVED,
        leave_out="0912 000 000",
    ),
    Sample(
        "Bạn đọc mẫu D",
        "Cửa hàng chúng tôi bán máy sấy giá rẻ nhất, mời bà con đặt hàng.",
        15,
        CommentState.REFUSED,
        rule=CommentRule.ADVERTISING,
        reason="Bạn có thể gửi lại ý kiến về nội dung bài.",
    ),
    Sample("Bạn đọc mẫu Đ", "Số liệu 0,52 kWh đo ở mùa nào vậy tòa soạn?", 9, CommentState.PENDING),
    Sample(
        "Bạn đọc mẫu E", "Gọi cho tôi theo số 0983 000 000, tôi có buồng sấy cũ cần nâng cấp.", 3, CommentState.PENDING
    ),
    Sample("Bạn đọc mẫu G", "Tôi gửi nhầm bài, xin rút lại.", 12, CommentState.WITHDRAWN),
    Sample("Bạn đọc mẫu H", "Ý kiến còn chờ xác nhận qua thư điện tử.", 1, CommentState.UNVERIFIED),
)


def build(context: Build) -> None:
    """Send the opinions as readers do, and decide on them as the newsroom does."""
    for number, sample in enumerate(SAMPLES, start=1):
        _opinion(context, number, sample)


def _opinion(context: Build, number: int, sample: Sample) -> None:
    story: Any = context.pages[STORY]
    sent = context.now - timedelta(hours=sample.hours)
    comment = comments.submit(
        article=story,
        opinion=comments.Opinion(name=sample.name, email=f"ban-doc-{number}@example.org", text=sample.words),
        language=sample.language,
        form_key=uuid.uuid5(NAMES, str(number)),
        now=sent,
    )
    if sample.state is CommentState.UNVERIFIED:
        return
    comment = comments.confirm(comment=comment, now=sent + timedelta(minutes=4))
    if sample.state is CommentState.WITHDRAWN:
        comments.withdraw(comment=comment, now=sent + timedelta(minutes=9))
        return
    _decide(context, comment, sample)


def _decide(context: Build, comment: Comment, sample: Sample) -> None:
    by, later = context.people[EDITOR], comment.submitted_at + timedelta(hours=1)
    if sample.leave_out:
        comment = moderation.strike(comment=comment, passages=[sample.leave_out], by=by, now=later)
    if sample.state is CommentState.REFUSED:
        moderation.refuse(comment=comment, by=by, now=later, rule=sample.rule, reason=sample.reason)
    elif sample.state is CommentState.APPROVED:
        shown = moderation.approve(comment=comment, by=by, now=later)
        if sample.answer:
            moderation.answer(
                comment=shown, desk="Ban Bạn đọc", words=sample.answer, by=by, now=later + timedelta(minutes=30)
            )
