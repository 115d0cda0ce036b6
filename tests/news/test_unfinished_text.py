"""A page whose text is unfinished stays a draft, whichever way somebody wants to hand it on; the sentence names what and where."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail_localize.models import Translation, TranslationSource

from home.models import ContentPage
from news.domain import stories
from news.models import ArticlePage
from portal.kernel import clock
from portal.kernel.errors import DomainError
from portal.pages import completeness
from portal.pages.completeness import UnfinishedError
from portal.pages.models import ScheduleTrouble
from portal.pages.schedule import runner
from tests import worlds
from tests.factories import news as factory
from tests.news.test_workflow import _form

QUOTE = {"text": "", "name": "Một người", "role": ""}
EMPTY_QUOTE = [{"type": "paragraph", "value": "<p>Thân bài.</p>"}, {"type": "quote", "value": QUOTE}]
WHERE = "Nội dung › 2. Trích dẫn › Lời đã nói"
EMPTY = "Trường này là bắt buộc. Bạn hãy điền, hoặc xóa khối này nếu không dùng."


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


def _client(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _draft(room: factory.Newsroom, **fields: Any) -> ArticlePage:
    return factory.make_article(room.page, "Bài dở", live=False, owner=room.reporter, **fields)


def _break(article: ArticlePage, user: Any) -> None:
    """Save a version with an empty quotation, as a draft's form may."""
    page = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    page.body = EMPTY_QUOTE
    page.save_revision(user=user, clean=False)


def _stored(article: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=article.pk)


def _said(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def test_form_keeps_a_draft_and_hands_in_nothing_unfinished(room: factory.Newsroom) -> None:
    body = streamfield([("paragraph", rich_text("<p>Thân bài.</p>")), ("quote", QUOTE)])
    client = _client(room.editor)
    url = f"/admin/pages/add/news/articlepage/{room.page.pk}/"
    assert client.post(url, _form(body=body)).status_code == 302
    article = ArticlePage.objects.get()
    answer = client.post(f"/admin/pages/{article.pk}/edit/", _form(body=body, **{"action-submit": "1"}))
    assert answer.status_code == 200
    assert answer.context["form"].errors.as_data()["body"][0].block_errors[1].block_errors["text"].messages == [EMPTY]
    assert answer.context["form"]["body"].value()[1].value["name"] == "Một người"
    assert _stored(article).current_workflow_state is None


def test_story_is_handed_in_without_its_form_only_when_finished(room: factory.Newsroom) -> None:
    article = _draft(room)
    _break(article, room.reporter)
    with pytest.raises(DomainError, match=WHERE):
        stories.hand_in(article=_stored(article), by=room.reporter)
    answer = _client(room.reporter).post(f"/admin/news/my-work/{article.pk}/", {"action": "hand_in"}, follow=True)
    assert WHERE in _said(answer)
    assert _stored(article).current_workflow_state is None


def test_checks_name_what_would_keep_the_story_from_being_handed_in(room: factory.Newsroom) -> None:
    article = _draft(room)
    url = f"/admin/news/checks/{article.pk}/"
    assert WHERE not in _client(room.reporter).get(url).content.decode()
    _break(article, room.reporter)
    page = _client(room.reporter).get(url).content.decode()
    assert WHERE in page
    assert "Phần kiểm tra không thấy gì" not in page


def test_step_is_approved_without_the_form_only_when_finished(room: factory.Newsroom) -> None:
    article = _draft(room, process="short")
    stories.hand_in(article=article, by=room.reporter)
    _break(article, room.editor)
    state = _stored(article).current_workflow_task_state
    with pytest.raises(UnfinishedError, match=WHERE):
        stories.approve(article=_stored(article), by=room.editor)
    answer = _client(room.chief).post(
        f"/admin/pages/workflow/action/{article.pk}/approve/{state.pk}/", {"comment": ""}, follow=True
    )
    assert WHERE in _said(answer)
    answer = _client(room.chief).post(
        f"/admin/news/my-work/{article.pk}/", {"action": "approve", "act-step": state.pk}, follow=True
    )
    assert WHERE in _said(answer)
    assert _stored(article).current_workflow_task_state.pk == state.pk
    stories.send_back(article=_stored(article), by=room.chief, comment="Còn thiếu lời trích.")
    with pytest.raises(UnfinishedError, match=WHERE):
        stories.hand_in(article=_stored(article), by=room.reporter)
    assert not _stored(article).live


@pytest.fixture
def page(site: Site) -> ContentPage:
    """A page of another type, as a draft whose newest version has an empty quotation."""
    found = ContentPage(title="Giới thiệu", locale=site.root_page.locale, live=False, body=EMPTY_QUOTE)
    site.root_page.add_child(instance=found)
    found.save_revision(clean=False)
    return found


@pytest.fixture
def operator(db: None) -> Any:
    from portal.accounts.models import User

    return User.objects.create_superuser("quan-tri@thu.example", "mat-khau-thu", full_name="Quản trị")


def test_many_pages_at_once(page: ContentPage, operator: Any) -> None:
    answer = _client(operator).post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}&next=/admin/pages/",
        {"include_descendants": ""},
        follow=True,
    )
    assert f"Giới thiệu: Chưa hoàn chỉnh. {WHERE}" in _said(answer)
    assert not Page.objects.get(pk=page.pk).live


def test_plan_for_later_is_refused_and_one_from_before_does_not_come_true(page: ContentPage) -> None:
    version = page.latest_revision
    version.content = {**version.content, "go_live_at": (clock.now() + timedelta(hours=1)).isoformat()}
    version.save()
    with pytest.raises(UnfinishedError, match=WHERE):
        version.publish()
    version.content = {**version.content, "go_live_at": (clock.now() - timedelta(minutes=1)).isoformat()}
    version.approved_go_live_at = clock.now() - timedelta(minutes=1)
    version.save()
    runner.run()
    assert WHERE in ScheduleTrouble.objects.get().reason_vi
    assert not Page.objects.get(pk=page.pk).live


def test_translation_is_published_only_when_finished(page: ContentPage, operator: Any) -> None:
    english = Locale.objects.get(language_code="en")
    source, _made = TranslationSource.get_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=english)
    translation.source.update_from_db()
    translation.save_target(user=operator, publish=False)
    other = page.get_translation(english)
    newest = other.get_latest_revision_as_object()
    newest.body = EMPTY_QUOTE
    newest.save_revision(clean=False)
    Page.objects.filter(pk=page.pk).update(live=True)
    answer = _client(operator).post(f"/admin/pages/{other.pk}/edit/", {"action": "publish"}, follow=True)
    assert answer.status_code == 200
    assert "Lời đã nói" in _said(answer)
    assert not Page.objects.get(pk=other.pk).live


def test_rows_beside_the_text_are_looked_at_too(room: factory.Newsroom) -> None:
    article = _draft(room).get_latest_revision_as_object()
    article.lead = ""
    article.corrections.add(article.corrections.model(text=""))
    assert set(completeness.of(article)) == {"lead", "corrections"}


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_new_page_that_its_form_let_pass_is_asked_again_with_what_was_typed(
    room: factory.Newsroom, site: Site, operator: Any, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    is_story = action == "action-submit"  # a story is published by its last approval only
    field = "lead" if is_story else "title"
    monkeypatch.setattr(completeness, "_of_room", lambda _page: iter([(field, "Thiếu một lời.")]))
    data = nested_form_data(
        {
            "title": "Bài mới tinh",
            "slug": "bai-moi-tinh",
            "intro": "Tóm tắt.",
            "body": streamfield([("paragraph", rich_text("<p>Thân bài.</p>"))]),
            "comments": inline_formset([]),
        }
    )
    kind, parent = ("news/articlepage", room.page) if is_story else ("home/contentpage", site.root_page)
    answer = _client(operator).post(
        f"/admin/pages/add/{kind}/{parent.pk}/", {**(_form(title="Bài mới tinh") if is_story else data), action: "1"}
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors == {field: ["Thiếu một lời."]}
    assert answer.context["form"]["title"].value() == "Bài mới tinh"
    assert not Page.objects.filter(title="Bài mới tinh").exists()


def test_public_page_lives_on_with_what_it_lacks_already_but_with_nothing_worse(page: ContentPage) -> None:
    Page.objects.filter(pk=page.pk).update(live=True, first_published_at=clock.now())
    page = ContentPage.objects.get(pk=page.pk)
    page.title = "Giới thiệu chung"
    page.save_revision().publish()
    assert Page.objects.get(pk=page.pk).title == "Giới thiệu chung"
    page = ContentPage.objects.get(pk=page.pk)
    page.body = [*EMPTY_QUOTE, {"type": "quote", "value": QUOTE}]
    with pytest.raises(UnfinishedError) as refused:
        page.save_revision().publish()
    assert refused.value.found == {"body": [f"Nội dung › 3. Trích dẫn › Lời đã nói: {EMPTY}"]}


@pytest.fixture
def translated(page: ContentPage, operator: Any) -> Translation:
    """A translation whose English page is a draft."""
    source, _made = TranslationSource.get_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="en"))
    translation.source.update_from_db()
    translation.save_target(user=operator, publish=False)
    return translation


def test_public_translation_keeps_its_words_where_its_new_version_is_unfinished(
    page: ContentPage, translated: Translation, operator: Any
) -> None:
    page.body = EMPTY_QUOTE[:1]
    page.save()
    translated.source.update_from_db()
    translated.save_target(user=operator, publish=False)
    english = translated.get_target_instance()
    english.get_latest_revision().publish()
    page.body = EMPTY_QUOTE
    page.save()
    translated.source.update_from_db()
    with pytest.raises(UnfinishedError):
        translated.save_target(user=operator)
    stored = ContentPage.objects.get(pk=english.pk)
    assert stored.live
    assert len(stored.body) == 1


def test_updating_translations_says_which_was_not_published(
    page: ContentPage, translated: Translation, operator: Any
) -> None:
    answer = _client(operator).post(
        reverse("wagtail_localize:update_translations", args=[translated.source.pk]),
        {"publish_translations": "on"},
        follow=True,
    )
    said = _said(answer)
    assert f"Giới thiệu (Tiếng Anh): Chưa hoàn chỉnh. {WHERE}" in said
    assert "chưa xuất bản được mọi bản dịch" in said
    assert not translated.get_target_instance().live
