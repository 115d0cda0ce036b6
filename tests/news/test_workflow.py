"""The way of a story through the admin: editor, chief editor, readers."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from wagtail.models import Page, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from news.domain import stories
from news.models import ArticlePage
from portal.kernel import errors
from tests import worlds
from tests.factories import news as factory


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


def _form(**fields: Any) -> dict[str, Any]:
    return nested_form_data(
        {
            "title": "Tin của biên tập viên",
            "slug": "",
            "kind": "story",
            "process": "short",
            "lead": "Sapo.",
            "byline": "Người Viết",
            "caption": "",
            "credit": "",
            "picture": "",
            "body": streamfield([("paragraph", rich_text("<p>Thân bài.</p>"))]),
            "comments_open": "on",
            "comment_count": "0",
            "air_times": inline_formset([]),
            "corrections": inline_formset([]),
            "related_pages": inline_formset([]),
            "audience_leads": inline_formset([]),
            "comments": inline_formset([]),
            **fields,
        }
    )


def _client(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _add_url(room: factory.Newsroom) -> str:
    return f"/admin/pages/add/news/articlepage/{room.page.pk}/"


def test_story_goes_from_editor_over_chief_to_readers(room: factory.Newsroom) -> None:
    response = _client(room.editor).post(_add_url(room), _form(**{"action-submit": "1"}))
    assert response.status_code == 302
    article = ArticlePage.objects.get(title="Tin của biên tập viên")
    assert not article.live
    assert article.slug == "tin-cua-bien-tap-vien"
    assert [message.to for message in mail.outbox] == [[room.chief.email]]
    assert "Tin của biên tập viên" in mail.outbox[0].subject
    assert Client().get(article.get_url()).status_code == 404

    mail.outbox.clear()
    for words in ("", "Tốt."):
        state = ArticlePage.objects.get(pk=article.pk).current_workflow_task_state
        approved = _client(room.chief).post(
            f"/admin/pages/workflow/action/{article.pk}/approve/{state.pk}/", {"comment": words}
        )
        assert approved.status_code in {200, 302}

    article = ArticlePage.objects.get(pk=article.pk)
    assert article.live
    assert [room.editor.email] in [message.to for message in mail.outbox]
    page = Client().get(article.get_url())
    assert page.status_code == 200
    assert "Thân bài." in page.content.decode()


def test_editor_cannot_publish_nor_approve(room: factory.Newsroom) -> None:
    client = _client(room.editor)
    client.post(_add_url(room), _form(**{"action-publish": "1"}))
    article = ArticlePage.objects.get(title="Tin của biên tập viên")
    assert not article.live

    client.post(f"/admin/pages/{article.pk}/edit/", _form(**{"action-publish": "1"}))
    client.post(f"/admin/pages/{article.pk}/edit/", _form(**{"action-submit": "1"}))
    article = ArticlePage.objects.get(pk=article.pk)
    state = article.current_workflow_task_state
    client.post(f"/admin/pages/workflow/action/{article.pk}/approve/{state.pk}/", {"comment": ""})
    client.post(f"/admin/bulk/wagtailcore/page/publish/?id={article.pk}")

    assert not Page.objects.get(pk=article.pk).live


def test_picture_without_caption_may_be_saved_but_not_handed_in(room: factory.Newsroom) -> None:
    picture = factory.make_image(collection=room.page.collection)
    client = _client(room.editor)

    handed_in = client.post(_add_url(room), _form(picture=picture.pk, **{"action-submit": "1"}))
    assert handed_in.status_code == 200
    assert set(handed_in.context["form"].errors) == {"caption", "credit"}
    assert not ArticlePage.objects.exists()

    saved = client.post(_add_url(room), _form(picture=picture.pk))
    assert saved.status_code == 302
    assert ArticlePage.objects.get().picture == picture


def test_domain_hands_in_approves_and_sends_back(room: factory.Newsroom) -> None:
    article = factory.make_article(room.page, "Tin", live=False)
    stories.hand_in(article=article, by=room.editor)
    article = ArticlePage.objects.get(pk=article.pk)
    with pytest.raises(errors.DomainError):
        stories.hand_in(article=article, by=room.editor)
    with pytest.raises(errors.NotAllowedError):
        stories.approve(article=article, by=room.editor)
    with pytest.raises(errors.DomainError):
        stories.send_back(article=article, by=room.chief, comment=" ")

    stories.send_back(article=article, by=room.chief, comment="Thiếu nguồn.")
    article = ArticlePage.objects.get(pk=article.pk)
    assert not article.live

    with pytest.raises(errors.IllegalMoveError):
        stories.approve(article=ArticlePage.objects.get(pk=article.pk), by=room.chief)


def test_domain_refuses_people_of_other_newsrooms(site: Site, room: factory.Newsroom) -> None:
    other = factory.make_newsroom(site, "dai-thu", "Đài Thử")
    article = factory.make_article(room.page, "Tin", live=False)

    with pytest.raises(errors.NotAllowedError):
        stories.hand_in(article=article, by=other.editor)
    stories.hand_in(article=article, by=room.editor)
    article = ArticlePage.objects.get(pk=article.pk)
    with pytest.raises(errors.NotAllowedError):
        stories.approve(article=article, by=other.chief)

    stories.approve(article=article, by=room.chief)
    assert ArticlePage.objects.get(pk=article.pk).current_workflow_task.name.endswith("kiểm tra, soát lỗi")


def test_image_of_another_newsroom_cannot_be_used_by_its_number(site: Site, room: factory.Newsroom) -> None:
    other = factory.make_newsroom(site, "dai-thu", "Đài Thử")
    foreign = factory.make_image(collection=other.page.collection)

    response = _client(room.editor).post(_add_url(room), _form(picture=foreign.pk))

    assert response.status_code == 200
    assert "picture" in response.context["form"].errors
    assert not ArticlePage.objects.exists()
