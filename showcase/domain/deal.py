"""Outcomes: reporting, confirming, contesting, correcting, settling; the only code that changes them."""

import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from exhibitors import queries as exhibitor_queries
from portal.kernel import errors, references
from portal.kernel import text as texts
from portal.kernel.languages import Language
from portal.media.domain import private_files
from portal.media.models import PrivateFile
from showcase import deal_emails as emails
from showcase import permissions
from showcase.deal_enums import DEAL_MOVES, DealState, DealStep
from showcase.domain import deal_details
from showcase.domain.deal_details import DealDetails
from showcase.domain.sides import Actor
from showcase.enquiry_enums import Side
from showcase.models import Deal, DealLog, DealVersion, Enquiry

FILE_PURPOSE: Final = "showcase.deal-evidence"


@dataclass(frozen=True, slots=True)
class Partner:
    """The other party of an outcome without an enquiry: an organisation of the portal, or words with an address."""

    name: str
    email: str = ""
    organisation: Any | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """One side of an outcome and the account that acts for it; by the link alone there is none."""

    side: Side
    user: Any | None = None

    def check(self, deal: Deal) -> None:
        """Raise NotAllowedError unless this is a member who may write for its side, the enquiry's sender, or the link."""
        if self.side is Side.OWNER:
            allowed = _writes_for(self.user, deal.organisation)
        elif self.user is None:
            allowed = True
        else:
            allowed = _writes_for(self.user, deal.partner_organisation) or (
                deal.enquiry is not None and deal.enquiry.sender_id == self.user.pk
            )
        if not allowed:
            raise errors.NotAllowedError


def _writes_for(user: Any, organisation: Any | None) -> bool:
    return organisation is not None and permissions.can_write(exhibitor_queries.membership_in(user, organisation))


def _add_version(
    deal: Deal,
    party: Party,
    details: DealDetails,
    evidence: "UploadedFile[Any] | None",
    *,
    submission_key: uuid.UUID,
    now: datetime,
) -> DealVersion:
    stored: PrivateFile | None = None
    if evidence is not None:
        stored = private_files.store(
            file=evidence, purpose=FILE_PURPOSE, subject=deal.reference, field="evidence", by=party.user, now=now
        )
    return DealVersion.objects.create(
        deal=deal,
        number=deal.version,
        side=party.side,
        submission_key=submission_key,
        evidence=stored,
        made_by=party.user,
        made_at=now,
        **{**asdict(details), "note": texts.paragraphs(details.note)},
    )


def _log(
    deal: Deal, step: DealStep, now: datetime, *, side: Side | None = None, by: Any = None, text: str = ""
) -> None:
    DealLog.objects.create(deal=deal, step=step, side=side or "", by=by, text=text, at=now)


def _lock(deal: Deal) -> Deal:
    related = ("organisation", "partner_organisation", "enquiry")
    return Deal.objects.select_for_update(of=("self",)).select_related(*related).get(pk=deal.pk)


def report_on_enquiry(
    *,
    enquiry: Enquiry,
    actor: Actor,
    details: DealDetails,
    submission_key: uuid.UUID,
    now: datetime,
    evidence: "UploadedFile[Any] | None" = None,
) -> Deal:
    """Report what came of an answered enquiry; the other side is asked to confirm it. Return the record.

    The same ``submission_key`` again returns the first record. Raises NotAllowedError, IllegalMoveError before the answer,
    and DomainError for details that cannot be.
    """
    actor.check(enquiry)
    if enquiry.answered_at is None:
        raise errors.IllegalMoveError(_("An outcome can be reported once the enquiry is answered."))
    return _report(
        party=Party(actor.side, actor.user),
        details=details,
        evidence=evidence,
        now=now,
        submission_key=submission_key,
        enquiry=enquiry,
        translation_key=enquiry.translation_key,
        title=enquiry.title,
        organisation=enquiry.organisation,
        partner_name=enquiry.company or enquiry.name,
        partner_email=enquiry.email,
        language=enquiry.language,
    )


def report_without_enquiry(
    *,
    organisation: Any,
    by: Any,
    partner: Partner,
    title: str,
    details: DealDetails,
    submission_key: uuid.UUID,
    now: datetime,
    evidence: "UploadedFile[Any] | None" = None,
) -> Deal:
    """Report an outcome that began outside the portal, for an organisation; return the record.

    The partner confirms at its desk, or by the link in a mail to ``partner.email``; without either only an officer who saw
    the evidence can settle it. Raises as ``report_on_enquiry``, and DomainError where nobody else is named.
    """
    if not _writes_for(by, organisation):
        raise errors.NotAllowedError
    if not texts.line(partner.name):
        raise errors.DomainError(_("Name the other party."), field="partner_name")
    if partner.organisation is not None and partner.organisation.pk == organisation.pk:
        raise errors.DomainError(_("An outcome needs two parties."), field="partner_name")
    return _report(
        party=Party(Side.OWNER, by),
        details=details,
        evidence=evidence,
        now=now,
        submission_key=submission_key,
        title=texts.line(title),
        organisation=organisation,
        partner_name=texts.line(partner.name),
        partner_email=partner.email.strip().lower(),
        partner_organisation=partner.organisation,
        language=Language.VIETNAMESE,
    )


def _report(
    *,
    party: Party,
    details: DealDetails,
    evidence: "UploadedFile[Any] | None",
    now: datetime,
    submission_key: uuid.UUID,
    **fields: Any,
) -> Deal:
    first = _first_result(submission_key, fields)
    if first is not None:
        return first
    deal_details.check(details=details, now=now)
    try:
        with transaction.atomic():
            deal = Deal.objects.create(
                reference=references.make(prefix="KQ"),
                reported_side=party.side,
                state=DealState.REPORTED,
                reported_at=now,
                submission_key=submission_key,
                **fields,
            )
            _add_version(deal, party, details, evidence, submission_key=submission_key, now=now)
            _log(deal, DealStep.REPORTED, now, side=party.side, by=party.user)
            emails.reported(deal=deal, now=now)
    except IntegrityError:
        # The second click arrived while the first was being kept.
        first = _first_result(submission_key, fields)
        if first is None:
            raise
        return first
    return deal


def _first_result(submission_key: uuid.UUID, fields: dict[str, Any]) -> Deal | None:
    """Return what a form made already; raise FormUsedError where it was made for somebody else."""
    first = Deal.objects.filter(submission_key=submission_key).first()
    if first is not None and (first.organisation, first.enquiry) != (fields["organisation"], fields.get("enquiry")):
        raise deal_details.FormUsedError
    return first


def _move(deal: Deal, state: DealState, now: datetime, *, counts: bool | None = None, contest_reason: str = "") -> None:
    """Move a locked report; ``counts`` True lets its newest version count, False none, None leaves that as it is."""
    DEAL_MOVES.check(DealState(deal.state), state)
    deal.state = state
    deal.contest_reason = contest_reason
    if counts is not None:
        deal.counted_version = deal.version if counts else None
        deal.counted_at = now if counts else None
    deal.save(update_fields=["state", "contest_reason", "counted_version", "counted_at"])


@transaction.atomic
def confirm(*, deal: Deal, party: Party, version: int | None, now: datetime) -> Deal:
    """Confirm for the other side the ``version`` of a report that it read; from now on it counts. Return the report.

    Raises NotAllowedError, CorrectedMeanwhileError where that is not the newest version, IllegalMoveError.
    """
    locked = _lock(deal)
    _check_other_side(locked, party, version)
    _move(locked, DealState.CONFIRMED, now, counts=True)
    _log(locked, DealStep.CONFIRMED, now, side=party.side, by=party.user)
    emails.answered(deal=locked, now=now)
    return locked


@transaction.atomic
def contest(*, deal: Deal, party: Party, version: int | None, reason: str, now: datetime) -> Deal:
    """Contest for the other side the ``version`` of a report that it read, with a reason; the officers are told. Return it.

    A version that counted before goes on counting until the matter is settled. Raises as ``confirm``, and DomainError
    without a reason.
    """
    locked = _lock(deal)
    _check_other_side(locked, party, version)
    words = texts.paragraphs(reason)
    if not words:
        raise errors.DomainError(_("Say what is not right."), field="reason")
    _move(locked, DealState.CONTESTED, now, contest_reason=words)
    _log(locked, DealStep.CONTESTED, now, side=party.side, by=party.user, text=words)
    emails.answered(deal=locked, now=now)
    emails.contested(deal=locked)
    return locked


def _check_other_side(deal: Deal, party: Party, version: int | None) -> None:
    party.check(deal)
    deal_details.check_read(deal=deal, version=version)
    if party.side == deal.reported_side:
        raise errors.NotAllowedError(_("The other side confirms or contests what you reported."))


@transaction.atomic
def correct(
    *,
    deal: Deal,
    party: Party,
    version: int | None,
    details: DealDetails,
    reason: str,
    submission_key: uuid.UUID,
    now: datetime,
    evidence: "UploadedFile[Any] | None" = None,
) -> Deal:
    """Write a new version of a report, for either side; the other side is asked to confirm it. Return the report.

    Older versions stay, and the one that counted goes on counting until the new one is confirmed. The same
    ``submission_key`` again writes no second version.

    Raises NotAllowedError, FormUsedError for the key of another form, CorrectedMeanwhileError where ``version`` is not the
    newest, IllegalMoveError for a void one, DomainError without a reason or for details that cannot be.
    """
    locked = _lock(deal)
    party.check(locked)
    written = DealVersion.objects.filter(submission_key=submission_key).first()
    if written is not None:
        if (written.deal_id, written.side) != (locked.pk, party.side):
            raise deal_details.FormUsedError
        return locked
    deal_details.check_read(deal=locked, version=version)
    words = texts.paragraphs(reason)
    if not words:
        raise errors.DomainError(_("Say why it is corrected."), field="reason")
    deal_details.check(details=details, now=now)
    locked.version += 1
    locked.reported_side = party.side
    DEAL_MOVES.check(DealState(locked.state), DealState.REPORTED)
    locked.state = DealState.REPORTED
    locked.contest_reason = ""
    locked.save(update_fields=["version", "reported_side", "state", "contest_reason"])
    _add_version(locked, party, details, evidence, submission_key=submission_key, now=now)
    _log(locked, DealStep.CORRECTED, now, side=party.side, by=party.user, text=words)
    emails.reported(deal=locked, now=now)
    return locked


@transaction.atomic
def take_back(*, deal: Deal, party: Party, now: datetime) -> Deal:
    """Take a report back that nobody has confirmed, for the side that made it; return it.

    Raises NotAllowedError for the other side, IllegalMoveError once a version counts.
    """
    locked = _lock(deal)
    party.check(locked)
    if party.side != locked.reported_side:
        raise errors.NotAllowedError
    if locked.counted_version is not None:
        raise errors.IllegalMoveError(_("It was confirmed before; correct it instead."))
    _move(locked, DealState.VOIDED, now, counts=False)
    _log(locked, DealStep.TAKEN_BACK, now, side=party.side, by=party.user)
    return locked


@transaction.atomic
def settle(*, deal: Deal, by: Any, version: int | None, remark: str, now: datetime) -> Deal:
    """Let the newest version count as an officer who heard both sides or saw the evidence; return the report.

    Raises NotAllowedError, CorrectedMeanwhileError where ``version`` is not the newest, IllegalMoveError, DomainError
    without a remark.
    """
    return _decide(deal, DealState.SETTLED, DealStep.SETTLED, by=by, version=version, remark=remark, now=now)


@transaction.atomic
def void(*, deal: Deal, by: Any, version: int | None, remark: str, now: datetime) -> Deal:
    """Declare a report void as an officer: it counts nowhere; return it. Raises as ``settle``."""
    return _decide(deal, DealState.VOIDED, DealStep.VOIDED, by=by, version=version, remark=remark, now=now)


def _decide(
    deal: Deal, state: DealState, step: DealStep, *, by: Any, version: int | None, remark: str, now: datetime
) -> Deal:
    locked = _lock(deal)
    if not permissions.can_mediate(by):
        raise errors.NotAllowedError
    deal_details.check_read(deal=locked, version=version)
    words = texts.paragraphs(remark)
    if not words:
        raise errors.DomainError(_("Write down why you decide so."), field="remark")
    _move(locked, state, now, counts=state is DealState.SETTLED)
    _log(locked, step, now, by=by, text=words)
    emails.decided(deal=locked, remark=words, now=now)
    return locked


def current(deal: Deal) -> DealVersion:
    """Return the newest version of a report."""
    return deal.versions.get(number=deal.version)


def side_of(*, deal: Deal, user: Any, memberships: Iterable[Any]) -> Side | None:
    """Return the side of an outcome for which a person may read it; None for strangers."""
    organisations = {membership.organisation_id for membership in memberships}
    if deal.organisation_id in organisations:
        return Side.OWNER
    if deal.partner_organisation_id in organisations:
        return Side.SENDER
    if deal.enquiry is not None and deal.enquiry.sender_id == user.pk:
        return Side.SENDER
    return None
