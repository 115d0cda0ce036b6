"""Asking to join an organisation: the rules, what is told to whom, and the pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from exhibitors import queries
from exhibitors.domain import closing
from exhibitors.domain import invitation as invitations
from exhibitors.domain import join_request as joining
from exhibitors.enums import JoinRequestState, LogAction, MemberRole, VerificationState
from exhibitors.models import JoinRequest, Membership, Organisation
from portal.kernel import clock, errors, limits
from tests.factories import exhibitors as factories
from tests.factories.exhibitors import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

CODE = "0314409058"
JOIN = "/ban-lam-viec/tham-gia/"


def ask(organisation: Organisation, person: Any = None, **values: Any) -> JoinRequest:
    given = {"by": person or factories.make_person(), "by_name": True, "now": NOON} | values
    return joining.ask_to_join(organisation=organisation, **given)


def accept(request: JoinRequest, **values: Any) -> Membership:
    given = {"role": MemberRole.EDITOR, "by": factories.owner_of(request.organisation), "now": NOON} | values
    return joining.accept_request(request=request, **given)


def test_request_is_mailed_to_every_owner_in_their_language() -> None:
    organisation = factories.make_organisation(name="Suối Ngân", name_en="Silver Brook")
    english = factories.make_member(organisation, MemberRole.OWNER, factories.make_person(language="en"))
    factories.make_member(organisation, MemberRole.EDITOR)
    person = factories.make_person(full_name="Đỗ Thị Hỏi")
    made = ask(organisation, person, note="Tôi phụ trách gian hàng.")
    assert {message.to[0] for message in mail.outbox} == {factories.owner_of(organisation).email, english.user.email}
    by_address = {message.to[0]: message for message in mail.outbox}
    letter = by_address[english.user.email]
    assert "asks to join Silver Brook" in letter.subject
    assert f"/en/desk/organisation/{organisation.slug}/members/" in letter.body
    assert "Tôi phụ trách gian hàng." in letter.body
    assert person.email in letter.body
    assert made.expires_at == NOON + joining.VALID_FOR
    assert organisation.log.first().action == LogAction.JOIN_ASKED


def test_asking_twice_returns_the_first_request() -> None:
    organisation, person = factories.make_organisation(), factories.make_person()
    assert ask(organisation, person) == ask(organisation, person)
    assert len(mail.outbox) == 1


def test_asking_again_with_other_words_brings_them_to_the_owners_without_a_second_mail() -> None:
    organisation, person = factories.make_organisation(), factories.make_person()
    ask(organisation, person, note="Lời đầu")
    assert ask(organisation, person, note="Lời sau").note == "Lời sau"
    assert ask(organisation, person).note == "Lời sau"
    assert JoinRequest.objects.get().note == "Lời sau"
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("state", [VerificationState.VERIFIED, VerificationState.SUSPENDED])
@pytest.mark.parametrize("by_name_before", [True, False, None])
def test_asking_again_by_code_is_answered_as_the_first_time(
    client: Client, state: VerificationState, by_name_before: bool | None
) -> None:
    """Whatever was asked before, and by which way, the answer is that of a first request and names nobody."""
    organisation, person = (
        factories.make_organisation(name="Bí Mật", tax_code=CODE, state=state),
        factories.make_person(),
    )
    if by_name_before is not None:
        ask(organisation, person, by_name=by_name_before, now=clock.now())
    mails = len(mail.outbox)
    client.force_login(person)
    answer = client.post(JOIN, {"tax_code": CODE, "note": ""})
    assert answer.status_code == 302
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert "Bí Mật" not in said[0]
    assert "9058" in said[0]
    assert len(mail.outbox) - mails == (1 if by_name_before is None else 0)
    assert JoinRequest.objects.count() == 1


def test_asking_by_profile_after_by_code_tells_nothing_of_the_code(client: Client) -> None:
    organisation, person = factories.make_organisation(name="Tên Công Khai", tax_code=CODE), factories.make_person()
    ask(organisation, person, by_name=False, now=clock.now())
    client.force_login(person)
    answer = client.post(f"{JOIN}{organisation.slug}/", {"note": ""})
    said = " ".join(str(message) for message in get_messages(answer.wsgi_request))
    assert "Tên Công Khai" in said
    assert "9058" not in said


def test_owner_lets_the_person_in_with_a_role() -> None:
    organisation, person = factories.make_organisation(), factories.make_person()
    membership = accept(ask(organisation, person), role=MemberRole.VIEWER)
    assert (membership.user, membership.role) == (person, MemberRole.VIEWER)
    assert queries.current_organisation(person) == organisation
    assert mail.outbox[-1].to == [person.email]
    assert organisation.name in mail.outbox[-1].body
    assert organisation.log.first().action == LogAction.JOINED


@pytest.mark.parametrize("end", ["accept", "decline", "withdraw", "expire", "late"])
def test_request_is_answered_once_and_in_time(end: str) -> None:
    organisation, person = factories.make_organisation(), factories.make_person()
    request, owner, now = ask(organisation, person), factories.owner_of(organisation), NOON
    if end == "accept":
        accept(request)
    elif end == "decline":
        joining.decline_request(request=request, by=owner, now=NOON)
    elif end == "withdraw":
        joining.withdraw_request(request=request, by=person, now=NOON)
    elif end == "expire":
        assert joining.expire_requests(now=request.expires_at) == 1
        assert mail.outbox[-1].to == [person.email]
    else:
        now = request.expires_at
    before = Membership.objects.count()
    for answer in (
        lambda: accept(request, now=now),
        lambda: joining.decline_request(request=request, by=owner, now=now),
    ):
        with pytest.raises(errors.IllegalMoveError):
            answer()
    assert Membership.objects.count() == before


@pytest.mark.parametrize("role", [None, MemberRole.VIEWER, MemberRole.EDITOR])
def test_only_owners_answer(role: MemberRole | None) -> None:
    organisation, other = factories.make_organisation(), factories.make_person()
    if role:
        factories.make_member(organisation, role, other)
    request = ask(organisation)
    for answer in (
        lambda: accept(request, by=other),
        lambda: joining.decline_request(request=request, by=other, now=NOON),
    ):
        with pytest.raises(errors.NotAllowedError):
            answer()
    with pytest.raises(errors.NotAllowedError):
        joining.withdraw_request(request=request, by=other, now=NOON)


def test_members_cannot_ask() -> None:
    organisation = factories.make_organisation()
    with pytest.raises(errors.DomainError):
        ask(organisation, factories.owner_of(organisation))


def test_declined_person_rests_before_asking_again() -> None:
    organisation, person = factories.make_organisation(), factories.make_person()
    joining.decline_request(request=ask(organisation, person), by=factories.owner_of(organisation), now=NOON)
    with pytest.raises(errors.LimitReachedError):
        ask(organisation, person, now=NOON + joining.REST_AFTER_NO - timedelta(seconds=1))
    assert ask(organisation, person, now=NOON + joining.REST_AFTER_NO).state == JoinRequestState.PENDING


def test_requests_are_limited_while_they_wait_and_by_day() -> None:
    person = factories.make_person()
    waiting = [ask(factories.make_organisation(), person) for _number in range(joining.MOST_WAITING)]
    with pytest.raises(errors.LimitReachedError):
        ask(factories.make_organisation(), person)
    for request in waiting:
        joining.withdraw_request(request=request, by=person, now=NOON)
    for _number in range(joining.MOST_A_DAY - joining.MOST_WAITING):
        joining.withdraw_request(request=ask(factories.make_organisation(), person), by=person, now=NOON)
    with pytest.raises(errors.LimitReachedError):
        ask(factories.make_organisation(), person)
    assert ask(factories.make_organisation(), person, now=NOON + timedelta(days=1, seconds=1))


def test_request_that_ran_out_makes_room_for_a_new_one() -> None:
    organisation, person = factories.make_organisation(), factories.make_person()
    first = ask(organisation, person)
    second = ask(organisation, person, now=first.expires_at)
    first.refresh_from_db()
    assert (first.state, second.state) == (JoinRequestState.EXPIRED, JoinRequestState.PENDING)


def test_invitation_that_is_accepted_settles_the_request() -> None:
    organisation, person = factories.make_organisation(), factories.make_person()
    request, owner = ask(organisation, person), factories.owner_of(organisation)
    invited = invitations.invite_member(
        organisation=organisation, email=person.email, role=MemberRole.VIEWER, by=owner, now=NOON
    )
    invitations.accept_invitation(invitation=invited, by=person, now=NOON)
    request.refresh_from_db()
    assert request.state == JoinRequestState.ACCEPTED
    assert queries.waiting_requests(organisation, NOON) == []


@pytest.mark.parametrize("state", [VerificationState.SUSPENDED, VerificationState.CLOSED])
def test_hidden_organisation_takes_requests_and_lets_nobody_in(state: VerificationState) -> None:
    organisation = factories.make_organisation(state=state)
    request = ask(organisation, by_name=False)
    with pytest.raises(errors.NotAllowedError):
        accept(request)
    joining.decline_request(request=request, by=factories.owner_of(organisation), now=NOON)


def test_mails_to_who_asked_by_code_name_nothing() -> None:
    organisation = factories.make_organisation(name="Bí Mật", tax_code="001085012345")
    person = factories.make_person()
    request = ask(organisation, person, by_name=False)
    mail.outbox.clear()
    joining.decline_request(request=request, by=factories.owner_of(organisation), now=NOON)
    joining.expire_requests(now=NOON + timedelta(days=90))
    for message in mail.outbox:
        assert message.to == [person.email]
        assert "Bí Mật" not in message.body + message.subject + message.alternatives[0][0]
        assert "001085012345" not in message.body
        assert "2345" in message.body


@pytest.mark.parametrize(
    "change", ["state = 'lost'", "state = 'accepted'", "answered_at = created_at", "expires_at = created_at"]
)
def test_request_row_stays_sound(change: str) -> None:
    request = ask(factories.make_organisation())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE exhibitors_joinrequest SET {change} WHERE id = %s", [request.pk])


def test_one_request_of_a_person_waits_at_an_organisation() -> None:
    organisation, person = factories.make_organisation(), factories.make_person()
    first = ask(organisation, person)
    joining.withdraw_request(request=first, by=person, now=NOON)
    ask(organisation, person)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE exhibitors_joinrequest SET state = 'pending', answered_at = NULL WHERE id = %s", [first.pk]
        )


@pytest.mark.parametrize("state", list(VerificationState))
def test_taken_code_answers_the_same_whatever_is_behind_it(client: Client, state: VerificationState) -> None:
    """Public, refused, suspended and closed organisations cannot be told apart by who types their code."""
    organisation = factories.make_organisation(name="Bí Mật", tax_code=CODE, summary="Nước suối.", state=state)
    owner = factories.owner_of(organisation)
    person = factories.make_person()
    client.force_login(person)
    form = {"name": "X", "kind": "enterprise", "country": "VN", "tax_code": CODE}
    making = client.post("/ban-lam-viec/to-chuc-moi/", form)
    assert making.status_code == 200
    assert reverse("exhibitors:join") in making.content.decode()
    asking = client.post(JOIN, {"tax_code": f"{CODE[:3]} {CODE[3:]}", "note": ""}, follow=True)
    assert asking.redirect_chain[-1][0] == "/ban-lam-viec/"
    desk = client.get("/ban-lam-viec/")
    for response in (making, asking, desk):
        page = response.content.decode()
        for words in ("Bí Mật", organisation.slug, "Nước suối.", owner.full_name, owner.email):
            assert words not in page, words
    assert "9058" in desk.content.decode()
    assert JoinRequest.objects.get().by_name is False


@pytest.mark.parametrize(
    ("state", "status"), [("unverified", 200), ("verified", 200), ("refused", 404), ("suspended", 404), ("closed", 404)]
)
def test_public_organisations_are_asked_by_name_and_hidden_ones_are_not_found(
    client: Client, state: str, status: int
) -> None:
    organisation = factories.make_organisation(name="Tên", state=VerificationState(state))
    client.force_login(factories.make_person())
    assert client.get(f"{JOIN}{organisation.slug}/").status_code == status
    assert client.post(f"{JOIN}{organisation.slug}/", {"note": ""}).status_code == (302 if status == 200 else 404)
    assert JoinRequest.objects.exists() is (status == 200)


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "mã số thuế"), ("123", "chữ số"), ("0314409059", "số kiểm tra"), ("0121000011", "Chưa có tổ chức")],
)
def test_code_that_leads_nowhere_is_explained_and_kept(client: Client, typed: str, words: str) -> None:
    client.force_login(factories.make_person())
    response = client.post(JOIN, {"tax_code": typed, "note": "Giữ lời này"})
    assert response.status_code == 200
    assert words.lower() in str(response.context["form"].errors["tax_code"]).lower()
    assert "Giữ lời này" in response.content.decode()


def test_trying_codes_one_after_another_is_slowed_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PER_CONNECTION", 3)
    factories.make_organisation(tax_code=CODE)
    client.force_login(factories.make_person())
    for _number in range(3):
        client.post(JOIN, {"tax_code": "0121000011"})
    assert client.post(JOIN, {"tax_code": CODE}).context["form"].errors["__all__"]
    assert not JoinRequest.objects.exists()


@pytest.mark.parametrize("page", ["profile", "new"])
def test_trying_codes_in_other_forms_is_slowed_down_too(
    client: Client, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setattr(limits, "PER_CONNECTION", 3)
    factories.make_organisation(tax_code=CODE)
    own = factories.make_organisation(name="Của tôi")
    client.force_login(factories.owner_of(own))
    new = {"name": "Một tổ chức khác", "kind": "enterprise", "country": "VN", "tax_code": CODE}
    address = (
        reverse("exhibitors:profile-edit", args=[own.slug])
        if page == "profile"
        else reverse("exhibitors:organisation-new")
    )
    for _number in range(3):
        assert "tax_code" in client.post(address, new).context["form"].errors
    slowed = client.post(address, new).context["form"].errors
    assert list(slowed) == ["__all__"]
    assert client.post(address, new | {"tax_code": ""}).status_code == 302


def test_owner_answers_on_the_page_of_members(client: Client) -> None:
    organisation = factories.make_organisation()
    first, second = factories.make_person(full_name="Người Được"), factories.make_person(full_name="Người Không")
    requests = [ask(organisation, person, now=clock.now()) for person in (first, second)]
    client.force_login(factories.owner_of(organisation))
    desk = client.get("/ban-lam-viec/")
    assert [row.title for row in desk.context["waiting"]][:2] == [
        "Người Được xin tham gia",
        "Người Không xin tham gia",
    ]
    members = f"/ban-lam-viec/to-chuc/{organisation.slug}/thanh-vien/"
    assert "Người Được" in client.get(members).content.decode()
    answer = f"/ban-lam-viec/to-chuc/{organisation.slug}/yeu-cau/"
    client.post(f"{answer}{requests[0].pk}/", {"answer": "accept", "role": "editor"})
    client.post(f"{answer}{requests[1].pk}/", {"answer": "decline"})
    assert client.post(f"{answer}{requests[1].pk}/", {"answer": "perhaps"}).status_code == 404
    assert set(organisation.memberships.values_list("user__full_name", "role")) >= {("Người Được", "editor")}
    assert not Membership.objects.filter(user=second).exists()


@pytest.mark.parametrize("role", ["", "king"])
def test_answer_without_a_role_lets_nobody_in(client: Client, role: str) -> None:
    organisation = factories.make_organisation()
    request = ask(organisation, now=clock.now())
    client.force_login(factories.owner_of(organisation))
    address = f"/ban-lam-viec/to-chuc/{organisation.slug}/yeu-cau/{request.pk}/"
    assert client.post(address, {"answer": "accept", "role": role}).status_code == 302
    assert organisation.memberships.count() == 1


def test_editors_and_viewers_do_not_see_who_asks(client: Client) -> None:
    organisation = factories.make_organisation()
    ask(organisation, factories.make_person(full_name="Người Hỏi Kín"), now=clock.now())
    for role in (MemberRole.EDITOR, MemberRole.VIEWER):
        client.force_login(factories.make_member(organisation, role).user)
        for address in ("/ban-lam-viec/", f"/ban-lam-viec/to-chuc/{organisation.slug}/thanh-vien/"):
            assert "Người Hỏi Kín" not in client.get(address).content.decode()


def test_closed_organisation_shows_owners_only_how_to_decline(client: Client) -> None:
    organisation = factories.make_organisation()
    ask(organisation, now=clock.now())
    owner = factories.owner_of(organisation)
    closing.close(organisation=organisation, by=owner, now=clock.now())
    client.force_login(owner)
    page = client.get(f"/ban-lam-viec/to-chuc/{organisation.slug}/thanh-vien/").content.decode()
    assert 'value="decline"' in page
    assert 'value="accept"' not in page
