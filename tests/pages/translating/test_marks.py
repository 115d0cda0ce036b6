"""Translations: what makes one out of date, what does not, and who is told."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client, TestCase, override_settings
from wagtail.models import Locale, Site
from wagtail_localize.models import (
    OverridableSegment,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationContext,
)
from wagtail_localize.operations import translate_object

from news.models import ArticlePage, Programme
from portal.kernel import clock, errors
from portal.pages.models import TranslationMark
from portal.pages.translating import marks
from portal.vocabularies.models import OfficialTerm
from tests import worlds
from tests.factories import news as factory

DUMMY = {"CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"}
MATRIX = "/admin/reports/languages/"


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


@worlds.standing
def story(room: factory.Newsroom) -> ArticlePage:
    return factory.make_article(room.page, "Máy sấy vải", lead="Máy sấy tiết kiệm điện.")


def _publish(page: ArticlePage, **fields: Any) -> ArticlePage:
    page = ArticlePage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return ArticlePage.objects.get(pk=page.pk)


def _mark(page: ArticlePage) -> TranslationMark:
    return TranslationMark.objects.get(page_key=page.translation_key, language="en")


def _is_late(page: ArticlePage) -> bool:
    return _mark(page).out_of_date_since is not None


def _publish_target(translation: Translation) -> None:
    # The publication itself waits for the end of the transaction.
    with TestCase.captureOnCommitCallbacks(execute=True):
        translation.save_target(publish=True)


def _by_localize(story: ArticlePage, **strings: str) -> tuple[Translation, ArticlePage]:
    """Translate with wagtail-localize, publish, and return the translation and the English page."""
    translate_object(story, [Locale.objects.get(language_code="en")])
    translation = Translation.objects.get(source__object_id=story.translation_key)
    for path, words in strings.items():
        context = TranslationContext.objects.get(object_id=story.translation_key, path=path)
        segment = StringSegment.objects.get(source=translation.source, context=context)
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=context,
            defaults={"data": words, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
        )
    _publish_target(translation)
    return translation, ArticlePage.objects.get(translation_key=story.translation_key, locale__language_code="en")


def test_translation_is_out_of_date_when_the_text_of_its_source_changes(story: ArticlePage) -> None:
    english = factory.translate(story, "Lychee dryer")
    assert not _is_late(english)
    _publish(story, lead="Máy sấy tiết kiệm một nửa điện.")
    assert _is_late(english)
    _publish(story, lead="Máy sấy tiết kiệm điện.")
    assert not _is_late(english)


@pytest.mark.parametrize(
    "change",
    [{}, {"comments_open": False}, {"published_at": clock.now() - timedelta(days=3)}, {"slug": "dia-chi-khac"}],
)
def test_what_both_share_makes_nothing_out_of_date(story: ArticlePage, change: dict[str, Any]) -> None:
    english = factory.translate(story, "Lychee dryer")
    _publish(story, **change)
    assert not _is_late(english)


def test_new_words_of_a_handmade_translation_bring_it_up_to_date_and_the_same_words_do_not(story: ArticlePage) -> None:
    english = factory.translate(story, "Lychee dryer")
    _publish(story, lead="Sapo mới.")
    _publish(english)
    assert _is_late(english)
    _publish(english, lead="New lead.")
    assert not _is_late(english)


def test_translation_made_piece_by_piece_tells_the_text_of_which_it_was_made(story: ArticlePage) -> None:
    translation, english = _by_localize(story, title="Lychee dryer", lead="It saves electricity.")
    assert not _is_late(english)
    _publish(story, lead="Sapo mới.")
    assert _is_late(english)
    _publish_target(translation)
    assert _is_late(english), "published again from the old text"
    translation.source.update_from_db()
    _publish_target(translation)
    assert not _is_late(english)


def test_editor_says_that_a_translation_is_up_to_date(room: factory.Newsroom, story: ArticlePage) -> None:
    english = factory.translate(story, "Lychee dryer")
    _publish(story, lead="Sapo mới.")
    marks.confirm_current(page=english, by=room.editor, now=clock.now())
    assert not _is_late(english)
    with pytest.raises(errors.IllegalMoveError):
        marks.confirm_current(page=english, by=room.editor, now=clock.now())


def test_foreign_editor_confirms_nothing(site: Site, story: ArticlePage) -> None:
    english = factory.translate(story, "Lychee dryer")
    _publish(story, lead="Sapo mới.")
    other = factory.make_newsroom(site, "dai-thu", "Đài Thử")
    with pytest.raises(errors.NotAllowedError):
        marks.confirm_current(page=english, by=other.chief, now=clock.now())
    client = Client()
    client.force_login(other.chief)
    assert client.post(f"/admin/translations/{english.pk}/up-to-date/").status_code == 404
    assert client.get(f"/admin/translations/{english.pk}/terms/").status_code == 404
    assert _is_late(english)


def test_readers_of_an_outdated_translation_are_told_and_others_are_not(client: Client, story: ArticlePage) -> None:
    english = factory.translate(story, "Lychee dryer")
    assert "may be out of date" not in client.get(english.get_url()).content.decode()
    _publish(story, lead="Sapo mới.")
    page = client.get(english.get_url()).content.decode()
    today = clock.local(clock.now())
    assert f"changed on {today.day} {today:%B} {today.year}; this translation may be out of date" in page
    assert f'href="{story.get_url()}" hreflang="vi"' in page
    assert "có thể đã cũ" not in client.get(story.get_url()).content.decode()


def test_the_note_costs_no_query(client: Client, story: ArticlePage, django_assert_max_num_queries: Any) -> None:
    english = factory.translate(story, "Lychee dryer")
    numbers = []
    for _ in range(2):
        client.get(english.get_url())
        with django_assert_max_num_queries(60) as queries:
            client.get(english.get_url())
        numbers.append(len(queries))
        _publish(story, lead="Sapo mới.")
    assert numbers[0] == numbers[1]


def test_machine_writes_a_draft_that_people_publish_and_readers_see_labelled(
    client: Client, room: factory.Newsroom, story: ArticlePage
) -> None:
    translate_object(story, [Locale.objects.get(language_code="en")])
    translation = Translation.objects.get(source__object_id=story.translation_key)
    english = ArticlePage.objects.get(translation_key=story.translation_key, locale__language_code="en")
    editor = Client()
    editor.force_login(room.editor)
    with override_settings(WAGTAILLOCALIZE_MACHINE_TRANSLATOR=DUMMY):
        assert editor.post(f"/admin/localize/translate/{translation.pk}/machine_translate/").status_code == 302
    english.refresh_from_db()
    assert StringTranslation.objects.filter(translation_type="machine").exists()
    assert not english.live
    form = editor.get(f"/admin/pages/{english.pk}/edit/").content.decode()
    assert f"/admin/news/my-work/{english.pk}/" in form, "whoever may not publish is led to the approval"

    _publish_target(translation)
    english.refresh_from_db()
    assert _mark(english).machine_strings > 0
    assert "translated by a machine" in client.get(english.get_url()).content.decode()
    StringTranslation.objects.update(translation_type="manual")
    _publish_target(translation)
    assert "translated by a machine" not in client.get(english.get_url()).content.decode()


def test_no_machine_translates_unless_the_operator_names_one(room: factory.Newsroom, story: ArticlePage) -> None:
    translate_object(story, [Locale.objects.get(language_code="en")])
    translation = Translation.objects.get(source__object_id=story.translation_key)
    editor = Client()
    editor.force_login(room.editor)
    assert editor.post(f"/admin/localize/translate/{translation.pk}/machine_translate/").status_code == 404
    assert not StringTranslation.objects.exists()


def test_texts_leave_and_come_back_as_po_file(room: factory.Newsroom, story: ArticlePage) -> None:
    translate_object(story, [Locale.objects.get(language_code="en")])
    translation = Translation.objects.get(source__object_id=story.translation_key)
    client = Client()
    client.force_login(room.editor)
    base = f"/admin/localize/translate/{translation.pk}/pofile"
    sent = client.get(f"{base}/download/")
    assert sent.status_code == 200
    words = sent.content.decode()
    assert 'msgid "Máy sấy tiết kiệm điện."' in words
    head, _, tail = words.partition('msgid "Máy sấy tiết kiệm điện."\nmsgstr ""')
    back = f'{head}msgid "Máy sấy tiết kiệm điện."\nmsgstr "It saves electricity."{tail}'
    client.post(f"{base}/upload/", {"file": SimpleUploadedFile("en.po", back.encode())})
    assert StringTranslation.objects.get().data == "It saves electricity."

    answer = client.post(f"{base}/upload/", {"file": SimpleUploadedFile("en.po", b"\xff\xfe no po")}, follow=True)
    assert answer.status_code == 200
    nameless = b'msgid "abc"\nmsgstr "3"\n'
    answer = client.post(f"{base}/upload/", {"file": SimpleUploadedFile("en.po", nameless)}, follow=True)
    assert "không ghi" in answer.content.decode()
    assert StringTranslation.objects.get().data == "It saves electricity."


def _rows(user: Any, query: str = "") -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(f"{MATRIX}{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_translation_is_of_the_same_programme_and_never_asks_for_its_number(room: factory.Newsroom) -> None:
    programme = Programme.objects.create(
        newsroom_key=room.page.translation_key, code="s", name_vi="S", description_vi="S."
    )
    picture = factory.make_image(caption="Ảnh", credit="Nguồn")
    story = factory.make_article(room.page, "Tin phát sóng", programme=programme, picture=picture)
    translate_object(story, [Locale.objects.get(language_code="en")])
    asked = set(OverridableSegment.objects.values_list("context__path", flat=True))
    assert "picture" in asked
    assert not {"programme", "desk"} & asked
    assert story.get_translation(Locale.objects.get(language_code="en")).programme == programme


def test_matrix_shows_each_state_of_ones_own_pages(site: Site, room: factory.Newsroom) -> None:
    none = factory.make_article(room.page, "Bài chưa dịch")
    current, late, draft = (factory.make_article(room.page, f"Bài {word}") for word in ("mới", "cũ", "nháp"))
    factory.translate(current, "Current")
    factory.translate(late, "Late")
    _publish(late, lead="Sapo khác.")
    draft.copy_for_translation(Locale.objects.get(language_code="en"))
    foreign = factory.make_article(factory.make_newsroom(site, "dai-thu", "Đài Thử").page, "Bài của đài")

    assert foreign.title not in _rows(room.editor)
    shown = {
        status: {
            page.title
            for page in (none, current, late, draft)
            if page.title in _rows(room.editor, f"?translation_status={status}")
        }
        for status in ("none", "draft", "current", "out-of-date")
    }
    assert shown == {
        "none": {none.title},
        "draft": {draft.title},
        "current": {current.title},
        "out-of-date": {late.title},
    }


def test_matrix_is_exported_without_formulas(room: factory.Newsroom) -> None:
    factory.make_article(room.page, '=HYPERLINK("x")')
    client = Client()
    client.force_login(room.editor)
    answer = client.get(f"{MATRIX}?export=csv")
    words = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # a streaming answer
    assert '\n"=HYPERLINK' not in words
    assert "\n=HYPERLINK" not in words


def test_matrix_costs_the_same_for_one_page_and_ten(room: factory.Newsroom, django_assert_max_num_queries: Any) -> None:
    client = Client()
    client.force_login(room.editor)
    numbers = []
    for more in (1, 9):
        for number in range(more):
            factory.translate(factory.make_article(room.page, f"Bài {more} {number}"), f"Story {more} {number}")
        client.get(MATRIX)
        with django_assert_max_num_queries(80) as queries:
            client.get(MATRIX)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_people_without_pages_do_not_see_the_matrix(site: Site) -> None:
    client = Client()
    client.force_login(factory.make_user("khach@example.org"))
    assert client.get(MATRIX).status_code == 302


def test_official_terms_are_compared_with_the_translation(room: factory.Newsroom) -> None:
    OfficialTerm.objects.create(vietnamese="Ủy ban nhân dân tỉnh", english="Provincial People's Committee")
    OfficialTerm.objects.create(vietnamese="Ủy ban nhân dân", english="People's Committee")
    OfficialTerm.objects.create(vietnamese="chuyển giao công nghệ", english="technology transfer")
    story = factory.make_article(room.page, "Ủy ban nhân dân tỉnh bàn về chuyển giao công nghệ")
    english = factory.translate(
        story, "The committee", lead="Of the provincial people's committee: handing over technology."
    )
    client = Client()
    client.force_login(room.editor)
    page = client.get(f"/admin/translations/{english.pk}/terms/").content.decode()
    assert "technology transfer" in page
    assert re.search(r"<title>\s*Thuật ngữ chính thức", page)
    assert page.count("Không thấy") == 1
    assert ">People&#x27;s Committee<" not in page


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE pages_translationmark SET language = 'vi'",
        "UPDATE pages_translationmark SET source_digest = '' WHERE language = 'en'",
    ],
)
def test_database_refuses_what_cannot_be(story: ArticlePage, statement: str) -> None:
    factory.translate(story, "Lychee dryer")
    _publish(story, lead="Sapo mới.")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
