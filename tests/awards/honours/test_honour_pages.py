"""The public pages: an entry, the hall of honour, checking a certificate, the press kit; languages, states, costs."""

import csv
import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from awards.enums import Honour
from awards.honours.domain import certificates, revoking
from awards.models import AwardPage, AwardRevocation, NominationPage
from exhibitors.enums import VerificationState
from portal.accounts.models import User
from portal.kernel import clock
from portal.vocabularies.enums import VocabularyCode
from tests import worlds
from tests.factories import awards as factory
from tests.factories import exhibitors
from tests.factories import honours as make
from tests.factories.news import make_image

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
HALL = {"vi": "/giai-thuong/vinh-danh/", "en": "/en/awards/honours/"}


@worlds.standing
def world(site: Site) -> dict[str, Any]:
    secretary = factory.make_secretary(site)
    person = exhibitors.make_person(full_name="Trần Thị Tác Giả")
    page = make.make_edition(site, secretary)
    winner = make.win(page, secretary, person=person)
    return {"secretary": secretary, "page": page, "person": person, "winner": winner}


@pytest.fixture
def secretary(world: dict[str, Any]) -> User:
    return world["secretary"]


@pytest.fixture
def page(world: dict[str, Any]) -> AwardPage:
    return world["page"]


def revoke(nomination: Any, by: User, **values: Any) -> None:
    given = {"number": "200/QĐ-UBND", "decided_on": clock.today(), "reason": "Số liệu không có thật.", **values}
    revoking.revoke_award(nomination=nomination, by=by, now=clock.now(), **given)


def read(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    content = str(response.content.decode())
    assert content.count("<h1") == 1
    assert not re.search(r'\sstyle="', content)
    return content


def cost(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def pages_of(nomination: Any) -> list[NominationPage]:
    return list(NominationPage.objects.filter(nomination=nomination).order_by("pk"))


class TestEntry:
    """The page of a finalist or winner."""

    def test_alias_and_decision_wait_for_the_decision(
        self, client: Client, world: dict[str, Any], page: AwardPage, secretary: User
    ) -> None:
        winner = world["winner"]
        winner.alias = "HS-ABCDE"
        winner.save(update_fields=["alias"])
        vietnamese, english = pages_of(winner)
        assert "HS-ABCDE" not in read(client, vietnamese.url or "")
        make.decide(page, secretary)
        (held,) = make.issue(page, secretary)
        html = read(client, vietnamese.url or "")
        for told in ("HS-ABCDE", "149/QĐ-UBND", held.code, "Giải Nhất", "Nguyễn Thị Hoà", "Bền, rẻ và sạch."):
            assert told in html
        assert reverse("awards:recompute", args=[page.translation_key]) in html
        assert "First prize" in read(client, english.url or "")

    def test_finalist_keeps_its_alias_for_itself(
        self, client: Client, world: dict[str, Any], page: AwardPage, secretary: User
    ) -> None:
        make.decide(page, secretary)
        NominationPage.objects.update(honour="")
        world["winner"].alias = "HS-ABCDE"
        world["winner"].save(update_fields=["alias"])
        html = read(client, pages_of(world["winner"])[0].url or "")
        assert "HS-ABCDE" not in html
        assert "không đoạt giải" in html

    def test_revoked_prize_says_when_why_and_by_what(
        self, client: Client, world: dict[str, Any], page: AwardPage, secretary: User
    ) -> None:
        make.decide(page, secretary)
        vietnamese, english = pages_of(world["winner"])
        assert '"award"' in read(client, vietnamese.url or "")
        revoke(world["winner"], secretary, reason_en="Figures that were never measured.")
        html = read(client, vietnamese.url or "")
        for told in ("200/QĐ-UBND", "Số liệu không có thật.", "Đã thu hồi giải"):
            assert told in html
        assert '"award"' not in html
        html = read(client, english.url or "")
        assert "Figures that were never measured." in html
        assert "Số liệu" not in html

    def test_structured_data_tells_people_from_organisations(
        self, client: Client, page: AwardPage, secretary: User
    ) -> None:
        organisation = exhibitors.make_organisation(name="Hợp tác xã Lúa")
        for recipient, kind in (("Hợp tác xã Lúa", "Organization"), ("Lê Thị Lúa", "Person")):
            made = make.win(page, secretary, title=recipient, nominee_name=recipient, organisation=organisation)
            html = read(client, pages_of(made)[0].url or "")
            blocks = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', html, re.S)
            told = [json.loads(block) for block in blocks]
            flat = [one for part in told for one in (part if isinstance(part, list) else [part])]
            (found,) = [one for one in flat if "award" in one]
            assert (found["@type"], found["name"]) == (kind, recipient)
            assert ("affiliation" in found) == (kind == "Person")

    def test_cost_does_not_grow_with_winners(self, client: Client, world: dict[str, Any], secretary: User) -> None:
        make.win(world["page"], secretary, title="Hai")
        make.decide(world["page"], secretary)
        address = pages_of(world["winner"])[0].url or ""
        few = cost(client, address)
        for number in range(4):
            make.win(world["page"], secretary, title=f"Thêm {number}")
        assert cost(client, address) == few


class TestHall:
    """All winners of all editions."""

    def titles(self, client: Client, query: str = "", language: str = "vi") -> list[str]:
        return [item.page.title for item in client.get(HALL[language] + query).context["listing"].items]

    def test_empty_hall_says_so(self, client: Client, site: Site) -> None:
        NominationPage.objects.update(honour="")
        assert "Chưa có giải nào được công bố" in read(client, HALL["vi"])

    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_narrows_by_everything(
        self, client: Client, world: dict[str, Any], page: AwardPage, secretary: User, language: str
    ) -> None:
        organisation = exhibitors.make_organisation(name="Hợp tác xã Lúa")
        hidden = exhibitors.make_organisation(name="Chưa công khai", state=VerificationState.SUSPENDED)
        drying = exhibitors.make_term(VocabularyCode.FIELD, "drying")
        old = factory.decided(factory.make_index(page.get_site()), title="Giải cũ", year=2019, fields=[drying])
        make.win(page, secretary, Honour.SECOND, title="Nhì", title_en="", organisation=organisation)
        make.win(page, secretary, Honour.THIRD, title="Ba", title_en="", organisation=hidden)
        old.add_child(
            instance=NominationPage(
                title="Xưa", honour=Honour.FIRST, category_code="invention", recipient="X", locale=old.locale
            )
        )
        revoke(make.win(page, secretary, Honour.FIRST, title="Gian", title_en=""), secretary)
        first = "Máy sấy bơm nhiệt" if language == "vi" else "Heat pump dryer"
        everything = [first, "Nhì", "Ba", "Xưa", "Gian"]
        for query, wanted in {
            "": everything,
            "?year=2019": ["Xưa"],
            "?year=2026": [first, "Nhì", "Ba", "Gian"],
            "?field=drying": ["Xưa"],
            f"?organisation={organisation.slug}": ["Nhì"],
            f"?organisation={hidden.slug}": everything,
            f"?award={old.translation_key}": ["Xưa"],
            "?prize=third": ["Ba"],
            "?prize=second&prize=third": ["Nhì", "Ba"],
            "?standing=revoked": ["Gian"],
            "?standing=held": [first, "Nhì", "Ba", "Xưa"],
            "?year=2019&prize=third": [],
            "?year=x&award=y&page=77": everything,
        }.items():
            assert self.titles(client, query, language) == wanted, query
        facets = {facet.name: facet for facet in client.get(HALL[language]).context["listing"].facets}
        assert {o.value: o.count for o in facets["year"].options} == {"2026": 4, "2019": 1}
        assert {o.value: o.count for o in facets["field"].options} == {"drying": 1}
        assert {o.value: o.count for o in facets["standing"].options} == {"held": 4, "revoked": 1}
        html = read(client, HALL[language])
        assert "Số liệu không có thật." in html
        assert ("Đã thu hồi giải" if language == "vi" else "Award revoked") in html
        marked = {
            item.page.title: item.page.only_vietnamese for item in client.get(HALL["en"]).context["listing"].items
        }
        assert marked["Nhì"]
        assert not marked["Heat pump dryer"]

    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_costs_the_same_with_few_and_many(
        self, client: Client, page: AwardPage, secretary: User, language: str
    ) -> None:
        picture, gone = make_image(), "?standing=revoked"
        revoke(make.win(page, secretary, title="Gian"), secretary)
        NominationPage.objects.update(picture=picture)
        few = [cost(client, HALL[language] + query) for query in ("?standing=held", gone)]
        for number in range(26):
            make.win(page, secretary, Honour.THIRD, title=f"Giải {number:02d}", title_en="")
        revoke(make.win(page, secretary, title="Gian nữa"), secretary)
        NominationPage.objects.update(picture=picture)
        assert [cost(client, HALL[language] + query) for query in ("?standing=held", gone)] == few
        listing = client.get(HALL[language]).context["listing"]
        assert (len(listing.items), listing.total) == (24, 29)
        assert self.titles(client, "?page=2", language)[-2:] in (["Gian", "Gian nữa"], ["Heat pump dryer"] * 2)

    def test_is_linked_from_the_list_and_in_the_site_map(self, client: Client, page: AwardPage) -> None:
        assert HALL["vi"] in read(client, "/giai-thuong/")
        told = client.get("/sitemap.xml").getvalue().decode()
        assert all(address in told for address in HALL.values())


class TestChecking:
    """Whoever has a paper in hand."""

    def test_valid_replaced_revoked_and_unknown(
        self, client: Client, world: dict[str, Any], page: AwardPage, secretary: User
    ) -> None:
        make.decide(page, secretary)
        (old,) = make.issue(page, secretary)
        for language, title in (("vi", "Máy sấy bơm nhiệt"), ("en", "Heat pump dryer")):
            with translation.override(language):
                url = reverse("awards:certificate", args=[old.code])
            response = client.get(url)
            assert response["X-Robots-Tag"] == "noindex"
            assert "no-store" in response["Cache-Control"]
            html = read(client, url)
            assert all(word in html for word in (old.recipient, title, "149/QĐ-UBND"))
            assert response.context["is_valid"]
            assert client.get(url.lower()).status_code == 200
            assert all(word not in html for word in (world["person"].email, secretary.full_name))
        new = certificates.replace(
            certificate=old, recipient="Nguyễn Thị Hoa", by=secretary, now=clock.now(), reason="Sai chính tả"
        )
        html = read(client, reverse("awards:certificate", args=[old.code]))
        assert reverse("awards:certificate", args=[new.code]) in html
        assert "đã được thay" in html
        world["winner"].refresh_from_db()
        revoke(world["winner"], secretary)
        html = read(client, reverse("awards:certificate", args=[new.code]))
        assert "Số liệu không có thật." in html
        assert "200/QĐ-UBND" in html
        unknown = client.get(reverse("awards:certificate", args=["AAAA-BBBB-CCCC-DDDD"]))
        assert unknown.status_code == 404
        assert "Không có chứng nhận giải thưởng nào mang mã này" in unknown.content.decode()

    def test_changed_record_is_not_called_valid(self, client: Client, page: AwardPage, secretary: User) -> None:
        make.decide(page, secretary)
        (held,) = make.issue(page, secretary)
        type(held).objects.update(recipient="Kẻ Khác")
        response = client.get(reverse("awards:certificate", args=[held.code]))
        assert not response.context["is_intact"]
        assert 'role="status"' not in response.content.decode().partition("<main")[2].partition("</main>")[0]

    def test_form_takes_the_code_as_people_type_it(self, client: Client, page: AwardPage, secretary: User) -> None:
        make.decide(page, secretary)
        (held,) = make.issue(page, secretary)
        url = reverse("awards:certificates")
        answer = client.post(url, {"code": held.code.lower().replace("-", " ")})
        assert answer["Location"] == reverse("awards:certificate", args=[held.code])
        wrong = client.post(url, {"code": "ABCD EFGH"})
        assert wrong.context["form"].errors["code"]
        assert "ABCD EFGH" in wrong.content.decode()
        assert client.post(url, {"code": ""}).context["form"].errors["code"]

    def test_guessing_is_limited(self, client: Client, page: AwardPage) -> None:
        url = reverse("awards:certificates")
        assert [client.post(url, {"code": "A"}).status_code for _number in range(21)][-2:] == [200, 429]

    def test_winner_downloads_the_valid_one_and_strangers_nothing(
        self, client: Client, world: dict[str, Any], page: AwardPage, secretary: User
    ) -> None:
        url = reverse("awards:dossier-certificate", args=[world["winner"].public_id])
        assert client.get(url).status_code == 302
        client.force_login(world["person"], backend=BACKEND)
        assert client.get(url).status_code == 404
        make.decide(page, secretary)
        (held,) = make.issue(page, secretary)
        answer = client.get(url)
        assert answer["Content-Type"] == "application/pdf"
        assert "no-store" in answer["Cache-Control"]
        assert url in client.get(reverse("awards:dossier", args=[world["winner"].public_id])).content.decode()
        certificates.revoke(certificate=held, by=secretary, now=clock.now(), reason="Nhầm")
        assert client.get(url).status_code == 404
        stranger = Client()
        stranger.force_login(exhibitors.make_person(), backend=BACKEND)
        assert stranger.get(url).status_code == 404

    def test_its_people_read_by_which_decision_and_why_it_was_taken_back(
        self, world: dict[str, Any], client: Client
    ) -> None:
        revoke(world["winner"], world["secretary"])
        client.force_login(world["person"], backend=BACKEND)
        told = client.get(reverse("awards:dossier", args=[world["winner"].public_id])).content.decode()
        record = AwardRevocation.objects.get()
        assert record.number in told
        assert record.reason in told


class TestPressKit:
    """What newsrooms get."""

    def test_is_public_once_decided(self, client: Client, page: AwardPage, secretary: User) -> None:
        urls = [reverse(f"awards:{name}", args=[page.translation_key]) for name in ("press-kit", "press-kit-file")]
        assert [client.get(url).status_code for url in urls] == [404, 404]
        assert urls[0] not in read(client, page.url or "")
        make.decide(page, secretary)
        assert "149/QĐ-UBND" in read(client, urls[0])
        assert urls[0] in read(client, page.url or "")
        assert client.get(urls[1])["Content-Type"] == "application/zip"
        assert client.get(reverse("awards:press-kit", args=["5f0c2c1e-5e5d-4a43-9f8e-2f7f6d1c9b10"])).status_code == 404

    def test_zip_holds_both_languages_and_only_pictures_with_a_source(
        self, client: Client, world: dict[str, Any], page: AwardPage, secretary: User
    ) -> None:
        sourced, unsourced = make_image(), make_image()
        type(sourced).objects.filter(pk=sourced.pk).update(credit="Ảnh: Lê Văn Ảnh")
        type(unsourced).objects.filter(pk=unsourced.pk).update(credit=" ")
        other = make.win(page, secretary, Honour.SECOND, title="=HYPERLINK(1)", title_en="", nominee_name="Lê Lợi")
        gone = make.win(page, secretary, Honour.THIRD, title="Gian", title_en="")
        revoke(gone, secretary)
        NominationPage.objects.filter(nomination=world["winner"]).update(picture=sourced)
        NominationPage.objects.filter(nomination=other).update(picture=unsourced)
        make.decide(page, secretary)
        url = reverse("awards:press-kit-file", args=[page.translation_key])
        answer = client.get(url)
        archive = zipfile.ZipFile(io.BytesIO(answer.content))
        names = archive.namelist()
        assert [name for name in names if name.endswith(".jpg")] == [
            name for name in names if f"/{sourced.pk}-" in name
        ]
        assert {"ket-qua-vi.txt", "ket-qua-vi.csv", "results-en.txt", "results-en.csv"} <= set(names)
        told = archive.read("ket-qua-vi.txt").decode()
        for words in ("149/QĐ-UBND", "Bền, rẻ và sạch.", "Nguyễn Thị Hoà", "Số liệu không có thật.", "Giải Nhì"):
            assert words in told
        assert "Heat pump dryer" in archive.read("results-en.txt").decode()
        rows = list(csv.reader(io.StringIO(archive.read("ket-qua-vi.csv").decode("utf-8-sig"))))
        assert len(rows) == 4
        assert all(not cell.startswith("=") for row in rows for cell in row)
        assert "Lê Văn Ảnh" in archive.read("hinh-anh/nguon-anh.txt").decode()
        assert client.get(url).content == answer.content
        assert client.get(url, headers={"If-None-Match": answer["ETag"]}).status_code == 304
