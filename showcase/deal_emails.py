"""Mails about outcomes: what was reported, how the other side answered, what the officer decided. They name no value."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from portal.kernel.languages import Language
from showcase import letters, people
from showcase.deal_enums import DealState
from showcase.domain import deal_links
from showcase.enquiry_emails import address
from showcase.enquiry_enums import Side
from showcase.letters import Fact, Letter, Quote
from showcase.models import Deal


def _facts(deal: Deal) -> tuple[Fact, ...]:
    return (Fact(_("Reference number"), deal.reference), Fact(_("About"), deal.title))


def _to_side(*, deal: Deal, side: Side, kind: str, now: datetime, write: Callable[[Language, str], Letter]) -> None:
    """Send to a side: its organisation's owners at their desk, or a partner without one by a link of its own."""
    organisation = deal.organisation if side is Side.OWNER else deal.partner_organisation
    if organisation is not None:
        for person in people.owners(organisation):
            letters.send(
                kind=kind,
                recipient=person.email,
                language=person.language,
                write=lambda language: write(language, address("showcase:deal", language, deal.reference)),
            )
    elif deal.partner_email:
        url = address("showcase:deal-link", deal.language, deal_links.issue(deal=deal, now=now))
        letters.send(
            kind=kind, recipient=deal.partner_email, language=deal.language, write=lambda language: write(language, url)
        )


def reported(*, deal: Deal, now: datetime) -> None:
    """Ask the other side to confirm or contest what was reported."""

    def write(_language: Language, url: str) -> Letter:
        return Letter(
            subject=_("Please confirm an outcome: %(title)s") % {"title": deal.title},
            paragraphs=(
                _("The other side reports an outcome with you: talks, a test or a contract."),
                _("Please read it, and confirm it or say what is not right. Only what both sides confirm counts."),
                _("Only bands and totals ever become public, never names."),
            ),
            facts=_facts(deal),
            url=url,
            action=_("Read, confirm or contest"),
        )

    _to_side(deal=deal, side=Side(deal.reported_side).other, kind="deal_reported", now=now, write=write)


def answered(*, deal: Deal, now: datetime) -> None:
    """Tell the side that reported how the other one answered."""
    is_confirmed = deal.state == DealState.CONFIRMED

    def write(_language: Language, url: str) -> Letter:
        return Letter(
            subject=(_("Outcome confirmed: %(title)s") if is_confirmed else _("Outcome contested: %(title)s"))
            % {"title": deal.title},
            paragraphs=(
                _("The other side confirms what you reported.")
                if is_confirmed
                else _(
                    "The other side says that something is not right. Correct your report, or wait for the officer."
                ),
            ),
            facts=_facts(deal),
            quotes=(Quote(_("What is not right"), deal.contest_reason),),
            url=url,
            action=_("Open the report"),
        )

    _to_side(deal=deal, side=Side(deal.reported_side), kind="deal_answered", now=now, write=write)


def contested(*, deal: Deal) -> None:
    """Tell the intermediary officers that two sides do not agree."""

    def write(language: Language) -> Letter:
        return Letter(
            subject=_("Outcome contested: %(title)s") % {"title": deal.title},
            paragraphs=(_("Two sides do not agree on an outcome. Please hear both and decide."),),
            facts=_facts(deal),
            url=address("deals:index", language),
            action=_("Open the list of outcomes"),
        )

    for officer in people.officers():
        letters.send(kind="deal_contested", recipient=officer.email, language=officer.language, write=write)


def decided(*, deal: Deal, remark: str, now: datetime) -> None:
    """Tell both sides what the officer decided."""
    is_settled = deal.state == DealState.SETTLED

    def write(_language: Language, url: str) -> Letter:
        return Letter(
            subject=(_("Outcome settled: %(title)s") if is_settled else _("Outcome declared void: %(title)s"))
            % {"title": deal.title},
            paragraphs=(
                _("The officer lets the report count as it stands now.")
                if is_settled
                else _("The officer declares the report void. It counts nowhere."),
            ),
            facts=_facts(deal),
            quotes=(Quote(_("The officer's reason"), remark),),
            url=url,
            action=_("Open the report"),
        )

    for side in Side:
        _to_side(deal=deal, side=side, kind="deal_decided", now=now, write=write)
