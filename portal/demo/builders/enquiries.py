"""Enquiries of invented people, answered and declined by the owners, and outcomes that both sides confirmed."""

import uuid
from datetime import datetime, timedelta

from portal.demo.builders import showcase
from portal.demo.builders.common import Build
from portal.demo.specs.enquiries import DEALS, EARLIER, ENQUIRIES, DealSpec, EnquirySpec
from portal.kernel import clock
from portal.kernel.languages import Language
from showcase.domain import conversation
from showcase.domain import deal as deals
from showcase.domain import enquiry as enquiries
from showcase.domain.deal_details import DealDetails
from showcase.domain.sides import Actor
from showcase.enquiry_enums import Side
from showcase.models import Enquiry

MORNING = 9


def build(context: Build) -> None:
    """Make all enquiries with their conversations, then all outcomes."""
    for number, spec in enumerate((*ENQUIRIES, *EARLIER), start=1):
        _enquiry(context, spec, f"nguoi-hoi-{number}@example.org")
    for deal in DEALS:
        _deal(context, deal)


def _at(context: Build, days_ago: int) -> datetime:
    return clock.at(clock.local(context.now).date() - timedelta(days=days_ago), MORNING)


def _enquiry(context: Build, spec: EnquirySpec, email: str) -> None:
    sent = _at(context, spec.days_ago)
    page = context.pages[spec.page]
    made = enquiries.ask(
        page=page,
        details=enquiries.EnquiryDetails(
            name=spec.name,
            email=email,
            company=spec.company,
            interest=spec.interest,
            contribution=spec.contribution,
            question=spec.question,
        ),
        sender=None,
        language=Language.VIETNAMESE,
        submission_key=uuid.uuid4(),
        now=sent,
    )
    made = enquiries.confirm(enquiry=made, now=sent)
    owner = made.organisation.memberships.order_by("pk")[0].user
    answered = sent + timedelta(days=1)
    if spec.decline is not None:
        enquiries.decline(enquiry=made, by=owner, reason=spec.decline, now=answered)
    elif spec.answer:
        enquiries.answer(enquiry=made, by=owner, text=spec.answer, now=answered)
        _talk(made, Actor(Side.OWNER, owner), spec, answered)


def _talk(enquiry: Enquiry, owner: Actor, spec: EnquirySpec, since: datetime) -> None:
    sender = Actor(Side.SENDER)
    for number, words in enumerate(spec.messages):
        conversation.send_message(
            enquiry=enquiry,
            actor=(sender, owner)[number % 2],
            text=words,
            submission_key=uuid.uuid4(),
            now=since + timedelta(hours=number + 1),
        )
    if spec.shares_contact:
        for actor in (sender, owner):
            conversation.offer_contact(
                enquiry=enquiry, actor=actor, phone="0000 000 321", now=since + timedelta(days=2)
            )


def _deal(context: Build, spec: DealSpec) -> None:
    reported = _at(context, spec.days_ago)
    seller, buyer = context.organisations[spec.seller], context.organisations[spec.buyer]
    made = deals.report_without_enquiry(
        organisation=seller,
        by=showcase.owner_of(context, spec.seller),
        partner=deals.Partner(buyer.name, organisation=buyer),
        title=spec.title,
        details=DealDetails(
            stage=spec.stage,
            origin=spec.origin,
            happened_on=clock.local(reported).date(),
            value_band=spec.band,
            is_ip_asset=spec.is_ip_asset,
            is_imported=spec.is_imported,
            from_institute=spec.from_institute,
            with_intermediary=spec.with_intermediary,
        ),
        submission_key=uuid.uuid4(),
        now=reported,
    )
    if spec.is_confirmed:
        party = deals.Party(Side.SENDER, showcase.owner_of(context, spec.buyer))
        deals.confirm(deal=made, party=party, version=made.version, now=reported + timedelta(days=1))
