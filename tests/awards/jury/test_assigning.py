"""Giving dossiers to jurors: balanced, logged so that anybody can recompute it, kept as it is when run again, and the gate."""

import json
from typing import Any

import pytest
from wagtail.models import Site

from awards.editions.domain import steps
from awards.editions.enums import EditionState
from awards.editions.rules import from_json
from awards.enums import PhaseKind
from awards.jury import distribution, gates, planning, queries
from awards.jury.distribution import Given
from awards.jury.domain import assigning, conflicts, giving
from awards.jury.enums import ConflictSource
from awards.ledger.enums import LedgerKind
from awards.models import Assignment, AwardEdition, AwardPage, Conflict, Juror, LedgerEntry, Nomination
from portal.accounts.models import User
from portal.kernel import clock, errors
from tests import worlds
from tests.factories import awards as factory
from tests.factories import exhibitors
from tests.factories import jury as jury_factory

pytestmark = pytest.mark.django_db


@worlds.standing
def world(site: Site) -> Any:
    secretary = factory.make_secretary(site)
    operator = User.objects.create_superuser("dieu-hanh-hd@example.org", full_name="Điều Hành")
    page = factory.make_open(site, operator)
    return page, secretary


@pytest.fixture
def page(world: Any) -> AwardPage:
    found: AwardPage = world[0]
    return found


@pytest.fixture
def secretary(world: Any) -> User:
    return User.objects.get(pk=world[1].pk)


def dossier(page: AwardPage, **values: Any) -> Nomination:
    return jury_factory.eligible(page.translation_key, **values)


def rules(page: AwardPage) -> Any:
    return from_json(AwardEdition.objects.get(award_key=page.translation_key).rules or {})


def at(page: AwardPage, state: EditionState) -> None:
    AwardEdition.objects.filter(award_key=page.translation_key).update(state=state)


def run(page: AwardPage, by: User, seen: str = "") -> planning.Planned:
    return assigning.assign(award_key=page.translation_key, by=by, now=clock.now(), seen=seen)


def bodies(page: AwardPage, kind: LedgerKind) -> list[Any]:
    rows = LedgerEntry.objects.filter(award_key=page.translation_key, kind=kind).order_by("number")
    return [json.loads(row.body) for row in rows]


def live() -> set[tuple[str, str]]:
    rows = Assignment.objects.exclude(state="void")
    return set(rows.values_list("nomination__alias", "juror__alias"))


def test_everybody_gets_as_much_and_the_log_gives_the_same_distribution(page: AwardPage, secretary: User) -> None:
    for _number in range(4):
        dossier(page)
    jurors = [jury_factory.make_juror(page.translation_key) for _number in range(4)]
    jury_factory.make_juror(page.translation_key, is_reserve=True)
    jury_factory.make_juror(page.translation_key, declared=False)
    at(page, EditionState.SCREENING)
    previewed = planning.plan(page.translation_key, rules(page))
    run(page, secretary, previewed.digest)
    assert {Assignment.objects.filter(juror=juror).count() for juror in jurors} == {3}
    assert Assignment.objects.count() == 12
    roster, *given = bodies(page, LedgerKind.ASSIGNMENT)
    assert {(body["dossier"], body["juror"]) for body in given} == live()
    again = distribution.distribute(
        Given(
            seed=roster["seed"],
            per=roster["per"],
            dossiers=tuple(roster["dossiers"]),
            jurors=tuple(roster["jurors"]),
            reserves=tuple(roster["reserves"]),
        )
    )
    assert set(again.added) == live()
    first = LedgerEntry.objects.filter(award_key=page.translation_key, kind=LedgerKind.ASSIGNMENT).earliest("number")
    assert first.previous.startswith(roster["seed"])


def test_again_changes_nothing_and_later_only_what_must(page: AwardPage, secretary: User) -> None:
    for _number in range(3):
        dossier(page)
    jurors = [jury_factory.make_juror(page.translation_key) for _number in range(4)]
    at(page, EditionState.SCREENING)
    run(page, secretary)
    before, entries = live(), LedgerEntry.objects.count()
    run(page, secretary)
    assert (live(), LedgerEntry.objects.count()) == (before, entries)
    new = dossier(page)
    run(page, secretary)
    assert before < live()
    assert {name for name, _juror in live() - before} == {new.alias}
    seen = live()
    taken = Assignment.objects.filter(juror=jurors[0]).select_related("nomination").earliest("pk").nomination
    told = conflicts.declare(juror=jurors[0], nomination=taken, reason="Cùng đơn vị", by=secretary, now=clock.now())
    assert seen - live() == {(taken.alias, jurors[0].alias)}
    assert live() - seen == {(taken.alias, told.instead[0].alias)}


def test_certain_conflicts_are_kept_off_before_and_named_in_the_log(page: AwardPage, secretary: User) -> None:
    nominee = exhibitors.make_person()
    own = dossier(page, nominated_by=nominee)
    juror = jury_factory.make_juror(page.translation_key, user=nominee)
    for _number in range(3):
        jury_factory.make_juror(page.translation_key)
    at(page, EditionState.SCREENING)
    previewed = planning.plan(page.translation_key, rules(page))
    run(page, secretary, previewed.digest)
    told = Conflict.objects.get()
    assert (told.juror, told.nomination, told.source) == (juror, own, ConflictSource.SYSTEM)
    assert not Assignment.objects.filter(juror=juror).exists()
    assert [body["source"] for body in bodies(page, LedgerKind.CONFLICT)] == ["system"]


def test_what_came_in_between_makes_look_again(page: AwardPage, secretary: User) -> None:
    dossier(page)
    for _number in range(3):
        jury_factory.make_juror(page.translation_key)
    at(page, EditionState.SCREENING)
    seen = planning.plan(page.translation_key, rules(page)).digest
    dossier(page)
    with pytest.raises(giving.ChangedError):
        run(page, secretary, seen)
    assert not Assignment.objects.exists()


def test_too_few_jurors_are_said_with_the_reason(page: AwardPage, secretary: User) -> None:
    one = dossier(page)
    jurors = [jury_factory.make_juror(page.translation_key) for _number in range(3)]
    conflicts.declare(juror=jurors[0], nomination=one, reason="Anh em", by=secretary, now=clock.now())
    at(page, EditionState.SCREENING)
    planned = run(page, secretary)
    assert planned.plan.short == (distribution.Short(one.alias, 2, 1),)


def test_only_the_secretariat_assigns_and_only_in_its_time(page: AwardPage, secretary: User) -> None:
    with pytest.raises(errors.DomainError):
        run(page, secretary)
    at(page, EditionState.SCREENING)
    for stranger in (exhibitors.make_person(), jury_factory.make_juror(page.translation_key).user):
        with pytest.raises(errors.NotAllowedError):
            run(page, stranger)


def test_screening_does_not_end_without_enough_jurors_who_declared(page: AwardPage, secretary: User) -> None:
    frozen = rules(page)

    def missing() -> list[str]:
        return list(gates.before_scoring(page.translation_key, frozen))

    jury_factory.make_juror(page.translation_key, declared=False)
    assert missing() == []
    one = dossier(page)
    assert len(missing()) == 2
    Juror.objects.all().delete()
    jurors = [jury_factory.make_juror(page.translation_key) for _number in range(3)]
    for juror in jurors[:2]:
        jury_factory.give(juror, one)
    assert len(missing()) == 1
    jury_factory.give(jurors[2], one)
    assert missing() == []
    assert queries.judges_by_dossier(page.translation_key) == {one.pk: 3}
    at(page, EditionState.SCREENING)
    Assignment.objects.filter(juror=jurors[2]).delete()
    scoring = frozen.phase(PhaseKind.SCORING)
    assert scoring is not None
    with pytest.raises(errors.DomainError) as refused:
        steps.move_edition(award_key=page.translation_key, to=EditionState.SCORING, by=secretary, now=scoring.starts)
    assert "3" in str(refused.value)
