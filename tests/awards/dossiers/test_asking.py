"""People who are asked: a nominee's yes hands in, a no makes a draft again; co-authors sign in with the address asked."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from awards.domain import nominations
from awards.dossiers.domain import asking, handing_in
from awards.dossiers.enums import MemberRole, MemberState
from awards.enums import NominationState
from awards.models import AwardPage, DossierMember, Nomination
from portal.accounts.models import User
from portal.kernel import clock, errors
from portal.mail.models import OutgoingMail
from portal.operations import db_clock
from tests import worlds
from tests.factories import awards as factory
from tests.factories import dossiers as make
from tests.factories import exhibitors

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@worlds.standing
def world(site: Site) -> dict[str, Any]:
    secretary = factory.make_secretary(site)
    page = factory.make_open(site, secretary)
    lead = exhibitors.make_person(full_name="Trần Thị Người Viết")
    draft = make.start(page, lead, nominee_name="Lê Được Đề Cử", nominee_email="de-cu@example.org")
    return {"page": page, "secretary": secretary, "lead": lead, "draft": make.complete(page, draft, lead)}


@pytest.fixture
def lead(world: dict[str, Any]) -> User:
    return world["lead"]


@pytest.fixture
def draft(world: dict[str, Any]) -> Nomination:
    return world["draft"]


def link() -> str:
    text = OutgoingMail.objects.order_by("-pk")[0].text
    found = re.search(r"https?://[^/\s]+(/\S+)", text[text.index("loi-moi") - 200 :])
    assert found is not None
    return found.group(1)


def ask(draft: Nomination, lead: User) -> str:
    handing_in.submit_dossier(nomination=draft, by=lead)
    draft.refresh_from_db()
    assert (draft.state, draft.submitted_at) == (NominationState.AWAITING, None)
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.recipient) == ("awards/emails/dossier_nominee", "de-cu@example.org")
    return link()


def test_the_nominees_yes_hands_in_without_an_account(draft: Nomination, lead: User) -> None:
    url = ask(draft, lead)
    reader = Client()
    shown = reader.get(url).content.decode()
    assert "Có số liệu." in shown
    assert asking.consent_words()[:30] in shown
    again = reader.post(url, {"answer": "accept"})
    assert again.status_code == 200
    assert again.context["form"].errors["agree"]
    assert reader.post(url, {"answer": "accept", "agree": "on"}).status_code == 200
    draft.refresh_from_db()
    assert draft.state == NominationState.SUBMITTED
    assert draft.nominee_consented_at == draft.submitted_at is not None
    nominee = DossierMember.objects.get(role=MemberRole.NOMINEE)
    assert (nominee.state, nominee.user, nominee.consent) == (MemberState.ACCEPTED, None, asking.consent_words())
    receipts = OutgoingMail.objects.filter(kind="awards/emails/dossier_received")
    assert set(receipts.values_list("recipient", flat=True)) == {lead.email, "de-cu@example.org"}
    assert reader.get(url).status_code == 404


def test_a_nominee_who_is_signed_in_gets_the_receipt_too(draft: Nomination, lead: User) -> None:
    handing_in.submit_dossier(nomination=draft, by=lead)
    nominee = DossierMember.objects.get(role=MemberRole.NOMINEE)
    asking.accept(member=nominee, by=exhibitors.make_person("de-cu@example.org"), consent="Tôi đồng ý.")
    receipts = {mail.recipient: mail for mail in OutgoingMail.objects.filter(kind="awards/emails/dossier_received")}
    assert set(receipts) == {lead.email, "de-cu@example.org"}
    # Whoever is only nominated has no page of it.
    address = f"/ho-so/{draft.public_id}"
    assert [address in receipts[email].text for email in (lead.email, "de-cu@example.org")] == [True, False]


def test_what_the_secretariat_takes_back_asks_nobody_any_more(
    world: dict[str, Any], draft: Nomination, lead: User
) -> None:
    asking.invite_co_author(nomination=draft, email="ban@example.org", by=lead, now=clock.now())
    url = link()
    Nomination.objects.filter(pk=draft.pk).update(nominee_email="")
    handing_in.submit_dossier(nomination=draft, by=lead)
    nominations.move_nomination(
        nomination=draft, to=NominationState.WITHDRAWN, by=world["secretary"], now=clock.now(), reason="Xin rút."
    )
    assert DossierMember.objects.get(role=MemberRole.CO_AUTHOR).state == MemberState.REMOVED
    assert Client().get(url).status_code == 404


def test_the_nominees_no_makes_a_draft_again(draft: Nomination, lead: User) -> None:
    url = ask(draft, lead)
    assert Client().post(url, {"answer": "decline"}).status_code == 200
    draft.refresh_from_db()
    assert draft.state == NominationState.DRAFT
    assert OutgoingMail.objects.filter(kind="awards/emails/dossier_declined", recipient=lead.email).exists()
    assert Client().get(url).status_code == 404


def test_what_is_taken_up_again_ends_the_link(draft: Nomination, lead: User) -> None:
    url = ask(draft, lead)
    handing_in.take_up_again(nomination=draft, by=lead, now=clock.now())
    assert Client().get(url).status_code == 404
    handing_in.submit_dossier(nomination=draft, by=lead)
    assert Client().get(link()).status_code == 200


def test_the_nominee_is_held_to_the_same_last_second(
    world: dict[str, Any], draft: Nomination, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(draft, lead)
    member = DossierMember.objects.get(role=MemberRole.NOMINEE)
    ends = make.ends_of(world["page"])
    monkeypatch.setattr(db_clock, "now", lambda: ends)
    with pytest.raises(errors.DomainError):
        asking.accept(member=member, by=AnonymousUser(), consent="Có.")
    monkeypatch.setattr(db_clock, "now", lambda: ends - timedelta(microseconds=1))
    asking.accept(member=member, by=AnonymousUser(), consent="Có.")
    draft.refresh_from_db()
    assert draft.state == NominationState.SUBMITTED


def test_a_co_author_joins_with_the_address_that_was_asked(draft: Nomination, lead: User) -> None:
    friend, other = exhibitors.make_person(), exhibitors.make_person()
    member = asking.invite_co_author(nomination=draft, email=friend.email.upper(), by=lead, now=clock.now())
    url = link()
    assert Client().get(url).status_code == 200
    with pytest.raises(errors.NotAllowedError):
        asking.accept(member=member, by=other)
    with pytest.raises(errors.DomainError) as caught:
        asking.invite_co_author(nomination=draft, email=friend.email, by=lead, now=clock.now())
    assert caught.value.field == "email"
    client = Client()
    client.force_login(friend, backend=BACKEND)
    assert client.post(url, {"answer": "accept"}).status_code == 302
    page = reverse("awards:dossier", args=[draft.public_id])
    assert client.get(page).status_code == 200
    with pytest.raises(errors.NotAllowedError):
        handing_in.submit_dossier(nomination=draft, by=friend)
    with pytest.raises(errors.NotAllowedError):
        asking.invite_co_author(nomination=draft, email="x@example.org", by=friend, now=clock.now())
    asking.remove_co_author(nomination=draft, pk=member.pk, by=lead, now=clock.now())
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("email", ["", "not an address", "a@b"])
def test_a_bad_address_is_told_beside_the_field(draft: Nomination, lead: User, email: str) -> None:
    client = Client()
    client.force_login(lead, backend=BACKEND)
    answer = client.post(reverse("awards:dossier-people", args=[draft.public_id]), {"email": email})
    assert answer.status_code == 200
    assert answer.context["form"].errors["email"]
    assert not OutgoingMail.objects.exists()


def test_nobody_floods_mailboxes(draft: Nomination, lead: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_A_DAY", 1)
    first = asking.invite_co_author(nomination=draft, email="a@example.org", by=lead, now=clock.now())
    asking.remove_co_author(nomination=draft, pk=first.pk, by=lead, now=clock.now())
    with pytest.raises(errors.LimitReachedError):
        asking.invite_co_author(nomination=draft, email="b@example.org", by=lead, now=clock.now())


def test_a_page_in_both_languages(world: dict[str, Any], draft: Nomination, lead: User) -> None:
    url = ask(draft, lead)
    secret = url.rstrip("/").rpartition("/")[2]
    english = Client().get(f"/en/awards/dossiers/asked/{secret}/")
    assert english.status_code == 200
    assert "You are nominated" in english.content.decode()
    assert AwardPage.objects.filter(translation_key=world["page"].translation_key).count() == 2
