"""Messages to experts: writing, confirming the sender's address, answering, declining, closing, blocking."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from experts import emails, permissions
from experts.enums import OPEN_STATES, REQUEST_MOVES, DeclineReason, RequestState, Side
from experts.models import ExpertBlock, ExpertMessage, ExpertProfile, ExpertRequest
from portal.kernel import errors, references, text, tokens
from portal.kernel.languages import Language

CONFIRM_PURPOSE: Final = "experts.request.confirm"
CONFIRM_LIFE: Final = timedelta(days=3)
THREAD_PURPOSE: Final = "experts.request.thread"
THREAD_LIFE: Final = timedelta(days=180)
A_DAY: Final = timedelta(days=1)
MOST_A_DAY: Final = 5
"""Messages that reach experts from one address within a day."""
MOST_WAITING: Final = 5
"""Links to one address within a day that nobody has used: a mailbox must not be filled by whoever types its address."""
MOST_UNANSWERED: Final = 3
"""Messages in a row that one side may write without an answer."""
LONGEST: Final = 4000


@dataclass(frozen=True, slots=True)
class RequestDetails:
    """What a visitor wrote: who they are, what kind of help they seek, and their words."""

    name: str
    email: str
    help: str
    subject: str
    text: str
    company: str = ""


def _clean_text(words: str) -> str:
    cleaned = text.paragraphs(words)
    if not cleaned:
        raise errors.DomainError(_("Write your message."), field="text")
    if len(cleaned) > LONGEST:
        raise errors.DomainError(
            _("This text is too long: %(longest)d characters at most.") % {"longest": LONGEST}, field="text"
        )
    return cleaned


def _check_waiting(email: str, now: datetime) -> None:
    """Refuse one more link to an address that got several today: its mailbox is guarded, whoever types the address.

    Nothing else about an address that is not proven is looked at or told: not what waits, not whom its owner wrote to.
    """
    waiting = ExpertRequest.objects.filter(email=email, sender=None, state=RequestState.UNCONFIRMED)
    if waiting.filter(created_at__gt=now - A_DAY).count() >= MOST_WAITING:
        raise errors.LimitReachedError(
            _(
                "Several messages from this address wait for their links to be used. Use the links in your mailbox, sign in to"
                " write without a link, or go on tomorrow."
            ),
            field="email",
        )


def _check_proven(profile: ExpertProfile, email: str, now: datetime, *, sender: Any | None = None) -> None:
    """Refuse what the owner of a proven address may not send: too much in a day, or past an open conversation.

    Only what was delivered from the address counts, and what the account itself wrote: others cannot use it up.
    """
    recent = Q(email=email, delivered_at__gt=now - A_DAY)
    if sender is not None:
        recent |= Q(sender=sender, created_at__gt=now - A_DAY)
    if ExpertRequest.objects.filter(recent).count() >= MOST_A_DAY:
        raise errors.LimitReachedError(
            _("Many messages were sent from this address today. Please go on tomorrow."), field="email"
        )
    if ExpertRequest.objects.filter(profile=profile, email=email, state__in=OPEN_STATES).exists():
        raise errors.DomainError(
            _("You have written to this expert already. Go on in that conversation: its link is in our mail to you."),
            field="email",
        )


def _lock_profile(pk: int) -> ExpertProfile:
    return ExpertProfile.objects.select_for_update(of=("self",)).select_related("user").get(pk=pk)


@transaction.atomic
def write(
    *,
    profile: ExpertProfile,
    details: RequestDetails,
    sender: Any | None,
    language: Language,
    submission_key: uuid.UUID,
    now: datetime,
) -> ExpertRequest:
    """Begin a conversation with an expert; return its record.

    With an account it is delivered at once, from the account's own address; without one the address gets a link first,
    and nothing reaches the expert until it is used. Several messages of one address may wait, each with its own link: whoever
    types a foreign address neither sees, nor takes, nor bars what its owner writes. The same ``submission_key`` again returns
    the first record. A sender whom the expert blocked learns nothing: all goes on as for everybody, only that the conversation
    is withheld from the expert.

    Raises DomainError where the expert takes no messages or an account has an open conversation with them,
    LimitReachedError after five within a day, or where five of a guest's messages of this day wait.
    """
    existing = ExpertRequest.objects.filter(submission_key=submission_key).first()
    if existing is not None:
        return existing
    locked = _lock_profile(profile.pk)
    if not locked.takes_requests:
        raise errors.DomainError(_("This expert takes no messages at present."))
    email = (sender.email if sender is not None else details.email).strip().lower()
    if sender is not None and sender.pk == locked.user_id:
        raise errors.DomainError(_("This is your own profile."))
    words = _clean_text(details.text)
    subject = text.line(details.subject)
    if not subject:
        raise errors.DomainError(_("Say in a few words what it is about."), field="subject")
    if sender is not None:
        _check_proven(locked, email, now, sender=sender)
    else:
        _check_waiting(email, now)
    forget_unconfirmed(now=now)
    try:
        with transaction.atomic():
            request = ExpertRequest.objects.create(
                reference=references.make(prefix="CG"),
                submission_key=submission_key,
                profile=locked,
                sender=sender,
                name=text.line(details.name),
                email=email,
                company=text.line(details.company),
                help=details.help,
                subject=subject,
                language=language,
                created_at=now,
            )
            ExpertMessage.objects.create(
                request=request, side=Side.SENDER, text=words, submission_key=submission_key, at=now
            )
    except IntegrityError:
        return ExpertRequest.objects.get(submission_key=submission_key)
    if sender is not None:
        return _deliver(request, now)
    secret = tokens.issue(purpose=CONFIRM_PURPOSE, subject=request.reference, now=now, expires_at=now + CONFIRM_LIFE)
    emails.confirm(request=request, secret=secret)
    return request


def thread_secret(request: ExpertRequest, now: datetime) -> str:
    """Return a new link's secret by which the sender reads and goes on with the conversation."""
    return tokens.issue(purpose=THREAD_PURPOSE, subject=request.reference, now=now, expires_at=now + THREAD_LIFE)


def _tell_expert(request: ExpertRequest, words: str) -> None:
    if not request.is_withheld:
        emails.received(request=request, text=words)


def _deliver(request: ExpertRequest, now: datetime) -> ExpertRequest:
    REQUEST_MOVES.check(RequestState(request.state), RequestState.DELIVERED)
    request.state = RequestState.DELIVERED
    request.delivered_at = now
    request.is_withheld = ExpertBlock.objects.filter(profile=request.profile_id, email=request.email).exists()
    request.save(update_fields=["state", "delivered_at", "is_withheld"])
    words = request.messages.get().text
    _tell_expert(request, words)
    emails.sent(request=request, text=words, secret=thread_secret(request, now))
    return request


def by_secret(*, purpose: str, secret: str, now: datetime) -> ExpertRequest | None:
    """Return the conversation whose sender holds this link; None for an unknown, used or expired one."""
    reference = tokens.subject_of(purpose=purpose, secret=secret, now=now)
    found = ExpertRequest.objects.select_related("profile__user").filter(reference=reference) if reference else None
    return found.first() if found is not None else None


def _lock(request: ExpertRequest) -> ExpertRequest:
    return ExpertRequest.objects.select_for_update(of=("self",)).select_related("profile__user").get(pk=request.pk)


@transaction.atomic
def confirm(*, request: ExpertRequest, now: datetime) -> ExpertRequest:
    """Deliver a message whose sender proved to read the address; the second use of the link changes nothing.

    Raises DomainError where the expert has withdrawn or paused meanwhile, or where the sender has an open conversation with
    them, and LimitReachedError after five delivered within a day: the link works again the day after.
    """
    profile = _lock_profile(request.profile_id)
    locked = _lock(request)
    if locked.state != RequestState.UNCONFIRMED:
        return locked
    if not profile.takes_requests:
        raise errors.DomainError(_("This expert takes no messages at present."))
    _check_proven(profile, locked.email, now)
    return _deliver(locked, now)


def _in_a_row(request: ExpertRequest, side: Side) -> int:
    count = 0
    for written in request.messages.order_by("-at", "-pk").values_list("side", flat=True)[: MOST_UNANSWERED + 1]:
        if written != side:
            break
        count += 1
    return count


def _add(request: ExpertRequest, side: Side, words: str, key: uuid.UUID, now: datetime) -> ExpertMessage:
    if _in_a_row(request, side) >= MOST_UNANSWERED:
        raise errors.LimitReachedError(_("Wait for an answer before you write again."), field="text")
    return ExpertMessage.objects.create(request=request, side=side, text=_clean_text(words), submission_key=key, at=now)


@transaction.atomic
def answer(*, request: ExpertRequest, by: Any, words: str, submission_key: uuid.UUID, now: datetime) -> ExpertRequest:
    """Answer as the expert; the sender gets the words by mail. The same key again changes nothing. Return the record.

    Raises NotAllowedError, IllegalMoveError for an ended conversation, LimitReachedError after three in a row.
    """
    locked = _lock(request)
    if not permissions.can_answer(by, locked):
        raise errors.NotAllowedError
    if ExpertMessage.objects.filter(submission_key=submission_key).exists():
        return locked
    REQUEST_MOVES.check(RequestState(locked.state), RequestState.ANSWERED)
    message = _add(locked, Side.EXPERT, words, submission_key, now)
    locked.state = RequestState.ANSWERED
    locked.save(update_fields=["state"])
    emails.answered(request=locked, text=message.text, secret=thread_secret(locked, now))
    return locked


@transaction.atomic
def go_on(*, request: ExpertRequest, words: str, submission_key: uuid.UUID, now: datetime) -> ExpertRequest:
    """Write again as the sender, who holds the link or the account; return the record.

    The expert gets the words by mail, and the conversation waits for them again. Raises IllegalMoveError for an ended
    conversation, LimitReachedError after three in a row.
    """
    locked = _lock(request)
    if ExpertMessage.objects.filter(submission_key=submission_key).exists():
        return locked
    if locked.state not in {RequestState.DELIVERED, RequestState.ANSWERED}:
        raise errors.IllegalMoveError
    message = _add(locked, Side.SENDER, words, submission_key, now)
    if locked.state == RequestState.ANSWERED:
        REQUEST_MOVES.check(RequestState.ANSWERED, RequestState.DELIVERED)
        locked.state = RequestState.DELIVERED
        locked.save(update_fields=["state"])
    _tell_expert(locked, message.text)
    return locked


@transaction.atomic
def decline(*, request: ExpertRequest, by: Any, reason: DeclineReason, block: bool, now: datetime) -> ExpertRequest:
    """Decline as the expert, with a reason that the sender reads; with ``block``, take nothing from the sender again."""
    locked = _lock(request)
    if not permissions.can_answer(by, locked):
        raise errors.NotAllowedError
    REQUEST_MOVES.check(RequestState(locked.state), RequestState.DECLINED)
    locked.state = RequestState.DECLINED
    locked.decline_reason = reason
    locked.ended_at = now
    locked.save(update_fields=["state", "decline_reason", "ended_at"])
    if block:
        ExpertBlock.objects.get_or_create(profile=locked.profile, email=locked.email, defaults={"at": now})
    emails.declined(request=locked)
    return locked


@transaction.atomic
def close(*, request: ExpertRequest, by: Any | None, now: datetime) -> ExpertRequest:
    """End a conversation: as the expert, or with ``by`` None as the sender, who proved to hold the link."""
    locked = _lock(request)
    if by is not None and not permissions.can_answer(by, locked):
        raise errors.NotAllowedError
    REQUEST_MOVES.check(RequestState(locked.state), RequestState.CLOSED)
    locked.state = RequestState.CLOSED
    locked.ended_at = now
    locked.save(update_fields=["state", "ended_at"])
    return locked


def forget_unconfirmed(*, now: datetime) -> int:
    """Delete messages whose sender did not confirm the address in time; return how many."""
    late = ExpertRequest.objects.filter(state=RequestState.UNCONFIRMED, created_at__lte=now - CONFIRM_LIFE)
    number = late.count()
    late.delete()
    return number
