"""Walls between newsrooms: an editor of one reads and changes nothing of another's in the admin."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.models import Locale, Page, PageLogEntry, Site
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object

from news.models import ArticlePage, Comment
from portal.media.models import PortalDocument, PortalImage
from tests.factories import news as factory

pytestmark = [pytest.mark.references, pytest.mark.admin_search]

CANARY = "CHIMVANG"
# Answered before any object is looked at, or not about objects at all.
NOT_WALKED = re.compile(r"logout|failwhale|sprite|jsi18n|password_reset|^admin/login|editing-sessions")


@pytest.fixture
def world(site: Site) -> Iterator[dict[str, Any]]:
    """Newsroom A with a draft in its workflow, a live story with a changed draft, media, a comment; editor of B."""
    a, b = factory.make_newsroom(site, "bao-a", "Báo A"), factory.make_newsroom(site, "bao-b", "Báo B")
    image = factory.make_image(f"{CANARY} ảnh", collection=a.page.collection, caption=CANARY)
    document = PortalDocument.objects.create(
        title=f"{CANARY} tài liệu", collection=a.page.collection, file=ContentFile(CANARY.encode(), name="tai-lieu.txt")
    )
    draft = factory.make_article(
        a.page, f"{CANARY} nháp", live=False, picture=image, caption="Chú thích", credit="Nguồn"
    )
    draft.save_revision(user=a.editor)
    draft.get_workflow().start(draft, a.editor)
    # A file that is no recording keeps a story from being handed in, so that it comes afterwards.
    draft.media_file = document
    draft.save()
    draft.save_revision(user=a.editor)
    live = factory.make_article(a.page, "Bài công khai")
    translate_object(live, [Locale.objects.get(language_code="en")])
    live = ArticlePage.objects.get(pk=live.pk)
    live.title = f"{CANARY} sửa"
    live.save_revision(user=a.editor)
    comment = factory.make_comment(live, text=f"{CANARY} ý kiến")
    client = Client()
    client.force_login(b.editor)
    return {
        "a": a,
        "b": b,
        "image": image,
        "document": document,
        "draft": draft,
        "live": live,
        "comment": comment,
        "client": client,
    }


def _addresses(patterns: Any, prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield address


def _filled(address: str, values: dict[str, object], key: object) -> str:
    def value(match: re.Match[str]) -> str:
        return str(values.get(match.group(1).rpartition(":")[2], key))

    plain = (
        re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", value, address)
        if "(?P" in address
        else re.sub(r"<([^>]+)>", value, address)
    )
    # Wagtail 7.4 does not name the two revisions that it compares, 8 does.
    plain = plain.replace("(live|earliest|\\d+)", "earliest").replace("(live|latest|\\d+)", "latest")
    return "/" + plain.replace("(\\d+)", str(key)).replace("^", "").replace("$", "").replace("\\Z", "").replace(
        "\\.", "."
    )


def _values(world: dict[str, Any], page: Page) -> dict[str, object]:
    translation = Translation.objects.get(source__object_id=world["live"].translation_key)
    state = world["draft"].current_workflow_task_state
    return {
        "page_id": page.pk,
        "page_to_move_id": page.pk,
        "parent_page_id": page.pk,
        "page_pk": page.pk,
        "destination_id": world["b"].page.pk,
        "revision_id": page.latest_revision_id,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "image_id": world["image"].pk,
        "document_id": world["document"].pk,
        "doc_id": world["document"].pk,
        "collection_id": world["a"].page.collection_id,
        "content_type_id": page.content_type_id,
        "content_type_app_name": "news",
        "content_type_model_name": "articlepage",
        "action_name": "approve",
        "action": "delete",
        "filter_spec": "width-100",
        "task_state_id": state.pk,
        "task_id": state.task_id,
        "workflow_id": state.workflow_state.workflow_id,
        "workflow_pk": state.workflow_state.workflow_id,
        "workflow_state_id": state.workflow_state_id,
        "translation_id": translation.pk,
        "translation_source_id": translation.source_id,
        "language_code": "en",
        "locale_id": page.locale_id,
        "app_label": "wagtailcore",
        "model_name": "page",
    }


def _urls(world: dict[str, Any]) -> Iterator[str]:
    by_page = {page.pk: _values(world, page) for page in (world["draft"], world["live"])}
    keys = [world["draft"].pk, world["image"].pk, world["document"].pk, world["comment"].pk]
    for address in _addresses(get_resolver().url_patterns):
        if not address.startswith("admin/") or NOT_WALKED.search(address):
            continue
        named = re.findall(r"<(?:\w+:)?(\w+)>", address)
        free = "(\\d+)" in address or {"pk", "object_id", "id"} & set(named)
        for values in (
            by_page.values()
            if {"page_id", "page_to_move_id", "page_pk", "parent_page_id"} & set(named)
            else [by_page[world["draft"].pk]]
        ):
            for key in dict.fromkeys(keys) if free else keys[:1]:
                yield _filled(address, values, key)


def _text(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace") + str(dict(response.headers))


@pytest.mark.filterwarnings("default")
def test_no_admin_address_shows_an_editor_anything_of_another_newsroom(world: dict[str, Any]) -> None:
    client: Client = world["client"]
    leaks, answers = [], 0
    for url in dict.fromkeys(_urls(world)):
        response = client.get(url)
        answers += response.status_code == 200
        if CANARY in _text(response):
            leaks.append(f"{response.status_code} {url}")

    assert leaks == [], "\n".join(leaks)
    assert answers > 30
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/admin/pages/search/?q=CHIMV",
        "/admin/choose-page/search/?q=CHIMV",
        "/admin/images/?q=CHIMV",
        "/admin/images/chooser/?q=CHIMV",
        "/admin/documents/?q=CHIMV",
        "/admin/documents/chooser/?q=CHIMV",
        "/admin/api/main/pages/?child_of={newsroom}&for_explorer=1",
        "/admin/choose-page/{newsroom}/",
        "/admin/bulk/wagtailcore/page/delete/?id={draft}",
        "/admin/bulk/wagtailcore/page/move/?id={draft}",
        "/admin/bulk/wagtailcore/page/publish/?id={draft}",
        "/admin/bulk/image/add_tags/?id={image}",
        "/admin/news/comment/?q=CHIMV",
        "/admin/comment/?q=CHIMV",
    ],
)
def test_searches_choosers_and_bulk_actions_show_nothing_of_another_newsroom(
    world: dict[str, Any], address: str
) -> None:
    url = address.format(newsroom=world["a"].page.pk, draft=world["draft"].pk, image=world["image"].pk)

    assert CANARY not in _text(world["client"].get(url))


def test_own_editor_finds_all_of_it(world: dict[str, Any]) -> None:
    client = Client()
    client.force_login(world["a"].editor)

    for url in (
        f"/admin/pages/{world['draft'].pk}/edit/",
        f"/admin/pages/{world['draft'].pk}/history/",
        "/admin/images/",
        "/admin/images/chooser/",
        "/admin/documents/chooser/",
        f"/admin/localize/submit/page/{world['draft'].pk}/",
        f"/admin/choose-page/{world['a'].page.pk}/",
    ):
        assert CANARY in _text(client.get(url)), url


def test_foreign_writes_change_nothing(world: dict[str, Any]) -> None:
    client, draft, live = world["client"], world["draft"], world["live"]
    before = (
        list(Page.objects.order_by("pk").values_list("pk", "live", "title", "path", "latest_revision_id")),
        list(PortalImage.objects.values_list("pk", "title", "collection")),
        list(PortalDocument.objects.values_list("pk", "title", "collection")),
        list(Comment.objects.values_list("pk", "state")),
        PageLogEntry.objects.count(),
    )
    for page in (draft, live):
        for action, data in (
            ("edit", {"title": "x", "slug": "x", "action-publish": "1"}),
            ("delete", {}),
            ("unpublish", {}),
            ("copy", {"new_title": "x", "new_slug": "x", "new_parent_page": world["b"].page.pk}),
            (f"move/{world['b'].page.pk}/confirm", {}),
            (f"revisions/{page.latest_revision_id}/revert", {}),
            ("lock", {}),
            ("convert_alias", {}),
        ):
            client.post(f"/admin/pages/{page.pk}/{action}/", data)
        client.post(f"/admin/localize/submit/page/{page.pk}/", {"locales": [Locale.objects.get(language_code="en").pk]})
        client.post(f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}")
        client.post(f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}")
    client.post(f"/admin/pages/add/news/articlepage/{world['a'].page.pk}/", {"title": "x", "slug": "x"})
    client.post(f"/admin/images/{world['image'].pk}/", {"title": "x", "collection": world["b"].page.collection_id})
    client.post(f"/admin/images/{world['image'].pk}/delete/")
    client.post(f"/admin/documents/edit/{world['document'].pk}/", {"title": "x"})
    client.post(f"/admin/documents/delete/{world['document'].pk}/")
    client.post(f"/admin/news_comments/edit/{world['comment'].pk}/", {"decision": "approved"})

    after = (
        list(Page.objects.order_by("pk").values_list("pk", "live", "title", "path", "latest_revision_id")),
        list(PortalImage.objects.values_list("pk", "title", "collection")),
        list(PortalDocument.objects.values_list("pk", "title", "collection")),
        list(Comment.objects.values_list("pk", "state")),
        PageLogEntry.objects.count(),
    )
    assert after == before


def test_nobody_of_a_newsroom_deletes_the_newsroom_or_reaches_users(world: dict[str, Any]) -> None:
    client = Client()
    client.force_login(world["a"].chief)

    client.post(f"/admin/pages/{world['a'].page.pk}/delete/")

    assert Page.objects.filter(pk=world["a"].page.pk).exists()
    for url in ("/admin/users/", "/admin/users/new/", f"/admin/users/edit/{world['b'].editor.pk}/", "/admin/groups/"):
        assert client.get(url).status_code == 302
        assert client.get(url).headers["Location"] == "/admin/"
