"""Published words that change: kept, decided, explained to readers; nothing of it can be hidden by editors."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from news import queries, roles
from news.corrections import notes, words
from news.corrections.enums import ChangeDecision
from news.corrections.words import Part
from news.domain import corrections, stories
from news.enums import CorrectionReason
from news.models import ArticlePage, CorrectionNote, StoryChange
from portal.accounts.models import User
from portal.kernel import clock, errors
from portal.kernel.languages import Language
from tests import worlds
from tests.factories import news as factory

PARAGRAPHS = st.lists(st.text(alphabet="ab Đđạ1 ,.", max_size=12), max_size=5)


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


@pytest.fixture
def article(room: factory.Newsroom) -> ArticlePage:
    return factory.make_article(room.page, "Sản lượng đạt 14 tấn")


def republish(article: ArticlePage, **fields: Any) -> ArticlePage:
    page = ArticlePage.objects.get(pk=article.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return ArticlePage.objects.get(pk=article.pk)


def correct(article: ArticlePage, by: Any, **fields: Any) -> CorrectionNote:
    return corrections.correct(
        article=article,
        by=by,
        **{"reason": CorrectionReason.FIGURE, "text_vi": "Đúng là 12 tấn.", "now": clock.now(), **fields},
    )


@given(st.text(max_size=40), st.text(max_size=40))
def test_segments_give_both_versions_back(old: str, new: str) -> None:
    found = words.segments(old, new)
    assert " ".join(one.text for one in found if one.part is not Part.NEW).split() == old.split()
    assert " ".join(one.text for one in found if one.part is not Part.GONE).split() == new.split()


@given(PARAGRAPHS, PARAGRAPHS)
def test_differences_are_there_exactly_where_something_else_is_said(before: list[str], after: list[str]) -> None:
    assert words.says_the_same(before, before)
    assert words.differences(before, before) == []
    if not words.says_the_same(before, after):
        assert words.differences(before, after)
    for one in words.differences(before, after):
        assert one.old in {*before, ""}
        assert one.new in {*after, ""}


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("Hoà Bình  hôm nay", "Hòa Bình hôm nay.", True),
        ("Đạt 1,5 tấn", "Đạt 15 tấn", False),
        ("bán", "bàn", False),
        ("Không tăng", "Tăng", False),
    ],
)
def test_only_what_changes_the_sense_counts(before: str, after: str, same: bool) -> None:
    assert words.says_the_same([before], [after]) is same


def test_change_is_shown_until_somebody_calls_it_a_typing_error(
    client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    page = republish(article, title="Sản lượng đạt 12 tấn")
    change = StoryChange.objects.get()
    assert (change.decision, change.language) == (ChangeDecision.OPEN, "vi")
    body = client.get(page.get_url()).content.decode()
    assert "<del>" in body
    assert "14</del>" in body
    assert "12</ins>" in body
    with pytest.raises(errors.NotAllowedError):
        corrections.call_typing_error(change=change, why="x", by=room.editor, now=clock.now())
    with pytest.raises(errors.DomainError):
        corrections.call_typing_error(change=change, why=" ", by=room.chief, now=clock.now())

    corrections.call_typing_error(change=change, why="Gõ nhầm số.", by=room.chief, now=clock.now())

    change.refresh_from_db()
    assert (change.decided_by, change.why) == (room.chief, "Gõ nhầm số.")
    assert "<del>" not in client.get(page.get_url()).content.decode()
    with pytest.raises(errors.IllegalMoveError):
        corrections.call_typing_error(change=change, why="Lại.", by=room.chief, now=clock.now())


def test_note_stands_at_the_top_in_lists_feeds_and_data_in_both_languages(
    client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    english = factory.translate(article, "Output is 14 tonnes")
    page = republish(article, title="Sản lượng đạt 12 tấn")
    note = correct(page, room.chief, now=clock.now() + timedelta(minutes=1))
    assert StoryChange.objects.get().note == note

    body = client.get(page.get_url()).content.decode()
    assert body.index("Đúng là 12 tấn.") < body.index("Thân bài")
    assert '"correction": ["Đúng là 12 tấn."]' in body or "\\u0110\\u00fang" in body or '"correction":["Đúng' in body
    shown = client.get(english.get_url()).content.decode()
    assert "This note is not translated yet." in shown
    assert '<p lang="vi">Đúng là 12 tấn.</p>' in shown
    feed = client.get("/tin-tuc/atom.xml").content.decode()
    assert "Đúng là 12 tấn." in feed
    assert f"<updated>{clock.local(note.corrected_at).isoformat(timespec='seconds')}" in feed or "<updated>" in feed
    card = queries.latest(Language.VIETNAMESE)[0]
    assert card.corrected == note.corrected_at
    assert "badge--warning" in client.get(room.page.get_url()).content.decode()
    listed = client.get("/tin-tuc/toa-soan/bao-thu/dinh-chinh/").content.decode()
    assert "Đúng là 12 tấn." in listed
    assert page.get_url() in listed
    assert client.get("/tin-tuc/toa-soan/khong-co/dinh-chinh/").status_code == 404

    corrections.translate(note=note, article=page, language=Language.ENGLISH, words="It is 12 tonnes.", by=room.chief)
    assert "It is 12 tonnes." in client.get(english.get_url()).content.decode()
    with pytest.raises(errors.IllegalMoveError):
        corrections.translate(note=note, article=page, language=Language.ENGLISH, words="No.", by=room.chief)


def test_only_an_operator_removes_a_note_and_says_why(
    client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    note = correct(article, room.chief)
    operator = User.objects.create_superuser("van-hanh@example.org", "mat-khau-thu")
    for person in (room.editor, room.chief):
        with pytest.raises(errors.NotAllowedError):
            corrections.remove(note=note, reason="x", by=person, now=clock.now())
    with pytest.raises(errors.DomainError):
        corrections.remove(note=note, reason="", by=operator, now=clock.now())
    corrections.remove(note=note, reason="Trùng.", by=operator, now=clock.now())
    assert "Đúng là 12 tấn." not in client.get(article.get_url()).content.decode()
    assert CorrectionNote.objects.get().removed_reason == "Trùng."
    republish(article, title="Khác hẳn")
    ArticlePage.objects.get(pk=article.pk).delete()
    assert CorrectionNote.objects.exists(), "notes outlive the page"


def test_chief_is_asked_after_publishing_and_editors_of_others_find_nothing(
    site: Site, client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    page = ArticlePage.objects.get(pk=article.pk)
    page.lead = "Sapo nói khác."
    page.save_revision(user=room.editor)
    stories.hand_in(article=page, by=room.editor)
    factory.approve_all(page, room.chief, factory.make_user("tong-2@example.org", roles.chiefs_group(room.page)))
    assert StoryChange.objects.filter(decision=ChangeDecision.OPEN).count() == 1
    url = f"/admin/news/corrections/{article.pk}/"
    client.force_login(factory.make_newsroom(site, "bao-la", "Báo Lạ").chief)
    assert client.get(url).status_code == 404
    assert client.post(url, {"action": "correct", "reason": "fact", "text_vi": "x"}).status_code == 404
    client.force_login(room.editor)
    assert client.get(url).status_code == 200
    assert client.post(url, {"action": "correct", "reason": "fact", "text_vi": "x"}).status_code == 404
    client.force_login(room.chief)
    assert "nói khác.</ins>" in client.get(url).content.decode()
    assert client.post(url, {"action": "correct", "reason": "fact", "text_vi": ""}).status_code == 200
    assert client.post(url, {"action": "correct", "reason": "fact", "text_vi": "Đã sửa sapo."}).status_code == 302
    assert not StoryChange.objects.filter(decision=ChangeDecision.OPEN).exists()
    assert "Đã sửa sapo." in client.get(article.get_url()).content.decode()


def test_lists_and_stories_cost_the_same_with_one_and_ten_notes(
    client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    counts = []
    for number in (1, 9):
        for _each in range(number):
            correct(republish(article, lead=f"Sapo {StoryChange.objects.count()}"), room.chief)
        found = []
        for url in (article.get_url(), "/tin-tuc/toa-soan/bao-thu/dinh-chinh/", "/tin-tuc/"):
            client.get(url)
            with CaptureQueriesContext(connection) as sent:
                client.get(url)
            found.append(len(sent))
        counts.append(found)
    assert counts[0] == counts[1]
    assert len(notes.notes_of(article)) == 10


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE news_correctionnote SET text_vi = '', text_en = ''",
        "UPDATE news_correctionnote SET reason = 'mood'",
        "UPDATE news_correctionnote SET removed_at = corrected_at",
        "UPDATE news_storychange SET decision = 'open'",
        "UPDATE news_storychange SET decision = 'typing', note_id = NULL, why = ''",
        "UPDATE news_storychange SET note_id = NULL",
    ],
)
def test_database_refuses_half_decisions(article: ArticlePage, room: factory.Newsroom, statement: str) -> None:
    correct(republish(article, lead="Khác."), room.chief)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def _modified(body: str) -> str:
    found = re.search(r'"dateModified":\s*"([^"]+)"', body)
    assert found is not None
    return found.group(1)


def test_machines_are_told_that_a_note_changed_the_story(
    client: Client, article: ArticlePage, room: factory.Newsroom
) -> None:
    later = clock.now() + timedelta(hours=3)
    before = clock.local(article.last_published_at).isoformat()
    said = client.get(article.url).content.decode()
    assert _modified(said) == before
    assert f'<meta property="article:modified_time" content="{before}">' in said
    published = clock.local(article.published_at).isoformat()
    assert f'<meta property="article:published_time" content="{published}">' in said
    note = correct(article, room.chief, now=later)
    told = clock.local(later).isoformat()
    said = client.get(article.url).content.decode()
    assert _modified(said) == told
    assert f'<meta property="article:modified_time" content="{told}">' in said
    assert "article:" not in client.get(room.page.url).content.decode()
    corrections.remove(
        note=note, reason="Nhầm bài.", by=User.objects.create_superuser(email="q@example.org"), now=later
    )
    assert _modified(client.get(article.url).content.decode()) == before
