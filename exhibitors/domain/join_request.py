"""Asking to join an organisation, and the owners' answers."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tasks import default_task_backend

from exhibitors import emails, permissions, queries, tasks, tax_codes
from exhibitors.domain import log
from exhibitors.enums import JOIN_REQUEST_MOVES, JoinRequestState, LogAction, MemberRole
from exhibitors.models import JoinRequest, Membership, Organisation
from portal.kernel import errors, text

VALID_FOR: Final = timedelta(days=14)
REST_AFTER_NO: Final = timedelta(days=30)
MOST_WAITING: Final = 5
MOST_A_DAY: Final = 10
LONGEST_NOTE: Final = 300


def find_by_code(typed: str) -> Organisation:
    """Return the organisation of a tax code, hidden ones too; raises DomainError on field ``tax_code`` where there is none.

    The caller tells nothing of what is found to the person who asks.
    """
    code = tax_codes.clean(typed)
    if code is None:
        raise errors.DomainError(_("Write the tax code of the organisation."), field="tax_code")
    found = Organisation.objects.filter(tax_code=code).first()
    if found is None:
        raise errors.DomainError(
            _("No organisation with this tax code is on the portal. Compare the code, or make the organisation."),
            field="tax_code",
        )
    return found


def _check_limits(by: Any, organisation: Organisation, now: datetime) -> None:
    own = JoinRequest.objects.filter(user=by)
    if own.live(now).count() >= MOST_WAITING:
        raise errors.LimitReachedError(
            _("%(most)d of your requests are waiting for an answer. Withdraw one before you ask again.")
            % {"most": MOST_WAITING}
        )
    if own.filter(created_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise errors.LimitReachedError(_("Too many requests in one day. Try again tomorrow."))
    declined = own.filter(
        organisation=organisation, state=JoinRequestState.DECLINED, answered_at__gt=now - REST_AFTER_NO
    )
    if declined.exists():
        raise errors.LimitReachedError(
            _("The owners have declined. You can ask again after %(days)d days.") % {"days": REST_AFTER_NO.days}
        )


@transaction.atomic
def ask_to_join(*, organisation: Organisation, by: Any, by_name: bool, now: datetime, note: str = "") -> JoinRequest:
    """Ask the owners to let ``by`` in, tell them by mail, and return the request.

    Asking again while the first request waits returns that one: the owners get no second mail, and read the newest words on
    their page.

    ``by_name`` says that the person found the organisation by its public profile and may go on reading its name. A hidden
    organisation takes requests like any other, so that the answer gives away nothing. Raises DomainError for members and for
    words that are too long, LimitReachedError for too many requests and soon after a refusal.
    """
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if queries.membership_in(by, locked) is not None:
        raise errors.DomainError(_("You are a member of this organisation already."))
    words = text.line(note)
    if len(words) > LONGEST_NOTE:
        raise errors.DomainError(
            _("This text is too long: %(longest)d characters at most.") % {"longest": LONGEST_NOTE}, field="note"
        )
    for earlier in JoinRequest.objects.filter(organisation=locked, user=by, state=JoinRequestState.PENDING):
        if earlier.expires_at > now:
            if words and words != earlier.note:
                earlier.note = words
                earlier.save(update_fields=["note"])
            return earlier
        _close(request=earlier, state=JoinRequestState.EXPIRED, by=None, now=now)
    _check_limits(by, locked, now)
    made = JoinRequest.objects.create(
        organisation=locked, user=by, by_name=by_name, note=words, created_at=now, expires_at=now + VALID_FOR
    )
    log.write(organisation=locked, action=LogAction.JOIN_ASKED, by=by, now=now)
    emails.join_asked(request=made)
    if default_task_backend.supports_defer:
        tasks.expire_join_requests.using(run_after=made.expires_at).enqueue()
    return made


def _close(*, request: JoinRequest, state: JoinRequestState, by: Any, now: datetime) -> None:
    JOIN_REQUEST_MOVES.check(JoinRequestState(request.state), state)
    request.state = state
    request.answered_at = now
    request.answered_by = by
    request.save(update_fields=["state", "answered_at", "answered_by"])


def _lock(request: JoinRequest) -> JoinRequest:
    Organisation.objects.select_for_update().get(pk=request.organisation_id)
    return JoinRequest.objects.select_related("organisation", "user").get(pk=request.pk)


def _must_be_live(request: JoinRequest, now: datetime) -> None:
    if request.state == JoinRequestState.PENDING and request.expires_at <= now:
        raise errors.IllegalMoveError(_("This request has expired. The person can ask again."))


@transaction.atomic
def accept_request(*, request: JoinRequest, role: MemberRole, by: Any, now: datetime) -> Membership:
    """Let the person in with a role, tell them by mail, and return the membership.

    Raises NotAllowedError for others than owners and for organisations that are suspended or closed, IllegalMoveError for a
    request that was answered, withdrawn or has expired.
    """
    locked = _lock(request)
    if not permissions.can_add_members(queries.membership_in(by, locked.organisation)):
        raise errors.NotAllowedError
    _must_be_live(locked, now)
    _close(request=locked, state=JoinRequestState.ACCEPTED, by=by, now=now)
    membership, made = Membership.objects.get_or_create(
        organisation=locked.organisation,
        user=locked.user,
        defaults={"role": MemberRole(role), "joined_at": now, "chosen_at": now},
    )
    if made:
        log.write(
            organisation=locked.organisation,
            action=LogAction.JOINED,
            by=by,
            now=now,
            detail=f"#{locked.user_id}: {membership.role}",
        )
    emails.join_answered(request=locked, role=MemberRole(membership.role))
    return membership


@transaction.atomic
def decline_request(*, request: JoinRequest, by: Any, now: datetime) -> JoinRequest:
    """Say no; the person gets a mail that names nobody. Raises as ``accept_request`` does."""
    locked = _lock(request)
    if not permissions.can_manage_members(queries.membership_in(by, locked.organisation)):
        raise errors.NotAllowedError
    _must_be_live(locked, now)
    _close(request=locked, state=JoinRequestState.DECLINED, by=by, now=now)
    log.write(
        organisation=locked.organisation,
        action=LogAction.JOIN_DECLINED,
        by=by,
        now=now,
        detail=f"#{locked.user_id}",
    )
    emails.join_answered(request=locked)
    return locked


@transaction.atomic
def withdraw_request(*, request: JoinRequest, by: Any, now: datetime) -> JoinRequest:
    """Let the person who asked take the request back."""
    locked = _lock(request)
    if locked.user_id != by.pk:
        raise errors.NotAllowedError
    _close(request=locked, state=JoinRequestState.WITHDRAWN, by=by, now=now)
    return locked


def settle(*, organisation: Organisation, user: Any, now: datetime) -> None:
    """End a request of a person who became a member in another way, in the transaction of that change."""
    for waiting in JoinRequest.objects.filter(organisation=organisation, user=user, state=JoinRequestState.PENDING):
        _close(request=waiting, state=JoinRequestState.ACCEPTED, by=None, now=now)


def expire_requests(*, now: datetime) -> int:
    """End the requests that nobody answered in time, each in a transaction of its own, and tell the people who asked."""
    waiting = JoinRequest.objects.filter(state=JoinRequestState.PENDING, expires_at__lte=now)
    ended = 0
    for request in waiting:
        with transaction.atomic():
            locked = _lock(request)
            if locked.state == JoinRequestState.PENDING:
                _close(request=locked, state=JoinRequestState.EXPIRED, by=None, now=now)
                emails.join_answered(request=locked)
                ended += 1
    return ended
