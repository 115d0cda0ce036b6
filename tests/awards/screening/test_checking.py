"""Rules drawn from the frozen rules, outcomes with notes, the conclusion, and what the log says of it."""

import json
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from wagtail.models import Site

from awards.domain import nominations
from awards.dossiers import calls
from awards.dossiers.domain import handing_in
from awards.editions.domain import amending, steps
from awards.editions.enums import EditionState
from awards.enums import NominationState
from awards.ledger import domain as ledger_domain
from awards.ledger import queries as ledger
from awards.ledger.enums import LedgerKind
from awards.models import AwardEdition, AwardPage, EditionSecretary, LedgerEntry, Nomination, ScreeningCheck
from awards.screening import queries, rules
from awards.screening.domain import checking
from awards.screening.enums import Outcome
from portal.accounts.models import User
from portal.kernel import clock, errors
from portal.mail.models import OutgoingMail
from tests import worlds
from tests.factories import awards as factory
from tests.factories import exhibitors
from tests.factories import screening as make

pytestmark = pytest.mark.django_db


@worlds.standing
def world(site: Site) -> dict[str, Any]:
    secretary = factory.make_secretary(site)
    page = factory.make_open(site, secretary)
    person = exhibitors.make_person(full_name="Trần Thị Tác Giả")
    dossier = make.handed_in(page, person)
    make.begin(page, secretary)
    return {"page": page, "person": person, "secretary": secretary, "dossier": dossier}


@pytest.fixture
def secretary(world: dict[str, Any]) -> User:
    return world["secretary"]


@pytest.fixture
def dossier(world: dict[str, Any]) -> Nomination:
    return world["dossier"]


def entries(kind: LedgerKind) -> list[dict[str, Any]]:
    return [json.loads(row.body) for row in LedgerEntry.objects.filter(kind=kind).order_by("number")]


def leave(page: AwardPage, secretary: User) -> Any:
    call = calls.find(page.translation_key)
    assert call is not None
    first = steps.earliest(call.rules, EditionState.SCORING)
    assert first is not None
    return steps.move_edition(award_key=page.translation_key, to=EditionState.SCORING, by=secretary, now=first)


def test_rules_follow_from_the_frozen_rules_in_both_languages(dossier: Nomination) -> None:
    call = calls.find(dossier.award_key)
    assert call is not None
    found = rules.of(call.rules, dossier)
    lines = [line for line in call.rules.eligibility.vi.splitlines() if line.strip()]
    required = [f"document-{one.key}" for one in call.rules.documents if one.required]
    expected = [*(rules.key_of(line.strip()) for line in lines), *required, "category"]
    assert len(set(expected)) == len(expected)
    assert [rule.key for rule in found] == expected
    assert found[0].title.vi == lines[0].strip()
    assert all(rule.title.en for rule in found)
    assert all(rule.title.vi != rule.title.en for rule in found)
    dossier.nominee_email = "nguoi@example.org"
    assert "consent" in {rule.key for rule in rules.of(call.rules, dossier)}


@pytest.mark.parametrize("outcome", [Outcome.FAIL, Outcome.UNCLEAR])
def test_a_doubt_needs_a_note_and_what_is_saved_can_be_changed(
    dossier: Nomination, secretary: User, outcome: Outcome
) -> None:
    act: dict[str, Any] = {"nomination": dossier, "key": "category", "by": secretary, "now": clock.now()}
    with pytest.raises(errors.DomainError) as caught:
        checking.save_check(outcome=outcome, note=" ", **act)
    assert caught.value.field == "note"
    checking.save_check(outcome=outcome, note="Không thuộc lĩnh vực.", **act)
    checking.save_check(outcome=Outcome.PASS, note="", **act)
    assert list(ScreeningCheck.objects.values_list("key", "outcome", "round", "by")) == [
        ("category", "pass", 1, secretary.pk)
    ]
    with pytest.raises(errors.DomainError):
        checking.save_check(outcome=Outcome.PASS, note="", **{**act, "key": "invented"})


def test_eligible_is_what_meets_every_rule_and_the_log_says_so(dossier: Nomination, secretary: User) -> None:
    for key in make.keys(dossier)[:-1]:
        checking.save_check(nomination=dossier, key=key, outcome=Outcome.PASS, note="", by=secretary, now=clock.now())
    with pytest.raises(errors.DomainError):
        checking.find_eligible(nomination=dossier, by=secretary, now=clock.now())
    moved = make.eligible(dossier, secretary)
    assert moved.state == NominationState.ELIGIBLE
    assert moved.alias.startswith("HS-")
    body = {"category": moved.category_code, "dossier": moved.alias, "result": "pass"}
    assert entries(LedgerKind.SCREENING) == [body]
    assert ledger.verify(dossier.award_key) is None
    assert OutgoingMail.objects.filter(kind="awards/emails/dossier_screened").count() == 1
    with pytest.raises(errors.IllegalMoveError):
        checking.save_check(
            nomination=moved, key="category", outcome=Outcome.PASS, note="", by=secretary, now=clock.now()
        )


def test_excluded_is_what_fails_a_rule_with_a_reason_that_its_people_read(dossier: Nomination, secretary: User) -> None:
    act: dict[str, Any] = {"nomination": dossier, "by": secretary, "now": clock.now()}
    make.check(dossier, secretary, doubts=[("category", Outcome.UNCLEAR)])
    with pytest.raises(errors.DomainError) as caught:
        checking.find_ineligible(reason="Không phù hợp.", **act)
    assert caught.value.field == "to"
    make.check(dossier, secretary, doubts=[("category", Outcome.FAIL)])
    with pytest.raises(errors.DomainError) as caught:
        checking.find_ineligible(reason=" ", **act)
    assert caught.value.field == "reason"
    moved = checking.find_ineligible(reason="Không phù hợp.", **act)
    assert moved.state == NominationState.INELIGIBLE
    assert [body["result"] for body in entries(LedgerKind.SCREENING)] == ["fail"]
    assert "Không phù hợp." in OutgoingMail.objects.get(kind="awards/emails/dossier_screened").text


def test_others_and_other_phases_check_nothing(site: Site, world: dict[str, Any], dossier: Nomination) -> None:
    EditionSecretary.objects.create(award_key=dossier.award_key, user=world["secretary"])
    act: dict[str, Any] = {"nomination": dossier, "key": "category", "outcome": Outcome.PASS, "note": ""}
    for other in (world["person"], factory.make_secretary(site)):
        with pytest.raises(errors.NotAllowedError):
            checking.save_check(by=other, now=clock.now(), **act)
        with pytest.raises(errors.NotAllowedError):
            checking.find_eligible(nomination=dossier, by=other, now=clock.now())
    make.eligible(dossier, world["secretary"])
    AwardEdition.objects.filter(award_key=dossier.award_key).update(state=EditionState.SCORING)
    with pytest.raises(errors.DomainError):
        checking.save_check(by=world["secretary"], now=clock.now(), **act)


def test_the_check_is_not_left_while_a_dossier_is_undecided(world: dict[str, Any], dossier: Nomination) -> None:
    with pytest.raises(errors.DomainError) as caught:
        leave(world["page"], world["secretary"])
    assert caught.value.field == "to"
    make.send_back(dossier, world["secretary"], "basics")
    with pytest.raises(errors.DomainError):
        leave(world["page"], world["secretary"])
    handing_in.withdraw_dossier(nomination=dossier, by=world["person"], now=clock.now())
    assert leave(world["page"], world["secretary"]).state == EditionState.SCORING


@pytest.mark.parametrize("to", [NominationState.ELIGIBLE, NominationState.INELIGIBLE, NominationState.WITHDRAWN])
def test_the_old_way_of_moving_is_in_the_log_too(dossier: Nomination, secretary: User, to: NominationState) -> None:
    nominations.move_nomination(nomination=dossier, to=to, by=secretary, now=clock.now(), reason="Vì hồ sơ.")
    kind = LedgerKind.WITHDRAWAL if to is NominationState.WITHDRAWN else LedgerKind.SCREENING
    dossier.refresh_from_db()
    assert [body["dossier"] for body in entries(kind)] == [dossier.alias]


def test_taken_back_after_it_was_eligible_is_in_the_log_until_the_decision(
    world: dict[str, Any], dossier: Nomination, secretary: User
) -> None:
    make.eligible(dossier, secretary)
    with transaction.atomic():
        handing_in.withdraw_dossier(nomination=dossier, by=world["person"], now=clock.now())
        assert len(entries(LedgerKind.WITHDRAWAL)) == 1
        transaction.set_rollback(True)
    dossier.refresh_from_db()
    body = {"category": dossier.category_code, "ranking": [{"rank": 1, "dossier": dossier.alias}]}
    ledger_domain.append(award_key=dossier.award_key, kind=LedgerKind.DECISION, body=body, now=clock.now())
    with pytest.raises(errors.DomainError):
        handing_in.withdraw_dossier(nomination=dossier, by=world["person"], now=clock.now())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE awards_screeningcheck SET outcome = 'fail', note = ''",
        "UPDATE awards_screeningcheck SET round = 3",
        "UPDATE awards_screeningcheck SET key = 'same'",
    ],
)
def test_the_database_keeps_the_rules_too(dossier: Nomination, secretary: User, statement: str) -> None:
    make.check(dossier, secretary)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_was_said_of_a_rule_stays_with_it_when_an_amendment_puts_another_before_it(
    dossier: Nomination, secretary: User
) -> None:
    call = calls.find(dossier.award_key)
    assert call is not None
    first, *others = call.rules.eligibility.vi.splitlines()
    act: dict[str, Any] = {"nomination": dossier, "by": secretary, "now": clock.now()}
    for line, outcome in ((first, Outcome.FAIL), *((line, Outcome.PASS) for line in others)):
        checking.save_check(key=rules.key_of(line.strip()), outcome=outcome, note="Ngoài tỉnh.", **act)

    def amended(*lines: str) -> queries.Desk:
        amending.amend_edition(
            award_key=dossier.award_key,
            changes={"eligibility.vi": "\n".join(lines)},
            reason="Quyết định sửa đổi.",
            legal_basis="Quyết định 9/QĐ-UBND",
            by=secretary,
            now=clock.now(),
        )
        found = queries.desk(dossier.award_key, dossier.public_id)
        assert found is not None
        return found

    desk = amended("Có xác nhận của xã.", first, *others)
    said = {row.title: row.check.outcome if row.check else None for row in desk.rules[: 2 + len(others)]}
    assert said == {"Có xác nhận của xã.": None, first.strip(): Outcome.FAIL, **{one.strip(): "pass" for one in others}}
    assert desk.dropped == ()
    with pytest.raises(errors.DomainError):
        checking.find_eligible(nomination=dossier, by=secretary, now=clock.now())
    desk = amended("Có xác nhận của xã.", *others)
    ((title, check),) = desk.dropped
    assert (title, check.outcome, check.note) == (first.strip(), Outcome.FAIL, "Ngoài tỉnh.")
    twice = amended("Có xác nhận của xã.", "Có xác nhận của xã.")
    assert len({row.rule.key for row in twice.rules}) == len(twice.rules)
