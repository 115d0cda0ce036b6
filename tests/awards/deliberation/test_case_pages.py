"""The screens of objections, the decision and appeals."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from awards.deliberation.domain import appeals, objections
from awards.deliberation.enums import AppealGround, CaseState
from awards.enums import NominationState, PhaseKind
from awards.models import (
    Appeal,
    Decision,
    EditionSecretary,
    Nomination,
    Objection,
)
from portal.kernel import clock
from portal.mail.models import OutgoingMail
from tests.awards.deliberation.screens import admin, as_, at
from tests.factories import awards as factory
from tests.factories import deliberation as make
from tests.factories import exhibitors
from tests.factories.deliberation import Council
from tests.forms import sent

pytestmark = pytest.mark.django_db


def test_anybody_objects_and_hears_of_it(listed: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, listed.now)
    public, address = as_(None), reverse("awards:objection", args=[listed.key])
    page = public.get(listed.page.url or "").content.decode()
    assert address in page
    assert listed.dossiers[0].title in page
    form = public.get(address).context["form"]
    typed = {"full_name": "Phạm Dân", "email": "dan@example.org", "text": "Đã có từ 2019.", "nomination": "list"}
    missing = public.post(address, sent(form, **typed))
    assert missing.context["form"].errors["agree"]
    assert "Đã có từ 2019." in missing.content.decode()
    assert public.post(address, sent(form, **typed, agree="on", website="x")).status_code == 302
    assert not Objection.objects.exists()
    assert public.post(address, sent(form, **typed, agree="on")).status_code == 302
    mail = OutgoingMail.objects.get(kind="awards/emails/objection_confirm")
    link = re.search(r"https?://[^/]+(/\S+)", mail.text)
    assert link is not None
    assert public.get(link[1]).status_code == 200
    assert Objection.objects.get().confirmed_at is None
    assert public.post(link[1]).status_code == 200
    assert Objection.objects.get().confirmed_at == listed.now
    assert public.get(link[1][:-5] + "aaaa/").status_code == 404
    content = public.get(listed.page.url or "").content.decode()
    assert "Phạm Dân" not in content
    at(monkeypatch, listed.later)
    assert public.get(address).status_code == 404
    assert address not in public.get(listed.page.url or "").content.decode()


def test_the_secretariat_answers_and_records_the_decision(
    desk: Client, listed: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, listed.now)
    made = objections.file_objection(
        award_key=listed.key,
        nomination=listed.dossiers[1],
        full_name="Phạm Dân",
        email="dan@example.org",
        words="Đã có từ 2019.",
        language="vi",  # type: ignore[arg-type]  # as the record has it
        now=listed.now,
    )
    assert admin("objection", listed, made.public_id) not in desk.get(admin("objections", listed)).content.decode()
    assert desk.get(admin("objection", listed, made.public_id)).status_code == 404
    objections.confirm_objection(objection=made, now=listed.now)
    own = admin("objection", listed, made.public_id)
    assert own in desk.get(admin("objections", listed)).content.decode()
    assert desk.post(own, {"result": "upheld", "answer": "x"}).status_code == 404
    assert desk.post(admin("objection-take-up", listed, made.public_id)).status_code == 302
    empty = desk.post(own, {"result": "upheld", "answer": ""})
    assert empty.context["form"].errors["answer"]
    at(monkeypatch, listed.later)
    assert len(desk.get(admin("decision", listed)).context["missing"]) == 1
    assert desk.post(own, {"result": "rejected", "answer": "Không đúng."}).status_code == 302
    form = desk.get(admin("decision", listed)).context["form"]
    typed = {"number": "12/QĐ-UBND", "decided_on": f"{clock.local(listed.later):%d/%m/%Y}", "issued_by": "UBND tỉnh"}
    bad = desk.post(admin("decision", listed), sent(form, **typed))
    assert bad.context["form"].errors["signed_by"]
    good = sent(form, **typed, signed_by="Nguyễn Văn Ký") | {"file": make.dossiers.pdf()}
    assert desk.post(admin("decision", listed), good).status_code == 302
    assert Decision.objects.get().file is not None
    page = as_(None).get(listed.page.url or "").content.decode()
    assert "12/QĐ-UBND" in page
    assert as_(None).get(reverse("awards:decision-file", args=[listed.key])).status_code == 200
    assert listed.dossiers[0].title in page


def test_an_entrant_appeals_and_another_officer_answers(
    site: Site, client: Client, decided: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = decided.begins(PhaseKind.APPEAL)
    at(monkeypatch, moment)
    nomination = decided.dossiers[3]
    person = nomination.members.get().user
    assert person is not None
    address = reverse("awards:appeal", args=[nomination.public_id])
    own, desk = as_(person), as_(decided.secretary)
    assert address in own.get(reverse("awards:dossier", args=[nomination.public_id])).content.decode()
    unsure = own.post(address, {"text": "Cuộc họp thiếu người."})
    assert unsure.context["form"].errors["ground"]
    assert "Cuộc họp thiếu người." in unsure.content.decode()
    assert own.post(address, {"ground": "quorum", "text": "Cuộc họp thiếu người."}).status_code == 302
    assert own.post(address, {"ground": "quorum", "text": "x"}).status_code == 404
    for stranger in (decided.secretary, decided.dossiers[0].members.get().user, exhibitors.make_person()):
        assert as_(stranger).get(address).status_code == 404
    made, officer = Appeal.objects.get(), factory.make_secretary(site)
    EditionSecretary.objects.create(award_key=decided.key, user=decided.secretary)
    case = admin("appeal", decided, made.public_id)
    assert as_(officer).get(case).status_code == 404
    assert case in desk.get(admin("appeals", decided)).content.decode()
    refused = desk.post(case, {"officer": decided.secretary.pk})
    assert refused.context["assign"].errors["officer"]
    assert desk.post(case, {"officer": officer.pk}).status_code == 302
    theirs = as_(officer)
    assert theirs.get(admin("appeals", decided)).status_code == 404
    shown = theirs.get(case).content.decode()
    assert decided.page.title in shown
    # No way leads to pages that are not theirs.
    assert f'"{reverse("awards-edition", args=[decided.key])}"' not in shown
    assert desk.post(case, {"result": "rejected", "outcome": "x"}).status_code == 404
    assert (
        theirs.post(case, {"result": "upheld", "outcome": "Đúng.", "follows": ""}).context["outcome"].errors["follows"]
    )
    said = {"result": "upheld", "outcome": "Thiếu một thành viên.", "follows": "Họp lại."}
    assert theirs.post(case, said).status_code == 302
    page = client.get(decided.page.url or "").content.decode()
    assert "Thiếu một thành viên." in page
    assert nomination.title not in page
    assert "Thiếu một thành viên." in own.get(address).content.decode()


@pytest.mark.parametrize("state", [NominationState.DRAFT, NominationState.WITHDRAWN])
def test_who_took_no_part_is_offered_no_appeal(decided: Council, state: NominationState) -> None:
    nomination = decided.dossiers[3]
    Nomination.objects.filter(pk=nomination.pk).update(state=state)
    own, address = as_(nomination.members.get().user), reverse("awards:appeal", args=[nomination.public_id])
    assert address not in own.get(reverse("awards:dossier", args=[nomination.public_id])).content.decode()
    assert own.get(address).status_code == 404


def test_an_appeal_can_be_taken_back(decided: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = decided.begins(PhaseKind.APPEAL)
    at(monkeypatch, moment)
    nomination = decided.dossiers[3]
    person = nomination.members.get().user
    appeals.file_appeal(nomination=nomination, ground=AppealGround.OTHER, words="x", by=person, now=moment)
    back = reverse("awards:appeal-withdraw", args=[nomination.public_id])
    assert as_(decided.dossiers[0].members.get().user).post(back).status_code == 404
    assert as_(person).post(back).status_code == 302
    assert Appeal.objects.get().state == CaseState.WITHDRAWN
