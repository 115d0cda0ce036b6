"""Bad input at the desk: a clear answer each, nothing lost."""

import uuid
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from showcase.models import Enquiry, NeedPage, TechnologyPage
from tests.factories import exhibitors, uploads
from tests.factories import showcase as factory
from tests.showcase.test_desk import draft_of, rows, step


@pytest.fixture
def page(client: Client, market: SimpleNamespace) -> TechnologyPage:
    client.force_login(exhibitors.owner_of(market.organisation))
    client.post(reverse("showcase:technology-new"), {"title": "Sấy tỏi"})
    return TechnologyPage.objects.get()


def identity(**values: Any) -> dict[str, Any]:
    return {"title": "Sấy tỏi", "summary": "Điều đã gõ.", "action": "save", **rows("pictures"), **values}


@pytest.mark.parametrize("name", sorted(uploads.REFUSED))
def test_file_that_is_no_picture_is_answered_and_what_was_typed_is_kept(
    client: Client, page: TechnologyPage, name: str
) -> None:
    file = SimpleUploadedFile("anh.jpg", uploads.REFUSED[name], content_type="image/jpeg")
    answer = client.post(step(page, "identity"), identity(picture=file, picture_alt="Máy sấy"))
    assert answer.status_code == 200
    assert answer.context["form"].errors["picture"]
    assert "Điều đã gõ." in answer.content.decode()
    assert not draft_of(page).pictures.all()


@pytest.mark.parametrize("name", sorted(uploads.MENDED))
def test_picture_loses_what_hides_in_it(client: Client, page: TechnologyPage, name: str) -> None:
    file = SimpleUploadedFile("../../evil.php.jpg", uploads.MENDED[name], content_type="text/html")
    assert client.post(step(page, "identity"), identity(picture=file, picture_alt="Máy sấy")).status_code == 302
    image = draft_of(page).pictures.all()[0].image
    content = image.file.read()
    for word in (b"STOWAWAY", b"SECRET-CAMERA", b"PK\x03\x04", b"<script"):
        assert word not in content
    assert "evil" not in image.file.name
    with Image.open(image.file) as kept:
        assert kept.format == "JPEG"
        assert not kept.getexif()


def test_picture_of_fifty_megabytes_is_answered_beside_its_field(client: Client, page: TechnologyPage) -> None:
    file = SimpleUploadedFile("to.jpg", uploads.jpeg() + b"\x00" * (50 * 1024 * 1024), content_type="image/jpeg")
    answer = client.post(step(page, "identity"), identity(picture=file, picture_alt="Máy sấy"))
    assert answer.status_code == 200
    assert "8 MB" in str(answer.context["form"].errors["picture"])


def test_invisible_characters_are_not_kept(client: Client, page: TechnologyPage, market: SimpleNamespace) -> None:
    spoofed, seen = uploads.SPOOFED, uploads.SEEN
    client.post(step(page, "identity"), identity(title=spoofed, summary=spoofed, keywords=spoofed))
    draft = draft_of(page)
    assert (draft.title, draft.summary, draft.keywords) == (seen, seen, seen)
    figures = rows("specifications", {"name": spoofed, "value": "1", "unit": "kg"})
    client.post(step(page, "solution"), {"problem": f"{spoofed}\r\n{spoofed}", "action": "save", **figures})
    draft = draft_of(page)
    assert draft.problem.split() == f"{seen}\n{seen}".split()
    assert [row.name for row in draft.specifications.all()] == [seen]
    client.post(reverse("showcase:need-new"), {"title": spoofed, "action": "save", **rows("measures")})
    assert NeedPage.objects.get().title == seen


def test_text_of_ten_thousand_characters_is_answered_and_kept_on_the_page(client: Client, page: TechnologyPage) -> None:
    long = "dài " * 2500
    answer = client.post(step(page, "identity"), identity(summary=long))
    assert answer.status_code == 200
    assert answer.context["form"].errors["summary"]
    assert long.strip() in answer.content.decode()
    assert (
        client.post(step(page, "solution"), {"problem": long, "action": "save", **rows("specifications")}).status_code
        == 302
    )
    assert draft_of(page).problem == long.strip()


def test_foreign_rows_in_hidden_fields_change_nothing(
    client: Client, page: TechnologyPage, market: SimpleNamespace
) -> None:
    from showcase.models import TechnologySpecification

    foreign = factory.publish_technology(
        market, organisation=market.buyer, specifications=[TechnologySpecification(name="Của họ", value="1")]
    )
    row = foreign.specifications.get()
    data = {
        "specifications-TOTAL_FORMS": 1,
        "specifications-INITIAL_FORMS": 1,
        "specifications-0-id": row.pk,
        "specifications-0-name": "Chiếm lấy",
        "specifications-0-value": "2",
        "action": "save",
    }
    assert client.post(step(page, "solution"), data).status_code in {200, 302}
    row.refresh_from_db()
    assert (row.name, row.page_id) == ("Của họ", foreign.pk)


@pytest.mark.parametrize(
    "data", [{}, {"pictures-TOTAL_FORMS": "x"}, {"pictures-TOTAL_FORMS": 10**9}, {"field": "999999"}, {"kind": "=1"}]
)
def test_form_that_was_tampered_with_is_answered(client: Client, page: TechnologyPage, data: dict[str, Any]) -> None:
    answer = client.post(step(page, "identity"), {"title": "Sấy tỏi", **data})
    assert answer.status_code == 200
    assert answer.context["form"].has_errors


def test_enquiry_sent_twice_is_one_and_holds_what_is_seen(client: Client, market: SimpleNamespace) -> None:
    technology = factory.publish_technology(market)
    sent = {
        "interest": uploads.SPOOFED,
        "name": uploads.SPOOFED,
        "email": "mua@example.org",
        "submission_key": str(uuid.uuid4()),
    }
    url = reverse("showcase:ask-technology", args=[technology.translation_key])
    assert client.post(url, sent).url == client.post(url, sent).url
    assert (Enquiry.objects.get().name, Enquiry.objects.get().interest) == (uploads.SEEN, uploads.SEEN)
