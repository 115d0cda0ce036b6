"""What newsroom A has beside pages and media: programmes, desks, topics, reviews, corrections, requests, figures."""

import uuid
from datetime import time, timedelta
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Page

from news.desk.enums import StoryProcess
from news.domain import (
    comments,
    corrections,
    desks,
    moderation,
    programmes,
    replies,
    review_links,
    review_remarks,
    staff,
    takedowns,
    topics,
)
from news.domain.desks import DeskNames
from news.enums import CommentRule, CorrectionReason, Desk, StaffRole
from news.help import contents
from news.models import ArticlePage, Programme, ProgrammeSlot, ReadingCount, ReplyRequest
from news.readership.enums import Source
from news.replies.enums import Remedy, RequesterKind
from news.reports.enums import ReportKind
from news.reviews.enums import ReviewAnswer, ReviewRole
from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.pages.schedule.enums import ScheduledAction
from tests.factories import news as factory

FIGURE: Final = 7_134_251
"""How often a story of A's was read: nobody of B may meet this number."""
Objects = dict[str, list[dict[str, object]]]


def make(a: factory.Newsroom, *, pages: dict[str, Page], operator: User, canary: str) -> Objects:
    """Make one of everything by the room's own rules, its words marked with the canary; return what fills addresses."""
    return {
        **_rooms(a, operator, canary),
        **_programme(a, canary),
        **_topics(a, canary),
        **_stories(a, pages, canary),
        **_comments(a, pages["live"], canary),
        "report": [{"kind": kind.value} for kind in ReportKind],
        "help topic": [{"code": code} for code in contents.TOPICS],
        "planned": [_overdue(a, canary)],
    }


def _overdue(a: factory.Newsroom, canary: str) -> dict[str, object]:
    story = factory.make_article(a.page, f"{canary} trễ giờ", live=False)
    story.revisions.update(approved_go_live_at=clock.now() - timedelta(hours=1))
    kind = ContentType.objects.get_for_model(Page)
    return {"action": ScheduledAction.GO_LIVE.value, "content_type": kind.pk, "object_id": story.pk}


def _rooms(a: factory.Newsroom, operator: User, canary: str) -> Objects:
    key = a.page.translation_key
    desk = desks.add(
        newsroom_key=key, medium=Desk.RADIO, names=DeskNames(vi=f"{canary} ban", en=f"{canary} desk"), by=operator
    )
    invitation = staff.invite(
        newsroom=a.page, email=f"{canary.lower()}@example.org", role=StaffRole.EDITOR, by=a.chief, now=clock.now()
    )
    return {
        "room": [{"key": key}],
        "room desk": [{"pk": desk.pk}],
        "room person": [{"key": key, "person": a.editor.pk, "role": StaffRole.EDITOR.value}],
        "invitation": [{"pk": invitation.pk}],
    }


def _programme(a: factory.Newsroom, canary: str) -> Objects:
    programme = programmes.save(
        programme=Programme(
            newsroom_key=a.page.translation_key, code="buoi-sang", name_vi=f"{canary} sáng", name_en=f"{canary} morning"
        ),
        slots=[ProgrammeSlot(weekday=2, starts=time(6, 30), minutes=15, channel=f"FM {canary}")],
        by=a.editor,
        now=clock.now(),
    )
    return {
        "programme": [{"pk": programme.pk}],
        "air time": [{"pk": row.pk} for row in programme.planned.order_by("starts_at")[:1]],
    }


def _topics(a: factory.Newsroom, canary: str) -> Objects:
    made = [
        topics.propose(
            newsroom=a.page, by=a.reporter, title=f"{canary} đề tài", pitch=f"{canary} vì sao.", process=process
        )
        for process in (StoryProcess.SHORT, StoryProcess.ARTICLE)
    ]
    topics.accept(topic=made[1], by=a.chief, assignee=a.reporter, due_at=clock.now() + timedelta(days=1), note=canary)
    return {"topic": [{"topic_id": topic.pk} for topic in made]}


def _stories(a: factory.Newsroom, pages: dict[str, Page], canary: str) -> Objects:
    """Make a corrected story and one that is down; the words that the public still reads carry no canary."""
    corrected = factory.make_article(a.page, "Bài đã sửa", lead=f"{canary} mười bốn tấn.")
    corrected.lead = "Mười hai tấn."
    corrected.save_revision(user=a.chief).publish()
    corrected = ArticlePage.objects.get(pk=corrected.pk)
    corrections.correct(
        article=corrected,
        reason=CorrectionReason.FIGURE,
        text_vi=f"{canary}: đúng là 12 tấn.",
        by=a.chief,
        now=clock.now(),
    )
    corrected.lead = "Mười ba tấn."
    corrected.save_revision(user=a.chief).publish()
    reply = _reply(corrected, canary)
    ReadingCount.objects.create(
        article_key=corrected.translation_key,
        language=Language.VIETNAMESE,
        day=clock.today(),
        source=Source.DIRECT,
        number=FIGURE,
    )
    down = factory.make_article(a.page, f"{canary} đã gỡ")
    _review(pages["draft"], a.editor, canary)
    takedowns.take_down(
        article=down,
        reason=takedowns.Reason(text=f"{canary} theo yêu cầu.", public_vi="Thông tin chưa kiểm chứng."),
        by=a.chief,
        now=clock.now(),
    )
    found = [{"page_id": page.pk} for page in (corrected, pages["draft"], down, pages["live"])]
    return {"story": found, "reply": [{"number": reply.pk}]}


def _reply(article: ArticlePage, canary: str) -> ReplyRequest:
    details = replies.Details(
        kind=RequesterKind.PERSON,
        name=f"Ông {canary}",
        email=f"{canary.lower()}@example.org",
        passage=f"{canary} đoạn.",
        wrong=f"{canary} sai.",
        remedy=Remedy.CORRECTION,
    )
    papers = SimpleUploadedFile("giay-to.pdf", f"%PDF-1.4\n%{canary}\n1 0 obj<<>>endobj\n%%EOF\n".encode())
    sent = replies.send(
        article=article,
        details=details,
        language=Language.VIETNAMESE,
        form_key=uuid.uuid4(),
        now=clock.now(),
        papers=papers,
    )
    return replies.confirm(request=sent, now=clock.now())[0]


def _review(page: Page, by: User, canary: str) -> None:
    article = ArticlePage.objects.get(pk=page.pk)
    link, _secret = review_links.make(
        article=article,
        revision=article.latest_revision,
        reviewer=review_links.Reviewer(f"Luật sư {canary}", ReviewRole.LAWYER, f"{canary.lower()}@example.org", canary),
        by=by,
        now=clock.now(),
    )
    review_remarks.write(
        link=link, article=article, words=f"{canary} xem lại.", passage="", form_key=uuid.uuid4(), now=clock.now()
    )
    review_remarks.send(link=link, article=article, answer=ReviewAnswer.CHANGES, now=clock.now())


def _comments(a: factory.Newsroom, page: Page, canary: str) -> Objects:
    """Make a comment in every state; the one whose writer has not proven the address is there for nobody."""
    article, now = ArticlePage.objects.get(pk=page.pk), clock.now()
    made: dict[str, Any] = {
        state: factory.make_comment(
            article, text=f"{canary} {state}", name=f"{canary} bạn đọc", email=f"{canary.lower()}@example.org", **fields
        )
        for state, fields in {
            "pending": {},
            "approved": {},
            "refused": {},
            "withdrawn": {},
            "unverified": {"state": "unverified"},
        }.items()
    }
    moderation.approve(comment=made["approved"], by=a.editor, now=now)
    moderation.refuse(comment=made["refused"], by=a.editor, now=now, rule=CommentRule.INSULT)
    comments.withdraw(comment=made["withdrawn"], now=now)
    decided = moderation.last_decision(made["refused"])
    assert decided is not None
    return {
        "comment": [{"pk": comment.pk} for comment in made.values()],
        "decision": [{"?": f"?move={decided.pk}"}],
    }
