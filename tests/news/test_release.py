"""Embargo, agency and leads for audiences: rules, forms, pages, constraints."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Site
from wagtail.test.utils.form_data import inline_formset

from news import editing, holding
from news.domain import stories
from news.models import ArticleAudienceLead, ArticlePage
from portal.accounts.models import User
from portal.kernel import clock
from portal.operations import db_clock
from portal.pages.schedule import runner
from portal.pages.schedule.enums import Outcome
from portal.vocabularies.enums import VocabularyCode
from portal.vocabularies.models import Term
from tests import worlds
from tests.factories import exhibitors
from tests.factories import news as factory
from tests.news.test_workflow import _add_url, _client, _form

pytestmark = pytest.mark.django_db


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


@pytest.fixture
def farmers() -> Term:
    return exhibitors.make_term(VocabularyCode.AUDIENCE, "farmers", "Nông dân", "Farmers")


@pytest.fixture
def tomorrow() -> datetime:
    return (clock.now() + timedelta(days=1)).replace(second=0, microsecond=0)


def typed(moment: datetime) -> str:
    return clock.local(moment).strftime("%d/%m/%Y %H:%M")


def again(article: ArticlePage) -> Any:
    return ArticlePage.objects.get(pk=article.pk)


def edit_url(article: ArticlePage) -> str:
    return f"/admin/pages/{article.pk}/edit/"


def test_story_approved_before_the_end_of_its_embargo_waits_for_it(
    room: factory.Newsroom, tomorrow: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = factory.make_article(room.page, "Tin chờ", live=False, embargo_until=tomorrow)
    stories.hand_in(article=article, by=room.editor)
    factory.approve_all(article, room.editor, room.chief, User.objects.create_superuser("van-hanh@example.org", "x"))

    waiting = again(article)
    assert not waiting.live
    assert waiting.scheduled_revision is not None
    assert waiting.scheduled_revision.approved_go_live_at == tomorrow
    assert Client().get(f"{room.page.get_url()}tin-cho/").status_code == 404

    call_command("publish_scheduled")
    assert not again(article).live

    later = tomorrow + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    monkeypatch.setattr(
        db_clock, "now", lambda: later
    )  # PostgreSQL has a clock of its own, by which planned stories go
    call_command("publish_scheduled")
    assert again(article).live
    assert Client().get(again(article).get_url()).status_code == 200


def test_embargo_ends_when_it_has_ended_by_the_clocks_of_both_machine_and_database(
    room: factory.Newsroom, tomorrow: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = factory.make_article(room.page, "Tin chờ", live=False, embargo_until=tomorrow)
    article.latest_revision.publish()
    done = runner.run(read=lambda: tomorrow)
    assert done is not None
    assert dict(done) == {Outcome.HELD: 1}, "this machine's clock is a day behind the database's"
    assert not again(article).live
    later = tomorrow + timedelta(minutes=5)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    done = runner.run(read=lambda: later)
    assert done is not None
    assert dict(done) == {Outcome.PUBLISHED: 1}
    assert again(article).live


def test_publishing_by_hand_waits_too_and_a_later_embargo_of_the_newest_draft_counts(
    room: factory.Newsroom, tomorrow: datetime
) -> None:
    article = factory.make_article(room.page, "Tin chờ", live=False, embargo_until=tomorrow)
    first = article.latest_revision
    article.embargo_until = tomorrow + timedelta(days=2)
    article.save_revision()
    first.publish()
    assert not again(article).live
    first.refresh_from_db()
    assert first.approved_go_live_at == tomorrow + timedelta(days=2)


def test_live_story_under_embargo_cannot_be_saved(room: factory.Newsroom, tomorrow: datetime) -> None:
    article = factory.make_article(room.page)
    article.embargo_until = tomorrow
    with pytest.raises(ValidationError):
        article.save()


def test_operator_publishes_in_the_form_and_the_story_is_scheduled(room: factory.Newsroom, tomorrow: datetime) -> None:
    _client(User.objects.create_superuser("van-hanh@example.org", "x")).post(
        _add_url(room), _form(embargo_until=typed(tomorrow), embargo_note="Theo sở", **{"action-publish": "1"})
    )
    article = ArticlePage.objects.get()
    assert not article.live
    assert article.scheduled_revision.approved_go_live_at == tomorrow


def test_form_refuses_an_earlier_publication_and_a_note_without_embargo(
    room: factory.Newsroom, tomorrow: datetime
) -> None:
    client = _client(room.chief)
    early = client.post(
        _add_url(room),
        _form(
            embargo_until=typed(tomorrow), go_live_at=typed(tomorrow - timedelta(hours=2)), **{"action-publish": "1"}
        ),
    )
    assert early.status_code == 200
    assert "go_live_at" in early.context["form"].errors
    note = client.post(_add_url(room), _form(embargo_note="Theo sở"))
    assert "embargo_note" in note.context["form"].errors
    assert not ArticlePage.objects.exists()


def test_editor_may_set_but_not_end_an_embargo_and_the_chief_may(room: factory.Newsroom, tomorrow: datetime) -> None:
    article = factory.make_article(room.page, "Tin", live=False, embargo_until=tomorrow)
    refused = _client(room.editor).post(edit_url(article), _form(title="Tin", slug="tin", embargo_until=""))
    assert "embargo_until" in refused.context["form"].errors
    ended = _client(room.chief).post(edit_url(article), _form(title="Tin", slug="tin", embargo_until=""))
    assert ended.status_code == 302
    assert again(article).get_latest_revision_as_object().embargo_until is None


def test_embargo_comes_too_late_for_a_published_story(room: factory.Newsroom, tomorrow: datetime) -> None:
    article = factory.make_article(room.page, "Tin")
    late = _client(room.chief).post(
        edit_url(article), _form(title="Tin", slug="tin", embargo_until=typed(tomorrow), **{"action-publish": "1"})
    )
    assert "embargo_until" in late.context["form"].errors


def test_embargo_is_shown_in_the_editor_and_in_previews_only(room: factory.Newsroom, tomorrow: datetime) -> None:
    article = factory.make_article(room.page, "Tin", live=False, embargo_until=tomorrow, embargo_note="Theo sở")
    client = _client(room.editor)
    words = editing.embargo_sentence(article)[:20]
    assert words in client.get(edit_url(article)).content.decode()
    preview = client.get(f"/admin/pages/{article.pk}/revisions/{article.latest_revision_id}/view/").content.decode()
    assert words in preview


def test_embargo_note_needs_an_embargo_in_the_database(room: factory.Newsroom) -> None:
    article = factory.make_article(room.page)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE news_articlepage SET embargo_note = 'x' WHERE page_ptr_id = %s", [article.pk])


def _with_lead(room: factory.Newsroom, farmers: Term, title: str = "Máy sấy") -> ArticlePage:
    article = factory.make_article(room.page, title, audiences=[farmers], agency="TTXVN")
    article.audience_leads = [ArticleAudienceLead(audience=farmers, lead="Bà con sấy tỏi.", locale=article.locale)]
    article.save_revision().publish()
    return again(article)


def test_audience_reads_its_own_lead_in_list_and_feed_and_everybody_at_the_story(
    client: Client, room: factory.Newsroom, farmers: Term
) -> None:
    article = _with_lead(room, farmers)
    enterprises = exhibitors.make_term(VocabularyCode.AUDIENCE, "enterprises", "Doanh nghiệp", "Enterprises")
    assert enterprises.pk
    for address in (
        "/tin-tuc/?audience=farmers",
        "/tin-tuc/danh-cho/farmers/atom.xml",
        f"{room.page.url}?audience=farmers",
    ):
        body = client.get(address).content.decode()
        assert "Bà con sấy tỏi." in body, address
    for address in ("/tin-tuc/", "/tin-tuc/atom.xml", "/tin-tuc/?audience=farmers&audience=enterprises"):
        body = client.get(address).content.decode()
        assert "Bà con sấy tỏi." not in body, address
        assert article.lead in body, address
    shown = client.get(article.get_url()).content.decode()
    assert "Bà con sấy tỏi." in shown
    assert article.lead in shown
    assert "TTXVN" in shown


def test_leads_cost_the_same_for_many_stories(client: Client, room: factory.Newsroom, farmers: Term) -> None:
    def cost() -> int:
        client.get("/tin-tuc/?audience=farmers")
        with CaptureQueriesContext(connection) as caught:
            client.get("/tin-tuc/?audience=farmers")
        return len(caught)

    _with_lead(room, farmers)
    few = cost()
    for number in range(9):
        _with_lead(room, farmers, f"Tin {number}")
    assert cost() == few


def test_lead_is_translated_with_the_story(room: factory.Newsroom, farmers: Term, client: Client) -> None:
    twin = _with_lead(room, farmers).copy_for_translation(Locale.objects.get(language_code="en"))
    twin.title, twin.slug = "Dryer", "dryer"
    for row in twin.audience_leads.get_object_list():
        row.lead = "Farmers dry garlic."
    twin.save_revision().publish()
    body = client.get("/en/news/?audience=farmers").content.decode()
    assert "Farmers dry garlic." in body
    assert "Bà con sấy tỏi." not in body


def test_form_refuses_two_leads_for_one_audience_and_one_for_an_audience_that_is_not_chosen(
    room: factory.Newsroom, farmers: Term
) -> None:
    def rows(*leads: str) -> Any:
        return inline_formset([{"audience": farmers.pk, "lead": lead} for lead in leads])

    client = _client(room.editor)
    twice = client.post(_add_url(room), _form(audience_leads=rows("Một.", "Hai."), audiences=str(farmers.pk)))
    assert twice.status_code == 200
    assert "audience" in twice.context["form"].formsets["audience_leads"].forms[1].errors
    other = client.post(_add_url(room), _form(audience_leads=rows("Một.")))
    assert "audience" in other.context["form"].formsets["audience_leads"].forms[0].errors
    assert not ArticlePage.objects.exists()
    kept = client.post(_add_url(room), _form(audience_leads=rows("Một."), audiences=str(farmers.pk)))
    assert kept.status_code == 302
    assert ArticlePage.objects.get().audience_leads.get().lead == "Một."


def test_one_lead_for_an_audience_in_the_database(room: factory.Newsroom, farmers: Term) -> None:
    article = _with_lead(room, farmers)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO news_articleaudiencelead (translation_key, locale_id, sort_order, lead, article_id, audience_id) "
            "VALUES (%s, %s, 1, 'x', %s, %s)",
            ["0" * 32, article.locale_id, article.pk, farmers.pk],
        )


def _translated(article: ArticlePage, title: str = "News that waits") -> ArticlePage:
    """Make the English version as a draft."""
    page: ArticlePage = article.copy_for_translation(Locale.objects.get(language_code="en"))
    page.title, page.slug = title, "news-that-waits"
    page.save_revision()
    found: ArticlePage = again(page)
    return found


def test_embargo_holds_the_versions_in_other_languages(room: factory.Newsroom, tomorrow: datetime) -> None:
    article = factory.make_article(room.page, "Tin chờ", live=False)
    english = _translated(article)
    draft = article.get_latest_revision_as_object()
    draft.embargo_until = tomorrow
    draft.save_revision()

    again(english).latest_revision.publish()
    held = again(english)
    assert not held.live
    assert held.scheduled_revision.approved_go_live_at == tomorrow

    later = tomorrow + timedelta(days=3)
    draft = again(article).get_latest_revision_as_object()
    draft.embargo_until = later
    draft.save_revision()
    assert holding.embargo(again(english), tomorrow + timedelta(hours=1)).until == later  # type: ignore[union-attr]
    held = again(english)
    held.live = True
    with pytest.raises(ValidationError):
        held.save()
    answer = _client(room.chief).get(f"/admin/news/my-work/{english.pk}/").content.decode()
    assert "Tin chờ" in answer
    assert f"{clock.local(later):%d/%m/%Y}" in answer
    form = _client(room.chief).get(edit_url(english)).content.decode()
    assert f"{clock.local(later):%d/%m/%Y}" in form


def test_embargo_of_a_draft_holds_nothing_once_the_story_is_public(room: factory.Newsroom, tomorrow: datetime) -> None:
    article = factory.make_article(room.page, "Tin")
    english = _translated(article)
    draft = again(english).get_latest_revision_as_object()
    draft.embargo_until = tomorrow
    draft.save_revision()
    again(article).save_revision().publish()
    assert again(article).live
    again(english).latest_revision.publish()
    assert not again(english).live


def test_embargo_is_asked_once_and_without_the_text_of_the_other_versions(
    room: factory.Newsroom, tomorrow: datetime
) -> None:
    article = factory.make_article(room.page, "Tin chờ", live=False, embargo_until=tomorrow)
    english = _translated(article)
    draft = again(english).get_latest_revision_as_object()
    draft.embargo_until = None
    draft.save_revision()
    page = again(english).get_latest_revision_as_object()
    assert page.embargo_until is None
    with CaptureQueriesContext(connection) as queries:
        sentence = editing.embargo_sentence(page)
    assert "Tin chờ" in sentence
    assert len(queries) == 1
    asked = queries[0]["sql"].split(" FROM ")[0]
    for column in ('"body"', '"transcript"', '"folded"'):
        assert column not in asked
    assert ', "wagtailcore_revision"."content"' not in asked, "only a key of it is read"
