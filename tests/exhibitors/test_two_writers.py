"""Two people at one organisation or product: nobody takes back what the other wrote, and a second click is no conflict."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from exhibitors.domain import organisation as organisations
from exhibitors.domain import products as product_rules
from exhibitors.domain.products import ProductDetails
from exhibitors.models import Organisation, Product
from portal.kernel import clock, errors
from tests.exhibitors.test_directory import picture
from tests.factories import exhibitors as factories
from tests.factories import uploads
from tests.factories.exhibitors import NOON
from tests.forms import sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation(name="Công ty Sông Mơ", summary="Sấy quả.", roles=("exhibitor",))


def save_as_colleague(organisation: Organisation, **values: Any) -> None:
    known = {"name": organisation.name, "summary": organisation.summary, "roles": ("exhibitor",)}
    organisations.update_organisation(
        organisation=organisation,
        by=factories.owner_of(organisation),
        details=factories.details(**(known | values)),
        now=clock.now() + timedelta(minutes=1),
    )


def at_the_desk(client: Client, organisation: Organisation) -> str:
    client.force_login(factories.owner_of(organisation))
    return reverse("exhibitors:profile-edit", args=[organisation.slug])


def at_the_officers(client: Client, organisation: Organisation) -> str:
    client.force_login(factories.make_officer())
    return reverse("organisations:edit", args=[organisation.pk])


PLACES = [at_the_desk, at_the_officers]


@pytest.mark.parametrize("place", PLACES)
def test_what_only_the_colleague_changed_is_kept(client: Client, organisation: Organisation, place: Any) -> None:
    address = place(client, organisation)
    form = client.get(address).context["form"]
    save_as_colleague(organisation, description="Một.\n\nHai.", roles=("exhibitor", "buyer"))
    assert client.post(address, sent(form, website="https://example.org/")).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.website, organisation.description) == ("https://example.org/", "Một.\n\nHai.")
    assert set(organisation.roles.values_list("code", flat=True)) == {"exhibitor", "buyer"}


@pytest.mark.parametrize("place", PLACES)
def test_what_both_changed_is_asked_about_once(client: Client, organisation: Organisation, place: Any) -> None:
    address = place(client, organisation)
    form = client.get(address).context["form"]
    save_as_colleague(organisation, summary="Sấy hạt <i>.", description="Mới.")
    asked = client.post(address, sent(form, summary="Sấy củ."))
    assert asked.status_code == 200
    page, form = asked.content.decode(), asked.context["form"]
    assert list(form.errors) == ["__all__", "summary"]
    assert str(form["summary"].label) in str(form.non_field_errors())
    assert "Sấy hạt &lt;i&gt;." in page
    assert (form["summary"].value(), form["description"].value()) == ("Sấy củ.", "Mới.")
    organisation.refresh_from_db()
    assert organisation.summary == "Sấy hạt <i>."
    assert client.post(address, sent(form)).status_code == 302
    organisation.refresh_from_db()
    assert (organisation.summary, organisation.description) == ("Sấy củ.", "Mới.")


@pytest.mark.parametrize("place", PLACES)
def test_question_outlives_an_error_beside_another_field(
    client: Client, organisation: Organisation, place: Any
) -> None:
    address = place(client, organisation)
    form = client.get(address).context["form"]
    save_as_colleague(organisation, summary="Sấy hạt.")
    wrong = client.post(address, sent(form, summary="Sấy củ.", email="="))
    assert list(wrong.context["form"].errors) == ["email"]
    asked = client.post(address, sent(wrong.context["form"], email=""))
    assert "summary" in asked.context["form"].errors


@pytest.mark.parametrize("place", PLACES)
def test_second_click_is_no_conflict_however_things_were_written(
    client: Client, organisation: Organisation, place: Any
) -> None:
    address = place(client, organisation)
    form = client.get(address).context["form"]
    data = sent(form, phone="+84 222.3822.345", name=" Công ty  Sông Mới", tax_code="0314 409 058")
    assert [client.post(address, data).status_code for _click in range(2)] == [302, 302]
    assert organisation.log.filter(action="updated").count() == 1


def test_page_says_nothing_of_what_it_showed_in_its_hidden_fields(client: Client, organisation: Organisation) -> None:
    form = client.get(at_the_desk(client, organisation)).context["form"]
    assert "Sông" not in str(form["seen"])


@pytest.mark.parametrize("seen", ["", "{", "[]", '{"name": 1}', '{"name": "x", "y": "z"}'])
def test_tampered_digests_break_nothing(client: Client, organisation: Organisation, seen: str) -> None:
    address = at_the_desk(client, organisation)
    form = client.get(address).context["form"]
    assert client.post(address, sent(form, seen=seen, summary="Sấy củ.")).status_code == 302


@pytest.fixture
def product(organisation: Organisation, client: Client) -> Product:
    client.force_login(factories.owner_of(organisation))
    return product_rules.add_product(
        organisation=organisation,
        details=ProductDetails(name="Máy sấy"),
        by=factories.owner_of(organisation),
        now=NOON,
        picture=picture(),
    )


def change_as_colleague(product: Product, **values: Any) -> None:
    product_rules.change_product(
        product=product,
        by=factories.owner_of(product.organisation),
        now=NOON + timedelta(minutes=1),
        **({"details": ProductDetails(name="Máy sấy")} | values),
    )


def product_address(product: Product) -> str:
    return f"/ban-lam-viec/to-chuc/{product.organisation.slug}/san-pham/{product.pk}/"


def another_picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("khac.jpg", uploads.jpeg(size=(64, 32)), content_type="image/jpeg")


@pytest.mark.parametrize("change", ["picture", "remove_picture"])
def test_newer_picture_of_a_colleague_is_not_replaced_unseen(client: Client, product: Product, change: str) -> None:
    address = product_address(product)
    form = client.get(address).context["form"]
    change_as_colleague(product, picture=another_picture())
    theirs = Product.objects.get().picture_id
    value = picture() if change == "picture" else "on"
    asked = client.post(address, sent(form, text="Mới", **{change: value}))
    assert asked.status_code == 200
    assert Product.objects.get().picture_id == theirs
    again = sent(asked.context["form"], **({} if change == "picture" else {change: "on"}))
    assert client.post(address, again).status_code == 302
    kept = Product.objects.get()
    assert (kept.text, kept.picture_id == theirs) == ("Mới", False)


def test_words_may_change_beside_a_newer_picture(client: Client, product: Product) -> None:
    address = product_address(product)
    form = client.get(address).context["form"]
    change_as_colleague(product, picture=another_picture())
    theirs = Product.objects.get().picture_id
    assert client.post(address, sent(form, text="Mới")).status_code == 302
    kept = Product.objects.get()
    assert (kept.text, kept.picture_id) == ("Mới", theirs)


def test_second_click_with_a_picture_is_no_conflict(client: Client, product: Product) -> None:
    address = product_address(product)
    form = client.get(address).context["form"]
    for _click in range(2):
        assert client.post(address, sent(form, text="Mới", picture=another_picture())).status_code == 302


def test_given_picture_counts_as_a_change(product: Product) -> None:
    seen = product.updated_at
    change_as_colleague(product, picture=another_picture())
    for given in ({"picture": picture()}, {"remove_picture": True}):
        with pytest.raises(errors.StaleError):
            change_as_colleague(product, seen_at=seen, **given)
