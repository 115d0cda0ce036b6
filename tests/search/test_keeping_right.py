"""The search documents follow what happens to pages and items, and nothing private is ever found."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from wagtail.models import Page, PageViewRestriction, Site

from portal.pages import findables
from portal.pages.findables import FindableDocument
from search.domain import checking, indexing
from search.models import SearchDocument, SearchFacet
from tests.factories import search as factory

Titles = Callable[[str], list[str]]


def url_of(page: Page) -> str:
    return SearchDocument.objects.get(page=page).url


def test_published_page_is_found_with_its_address(site: Site, titles: Titles) -> None:
    page = factory.page(site, "Máy sấy tỏi", intro="Sấy khô trong hai giờ")
    assert titles("may say toi") == ["Máy sấy tỏi"]
    assert titles("hai giờ") == ["Máy sấy tỏi"]
    assert url_of(page) == "/may-say-toi/"


def test_page_added_live_is_found(site: Site, titles: Titles) -> None:
    from home.models import ContentPage

    Page.objects.get(pk=site.root_page.pk).add_child(instance=ContentPage(title="Có ngay", live=True))
    assert titles("co ngay") == ["Có ngay"]


def test_draft_is_never_found(site: Site, titles: Titles) -> None:
    from home.models import ContentPage

    draft = Page.objects.get(pk=site.root_page.pk).add_child(instance=ContentPage(title="Bản nháp bí mật", live=False))
    draft.save_revision()
    published = factory.page(site, "Đã đăng")
    published.title = "Sửa nháp chưa đăng"
    published.save_revision()
    published.intro = "chưa đăng"
    published.save(update_fields=["has_unpublished_changes", "draft_title"])
    assert titles("nháp") == []
    assert titles("chưa đăng") in ([], ["Đã đăng"])
    assert SearchDocument.objects.get().title == "Đã đăng"
    indexing.rebuild()
    assert SearchDocument.objects.get().title == "Đã đăng"


def test_change_is_found_and_the_old_words_are_not(site: Site, titles: Titles) -> None:
    page = factory.page(site, "Tên cũ")
    page.title = "Tựa khác"
    page.save_revision().publish()
    assert titles("tựa khác") == ["Tựa khác"]
    assert titles("tên cũ") == []


def test_unpublished_page_is_gone(site: Site, titles: Titles) -> None:
    page = factory.page(site, "Máy sấy tỏi")
    page.unpublish()
    assert titles("máy") == []
    assert not SearchDocument.objects.exists()


def test_deleted_page_and_those_under_it_are_gone(site: Site) -> None:
    parent = factory.page(site, "Mục")
    factory.page(site, "Con", parent=parent)
    Page.objects.get(pk=parent.pk).delete()
    assert not SearchDocument.objects.exists()


def test_moved_pages_have_new_addresses(site: Site) -> None:
    first, second = factory.page(site, "Một"), factory.page(site, "Hai")
    child = factory.page(site, "Con", parent=first)
    grandchild = factory.page(site, "Cháu", parent=child)
    Page.objects.get(pk=child.pk).move(Page.objects.get(pk=second.pk), pos="last-child")
    assert url_of(child) == "/hai/con/"
    assert url_of(grandchild) == "/hai/con/chau/"


def test_new_slug_changes_addresses_below(
    site: Site, django_capture_on_commit_callbacks: Any, django_assert_max_num_queries: Any
) -> None:
    parent = factory.page(site, "Một")
    children = [factory.page(site, f"Con {number}", parent=parent) for number in range(3)]
    with django_capture_on_commit_callbacks(execute=True):
        parent = parent.__class__.objects.get(pk=parent.pk)
        parent.slug = "khac"
        parent.save_revision().publish()
    assert url_of(parent) == "/khac/"
    assert [url_of(child) for child in children] == [f"/khac/con-{number}/" for number in range(3)]


def test_private_page_and_those_under_it_are_gone_until_it_opens(site: Site, titles: Titles) -> None:
    parent = factory.page(site, "Mục kín")
    factory.page(site, "Con kín", parent=parent)
    restriction = PageViewRestriction.objects.create(page=parent, restriction_type="login")
    assert titles("kín") == []
    factory.page(site, "Con kín khác", parent=parent)
    assert titles("kín") == []
    restriction.delete()
    assert sorted(titles("kín")) == ["Con kín", "Con kín khác", "Mục kín"]


def test_page_moved_under_a_private_one_is_gone(site: Site, titles: Titles) -> None:
    private = factory.page(site, "Kho")
    PageViewRestriction.objects.create(page=private, restriction_type="password", password="x")
    page = factory.page(site, "Máy sấy")
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=private.pk), pos="last-child")
    assert titles("máy") == []


def test_english_readers_get_one_language_of_an_item(site: Site) -> None:
    from portal.kernel.languages import Language

    page = factory.page(site, "Máy sấy tỏi")
    factory.page(site, "Chỉ tiếng Việt")
    english = factory.english_page(page, "Garlic dryer")

    def shown() -> set[str]:
        rows = SearchDocument.objects.for_readers_of(Language.ENGLISH)
        return set(rows.values_list("title", flat=True))

    assert shown() == {"Garlic dryer", "Chỉ tiếng Việt"}
    assert url_of(english).startswith("/en/")
    english.unpublish()
    assert shown() == {"Máy sấy tỏi", "Chỉ tiếng Việt"}
    english.save_revision().publish()
    assert shown() == {"Garlic dryer", "Chỉ tiếng Việt"}
    Page.objects.get(pk=english.pk).delete()
    assert shown() == {"Máy sấy tỏi", "Chỉ tiếng Việt"}


class PlaceSource:
    """Users' sites as findable items: any model that is no page serves."""

    model = Site
    public = True

    def keys(self, instance: Site) -> Iterable[str]:
        return [f"site:{instance.pk}:{language}" for language in ("vi", "en")]

    def documents(self, instance: Site) -> Iterator[FindableDocument]:
        if self.public:
            for language in ("vi", "en"):
                yield factory.document(
                    f"Trang {instance.site_name} {language}",
                    key=f"site:{instance.pk}:{language}",
                    language=language,
                    url="/to-chuc/thu/",
                    facets={"field": ("food", "food", "")},
                )

    def instances(self) -> Iterable[Site]:
        return Site.objects.all() if self.public else []


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> PlaceSource:
    made = PlaceSource()
    monkeypatch.setattr(findables, "sources", {Site: made})
    return made


def test_item_that_is_no_page_follows_its_source(site: Site, source: PlaceSource) -> None:
    findables.changed(site)
    assert SearchDocument.objects.count() == 2
    assert set(SearchDocument.objects.values_list("item", flat=True)) == {f"site:{site.pk}"}
    assert set(SearchFacet.objects.values_list("name", "code")) == {("field", "food")}
    findables.changed(site)
    assert SearchDocument.objects.count() == 2
    source.public = False
    findables.changed(site)
    assert not SearchDocument.objects.exists()
    assert not SearchFacet.objects.exists()


def test_rolled_back_change_leaves_no_trace(site: Site, titles: Titles) -> None:
    class StopError(Exception):
        pass

    def fail() -> None:
        with transaction.atomic():
            factory.page(site, "Máy sấy")
            raise StopError

    with pytest.raises(StopError):
        fail()
    assert titles("máy") == []


def test_rebuild_mends_what_the_check_reports(site: Site, source: PlaceSource, capsys: Any) -> None:
    first, second = factory.page(site, "Một"), factory.page(site, "Hai")
    findables.changed(site)
    call_command("rebuild_search", check=True)
    assert "4 documents, all as they should be." in capsys.readouterr().out
    SearchDocument.objects.filter(page=first).delete()
    SearchDocument.objects.filter(page=second).update(title="Khác")
    factory.index("Lạc")
    SearchFacet.objects.all().delete()
    with pytest.raises(CommandError):
        call_command("rebuild_search", check=True)
    drift = checking.drift()
    assert drift.missing == [findables.page_key(first.pk)]
    assert sorted(drift.stale) == sorted([findables.page_key(second.pk), f"site:{site.pk}:vi", f"site:{site.pk}:en"])
    assert drift.stray == ["thing:Lạc:vi"]
    call_command("rebuild_search")
    assert checking.drift().is_clean


def test_many_documents_take_few_queries(db: None, django_assert_max_num_queries: Any) -> None:
    documents = [
        factory.document(f"Máy số {number}", number=number, facets={"field": ("food",)}) for number in range(400)
    ]
    done: list[int] = []
    with django_assert_max_num_queries(60):
        assert indexing.index_in_bulk(documents, progress=done.append) == 400
    assert done == [400]
    assert SearchFacet.objects.count() == 400


def test_documents_without_address_or_title_are_left_out(db: None) -> None:
    indexing.index_documents([factory.document("Máy", url=""), factory.document("  ", number=2)])
    assert not SearchDocument.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE search_searchdocument SET language = 'en', for_english = %s WHERE key = 'thing:1:vi'",
        "INSERT INTO search_searchfacet (document_id, name, code) SELECT document_id, name, code FROM search_searchfacet",
    ],
)
def test_database_refuses_what_makes_no_sense(db: None, statement: str) -> None:
    indexing.index_documents([factory.document("Máy", number=1, facets={"field": ("food",)})])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [False] * statement.count("%s"))
