"""What the two sides of an answered enquiry do: write, share contact details, refuse, report to the officer."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from exhibitors import queries as exhibitor_queries
from portal.kernel import errors
from portal.kernel import text as texts
from portal.kernel.languages import Language
from showcase import enquiry_emails as emails
from showcase import permissions, queries
from showcase.domain import enquiry as enquiries
from showcase.domain import enquiry_limits, sides
from showcase.domain.deal_details import FormUsedError
from showcase.domain.sides import Actor
from showcase.enquiry_enums import REPORT_MOVES, AbuseReason, EnquiryStep, ReportState, Side
from showcase.enums import ENQUIRY_MOVES, Disclosure, EnquiryState
from showcase.models import AbuseReport, ContactShare, Enquiry, EnquiryMessage, SenderBlock

MOST_MESSAGES_A_DAY: Final = 20


@dataclass(frozen=True, slots=True)
class Contact:
    """Contact details as they will be shared, word for word."""

    name: str
    organisation_name: str
    email: str
    phone: str


def _check_answered(enquiry: Enquiry) -> None:
    if enquiry.state != EnquiryState.ANSWERED:
        raise errors.IllegalMoveError(
            _("Messages and contact details are exchanged while an answered enquiry is open.")
        )


def send_message(
    *, enquiry: Enquiry, actor: Actor, text: str, submission_key: uuid.UUID, now: datetime
) -> EnquiryMessage:
    """Write to the other side of an answered enquiry; it gets a copy by mail. Return the message.

    The same ``submission_key`` again returns the first message. Raises NotAllowedError, IllegalMoveError before the
    answer and after the end, DomainError for an empty message, LimitReachedError after 20 messages of a side in a day,
    FormUsedError for the key of another message's form.
    """
    existing = _written_with(submission_key, enquiry, actor)
    if existing is not None:
        return existing
    try:
        with transaction.atomic():
            locked = sides.lock(enquiry)
            actor.check(locked)
            _check_answered(locked)
            words = texts.paragraphs(text)
            if not words:
                raise errors.DomainError(_("Write a message."), field="text")
            today = locked.messages.filter(side=actor.side, sent_at__gt=now - timedelta(days=1))
            if today.count() >= MOST_MESSAGES_A_DAY:
                raise errors.LimitReachedError(
                    _("You sent many messages about this enquiry today. Please go on tomorrow."), field="text"
                )
            message = EnquiryMessage.objects.create(
                enquiry=locked,
                side=actor.side,
                author=actor.user,
                text=words,
                sent_at=now,
                submission_key=submission_key,
            )
            sides.log(enquiry=locked, step=EnquiryStep.MESSAGE, now=now, side=actor.side, by=actor.user)
            emails.message(enquiry=locked, side=actor.side, text=message.text, now=now)
    except IntegrityError:
        first = _written_with(submission_key, enquiry, actor)
        if first is None:
            raise
        return first
    return message


def _written_with(submission_key: uuid.UUID, enquiry: Enquiry, actor: Actor) -> EnquiryMessage | None:
    """Return the message that a form wrote already; raise FormUsedError where it is of another enquiry or side."""
    first = EnquiryMessage.objects.filter(submission_key=submission_key).first()
    if first is not None and (first.enquiry_id, first.side) != (enquiry.pk, actor.side):
        raise FormUsedError
    return first


def may_share(enquiry: Enquiry) -> bool:
    """Return whether contact details can be exchanged: the enquiry is answered and the owner did not say "never"."""
    return enquiry.state == EnquiryState.ANSWERED and queries.subject_terms(enquiry).disclosure is not Disclosure.NEVER


def contact_of(*, enquiry: Enquiry, actor: Actor, phone: str | None = None) -> Contact:
    """Return exactly what a side would share: the sender what they gave, the organisation its own address and telephone.

    ``phone`` replaces the telephone. The address is never free text: the sender's is proven, the organisation's is that
    of its profile or else of the member's account.
    """
    if actor.side is Side.SENDER:
        own = enquiry.phone if phone is None else phone
        return Contact(enquiry.name, enquiry.company, enquiry.email, texts.line(own))
    organisation = enquiry.organisation
    own = organisation.phone if phone is None else phone
    name = actor.user.full_name if actor.user is not None else ""
    return Contact(
        name or organisation.name,
        organisation.in_language("name", Language(enquiry.language)),
        organisation.email or (actor.user.email if actor.user is not None else ""),
        texts.line(own),
    )


@transaction.atomic
def offer_contact(*, enquiry: Enquiry, actor: Actor, phone: str, now: datetime) -> ContactShare:
    """Say that a side is ready to share its contact details; return the share.

    When the other side said so before, both are disclosed to each other in this moment and both get a mail. Saying it
    twice changes nothing. Raises NotAllowedError, IllegalMoveError, and DomainError where the owner never gives contact.
    """
    locked = sides.lock(enquiry)
    actor.check(locked)
    _check_answered(locked)
    if not may_share(locked):
        raise errors.DomainError(_("The owner gives no contact details here. The portal passes messages on."))
    existing = locked.shares.filter(side=actor.side).first()
    if existing is not None:
        return existing
    contact = contact_of(enquiry=locked, actor=actor, phone=phone)
    share = ContactShare.objects.create(
        enquiry=locked,
        side=actor.side,
        name=contact.name,
        organisation_name=contact.organisation_name,
        email=contact.email,
        phone=contact.phone,
        offered_by=actor.user,
        offered_at=now,
    )
    sides.log(enquiry=locked, step=EnquiryStep.CONTACT_OFFERED, now=now, side=actor.side, by=actor.user)
    if locked.shares.count() < len(Side):
        emails.contact_offered(enquiry=locked, side=actor.side, now=now)
        return share
    locked.shares.update(disclosed_at=now)
    sides.log(enquiry=locked, step=EnquiryStep.DISCLOSED, now=now)
    emails.contact_disclosed(enquiry=locked, shares=list(locked.shares.all()), now=now)
    share.refresh_from_db()
    return share


@transaction.atomic
def take_contact_back(*, enquiry: Enquiry, actor: Actor, now: datetime) -> None:
    """Take a readiness back that the other side has not met. Raises NotAllowedError; IllegalMoveError once disclosed."""
    locked = sides.lock(enquiry)
    actor.check(locked)
    share = locked.shares.filter(side=actor.side).first()
    if share is None:
        return
    if share.disclosed_at is not None:
        raise errors.IllegalMoveError(_("Your contact details were shared already; that cannot be taken back."))
    share.delete()
    sides.log(enquiry=locked, step=EnquiryStep.CONTACT_TAKEN_BACK, now=now, side=actor.side, by=actor.user)


@transaction.atomic
def refuse_sender(*, enquiry: Enquiry, by: Any, now: datetime) -> SenderBlock:
    """Take no further enquiries from an enquiry's sender for its organisation; return the record. Raises NotAllowedError."""
    locked = sides.lock(enquiry)
    Actor(Side.OWNER, by).check(locked)
    block, is_new = SenderBlock.objects.get_or_create(
        organisation=locked.organisation,
        email=enquiry_limits.address_key(locked.email),
        defaults={"name": locked.name, "made_by": by, "made_at": now},
    )
    if is_new:
        sides.log(enquiry=locked, step=EnquiryStep.BLOCKED, now=now, side=Side.OWNER, by=by)
    return block


@transaction.atomic
def accept_sender_again(*, block: SenderBlock, by: Any) -> None:
    """Lift a refusal. Raises NotAllowedError for those who may not write for the organisation."""
    if not permissions.can_write(exhibitor_queries.membership_in(by, block.organisation)):
        raise errors.NotAllowedError
    block.delete()


@transaction.atomic
def report(*, enquiry: Enquiry, actor: Actor, reason: AbuseReason, text: str, now: datetime) -> AbuseReport:
    """Tell the officer about the other side; return the report, the open one where there is one. Raises NotAllowedError."""
    locked = sides.lock(enquiry)
    actor.check(locked)
    existing = locked.reports.filter(side=actor.side, state=ReportState.OPEN).first()
    if existing is not None:
        return existing
    made = AbuseReport.objects.create(
        enquiry=locked,
        side=actor.side,
        reason=reason,
        text=texts.paragraphs(text),
        reported_by=actor.user,
        reported_at=now,
    )
    sides.log(enquiry=locked, step=EnquiryStep.REPORTED, now=now, side=actor.side, by=actor.user)
    emails.reported(report=made)
    return made


@transaction.atomic
def handle_report(*, report: AbuseReport, by: Any, uphold: bool, remark: str, now: datetime) -> AbuseReport:
    """Decide on a report as an officer; an upheld one closes the enquiry. Return it.

    Raises NotAllowedError, IllegalMoveError for one that was decided before.
    """
    if not permissions.can_mediate(by):
        raise errors.NotAllowedError
    enquiry = sides.lock(report.enquiry)
    locked = AbuseReport.objects.select_for_update().get(pk=report.pk)
    state = ReportState.UPHELD if uphold else ReportState.DISMISSED
    REPORT_MOVES.check(ReportState(locked.state), state)
    locked.state = state
    locked.handled_by = by
    locked.handled_at = now
    locked.remark = texts.paragraphs(remark)
    locked.save(update_fields=["state", "handled_by", "handled_at", "remark"])
    sides.log(enquiry=enquiry, step=EnquiryStep.REPORT_HANDLED, now=now, by=by)
    if uphold and ENQUIRY_MOVES.allows(EnquiryState(enquiry.state), EnquiryState.CLOSED):
        enquiries.close_as_officer(enquiry=enquiry, by=by, now=now)
    return locked
