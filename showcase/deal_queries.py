"""Reads of outcomes: an organisation's own, what waits for it, and what is confirmed, for the plan's figures."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from exhibitors.enums import PUBLIC_STATES
from exhibitors.models import Organisation
from portal.kernel import text
from showcase.deal_enums import DealOrigin, DealStage, DealState, ValueBand
from showcase.enquiry_enums import Side
from showcase.models import Deal, DealVersion, Enquiry


def deals_of(organisation: Any) -> "QuerySet[Deal]":
    """Return the outcomes in which an organisation is a party, newest first."""
    found = Deal.objects.filter(Q(organisation=organisation) | Q(partner_organisation=organisation))
    return found.order_by("-reported_at", "-pk")


def deals_waiting_for(organisation: Any) -> "QuerySet[Deal]":
    """Return the reports that an organisation has to confirm or contest."""
    return Deal.objects.filter(
        Q(organisation=organisation, reported_side=Side.SENDER)
        | Q(partner_organisation=organisation, reported_side=Side.OWNER),
        state=DealState.REPORTED,
    )


def answers_deal(deal: Deal, organisation: Any) -> bool:
    """Return whether it is this organisation that confirms or contests a report."""
    own = Side.OWNER if deal.organisation_id == organisation.pk else Side.SENDER
    return own != deal.reported_side


def organisation_named(name: str) -> Organisation | None:
    """Return the public organisation with exactly this name, whatever the marks; None for none and for several."""
    wanted = text.fold(name)
    found = [
        organisation
        for organisation in Organisation.objects.filter(state__in=PUBLIC_STATES, folded__contains=wanted)[:50]
        if wanted in {text.fold(organisation.name), text.fold(organisation.name_en)}
    ]
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class ConfirmedOutcome:
    """One outcome that both sides or the officer agreed to, without its names: parties are keys to tell them apart."""

    stage: DealStage
    value_band: ValueBand | None
    origin: DealOrigin
    is_ip_asset: bool
    is_imported: bool
    from_institute: bool
    with_intermediary: bool
    year: int
    seller: str
    buyer: str
    is_illustrative: bool


def confirmed_outcomes(*, before: datetime) -> list[ConfirmedOutcome]:
    """Return every outcome that counted before an instant, in one query: what the plan's figures are made from."""
    versions = DealVersion.objects.filter(number=F("deal__counted_version"), deal__counted_at__lt=before)
    rows = versions.select_related("deal__organisation", "deal__partner_organisation").order_by("happened_on", "pk")
    return [_outcome(version) for version in rows]


def _outcome(version: DealVersion) -> ConfirmedOutcome:
    deal = version.deal
    partner = deal.partner_organisation
    return ConfirmedOutcome(
        stage=DealStage(version.stage),
        value_band=ValueBand(version.value_band) if version.value_band else None,
        origin=DealOrigin(version.origin),
        is_ip_asset=version.is_ip_asset,
        is_imported=version.is_imported,
        from_institute=version.from_institute,
        with_intermediary=version.with_intermediary,
        year=version.happened_on.year,
        seller=str(deal.organisation_id),
        # The same words are the same party: better one party too few than one person recognised.
        buyer=str(partner.pk) if partner else text.fold(deal.partner_name),
        is_illustrative=deal.organisation.is_illustrative,
    )


def asked_and_answered(*, before: datetime) -> list[tuple[str, str, bool]]:
    """Return (organisation, sender, whether answered) of each enquiry that reached its organisation before an instant."""
    found = Enquiry.objects.filter(delivered_at__lt=before)
    rows = found.values_list("organisation_id", "email", "answered_at")
    return [(str(organisation), email, answered is not None) for organisation, email, answered in rows]
