"""Declaring conflicts of interest: at the start, on opening a dossier, late, or by the secretariat; and what follows from it.

What follows happens in the same transaction: the assignment and its mark sheet are void, the log says so, and the dossier is given
to whoever has least to judge, or to a reserve where nobody else is left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards import permissions
from awards.editions.rules import EditionRules
from awards.enums import NominationState
from awards.jury import facts, parties
from awards.jury.domain import blocking, common, giving
from awards.jury.enums import ASSIGNMENT_MOVES, AssignmentState, ConflictSource, JurorState
from awards.ledger import domain as ledger
from awards.ledger.domain import Act
from awards.models import Assignment, AwardEdition, Conflict, HintNote, Juror, Nomination
from portal.kernel import errors, text

DECLARATION: Final = gettext_lazy(
    "I judge independently and by the published criteria alone. I keep secret what the dossiers contain and how I and others judge. I"
    " neither copy nor use anything from them. Where I have an interest of my own, am related to, work or worked with those who are"
    " nominated, I say so and do not judge."
)
NO_DETAILS: Final = gettext_lazy("The juror gave no details.")
LONGEST_AFFILIATIONS: Final = 4000


@dataclass(frozen=True, slots=True)
class Declared:
    """A conflict, and who judges the dossier instead; empty where nothing was given or nobody is left."""

    conflict: Conflict
    instead: tuple[Juror, ...] = ()
    is_short: bool = False


def declaration_words() -> str:
    """Return the sentence on independence and secrecy, in the active language."""
    return str(DECLARATION)


def _own(juror: Juror, by: Any) -> Juror:
    """Return the juror's row, locked, if it is the person's own and serves."""
    found = common.locked_juror(juror)
    if by is None or found.user_id != by.pk or found.state != JurorState.ACCEPTED:
        raise errors.NotAllowedError
    return found


@transaction.atomic
def bind(*, juror: Juror, words: str, affiliations: str, by: Any, now: datetime) -> Juror:
    """Keep that a juror declares independence and secrecy, with the sentence agreed to, and where the juror belongs.

    Said again it replaces what was said of affiliations. Raises NotAllowedError for others than the juror, DomainError without words.
    """
    common.locked_edition(juror.award_key, common.UNDECIDED)
    found = _own(juror, by)
    if not words.strip():
        raise errors.DomainError(_("Please confirm the declaration."), field="agree")
    if found.declared_at is None:
        found.declared_at, found.declaration = now, words
    found.affiliations = text.paragraphs(affiliations)
    found.save()
    return found


@transaction.atomic
def look_through(*, juror: Juror, keys: Sequence[str], reason: str, by: Any, now: datetime) -> list[Conflict]:
    """Keep that a juror looked through the names of all entrants and with whom there is a conflict; return the new conflicts.

    Raises NotAllowedError for others than the juror and before the declaration of secrecy.
    """
    _edition, rules = common.locked_edition(juror.award_key, common.UNDECIDED)
    found = _own(juror, by)
    if found.declared_at is None:
        raise errors.NotAllowedError
    nominations = facts.handed_in(found.award_key)
    acts = blocking.block_certain(jurors=[found], nominations=nominations, now=now)
    told = set(Conflict.objects.filter(juror=found).values_list("nomination_id", flat=True))
    made: list[Conflict] = []
    had: list[int] = []
    for nomination in parties.chosen(parties.of(found, rules), keys):
        if nomination.pk in told:
            continue
        given = giving.live_of(juror=found, nomination=nomination)
        had += [nomination.pk for _one in given]
        conflict, more = blocking.bar(
            juror=found,
            nomination=nomination,
            source=_source(given),
            reason=text.paragraphs(reason) or str(NO_DETAILS),
            by=by,
            now=now,
        )
        made.append(conflict)
        acts += more
    if found.looked_through_at is None:
        found.looked_through_at = now
        found.save(update_fields=["looked_through_at"])
    _instead, filled = _fill(_edition, rules, had, by, now)
    ledger.append_all(award_key=found.award_key, acts=[*acts, *filled], now=now)
    return made


def _source(given: list[Assignment]) -> ConflictSource:
    if any(giving.was_handed_in(assignment) for assignment in given):
        return ConflictSource.LATE
    return ConflictSource.ON_DOSSIER if given else ConflictSource.AT_START


def _fill(
    edition: AwardEdition, rules: EditionRules, nominations: list[int], by: Any, now: datetime
) -> tuple[tuple[Juror, ...], list[Act]]:
    """Give dossiers whose juror fell out to others, as long as dossiers are given at all."""
    if not nominations or edition.state not in common.GIVING:
        return (), []
    planned, acts = giving.fill_up(
        award_key=edition.award_key, rules=rules, by=by, now=now, wanting=sorted(set(nominations))
    )
    return tuple(planned.jurors[alias] for _dossier, alias in planned.plan.added), acts


@transaction.atomic
def declare(*, juror: Juror, nomination: Nomination, reason: str, by: Any, now: datetime) -> Declared:
    """Keep a conflict between a juror and a dossier; return it and who judges instead. Told again it returns what stands.

    The juror says it of oneself, the secretariat of anybody. Raises NotAllowedError for others and for a dossier of another
    edition, DomainError once the edition is decided and not decided anew, and on ``reason`` where the secretariat gives none.
    """
    edition, rules = common.locked_edition(juror.award_key, common.UNDECIDED, or_anew=True)
    found = common.locked_juror(juror)
    is_own = by is not None and found.user_id == by.pk and found.state == JurorState.ACCEPTED
    if nomination.award_key != found.award_key or not (is_own or permissions.can_manage_edition(by, found.award_key)):
        raise errors.NotAllowedError
    words = text.paragraphs(reason)
    if not words and not is_own:
        raise errors.DomainError(_("Please state the reason."), field="reason")
    if (stands := Conflict.objects.filter(juror=found, nomination=nomination).first()) is not None:
        return Declared(stands)
    dossier = Nomination.objects.select_for_update(of=("self",)).get(pk=nomination.pk)
    given = giving.live_of(juror=found, nomination=dossier)
    conflict, acts = blocking.bar(
        juror=found,
        nomination=dossier,
        source=_source(given) if is_own else ConflictSource.SECRETARIAT,
        reason=words or str(NO_DETAILS),
        by=by,
        now=now,
    )
    instead, filled = _fill(edition, rules, [dossier.pk] if given else [], by, now)
    ledger.append_all(award_key=found.award_key, acts=[*acts, *filled], now=now)
    return Declared(conflict, instead, is_short=bool(given) and not instead)


@transaction.atomic
def confirm(*, juror: Juror, nomination: Nomination, by: Any, now: datetime) -> Assignment | None:
    """Keep that a juror has no conflict with a dossier, which may be scored from now on; said again it changes nothing.

    Where the system is certain of a conflict, the dossier is taken away and given to somebody else: then None comes back.
    Raises NotAllowedError for others than the juror, before the declarations, and where the dossier is not the juror's.
    """
    edition, rules = common.locked_edition(juror.award_key, common.GIVING)
    found = _own(juror, by)
    given = giving.live_of(juror=found, nomination=nomination)
    if not found.is_ready or not given or given[0].nomination.state != NominationState.ELIGIBLE:
        raise errors.NotAllowedError
    if acts := blocking.block_certain(jurors=[found], nominations=[given[0].nomination], now=now):
        _instead, filled = _fill(edition, rules, [nomination.pk], by, now)
        ledger.append_all(award_key=found.award_key, acts=[*acts, *filled], now=now)
        return None
    assignment = given[0]
    if assignment.state == AssignmentState.GIVEN:
        ASSIGNMENT_MOVES.check(AssignmentState(assignment.state), AssignmentState.CONFIRMED)
        assignment.state, assignment.confirmed_at = AssignmentState.CONFIRMED, now
        assignment.save(update_fields=["state", "confirmed_at"])
    return assignment


@transaction.atomic
def dismiss(*, juror: Juror, nomination: Nomination, note: str, by: Any, now: datetime) -> HintNote:
    """Keep why what the system found is no conflict, beside what it found; what is found later is asked about again.

    Raises NotAllowedError for others than the secretariat, DomainError without a note, where nothing was found, and where it
    is certain.
    """
    common.require_secretariat(by, juror.award_key)
    common.locked_edition(juror.award_key, common.UNDECIDED)
    words = text.paragraphs(note)
    if not words:
        raise errors.DomainError(_("Say why it is no conflict."), field="reason")
    shown = facts.between([juror], [nomination]).get((juror.pk, nomination.pk), ())
    if nomination.award_key != juror.award_key or not shown or shown[0].is_certain:
        raise errors.DomainError(_("There is no hint that could be set aside."))
    values = {"kinds": [hint.kind.value for hint in shown], "note": words, "at": now, "by": by}
    made, _is_new = HintNote.objects.update_or_create(juror=juror, nomination=nomination, defaults=values)
    return made
