"""Topics before the draft: proposed, accepted with a writer and a day, refused with a reason, turned into a draft."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Comment as EditorsNote

from news.desk import rooms
from news.desk.enums import TOPIC_MOVES, NoticeKind, StoryProcess, TopicState
from news.domain import notices
from news.models import ArticlePage, NewsroomPage, TopicMove, TopicProposal
from news.models.articles import LONGEST_LEAD
from portal.kernel import clock, errors, text


def may_see(*, user: Any, topic: TopicProposal) -> bool:
    """Return whether a person sees a topic: those who write for its newsroom."""
    return rooms.written_by(user).filter(translation_key=topic.newsroom_key).exists()


def may_decide(*, user: Any, topic: TopicProposal) -> bool:
    """Return whether a person accepts and refuses it: editors and chiefs of its newsroom."""
    return rooms.run_by(user).filter(translation_key=topic.newsroom_key).exists()


def may_draft(*, user: Any, topic: TopicProposal) -> bool:
    """Return whether a person turns it into a draft: its writer, editors and chiefs."""
    return may_see(user=user, topic=topic) and (topic.assignee_id == user.pk or may_decide(user=user, topic=topic))


@transaction.atomic
def propose(
    *, newsroom: NewsroomPage, by: Any, title: str, pitch: str, process: StoryProcess, wished_on: date | None = None
) -> TopicProposal:
    """Keep a topic for a newsroom and tell its editors and chiefs. Raises NotAllowedError, DomainError for missing words."""
    if not rooms.written_by(by).filter(translation_key=newsroom.translation_key).exists():
        raise errors.NotAllowedError
    name, words = text.line(title), text.paragraphs(pitch)
    if not name:
        raise errors.DomainError(_("Give the topic a title."), field="title")
    if not words:
        raise errors.DomainError(_("Say what it is about, and why now."), field="pitch")
    if wished_on is not None and wished_on < clock.today():
        raise errors.DomainError(_("This day is over."), field="wished_on")
    topic = TopicProposal.objects.create(
        newsroom_key=newsroom.translation_key,
        title=name,
        pitch=words,
        process=process,
        wished_on=wished_on,
        proposed_by=by,
        proposed_at=clock.now(),
    )
    _log(topic=topic, source="", by=by)
    notices.topic_moved(topic=topic, kind=NoticeKind.TOPIC_PROPOSED, people=rooms.deciders(newsroom), by=by)
    return topic


@transaction.atomic
def accept(*, topic: TopicProposal, by: Any, assignee: Any, due_at: datetime, note: str = "") -> TopicProposal:
    """Accept a topic, name who writes it and until when; that person and the proposer are told.

    Raises NotAllowedError, IllegalMoveError where somebody decided before, DomainError for a person who does not write here.
    """
    topic = _locked(topic)
    if not may_decide(user=by, topic=topic):
        raise errors.NotAllowedError
    _check(topic, TopicState.ACCEPTED)
    room = rooms.newsroom(topic.newsroom_key)
    if room is None or not rooms.writers(room).filter(pk=assignee.pk).exists():
        raise errors.DomainError(_("This person does not write for the newsroom."), field="assignee")
    if due_at <= clock.now():
        raise errors.DomainError(_("Give a time that is still to come."), field="due_at")
    topic.assignee, topic.due_at, topic.answer = assignee, due_at, text.paragraphs(note)
    _move(topic, TopicState.ACCEPTED, by=by, reason=topic.answer)
    people = [assignee, topic.proposed_by]
    notices.topic_moved(topic=topic, kind=NoticeKind.TOPIC_ACCEPTED, people=people, by=by, words=topic.answer)
    return topic


@transaction.atomic
def refuse(*, topic: TopicProposal, by: Any, reason: str) -> TopicProposal:
    """Refuse a topic with a reason, which its proposer and its writer get. Raises as ``accept``, and DomainError without a reason."""
    topic = _locked(topic)
    if not may_decide(user=by, topic=topic):
        raise errors.NotAllowedError
    _check(topic, TopicState.REFUSED)
    words = text.paragraphs(reason)
    if not words:
        raise errors.DomainError(_("Give a reason."), field="reason")
    topic.answer = words
    _move(topic, TopicState.REFUSED, by=by, reason=words)
    people = [topic.proposed_by, topic.assignee]
    notices.topic_moved(topic=topic, kind=NoticeKind.TOPIC_REFUSED, people=people, by=by, words=words)
    return topic


@transaction.atomic
def withdraw(*, topic: TopicProposal, by: Any) -> TopicProposal:
    """Take a topic back; only its proposer, before it is written. Raises NotAllowedError, IllegalMoveError."""
    topic = _locked(topic)
    if topic.proposed_by_id != by.pk:
        raise errors.NotAllowedError
    _check(topic, TopicState.WITHDRAWN)
    _move(topic, TopicState.WITHDRAWN, by=by)
    return topic


@transaction.atomic
def draft(*, topic: TopicProposal, by: Any) -> ArticlePage:
    """Make the draft of an accepted topic: its writer owns it, the pitch is its lead, pitch and answer stand as a note.

    Raises NotAllowedError, IllegalMoveError where it is a draft already or not accepted.
    """
    topic = _locked(topic)
    if not may_draft(user=by, topic=topic):
        raise errors.NotAllowedError
    _check(topic, TopicState.DRAFTED)
    room = rooms.newsroom(topic.newsroom_key)
    if room is None:
        raise errors.IllegalMoveError
    writer = topic.assignee or by
    article = ArticlePage(
        title=topic.title,
        lead=text.line(topic.pitch)[:LONGEST_LEAD],
        byline=writer.get_full_name(),
        process=topic.process,
        translation_key=uuid.uuid4(),
        locale=room.locale,
        owner=writer,
        live=False,
    )
    room.add_child(instance=article)
    words = "\n\n".join(part for part in (topic.pitch, topic.answer) if part)
    article.wagtail_admin_comments.add(EditorsNote(user=by, text=words, contentpath="lead"))
    article.save_revision(user=writer, log_action=True)
    topic.article_key = article.translation_key
    _move(topic, TopicState.DRAFTED, by=by)
    return article


def _locked(topic: TopicProposal) -> TopicProposal:
    return TopicProposal.objects.select_for_update().get(pk=topic.pk)


def _check(topic: TopicProposal, target: TopicState) -> None:
    source = TopicState(topic.state)
    if not TOPIC_MOVES.allows(source, target):
        raise errors.IllegalMoveError(
            _("The topic has a new state already: %(state)s. Nothing was changed now.") % {"state": source.label}
        )


def _move(topic: TopicProposal, target: TopicState, *, by: Any, reason: str = "") -> None:
    source, topic.state = topic.state, target
    topic.save()
    _log(topic=topic, source=source, by=by, reason=reason)


def _log(*, topic: TopicProposal, source: str, by: Any, reason: str = "") -> None:
    TopicMove.objects.create(
        topic=topic, source=source, target=topic.state, moved_by=by, moved_at=clock.now(), reason=reason
    )
