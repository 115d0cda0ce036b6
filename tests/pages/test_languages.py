"""Pages by language: lists, translations, the shell's links, and the honest notice."""

import re
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import translation
from wagtail.models import Locale, Page, PageViewRestriction, Site

from home.models import ContentPage
from portal.kernel.languages import Language
from portal.pages import translations
from portal.pages.shell import Shell, add_breadcrumbs
from tests.factories import events, exhibitors
from tests.factories import search as factory

pytestmark = pytest.mark.django_db


def listed(language: Language | None = None) -> dict[str, bool]:
    return {page.title: page.only_vietnamese for page in translations.listed_in(ContentPage.objects.all(), language)}  # type: ignore[attr-defined]


def test_lists_hold_own_pages_and_in_english_untranslated_ones(site: Site) -> None:
    both = factory.page(site, "Hai tiếng")
    english = factory.english_page(both, "Both")
    factory.page(site, "Chỉ tiếng Việt")
    factory.page(site, "Nháp").unpublish()
    assert listed(Language.VIETNAMESE) == {"Hai tiếng": False, "Chỉ tiếng Việt": False}
    assert listed(Language.ENGLISH) == {"Both": False, "Chỉ tiếng Việt": True}
    with translation.override("en"):
        assert listed() == {"Both": False, "Chỉ tiếng Việt": True}
    english.unpublish()
    assert listed(Language.ENGLISH) == {"Hai tiếng": True, "Chỉ tiếng Việt": True}


def test_aliases_are_listed_nowhere(site: Site) -> None:
    page = factory.page(site, "Gốc")
    page.copy_for_translation(Locale.objects.get(language_code="en"), alias=True)
    assert listed(Language.VIETNAMESE) == {"Gốc": False}
    assert set(listed(Language.ENGLISH)) <= {"Gốc"}
    assert translations.live_translation(page, Language.ENGLISH) is None


def test_live_translation_is_public_or_nothing(site: Site) -> None:
    page = factory.page(site, "Trang")
    assert translations.live_translation(page, Language.ENGLISH) is None
    english = factory.english_page(page, "Page")
    assert translations.live_translation(page, Language.ENGLISH) == Page.objects.get(pk=english.pk)
    assert translations.live_translation(english, Language.VIETNAMESE) == Page.objects.get(pk=page.pk)
    english.unpublish()
    assert translations.live_translation(page, Language.ENGLISH) is None


def shell_at(path: str, page: Page | None = None) -> Shell:
    request: Any = RequestFactory().get(path)
    if page is not None:
        request.portal_page = page
    return Shell(request)


def links(shell: Shell) -> dict[str, tuple[str, bool, bool]]:
    return {link.code: (link.url, link.current, link.available) for link in shell.languages}


def test_language_links_lead_to_the_translation(site: Site) -> None:
    page = factory.page(site, "Trang")
    factory.english_page(page, "A page", slug="a-page")
    assert links(shell_at("/trang/", page)) == {"vi": ("/trang/", True, True), "en": ("/en/a-page/", False, True)}


def test_language_links_lead_to_a_notice_where_there_is_no_translation(site: Site) -> None:
    page = factory.page(site, "Trang")
    notice = f"/en/not-translated/{page.pk}/"
    assert links(shell_at("/trang/", page))["en"] == (notice, False, False)
    english = factory.english_page(page, "A page")
    english.unpublish()
    assert links(shell_at("/trang/", page))["en"] == (notice, False, False)


def test_language_links_keep_what_stands_below_the_page(site: Site) -> None:
    page = factory.page(site, "Trang")
    factory.english_page(page, "A page", slug="a-page")
    found = links(shell_at("/trang/cong-ty-a/", page))
    assert found["vi"][0] == "/trang/cong-ty-a/"
    assert found["en"][0] == "/en/a-page/cong-ty-a/"


def test_search_engines_get_full_addresses_of_both_languages(site: Site, client: Client) -> None:
    page = factory.page(site, "Trang")
    english = factory.english_page(page, "A page", slug="a-page")
    for shown in (page, english):
        content = client.get(shown.get_url()).content.decode()
        assert re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)">', content) == [
            ("vi", "http://testserver/trang/"),
            ("en", "http://testserver/en/a-page/"),
        ]


def test_language_switch_keeps_the_known_filters_of_a_list_and_nothing_else(site: Site, client: Client) -> None:
    events.make_index(site)
    content = client.get("/su-kien/?attendance=online&attendance=nonsense&utm_source=x&page=3").content.decode()
    assert 'href="/en/events/?attendance=online" lang="en"' in content
    assert '<link rel="alternate" hreflang="en" href="http://testserver/en/events/">' in content
    assert (
        'href="/su-kien/?attendance=online" lang="vi"' in client.get("/en/events/?attendance=online").content.decode()
    )


def test_language_switch_drops_the_filters_where_there_is_no_other_list(site: Site) -> None:
    page = factory.page(site, "Trang")
    shell = shell_at("/trang/", page)
    shell.request.portal_parameters = "field=x"  # type: ignore[attr-defined]
    found = {link.code: link.switch_url for link in shell.languages}
    assert found == {"vi": "/trang/?field=x", "en": f"/en/not-translated/{page.pk}/"}


def test_language_links_of_a_draft_shown_elsewhere_do_not_run_together(site: Site) -> None:
    page = factory.page(site, "Trang")
    factory.english_page(page, "A page", slug="a-page")
    page.unpublish()
    found = links(shell_at("/xem-truoc/7/", ContentPage.objects.get(pk=page.pk)))
    assert found["vi"] == ("/xem-truoc/7/", True, True)
    assert found["en"] == ("/en/a-page/", False, True)


@pytest.mark.parametrize("path", ["/tai-khoan/login/", "/en/account/login/"])
def test_views_change_language_by_their_address(site: Site, path: str) -> None:
    with translation.override("en" if path.startswith("/en/") else "vi"):
        found = links(shell_at(path))
    assert {code: url for code, (url, _current, _available) in found.items()} == {
        "vi": "/tai-khoan/login/",
        "en": "/en/account/login/",
    }
    assert found["en"][1] is path.startswith("/en/")


def test_language_links_of_a_profile_lead_to_the_same_profile(site: Site, client: Client) -> None:
    organisation = exhibitors.make_organisation()
    exhibitors.make_directory(site)
    content = client.get(f"/to-chuc/{organisation.slug}/").content.decode()
    assert f'href="/en/organisations/{organisation.slug}/"' in content


def test_menu_and_footer_hold_the_sections_of_the_language(site: Site) -> None:
    menu = factory.page(site, "Tin", show_in_menus=True)
    factory.page(site, "Giới thiệu")
    factory.english_page(menu, "News", slug="news")
    factory.page(site, "Nháp", show_in_menus=True).unpublish()
    below = factory.page(site, "Bài", parent=menu, show_in_menus=True)
    shell = shell_at("/tin/bai/", below)
    assert [(link.title, link.url, link.active) for link in shell.menu] == [("Tin", "/tin/", True)]
    assert [(link.title, link.active) for link in shell.footer] == [("Giới thiệu", False)]
    with translation.override("en"):
        assert [(link.title, link.url) for link in shell_at("/en/").menu] == [("News", "/en/news/")]
        assert shell_at("/en/").home_url == "/en/"


def test_menu_costs_the_same_for_1_and_30_sections(site: Site, django_assert_num_queries: Any) -> None:
    factory.page(site, "Một", show_in_menus=True)

    def read() -> None:
        shell = shell_at("/")
        assert shell.menu or shell.footer

    # One for the sections, one for the site, which a served page has found already.
    with django_assert_num_queries(2):
        read()
    parent = Page.objects.get(pk=site.root_page_id)
    for number in range(29):
        parent.add_child(instance=ContentPage(title=f"Mục {number}", locale=parent.locale))
    with django_assert_num_queries(2):
        read()


def test_breadcrumbs_lead_from_the_front_page_to_the_parent_and_a_views_own(site: Site) -> None:
    section = factory.page(site, "Mục")
    page = factory.page(site, "Trang", parent=section)
    shell = shell_at("/muc/trang/", page)
    assert [(link.title, link.url) for link in shell.breadcrumbs] == [("Trang chủ", "/"), ("Mục", "/muc/")]
    add_breadcrumbs(shell.request, ("Hồ sơ", "/muc/trang/ho-so/"))
    add_breadcrumbs(shell.request, ("Sửa", "/muc/trang/ho-so/sua/"))
    again = Shell(shell.request)
    assert [link.title for link in again.breadcrumbs] == ["Trang chủ", "Mục", "Hồ sơ", "Sửa"]
    assert shell_at("/", ContentPage.objects.get(pk=section.pk)).breadcrumbs[0].title == "Trang chủ"
    assert shell_at("/", Page.objects.get(pk=site.root_page_id)).breadcrumbs == []


def test_breadcrumbs_are_told_to_machines_with_full_addresses(site: Site) -> None:
    section = factory.page(site, "Mục")
    page = factory.page(site, "Trang", parent=section)
    (data,) = shell_at("/muc/trang/", page).structured_data
    assert data["@type"] == "BreadcrumbList"
    assert [(item["position"], item["name"], item["item"]) for item in data["itemListElement"]] == [
        (1, "Trang chủ", "http://testserver/"),
        (2, "Mục", "http://testserver/muc/"),
    ]
    assert shell_at("/x/").structured_data == []


def test_breadcrumb_without_an_address_gives_machines_none(site: Site) -> None:
    shell = shell_at("/x/")
    add_breadcrumbs(shell.request, ("Mục", "/muc/"), ("Đăng ký", ""))
    (data,) = Shell(shell.request).structured_data
    assert [item.get("item") for item in data["itemListElement"]] == ["http://testserver/muc/", None]


def test_canonical_address_has_no_query_and_no_foreign_host(site: Site) -> None:
    shell = Shell(RequestFactory().get("/trang/?page=2&utm=x", headers={"Host": "evil.example"}))
    assert shell.canonical_url == "http://testserver/trang/"


def test_notice_leads_to_the_original(site: Site, client: Client) -> None:
    page = factory.page(site, "Trang <hay>")
    answer = client.get(f"/en/not-translated/{page.pk}/")
    content = answer.content.decode()
    assert answer.status_code == 200
    assert '<html lang="en">' in content
    assert '<a href="/trang-hay/" hreflang="vi" lang="vi">Trang &lt;hay&gt;</a>' in content
    assert content.count("<h1") == 1
    assert not answer.cookies
    assert client.post(f"/en/not-translated/{page.pk}/").status_code in {403, 405}


def test_notice_goes_on_to_the_translation_once_there_is_one(site: Site, client: Client) -> None:
    page = factory.page(site, "Trang")
    factory.english_page(page, "A page", slug="a-page")
    answer = client.get(f"/en/not-translated/{page.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, "/en/a-page/")
    assert client.get(f"/chua-co-ban-dich/{page.pk}/")["Location"] == "/trang/"


def test_notice_keeps_drafts_private_and_unknown_pages_apart_from_none(site: Site, client: Client) -> None:
    draft, private = factory.page(site, "Nháp"), factory.page(site, "Riêng")
    below = factory.page(site, "Dưới", parent=private)
    draft.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    for number in (draft.pk, private.pk, below.pk, 999999, Page.get_first_root_node().pk):
        assert client.get(f"/en/not-translated/{number}/").status_code == 404
        assert client.get(f"/chua-co-ban-dich/{number}/").status_code == 404


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Đổi mới công nghệ ở Bắc Ninh", "doi-moi-cong-nghe-o-bac-ninh"), ("Hoà Bình", "hoa-binh"), ("***", "trang")],
)
def test_slug_is_plain_ascii_from_the_vietnamese_title(site: Site, title: str, slug: str) -> None:
    assert factory.page(site, title).slug == slug


def test_slug_is_free_given_and_lasting(site: Site) -> None:
    first, second = factory.page(site, "Tin mới"), factory.page(site, "Tin mới")
    assert (first.slug, second.slug) == ("tin-moi", "tin-moi-2")
    first.title = "Tin khác"
    first.save_revision().publish()
    assert ContentPage.objects.get(pk=first.pk).slug == "tin-moi"
    assert factory.page(site, "Tin", slug="rieng").slug == "rieng"


def test_slug_of_a_page_that_is_live_at_once_is_the_same(site: Site) -> None:
    parent = Page.objects.get(pk=site.root_page_id)
    assert parent.add_child(instance=ContentPage(title="Đặc sản", locale=parent.locale)).slug == "dac-san"
