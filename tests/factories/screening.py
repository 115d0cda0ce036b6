"""Dossiers at the check of eligibility for tests, brought there through the domain."""

from collections.abc import Collection
from typing import Any

from awards.dossiers import calls
from awards.dossiers.domain import handing_in
from awards.editions.domain import steps
from awards.editions.enums import EditionState
from awards.models import AwardPage, Nomination
from awards.screening import rules
from awards.screening.domain import checking, cures
from awards.screening.enums import Outcome
from portal.accounts.models import User
from portal.kernel import clock
from tests.factories import dossiers


def handed_in(page: AwardPage, by: User, **values: Any) -> Nomination:
    """Hand a complete dossier in."""
    made = dossiers.complete(page, dossiers.start(page, by, **values), by)
    return handing_in.submit_dossier(nomination=made, by=by)


def begin(page: AwardPage, secretary: User) -> None:
    """Bring an edition to the check of eligibility."""
    first = steps.earliest(dossiers.rules_of(page), EditionState.SCREENING)
    assert first is not None
    steps.move_edition(award_key=page.translation_key, to=EditionState.SCREENING, by=secretary, now=first)


def keys(nomination: Nomination) -> list[str]:
    """Return the rules that a dossier is checked by."""
    call = calls.find(nomination.award_key)
    assert call is not None
    return [rule.key for rule in rules.of(call.rules, nomination)]


def check(nomination: Nomination, by: User, *, doubts: Collection[tuple[str, Outcome]] = ()) -> None:
    """Answer every rule: met, but for those in doubt."""
    doubtful = dict(doubts)
    for key in keys(nomination):
        outcome = doubtful.get(key, Outcome.PASS)
        note = "" if outcome is Outcome.PASS else "Thiếu trang hai."
        checking.save_check(nomination=nomination, key=key, outcome=outcome, note=note, by=by, now=clock.now())


def eligible(nomination: Nomination, by: User) -> Nomination:
    """Find that a dossier meets every rule."""
    check(nomination, by)
    return checking.find_eligible(nomination=nomination, by=by, now=clock.now())


def send_back(nomination: Nomination, by: User, *parts: str) -> Any:
    """Ask for changes of some parts because one rule is unclear."""
    check(nomination, by, doubts=[(keys(nomination)[0], Outcome.UNCLEAR)])
    return cures.ask_cure(nomination=nomination, wanted=parts, words="Bổ sung trang hai.", by=by)
