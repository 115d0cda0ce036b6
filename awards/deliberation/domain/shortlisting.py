"""The shortlist: what must be settled before it, and its publication as the edition leaves deliberation."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from awards.deliberation import council, emails
from awards.deliberation.enums import MeetingState
from awards.domain import publication
from awards.editions.rules import EditionRules, Words
from awards.enums import NominationState, PhaseKind
from awards.models import Meeting, Nomination, Shortlist
from portal.kernel import clock, languages


def title_of(rules: EditionRules, code: str) -> str:
    """Return the title of a category in the reader's language."""
    words = next((one.title for one in rules.categories if one.code == code), Words(code))
    return words[languages.current()] or words.vi


def comment_until(rules: EditionRules, published_at: datetime) -> datetime:
    """Return the first moment that is too late for an objection.

    That is the end of the phase of public comment, or of the last of as many whole days after the day of publication as the
    rules promise, whichever is later: a shortlist that comes late shortens nobody's time.
    """
    promised = clock.at(clock.local(published_at).date() + timedelta(days=rules.comment_days + 1))
    phase = rules.phase(PhaseKind.PUBLIC_COMMENT)
    return max(promised, phase.ends) if phase is not None else promised


def missing(award_key: UUID, rules: EditionRules) -> list[str]:
    """Return what keeps an edition in deliberation; nothing where there is no ranked dossier."""
    faults = []
    if Meeting.objects.filter(award_key=award_key, state=MeetingState.OPEN).exists():
        faults.append(_("A meeting of the council is under way: close it."))
    listed = council.shortlists(award_key)
    for code, order in council.orders(award_key, rules).items():
        if not any(place.nomination.state == NominationState.ELIGIBLE for place in order.places):
            continue
        category = {"category": title_of(rules, code)}
        if code not in listed:
            faults.append(_("The council has not decided on the shortlist of “%(category)s”.") % category)
            continue
        chosen = {one.pk: True for one in listed[code]}
        if council.unparted(award_key, rules, order, chosen):
            faults.append(
                _("Equal dossiers of “%(category)s” fare differently: the council has to vote on them.") % category
            )
    return faults


def publish(award_key: UUID, rules: EditionRules, by: Any, now: datetime) -> None:
    """Make the dossiers that the council put on the shortlist finalists, with their public pages, and start the clock."""
    listed = council.shortlists(award_key)
    if not listed:
        return
    for code in sorted(listed):
        for nomination in listed[code]:
            if nomination.state == NominationState.ELIGIBLE:
                publication.decide_nomination(nomination=nomination, to=NominationState.FINALIST, by=by, now=now)
    shortlist = Shortlist.objects.create(
        award_key=award_key, published_at=now, published_by=by, comment_until=comment_until(rules, now)
    )
    told = Nomination.objects.filter(
        award_key=award_key, state__in=[NominationState.ELIGIBLE, NominationState.FINALIST]
    )
    emails.shortlist_published(shortlist=shortlist, nominations=told)
