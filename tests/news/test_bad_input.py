"""Bad input at the writing desk: huge pastes, circles, namesakes, two editors at once. Clear answers, nothing lost."""

import json
from typing import Any

import pytest
from wagtail.models import Site
from wagtail.test.utils.form_data import inline_formset, rich_text, streamfield

from news.models import ArticlePage
from tests import worlds
from tests.factories import news as factory
from tests.news.test_workflow import _add_url, _client, _form

pytestmark = pytest.mark.django_db


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


def edit_url(article: ArticlePage) -> str:
    return f"/admin/pages/{article.pk}/edit/"


def latest(article: ArticlePage) -> Any:
    return ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()


def test_namesakes_without_marks_get_addresses_of_their_own(room: factory.Newsroom) -> None:
    client = _client(room.editor)
    for title in ("Hòa", "Hoà", "hoa", "HOA", "Hóa"):
        assert client.post(_add_url(room), _form(title=title)).status_code == 302
    slugs = list(ArticlePage.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs == ["hoa", "hoa-2", "hoa-3", "hoa-4", "hoa-5"]


def test_typed_namesake_is_refused_beside_the_field_and_kept(room: factory.Newsroom) -> None:
    factory.make_article(room.page, "Hòa")
    answer = _client(room.editor).post(_add_url(room), _form(title="Hoa", slug="hoa"))
    assert answer.status_code in {200, 302}
    if answer.status_code == 200:
        assert "slug" in answer.context["form"].errors


def test_story_is_not_related_to_itself_but_two_may_name_each_other(room: factory.Newsroom) -> None:
    first, second = factory.make_article(room.page, "Một"), factory.make_article(room.page, "Hai")
    client = _client(room.editor)

    def related(page: ArticlePage) -> Any:
        return inline_formset([{"page": page.pk}])

    refused = client.post(edit_url(first), _form(title="Một", slug="mot", related_pages=related(first)))
    assert refused.status_code == 200
    assert "page" in refused.context["form"].formsets["related_pages"].forms[0].errors
    for story, other, slug in ((first, second, "mot"), (second, first, "hai")):
        answer = client.post(edit_url(story), _form(title=story.title, slug=slug, related_pages=related(other)))
        assert answer.status_code == 302
        assert [row.page_id for row in latest(story).related_pages.all()] == [other.pk]


def test_second_editor_is_told_of_the_first_and_keeps_what_was_typed(room: factory.Newsroom) -> None:
    article = factory.make_article(room.page, "Tin chung", live=False)
    opened = {"loaded_revision_id": article.latest_revision_id}
    first = _client(room.editor).post(edit_url(article), _form(title="Bản của Lan", slug="tin-chung", **opened))
    assert first.status_code == 302

    client = _client(room.chief)
    warned = client.post(edit_url(article), _form(title="Bản của Minh", slug="tin-chung", **opened))
    body = warned.content.decode()
    assert warned.status_code == 200
    assert latest(article).title == "Bản của Lan"
    assert "Bản của Minh" in body
    assert room.editor.get_full_name() in body
    assert f"/admin/pages/{article.pk}/revisions/compare/{article.latest_revision_id}..." in body

    newest = ArticlePage.objects.get(pk=article.pk).latest_revision_id
    assert f'name="loaded_revision_id" value="{newest}"' in body
    kept = client.post(edit_url(article), _form(title="Bản của Minh", slug="tin-chung", loaded_revision_id=newest))
    assert kept.status_code == 302
    assert latest(article).title == "Bản của Minh"
    assert [r.as_object().title for r in article.revisions.order_by("pk")][-2:] == ["Bản của Lan", "Bản của Minh"]


def test_whom_the_dialog_told_of_the_newer_version_is_not_asked_again(room: factory.Newsroom) -> None:
    article = factory.make_article(room.page, "Tin chung", live=False)
    stale = article.latest_revision_id
    told = article.save_revision(user=room.editor).pk
    answer = {"title": "Bản của Minh", "slug": "tin-chung", "loaded_revision_id": stale, "told_revision_id": told}
    article.save_revision(user=room.editor)
    client = _client(room.chief)
    assert client.post(edit_url(article), _form(**answer)).status_code == 200
    answer["told_revision_id"] = ArticlePage.objects.get(pk=article.pk).latest_revision_id
    assert client.post(edit_url(article), _form(**answer)).status_code == 302
    assert latest(article).title == "Bản của Minh"


def test_publishing_over_a_newer_version_is_warned_too(room: factory.Newsroom) -> None:
    article = factory.make_article(room.page, "Tin chung", live=False)
    stale = article.latest_revision_id
    article.save_revision(user=room.editor)
    answer = _client(room.chief).post(
        edit_url(article), _form(slug="tin-chung", loaded_revision_id=stale, **{"action-publish": "1"})
    )
    assert answer.status_code == 200
    assert not ArticlePage.objects.get(pk=article.pk).live


def _word(text: str, times: int) -> str:
    """Return what the editor's script sends after a paste: blocks, with styles and things that this portal has not."""
    block = {
        "type": "unstyled",
        "depth": 0,
        "text": text,
        "inlineStyleRanges": [
            {"offset": 0, "length": 4, "style": "FONT_SIZE_13"},
            {"offset": 5, "length": 3, "style": "BOLD"},
        ],
        "entityRanges": [{"offset": 0, "length": 4, "key": 0}],
    }
    blocks = [{**block, "key": f"k{number}"} for number in range(times)]
    entity = {"type": "MSO_FIELD", "mutability": "MUTABLE", "data": {"style": "mso-fareast-language:VI"}}
    return json.dumps({"blocks": blocks, "entityMap": {"0": entity}})


def test_pasted_word_is_cleaned_and_none_of_its_words_is_lost(room: factory.Newsroom) -> None:
    content = _word("Đoạn văn <o:p> từ Word.", 5)
    answer = _client(room.editor).post(
        _add_url(room), _form(body=streamfield([("paragraph", content)]), **{"action-submit": "1"})
    )
    assert answer.status_code == 302
    source = latest(ArticlePage.objects.get()).body[0].value.source
    assert source.count("&lt;o:p&gt; từ Word.") == 5
    assert source.count("<b>") == 5
    for rubbish in ("mso", "style", "<o:p", "<span", "FONT_SIZE"):
        assert rubbish not in source, rubbish


def test_huge_paste_gets_a_clear_answer_and_stays_in_the_form(room: factory.Newsroom) -> None:
    markup = "<p>" + "Chữ từ Word. " * 90_000 + "</p>"
    answer = _client(room.editor).post(_add_url(room), _form(body=streamfield([("paragraph", rich_text(markup))])))
    assert answer.status_code == 200
    assert "body" in answer.context["form"].errors
    assert "200.000" in answer.content.decode()
    assert not ArticlePage.objects.exists()
    assert answer.content.decode().count("Word.") == 90_000


def test_long_but_allowed_text_is_saved_whole(room: factory.Newsroom) -> None:
    words = "Chữ từ Word. " * 10_000
    answer = _client(room.editor).post(
        _add_url(room), _form(body=streamfield([("paragraph", rich_text(f"<p>{words}</p>"))]))
    )
    assert answer.status_code == 302
    assert latest(ArticlePage.objects.get()).body[0].value.source.count("Chữ từ Word.") == 10_000
