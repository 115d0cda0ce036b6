"""Reading figures: what is counted, and that nothing of a reader is kept."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from news.domain import reading_months, readings
from news.models import ArticlePage, ReadingCount
from news.readership import figures
from news.readership.enums import Source
from portal.kernel import clock, counting
from tests import worlds
from tests.factories import news as factory

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
ADDRESS = "203.0.113.77"


@pytest.fixture(autouse=True)
def _nothing_waits() -> None:
    readings.tally.waiting.clear()


@worlds.standing
def story(site: Site) -> ArticlePage:
    return factory.make_article(factory.make_newsroom(site).page, "Bài được đọc")


def reader(number: int = 1, **headers: str) -> Client:
    return Client(headers={"User-Agent": FIREFOX, **headers}, REMOTE_ADDR=f"203.0.113.{number}")


def address(story: ArticlePage, language: str = "vi") -> str:
    with translation.override(language):
        return reverse("news:reading", args=[story.translation_key])


def written() -> int:
    readings.tally.write()
    return sum(ReadingCount.objects.values_list("number", flat=True))


def test_a_page_that_is_opened_is_counted_by_language_day_and_source(story: ArticlePage) -> None:
    assert reader(1).post(f"{address(story)}?from=search").status_code == 204
    assert reader(2).post(f"{address(story)}?from=search").status_code == 204
    assert reader(3).post(f"{address(story, 'en')}?from=nonsense").status_code == 204
    assert written() == 3
    rows = set(ReadingCount.objects.values_list("article_key", "language", "day", "source", "number"))
    assert rows == {
        (story.translation_key, "vi", clock.today(), "search", 2),
        (story.translation_key, "en", clock.today(), "direct", 1),
    }


def test_without_script_a_picture_counts(story: ArticlePage) -> None:
    answer = reader().get(address(story))
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/gif", "no-store")
    assert answer.content.startswith(b"GIF89a")
    assert written() == 1


def test_the_story_tells_script_and_browsers_without_it_where_to_count(story: ArticlePage) -> None:
    html = reader().get(story.get_url()).content.decode()
    assert f'data-reading="{address(story)}"' in html
    assert f'<noscript><img src="{address(story)}"' in html
    assert "news/reading" in html
    assert written() == 0, "drawing the page counts nothing: it may come from a cache"


def test_no_answer_sets_a_cookie_and_no_session_is_read(story: ArticlePage) -> None:
    client = reader()
    for answer in (client.get(story.get_url()), client.post(address(story)), client.get(address(story))):
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
    assert not client.cookies


def test_a_hit_asks_the_database_nothing(story: ArticlePage) -> None:
    client = reader()
    client.get(address(story))
    with CaptureQueriesContext(connection) as found:
        reader(2).post(address(story))
    assert [query["sql"] for query in found if "wagtail" not in query["sql"]] == []


def test_neither_address_nor_program_reaches_database_or_readable_cache(
    story: ArticlePage, caplog: pytest.LogCaptureFixture
) -> None:
    with CaptureQueriesContext(connection) as found:
        reader(77).post(f"{address(story)}?from=portal")
        readings.tally.write()
    for planted in (ADDRESS, "Firefox", "Gecko"):
        assert not any(planted in query["sql"] for query in found)
        assert planted not in caplog.text
        stored = getattr(cache, "_cache", {})
        assert not any(planted in str(key) or planted.encode() in bytes(value) for key, value in stored.items())
    names = {field.name for field in ReadingCount._meta.get_fields()}
    assert names == {"id", "article_key", "language", "day", "is_month", "source", "number"}


def test_the_digest_of_a_reader_is_another_one_each_day_and_cannot_be_made_again(story: ArticlePage) -> None:
    from django.test import RequestFactory

    request = RequestFactory(headers={"User-Agent": FIREFOX}).get("/", REMOTE_ADDR=ADDRESS)
    today = clock.today()
    first = counting.digest(request, scope=readings.SCOPE, what="x", day=today)
    assert first == counting.digest(request, scope=readings.SCOPE, what="x", day=today)
    assert first != counting.digest(request, scope=readings.SCOPE, what="x", day=today + timedelta(days=1))
    cache.clear()
    assert first != counting.digest(request, scope=readings.SCOPE, what="x", day=today), (
        "without the day's salt nobody can compute it"
    )


def test_the_same_reader_counts_once_and_a_script_no_more_than_a_school(story: ArticlePage) -> None:
    client = reader()
    for _ in range(5):
        client.post(address(story))
    assert written() == 1
    readings.tally.waiting.clear()
    for _ in range(counting.MOST_OF_ONE + 20):
        client.post(reverse("news:reading", args=[uuid.uuid4()]))
    assert sum(readings.tally.waiting.values()) == counting.MOST_OF_ONE - 1


@pytest.mark.parametrize(
    "headers",
    [
        {"DNT": "1"},
        {"Sec-GPC": "1"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"User-Agent": "curl/8.5"},
        {"User-Agent": ""},
        {"User-Agent": "Mozilla/5.0 HeadlessChrome/120"},
    ],
)
def test_who_asked_not_to_be_counted_and_robots_are_left_out(story: ArticlePage, headers: dict[str, str]) -> None:
    assert reader(**headers).post(address(story)).status_code == 204
    assert written() == 0


def test_a_key_of_no_story_answers_the_same_and_is_not_written(story: ArticlePage) -> None:
    draft = factory.make_article(story.get_parent().specific, "Nháp", live=False)
    for key in (uuid.uuid4(), draft.translation_key):
        assert reader().post(reverse("news:reading", args=[key])).status_code == 204
    assert written() == 0


def test_figures_wait_while_the_database_is_away(story: ArticlePage, monkeypatch: pytest.MonkeyPatch) -> None:
    reader().post(address(story))
    with monkeypatch.context() as patch:

        def away(_sums: Any) -> int:
            raise OperationalError

        patch.setattr(readings.tally, "_store", away)
        assert readings.tally.write() == 0
    assert written() == 1


def test_writing_costs_the_same_whatever_was_read_of_a_story(story: ArticlePage) -> None:
    def cost(readers: range) -> int:
        for number in readers:
            reader(number).post(address(story))
        with CaptureQueriesContext(connection) as found:
            readings.tally.write()
        return len(found)

    cost(range(1))
    assert cost(range(1, 2)) == cost(range(10, 60))
    assert written() == 52


def count(story: ArticlePage, day: date, number: int, source: Source = Source.DIRECT, **fields: Any) -> ReadingCount:
    return ReadingCount.objects.create(
        **{"article_key": story.translation_key, "language": "vi", "day": day, "source": source, "number": number}
        | fields
    )


def test_days_become_months_after_three_and_running_again_does_nothing(story: ArticlePage) -> None:
    now = clock.at(date(2026, 12, 15))
    for day, number in ((date(2026, 7, 3), 4), (date(2026, 7, 30), 5), (date(2026, 12, 1), 7)):
        count(story, day, number)
    assert [item.number for item in reading_months.sum_up(now=now, dry_run=True)] == [2]
    assert ReadingCount.objects.count() == 3
    reading_months.sum_up(now=now)
    kept = set(ReadingCount.objects.values_list("day", "is_month", "number"))
    assert kept == {(date(2026, 7, 1), True, 9), (date(2026, 12, 1), False, 7)}
    assert [item.number for item in reading_months.sum_up(now=now)] == [0]


def test_small_figures_are_not_told_exactly() -> None:
    assert [figures.shown(number) for number in (0, 1, 2, 3, 1200)] == ["0", "dưới 3", "dưới 3", "3", "1.200"]


def test_the_most_read_are_listed_where_enough_were_read_enough(story: ArticlePage) -> None:
    room = story.get_parent().specific
    others = [factory.make_article(room, f"Tin {number}") for number in range(3)]
    index = room.get_parent().get_url()
    for number, article in enumerate([story, *others[:1]]):
        count(article, clock.today(), 30 + number)
    count(others[1], clock.today(), figures.FEWEST_TO_SHOW - 1)
    assert "Đọc nhiều trong tuần" not in reader().get(index).content.decode()
    count(others[2], clock.today() - timedelta(days=2), 90)
    count(others[1], clock.today() - timedelta(days=30), 900)
    for where in (index, room.get_url()):
        html = reader().get(where).content.decode()
        part = html.partition("Đọc nhiều trong tuần")[2]
        assert part.index("Tin 2") < part.index("Tin 0") < part.index("Bài được đọc")
        assert "Tin 1" not in part.partition("</ol>")[0]


@pytest.mark.parametrize(
    "broken",
    [
        "UPDATE news_readingcount SET number = 0",
        "UPDATE news_readingcount SET source = 'x'",
        "UPDATE news_readingcount SET language = 'fr'",
        "UPDATE news_readingcount SET is_month = true, day = '2026-12-02'",
        (
            "INSERT INTO news_readingcount (article_key, language, day, is_month, source, number) "
            "SELECT article_key, language, day, is_month, source, number FROM news_readingcount"
        ),
    ],
)
def test_the_database_refuses_figures_that_make_no_sense(story: ArticlePage, broken: str) -> None:
    count(story, date(2026, 12, 5), 3)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(broken)


def test_the_day_is_that_of_viet_nam(story: ArticlePage, monkeypatch: pytest.MonkeyPatch) -> None:
    late = datetime.fromisoformat("2026-12-05T17:30:00+00:00")
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    reader().post(address(story))
    readings.tally.write()
    assert ReadingCount.objects.get().day == date(2026, 12, 6)
