"""Bad input to the profile of an organisation: a clear answer each, nothing lost."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection

from exhibitors.models import Invitation, Organisation
from portal.media.models import PortalImage
from tests.factories import exhibitors as factory
from tests.factories import uploads


@pytest.fixture
def organisation(client: Client, site: Any) -> Organisation:
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    made = factory.make_organisation(name="Công ty Sông Mơ")
    client.force_login(factory.owner_of(made))
    return made


def send(client: Client, organisation: Organisation, **values: Any) -> Any:
    data = {
        "name": organisation.name,
        "kind": "enterprise",
        "country": "VN",
        "summary": "Điều đã gõ.",
        "seen_at": organisation.updated_at.isoformat(),
        **values,
    }
    return client.post(reverse("exhibitors:profile-edit", args=[organisation.slug]), data)


@pytest.mark.parametrize("name", sorted(uploads.REFUSED))
def test_file_that_is_no_picture_is_answered_and_what_was_typed_is_kept(
    client: Client, organisation: Organisation, name: str
) -> None:
    file = SimpleUploadedFile("logo.png", uploads.REFUSED[name], content_type="image/png")
    answer = send(client, organisation, logo_file=file)
    assert answer.status_code == 200
    assert answer.context["form"].errors["logo_file"]
    assert "Điều đã gõ." in answer.content.decode()
    organisation.refresh_from_db()
    assert organisation.summary == "", "half of the form must not be kept"


@pytest.mark.parametrize("name", sorted(uploads.MENDED))
def test_logo_loses_what_hides_in_it(client: Client, organisation: Organisation, name: str) -> None:
    file = SimpleUploadedFile("../evil.svg.png", uploads.MENDED[name], content_type="image/svg+xml")
    assert send(client, organisation, logo_file=file).status_code == 302
    logo = PortalImage.objects.get()
    content = logo.file.read()
    for word in (b"STOWAWAY", b"SECRET-CAMERA", b"PK\x03\x04", b"<script"):
        assert word not in content
    assert "evil" not in logo.file.name
    with Image.open(logo.file) as kept:
        assert kept.format == "PNG"
        assert not kept.getexif()


def test_logo_of_fifty_megabytes_is_answered_beside_its_field(client: Client, organisation: Organisation) -> None:
    file = SimpleUploadedFile("to.jpg", uploads.jpeg() + b"\x00" * (50 * 1024 * 1024), content_type="image/jpeg")
    answer = send(client, organisation, logo_file=file)
    assert "5 MB" in str(answer.context["form"].errors["logo_file"])


def test_invisible_characters_are_not_kept(client: Client, organisation: Organisation) -> None:
    assert send(client, organisation, name=uploads.SPOOFED, description=f"{uploads.SPOOFED}\n\nHai").status_code == 302
    organisation.refresh_from_db()
    assert organisation.name == uploads.SEEN
    assert organisation.description == f"{uploads.SEEN}\n\nHai"


def test_invited_address_is_read_without_what_nobody_sees(client: Client, organisation: Organisation) -> None:
    url = reverse("exhibitors:members", args=[organisation.slug])
    client.post(url, {"email": "moi\u200b@example.org\u202e", "role": "editor"})
    assert Invitation.objects.get().email == "moi@example.org"


def test_text_that_is_too_long_is_answered_and_kept_on_the_page(client: Client, organisation: Organisation) -> None:
    long = "dài " * 2500
    answer = send(client, organisation, description=long)
    assert answer.status_code == 200
    assert answer.context["form"].errors["description"]
    assert long.strip() in answer.content.decode()


@pytest.mark.parametrize(
    "values", [{"kind": "khong-co"}, {"place": "huyen-cu"}, {"roles": ["x"]}, {"country": "XX"}, {"email": "=1@"}]
)
def test_foreign_values_in_lists_are_answered(
    client: Client, organisation: Organisation, values: dict[str, Any]
) -> None:
    answer = send(client, organisation, **values)
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_tampered_time_and_double_click_lose_nothing(client: Client, organisation: Organisation) -> None:
    assert send(client, organisation, seen_at="hôm qua").status_code in {200, 302}
    organisation.refresh_from_db()
    assert send(client, organisation, summary="Một lần.").status_code == 302
    assert send(client, organisation, summary="Một lần.").status_code == 302
    organisation.refresh_from_db()
    assert organisation.summary == "Một lần."


@pytest.mark.parametrize("values", [{"description": "x" * (6 * 1024 * 1024)}, {f"x{n}": "1" for n in range(1200)}])
def test_form_that_is_too_large_is_answered_with_a_page(
    client: Client, organisation: Organisation, values: dict[str, Any]
) -> None:
    client.raise_request_exception = False
    url = reverse("exhibitors:profile-edit", args=[organisation.slug])
    answer = client.post(url, urlencode(values), content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "Gửi quá nhiều dữ liệu" in answer.content.decode()
