"""Reminding people of dossiers that they began and did not hand in, shortly before the call ends."""

from datetime import datetime, timedelta
from typing import Final

from awards.dossiers import calls, emails
from awards.editions.enums import EditionState
from awards.enums import UNSENT_STATES
from awards.models import AwardEdition, Nomination
from portal.kernel import clock

NAME: Final = "unsent dossiers"
BEFORE: Final = timedelta(days=3)
QUIET_UNTIL, QUIET_FROM = 7, 22
"""Hours in Việt Nam between which people are not woken by a mail."""


def remind(now: datetime) -> int:
    """Queue one mail for every dossier that is not handed in three days before its call ends; return how many are due.

    Safe to run again: the mail is known by its dossier and by the end of the call, so that a later end reminds once more.
    """
    if not QUIET_UNTIL <= clock.local(now).hour < QUIET_FROM:
        return 0
    number = 0
    for edition in AwardEdition.objects.filter(state=EditionState.OPEN, rules__isnull=False):
        call = calls.of(edition)
        if call is None or call.ends is None or not call.ends - BEFORE <= now < call.ends:
            continue
        for nomination in Nomination.objects.filter(award_key=edition.award_key, state__in=UNSENT_STATES).iterator():
            emails.ending(nomination=nomination, ends=call.ends)
            number += 1
    return number
