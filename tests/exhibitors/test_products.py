"""Products on the profile."""

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from exhibitors.domain import products as product_rules
from exhibitors.domain.products import ProductDetails
from exhibitors.enums import MemberRole, VerificationState
from exhibitors.models import Organisation, Product
from portal.kernel import errors
from portal.media.models import PortalImage
from tests.exhibitors.test_directory import picture
from tests.factories import exhibitors as factories
from tests.factories.exhibitors import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def add(organisation: Organisation, name: str = "Máy sấy 50 kg", **values: Any) -> Product:
    texts = {key: values.pop(key) for key in ("name_en", "text", "text_en", "url") if key in values}
    given = {"by": factories.owner_of(organisation), "now": NOON} | values
    return product_rules.add_product(organisation=organisation, details=ProductDetails(name=name, **texts), **given)


def products_url(organisation: Organisation) -> str:
    return f"/ban-lam-viec/to-chuc/{organisation.slug}/san-pham/"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " \u200b"}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "A", "text": "x" * 301}, "text"),
        ({"name": "A", "url": "http://example.org/a"}, "url"),
        ({"name": "A", "url": "javascript:alert(1)"}, "url"),
        ({"name": "A", "url": "https://"}, "url"),
    ],
)
def test_product_is_checked(values: dict[str, str], field: str) -> None:
    organisation = factories.make_organisation()
    with pytest.raises(errors.DomainError) as caught:
        add(organisation, **values)
    assert caught.value.field == field


def test_same_form_makes_one_product_and_one_name_is_used_once() -> None:
    organisation, key = factories.make_organisation(), uuid.uuid4()
    assert add(organisation, form_key=key) == add(organisation, form_key=key)
    with pytest.raises(errors.DomainError) as caught:
        add(organisation)
    assert caught.value.field == "name"
    assert Product.objects.count() == 1


def test_key_of_another_organisations_form_opens_nothing() -> None:
    key = uuid.uuid4()
    add(factories.make_organisation(), form_key=key)
    with pytest.raises(IntegrityError), transaction.atomic():
        add(factories.make_organisation(), form_key=key)


def test_products_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(product_rules, "MOST", 2)
    organisation = factories.make_organisation()
    add(organisation, "Một")
    add(organisation, "Hai")
    with pytest.raises(errors.LimitReachedError):
        add(organisation, "Ba")


@pytest.mark.parametrize("role", [None, MemberRole.VIEWER])
def test_viewers_and_strangers_change_no_products(role: MemberRole | None) -> None:
    organisation, person = factories.make_organisation(), factories.make_person()
    if role:
        factories.make_member(organisation, role, person)
    product = add(organisation)
    for change in (
        lambda: add(organisation, "Khác", by=person),
        lambda: product_rules.change_product(product=product, details=ProductDetails(name="Khác"), by=person, now=NOON),
        lambda: product_rules.remove_product(product=product, by=person, now=NOON),
    ):
        with pytest.raises(errors.NotAllowedError):
            change()


@pytest.mark.parametrize(
    "change",
    [
        "name = ''",
        "url = 'http://example.org'",
        "name = 'Hai'",
        "form_key = (SELECT form_key FROM exhibitors_product WHERE name = 'Hai')",
    ],
)
def test_product_row_stays_sound(change: str) -> None:
    organisation = factories.make_organisation()
    product = add(organisation, "Một")
    add(organisation, "Hai")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE exhibitors_product SET {change} WHERE id = %s", [product.pk])


def test_editor_adds_changes_and_takes_away(client: Client) -> None:
    organisation = factories.make_organisation()
    client.force_login(factories.make_member(organisation, MemberRole.EDITOR).user)
    assert client.get(products_url(organisation)).status_code == 200
    new = f"{products_url(organisation)}moi/"
    wrong = client.post(new, {"name": "Máy sấy", "url": "example", "text": "Giữ lại"})
    assert list(wrong.context["form"].errors) == ["url"]
    assert "Giữ lại" in wrong.content.decode()
    assert (
        client.post(new, {"name": "Máy sấy", "url": "https://san.example.org/1", "picture": picture()}).status_code
        == 302
    )
    product = Product.objects.get()
    assert product.picture is not None
    edit = f"{products_url(organisation)}{product.pk}/"
    assert client.get(edit).status_code == 200
    assert client.post(edit, {"name": "Máy sấy lạnh", "remove_picture": "on"}).status_code == 302
    product.refresh_from_db()
    assert (product.name, product.url, product.picture) == ("Máy sấy lạnh", "", None)
    assert not PortalImage.objects.exists()
    remove = f"{edit}xoa/"
    assert client.get(remove).status_code == 200
    assert Product.objects.exists()
    assert client.post(remove).status_code == 302
    assert not Product.objects.exists()


def test_two_who_change_one_product_lose_nothing(client: Client) -> None:
    organisation = factories.make_organisation()
    client.force_login(factories.make_member(organisation, MemberRole.EDITOR).user)
    product = add(organisation, "Máy sấy")
    edit = f"{products_url(organisation)}{product.pk}/"
    seen = client.get(edit).context["form"]["seen_at"].value()
    assert client.post(edit, {"name": "Máy sấy lạnh", "seen_at": seen}).status_code == 302
    twice = client.post(edit, {"name": "Máy sấy lạnh", "seen_at": seen})
    assert twice.status_code == 302
    stale = client.post(edit, {"name": "Máy sấy", "text": "Giữ lại", "seen_at": seen})
    assert stale.status_code == 200
    assert "Giữ lại" in stale.content.decode()
    assert stale.context["form"].non_field_errors()
    product.refresh_from_db()
    assert (product.name, product.text) == ("Máy sấy lạnh", "")

    newest = stale.context["form"]["seen_at"].value()
    assert client.post(edit, {"name": "Máy sấy", "text": "Giữ lại", "seen_at": newest}).status_code == 302
    product.refresh_from_db()
    assert (product.name, product.text) == ("Máy sấy", "Giữ lại")


def test_picture_that_is_none_is_refused_beside_its_field(client: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    organisation = factories.make_organisation()
    client.force_login(factories.owner_of(organisation))
    response = client.post(
        f"{products_url(organisation)}moi/", {"name": "A", "picture": SimpleUploadedFile("a.png", b"no picture")}
    )
    assert list(response.context["form"].errors) == ["picture"]
    assert not Product.objects.exists()


def test_profile_shows_products_in_both_languages(client: Client, site: Any) -> None:
    factories.make_directory(site)
    organisation = factories.make_organisation(name="Suối Ngân")
    add(organisation, "Máy sấy", name_en="Dryer", text="Sấy êm.", url="https://www.san.example.org/1")
    add(organisation, "Máy ép")
    page = client.get("/to-chuc/suoi-ngan/").content.decode()
    assert "Máy sấy" in page
    assert 'href="https://www.san.example.org/1" rel="nofollow noopener ugc"' in page
    english = client.get("/en/organisations/suoi-ngan/").content.decode()
    assert "Dryer" in english
    assert 'lang="vi">Máy ép' in english
    Organisation.objects.filter(pk=organisation.pk).update(state=VerificationState.SUSPENDED, state_changed_at=NOON)
    assert client.get("/to-chuc/suoi-ngan/").status_code == 404


def test_profile_costs_the_same_with_one_and_with_many_products(client: Client, site: Any) -> None:
    from django.test.utils import CaptureQueriesContext

    factories.make_directory(site)
    organisation = factories.make_organisation(name="Suối Ngân")
    counts = []
    for number in range(product_rules.MOST):
        add(organisation, f"Sản phẩm {number}")
        if number in {0, product_rules.MOST - 1}:
            client.get("/to-chuc/suoi-ngan/")
            with CaptureQueriesContext(connection) as captured:
                client.get("/to-chuc/suoi-ngan/")
            counts.append(len(captured))
    assert counts[0] == counts[1]
