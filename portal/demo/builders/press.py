"""What happens around stories: a draft with a reviewer, a request that is answered and one that waits, a story taken down."""

import uuid
from datetime import timedelta
from typing import Any

from news.desk.enums import StoryProcess
from news.domain import replies, review_links, review_remarks, stories, takedowns
from news.models import ArticlePage
from news.replies.enums import Remedy, ReplyState, RequesterKind
from news.reviews import passages
from news.reviews.enums import ReviewAnswer, ReviewRole
from portal.demo.builders import news
from portal.demo.builders.common import Build
from portal.demo.specs.stories import NEWSPAPER
from portal.kernel import slugs
from portal.kernel.languages import Language


def build(context: Build) -> None:
    """Build each through the functions that people use."""
    editor, chief = context.people["newspaper-editor"], context.people["newspaper-chief"]
    _review(context, editor)
    _requests(context, chief)
    _take_down(context, chief)


def _review(context: Build, editor: Any) -> None:
    newsroom: Any = context.sections[NEWSPAPER]
    reporter = context.people["newspaper-reporter"]
    drafts = ArticlePage.objects.filter(live=False, owner=reporter, path__startswith=newsroom.path)
    draft = drafts.order_by("pk").first()
    if draft is None:
        return
    at = context.now - timedelta(days=1)
    link, _secret = review_links.make(
        article=draft,
        revision=draft.latest_revision,
        reviewer=review_links.Reviewer(
            "Nguyễn Thị Ví Dụ", ReviewRole.INTERVIEWEE, note="Xin bạn xem lại các câu trích lời bạn và số liệu."
        ),
        by=editor,
        now=at,
    )
    version = draft.latest_revision.as_object()
    numbered = passages.passages_of(version)
    for passage, words in (
        (numbered[1].key, "Xin sửa: tôi nói “dự kiến”, chưa phải kết quả cuối cùng."),
        ("", "Cảm ơn tòa soạn, phần còn lại đúng như tôi đã nói."),
    ):
        review_remarks.write(
            link=link, article=version, words=words, passage=passage, form_key=uuid.uuid4(), now=at + timedelta(hours=2)
        )
    review_remarks.send(link=link, article=version, answer=ReviewAnswer.CHANGES, now=at + timedelta(hours=3))


def _requests(context: Build, chief: Any) -> None:
    story: Any = ArticlePage.objects.get(pk=context.pages["hoc-moi-gioi"].pk)
    for days, remedy, wrong in (
        (12, Remedy.CORRECTION, "Khóa học kéo dài bốn ngày, không phải ba ngày."),
        (1, Remedy.REPLY, "Chúng tôi muốn nói rõ ai tổ chức khóa học này."),
    ):
        at = context.now - timedelta(days=days)
        request = replies.send(
            article=story,
            details=replies.Details(
                kind=RequesterKind.ORGANISATION,
                name="Lê Văn Minh Họa",
                on_behalf_of="Trung tâm mẫu Kinh Bắc",
                email=f"minh-hoa-{days}@example.org",
                passage=story.lead,
                wrong=wrong,
                remedy=remedy,
            ),
            language=Language.VIETNAMESE,
            form_key=uuid.uuid4(),
            now=at,
        )
        request, _secret = replies.confirm(request=request, now=at)
        if remedy is Remedy.CORRECTION:
            replies.decide(
                request=request,
                target=ReplyState.DECLINED,
                by=chief,
                now=at + timedelta(days=2),
                answer="Tòa soạn đã kiểm tra lịch học: khóa mẫu kéo dài ba ngày.",
            )


def _take_down(context: Build, chief: Any) -> None:
    newsroom: Any = context.sections[NEWSPAPER]
    reporter = context.people["newspaper-reporter"]
    title = "Tin minh họa đã được gỡ"
    page = ArticlePage(
        title=title,
        slug=slugs.slug(title),
        lead="Tin này được viết để minh họa việc gỡ tin, bài.",
        byline="Phóng viên mẫu",
        published_at=context.now - timedelta(days=40),
        live=False,
        locale=newsroom.locale,
        owner=reporter,
        process=StoryProcess.SHORT,
    )
    newsroom.add_child(instance=page)
    page.save_revision(user=reporter)
    stories.hand_in(article=page, by=reporter)
    takedowns.take_down(
        article=news.approve_all(context, newsroom=NEWSPAPER, article=page),
        reason=takedowns.Reason(
            "Nguồn tin mẫu xin rút.", public_vi="Nguồn tin xin rút nội dung.", public_en="The source withdrew it."
        ),
        by=chief,
        now=context.now - timedelta(days=39),
    )
