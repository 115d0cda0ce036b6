"""A chosen picture or file is not lost when something else in the form is wrong."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from exhibitors.enums import MemberRole
from portal.media.domain import kept
from portal.media.models import PrivateFile
from showcase.models import TechnologyPage
from tests.factories import exhibitors
from tests.showcase.test_desk import draft_of, picture, rows, step
from tests.showcase.world import pdf


@pytest.fixture
def page(client: Client, market: SimpleNamespace) -> TechnologyPage:
    client.force_login(exhibitors.owner_of(market.organisation))
    client.post(reverse("showcase:technology-new"), {"title": "Sấy"})
    return TechnologyPage.objects.get()


def identity(**more: Any) -> dict[str, Any]:
    return {"title": "Sấy", "action": "save", **rows("pictures"), **more}


def number_in(response: Any, name: str) -> str:
    assert response.status_code == 200
    return str(response.context["form"][f"{name}_kept"].value())


def test_picture_is_kept_until_its_words_are_written(client: Client, page: TechnologyPage) -> None:
    response = client.post(step(page, "identity"), identity(picture=picture("lo-say.jpg"), picture_alt=""))
    assert list(response.context["form"].errors) == ["picture_alt"]
    number = number_in(response, "picture")
    html = response.content.decode()
    assert f'value="{number}"' in html
    assert "lo-say.jpeg" in html
    response = client.post(step(page, "identity"), identity(picture_kept=number, picture_alt="Lò sấy tỏi"))
    assert response.url == reverse("exhibitors:desk")
    assert [row.alt for row in draft_of(page).pictures.all()] == ["Lò sấy tỏi"]
    assert not PrivateFile.objects.filter(purpose=kept.PURPOSE).exists()


def test_file_is_kept_until_its_title_is_written(client: Client, page: TechnologyPage) -> None:
    given = {"action": "save", **rows("files"), **rows("rights")}
    response = client.post(step(page, "maturity"), {**given, "upload": pdf("bao-cao.pdf"), "upload_title": ""})
    assert list(response.context["form"].errors) == ["upload_title"]
    number = number_in(response, "upload")
    client.post(step(page, "maturity"), {**given, "upload_kept": number, "upload_title": "Báo cáo thử"})
    assert [(row.title, row.file.original_name) for row in draft_of(page).files.all()] == [
        ("Báo cáo thử", "bao-cao.pdf")
    ]


def test_newer_choice_replaces_the_kept_one(client: Client, page: TechnologyPage) -> None:
    for name in ("mot.jpg", "hai.jpg"):
        response = client.post(step(page, "identity"), identity(picture=picture(name)))
    assert number_in(response, "picture")
    assert [row.original_name for row in PrivateFile.objects.filter(purpose=kept.PURPOSE)] == ["hai.jpeg"]


def test_words_without_a_picture_do_not_pass_in_silence(client: Client, page: TechnologyPage) -> None:
    response = client.post(step(page, "identity"), identity(picture_alt="Lò sấy"))
    assert list(response.context["form"].errors) == ["picture"]
    given = {"action": "save", **rows("files"), **rows("rights"), "upload_title": "Báo cáo"}
    assert list(client.post(step(page, "maturity"), given).context["form"].errors) == ["upload"]


def test_label_says_when_the_words_are_needed(client: Client, page: TechnologyPage) -> None:
    html = client.get(step(page, "identity")).content.decode()
    label = html.split('for="id_picture_alt"')[1].split("</label>")[0]
    assert "cần khi có ảnh" in label
    assert "không bắt buộc" not in label


def test_nobody_else_takes_up_what_is_kept(client: Client, market: SimpleNamespace, page: TechnologyPage) -> None:
    number = number_in(client.post(step(page, "identity"), identity(picture=picture())), "picture")
    client.force_login(exhibitors.make_member(market.organisation, MemberRole.EDITOR).user)
    for wrong in (number, "0", "x", "²", "9" * 30):
        response = client.post(step(page, "identity"), identity(picture_kept=wrong, picture_alt="Của người khác"))
        assert list(response.context["form"].errors) == ["picture"]
    assert not draft_of(page).pictures.all()
