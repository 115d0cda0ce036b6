"""The newsroom's side: reasons, undo, two at once, many at once, words left out, answers, the queue, numbers."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from news import tasks
from news.domain import comments, moderation
from news.enums import CommentAction, CommentRule, CommentState
from news.models import ArticlePage, Comment, CommentMove
from news.opinions import emails, reads
from portal.kernel import clock, errors
from portal.mail.models import OutgoingMail
from tests import worlds
from tests.factories import news as factory

QUEUE = "/admin/news_comments/"


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


@worlds.standing
def article(room: factory.Newsroom) -> ArticlePage:
    return factory.make_article(room.page, "Bài có ý kiến")


@pytest.fixture
def desk(room: factory.Newsroom) -> Client:
    client = Client()
    client.force_login(room.editor)
    return client


def _kinds() -> list[str]:
    rows = OutgoingMail.objects.order_by("pk").values_list("kind", flat=True)
    return [kind.rpartition("/")[2] for kind in rows]


def test_second_moderator_hears_who_decided(article: ArticlePage, room: factory.Newsroom) -> None:
    comment = factory.make_comment(article)
    comments.approve(comment=comment, by=room.editor, now=clock.now(), seen=CommentState.PENDING)
    with pytest.raises(errors.IllegalMoveError, match=room.editor.full_name):
        comments.refuse(
            comment=comment, by=room.chief, now=clock.now(), rule=CommentRule.INSULT, seen=CommentState.PENDING
        )
    comment.refresh_from_db()
    assert comment.state == CommentState.APPROVED


def test_decision_is_told_only_while_it_stands(
    article: ArticlePage, room: factory.Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "later", lambda _move, _delay: None)
    comment = factory.make_comment(article)
    comments.approve(comment=comment, by=room.editor, now=clock.now())
    approval = moderation.last_decision(comment)
    assert approval is not None
    with pytest.raises(errors.DomainError):
        moderation.undo(move=approval, by=room.chief, now=clock.now())
    with pytest.raises(errors.DomainError):
        moderation.undo(move=approval, by=room.editor, now=clock.now() + timedelta(minutes=11))
    moderation.undo(move=approval, by=room.editor, now=clock.now())
    comment.refresh_from_db()
    assert (comment.state, comment.decided_at) == (CommentState.PENDING, None)
    assert not emails.tell(move_id=approval.pk)

    comments.approve(comment=comment, by=room.editor, now=clock.now())
    second = moderation.last_decision(comment)
    moderation.answer(comment=comment, desk="Ban Bạn đọc", words="Cảm ơn bạn.", by=room.editor, now=clock.now())
    reply = comment.moves.get(action=CommentAction.REPLIED)
    assert second is not None
    assert not emails.tell(move_id=second.pk), "the answer's mail says both"
    assert emails.tell(move_id=reply.pk)
    assert _kinds() == ["comment_replied"]


def test_words_left_out_are_marked_kept_and_the_only_change(
    client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    comment = factory.make_comment(article, text="Gọi 0912 345 678 hoặc 0912 345 678 nhé.")
    with pytest.raises(errors.DomainError):
        moderation.strike(comment=comment, passages=["không có"], by=room.editor, now=clock.now())
    with pytest.raises(errors.DomainError):
        moderation.strike(comment=comment, passages=[comment.text], by=room.editor, now=clock.now())
    struck = moderation.strike(comment=comment, passages=["0912 345 678"], by=room.editor, now=clock.now())
    assert struck.text == "Gọi [đã lược bỏ] hoặc [đã lược bỏ] nhé."
    assert struck.original_text == "Gọi 0912 345 678 hoặc 0912 345 678 nhé."
    again = moderation.strike(comment=comment, passages=["hoặc"], by=room.editor, now=clock.now())
    assert again.original_text == struck.original_text
    comments.approve(comment=comment, by=room.editor, now=clock.now())
    body = client.get(article.get_url()).content.decode()
    assert "0912" not in body
    assert "Tòa soạn đã lược bỏ dữ liệu cá nhân trong ý kiến này." in body


def test_answer_needs_desk_words_and_a_shown_comment(
    client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    comment = factory.make_comment(article)

    def answer(desk: str = "Ban Bạn đọc", words: str = "Cảm ơn bạn.") -> Comment:
        return moderation.answer(comment=comment, desk=desk, words=words, by=room.editor, now=clock.now())

    with pytest.raises(errors.IllegalMoveError):
        answer()
    comments.approve(comment=comment, by=room.editor, now=clock.now())
    for wrong in ({"desk": " "}, {"words": " \n"}, {"words": "x" * 2001}):
        with pytest.raises(errors.DomainError):
            answer(**wrong)
    answer()
    answer(words="Cảm ơn bạn rất nhiều.")
    body = client.get(article.get_url()).content.decode()
    assert "Trả lời của Ban Bạn đọc" in body
    assert "Cảm ơn bạn rất nhiều." in body
    assert _kinds() == ["comment_approved", "comment_replied"], "a changed answer is not told again"
    moderation.remove_answer(comment=comment, by=room.editor, now=clock.now())
    assert "Trả lời của" not in client.get(article.get_url()).content.decode()
    assert list(comment.moves.exclude(words="").values_list("action", "words")) == [
        ("replied", "Cảm ơn bạn."),
        ("reply_changed", "Cảm ơn bạn rất nhiều."),
        ("reply_removed", "Cảm ơn bạn rất nhiều."),
    ]


def test_every_act_is_refused_to_other_newsrooms(site: Site, article: ArticlePage, room: factory.Newsroom) -> None:
    other = factory.make_newsroom(site, "dai-thu", "Đài Thử").chief
    comment = factory.make_comment(article, text="Gọi 0912 345 678")
    comments.approve(comment=comment, by=room.editor, now=clock.now())
    move, now = moderation.last_decision(comment), clock.now()
    assert move is not None
    acts: tuple[Callable[[], object], ...] = (
        lambda: moderation.strike(comment=comment, passages=["0912"], by=other, now=now),
        lambda: moderation.answer(comment=comment, desk="D", words="W", by=other, now=now),
        lambda: moderation.remove_answer(comment=comment, by=other, now=now),
        lambda: moderation.undo(move=move, by=other, now=now),
    )
    for act in acts:
        with pytest.raises(errors.NotAllowedError):
            act()
    foreign = Client()
    foreign.force_login(other)
    assert foreign.get(f"{QUEUE}edit/{comment.pk}/").status_code == 404
    assert foreign.post(f"{QUEUE}undo/", {"move": move.pk}).status_code == 404
    assert foreign.get(f"{QUEUE}undo/?move={move.pk}").status_code == 404
    assert foreign.post(QUEUE, {"chosen": comment.pk, "decision": "refused", "rule": "insult"}).status_code == 404
    comment.refresh_from_db()
    assert comment.state == CommentState.APPROVED


def test_queue_lists_what_waits_longest_first_with_hints_and_number_in_the_menu(
    desk: Client, article: ArticlePage
) -> None:
    now = clock.now()
    factory.make_comment(article, text="Mới gửi", submitted_at=now - timedelta(hours=2))
    factory.make_comment(article, text="Vừa gửi", submitted_at=now - timedelta(minutes=2))
    factory.make_comment(article, text="Chờ lâu, gọi 0912 345 678", submitted_at=now - timedelta(days=3))
    factory.make_comment(article, text="Chưa xác nhận", state="unverified")
    factory.make_comment(article, text="Rút rồi nhé", state="withdrawn")

    body = desk.get(QUEUE).content.decode()
    assert body.index("Chờ lâu") < body.index("Mới gửi")
    assert "chờ 3 ngày" in body
    assert "chờ 2 giờ" in body
    assert "chờ chưa đến một giờ" in body
    assert "0912 345 678 (số điện thoại)" in body
    assert "Chưa xác nhận" not in body
    assert "(3)" in desk.get("/admin/").content.decode()
    assert "Rút rồi nhé" not in desk.get(f"{QUEUE}?state=all").content.decode()
    assert "Chờ lâu" not in desk.get(f"{QUEUE}?days=1").content.decode()
    assert "Mới gửi" in desk.get(f"{QUEUE}?story={article.translation_key}&language=vi&days=7").content.decode()
    assert "Mới gửi" not in desk.get(f"{QUEUE}?language=en").content.decode()
    assert desk.get(f"{QUEUE}?state=nonsense&story=x&days=y&page=z").status_code == 200


def test_many_are_decided_at_once_with_what_became_of_each_and_taken_back(
    desk: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    first, second, third = (factory.make_comment(article, text=f"Ý {number}") for number in range(3))
    comments.approve(comment=second, by=room.chief, now=clock.now())
    data: dict[str, Any] = {"chosen": [first.pk, second.pk, third.pk], "decision": "refused", "rule": "off_topic"}
    data |= {f"seen-{comment.pk}": "pending" for comment in (first, second, third)}

    answer = desk.post(QUEUE, data)

    body = answer.content.decode()
    assert room.chief.full_name in body
    states = Comment.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["refused", "approved", "refused"]
    moves = [moderation.last_decision(comment) for comment in (first, third)]
    undone = desk.post(f"{QUEUE}undo/", {"move": [move.pk for move in moves if move]})
    assert undone.status_code == 200
    assert list(states.all()) == ["pending", "approved", "pending"]
    assert desk.post(QUEUE, {"one": first.pk, f"seen-{first.pk}": "pending"}).status_code == 200
    assert list(states.all()) == ["approved", "approved", "pending"]
    assert desk.post(QUEUE, {"decision": "approved"}).status_code == 302
    unsaid = desk.post(QUEUE, {"chosen": third.pk, "decision": "refused", "rule": "other", "reason": ""})
    assert "Hãy ghi vì sao từ chối" in unsaid.content.decode()
    assert list(states.all())[2] == "pending"


@pytest.mark.parametrize("number", ["²", "9" * 4400, "9" * 30])
def test_numbers_that_no_comment_can_have_break_neither_queue_nor_undo(
    desk: Client, article: ArticlePage, number: str
) -> None:
    waiting = factory.make_comment(article, text="Chờ")

    assert desk.post(QUEUE, {"one": number}).status_code == 302
    assert desk.post(QUEUE, {"chosen": [number], "decision": "approved"}).status_code == 302
    assert desk.get(f"{QUEUE}undo/", {"move": number}).status_code == 404
    waiting.refresh_from_db()
    assert waiting.state == CommentState.PENDING


def test_one_comment_is_decided_answered_and_struck_in_the_admin(desk: Client, article: ArticlePage) -> None:
    now = clock.now()
    factory.make_comment(article, state="approved", decided_at=now, submitted_at=now - timedelta(days=9))
    comment = factory.make_comment(article, text="Gọi 0912 345 678 nhé")
    following = factory.make_comment(article, text="Tiếp theo", email="x@example.org")
    url = f"{QUEUE}edit/{comment.pk}/"

    page = desk.get(url).content.decode()
    assert "Sapo của Bài có ý kiến." in page
    assert "Đã đăng: 1" in page or "Hiển thị: 1" in page or ": 1" in page
    assert desk.post(url, {"decision": "strike", "found": ["0912 345 678"], "passage": ""}).status_code == 302
    shown = desk.post(url, {"decision": "approved", "seen": "pending"})
    assert shown.headers["Location"] == f"{QUEUE}edit/{following.pk}/", "the next one that waits"
    again = desk.post(url, {"decision": "refused", "rule": "insult", "seen": "pending"})
    assert again.status_code == 200
    assert "đã quyết định về ý kiến này trước bạn" in again.content.decode()
    assert desk.post(url, {"decision": "answer", "desk": "", "words": "x"}).status_code == 200
    assert desk.post(url, {"decision": "answer", "desk": "Ban Bạn đọc", "words": "Cảm ơn."}).status_code == 302
    comment.refresh_from_db()
    assert (comment.text, comment.reply) == ("Gọi [đã lược bỏ] nhé", "Cảm ơn.")
    assert desk.post(url, {"decision": "remove_answer"}).status_code == 302
    assert desk.post(url, {"decision": "nonsense"}).status_code == 200


def test_people_without_the_right_and_unproven_comments_stay_out(
    client: Client, desk: Client, article: ArticlePage
) -> None:
    comment = factory.make_comment(article, state="unverified")
    assert desk.get(f"{QUEUE}edit/{comment.pk}/").status_code == 404
    client.force_login(factory.make_user("ai-do@example.org"))
    assert client.get(QUEUE).status_code in {302, 403, 404}


def test_queue_costs_the_same_for_one_and_ten(desk: Client, article: ArticlePage) -> None:
    def count(url: str) -> int:
        desk.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert desk.get(url).status_code == 200
        return len(queries)

    first = factory.make_comment(article)
    urls = (QUEUE, f"{QUEUE}?state=all", f"{QUEUE}edit/{first.pk}/")
    few = [count(url) for url in urls]
    for number in range(9):
        factory.make_comment(article, email=f"n{number}@example.org")
    assert [count(url) for url in urls] == few


def test_counts_by_newsroom_month_and_state(site: Site, article: ArticlePage) -> None:
    other = factory.make_article(factory.make_newsroom(site, "dai-thu", "Đài Thử").page, "Tin khác")
    now = clock.now()
    for _number in range(2):
        factory.make_comment(article, submitted_at=now)
    factory.make_comment(article, state="unverified", submitted_at=now)
    factory.make_comment(other, submitted_at=now)
    factory.make_comment(other, submitted_at=now - timedelta(days=70))
    month = clock.local(now).date().replace(day=1)

    with CaptureQueriesContext(connection) as queries:
        found = reads.counts(since=now - timedelta(days=40), until=now + timedelta(days=1))
    assert len(queries) == 3
    assert [(count.newsroom, count.month, count.state, count.number) for count in found] == [
        ("bao-thu", month, CommentState.PENDING, 2),
        ("bao-thu", month, CommentState.UNVERIFIED, 1),
        ("dai-thu", month, CommentState.PENDING, 1),
    ]
    only = reads.counts(since=now - timedelta(days=40), until=now + timedelta(days=1), newsroom="dai-thu")
    assert [count.number for count in only] == [1]


@pytest.mark.parametrize(
    "assignment",
    ["rule=''", "rule='nonsense'", "target='pending'", "action='struck'", "rule='other', reason=''"],
)
def test_database_refuses_impossible_steps(article: ArticlePage, room: factory.Newsroom, assignment: str) -> None:
    comment = factory.make_comment(article)
    comments.refuse(comment=comment, by=room.editor, now=clock.now(), rule=CommentRule.INSULT)
    move = CommentMove.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE news_commentmove SET {assignment} WHERE id=%s", [move.pk])


def _order(page: str) -> list[str]:
    return re.findall(r"Ý số \d", page.rpartition('id="y-kien"')[2])  # behind the structured data


def test_put_first_stands_before_others_is_bounded_recorded_and_ends_with_the_state(
    article: ArticlePage, room: factory.Newsroom, site: Site
) -> None:
    now = clock.now()
    waiting = factory.make_comment(article, text="Chưa duyệt")
    rows = [
        factory.make_comment(
            article,
            text=f"Ý số {number}",
            state="approved",
            decided_at=now,
            submitted_at=now - timedelta(days=9 - number),
        )
        for number in range(5)
    ]
    with pytest.raises(errors.IllegalMoveError):
        moderation.pin(comment=waiting, by=room.editor, now=now)
    with pytest.raises(errors.NotAllowedError):
        moderation.pin(comment=rows[0], by=factory.make_newsroom(site, "dai-thu", "Đài Thử").chief, now=now)
    for row in (rows[3], rows[3], rows[1], rows[4]):
        moderation.pin(comment=row, by=room.editor, now=now)
    with pytest.raises(errors.LimitReachedError):
        moderation.pin(comment=rows[0], by=room.editor, now=now)
    assert rows[3].moves.filter(action=CommentAction.PINNED, moved_by=room.editor).count() == 1

    body = Client().get(article.get_url()).content.decode()
    assert _order(body) == ["Ý số 3", "Ý số 1", "Ý số 4", "Ý số 0", "Ý số 2"]
    assert body.count("Tòa soạn đưa lên đầu") == 3
    newest = Client().get(f"{article.get_url()}?thu-tu=moi-nhat").content.decode()
    assert _order(newest) == ["Ý số 3", "Ý số 1", "Ý số 4", "Ý số 2", "Ý số 0"]
    feed = Client().get(reverse("news:comment-feed", args=[article.translation_key])).content.decode()
    assert list(dict.fromkeys(_order(feed))) == ["Ý số 4", "Ý số 3", "Ý số 2", "Ý số 1", "Ý số 0"]

    moderation.refuse(comment=rows[1], by=room.editor, now=now, rule=CommentRule.OFF_TOPIC)
    comments.withdraw(comment=rows[4], now=now)
    moderation.unpin(comment=rows[3], by=room.editor, now=now)
    moderation.unpin(comment=rows[3], by=room.editor, now=now)
    assert not Comment.objects.exclude(pin=None).exists()
    assert rows[3].moves.filter(action=CommentAction.UNPINNED).count() == 1
    moderation.approve(comment=rows[1], by=room.editor, now=now)
    rows[1].refresh_from_db()
    assert rows[1].pin is None, "shown again, it stands in its order"


def test_put_first_by_the_button_and_refused_beside_it(desk: Client, article: ArticlePage) -> None:
    now = clock.now()
    rows = [factory.make_comment(article, text=f"Ý số {n}", state="approved", decided_at=now) for n in range(4)]
    for row in rows[:3]:
        assert desk.post(f"{QUEUE}edit/{row.pk}/", {"decision": "pin"}).status_code == 302
    full = desk.post(f"{QUEUE}edit/{rows[3].pk}/", {"decision": "pin"})
    assert full.status_code == 200
    assert "Đã có 3 ý kiến đứng đầu" in full.content.decode()
    assert "Đưa lên đầu" in desk.get(f"{QUEUE}edit/{rows[0].pk}/").content.decode()
    assert desk.post(f"{QUEUE}edit/{rows[0].pk}/", {"decision": "unpin"}).status_code == 302
    assert set(Comment.objects.values_list("text", "pin")) == {
        ("Ý số 0", None),
        ("Ý số 1", 2),
        ("Ý số 2", 3),
        ("Ý số 3", None),
    }


@pytest.mark.parametrize("assignment", ["pin=4", "pin=0", "state='refused'", "pin=2"])
def test_database_refuses_impossible_places(article: ArticlePage, assignment: str) -> None:
    now = clock.now()
    first, second = (factory.make_comment(article, state="approved", decided_at=now) for _number in range(2))
    Comment.objects.filter(pk=first.pk).update(pin=1)
    Comment.objects.filter(pk=second.pk).update(pin=2)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE news_comment SET {assignment} WHERE id=%s", [first.pk])
