"""Reads for the secretariat: what waits to be checked, and one dossier beside its rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from awards.dossiers import calls, for_jury, leaks, parts
from awards.dossiers import queries as dossiers
from awards.editions.enums import EditionState
from awards.editions.rules import from_json
from awards.enums import UNSENT_STATES, NominationState
from awards.models import CureRequest, EditionAmendment, Nomination, ScreeningCheck
from awards.screening import proposals, rules
from awards.screening.domain import common
from awards.screening.enums import Outcome
from portal.kernel import languages

ORDER = (NominationState.SUBMITTED, NominationState.NEEDS_CHANGES)


@dataclass(frozen=True, slots=True)
class Row:
    """A dossier in the list of what is to be checked."""

    nomination: Nomination
    title: str
    state: str
    category: str
    round: int
    answered: int
    total: int
    checkers: tuple[str, ...]
    since: datetime | None
    days: int
    cure: CureRequest | None

    @property
    def is_waiting(self) -> bool:
        """Whether the secretariat has to do something."""
        return self.nomination.state == NominationState.SUBMITTED


def rows(award_key: UUID, now: datetime) -> list[Row]:
    """Return what was handed in for an edition, what waits longest first; five queries, however many."""
    call = calls.find(award_key)
    if call is None:
        return []
    language = languages.current()
    categories = {one.code: calls.told(one.title, language) for one in call.rules.categories}
    found = (
        Nomination.objects.filter(award_key=award_key)
        .exclude(state__in=UNSENT_STATES)
        .select_related("cure")
        .prefetch_related(Prefetch("checks", queryset=ScreeningCheck.objects.select_related("by")))
    )
    made = [_row(one, call, categories, now) for one in found]
    rank = {state: place for place, state in enumerate(ORDER)}
    return sorted(
        made, key=lambda row: (rank.get(NominationState(row.nomination.state), len(rank)), -row.days, row.nomination.pk)
    )


def _row(nomination: Nomination, call: calls.Call, categories: dict[str, str], now: datetime) -> Row:
    cure: CureRequest | None = getattr(nomination, "cure", None)
    number = common.round_of(cure)
    checks = [check for check in nomination.checks.all() if check.round == number]
    wanted = {rule.key for rule in rules.of(call.rules, nomination)}
    since = (cure.answered_at or cure.lapsed_at) if cure is not None and number == common.SECOND else None
    since = since or nomination.submitted_at
    return Row(
        nomination=nomination,
        title=dossiers.title_of(nomination),
        state=str(NominationState(nomination.state).label),
        category=categories.get(nomination.category_code, nomination.category_code),
        round=number,
        answered=len(wanted & {check.key for check in checks}),
        total=len(wanted),
        checkers=tuple(dict.fromkeys(check.by.get_full_name() for check in checks if check.by is not None)),
        since=since,
        days=(now - since).days if since is not None else 0,
        cure=cure,
    )


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule with what was said of it in this round and the one before, and what the system proposes."""

    rule: rules.CheckRule
    title: str
    check: ScreeningCheck | None
    former: ScreeningCheck | None
    proposal: proposals.Proposal | None


@dataclass(frozen=True, slots=True)
class Desk:
    """One dossier with all its parts, beside the rules it is checked by."""

    dossier: dossiers.Dossier
    rules: tuple[RuleRow, ...]
    round: int
    cure: CureRequest | None
    parts: tuple[parts.PartName, ...]
    named: tuple[tuple[str, tuple[str, ...]], ...]
    """Texts that the jury reads without knowing names, with what they give away."""
    dropped: tuple[tuple[str, ScreeningCheck], ...] = ()
    """What was said of rules that an amendment took out."""

    @property
    def nomination(self) -> Nomination:
        """The dossier's record."""
        return self.dossier.nomination

    @property
    def can_check(self) -> bool:
        """Whether outcomes and a conclusion are taken now."""
        is_time = self.dossier.call.state is EditionState.SCREENING
        return is_time and self.nomination.state == NominationState.SUBMITTED

    @property
    def can_ask(self) -> bool:
        """Whether its people can still be asked to complete it."""
        return self.can_check and self.cure is None and bool(self.dossier.people)


def desk(award_key: UUID, public_id: UUID) -> Desk | None:
    """Return a dossier that was handed in for an edition; None for others'. A constant number of queries."""
    nomination = (
        Nomination.objects.filter(award_key=award_key, public_id=public_id)
        .exclude(state__in=UNSENT_STATES)
        .select_related("cure", "organisation")
        .first()
    )
    dossier = dossiers.dossier(nomination) if nomination is not None else None
    if nomination is None or dossier is None:
        return None
    cure: CureRequest | None = getattr(nomination, "cure", None)
    number = common.round_of(cure)
    checks = {(one.round, one.key): one for one in nomination.checks.select_related("by")}
    files = {
        (one.key, one.is_twin): one for row in dossier.documents for one in (row.file, row.twin) if one is not None
    }
    language = languages.current()
    made = []
    for rule in rules.of(dossier.call.rules, nomination):
        made.append(
            RuleRow(
                rule=rule,
                title=calls.told(rule.title, language),
                check=checks.get((number, rule.key)),
                former=checks.get((number - 1, rule.key)),
                proposal=proposals.of(rule=rule, rules=dossier.call.rules, nomination=nomination, files=files),
            )
        )
    return Desk(
        dossier,
        tuple(made),
        number,
        cure,
        parts.of(dossier.call.rules),
        _named(dossier),
        _dropped(dossier, checks.values()),
    )


def _dropped(dossier: dossiers.Dossier, checks: Iterable[ScreeningCheck]) -> tuple[tuple[str, ScreeningCheck], ...]:
    """Return what was said of lines that amendments took out since; one query where there is anything beside today's rules."""
    asked = {rule.key for rule in rules.of(dossier.call.rules, dossier.nomination)}
    others = [check for check in checks if check.key not in asked]
    if not others:
        return ()
    rows = EditionAmendment.objects.filter(edition__award_key=dossier.nomination.award_key).order_by("number")
    earlier = [from_json(data) for data in rows.values_list("rules_before", flat=True)]
    titles = rules.dropped(dossier.call.rules, earlier)
    language = languages.current()
    return tuple((calls.told(titles[check.key], language), check) for check in others if check.key in titles)


def _named(dossier: dossiers.Dossier) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not for_jury.anonymises(dossier.call.rules):
        return ()
    secrets = leaks.secrets_of(dossier.nomination)
    texts = [
        (_("Merits in brief"), dossier.nomination.summary),
        (_("Merits in brief, in English"), dossier.nomination.summary_en),
    ]
    texts += [(row.title, row.answer.text) for row in dossier.answers]
    return tuple((title, found) for title, words in texts if (found := leaks.in_words(words, secrets)))


def proposed(row: RuleRow) -> Outcome | None:
    """Return what a rule's answer begins with: what was said, else met in the former round, else what the system proposes."""
    if row.check is not None:
        return Outcome(row.check.outcome)
    if row.former is not None and row.former.outcome == Outcome.PASS and row.proposal is None:
        return Outcome.PASS
    return row.proposal.outcome if row.proposal is not None else None


def begun_note(row: RuleRow) -> str:
    """Return the note that a rule's answer begins with: what was written, else why the system sees a doubt."""
    if row.check is not None:
        return row.check.note
    has_doubt = row.proposal is not None and row.proposal.outcome is not Outcome.PASS
    return row.proposal.words if row.proposal is not None and has_doubt else ""
