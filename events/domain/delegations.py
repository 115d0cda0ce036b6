"""Delegations: inviting organisations, naming members, papers, travelling, withdrawing."""

from datetime import datetime
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from events import delegation_emails, permissions, queries
from events.delegation_enums import LIVE_MEMBERS, MEMBER_MOVES, DelegationPaperKind, MemberState, PaperStatus
from events.models import (
    DelegationInvitation,
    DelegationLog,
    DelegationMember,
    DelegationPaper,
    EventPage,
    TradePromotionPage,
)
from exhibitors import queries as exhibitor_queries
from exhibitors.models import Organisation
from portal.kernel import text
from portal.kernel.errors import DomainError, LimitReachedError, NotAllowedError
from portal.media.domain import private_files
from portal.media.enums import FileKind
from registration.domain import audit
from registration.organiser_enums import AuditAction, Capacity

PURPOSE: Final = "events.delegation-paper"
KINDS: Final = (FileKind.PDF, FileKind.JPEG, FileKind.PNG)
MOST_SEATS: Final = 20
MOST_PAPERS: Final = 10


def is_over(programme: EventPage, now: datetime) -> bool:
    """Return whether the trip has ended; its last instant is not part of it."""
    return bool((programme.ends_at or programme.starts_at) <= now)


def invite(
    *, programme: TradePromotionPage, organisation: Organisation, seats: int, by: Any, now: datetime
) -> DelegationInvitation:
    """Let an organisation name so many people, and tell its owners; again: change the number.

    Raises NotAllowedError, LimitReachedError for a number out of range or below those who are named, DomainError after the trip.
    """
    if not permissions.can_change_status(by, programme):
        raise NotAllowedError
    if not 1 <= seats <= MOST_SEATS:
        raise LimitReachedError(_("Between 1 and %(most)d people.") % {"most": MOST_SEATS}, field="seats")
    _require_ahead(programme, now)
    with transaction.atomic():
        invitation, is_new = DelegationInvitation.objects.select_for_update().get_or_create(
            programme_key=programme.translation_key,
            organisation=organisation,
            defaults={"seats": seats, "invited_by": by, "invited_at": now},
        )
        if not is_new:
            named = invitation.members.filter(state__in=LIVE_MEMBERS).count()
            if seats < named:
                sentence = _("%(number)d people are named already; give at least as many.")
                raise LimitReachedError(sentence % {"number": named}, field="seats")
            before, invitation.seats = invitation.seats, seats
            invitation.save(update_fields=["seats"])
        else:
            before = None
            delegation_emails.invited(invitation=invitation)
        if before != seats:
            audit.record(
                action=AuditAction.DELEGATION_SEATS,
                by=by,
                now=now,
                subject=programme.translation_key,
                about=invitation,
                label=organisation.display_name,
                changes=[("seats", before, seats)],
            )
    return invitation


def name_member(
    *, invitation: DelegationInvitation, full_name: str, function: str, by: Any, now: datetime
) -> DelegationMember:
    """Name a person for a seat: accepted where the organisation does it, invited where an organiser does.

    Raises NotAllowedError, LimitReachedError without a free seat, DomainError without a name, for the same person again, and
    after the trip.
    """
    with transaction.atomic():
        current = DelegationInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        programme = _programme(current)
        is_own = _may_edit(by, current)
        if not is_own and not permissions.can_change_status(by, programme):
            raise NotAllowedError
        _require_ahead(programme, now)
        name = text.line(full_name)[:150]
        if not text.words(name):
            raise DomainError(_("Enter the person's full name."), field="full_name")
        live = current.members.filter(state__in=LIVE_MEMBERS)
        if live.count() >= current.seats:
            raise LimitReachedError(
                _("All seats are taken. Withdraw somebody first, or ask the organisers for another seat.")
            )
        try:
            with transaction.atomic():
                member = DelegationMember.objects.create(
                    invitation=current,
                    full_name=name,
                    function=text.line(function)[:150],
                    state=MemberState.ACCEPTED if is_own else MemberState.INVITED,
                    created_at=now,
                    changed_at=now,
                )
        except IntegrityError:
            raise DomainError(_("This person is named already."), field="full_name") from None
        _log(member=member, before="", by=by, now=now)
    return member


def accept(*, member: DelegationMember, by: Any, now: datetime) -> DelegationMember:
    """Say for the organisation that a person whom the organisers named will come."""
    with transaction.atomic():
        current, programme = _locked(member)
        if not _may_edit(by, current.invitation):
            raise NotAllowedError
        _require_ahead(programme, now)
        MEMBER_MOVES.check(MemberState(current.state), MemberState.ACCEPTED)
        if current.state != MemberState.INVITED:
            raise NotAllowedError
        _move(current, MemberState.ACCEPTED, by=by, now=now)
    return current


def set_papers(
    *, member: DelegationMember, passport: PaperStatus, visa: PaperStatus, by: Any, now: datetime
) -> DelegationMember:
    """Note whether passport and visa are in order: complete when neither is missing, and open again when one is.

    Raises NotAllowedError, IllegalMoveError for somebody who has not accepted or has withdrawn.
    """
    with transaction.atomic():
        current, programme = _locked(member)
        if not (_may_edit(by, current.invitation) or permissions.can_change_status(by, programme)):
            raise NotAllowedError
        _require_ahead(programme, now)
        complete = PaperStatus.MISSING not in {passport, visa}
        state = MemberState(current.state)
        stood = {"passport": current.passport, "visa": current.visa}
        current.passport, current.visa = passport, visa
        _note_papers(member=current, stood=stood, by=by, now=now)
        if state is MemberState.TRAVELLING and not complete:
            _move(current, MemberState.COMPLETE, by=by, now=now, save=False)
            state = MemberState.COMPLETE
        target = MemberState.COMPLETE if complete else MemberState.ACCEPTED
        if state is MemberState.INVITED or state is MemberState.WITHDRAWN:
            MEMBER_MOVES.check(state, MemberState.COMPLETE)
        if state is not target and state is not MemberState.TRAVELLING:
            _move(current, target, by=by, now=now, save=False)
        current.changed_at = now
        current.save(update_fields=["passport", "visa", "state", "changed_at"])
    return current


def confirm_travel(*, member: DelegationMember, by: Any, now: datetime) -> DelegationMember:
    """Note as an organiser that a person with complete papers travels."""
    with transaction.atomic():
        current, programme = _locked(member)
        if not permissions.can_change_status(by, programme):
            raise NotAllowedError
        _move(current, MemberState.TRAVELLING, by=by, now=now)
    return current


def withdraw(*, member: DelegationMember, by: Any, now: datetime, why: str = "") -> DelegationMember:
    """Take a person out of the delegation, as the organisation or as an organiser; the files are deleted, the seat is free.

    Raises NotAllowedError, and DomainError once the trip is over: the list of who travelled stands then.
    """
    with transaction.atomic():
        current, programme = _locked(member)
        if not (_may_edit(by, current.invitation) or permissions.can_change_status(by, programme)):
            raise NotAllowedError
        _require_ahead(programme, now)
        _move(current, MemberState.WITHDRAWN, by=by, now=now, note=text.line(why)[:250])
        throw_papers_away(list(current.papers.select_related("file")))
    return current


def add_paper(
    *, member: DelegationMember, kind: DelegationPaperKind, file: "UploadedFile[Any]", by: Any, now: datetime
) -> DelegationPaper:
    """Keep a PDF, JPEG or PNG file about a member, for the organisation.

    Raises as ``private_files.store`` does, and NotAllowedError, LimitReachedError for more than ten, IllegalMoveError for somebody who has withdrawn.
    """
    with transaction.atomic():
        current, programme = _locked(member)
        if not _may_edit(by, current.invitation):
            raise NotAllowedError
        _require_ahead(programme, now)
        if current.state not in LIVE_MEMBERS:
            MEMBER_MOVES.check(MemberState(current.state), MemberState.COMPLETE)
        if current.papers.count() >= MOST_PAPERS:
            raise LimitReachedError(
                _("%(most)d papers are here already. Take one away before you hand in another.") % {"most": MOST_PAPERS}
            )
        stored = private_files.store(
            file=file, purpose=PURPOSE, subject=str(current.pk), field="file", by=by, now=now, kinds=KINDS
        )
        return DelegationPaper.objects.create(member=current, kind=kind, file=stored)


def remove_paper(*, paper: DelegationPaper, by: Any, now: datetime) -> None:
    """Throw a file away, for the organisation; raises NotAllowedError, DomainError after the trip."""
    with transaction.atomic():
        current, programme = _locked(paper.member)
        if not _may_edit(by, current.invitation):
            raise NotAllowedError
        _require_ahead(programme, now)
        throw_papers_away(list(current.papers.select_related("file").filter(pk=paper.pk)))


def _programme(invitation: DelegationInvitation) -> EventPage:
    page = queries.programme_page(invitation.programme_key)
    if page is None:
        raise NotAllowedError
    return page


def _locked(member: DelegationMember) -> tuple[DelegationMember, EventPage]:
    current = (
        DelegationMember.objects.select_for_update(of=("self",))
        .select_related("invitation__organisation")
        .get(pk=member.pk)
    )
    return current, _programme(current.invitation)


def _may_edit(by: Any, invitation: DelegationInvitation) -> bool:
    return permissions.can_apply(exhibitor_queries.membership_in(by, invitation.organisation))


def _require_ahead(programme: EventPage, now: datetime) -> None:
    if is_over(programme, now):
        raise DomainError(_("The trip is over."))


def _move(
    member: DelegationMember, target: MemberState, *, by: Any, now: datetime, note: str = "", save: bool = True
) -> None:
    before = MemberState(member.state)
    MEMBER_MOVES.check(before, target)
    member.state = target
    member.changed_at = now
    if save:
        member.save(update_fields=["state", "changed_at"])
    _log(member=member, before=before, by=by, now=now, note=note)


def _note_papers(*, member: DelegationMember, stood: dict[str, str], by: Any, now: datetime) -> None:
    """Tell the audit that something about the papers changed; what, the registry of personal data masks."""
    changes = audit.differences(stood, {"passport": member.passport, "visa": member.visa})
    if not changes:
        return
    organisation = member.invitation.organisation
    is_own = _may_edit(by, member.invitation)
    audit.record(
        action=AuditAction.DELEGATION_PAPERS,
        by=by,
        now=now,
        subject=member.invitation.programme_key,
        about=member,
        label=organisation.display_name,
        capacity=Capacity.ORGANISATION if is_own else Capacity.ORGANISER,
        behalf_name=organisation.display_name if is_own else "",
        changes=changes,
    )


def _log(*, member: DelegationMember, before: str, by: Any, now: datetime, note: str = "") -> None:
    DelegationLog.objects.create(member=member, from_state=before, to_state=member.state, by=by, at=now, note=note)


def throw_papers_away(papers: list[DelegationPaper]) -> None:
    """Delete papers with their files."""
    for paper in papers:
        paper.delete()
        private_files.delete(paper.file)
