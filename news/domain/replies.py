"""Requests for a correction or a reply: sent, confirmed by mail, decided within their time, answered.

The number of days is a setting (``PORTAL_REPLY_DAYS``). The time that binds a newsroom is set by the Press Law (that of 2025 is in
force since 1 July 2026) and what is issued under it; the default is a number of ours that stands in no law, so that the clock
runs at all. Whoever answers for the newsrooms must look up the term that binds them and enter it.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from news import permissions
from news.domain import corrections
from news.enums import CorrectionReason
from news.models import ArticlePage, NewsroomPage, ReplyMove, ReplyRequest
from news.models.replies import LONGEST
from news.replies import emails
from news.replies.enums import OPEN, REPLY_MOVES, Remedy, ReplyState, RequesterKind
from portal.kernel import clock, errors, references, text, tokens, working_days
from portal.kernel.languages import Language
from portal.media.domain import private_files
from portal.media.enums import OFFICE_DOCUMENTS

CONFIRM: Final = "news.reply.confirm"
STATE: Final = "news.reply"
CONFIRM_LIFE: Final = timedelta(days=3)
STATE_LIFE: Final = timedelta(days=365)
MOST_UNCONFIRMED: Final = 3
A_DAY: Final = timedelta(days=1)
FORGOTTEN: Final = timedelta(days=7)
WARNED_BEFORE: Final = 1
"""Working days before the end of the time at which the newsroom is reminded."""


@dataclass(frozen=True, slots=True)
class Details:
    """What somebody asks for, and who they are."""

    kind: RequesterKind
    name: str
    email: str
    passage: str
    wrong: str
    remedy: Remedy
    on_behalf_of: str = ""
    phone: str = ""
    evidence: str = ""


def send(
    *,
    article: ArticlePage,
    details: Details,
    language: Language,
    form_key: uuid.UUID,
    now: datetime,
    papers: Any = None,
) -> ReplyRequest:
    """Keep a request and mail a link to its address; it reaches the newsroom once the link is used.

    The same form sent twice gives the first request again. Raises DomainError for a story that is not public, missing words or a file
    that is not accepted, LimitReachedError where three requests of one address wait for their links.
    """
    known = ReplyRequest.objects.filter(form_key=form_key).first()
    if known is not None:
        return known
    if not article.live:
        raise errors.DomainError(_("This story is not public any more."))
    name, email = text.line(details.name), details.email.strip().lower()
    passage, wrong = text.paragraphs(details.passage), text.paragraphs(details.wrong)
    for field, words, sentence in (
        ("name", name, _("Enter your name.")),
        ("passage", passage, _("Copy the passage that is wrong.")),
        ("wrong", wrong, _("Say what is wrong.")),
    ):
        if not words:
            raise errors.DomainError(sentence, field=field)
    waiting = ReplyRequest.objects.filter(email=email, state=ReplyState.UNVERIFIED, sent_at__gt=now - A_DAY)
    if waiting.count() >= MOST_UNCONFIRMED:
        raise errors.LimitReachedError(
            _("Several requests of this address wait to be confirmed. Use the links in your mailbox.")
        )
    reference = references.make(prefix="CC", year_of=now, groups=(6,))
    try:
        with transaction.atomic():
            file = None
            if papers is not None:
                file = private_files.store(
                    file=papers,
                    purpose="news.reply",
                    subject=reference,
                    field="papers",
                    by=None,
                    now=now,
                    kinds=OFFICE_DOCUMENTS,
                )
            request = ReplyRequest.objects.create(
                reference=reference,
                form_key=form_key,
                article_key=article.translation_key,
                article_title=article.title,
                newsroom_key=article.get_parent().translation_key,
                language=language,
                kind=details.kind,
                name=name,
                on_behalf_of=text.line(details.on_behalf_of),
                email=email,
                phone=text.line(details.phone),
                passage=passage[:1000],
                wrong=wrong[:LONGEST],
                evidence=text.paragraphs(details.evidence)[:LONGEST],
                remedy=details.remedy,
                papers=file,
                sent_at=now,
            )
            secret = tokens.issue(purpose=CONFIRM, subject=reference, now=now, expires_at=now + CONFIRM_LIFE)
            emails.confirm(request=request, secret=secret)
    except IntegrityError:
        return ReplyRequest.objects.get(form_key=form_key)
    return request


def due_day(received: datetime) -> date:
    """Return the last day for an answer; the day of receipt is not counted."""
    day = clock.local(received).date()
    days: int = settings.REPLY_DAYS
    return working_days.add_working_days(day, days) if settings.REPLY_WORKING_DAYS else day + timedelta(days=days)


def by_secret(*, purpose: str, secret: str, now: datetime) -> ReplyRequest | None:
    """Return the request that a link opens, or None."""
    reference = tokens.subject_of(purpose=purpose, secret=secret, now=now)
    return ReplyRequest.objects.filter(reference=reference).first() if reference else None


def _state_secret(request: ReplyRequest, now: datetime) -> str:
    return tokens.issue(purpose=STATE, subject=request.reference, now=now, expires_at=now + STATE_LIFE)


@transaction.atomic
def confirm(*, request: ReplyRequest, now: datetime) -> tuple[ReplyRequest, str]:
    """Hand a request to the newsroom and start its clock; return it with the secret of its page. A second use changes nothing."""
    locked = _locked(request)
    secret = _state_secret(locked, now)
    if locked.state != ReplyState.UNVERIFIED:
        return locked, secret
    locked.received_at, locked.due_on = now, due_day(now)
    _move(locked, ReplyState.RECEIVED, by=None, now=now)
    locked.save()
    emails.received(request=locked, secret=secret)
    for person in chiefs_of(locked):
        emails.arrived(request=locked, person=person)
    return locked, secret


def _locked(request: ReplyRequest) -> ReplyRequest:
    return ReplyRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)


def _move(request: ReplyRequest, target: ReplyState, *, by: Any, now: datetime, reason: str = "") -> None:
    source = ReplyState(request.state)
    REPLY_MOVES.check(source, target)
    request.state = target
    ReplyMove.objects.create(request=request, source=source, target=target, reason=reason, moved_by=by, moved_at=now)


def newsrooms_of(request: ReplyRequest) -> list[NewsroomPage]:
    """Return the newsroom's page in each language."""
    return list(NewsroomPage.objects.filter(translation_key=request.newsroom_key, alias_of=None).order_by("pk"))


def requests_for(user: Any) -> "QuerySet[ReplyRequest]":
    """Return the confirmed requests to newsrooms in which the user works."""
    rows = ReplyRequest.objects.exclude(state=ReplyState.UNVERIFIED)
    if user.is_superuser:
        return rows
    keys = NewsroomPage.objects.filter(pk__in=permissions.own_pages(user).values("pk")).values("translation_key")
    return rows.filter(newsroom_key__in=keys)


def may_decide(user: Any, request: ReplyRequest) -> bool:
    """Return whether the user answers for the newsroom: chief editors and operators."""
    rooms = newsrooms_of(request)
    return bool(rooms) and all(room.permissions_for_user(user).can_publish() for room in rooms)


def chiefs_of(request: ReplyRequest) -> list[Any]:
    """Return the chief editors of the newsroom."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415 -- apps must be ready

    from news import roles  # noqa: PLC0415 -- reads newsrooms

    names = {roles.chiefs_group(room) for room in newsrooms_of(request)}
    people = get_user_model().objects.filter(groups__name__in=names, is_active=True)
    return list(people.distinct().order_by("pk"))


@transaction.atomic
def decide(
    *,
    request: ReplyRequest,
    target: ReplyState,
    by: Any,
    now: datetime,
    answer: str = "",
    published_vi: str = "",
    published_en: str = "",
) -> ReplyRequest:
    """Accept, decline, answer or pass on a request; words in ``published_…`` stand with the story from then on as a note.

    Raises NotAllowedError for people who do not answer for the newsroom, IllegalMoveError for a move the state does not allow,
    DomainError for a refusal or an answer without words, and as ``corrections.correct`` does.
    """
    if not may_decide(by, request):
        raise errors.NotAllowedError
    locked = _locked(request)
    if target in {ReplyState.RECEIVED, ReplyState.WITHDRAWN, ReplyState.UNVERIFIED}:
        raise errors.IllegalMoveError
    REPLY_MOVES.check(ReplyState(locked.state), target)
    words = text.paragraphs(answer)[:LONGEST]
    if target in {ReplyState.DECLINED, ReplyState.ANSWERED}:
        if not words:
            raise errors.DomainError(_("Write what the requester is told."), field="answer")
        locked.answer, locked.closed_at = words, now
    if target is ReplyState.ANSWERED and (text.line(published_vi) or text.line(published_en)):
        locked.note = _publish(locked, by=by, now=now, vi=published_vi, en=published_en)
    _move(locked, target, by=by, now=now, reason=words)
    locked.save()
    emails.moved(request=locked, secret=_state_secret(locked, now), words=words)
    return locked


def _publish(request: ReplyRequest, *, by: Any, now: datetime, vi: str, en: str) -> Any:
    pages = ArticlePage.objects.filter(translation_key=request.article_key, alias_of=None, live=True)
    article = pages.select_related("locale").order_by("pk").first()
    if article is None:
        raise errors.DomainError(_("The story is not public; nothing can be published with it."), field="published_vi")
    reason = CorrectionReason.REPLY if request.remedy == Remedy.REPLY else CorrectionReason.FACT
    try:
        return corrections.correct(article=article, reason=reason, text_vi=vi, text_en=en, by=by, now=now)
    except errors.DomainError as error:
        field = {"text_vi": "published_vi", "text_en": "published_en"}.get(error.field or "", error.field)
        raise errors.DomainError(error.message, field=field) from error


@transaction.atomic
def by_requester(*, request: ReplyRequest, target: ReplyState, now: datetime) -> ReplyRequest:
    """Withdraw a request, or pass a declined or late one to the head of the publisher.

    Raises IllegalMoveError for anything else, and for an open request that is still in time.
    """
    locked = _locked(request)
    late = is_late(locked, clock.local(now).date())
    if target is ReplyState.ESCALATED and not (late or locked.state == ReplyState.DECLINED):
        raise errors.IllegalMoveError(_("The newsroom still has time to answer."))
    if target not in {ReplyState.WITHDRAWN, ReplyState.ESCALATED}:
        raise errors.IllegalMoveError
    _move(locked, target, by=None, now=now)
    locked.closed_at = now if target is ReplyState.WITHDRAWN else None
    locked.save()
    for person in chiefs_of(locked):
        emails.arrived(request=locked, person=person)
    return locked


def is_late(request: ReplyRequest, today: date) -> bool:
    """Return whether the newsroom owes an answer whose last day is over."""
    return ReplyState(request.state) in OPEN and request.due_on is not None and request.due_on < today


def late_of(rows: "QuerySet[ReplyRequest]", today: date) -> "QuerySet[ReplyRequest]":
    """Narrow requests to those whose last day is over."""
    return rows.filter(Q(state__in=OPEN, due_on__lt=today))


def remind(*, now: datetime) -> int:
    """Remind chief editors of requests whose time ends or is over, once each; forget what nobody confirmed. Return the mails queued."""
    today = clock.local(now).date()
    soon = working_days.add_working_days(today, WARNED_BEFORE)
    number = 0
    for request in ReplyRequest.objects.filter(state__in=OPEN, due_on__lte=soon).order_by("pk"):
        with transaction.atomic():
            for person in chiefs_of(request):
                emails.reminder(request=request, person=person, late=is_late(request, today))
                number += 1
    for old in ReplyRequest.objects.filter(state=ReplyState.UNVERIFIED, sent_at__lt=now - FORGOTTEN):
        forget(old)
    return number


@transaction.atomic
def forget(request: ReplyRequest) -> None:
    """Delete a request that nobody confirmed, with its papers."""
    papers = request.papers
    request.delete()
    if papers is not None:
        private_files.delete(papers)


def numbers(
    rows: "QuerySet[ReplyRequest]", states: Collection[ReplyState], today: date
) -> list[tuple[ReplyState, int, int]]:
    """Return for each state how many requests stand there, and how many of them are late or were closed late."""
    found = [(ReplyState(one.state), one) for one in rows.only("state", "due_on", "closed_at")]
    return [
        (
            state,
            sum(1 for has, _one in found if has is state),
            sum(
                1
                for has, one in found
                if has is state
                and one.due_on is not None
                and (clock.local(one.closed_at).date() if one.closed_at else today) > one.due_on
            ),
        )
        for state in states
    ]
