"""Reads of the vote: whom one can vote for, how it stands where that may be told, and an account's own votes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, QuerySet

from awards.dossiers import calls
from awards.enums import PUBLISHED_STATES, NominationState
from awards.ledger.enums import LedgerKind
from awards.models import AwardEdition, AwardPage, LedgerEntry, Nomination, NominationPage, PublicVote, VoteAlarm
from awards.voting import stages
from awards.voting.enums import TAKES_VOTES, TELLS_NUMBERS, AlarmState, VoteStage, VoteState
from portal.kernel import languages
from portal.kernel.languages import Language
from portal.pages import translations

KEPT_SECONDS: Final = 60
"""The numbers that are told are at most so old; they are the same for everybody."""


def tallies(award_key: UUID) -> dict[str, dict[str, Any]]:
    """Return the tallies that stand in the log, by category; the last one counts. One query."""
    bodies = LedgerEntry.objects.filter(award_key=award_key, kind=LedgerKind.VOTE_TALLY).order_by("number")
    found = [json.loads(body) for body in bodies.values_list("body", flat=True)]
    return {body["category"]: body for body in found}


def is_counted(award_key: UUID) -> bool:
    """Return whether a tally stands in the log."""
    return LedgerEntry.objects.filter(award_key=award_key, kind=LedgerKind.VOTE_TALLY).exists()


def candidates(award_key: UUID) -> "QuerySet[Nomination]":
    """Return the finalists of an edition whose page anybody can read."""
    pages = NominationPage.objects.live().public().filter(nomination=OuterRef("pk"))
    return Nomination.objects.filter(Exists(pages), award_key=award_key, state=NominationState.FINALIST)


def counts(award_key: UUID) -> dict[int, int]:
    """Return how many votes count for each entry, by key. One query; whoever shows them asks the stage first."""
    rows = PublicVote.objects.filter(award_key=award_key, state=VoteState.COUNTED).order_by()
    return dict(rows.values_list("nomination").annotate(number=Count("pk")))


def _recent_counts(award_key: UUID) -> dict[int, int]:
    name = f"awards:votes:{award_key}"
    found: dict[int, int] | None = cache.get(name)
    if found is None:
        found = counts(award_key)
        cache.set(name, found, KEPT_SECONDS)
    return found


@dataclass(frozen=True, slots=True)
class Share:
    """How an entry stands; the numbers are None where nobody is told."""

    nomination: Nomination
    title: str
    url: str
    number: int | None
    percent: int | None


@dataclass(frozen=True, slots=True)
class CategoryShares:
    """The entries of a category, the one with most votes first where numbers are told, else by title."""

    code: str
    title: str
    rows: tuple[Share, ...]
    total: int | None
    struck: int | None


@dataclass(frozen=True, slots=True)
class Ballot:
    """The vote of an edition at a moment."""

    award_key: UUID
    stage: VoteStage
    share: int
    starts: datetime
    hides_at: datetime
    ends: datetime
    categories: tuple[CategoryShares, ...]

    @property
    def takes_votes(self) -> bool:
        """Whether one can vote now."""
        return self.stage in TAKES_VOTES

    @property
    def tells(self) -> bool:
        """Whether numbers are told now."""
        return self.stage in TELLS_NUMBERS


def stage_of(award_key: UUID, *, now: datetime) -> VoteStage:
    """Return where the vote of an edition stands."""
    return stages.of(calls.find(award_key), now=now, is_counted=is_counted(award_key))


def ballot(award_key: UUID, *, now: datetime, call: calls.Call | None = None) -> Ballot | None:
    """Return the vote of an edition in the reader's language, None where there is none; a constant number of queries.

    In the last day, and until the tally stands in the log, no number is read at all.
    """
    call = call or calls.find(award_key)
    phase = stages.phase_of(call) if call is not None else None
    if call is None or phase is None or call.state not in stages.AFTERWARDS:
        return None
    tallied = tallies(award_key)
    stage = stages.of(call, now=now, is_counted=bool(tallied))
    if stage is VoteStage.NONE:
        return None
    language = languages.current()
    nominations = _entries(award_key, stage)
    numbers = _numbers(award_key, stage, nominations, tallied)
    pages = _pages(nominations)
    categories = []
    for category in call.rules.categories:
        entries = [one for one in nominations if one.category_code == category.code]
        if not entries:
            continue
        total = sum(numbers[one.pk] for one in entries) if numbers is not None else None
        rows = [_share(one, pages.get(one.pk), numbers, total) for one in entries]
        rows.sort(key=lambda row: (-(row.number or 0), row.title))
        struck = tallied.get(category.code, {}).get("struck")
        categories.append(
            CategoryShares(category.code, calls.told(category.title, language), tuple(rows), total, struck)
        )
    return Ballot(
        award_key, stage, call.rules.public_share, phase.starts, stages.hides_at(phase), phase.ends, tuple(categories)
    )


def _entries(award_key: UUID, stage: VoteStage) -> list[Nomination]:
    if stage is not VoteStage.COUNTED:
        return list(candidates(award_key))
    pages = NominationPage.objects.live().public().filter(nomination=OuterRef("pk"))
    return list(Nomination.objects.filter(Exists(pages), award_key=award_key))


def _numbers(
    award_key: UUID, stage: VoteStage, nominations: list[Nomination], tallied: Mapping[str, Mapping[str, Any]]
) -> dict[int, int] | None:
    if stage is VoteStage.COUNTED:
        return {one.pk: tallied.get(one.category_code, {}).get("votes", {}).get(one.alias, 0) for one in nominations}
    if stage not in TELLS_NUMBERS:
        return None
    found = _recent_counts(award_key)
    return {one.pk: found.get(one.pk, 0) for one in nominations}


def _pages(nominations: list[Nomination]) -> dict[int, NominationPage]:
    rows = translations.listed_in(
        NominationPage.objects.live().public().filter(nomination__in=[one.pk for one in nominations])
    )
    return {page.nomination_id: page for page in rows}


def _share(
    nomination: Nomination, page: NominationPage | None, numbers: dict[int, int] | None, total: int | None
) -> Share:
    number = numbers[nomination.pk] if numbers is not None else None
    percent = round(100 * number / total) if number is not None and total else None
    title = page.title if page is not None else title_of(nomination)
    return Share(nomination, title, (page.url or "") if page is not None else "", number, percent)


def title_of(nomination: Nomination) -> str:
    """Return what is nominated in the reader's language; Vietnamese where there is no English."""
    return (nomination.title_en if languages.current() is Language.ENGLISH else "") or nomination.title


def own_vote(user: Any, nomination: Nomination) -> PublicVote | None:
    """Return an account's vote in the category of an entry."""
    mine = PublicVote.objects.filter(user=user, award_key=nomination.award_key, category_code=nomination.category_code)
    return mine.select_related("nomination").first()


@dataclass(frozen=True, slots=True)
class Chance:
    """Whether one can vote for an entry at a moment, and until when."""

    stage: VoteStage
    share: int
    hides_at: datetime
    ends: datetime

    @property
    def takes_votes(self) -> bool:
        """Whether one can vote now."""
        return self.stage in TAKES_VOTES


def chance(nomination: Nomination, *, now: datetime) -> Chance | None:
    """Return whether one can vote for an entry, None where its edition has no vote at this moment. Two queries."""
    call = calls.find(nomination.award_key)
    phase = stages.phase_of(call) if call is not None else None
    if call is None or phase is None:
        return None
    stage = stages.of(call, now=now, is_counted=is_counted(nomination.award_key))
    if stage is VoteStage.NONE:
        return None
    return Chance(stage, call.rules.public_share, stages.hides_at(phase), phase.ends)


def votable(public_id: UUID) -> Nomination | None:
    """Return a finalist or winner whose page anybody can read."""
    pages = NominationPage.objects.live().public().filter(nomination=OuterRef("pk"))
    return Nomination.objects.filter(Exists(pages), public_id=public_id, state__in=PUBLISHED_STATES).first()


def category_title(nomination: Nomination) -> str:
    """Return the category of an entry as the frozen rules name it."""
    call = calls.find(nomination.award_key)
    found = [one for one in (call.rules.categories if call else ()) if one.code == nomination.category_code]
    return calls.told(found[0].title, languages.current()) if found else nomination.category_code


@dataclass(frozen=True, slots=True)
class OwnVote:
    """A vote in the list of an account."""

    vote: PublicVote
    title: str
    edition: str
    category: str
    can_change: bool


def own_votes(user: Any, *, now: datetime) -> list[OwnVote]:
    """Return the votes of an account, newest edition first; four queries, however many."""
    votes = list(PublicVote.objects.filter(user=user).select_related("nomination").order_by("-at", "-pk"))
    keys = {vote.award_key for vote in votes}
    found = {edition.award_key: calls.of(edition) for edition in AwardEdition.objects.filter(award_key__in=keys)}
    counted = set(
        LedgerEntry.objects.filter(award_key__in=keys, kind=LedgerKind.VOTE_TALLY).values_list("award_key", flat=True)
    )
    pages = translations.listed_in(AwardPage.objects.filter(translation_key__in=keys))
    titles = {page.translation_key: page.title for page in pages}
    rows = []
    for vote in votes:
        call = found.get(vote.award_key)
        stage = stages.of(call, now=now, is_counted=vote.award_key in counted)
        category = next(
            (one.title for one in (call.rules.categories if call else ()) if one.code == vote.category_code), None
        )
        rows.append(
            OwnVote(
                vote,
                title_of(vote.nomination),
                titles.get(vote.award_key, ""),
                calls.told(category, languages.current()) if category is not None else vote.category_code,
                stage in TAKES_VOTES and vote.state == VoteState.COUNTED,
            )
        )
    return rows


def alarms_of(award_key: UUID) -> list[VoteAlarm]:
    """Return the alarms of an edition, those first that wait for somebody; one query."""
    rows = VoteAlarm.objects.filter(award_key=award_key).select_related("nomination", "handled_by")
    return sorted(rows, key=lambda alarm: alarm.state != AlarmState.OPEN)
