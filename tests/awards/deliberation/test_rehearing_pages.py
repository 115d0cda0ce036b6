"""The screens of deciding anew: the secretariat's, the juror's whose sheet came back, and what the public reads."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from awards.deliberation.domain import rehearing
from awards.editions.enums import EditionState
from awards.enums import Honour, PhaseKind
from awards.honours.domain import certificates
from awards.marking.enums import MarkState
from awards.models import Decision, EditionSecretary, NominationPage, Rehearing
from portal.kernel import clock
from tests.awards.deliberation.rehearings import (
    BECAUSE,
    REASON,
    begin,
    meet,
    moment,
    replace,
    sheet_of,
    uphold,
)
from tests.awards.deliberation.screens import admin, as_, at
from tests.factories import awards as factory
from tests.factories import deliberation as make
from tests.factories import dossiers as dossier_factory
from tests.factories.deliberation import Council

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(listed: Council, monkeypatch: pytest.MonkeyPatch) -> Council:
    made = make.decide(listed, file=dossier_factory.pdf())
    assert made.file is not None
    make.leave(listed, EditionState.DECIDED, PhaseKind.DECISION)
    at(monkeypatch, moment(listed))
    return listed


@pytest.fixture
def secretary(client: Client, decided: Council) -> Client:
    return as_(decided.secretary)


def edition(council: Council) -> str:
    return as_(None).get(council.page.url or "").content.decode()


def test_the_secretariat_begins_from_the_upheld_appeal(site: Site, decided: Council, secretary: Client) -> None:
    appeal = uphold(decided, site)
    begins = admin("rehearing-open", decided, appeal.public_id)
    assert begins in secretary.get(admin("appeal", decided, appeal.public_id)).content.decode()
    assert secretary.get(admin("rehearing", decided)).status_code == 404
    refused = secretary.post(begins, {"reason": " "})
    assert refused.context["form"].errors["reason"]
    assert secretary.post(begins, {"reason": REASON, "reason_en": "A member was missing."}).status_code == 302
    assert secretary.get(begins).status_code == 404
    assert begins not in secretary.get(admin("appeal", decided, appeal.public_id)).content.decode()
    assert admin("rehearing", decided) in secretary.get(admin("decision", decided)).content.decode()
    page = edition(decided)
    assert REASON in page
    assert "quyết định lại" in page.lower()


def test_strangers_and_officers_get_404(site: Site, decided: Council) -> None:
    appeal = uphold(decided, site)
    assert appeal.officer is not None
    sheet = sheet_of(decided, 0, 1, 8)
    entrant = decided.dossiers[0].members.get().user
    for open_first in (False, True):
        if open_first:
            rehearing.open_rehearing(appeal=appeal, reason=REASON, by=decided.secretary, now=moment(decided))
        for person in (decided.jurors[0].user, entrant):
            for name, more in (
                ("rehearing-open", [appeal.public_id]),
                ("rehearing", []),
                ("rehearing-stand", []),
                ("rehearing-sheet", [sheet.pk]),
            ):
                answer = as_(person).post(admin(name, decided, *more), {"reason": "x", "outcome": "x"})
                assert answer.status_code in {302, 403, 404}
    assert Rehearing.objects.get().state == "open"
    sheet.refresh_from_db()
    assert sheet.state == MarkState.SUBMITTED


def test_the_new_decision_is_recorded_and_the_old_one_stays_readable(
    site: Site, decided: Council, secretary: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    (held,) = certificates.issue_all(award_key=decided.key, by=decided.secretary, now=decided.later)
    begin(decided, site, reason_en="A member was missing.")
    address = admin("rehearing", decided)
    waiting = secretary.get(address)
    assert waiting.context["missing"]
    assert 'enctype="multipart/form-data"' not in waiting.content.decode()
    assert admin("meetings", decided) in waiting.content.decode()
    assert "form" in secretary.get(admin("meetings", decided)).context
    meet(decided, (1, Honour.FIRST))
    at(monkeypatch, moment(decided) + timedelta(hours=2))
    ready = secretary.get(address)
    assert not ready.context["missing"]
    assert [row[1:] for row in ready.context["prizes"]] == [
        ("Giải Nhất", ""),
        ("", "Giải Nhất"),
    ]
    day = clock.local(moment(decided)).date().strftime("%d/%m/%Y")
    typed = {
        "number": "20/QĐ-UBND",
        "decided_on": day,
        "issued_by": "UBND tỉnh",
        "signed_by": "Trần Phó",
        "because": BECAUSE,
        "because_en": "The council met again.",
    }
    faulty = secretary.post(address, {**typed, "because": ""})
    assert faulty.context["form"].errors["because"]
    taken = secretary.post(address, {**typed, "number": "12/QĐ-UBND"})
    assert taken.context["form"].errors["number"]
    pdf = SimpleUploadedFile("qd.pdf", dossier_factory.pdf().read(), content_type="application/pdf")
    assert secretary.post(address, {**typed, "file": pdf}).status_code == 302
    old, new = Decision.objects.order_by("pk")
    page = edition(decided)
    for words in ("20/QĐ-UBND", "12/QĐ-UBND", BECAUSE, f"Giải Nhất: <span>{decided.dossiers[0].title}</span>"):
        assert words in page
    public = as_(None)
    earlier = reverse("awards:earlier-decision-file", args=[decided.key, old.pk])
    assert earlier in page
    assert public.get(earlier).status_code == 200
    assert public.get(reverse("awards:decision-file", args=[decided.key])).status_code == 200
    assert public.get(reverse("awards:earlier-decision-file", args=[decided.key, new.pk])).status_code == 404
    lost = NominationPage.objects.get(nomination=decided.dossiers[0], locale__language_code="vi")
    content = public.get(lost.url or "").content.decode()
    for words in ("12/QĐ-UBND", "20/QĐ-UBND", "Giải Nhất", BECAUSE):
        assert words in content
    own = reverse("awards:dossier", args=[decided.dossiers[0].public_id])
    told = as_(decided.dossiers[0].members.get().user).get(own).content.decode()
    assert "12/QĐ-UBND" in told
    assert BECAUSE in told
    hall = public.get(reverse("awards:hall")).content.decode()
    assert (decided.dossiers[1].title in hall, decided.dossiers[0].title in hall) == (True, False)
    checked = public.get(reverse("awards:certificate", args=[held.code])).content.decode()
    assert "20/QĐ-UBND" in checked
    shown = secretary.get(admin("decision", decided)).content.decode()
    assert earlier in shown
    assert BECAUSE in shown


def test_a_replaced_certificate_names_the_one_of_the_new_decision(site: Site, decided: Council) -> None:
    (held,) = certificates.issue_all(award_key=decided.key, by=decided.secretary, now=decided.later)
    made = begin(decided, site)
    meet(decided, (0, Honour.SECOND))
    replace(decided, made)
    held.refresh_from_db()
    content = as_(None).get(reverse("awards:certificate", args=[held.code])).content.decode()
    assert reverse("awards:certificate", args=[held.replacement.code]) in content
    with translation.override("en"):
        english = as_(None).get(reverse("awards:certificate", args=[held.code])).content.decode()
    assert "certificate no. 1 of decision 20/QĐ-UBND" in english
    page = NominationPage.objects.get(nomination=decided.dossiers[0], locale__language_code="vi")
    content = as_(None).get(page.url or "").content.decode()
    assert "Giải Nhất" in content
    assert "Giải Nhì" in content


def test_the_decision_is_left_standing(site: Site, decided: Council, secretary: Client) -> None:
    begin(decided, site)
    address = admin("rehearing-stand", decided)
    assert secretary.get(address).status_code == 200
    assert secretary.post(address, {"outcome": ""}).context["form"].errors["outcome"]
    assert secretary.post(address, {"outcome": "Hội đồng xác nhận kết quả."}).status_code == 302
    assert "Hội đồng xác nhận kết quả." in edition(decided)
    assert secretary.get(address).status_code == 404


def test_a_juror_finds_the_sheet_that_came_back(site: Site, decided: Council, secretary: Client) -> None:
    sheet = sheet_of(decided, 0, 1, 8)
    own = reverse("awards:marking-sheet", args=[sheet.assignment_id])
    juror = as_(decided.jurors[0].user)
    assert "Nhập nhầm" not in juror.get(own).content.decode()
    begin(decided, site)
    address = admin("rehearing-sheet", decided, sheet.pk)
    assert address in secretary.get(admin("rehearing", decided)).content.decode()
    assert secretary.post(address, {"reason": "Nhập nhầm điểm."}).status_code == 302
    assert secretary.get(address).status_code == 404
    assert own in juror.get(reverse("awards:marking")).content.decode()
    page = juror.get(own)
    assert "Nhập nhầm điểm." in page.content.decode()
    assert page.context["form"] is not None
    assert juror.get(reverse("awards:marking-review", args=[sheet.assignment_id])).status_code == 200


def test_another_edition_s_secretary_gets_nothing(site: Site, decided: Council) -> None:
    begin(decided, site)
    EditionSecretary.objects.create(award_key=decided.key, user=decided.secretary)
    assert as_(factory.make_secretary(site)).get(admin("rehearing", decided)).status_code == 404
