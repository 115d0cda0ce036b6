"""Stories in front: the department's choice, hours, order and note, in the admin and for readers."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from news import queries, roles
from news.domain import featuring
from news.domain.featuring import Showing
from news.models import ArticlePage, FeaturedStory
from portal.accounts.domain import roles as account_roles
from portal.accounts.models import User
from portal.kernel import clock, errors
from portal.kernel.languages import Language
from tests import worlds
from tests.factories import news as factory


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site, "bao-a", "Báo A")


@pytest.fixture
def department(room: factory.Newsroom) -> User:
    account_roles.sync(declared=[roles.declared()])
    assert Group.objects.filter(name=roles.FEATURING_GROUP).exists()
    return factory.make_user("so@example.org", roles.FEATURING_GROUP)


def _feature(article: ArticlePage, by: User, **showing: object) -> FeaturedStory:
    return featuring.feature(article=article, by=by, now=clock.now(), showing=Showing(**showing))  # type: ignore[arg-type]


def _front(language: Language = Language.VIETNAMESE) -> list[str]:
    return [card.title for card in queries.featured(language)]


def test_story_is_in_front_from_its_hour_until_its_end(room: factory.Newsroom, department: User) -> None:
    now = clock.now()
    later = factory.make_article(room.page, "Bài sau")
    story = _feature(later, department, starts_at=now + timedelta(hours=1), until=now + timedelta(hours=2))

    assert _front() == []
    assert list(queries.featured_keys(now + timedelta(minutes=90))) == [story]
    assert list(queries.featured_keys(now + timedelta(hours=3))) == []


def test_places_count_from_one_without_a_gap_and_the_newest_comes_first(
    room: factory.Newsroom, department: User
) -> None:
    stories = [_feature(factory.make_article(room.page, f"Bài {n}"), department) for n in (1, 2, 3)]
    assert _front() == ["Bài 3", "Bài 2", "Bài 1"]

    featuring.change(story=stories[0], by=department, now=clock.now(), showing=Showing(position=1))
    assert _front() == ["Bài 1", "Bài 3", "Bài 2"]
    featuring.change(story=stories[0], by=department, now=clock.now(), showing=Showing(position=99))
    assert _front() == ["Bài 3", "Bài 2", "Bài 1"]
    assert sorted(FeaturedStory.objects.values_list("position", flat=True)) == [1, 2, 3]


def test_featuring_needs_the_right_a_public_story_and_times_that_make_sense(
    room: factory.Newsroom, department: User
) -> None:
    now = clock.now()
    live, draft = factory.make_article(room.page), factory.make_article(room.page, "Nháp", live=False)
    for person in (room.editor, room.chief):
        with pytest.raises(errors.NotAllowedError):
            _feature(live, person)
    with pytest.raises(errors.DomainError):
        _feature(draft, department)
    for showing in (
        {"until": now - timedelta(hours=1)},
        {"starts_at": now + timedelta(2), "until": now + timedelta(1)},
    ):
        with pytest.raises(errors.DomainError) as refusal:
            _feature(live, department, **showing)
        assert refusal.value.field == "until"
    story = _feature(live, department)
    with pytest.raises(errors.NotAllowedError):
        featuring.change(story=story, by=room.chief, now=now, showing=Showing())
    with pytest.raises(errors.NotAllowedError):
        featuring.withdraw(story=story, by=room.chief)


def test_department_features_a_story_with_a_changed_draft_and_never_sees_the_draft(
    client: Client, room: factory.Newsroom, department: User
) -> None:
    article = factory.make_article(room.page, "Bài công khai")
    changed = ArticlePage.objects.get(pk=article.pk)
    changed.title = "CHIMVANG nháp"
    changed.save_revision(user=room.editor)
    client.force_login(department)

    picked = client.get(reverse("news_featured:add") + "?q=cong+khai").content.decode()
    form = client.get(reverse("news_featured:add") + f"?article={article.pk}").content.decode()
    answer = client.post(
        reverse("news_featured:add") + f"?article={article.pk}",
        {"article": article.pk, "position": "1", "note": "Chuyển đổi số", "starts_at": "", "until": ""},
    )
    listed = client.get(reverse("news_featured:index")).content.decode()

    assert answer.status_code == 302
    assert FeaturedStory.objects.get().note == "Chuyển đổi số"
    for body in (picked, form, listed):
        assert "Bài công khai" in body
        assert "CHIMVANG" not in body
    assert client.get(f"/admin/pages/{article.pk}/edit/").status_code != 200


def test_times_that_make_no_sense_are_refused_beside_the_field_and_stay_typed(
    client: Client, room: factory.Newsroom, department: User
) -> None:
    article = factory.make_article(room.page, "Bài công khai")
    client.force_login(department)
    typed = {
        "article": article.pk,
        "position": "1",
        "note": "",
        "starts_at": "31/12/2036 08:00",
        "until": "01/12/2036 08:00",
    }
    address = reverse("news_featured:add") + f"?article={article.pk}"

    refused = client.post(address, typed)
    kept = client.post(address, typed | {"until": ""}, follow=True)

    assert refused.context["form"].errors == {"until": ["Thời điểm kết thúc phải sau thời điểm bắt đầu."]}
    assert refused.context["form"]["starts_at"].value() == typed["starts_at"]
    assert "featured_story" not in refused.content.decode().replace("news_featured", "")
    assert [str(said).strip() for said in kept.context["messages"]] == ["“Bài công khai” đã có trong tin nổi bật."]


@pytest.mark.parametrize(("position", "said"), [("0", "Vị trí đầu tiên là 1."), ("1", None)])
def test_place_zero_is_refused_in_plain_words(
    client: Client, room: factory.Newsroom, department: User, position: str, said: str | None
) -> None:
    article = factory.make_article(room.page, "Bài công khai")
    client.force_login(department)
    typed = {"article": article.pk, "position": position, "note": "", "starts_at": "", "until": ""}

    answer = client.post(reverse("news_featured:add"), typed)

    assert answer.status_code == (200 if said else 302)
    if said:
        assert answer.context["form"].errors == {"position": [said]}


@pytest.mark.parametrize("number", ["9" * 4400, "9" * 30, "²", "-1"])
def test_number_that_is_no_story_leads_to_the_list_of_stories(
    client: Client, room: factory.Newsroom, department: User, number: str
) -> None:
    factory.make_article(room.page, "Bài công khai")
    client.force_login(department)

    answer = client.get(reverse("news_featured:add"), {"article": number})

    assert answer.status_code == 200
    assert "Bài công khai" in answer.content.decode()


def test_department_changes_and_withdraws_in_the_admin(
    client: Client, room: factory.Newsroom, department: User
) -> None:
    first, second = (_feature(factory.make_article(room.page, f"Bài {n}"), department) for n in (1, 2))
    client.force_login(department)

    client.post(
        reverse("news_featured:edit", args=[first.pk]),
        {"position": "1", "note": "Lên đầu", "starts_at": "", "until": "", "article": ""},
    )
    assert _front() == ["Bài 1", "Bài 2"]
    client.post(reverse("news_featured:delete", args=[second.pk]))
    assert _front() == ["Bài 1"]


@pytest.mark.parametrize("address", ["/tin-tuc/", "/en/news/"])
def test_featured_story_leads_the_index_in_both_languages(
    client: Client, room: factory.Newsroom, department: User, address: str
) -> None:
    chosen = factory.make_article(room.page, "Được chọn", published_at=factory.days_ago(9))
    factory.translate(chosen, "The chosen one")
    factory.make_article(room.page, "Mới nhất")
    _feature(chosen, department)

    lead = client.get(address).context["lead"]

    assert lead.title == ("Được chọn" if address == "/tin-tuc/" else "The chosen one")


def test_list_of_featured_stories_asks_as_much_for_one_as_for_ten(
    client: Client, room: factory.Newsroom, department: User
) -> None:
    client.force_login(department)
    counts = []
    for numbers in ((0,), range(1, 10)):
        for number in numbers:
            _feature(factory.make_article(room.page, f"Bài {number}"), department)
        client.get(reverse("news_featured:index"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("news_featured:index")).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "change", ["position = 0", "until = featured_at", "starts_at = '2030-01-02', until = '2030-01-01'"]
)
def test_database_refuses_places_below_one_and_ends_before_the_start(
    room: factory.Newsroom, department: User, change: str
) -> None:
    _feature(factory.make_article(room.page), department)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE news_featuredstory SET {change}")
