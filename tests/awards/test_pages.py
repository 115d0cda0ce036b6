"""The list of programmes, a programme, an entry and the section on profiles: both languages, filters, costs."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from awards import profile, queries
from awards.domain import publication
from awards.editions import queries as edition_queries
from awards.enums import Honour, NominationState, PhaseKind
from awards.models import AwardIndexPage, AwardPage, NominationPage
from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.vocabularies.enums import VocabularyCode
from tests import worlds
from tests.factories import awards as factory
from tests.factories import exhibitors
from tests.factories.news import make_image

pytestmark = pytest.mark.django_db


@worlds.standing
def index(site: Site) -> AwardIndexPage:
    return factory.make_index(site)


@pytest.fixture
def secretary(site: Site) -> User:
    return factory.make_secretary(site)


def words(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    content = str(response.content.decode())
    assert content.count("<h1") == 1
    assert not re.search(r'\sstyle="', content)
    return content


def cost(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def titles(client: Client, url: str) -> list[str]:
    return [item.title for item in client.get(url).context["listing"].items]


def test_list_shows_programmes_with_their_phase_in_both_languages(index: AwardIndexPage, client: Client) -> None:
    award = factory.make_award(index, title="Giải sáng tạo")
    factory.english(award, title="Creative award", slug="creative-award", lead="For inventors.")
    factory.make_award(index, title="Giải chỉ tiếng Việt")
    vietnamese, english = words(client, "/giai-thuong/"), words(client, "/en/awards/")
    assert "Giải sáng tạo" in vietnamese
    assert "Nhận hồ sơ" in vietnamese
    assert "Creative award" in english
    assert "Giải sáng tạo" not in english
    marks = {item.title: item.only_vietnamese for item in client.get("/en/awards/").context["listing"].items}
    assert marks == {"Creative award": False, "Giải chỉ tiếng Việt": True}


@pytest.mark.parametrize("url", ["/giai-thuong/", "/en/awards/"])
def test_list_filters_by_stage_year_and_field(index: AwardIndexPage, client: Client, url: str) -> None:
    drying = exhibitors.make_term(VocabularyCode.FIELD, "drying")
    factory.make_award(index, title="Đang nhận", fields=[drying])
    factory.make_award(index, title="Đang chấm", phases=[factory.phase(PhaseKind.SCORING, -1, 5)], year=2025)
    factory.decided(index, title="Đã công bố", year=2024)
    factory.make_award(index, title="Chưa có lịch", bare=True, year=2023)
    for query, wanted in {
        "": ["Đang nhận", "Đang chấm", "Đã công bố", "Chưa có lịch"],
        "?stage=open": ["Đang nhận"],
        "?stage=running": ["Đang nhận", "Đang chấm"],
        "?stage=decided": ["Đã công bố"],
        "?stage=open&stage=decided": ["Đang nhận", "Đã công bố"],
        "?year=2025": ["Đang chấm"],
        "?field=drying": ["Đang nhận"],
        "?field=drying&year=2025": [],
        "?q=dang+nhan": ["Đang nhận"],
        "?q=ĐANG+chấm": ["Đang chấm"],
        "?q=so+khoa+hoc": ["Đang nhận", "Đang chấm", "Đã công bố", "Chưa có lịch"],
        "?q=zzzz": [],
        "?stage=invented&year=abc&field=zzz&page=99": ["Đang nhận", "Đang chấm", "Đã công bố", "Chưa có lịch"],
    }.items():
        assert titles(client, url + query) == wanted, query


def test_list_searches_in_the_name_of_an_organiser_with_a_profile(index: AwardIndexPage, client: Client) -> None:
    organiser = exhibitors.make_organisation(name="Liên hiệp các hội")
    factory.make_award(index, title="Giải có hồ sơ", organiser=organiser, organiser_name="")
    factory.make_award(index, title="Giải khác")
    assert titles(client, "/giai-thuong/?q=lien+hiep") == ["Giải có hồ sơ"]


@pytest.mark.parametrize("url", ["/giai-thuong/", "/en/awards/"])
def test_list_costs_the_same_with_1_and_30_programmes(
    index: AwardIndexPage, secretary: User, client: Client, url: str
) -> None:
    picture = make_image()
    organiser = exhibitors.make_organisation()
    first = factory.make_award(index, organiser=organiser, picture=picture)
    factory.publish(first, secretary, Honour.FIRST)
    NominationPage.objects.update(picture=picture)
    one = cost(client, url)
    for _number in range(11):
        award = factory.make_award(index, organiser=organiser, picture=picture)
    factory.publish(award, secretary, Honour.SECOND)
    NominationPage.objects.update(picture=picture)
    assert len(titles(client, url)) == 12
    assert cost(client, url) == one
    for _number in range(18):
        factory.make_award(index, organiser=organiser, picture=picture)
    assert cost(client, url) == one


def test_programme_marks_today_and_adds_up_the_weights(index: AwardIndexPage, client: Client) -> None:
    award = factory.make_award(index, phases=[
        factory.phase(PhaseKind.SCORING, 11, 30), factory.phase(PhaseKind.CALL, -10, -1),
        factory.phase(PhaseKind.SCREENING, 0, 10),
    ])  # fmt: skip
    view = queries.programme(award, today=clock.today())
    assert [(item.phase.kind, item.when) for item in view.phases] == [
        ("call", "past"),
        ("screening", "now"),
        ("scoring", "next"),
    ]
    assert view.current is not None
    assert view.current.kind == PhaseKind.SCREENING
    content = words(client, award.url or "")
    assert edition_queries.standing(award).rules.total_weight == 100
    assert "Quyết định số 1/QĐ-UBND" in content
    assert content.count("is-current") == 1
    assert content.count("is-done") == 1


@pytest.mark.parametrize("offset", [-40, -10, 10, 11])
def test_current_phase_is_todays_or_the_next_one(index: AwardIndexPage, offset: int) -> None:
    award = factory.make_award(index)
    wanted = {-40: "call", -10: "call", 10: "call", 11: "scoring"}[offset]
    found = queries.current_phase(list(award.phases.all()), clock.today() + timedelta(days=offset))
    assert found is not None
    assert found.kind == wanted
    assert queries.current_phase(list(award.phases.all()), clock.today() + timedelta(days=31)) is None


@pytest.mark.parametrize("bare", [True, False])
def test_programme_renders_in_both_languages_with_and_without_its_parts(
    index: AwardIndexPage, client: Client, bare: bool
) -> None:
    award = factory.make_award(index, bare=bare, organiser_name="")
    english = factory.english(award, title="An award", slug="an-award", legal_basis="Decision 1")
    assert ("timeline" in words(client, award.url or "")) is not bare
    content = words(client, english.url)
    assert "An award" in content
    assert "Decision 1" in content
    assert '<ol class="timeline">\n      </ol>' not in content
    assert client.get("/en/awards/").status_code == 200


def test_regions_of_a_programme_have_names_of_their_own(index: AwardIndexPage, client: Client) -> None:
    content = words(client, factory.make_award(index).url or "")
    named = re.findall(r'<(?:section|aside|div)[^>]*aria-labelledby="([^"]+)"', content)
    assert "criteria" in named
    assert len(named) == len(set(named))
    assert 'role="region" aria-label="Tiêu chí và trọng số" tabindex="0"' in content


def test_timetable_says_what_is_done_what_runs_and_what_is_to_come(index: AwardIndexPage, client: Client) -> None:
    phases = [
        factory.phase(PhaseKind.CALL, -20, -10),
        factory.phase(PhaseKind.SCORING, -5, 5),
        factory.phase(PhaseKind.CEREMONY, 9, 9),
    ]
    shown = words(client, factory.make_award(index, phases=phases).url or "")
    timeline = shown[shown.index('<ol class="timeline">') :]
    past, now, ahead = re.findall(r"<li class.*?</li>", timeline[: timeline.index("</ol>")], re.DOTALL)
    assert 'class="is-done"' in past
    assert "đã xong" in past
    assert 'class="is-current" aria-current="step"' in now
    assert 'class="is-next"' in ahead
    assert "sắp tới" in ahead
    assert ahead.count("<time") == 1


def test_programme_lists_winners_by_rank_then_finalists_then_revoked(
    index: AwardIndexPage, secretary: User, client: Client
) -> None:
    award = factory.decided(index)
    factory.publish(award, secretary, title="Vào vòng cuối")
    factory.publish(award, secretary, Honour.THIRD, title="Hạng ba")
    factory.publish(award, secretary, Honour.SPECIAL, title="Đặc biệt nhất")
    revoked = factory.publish(award, secretary, Honour.FIRST, title="Từng nhất")
    publication.decide_nomination(
        nomination=revoked, to=NominationState.REVOKED, by=secretary, now=factory.NOW, reason="Sao chép."
    )
    content = words(client, award.url or "")
    places = [content.index(f">{title}<") for title in ("Đặc biệt nhất", "Hạng ba", "Vào vòng cuối", "Từng nhất")]
    assert places == sorted(places)
    assert "Giải Nhất" not in content
    listed = client.get("/giai-thuong/").context["honours"]
    assert {page.title for page in listed} == {"Hạng ba", "Đặc biệt nhất"}
    assert not client.get("/giai-thuong/?q=zzzz").context["honours"]
    assert client.get("/giai-thuong/?stage=decided").context["honours"]
    entry = words(client, NominationPage.objects.get(title="Từng nhất").url or "")
    assert "notice" in entry


def test_english_programme_shows_untranslated_entries_as_vietnamese_only(
    index: AwardIndexPage, secretary: User, client: Client
) -> None:
    award = factory.decided(index)
    english = factory.english(award, title="An award", slug="an-award")
    factory.publish(award, secretary, Honour.FIRST, title="Máy sấy", title_en="A dryer")
    factory.publish(award, secretary, Honour.SECOND, title="Máy ép")
    view = queries.programme(english, today=clock.today())
    shown = [(page.title, page.only_vietnamese) for page in view.categories[0].entries]  # type: ignore[attr-defined]
    assert shown == [("A dryer", False), ("Máy ép", True)]
    assert 'lang="vi"' in words(client, english.url)
    view = queries.programme(award, today=clock.today())
    assert [page.title for page in view.categories[0].entries] == ["Máy sấy", "Máy ép"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_programme_and_entry_cost_the_same_with_1_and_30_entries(
    index: AwardIndexPage, secretary: User, client: Client, language: str
) -> None:
    award = factory.decided(index)
    english = factory.english(award, title="An award", slug="an-award")
    picture = make_image()
    organisation = exhibitors.make_organisation()

    def add(number: int) -> None:
        factory.publish(award, secretary, Honour.FIRST, title_en=f"Entry {number}", organisation=organisation)

    add(0)
    NominationPage.objects.update(picture=picture)
    entry = NominationPage.objects.get(locale__language_code=language)
    shown = award if language == "vi" else english
    urls = (shown.url, entry.url)
    few = [cost(client, url or "") for url in urls]
    bulk_entries(award, organisation, picture, 15)
    bulk_entries(english, organisation, picture, 15)
    assert words(client, shown.url or "").count('class="card award-card laureate"') >= 16
    assert [cost(client, url or "") for url in urls] == few


def bulk_entries(award: Any, organisation: Any, picture: Any, number: int) -> None:
    for count in range(number):
        page = NominationPage(
            title=f"Mục {award.pk} {count}",
            category_code="invention",
            recipient="Ai đó",
            organisation=organisation,
            honour=Honour.THIRD,
            picture=picture,
            locale=award.locale,
        )
        AwardPage.objects.get(pk=award.pk).add_child(instance=page)


def test_entry_names_recipient_programme_category_and_prize(
    index: AwardIndexPage, secretary: User, client: Client
) -> None:
    award = factory.decided(index, title="Giải thử", decision_number="15/QĐ-UBND")
    english = factory.english(award, title="Test award", slug="test-award")
    for category in english.categories.all():
        category.title = f"{category.code} in English"
        category.save()
    organisation = exhibitors.make_organisation(name="Công ty Sông Mơ")
    factory.publish(
        award, secretary, Honour.FIRST, title="Máy sấy", title_en="A dryer", nominee_name="Công ty Sông Mơ",
        organisation=organisation, citation="Bền.", citation_en="Lasting.",
    )  # fmt: skip
    vietnamese, translated = NominationPage.objects.order_by("pk")
    content = words(client, vietnamese.url or "")
    for wanted in ("Công ty Sông Mơ", "Giải thử", "Sáng chế", "15/QĐ-UBND", "Bền."):
        assert wanted in content
    content = words(client, translated.url or "")
    for wanted in ("A dryer", "Test award", "invention in English", "First prize", "Lasting."):
        assert wanted in content
    data = [json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', content)]
    recipient = next(item for item in data if item["@type"] == "Organization")
    assert recipient["name"] == "Công ty Sông Mơ"
    assert recipient["award"] == "First prize, Test award (2026)"


def test_finalist_is_no_laureate_for_machines(index: AwardIndexPage, secretary: User) -> None:
    factory.publish(factory.make_award(index), secretary)
    assert NominationPage.objects.get().structured_data() == []


def test_profile_names_prizes_and_leaves_out_finalists_and_revoked(
    index: AwardIndexPage, secretary: User, client: Client, site: Site
) -> None:
    award = factory.decided(index)
    organisation = exhibitors.make_organisation(name="Công ty Sông Mơ")
    exhibitors.make_directory(site)
    assert profile.honours_section(organisation, Language.VIETNAMESE) is None
    factory.publish(award, secretary, Honour.FIRST, title="Máy sấy", organisation=organisation)
    factory.publish(award, secretary, title="Máy ép", organisation=organisation)
    revoked = factory.publish(award, secretary, Honour.SECOND, title="Máy cắt", organisation=organisation)
    publication.decide_nomination(
        nomination=revoked, to=NominationState.REVOKED, by=secretary, now=factory.NOW, reason="Sao chép."
    )
    section = profile.honours_section(organisation, Language.VIETNAMESE)
    assert section is not None
    assert [page.title for page in section.items] == ["Máy sấy"]
    assert "Máy sấy" in words(client, f"/to-chuc/{organisation.slug}/")
    english = words(client, f"/en/organisations/{organisation.slug}/")
    assert re.search(r'<a href="[^"]+" lang="vi" hreflang="vi">Máy sấy</a>', english)


def test_front_page_gets_the_newest_year_and_in_it_the_last_to_end(index: AwardIndexPage) -> None:
    factory.make_award(index, title="Năm cũ", year=2024)
    factory.make_award(index, title="Chưa có lịch", bare=True)
    factory.make_award(index, title="Sớm xong", phases=[factory.phase(PhaseKind.CALL, -9, -1)])
    factory.make_award(index, title="Còn lâu", phases=[factory.phase(PhaseKind.CALL, -9, 50)])
    found = [card.title for card in queries.current(Language.VIETNAMESE, 4)]
    assert found == ["Còn lâu", "Sớm xong", "Chưa có lịch", "Năm cũ"]
    assert len(queries.current(Language.ENGLISH, 2)) == 2


def test_cards_for_the_front_page_cost_the_same_for_1_and_9(index: AwardIndexPage) -> None:
    picture = make_image()
    factory.make_award(index, picture=picture)

    def made() -> int:
        queries.current(Language.VIETNAMESE, 10)
        with CaptureQueriesContext(connection) as caught:
            queries.current(Language.VIETNAMESE, 10)
        return len(caught)

    one = made()
    for _number in range(8):
        factory.make_award(index, picture=picture)
    assert made() == one


def test_draft_programme_is_nowhere(index: AwardIndexPage, client: Client) -> None:
    award = factory.make_award(index, title="Nháp")
    url = award.url
    award.unpublish()
    assert client.get(url).status_code == 404
    assert titles(client, "/giai-thuong/") == []
    assert queries.current(Language.VIETNAMESE) == []
