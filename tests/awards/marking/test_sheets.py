"""A juror's sheet by the rules: whose it is, what it holds, until when, two windows, and what the log says of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from wagtail.models import Site

from awards.editions import stepping
from awards.editions.domain import steps
from awards.editions.enums import EditionState
from awards.enums import NominationState
from awards.jury import voiding
from awards.jury.enums import AssignmentState, ConflictSource, JurorState
from awards.ledger import queries as ledger
from awards.marking import gate
from awards.marking.domain import sheets
from awards.marking.enums import MarkState
from awards.models import Assignment, AwardPage, Conflict, Juror, Mark, MarkSheet, Nomination
from portal.kernel import clock, errors
from portal.operations import db_clock
from tests import worlds
from tests.factories import awards as factory
from tests.factories import exhibitors, jury
from tests.factories import marking as make

pytestmark = pytest.mark.django_db


@worlds.standing
def world(site: Site) -> dict[str, Any]:
    secretary = factory.make_secretary(site)
    page = make.make_scoring(site, secretary)
    given = make.assign(page, [make.make_dossier(page)], jurors=2)
    return {"page": page, "given": given, "secretary": secretary}


@pytest.fixture
def page(world: dict[str, Any]) -> AwardPage:
    return world["page"]


@pytest.fixture
def given(world: dict[str, Any]) -> Assignment:
    return world["given"][0]


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(db_clock, "now", lambda: moment)


def log_of(page: AwardPage) -> list[tuple[str, dict[str, Any]]]:
    return [(entry["kind"], entry["body"]) for entry in ledger.entries(page.translation_key)]


def test_a_draft_in_parts_then_handed_in_taken_back_and_handed_in_again(page: AwardPage, given: Assignment) -> None:
    juror, keys = given.juror, [one.key for one in make.rules_of(page.translation_key).criteria]
    draft = make.save(given, {keys[0]: 0}, remarks={keys[1]: " Thiếu  số liệu. "}, note="Hỏi thêm.")
    assert draft.state == MarkState.DRAFT
    kept = dict(draft.marks.values_list("key", "points"))
    assert kept == {keys[0]: 0, keys[1]: None}
    assert draft.marks.get(key=keys[1]).remark == "Thiếu số liệu."
    with pytest.raises(sheets.IncompleteError) as caught:
        sheets.hand_in(assignment=given, by=juror.user, seen_at=draft.saved_at)
    assert caught.value.keys == tuple(keys[1:])
    before = log_of(page)

    done = make.hand_in(given, 8, remark="Nên đo thêm một vụ.")
    assert done.submitted_at is not None
    points = dict.fromkeys(keys, 8)
    named = {"category": given.nomination.category_code, "dossier": given.nomination.alias, "juror": juror.alias}
    assert log_of(page) == [*before, ("score", {**named, "points": points})]
    with pytest.raises(errors.IllegalMoveError):
        make.save(given, 9)

    back = sheets.take_back(assignment=given, by=juror.user)
    assert (back.state, back.submitted_at, back.remark) == (MarkState.DRAFT, None, "Nên đo thêm một vụ.")
    with pytest.raises(errors.IllegalMoveError):
        sheets.take_back(assignment=given, by=juror.user)
    make.hand_in(given, 9)
    assert [kind for kind, _body in log_of(page)[len(before) :]] == ["score", "void", "score"]
    assert log_of(page)[-1][1]["points"] == dict.fromkeys(keys, 9)
    assert ledger.verify(page.translation_key) is None
    assert sum(len(one.marks.all()) for one in MarkSheet.objects.all()) == len(keys)


def test_nobody_else_and_nobody_in_conflict_writes(site: Site, world: dict[str, Any], given: Assignment) -> None:
    other, juror, now = world["given"][1], given.juror, clock.now()
    words = make.words(given.nomination.award_key)
    strangers = (None, exhibitors.make_person(), world["secretary"], other.juror.user)

    def refused(by: Any) -> None:
        acts: list[Any] = [
            lambda: sheets.open_sheet(assignment=given, by=by, now=now),
            lambda: sheets.save_draft(assignment=given, words=words, by=by, now=now),
            lambda: sheets.hand_in(assignment=given, by=by, seen_at=now),
            lambda: sheets.take_back(assignment=given, by=by),
        ]
        for act in acts:
            with pytest.raises(errors.NotAllowedError):
                act()

    for person in strangers:
        refused(person)
    for change in (
        {"state": AssignmentState.GIVEN, "confirmed_at": None},
        {"state": AssignmentState.VOID, "voided_at": now},
    ):
        kept = {name: getattr(given, name) for name in change}
        Assignment.objects.filter(pk=given.pk).update(**change)
        refused(juror.user)
        Assignment.objects.filter(pk=given.pk).update(**kept)
    for change in ({"state": JurorState.RELEASED}, {"declared_at": None, "looked_through_at": None}):
        kept = {name: getattr(juror, name) for name in change}
        Juror.objects.filter(pk=juror.pk).update(**change)
        refused(juror.user)
        Juror.objects.filter(pk=juror.pk).update(**kept)
    Nomination.objects.filter(pk=given.nomination_id).update(state=NominationState.WITHDRAWN)
    refused(juror.user)
    Nomination.objects.filter(pk=given.nomination_id).update(state=NominationState.ELIGIBLE)
    Conflict.objects.create(
        juror=juror, nomination=given.nomination, source=ConflictSource.LATE, reason="Cùng cơ quan.", at=now
    )
    refused(juror.user)
    assert not MarkSheet.objects.exists()


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"points": {"novelty": 11}}, "points-novelty"),
        ({"points": {"novelty": -1}}, "points-novelty"),
        ({"points": {"novelty": True}}, "points-novelty"),
        ({"points": {"unknown": 1}}, None),
        ({"remarks": {"unknown": "x"}}, None),
        ({"remarks": {"novelty": "x" * 2001}}, "remark-novelty"),
        ({"remark": "x" * 2001}, "remark"),
        ({"note": "x" * 2001}, "note"),
    ],
)
def test_what_the_rules_do_not_know_is_refused(given: Assignment, changes: dict[str, Any], name: str | None) -> None:
    with pytest.raises(errors.DomainError) as caught:
        sheets.save_draft(
            assignment=given, words=sheets.Words(**changes), by=given.juror.user, now=clock.now(), seen_at=None
        )
    assert caught.value.field == name
    assert not MarkSheet.objects.exists()


def test_two_windows(given: Assignment) -> None:
    first = make.save(given, 5)
    words, by = make.words(given.nomination.award_key, 6), given.juror.user
    for seen_at in (None, first.saved_at - timedelta(seconds=1)):
        with pytest.raises(errors.StaleError) as caught:
            sheets.save_draft(assignment=given, words=words, by=by, now=clock.now(), seen_at=seen_at)
        assert caught.value.saved_at == first.saved_at
    same = make.words(given.nomination.award_key, 5)
    again = sheets.save_draft(assignment=given, words=same, by=by, now=clock.now(), seen_at=None)
    assert again.saved_at == first.saved_at
    second = sheets.save_draft(assignment=given, words=words, by=by, now=clock.now(), seen_at=first.saved_at)
    with pytest.raises(errors.StaleError):
        sheets.hand_in(assignment=given, by=by, seen_at=first.saved_at)
    assert sheets.hand_in(assignment=given, by=by, seen_at=second.saved_at).state == MarkState.SUBMITTED


def test_the_last_second(page: AwardPage, given: Assignment, monkeypatch: pytest.MonkeyPatch) -> None:
    ends, by = make.ends_of(page.translation_key), given.juror.user
    at(monkeypatch, ends - timedelta(microseconds=1))
    done = make.hand_in(given)
    at(monkeypatch, ends)
    with pytest.raises(errors.DomainError) as caught:
        sheets.take_back(assignment=given, by=by)
    assert str(caught.value) == str(sheets.CLOSED)
    MarkSheet.objects.update(state=MarkState.DRAFT)
    for act in (
        lambda: make.save(given, 9),
        lambda: sheets.hand_in(assignment=given, by=by, seen_at=done.saved_at),
        lambda: sheets.open_sheet(assignment=given, by=by, now=clock.now()),
    ):
        with pytest.raises(errors.DomainError):
            act()


@pytest.mark.parametrize(
    "state", [one for one in EditionState if one not in {EditionState.SCORING, EditionState.DRAFT}]
)
def test_only_while_the_jury_scores(page: AwardPage, given: Assignment, state: EditionState) -> None:
    make.move(page.translation_key, state)
    with pytest.raises(errors.DomainError):
        make.save(given)
    assert not MarkSheet.objects.exists()


def test_a_void_sheet_says_whether_it_had_counted(world: dict[str, Any]) -> None:
    first, second = world["given"]
    assert voiding._voiders == [sheets.void_sheet]
    by, now = world["secretary"], clock.now()
    assert sheets.void_sheet(first, by, now) is False
    make.save(first)
    make.hand_in(second)
    assert sheets.void_sheet(first, by, now) is False
    assert sheets.void_sheet(second, by, now) is True
    assert sheets.void_sheet(second, by, now) is False
    assert set(MarkSheet.objects.values_list("state", flat=True)) == {MarkState.VOID}


def test_scoring_is_left_only_with_every_sheet(site: Site, world: dict[str, Any], page: AwardPage) -> None:
    first, second = world["given"]
    rules, key = make.rules_of(page.translation_key), page.translation_key
    assert gate.missing in stepping._gates[EditionState.SCORING]
    make.save(first)
    sentence = "".join(gate.missing(key, rules))
    for part in (first.nomination.alias, first.juror.full_name, second.juror.full_name):
        assert part in sentence
    assert first.nomination.title not in sentence
    phase = steps.earliest(rules, EditionState.DELIBERATION)
    assert phase is not None
    with pytest.raises(errors.DomainError) as caught:
        steps.move_edition(award_key=key, to=EditionState.DELIBERATION, by=world["secretary"], now=phase)
    assert first.nomination.alias in str(caught.value)
    make.hand_in(first)
    Assignment.objects.filter(pk=second.pk).update(state=AssignmentState.VOID, voided_at=clock.now())
    assert list(gate.missing(key, rules)) == []
    waiting = jury.give(jury.make_juror(key), first.nomination, confirmed=False)
    assert waiting.juror.full_name in "".join(gate.missing(key, rules))
    Nomination.objects.filter(pk=first.nomination_id).update(state=NominationState.WITHDRAWN)
    assert list(gate.missing(key, rules)) == []


def test_the_database_keeps_one_mark_a_criterion_and_a_moment_for_what_is_in(given: Assignment) -> None:
    sheet = make.save(given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(sheet=sheet, key=sheet.marks.all()[0].key)
    for statement in (
        "UPDATE awards_marksheet SET state = 'submitted'",
        "UPDATE awards_marksheet SET state = 'unknown'",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
