"""What readers see of frozen rules, amendments and programmes, in both languages; costs; the dates in the calendar."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from awards import deadlines, queries
from awards.editions.domain import amending, steps
from awards.editions.domain.presets import TIMETABLE
from awards.editions.enums import EditionState
from awards.models import AwardEdition, AwardIndexPage, AwardPage, AwardProgrammePage
from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.languages import Language
from tests.factories import awards as factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(site: Site) -> User:
    return factory.make_secretary(site)


def words(client: Client, page: AwardPage) -> str:
    answer = client.get(page.url or "")
    assert answer.status_code == 200
    content = str(answer.content.decode())
    assert content.count("<h1") == 1
    assert not re.search(r'\sstyle="', content)
    return content


def amend(page: AwardPage, by: User, **changes: Any) -> None:
    amending.amend_edition(
        award_key=page.translation_key, changes=changes, reason="Bão lũ.", reason_en="Storms.",
        legal_basis="Thông báo số 2", by=by, now=clock.now(),
    )  # fmt: skip


def cost(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def programme(site: Site) -> AwardProgrammePage:
    index = factory.make_index(site)
    page = AwardProgrammePage(title="Giải Kinh Bắc", slug="giai-kinh-bac", lead="Hằng năm.", locale=index.locale)
    AwardIndexPage.objects.get(pk=index.pk).add_child(instance=page)
    factory.english(page, title="Kinh Bac award", slug="kinh-bac-award")
    return AwardProgrammePage.objects.get(pk=page.pk)


def test_page_shows_frozen_rules_with_time_digest_and_levels_in_both_languages(
    site: Site, secretary: User, client: Client
) -> None:
    page = factory.make_open(site, secretary)
    edition = AwardEdition.objects.get()
    vietnamese, english = words(client, page), words(client, factory.english_of(page))
    for content in (vietnamese, english):
        assert f"<code>{edition.rules_digest[:12]}</code>" in content
        assert f"/{page.translation_key}/0.json" in content
        assert content.count("<caption") == 3
        assert content.count('<th scope="row" class="number">') == 12
        assert 'id="amendments"' not in content
    assert "Không chứng minh được điểm mới." in vietnamese
    assert "Nothing new is proven." in english
    assert "Không chứng minh được điểm mới." not in english
    assert "Council 80 percent, public vote 20 percent" in english


def test_page_before_the_opening_says_nothing_of_frozen_rules(site: Site, secretary: User, client: Client) -> None:
    content = words(client, factory.make_ready(site, secretary))
    assert "SHA-256" not in content
    assert "Không chứng minh được điểm mới." in content


def test_amendments_show_reason_and_old_and_new_values(site: Site, secretary: User, client: Client) -> None:
    page = factory.make_open(site, secretary)
    amend(page, secretary, quorum=7, **{"eligibility.vi": "Mọi người.", "eligibility.en": "Everybody."})
    vietnamese, english = words(client, page), words(client, factory.english_of(page))
    assert "Bão lũ." in vietnamese
    assert "Storms." in english
    assert "Everybody." in english
    for content in (vietnamese, english):
        assert "<del>3</del>" in content
        assert "<ins>7</ins>" in content
        assert "Thông báo số 2" in content
        assert f"/{page.translation_key}/1.json" in content
    part = vietnamese[vietnamese.index('id="amendments"') :]
    assert "<ins>Mọi người.</ins>" in part
    assert "Everybody." not in part


def test_english_without_words_shows_vietnamese_marked_as_such_and_then_what_was_filled_in(
    site: Site, secretary: User, client: Client
) -> None:
    page = factory.make_open(site, secretary, in_english=False)
    english = factory.english_of(page)
    english.legal_basis = "Decision 1, filled in later"
    english.save_revision().publish()
    content = words(client, english)
    assert '<span lang="vi">Ngân sách tỉnh</span>' in content
    assert "Decision 1, filled in later" in content
    assert "Nothing new is proven." in content


def test_cancelled_edition_says_so_with_its_reason(site: Site, secretary: User, client: Client) -> None:
    page = factory.make_open(site, secretary)
    steps.move_edition(
        award_key=page.translation_key, to=EditionState.CANCELLED, by=secretary, now=clock.now(), reason="Vì bão lũ."
    )
    assert "Vì bão lũ." in words(client, page)
    card = client.get("/giai-thuong/").context["listing"].items[0]
    assert (card.phase, card.deadline) == ("Đã hủy", None)
    for stage in ("open", "running"):
        assert client.get(f"/giai-thuong/?stage={stage}").context["listing"].items == []


def test_page_costs_the_same_with_one_amendment_and_five(site: Site, secretary: User, client: Client) -> None:
    page = factory.make_open(site, secretary)
    english = factory.english_of(page)
    amend(page, secretary, quorum=4)
    few = [cost(client, one.url or "") for one in (page, english)]
    for number in range(5, 9):
        amend(page, secretary, quorum=number)
    assert [cost(client, one.url or "") for one in (page, english)] == few


@pytest.mark.parametrize("language", ["vi", "en"])
def test_programme_lists_its_editions_newest_first_at_a_constant_cost(
    site: Site, client: Client, language: str
) -> None:
    page = programme(site)
    url = page.url if language == "vi" else page.get_translations().get().url
    assert client.get(url).status_code == 200
    factory.make_award(page, year=2024)
    one = cost(client, url)
    for year in (2026, 2025, 2027):
        factory.make_award(page, year=year)
    answer = client.get(url)
    assert [card.year for card in answer.context["editions"]] == [2027, 2026, 2025, 2024]
    assert all(card.only_vietnamese for card in answer.context["editions"]) is (language == "en")
    assert cost(client, url) == one


def test_list_of_awards_names_programmes_and_lists_their_editions(site: Site, client: Client) -> None:
    page = programme(site)
    factory.make_award(page, title="Mùa thứ nhất")
    content = client.get("/giai-thuong/").content.decode()
    assert f'href="{page.url}"' in content
    assert "Mùa thứ nhất" in content
    assert [one.title for one in queries.programmes()] == ["Giải Kinh Bắc"]
    assert "Giải Kinh Bắc" not in client.get("/giai-thuong/?q=zzz").content.decode()


@pytest.mark.parametrize("language", Language)
def test_every_phase_ends_in_the_calendar_at_a_constant_cost(site: Site, secretary: User, language: Language) -> None:
    page = factory.make_ready(site, secretary)

    def found() -> tuple[list[Any], int]:
        deadlines.source(groups=None, language=language)
        with CaptureQueriesContext(connection) as caught:
            rows = deadlines.source(groups=None, language=language)
        return rows, len(caught)

    rows, number = found()
    assert number <= 5
    assert len(rows) == len(TIMETABLE)
    first, days = clock.today() - timedelta(days=2), 0
    for (kind, length), row in zip(TIMETABLE, sorted(rows, key=lambda one: one.starts), strict=True):
        days += length
        assert row.starts == first + timedelta(days=days - 1), kind
        assert not row.cancelled
    assert len({row.summary for row in rows}) == len(rows)
    assert len({row.key for row in rows}) == len(rows)
    for _number in range(3):
        factory.make_award(factory.make_index(site))
    assert found()[1] == number
    steps.move_edition(
        award_key=page.translation_key, to=EditionState.CANCELLED, by=secretary, now=clock.now(), reason="Bão."
    )
    assert [row.cancelled for row in found()[0] if row.group == page.translation_key] == [True] * len(TIMETABLE)


def test_vietnamese_words_on_the_english_page_are_marked(site: Site, secretary: User, client: Client) -> None:
    page = factory.make_open(site, secretary)
    amend(page, secretary, quorum=7)
    steps.move_edition(
        award_key=page.translation_key, to=EditionState.CANCELLED, by=secretary, now=clock.now(), reason="Vì bão lũ."
    )
    english = words(client, factory.english_of(page))
    for said in ("Vì bão lũ.", "Thông báo số 2"):
        assert re.search(rf'lang="vi">\s*{said}', english), said
        assert not re.search(rf'lang="vi">\s*{said}', words(client, page)), said
