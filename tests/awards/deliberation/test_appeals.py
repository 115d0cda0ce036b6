"""Appeals on procedure: who may file them and when, who handles them, and what they keep an edition from."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from awards.deliberation import parts
from awards.deliberation.domain import appeals
from awards.deliberation.enums import AppealGround, CaseState
from awards.editions.domain import steps
from awards.editions.enums import EditionState
from awards.enums import PhaseKind
from awards.models import Appeal, EditionStep
from portal.accounts.models import User
from portal.kernel import errors
from portal.mail.models import OutgoingMail
from tests.factories import awards as factory
from tests.factories import deliberation as make
from tests.factories import exhibitors
from tests.factories.deliberation import Council

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(listed: Council) -> Council:
    make.decide(listed)
    make.leave(listed, EditionState.DECIDED, PhaseKind.DECISION)
    return listed


def lead(council: Council, place: int) -> User:
    member = council.dossiers[place].members.get()
    assert member.user is not None
    return member.user


def appeal(council: Council, place: int = 3, **values: Any) -> Appeal:
    return appeals.file_appeal(
        **{
            "nomination": council.dossiers[place],
            "ground": AppealGround.QUORUM,
            "words": "Cuộc họp thiếu người.",
            "by": lead(council, place),
            "now": council.begins(PhaseKind.APPEAL) + timedelta(hours=1),
            **values,
        }
    )


def test_entrants_appeal_within_the_time_and_once_at_a_time(decided: Council) -> None:
    starts = decided.begins(PhaseKind.APPEAL)
    end = appeals.until(decided.rules, decided.key)
    assert end is not None
    for values in ({"now": starts - timedelta(microseconds=1)}, {"now": end}, {"words": ""}):
        with pytest.raises(errors.DomainError):
            appeal(decided, **values)
    for person in (decided.secretary, lead(decided, 0), exhibitors.make_person()):
        with pytest.raises(errors.NotAllowedError):
            appeal(decided, by=person)
    appeal(decided, now=end - timedelta(microseconds=1))
    with pytest.raises(errors.DomainError):
        appeal(decided)
    assert OutgoingMail.objects.filter(kind="awards/emails/appeal_received").count() == 1


def test_another_officer_handles_it_and_nobody_else(site: Site, decided: Council) -> None:
    made = appeal(decided)
    deed = {"appeal": made, "by": decided.secretary, "now": decided.later}
    officer, juror = factory.make_secretary(site), decided.jurors[0].user
    assert juror is not None
    juror.groups.set(officer.groups.all())
    juror = User.objects.get(pk=juror.pk)
    entrant = User.objects.get(pk=lead(decided, 1).pk)
    entrant.groups.set(officer.groups.all())
    entrant = User.objects.get(pk=entrant.pk)
    for person in (decided.secretary, juror, entrant, exhibitors.make_person()):
        with pytest.raises(errors.DomainError) as caught:
            appeals.assign(officer=person, **deed)
        assert caught.value.field == "officer"
        assert person not in parts.officers(decided.key)
    assert list(parts.officers(decided.key)) == [officer]
    with pytest.raises(errors.IllegalMoveError):
        appeals.answer(
            appeal=_given(made, officer), result=CaseState.REJECTED, outcome="x", by=officer, now=decided.later
        )
    appeals.assign(officer=officer, **deed)
    with pytest.raises(errors.DomainError):
        make.leave(decided, EditionState.CLOSED, PhaseKind.CEREMONY)
    said = {"appeal": made, "now": decided.later}
    with pytest.raises(errors.NotAllowedError):
        appeals.answer(result=CaseState.REJECTED, outcome="Không.", by=decided.secretary, **said)
    for values, field in (
        ({"result": CaseState.REJECTED, "outcome": " "}, "outcome"),
        ({"result": CaseState.UPHELD, "outcome": "Đúng."}, "follows"),
    ):
        with pytest.raises(errors.DomainError) as refused:
            appeals.answer(by=officer, **said, **values)  # type: ignore[arg-type]  # cases of different shape
        assert refused.value.field == field
    appeals.answer(
        result=CaseState.UPHELD, outcome="Cuộc họp thiếu người.", follows="Hội đồng họp lại.", by=officer, **said
    )
    assert [body["result"] for body in make.bodies(decided, "appeal")] == ["received", "upheld"]
    assert OutgoingMail.objects.filter(kind="awards/emails/appeal_assigned").count() == 1
    assert OutgoingMail.objects.filter(kind="awards/emails/appeal_answered").count() == 1


def _given(made: Appeal, officer: User) -> Appeal:
    """Give an appeal to an officer behind the domain's back."""
    Appeal.objects.filter(pk=made.pk).update(officer=officer)
    return made


def test_a_part_taken_after_the_assignment_ends_the_officers_right(site: Site, decided: Council) -> None:
    made, officer = appeal(decided), factory.make_secretary(site)
    appeals.assign(appeal=made, officer=officer, by=decided.secretary, now=decided.later)
    EditionStep.objects.create(
        edition_id=EditionStep.objects.values_list("edition", flat=True)[0],
        at=decided.later,
        by=officer,
        from_state=EditionState.OPEN,
        to_state=EditionState.SCREENING,
    )
    with pytest.raises(errors.DomainError):
        appeals.answer(appeal=made, result=CaseState.REJECTED, outcome="Không.", by=officer, now=decided.later)


def test_an_edition_closes_after_its_appeals(decided: Council) -> None:
    made = appeal(decided)
    end = appeals.until(decided.rules, decided.key)
    assert end is not None
    closing = {"award_key": decided.key, "to": EditionState.CLOSED, "by": decided.secretary}
    with pytest.raises(errors.DomainError):
        steps.move_edition(now=end, **closing)
    with pytest.raises(errors.NotAllowedError):
        appeals.withdraw(appeal=made, by=decided.secretary, now=end)
    appeals.withdraw(appeal=made, by=lead(decided, 3), now=end)
    assert steps.move_edition(now=end, **closing).state == EditionState.CLOSED


def test_a_late_decision_leaves_the_promised_time_for_appeals(listed: Council) -> None:
    phase = listed.rules.phase(PhaseKind.APPEAL)
    assert phase is not None
    late = phase.ends - timedelta(days=1)
    make.decide(listed, now=late)
    listed.set_state(EditionState.DECIDED)
    with pytest.raises(errors.DomainError):
        steps.move_edition(award_key=listed.key, to=EditionState.CLOSED, by=listed.secretary, now=phase.ends)
    assert appeal(listed, now=phase.ends + timedelta(hours=1)).state == CaseState.RECEIVED


def test_the_officers_first_page_of_the_admin_names_what_waits(site: Site, decided: Council, client: Client) -> None:
    made, officer = appeal(decided), factory.make_secretary(site)
    address = reverse("awards-appeal", args=[decided.key, made.public_id])

    def first_page(person: User) -> str:
        client.force_login(person)
        return client.get("/admin/").content.decode()

    assert address not in first_page(officer)
    appeals.assign(appeal=made, officer=officer, by=decided.secretary, now=decided.later)
    assert address in first_page(officer)
    assert address not in first_page(decided.secretary)
    appeals.answer(
        appeal=made, result=CaseState.REJECTED, outcome="Không.", by=officer, now=decided.later + timedelta(minutes=1)
    )
    assert address not in first_page(officer)
