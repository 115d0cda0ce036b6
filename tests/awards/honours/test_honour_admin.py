"""The secretariat's and the newsrooms' pages in the admin."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from awards.editions.enums import EditionState
from awards.enums import NominationState
from awards.honours.enums import CertificateState
from awards.models import AwardCertificate, AwardEdition, AwardPage, AwardRevocation, EditionSecretary, Nomination
from portal.accounts.models import User
from portal.kernel import clock
from tests import worlds
from tests.factories import awards as factory
from tests.factories import exhibitors
from tests.factories import honours as make
from tests.factories.news import make_newsroom

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@worlds.standing
def world(site: Site) -> dict[str, Any]:
    secretary = factory.make_secretary(site)
    page = make.make_edition(site, secretary)
    return {"secretary": secretary, "page": page, "winner": make.win(page, secretary)}


@pytest.fixture
def page(world: dict[str, Any]) -> AwardPage:
    return world["page"]


@pytest.fixture
def desk(client: Client, world: dict[str, Any]) -> Client:
    client.force_login(world["secretary"], backend=BACKEND)
    return client


def url(name: str, page: AwardPage, *args: Any) -> str:
    return reverse(f"awards-{name}", args=[page.translation_key, *args])


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def test_issue_replace_and_revoke_on_the_pages(desk: Client, world: dict[str, Any], page: AwardPage) -> None:
    shown = desk.get(url("certificates", page)).content.decode()
    assert "Chưa ghi quyết định nào" in shown
    assert "Chứng nhận phải dựa trên quyết định" in desk.post(url("certificates", page)).content.decode()
    make.decide(page, world["secretary"])
    preview = desk.get(url("certificate-preview", page, world["winner"].pk))
    assert preview["Content-Type"] == "application/pdf"
    assert not AwardCertificate.objects.exists()
    assert desk.post(url("certificates", page)).status_code == 302
    old = AwardCertificate.objects.get()
    assert desk.get(url("certificate-file", page, old.pk)).content.startswith(b"%PDF-")
    replace = url("certificate-replace", page, old.pk)
    assert desk.get(replace).context["form"].initial == {"recipient": old.recipient}
    wrong = desk.post(replace, {"recipient": old.recipient, "reason": "Sai dấu"})
    assert wrong.context["form"].errors["recipient"]
    assert "Sai dấu" in wrong.content.decode()
    assert desk.post(replace, {"recipient": "Nguyễn Thị Hoa", "reason": "Sai dấu"}).status_code == 302
    new = AwardCertificate.objects.get(state=CertificateState.VALID)
    assert [desk.get(url(f"certificate-{name}", page, old.pk)).status_code for name in ("file", "replace", "revoke")] == [
        404, 404, 404,
    ]  # fmt: skip
    revoke = url("certificate-revoke", page, new.pk)
    assert desk.post(revoke, {"reason": ""}).context["form"].errors["reason"]
    assert desk.post(revoke, {"reason": "In nhầm"}).status_code == 302
    shown = desk.get(url("certificates", page)).content.decode()
    assert all(words in shown for words in ("In nhầm", "Sai dấu", new.code, "Người đoạt giải chưa có chứng nhận"))


def test_revoking_asks_for_the_decision_and_the_reason(desk: Client, world: dict[str, Any], page: AwardPage) -> None:
    winner = world["winner"]
    address = url("revoke-award", page, winner.pk)
    nominations = reverse("wagtailsnippets_awards_nomination:list")
    assert address in desk.get(nominations).content.decode()
    assert desk.get(reverse("awards-move-nomination", args=[winner.pk]))["Location"] == address
    given = {"number": "200/QĐ-UBND", "decided_on": clock.today().isoformat(), "reason": "Gian dối", "reason_en": ""}
    for name in ("number", "decided_on", "reason"):
        answer = desk.post(address, given | {name: ""})
        assert list(answer.context["form"].errors) == [name]
        assert "200/QĐ-UBND" in answer.content.decode() or name == "number"
    assert desk.post(address, given | {"decided_on": "2999-01-01"}).context["form"].errors["decided_on"]
    assert desk.post(address, given)["Location"] == nominations
    winner.refresh_from_db()
    assert winner.state == NominationState.REVOKED
    assert AwardRevocation.objects.get().reason == "Gian dối"
    assert desk.get(address).status_code == 404


def test_other_secretaries_and_strangers_find_nothing(world: dict[str, Any], page: AwardPage, site: Site) -> None:
    make.decide(page, world["secretary"])
    (held,) = make.issue(page, world["secretary"])
    EditionSecretary.objects.create(award_key=page.translation_key, user=world["secretary"])
    stranger = exhibitors.make_person()
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    addresses = [
        url("certificates", page),
        url("certificate-preview", page, world["winner"].pk),
        *(url(f"certificate-{name}", page, held.pk) for name in ("file", "replace", "revoke")),
        url("revoke-award", page, world["winner"].pk),
    ]
    for person in (factory.make_secretary(site), stranger):
        client = signed_in(person)
        for address in addresses:
            assert client.get(address).status_code == 404, address
            assert client.post(address, {"reason": "x"}).status_code in {404, 405}, address
    assert Client().get(addresses[0]).status_code == 302
    assert AwardCertificate.objects.get().state == CertificateState.VALID
    assert Nomination.objects.get().state == NominationState.WINNER
    other = factory.make_open(site, world["secretary"])
    mine = signed_in(world["secretary"])
    assert mine.get(url("certificate-file", other, held.pk)).status_code == 404
    assert mine.get(url("revoke-award", other, world["winner"].pk)).status_code == 404


def test_certificates_cost_the_same_with_1_and_6(
    desk: Client, world: dict[str, Any], page: AwardPage, django_assert_max_num_queries: Any
) -> None:
    make.decide(page, world["secretary"])
    make.issue(page, world["secretary"])
    make.win(page, world["secretary"], title="Chờ")
    desk.get(url("certificates", page))
    with django_assert_max_num_queries(200) as few:
        desk.get(url("certificates", page))
    for number in range(5):
        make.win(page, world["secretary"], title=f"Nữa {number}")
    make.issue(page, world["secretary"])
    make.win(page, world["secretary"], title="Chờ nữa")
    make.win(page, world["secretary"], title="Chờ thêm")
    with django_assert_max_num_queries(len(few)):
        desk.get(url("certificates", page))


def test_newsrooms_have_the_kit_from_the_shortlist_on(world: dict[str, Any], page: AwardPage, site: Site) -> None:
    room = make_newsroom(site)
    address, bundle = url("press-kit", page), url("press-kit-file", page)
    editor, secretary = signed_in(room.editor), signed_in(world["secretary"])
    stranger = exhibitors.make_person()
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    AwardEdition.objects.update(state=EditionState.DELIBERATION)
    assert editor.get(address).status_code == 404
    AwardEdition.objects.update(state=EditionState.PUBLIC_COMMENT)
    for client in (editor, secretary):
        assert address in client.get(reverse("awards-press-kits")).content.decode()
        assert "chưa ai đoạt giải" in client.get(address).content.decode()
        answer = client.get(bundle)
        assert answer["Content-Type"] == "application/zip"
        assert "no-store" in answer["Cache-Control"]
    assert Client().get(reverse("awards:press-kit", args=[page.translation_key])).status_code == 404
    assert secretary.get(address).context["begin_url"] == ""
    begin = editor.get(address).context["begin_url"]
    form = editor.get(begin).context["form"]
    assert form["title"].value() == parse_qs(urlsplit(begin).query)["title"][0]
    assert "Máy sấy bơm nhiệt" in form["pitch"].value()
    client = signed_in(stranger)
    for one in (reverse("awards-press-kits"), address, bundle):
        assert client.get(one).status_code == 404
