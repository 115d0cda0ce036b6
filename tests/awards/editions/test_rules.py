"""Rules as values: the canonical text, changes by path, and every fault that keeps a call from opening. No database."""

import dataclasses
import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Final

import pytest
from django.utils import translation

from awards.editions import rules as edition_rules
from awards.editions.domain.presets import TIMETABLE
from awards.editions.enums import MOVES, EditionState, Preset
from awards.editions.faults import faults, missing_english
from awards.editions.preset_rules import PRESETS
from awards.editions.rules import Category, Criterion, Document, EditionRules, Level, Phase, Words
from awards.enums import PhaseKind
from awards.ledger import recompute
from awards.scoring.enums import ScoringMethod, TieBreak, VoteCurve
from portal.kernel import clock

FIRST: Final = date(2027, 3, 1)
NOW: Final = clock.at(FIRST, 9)


def phases() -> tuple[Phase, ...]:
    made, first = [], FIRST
    for kind, days in TIMETABLE:
        made.append(Phase(kind, clock.at(first), clock.at(first + timedelta(days=days))))
        first += timedelta(days=days)
    return tuple(made)


def good(**changes: Any) -> EditionRules:
    spec = PRESETS[Preset.INNOVATION]
    rules = EditionRules(
        version=edition_rules.VERSION,
        legal_basis=Words("Quyết định số 1", "Decision 1"),
        budget_source=Words("Ngân sách tỉnh", "The budget"),
        eligibility=spec.eligibility,
        procedure=spec.procedure,
        method=ScoringMethod.MEAN,
        trim=0,
        tie_breaks=tuple(TieBreak),
        public_share=20,
        curve=VoteCurve.LEADER,
        jurors_per_dossier=3,
        quorum=5,
        cure_days=5,
        comment_days=10,
        appeal_days=10,
        retention_days=180,
        categories=tuple(Category(code, title, Words(), Words()) for code, title in spec.categories),
        criteria=tuple(
            Criterion(
                item.key, item.title, item.description, item.weight, 10,
                tuple(Level(points, words) for points, words in item.levels),
            )
            for item in spec.criteria
        ),
        phases=phases(),
        documents=tuple(
            Document(item.key, item.title, item.is_required, ("pdf",), 20, item.anonymise) for item in spec.documents
        ),
    )  # fmt: skip
    return dataclasses.replace(rules, **changes)


def without(kind: PhaseKind) -> tuple[Phase, ...]:
    return tuple(phase for phase in phases() if phase.kind != kind)


def shifted(kind: PhaseKind, **days: int) -> tuple[Phase, ...]:
    return tuple(
        dataclasses.replace(
            phase, **{name: getattr(phase, name) + timedelta(days=number) for name, number in days.items()}
        )
        if phase.kind == kind
        else phase
        for phase in phases()
    )


def first_criterion(**changes: Any) -> tuple[Criterion, ...]:
    first, *others = good().criteria
    return (dataclasses.replace(first, **changes), *others)


def test_rules_without_fault_have_none() -> None:
    assert faults(good(), NOW) == []
    assert missing_english(good()) == 0


LEVELS = good().criteria[0].levels


@pytest.mark.parametrize(
    ("changes", "field", "part"),
    [
        (lambda: {"legal_basis": Words("", "Decision")}, "legal_basis", "legal basis"),
        (lambda: {"budget_source": Words()}, "budget_source", "budget"),
        (lambda: {"public_share": 21}, "public_vote_share", "20 percent"),
        (lambda: {"tie_breaks": ()}, "first_tie_break", "equal results"),
        (lambda: {"tie_breaks": (TieBreak.MEDIAN, TieBreak.MEDIAN)}, "first_tie_break", "twice"),
        (lambda: {"tie_breaks": (TieBreak.COUNCIL_VOTE, TieBreak.MEDIAN)}, "first_tie_break", "last rule"),
        (lambda: {"jurors_per_dossier": 2}, "jurors_per_dossier", "3 jurors"),
        (lambda: {"quorum": 2}, "quorum", "3 members"),
        (lambda: {"method": ScoringMethod.TRIMMED_MEAN, "trim": 2}, "trim", "must remain"),
        (lambda: {"method": ScoringMethod.TRIMMED_MEAN, "trim": 0}, "trim", "1 score"),
        (lambda: {"trim": 1}, "trim", "put 0"),
        (lambda: {"method": ScoringMethod.RANKS, "trim": 1}, "trim", "put 0"),
        (lambda: {"public_share": 0, "curve": VoteCurve.RANKS}, "vote_curve", "nothing to choose"),
        (lambda: {"criteria": first_criterion(max_points=0, levels=(Level(0, Words("x")), Level(-1, Words("y"))))}, "", "whole"),
        (lambda: {"retention_days": 0}, "retention_days", "1 day"),
        (lambda: {"categories": ()}, "categories", "no category"),
        (lambda: {"categories": good().categories[:1] * 2}, "categories", "same code"),
        (lambda: {"documents": good().documents[:1] * 2}, "documents", "same code"),
        (lambda: {"criteria": ()}, "criteria", "no criterion"),
        (lambda: {"criteria": good().criteria[:2]}, "criteria", "sum to 63"),
        (lambda: {"criteria": first_criterion(weight=26)}, "criteria", "sum to 101"),
        (lambda: {"criteria": first_criterion(key="effect")}, "criteria", "same code"),
        (lambda: {"criteria": first_criterion(key="")}, "criteria", "no code"),
        (lambda: {"criteria": first_criterion(levels=LEVELS[:1])}, "criteria", "two levels"),
        (lambda: {"criteria": first_criterion(levels=(LEVELS[0], Level(3, Words())))}, "criteria", "two levels"),
        (lambda: {"criteria": first_criterion(levels=(LEVELS[0], LEVELS[0]))}, "criteria", "same points"),
        (lambda: {"criteria": first_criterion(max_points=12)}, "criteria", "highest level"),
        (lambda: {"phases": without(PhaseKind.APPEAL)}, "phases", "is missing"),
        (lambda: {"phases": without(PhaseKind.SCORING)}, "phases", "The phase “Scoring by the jury” is missing"),
        (lambda: {"phases": (*phases(), phases()[0])}, "phases", "twice"),
        (lambda: {"phases": shifted(PhaseKind.SCREENING, starts=-1)}, "phases", "is over"),
        (lambda: {"phases": shifted(PhaseKind.DECISION, starts=-90, ends=-90)}, "phases", "stands before"),
        (lambda: {"phases": shifted(PhaseKind.CEREMONY, starts=-60, ends=-60)}, "phases", "before the decision"),
        (lambda: {"phases": shifted(PhaseKind.APPEAL, ends=-8)}, "phases", "shorter than the 10 days"),
    ],
)  # fmt: skip
def test_each_fault_is_named_beside_its_field(changes: Callable[[], dict[str, Any]], field: str, part: str) -> None:
    with translation.override("en"):
        found = [(fault.field, str(fault.sentence)) for fault in faults(good(**changes()), NOW)]
    assert any(at == field and part in sentence for at, sentence in found), found


def test_all_faults_are_named_at_once() -> None:
    found = faults(good(legal_basis=Words(), public_share=30, jurors_per_dossier=1, phases=()), NOW)
    assert {fault.field for fault in found} == {"legal_basis", "public_vote_share", "jurors_per_dossier", "phases"}
    assert len([fault for fault in found if fault.field == "phases"]) == 7


def test_what_is_over_cannot_open_at_the_very_moment_of_its_end() -> None:
    end = phases()[0].ends
    assert faults(good(), end - timedelta(microseconds=1)) == []
    assert [fault.field for fault in faults(good(), end)] == ["phases"]
    assert faults(good(), end, over=frozenset({PhaseKind.CALL})) == []


def test_missing_english_is_counted_and_no_fault() -> None:
    rules = good(legal_basis=Words("Quyết định"), criteria=first_criterion(title=Words("Tính mới")))
    assert missing_english(rules) == 2
    assert faults(rules, NOW) == []


def test_json_gives_back_the_same_rules_and_the_digest_is_that_of_its_canonical_text() -> None:
    data = edition_rules.to_json(good())
    read = json.loads(json.dumps(data))
    assert edition_rules.from_json(read) == good()
    text = edition_rules.canonical(read)
    assert edition_rules.digest(read) == hashlib.sha256(text.encode()).hexdigest()
    assert "Tính mới" in text
    assert edition_rules.canonical(dict(reversed(read.items()))) == text
    with pytest.raises(ValueError, match="version 2"):
        edition_rules.from_json({**data, "version": 2})


def test_every_single_value_changes_the_digest() -> None:
    data = edition_rules.to_json(good())
    seen = {edition_rules.digest(data)}
    leaves = edition_rules.leaves(data)
    for path, value in leaves.items():
        if path.rpartition(".")[2] in {"code", "key", "kind", "points"}:
            continue
        other = not value if isinstance(value, bool) else value + 1 if isinstance(value, int) else [*value, "x"]
        changed = edition_rules.changed(data, {path: "x" if isinstance(value, str) else other})
        seen.add(edition_rules.digest(changed))
        assert [name for name, one in edition_rules.leaves(changed).items() if leaves[name] != one] == [path]
    assert len(seen) > 80


def test_changing_what_is_not_there_is_an_error_and_leaves_the_original_alone() -> None:
    data = edition_rules.to_json(good())
    before = edition_rules.digest(data)
    for path in ("invented", "criteria.invented.weight", "criteria.novelty.invented", "phases.call.invented"):
        with pytest.raises(KeyError):
            edition_rules.changed(data, {path: 1})
    edition_rules.changed(data, {"criteria.novelty.levels.7.anchor.vi": "Khác"})
    assert edition_rules.digest(data) == before


def test_instants_are_written_in_one_way_whatever_their_zone() -> None:
    utc = tuple(
        dataclasses.replace(phase, starts=datetime.fromisoformat(phase.starts.isoformat()).astimezone(tz=None))
        for phase in phases()
    )
    assert edition_rules.to_json(good(phases=utc)) == edition_rules.to_json(good())


def test_a_phase_holds_its_first_moment_and_not_its_end() -> None:
    call = phases()[0]
    assert call.holds(call.starts)
    assert call.holds(call.ends - timedelta(microseconds=1))
    assert not call.holds(call.ends)


@pytest.mark.parametrize("preset", Preset)
def test_presets_weigh_100_and_say_every_level_in_both_languages(preset: Preset) -> None:
    spec = PRESETS[preset]
    assert sum(item.weight for item in spec.criteria) == 100
    for item in spec.criteria:
        assert [points for points, _words in item.levels] == [10, 7, 4, 0]
        texts = [item.title, item.description, *(words for _points, words in item.levels)]
        assert all(words.vi and words.en and words.vi != words.en for words in texts)
    assert (spec.public_share == 20) is (preset is Preset.INNOVATION)


def test_an_edition_goes_one_way_and_is_cancelled_only_before_its_decision() -> None:
    order = [state for state in EditionState if state is not EditionState.CANCELLED]
    for place, source in enumerate(order):
        allowed = {to for to in EditionState if MOVES.allows(source, to)}
        following = set(order[place + 1 : place + 2])
        cancels = {EditionState.CANCELLED} if place < order.index(EditionState.DECIDED) else set()
        assert allowed == following | cancels
    assert MOVES.final_states() == {EditionState.CLOSED, EditionState.CANCELLED}


def test_digest_is_that_of_the_program_that_anybody_may_run() -> None:
    data = edition_rules.to_json(good())
    assert edition_rules.canonical(data) == recompute.canonical(data).decode()
    assert edition_rules.digest(data) == recompute.sha256(data)
    with pytest.raises(ValueError, match="JSON compliant"):
        edition_rules.canonical({"weight": float("nan")})


def test_presets_speak_of_no_districts() -> None:
    assert "district" not in repr(PRESETS).lower()
