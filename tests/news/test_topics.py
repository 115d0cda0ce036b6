"""Topics before the draft: proposing, accepting, refusing, drafting; rules, pages, constraints."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from wagtail.models import Comment, Site

from news.desk.enums import StoryProcess, TopicState
from news.domain import topics
from news.models import ArticlePage, TopicProposal
from portal.kernel import clock, errors
from tests import worlds
from tests.factories import news as factory
from tests.news.test_workflow import _client


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


def _propose(room: factory.Newsroom, by: Any = None, **words: Any) -> TopicProposal:
    values = {"title": "Chợ đêm", "pitch": "Ba quầy mở muộn.", "process": StoryProcess.SHORT, **words}
    return topics.propose(newsroom=room.page, by=by or room.reporter, **values)


def _accept(topic: TopicProposal, room: factory.Newsroom) -> TopicProposal:
    due = clock.now() + timedelta(days=1)
    return topics.accept(topic=topic, by=room.chief, assignee=room.reporter, due_at=due, note="Có ảnh.")


def test_topic_becomes_a_draft_of_its_writer(room: factory.Newsroom) -> None:
    mail.outbox.clear()
    topic = _propose(room)
    assert {message.to[0] for message in mail.outbox} == {room.editor.email, room.chief.email}
    mail.outbox.clear()
    _accept(topic, room)
    assert [message.to for message in mail.outbox] == [[room.reporter.email]]
    article = topics.draft(topic=topic, by=room.reporter)
    article = ArticlePage.objects.get(pk=article.pk)
    assert (article.owner, article.way, article.live) == (room.reporter, StoryProcess.SHORT, False)
    assert "Có ảnh." in Comment.objects.get(page=article).text
    topic.refresh_from_db()
    assert topic.state == TopicState.DRAFTED
    assert topic.article_key == article.translation_key
    assert list(topic.moves.values_list("target", flat=True)) == ["proposed", "accepted", "drafted"]
    with pytest.raises(errors.IllegalMoveError):
        topics.draft(topic=topic, by=room.reporter)


def test_refusal_has_a_reason_which_is_told(room: factory.Newsroom) -> None:
    topic = _propose(room)
    with pytest.raises(errors.DomainError):
        topics.refuse(topic=topic, by=room.editor, reason=" ")
    mail.outbox.clear()
    topics.refuse(topic=topic, by=room.editor, reason="Đã đăng tuần trước.")
    assert "Đã đăng tuần trước." in mail.outbox[0].body
    assert mail.outbox[0].to == [room.reporter.email]
    with pytest.raises(errors.IllegalMoveError):
        _accept(topic, room)


def test_reporters_decide_nothing_and_strangers_see_nothing(site: Site, room: factory.Newsroom) -> None:
    other = factory.make_newsroom(site, "dai-thu", "Đài Thử")
    topic = _propose(room)
    due = clock.now() + timedelta(days=1)
    for person in (room.reporter, room.legal, other.chief):
        with pytest.raises(errors.NotAllowedError):
            topics.refuse(topic=topic, by=person, reason="Không.")
        with pytest.raises(errors.NotAllowedError):
            topics.accept(topic=topic, by=person, assignee=room.reporter, due_at=due)
    with pytest.raises(errors.NotAllowedError):
        _propose(room, by=other.reporter)
    with pytest.raises(errors.NotAllowedError):
        topics.withdraw(topic=topic, by=room.chief)
    with pytest.raises(errors.DomainError):
        topics.accept(topic=topic, by=room.chief, assignee=other.reporter, due_at=due)
    for person in (other.chief, room.legal):
        client = _client(person)
        assert client.get(f"/admin/news/topics/{topic.pk}/").status_code == 404
        assert client.post(f"/admin/news/topics/{topic.pk}/", {"action": "withdraw"}).status_code == 404
    assert _client(room.legal).get("/admin/news/topics/propose/").status_code == 404


def test_pages_take_a_topic_from_proposal_to_draft(room: factory.Newsroom) -> None:
    reporter, chief = _client(room.reporter), _client(room.chief)
    wrong = reporter.post("/admin/news/topics/propose/", {"newsroom": room.page.pk, "title": "", "pitch": "x"})
    assert set(wrong.context["form"].errors) == {"title", "process"}
    sent = reporter.post(
        "/admin/news/topics/propose/",
        {"newsroom": room.page.pk, "title": "Chợ đêm", "pitch": "Ba quầy.", "process": "short", "wished_on": ""},
    )
    topic = TopicProposal.objects.get()
    url = f"/admin/news/topics/{topic.pk}/"
    assert sent.headers["Location"] == url
    assert "Chợ đêm" in chief.get("/admin/news/my-work/?show=topics").content.decode()
    assert chief.post(url, {"action": "refuse", "refuse-reason": ""}).status_code == 422
    assert reporter.post(url, {"action": "accept"}).status_code == 404
    answer = {
        "accept-assignee": room.reporter.pk,
        "accept-due_at": "01/12/2035 10:00",
        "accept-note": "",
        "action": "accept",
    }
    assert chief.post(url, answer).status_code == 302
    late = chief.post(url, answer, follow=True).content.decode()
    assert "Lần bấm này không thay đổi gì" in late
    made = reporter.post(url, {"action": "draft"})
    article = ArticlePage.objects.get()
    assert made.headers["Location"] == f"/admin/pages/{article.pk}/edit/"
    assert reporter.get(made.headers["Location"]).status_code == 200


def test_proposer_takes_a_topic_back(room: factory.Newsroom) -> None:
    topic = _propose(room)
    _client(room.reporter).post(f"/admin/news/topics/{topic.pk}/", {"action": "withdraw"})
    topic.refresh_from_db()
    assert topic.state == TopicState.WITHDRAWN


@pytest.mark.parametrize(
    "change",
    ["state = 'refused'", "state = 'accepted'", "state = 'drafted'", "title = ''", "process = 'own'", "state = 'new'"],
)
def test_database_refuses_topics_that_no_rule_writes(room: factory.Newsroom, change: str) -> None:
    _propose(room)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE news_topicproposal SET {change}")
