"""What officers decide: legal moves only, reasons, mails."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail

from exhibitors.domain import verification
from exhibitors.enums import VERIFICATION_MOVES, LogAction, MemberRole, VerificationState
from exhibitors.models import Organisation
from portal.kernel import errors
from tests.factories import exhibitors as factories
from tests.factories.exhibitors import NOON

pytestmark = pytest.mark.django_db

DECISIONS: dict[str, tuple[Callable[..., Organisation], VerificationState, dict[str, Any]]] = {
    "verify": (verification.verify, VerificationState.VERIFIED, {}),
    "refuse": (verification.refuse, VerificationState.REFUSED, {"reason": "Thiếu giấy tờ"}),
    "suspend": (verification.suspend, VerificationState.SUSPENDED, {"reason": "Sai sự thật"}),
    "restore": (verification.restore, VerificationState.UNVERIFIED, {}),
}


@pytest.mark.parametrize("state", VerificationState)
@pytest.mark.parametrize("code", DECISIONS)
def test_decision_follows_the_table_of_moves(state: VerificationState, code: str) -> None:
    decide, target, extra = DECISIONS[code]
    organisation = factories.make_organisation(state=state)
    legal = VERIFICATION_MOVES.allows(state, target) and (code != "restore" or state == VerificationState.SUSPENDED)
    if not legal:
        with pytest.raises(errors.IllegalMoveError):
            decide(organisation=organisation, by=factories.make_officer(), now=NOON, **extra)
        organisation.refresh_from_db()
        assert organisation.state == state
        return
    decided = decide(organisation=organisation, by=factories.make_officer(), now=NOON, **extra)
    assert decided.state == target
    assert decided.state_reason == extra.get("reason", "")


@pytest.mark.parametrize("code", DECISIONS)
def test_decision_by_others_is_refused(code: str) -> None:
    decide, _target, extra = DECISIONS[code]
    organisation = factories.make_organisation()
    with pytest.raises(errors.NotAllowedError):
        decide(organisation=organisation, by=factories.owner_of(organisation), now=NOON, **extra)


@pytest.mark.parametrize("decide", [verification.refuse, verification.suspend])
def test_refusing_without_a_reason_is_refused(decide: Callable[..., Organisation]) -> None:
    organisation = factories.make_organisation()
    with pytest.raises(errors.DomainError) as caught:
        decide(organisation=organisation, by=factories.make_officer(), now=NOON, reason="  ")
    assert caught.value.field == "reason"


def test_owners_are_told_each_in_their_language() -> None:
    organisation = factories.make_organisation(name="Tên Việt", name_en="English name")
    factories.make_member(organisation, MemberRole.OWNER, factories.make_person(language="en"))
    factories.make_member(organisation, MemberRole.EDITOR)
    verification.refuse(
        organisation=organisation, by=factories.make_officer(), now=NOON, reason="Thiếu giấy phép & con dấu"
    )
    assert len(mail.outbox) == 2
    subjects = {message.subject for message in mail.outbox}
    assert any("Tên Việt" in subject for subject in subjects)
    assert any("English name" in subject for subject in subjects)
    for message in mail.outbox:
        assert "Thiếu giấy phép & con dấu" in message.body
        assert "Thiếu giấy phép &amp; con dấu" in message.alternatives[0][0]


@pytest.mark.parametrize("code", ["verify", "suspend"])
def test_every_decision_has_its_mail(code: str) -> None:
    decide, _target, extra = DECISIONS[code]
    decide(organisation=factories.make_organisation(), by=factories.make_officer(), now=NOON, **extra)
    assert len(mail.outbox) == 1


def test_a_refused_organisation_can_ask_again_and_a_verified_one_cannot() -> None:
    refused = factories.make_organisation(state=VerificationState.REFUSED)
    asked = verification.request_verification(organisation=refused, by=factories.owner_of(refused), now=NOON)
    assert asked.state == VerificationState.UNVERIFIED
    assert asked.log.first().action == LogAction.VERIFICATION_REQUESTED
    verified = factories.make_organisation(state=VerificationState.VERIFIED)
    with pytest.raises(errors.IllegalMoveError):
        verification.request_verification(organisation=verified, by=factories.owner_of(verified), now=NOON)
    with pytest.raises(errors.NotAllowedError):
        verification.request_verification(organisation=refused, by=factories.make_person(), now=NOON)
