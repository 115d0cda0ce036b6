"""The life of a comment against a plain model: whatever people press in whatever order, only what was approved is on show."""

import contextlib
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Site

from news import tasks
from news.domain import comments, moderation
from news.enums import CommentRule, CommentState
from news.models import Comment
from news.opinions import reads
from portal.kernel import clock, errors
from tests.factories import news as factory

ACTS = ("confirm", "approve", "refuse", "undo", "withdraw", "strike", "answer", "remove_answer", "foreign", "wait")
NEXT = {
    ("unverified", "confirm"): "pending",
    ("pending", "approve"): "approved",
    ("refused", "approve"): "approved",
    ("pending", "refuse"): "refused",
    ("approved", "refuse"): "refused",
    **{(state, "withdraw"): "withdrawn" for state in ("unverified", "pending", "approved", "refused")},
}


class Undone(Exception):  # noqa: N818 -- no error: it takes a run back
    """Ends one run, so that the next begins on the same ground."""


class Model:
    """What a comment should be, told in the fewest words."""

    def __init__(self) -> None:
        self.state, self.undoable, self.reply = "unverified", False, False

    def step(self, act: str) -> None:
        """Do what an act should do."""
        if act == "wait":
            self.undoable = False
        elif act == "undo" and self.undoable and self.state in {"approved", "refused"}:
            self.state, self.undoable = "pending", False
        elif act == "answer" and self.state == "approved":
            self.reply = True
        elif act == "remove_answer":
            self.reply = False
        elif (self.state, act) in NEXT:
            self.state = NEXT[self.state, act]
            self.undoable = act in {"approve", "refuse"}


def _undo(comment: Comment, by: Any, now: datetime) -> None:
    move = moderation.last_decision(comment)
    if move is not None:
        moderation.undo(move=move, by=by, now=now)


def _act(act: str, comment: Comment, world: dict[str, Any], now: datetime) -> None:
    by, other = world["room"].editor, world["other"]
    acts: dict[str, Callable[[], object]] = {
        "confirm": lambda: comments.confirm(comment=comment, now=now),
        "approve": lambda: moderation.approve(comment=comment, by=by, now=now),
        "refuse": lambda: moderation.refuse(comment=comment, by=by, now=now, rule=CommentRule.OFF_TOPIC),
        "undo": lambda: _undo(comment, by, now),
        "withdraw": lambda: comments.withdraw(comment=comment, now=now),
        "strike": lambda: moderation.strike(comment=comment, passages=["0912 345 678"], by=by, now=now),
        "answer": lambda: moderation.answer(comment=comment, desk="Ban Bạn đọc", words="Cảm ơn.", by=by, now=now),
        "remove_answer": lambda: moderation.remove_answer(comment=comment, by=by, now=now),
        "foreign": lambda: moderation.approve(comment=comment, by=other, now=now),
        "wait": lambda: None,
    }
    with contextlib.suppress(errors.DomainError):
        acts[act]()


@pytest.fixture
def world(site: Site, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr(tasks, "later", lambda _move, _delay: None)
    monkeypatch.setattr("news.opinions.emails.received", lambda **_given: None)
    room = factory.make_newsroom(site)
    # Whose newsroom it is costs most of the queries and has tests of its own.
    monkeypatch.setattr("news.permissions.may_moderate", lambda user, _comment: user == room.editor)
    return {
        "room": room,
        "other": factory.make_newsroom(site, "dai-thu", "Đài Thử").editor,
        "article": factory.make_article(room.page, "Bài có ý kiến"),
    }


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=30))
def test_any_order_of_acts_ends_where_the_model_does(world: dict[str, Any], acts: list[str]) -> None:
    with contextlib.suppress(Undone), transaction.atomic():
        _run(world, acts)
        raise Undone


def _run(world: dict[str, Any], acts: list[str]) -> None:
    now, model = clock.now(), Model()
    comment = Comment.objects.create(
        article_key=world["article"].translation_key,
        language="vi",
        name="Bạn đọc",
        email=f"{uuid.uuid4().hex[:8]}@example.org",
        text="Gọi 0912 345 678 nhé",
        state="unverified",
        submitted_at=now,
    )
    for act in acts:
        now += timedelta(minutes=11) if act == "wait" else timedelta(seconds=1)
        _act(act, comment, world, now)
        model.step(act)
        comment.refresh_from_db()
        assert (comment.state, bool(comment.reply)) == (model.state, model.reply), acts
    shown = reads.approved(comment.article_key).filter(pk=comment.pk).exists()
    assert shown == (model.state == CommentState.APPROVED), acts
