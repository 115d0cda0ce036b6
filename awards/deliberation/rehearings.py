"""Reads of deciding anew: the line of decisions with what each gave, and what a rehearing waits for."""

from dataclasses import dataclass
from uuid import UUID

from awards.deliberation import council
from awards.deliberation.enums import RehearingState
from awards.editions.queries import Told
from awards.enums import Honour
from awards.marking.enums import MarkState
from awards.models import DecidedPrize, Decision, MarkSheet, Nomination, Rehearing
from portal.kernel import languages
from portal.kernel.languages import Language


def told(vietnamese: str, english: str = "") -> Told:
    """Return a text of the secretariat as readers of the active language get it."""
    if languages.current() is Language.ENGLISH:
        return Told(english) if english else Told(vietnamese, is_vietnamese=bool(vietnamese))
    return Told(vietnamese)


@dataclass(frozen=True, slots=True)
class PastDecision:
    """A decision that another replaced: what it gave, by which it was replaced, and why."""

    decision: Decision
    prizes: tuple[tuple[Told, str], ...]
    by: Decision
    why: Told


@dataclass(frozen=True, slots=True)
class RehearingView:
    """What readers learn of deciding anew."""

    rehearing: Rehearing
    why: Told
    outcome: Told

    @property
    def is_open(self) -> bool:
        """Whether nothing came of it yet."""
        return self.rehearing.state == RehearingState.OPEN

    @property
    def stands(self) -> bool:
        """Whether the decision stood in the end."""
        return self.rehearing.state == RehearingState.STANDS


def prizes_of(decision: Decision) -> tuple[tuple[Told, str], ...]:
    """Return titles and prizes that a decision gave, the highest first within a category. One query."""
    rows = DecidedPrize.objects.filter(decision=decision).select_related("nomination")
    placed = sorted(rows, key=lambda row: (row.nomination.category_code, council.HONOURS[Honour(row.honour)], row.pk))
    return tuple((told(row.nomination.title, row.nomination.title_en), str(row.get_honour_display())) for row in placed)


def past(award_key: UUID) -> tuple[PastDecision, ...]:
    """Return the decisions of an edition that others replaced, the latest first; one query where there are none."""
    rows = Decision.objects.filter(award_key=award_key, replaces__isnull=False).select_related("replaces")
    found = [
        PastDecision(new.replaces, prizes_of(new.replaces), new, told(new.because, new.because_en))
        for new in rows
        if new.replaces is not None
    ]
    return tuple(reversed(found))


def rehearings(award_key: UUID) -> dict[int, RehearingView]:
    """Return what came of the upheld appeals of an edition that led to deciding anew, by the appeal's key. One query."""
    rows = Rehearing.objects.filter(award_key=award_key).select_related("decision")
    return {one.appeal_id: RehearingView(one, told(one.reason, one.reason_en), told(one.outcome)) for one in rows}


@dataclass(frozen=True, slots=True)
class PublicLine:
    """What the page of an edition says of deciding anew: what is open, what was replaced, and what followed each upheld appeal."""

    open: RehearingView | None
    past: tuple[PastDecision, ...]
    by_appeal: dict[int, RehearingView]


def public(award_key: UUID) -> PublicLine:
    """Return what readers learn; two queries where nothing was decided anew."""
    by_appeal = rehearings(award_key)
    running = next((one for one in by_appeal.values() if one.is_open), None)
    return PublicLine(running, past(award_key), by_appeal)


def sheets(award_key: UUID) -> list[MarkSheet]:
    """Return the sheets that count or came back, of the dossiers that are decided about, in their order. One query."""
    rows = MarkSheet.objects.filter(assignment__nomination__award_key=award_key).exclude(state=MarkState.VOID)
    rows = rows.select_related("assignment__juror", "assignment__nomination")
    return list(
        rows.order_by(
            "assignment__nomination__category_code", "assignment__nomination__alias", "assignment__juror__alias"
        )
    )


@dataclass(frozen=True, slots=True)
class LostPrize:
    """A prize that a decision gave an entry and the one that replaced it did not."""

    prize: str
    number: str
    by: Decision
    why: Told


def lost_prize(nomination: Nomination) -> LostPrize | None:
    """Return the last prize that an entry held by a decision that was replaced, where it holds another or none now. One query."""
    rows = DecidedPrize.objects.filter(nomination=nomination, decision__replaced_by__isnull=False)
    row = rows.select_related("decision__replaced_by").order_by("decision__recorded_at").last()
    if row is None or row.honour == nomination.honour:
        return None
    new = row.decision.replaced_by
    return LostPrize(str(row.get_honour_display()), row.decision.number, new, told(new.because, new.because_en))
