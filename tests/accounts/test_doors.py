"""No door beside allauth's: sign-in pages of Django and Wagtail, private pages, shared passwords."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.auth.views import LoginView
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve
from django.utils import translation
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from home.models import ContentPage
from portal.accounts.models import User
from portal.kernel import limits
from portal.media.models import PortalDocument
from tests.factories import search as factory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]
SECRET = "bí-mật-của-hội-thảo"


def views_of(patterns: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every address pattern with its view, whatever stands before it."""
    for pattern in patterns:
        address = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLPattern):
            yield address, getattr(pattern.callback, "view_class", pattern.callback)
        else:
            yield from views_of(pattern.url_patterns, address)


def is_sign_in(view: Any) -> bool:
    return isinstance(view, type) and issubclass(view, LoginView)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_address_leads_to_a_sign_in_that_is_not_allauths(language: str) -> None:
    with translation.override(language):
        found = list(views_of(get_resolver().url_patterns))
        signs = [address for address, view in found if is_sign_in(view)]
        assert signs, "Wagtail's own are in the tree; they must be covered"
        assert len(found) > 300
        for address in signs:
            assert "<" not in address
            assert "(" not in address
            covered = resolve(f"/{address.removesuffix('$')}").func
            assert not is_sign_in(getattr(covered, "view_class", covered)), address


@pytest.mark.parametrize(
    ("path", "sign_in"),
    [("/_util/login/", "/tai-khoan/login/"), ("/en/_util/login/", "/en/account/login/")],
)
def test_wagtails_sign_in_leads_to_allauths(client: Client, path: str, sign_in: str) -> None:
    assert client.get(f"{path}?next=/trang/")["Location"] == f"{sign_in}?next=/trang/"
    assert client.get(f"{path}?next=https://elsewhere.example/")["Location"] == sign_in
    answer = client.post(path, {"username": "a@example.org", "password": "sai"})
    assert (answer.status_code, answer["Location"]) == (302, sign_in)


def above_footer(answer: Any) -> str:
    """Return the page without its footer, which names all sections."""
    html: str = answer.content.decode()
    return html.split("<footer", maxsplit=1)[0]


def restricted(page: Page, kind: str, **fields: Any) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, **fields)


@pytest.fixture
def page(site: Site) -> ContentPage:
    return factory.page(site, "Chỉ cho người trong nhóm")


def test_page_for_signed_in_people_leads_to_allauth(client: Client, page: ContentPage) -> None:
    restricted(page, PageViewRestriction.LOGIN)
    answer = client.get(page.url, follow=True)
    assert answer.redirect_chain[-1] == (f"/tai-khoan/login/?next={page.url}", 302)
    assert answer.status_code == 200
    client.force_login(User.objects.create_user("co@example.org"))
    assert client.get(page.url).status_code == 200


def test_page_for_a_group_says_no_to_others_who_are_signed_in(client: Client, page: ContentPage) -> None:
    group = Group.objects.create(name="Nhóm")
    restricted(page, PageViewRestriction.GROUPS).groups.add(group)
    user = User.objects.create_user("co@example.org")
    client.force_login(user)
    assert client.get(page.url, follow=True).status_code == 403
    user.groups.add(group)
    assert client.get(page.url).status_code == 200


@pytest.mark.parametrize(
    ("language", "heading", "sentence"),
    [("vi", "Cần mật khẩu", "Điền mục"), ("en", "Password needed", "Fill in")],
)
def test_password_of_a_page_is_asked_in_the_portals_look(
    client: Client, page: ContentPage, language: str, heading: str, sentence: str
) -> None:
    shown: Page = page if language == "vi" else factory.english_page(page, "For people of the group", slug="group")
    restriction = restricted(shown, PageViewRestriction.PASSWORD, password=SECRET)
    html = above_footer(client.get(f"{shown.url}?a=1"))
    address = f"{'/en' if language == 'en' else ''}/_util/authenticate_with_password/{restriction.pk}/{shown.pk}/"
    assert f"<h1>{heading}</h1>" in html
    assert f'action="{address}"' in html
    assert 'class="skip"' in html
    assert shown.title not in html
    assert client.get(address).status_code == 200
    empty = above_footer(client.post(address, {"password": "", "return_url": shown.url}))
    assert 'class="error-summary"' in empty
    assert sentence in empty
    assert shown.title not in empty
    wrong = client.post(address, {"password": "sai", "return_url": shown.url}).content.decode()
    assert 'class="error-summary"' in wrong
    assert f'value="{shown.url}"' in wrong
    assert shown.title not in above_footer(client.get(shown.url))
    right = client.post(address, {"password": SECRET, "return_url": f"{shown.url}?a=1"})
    assert right["Location"] == f"{shown.url}?a=1"
    assert shown.title in client.get(shown.url).content.decode()


def test_password_leads_nowhere_else(client: Client, page: ContentPage, site: Site) -> None:
    restriction = restricted(page, PageViewRestriction.PASSWORD, password=SECRET)
    address = f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"
    given = {"password": SECRET, "return_url": "https://elsewhere.example/"}
    assert client.post(address, given)["Location"] == page.url
    assert client.post(address, {"password": SECRET})["Location"] == page.url
    other = factory.page(site, "Trang khác")
    assert client.get(f"/_util/authenticate_with_password/{restriction.pk}/{other.pk}/").status_code == 404
    page.unpublish()
    assert client.get(address).status_code == 404


def test_passwords_of_a_page_cannot_be_tried_for_ever(client: Client, page: ContentPage) -> None:
    restriction = restricted(page, PageViewRestriction.PASSWORD, password=SECRET)
    address = f"/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"
    for number in range(limits.PER_SECRET):
        assert client.post(address, {"password": str(number)}).status_code == 200
    assert client.post(address, {"password": SECRET}).status_code == 429
    assert page.title not in above_footer(client.get(page.url))


def test_password_of_files_is_asked_the_same_way(client: Client) -> None:
    shelf = Collection.get_first_root_node().add_child(name="Kín")
    document = PortalDocument.objects.create(
        title="Đề án", file=ContentFile(b"%PDF-1.4", "de-an.pdf"), collection=shelf
    )
    restriction = CollectionViewRestriction.objects.create(
        collection=shelf, restriction_type=CollectionViewRestriction.PASSWORD, password=SECRET
    )
    address = f"/documents/authenticate_with_password/{restriction.pk}/"
    html = client.get(document.url).content.decode()
    assert "<h1>Cần mật khẩu</h1>" in html
    assert f'action="{address}"' in html
    assert 'class="error-summary"' in client.post(address, {"password": "sai"}).content.decode()
    assert client.post(address, {"password": SECRET, "return_url": document.url})["Location"] == document.url
    assert client.get(document.url).status_code == 200
    for _number in range(limits.PER_SECRET):
        answer = client.post(address, {"password": "sai"})
    assert answer.status_code == 429
