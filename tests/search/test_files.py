"""Pages are found by the words of the files that they show, and by no others."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from home.models import ContentPage
from portal.media.domain import texts
from portal.media.enums import TextState
from portal.media.models import DocumentText, PortalDocument
from portal.media.texts import process
from portal.media.texts.outcome import Outcome, State
from search.domain import checking, indexing
from search.models import SearchDocument, SearchFacet
from tests.factories import documents as files
from tests.factories import search as factory

Titles = Callable[[str], list[str]]
DUMMY = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "mail"]}}


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the file for its text: the processes are tested in ``tests/media``."""
    monkeypatch.setattr(process, "read", lambda _kind, chunks: Outcome(State.READ, text=b"".join(chunks).decode()))


def file(words: str = "canhvang trong tệp", **values: Any) -> PortalDocument:
    return files.document("Quyết định kèm theo", "quyet-dinh.txt", words.encode(), **values)


def page_with(site: Site, document: PortalDocument, title: str = "Trang có tệp", **values: Any) -> ContentPage:
    body = [("documents", {"title": "", "documents": [{"document": document, "title": ""}]})]
    return factory.page(site, title, body=body, **values)


def is_gone() -> bool:
    """Nothing of the canary is left in any column that is searched or shown."""
    rows = SearchDocument.objects.all()
    return not any("canhvang" in f"{row.body} {row.body_folded} {row.text_accented}" for row in rows)


def test_page_is_found_by_the_words_of_its_file(site: Site, titles: Titles) -> None:
    page_with(site, file())
    assert titles("canhvang tep") == ["Trang có tệp"]
    assert checking.drift().is_clean


def test_title_and_own_words_come_before_those_of_a_file(site: Site, titles: Titles) -> None:
    page_with(site, file("xử lý phụ phẩm"), "Trong tệp")
    factory.page(site, "Xử lý phụ phẩm")
    assert titles("xử lý phụ phẩm") == ["Xử lý phụ phẩm", "Trong tệp"]


def test_link_in_a_text_shows_the_file_too(site: Site, titles: Titles) -> None:
    document = file()
    factory.page(site, "Có liên kết", body=[("paragraph", f'<p><a linktype="document" id="{document.pk}">tệp</a></p>')])
    assert titles("canhvang") == ["Có liên kết"]


def test_result_names_the_file_and_shows_its_words(site: Site, get: Callable[..., Any]) -> None:
    page_with(site, file("mở đầu " * 50 + "Máy sấy <b>tỏi</b> đen"), intro="Giới thiệu")
    body = get(q="may say toi den").content.decode()
    assert "Trong tệp đính kèm: Quyết định kèm theo" in body
    assert "<mark>Máy sấy</mark> &lt;b&gt;<mark>tỏi</mark>" in body
    own = get(q="gioi thieu").content.decode()
    assert "<mark>Giới thiệu</mark>" in own
    assert "Trong tệp đính kèm" not in own


def test_files_of_results_cost_no_more_queries_for_more_results(
    site: Site, get: Callable[..., Any], django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        page_with(site, file(f"canhvang {number}"), f"Trang {number}")
    get(q="canhvang")
    with django_assert_max_num_queries(40) as one:
        get(q="canhvang 1")
    with django_assert_max_num_queries(40) as five:
        get(q="canhvang")
    assert len(five) <= len(one)


def test_publishing_waits_for_no_file(site: Site, titles: Titles, settings: Any) -> None:
    settings.TASKS = DUMMY
    document = file()
    page_with(site, document)
    assert titles("trang") == ["Trang có tệp"]
    assert titles("canhvang") == []
    assert DocumentText.objects.get().state == TextState.PENDING
    assert texts.read(document_id=document.pk) == "read"
    assert titles("canhvang") == ["Trang có tệp"]


def test_rebuild_reads_no_file_twice(site: Site, titles: Titles, monkeypatch: pytest.MonkeyPatch) -> None:
    page_with(site, file())
    monkeypatch.setattr(process, "read", lambda *_: pytest.fail("read twice"))
    indexing.rebuild()
    assert titles("canhvang") == ["Trang có tệp"]


def test_rebuild_has_files_read_that_never_were(site: Site, titles: Titles) -> None:
    page_with(site, file())
    DocumentText.objects.all().delete()
    indexing.rebuild()
    assert titles("canhvang") == ["Trang có tệp"]


def test_file_of_another_kind_is_not_read(site: Site) -> None:
    page_with(site, files.document("Bảng", "bang.xlsx", b"canhvang"))
    assert not DocumentText.objects.exists()


def test_file_on_a_draft_is_neither_read_nor_found(site: Site, titles: Titles) -> None:
    above = Page.objects.get(pk=site.root_page.pk)
    body = [("documents", {"title": "", "documents": [{"document": file(), "title": ""}]})]
    draft = above.add_child(instance=ContentPage(title="Bản nháp", locale=above.locale, live=False, body=body))
    draft.save_revision()
    published = factory.page(site, "Đã đăng")
    published.body = body
    published.save_revision()
    indexing.rebuild()
    assert titles("canhvang") == []
    assert not DocumentText.objects.exists()


def test_unpublished_page_is_not_found_by_its_file(site: Site) -> None:
    page_with(site, file()).unpublish()
    assert is_gone()
    indexing.rebuild()
    assert is_gone()
    assert not SearchFacet.objects.filter(name="file").exists()


def test_private_page_is_not_found_by_its_file(site: Site) -> None:
    page = page_with(site, file())
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert is_gone()
    indexing.rebuild()
    assert is_gone()


def test_page_that_shows_the_file_no_longer(site: Site) -> None:
    page = page_with(site, file())
    page.body = []
    page.save_revision().publish()
    assert is_gone()


def test_replaced_file_is_found_by_its_new_words_only(site: Site, titles: Titles) -> None:
    document = file()
    page_with(site, document)
    files.replace(document, "moi.txt", b"giontre")
    assert is_gone()
    assert titles("giontre") == ["Trang có tệp"]
    indexing.rebuild()
    assert is_gone()


def test_replaced_file_is_not_found_by_its_old_words_while_it_waits(site: Site, settings: Any) -> None:
    document = file()
    page_with(site, document)
    settings.TASKS = DUMMY
    files.replace(document, "moi.txt", b"giontre")
    assert is_gone()
    assert not DocumentText.objects.filter(text__contains="canhvang").exists()
    files.replace(document, "bang.xlsx", b"giontre")
    assert not DocumentText.objects.exists()


def test_file_replaced_while_it_is_read_is_read_again(
    site: Site, titles: Titles, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TASKS = DUMMY
    document = file()
    page_with(site, document)

    def replaced_meanwhile(_kind: str, chunks: Any) -> Outcome:
        words = b"".join(chunks).decode()
        files.replace(PortalDocument.objects.get(pk=document.pk), "moi.txt", b"giontre")
        return Outcome(State.READ, text=words)

    monkeypatch.setattr(process, "read", replaced_meanwhile)
    assert texts.read(document_id=document.pk) == "pending"
    assert is_gone()
    monkeypatch.setattr(process, "read", lambda _kind, chunks: Outcome(State.READ, text=b"".join(chunks).decode()))
    assert texts.read(document_id=document.pk) == "read"
    assert titles("giontre") == ["Trang có tệp"]


def test_deleted_file_is_gone(site: Site, titles: Titles) -> None:
    document = file()
    page_with(site, document)
    document.delete()
    assert is_gone()
    assert titles("trang") == ["Trang có tệp"]
    indexing.rebuild()
    assert is_gone()
    assert texts.read(document_id=document.pk or 0) == "gone"


def test_file_of_a_closed_collection_is_neither_read_nor_found(site: Site, titles: Titles) -> None:
    root = Collection.get_first_root_node()
    shelf = root.add_child(name="Kín").add_child(name="Trong")
    restriction = CollectionViewRestriction.objects.create(
        collection=Collection.objects.get(name="Kín"), restriction_type="login"
    )
    document = file(collection=shelf)
    page_with(site, document)
    assert is_gone()
    assert not DocumentText.objects.exists()
    restriction.delete()
    indexing.rebuild()
    assert titles("canhvang") == ["Trang có tệp"]
    CollectionViewRestriction.objects.create(collection=shelf, restriction_type="login")
    assert is_gone()
    indexing.rebuild()
    assert is_gone()


def test_file_moved_into_a_closed_collection_is_gone(site: Site) -> None:
    shelf = Collection.get_first_root_node().add_child(name="Kín")
    CollectionViewRestriction.objects.create(collection=shelf, restriction_type="login")
    document = file()
    page_with(site, document)
    document.collection = shelf
    document.save()
    assert is_gone()


def test_collection_moved_under_a_closed_one_is_gone(site: Site, django_capture_on_commit_callbacks: Any) -> None:
    root = Collection.get_first_root_node()
    closed = root.add_child(name="Kín")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    shelf = Collection.get_first_root_node().add_child(name="Mở")
    page_with(site, file(collection=shelf))
    assert not is_gone()
    with django_capture_on_commit_callbacks(execute=True):
        Collection.objects.get(pk=shelf.pk).save()
        Collection.objects.get(pk=shelf.pk).move(Collection.objects.get(pk=closed.pk), "sorted-child")
    assert is_gone()


def test_file_that_is_missing_is_named(site: Site) -> None:
    document = file()
    document.file.storage.delete(document.file.name)
    page_with(site, document)
    row = DocumentText.objects.get()
    assert (row.state, row.reason) == ("failed", "missing")


def test_longest_text_of_the_worst_words_can_be_indexed(site: Site) -> None:
    worst = " ".join(chr(0x4E00 + number % 20_000) + chr(0x4E00 + number // 20_000) for number in range(50_000))
    page_with(site, file(worst))
    assert SearchDocument.objects.get().body_folded
