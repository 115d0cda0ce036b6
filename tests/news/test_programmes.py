"""Programmes: who makes them, how slots become air times, what lists and pages show."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Site

from news.broadcasts import schedule
from news.domain import programmes
from news.enums import Weekday
from news.models import ArticleAirTime, ArticlePage, Programme, ProgrammeAirTime, ProgrammeSlot
from portal.kernel import clock, errors
from portal.media.models import PortalImage
from tests import worlds
from tests.factories import news as factory

pytestmark = pytest.mark.references


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site)


@pytest.fixture
def now() -> datetime:
    return clock.now()


def _slot(weekday: int = 0, hour: int = 6, **fields: Any) -> ProgrammeSlot:
    return ProgrammeSlot(
        weekday=weekday,
        starts=time(hour, 30),
        minutes=fields.pop("minutes", 15),
        channel=fields.pop("channel", "FM 92.1"),
        **fields,
    )


def _programme(room: factory.Newsroom, now: datetime, *slots: ProgrammeSlot, **fields: Any) -> Programme:
    values = {
        "code": "nha-nong",
        "name_vi": "Chuyện nhà nông",
        "name_en": "Farmers' talk",
        "description_vi": "Mô tả.",
        **fields,
    }
    return programmes.save(
        programme=Programme(newsroom_key=room.page.translation_key, **values), slots=slots, by=room.editor, now=now
    )


def test_slots_plan_four_weeks_without_doubles(room: factory.Newsroom, now: datetime) -> None:
    programme = _programme(room, now, _slot(2), _slot(4, is_repeat=True))

    rows = list(programme.planned.all())
    assert len(rows) == 8
    assert {clock.local(row.starts_at).weekday() for row in rows} == {2, 4}
    assert all(row.ends_at - row.starts_at == timedelta(minutes=15) for row in rows)
    keys = {row.key for row in rows}

    programmes.save(programme=Programme.objects.get(pk=programme.pk), by=room.editor, now=now)
    programmes.plan_all(now=now)
    assert {row.key for row in programme.planned.all()} == keys
    programmes.plan_all(now=now + timedelta(days=7))
    assert programme.planned.count() == 10


def test_moved_slot_keeps_the_keys_of_its_air_times(room: factory.Newsroom, now: datetime) -> None:
    programme = _programme(room, now, _slot(2))
    keys = set(programme.planned.values_list("key", flat=True))
    programme = Programme.objects.get(pk=programme.pk)
    slot = programme.slots.get()
    slot.starts = time(19, 0)

    programmes.save(programme=programme, slots=[slot], by=room.editor, now=now)

    rows = list(programme.planned.all())
    assert {row.key for row in rows} == keys
    assert {clock.local(row.starts_at).hour for row in rows} == {19}


def test_slots_taken_away_together_take_all_their_air_times(room: factory.Newsroom, now: datetime) -> None:
    programme = _programme(room, now, _slot(2), _slot(2, 9), _slot(4))
    programme = Programme.objects.get(pk=programme.pk)
    kept = [slot for slot in programme.slots.all() if slot.weekday == 4]
    programmes.save(programme=programme, slots=kept, by=room.editor, now=now)
    assert {clock.local(row.starts_at).weekday() for row in programme.planned.all()} == {4}
    assert programme.planned.count() == 4


def test_programme_that_ends_plans_nothing_and_keeps_what_was(room: factory.Newsroom, now: datetime) -> None:
    programme = _programme(room, now, _slot(2))
    later = now + timedelta(days=10)
    past = programme.planned.filter(starts_at__lte=later).count()
    programme = Programme.objects.get(pk=programme.pk)
    programme.is_active = False
    programmes.save(programme=programme, by=room.editor, now=later)
    assert programme.planned.count() == past > 0


def test_dropped_air_time_stays_dropped_when_planned_again(room: factory.Newsroom, now: datetime) -> None:
    programme = _programme(room, now, _slot(2))
    first = programme.planned.first()
    assert first is not None
    programmes.cancel(air_time=first, by=room.chief, now=now)
    programmes.plan_all(now=now)
    first.refresh_from_db()
    assert first.cancelled_at == now
    with pytest.raises(errors.IllegalMoveError):
        programmes.cancel(air_time=first, by=room.chief, now=now)
    programmes.restore(air_time=first, by=room.chief, now=now)
    first.refresh_from_db()
    assert first.cancelled_at is None


def test_other_newsrooms_change_nothing(site: Site, room: factory.Newsroom, now: datetime) -> None:
    other = factory.make_newsroom(site, "dai-thu", "Đài Thử")
    programme = _programme(room, now, _slot(2))
    with pytest.raises(errors.NotAllowedError):
        programmes.save(programme=programme, by=other.chief, now=now)
    row = programme.planned.first()
    assert row is not None
    with pytest.raises(errors.NotAllowedError):
        programmes.cancel(air_time=row, by=other.editor, now=now)


def test_two_slots_at_one_time_are_refused_with_a_sentence(room: factory.Newsroom, now: datetime) -> None:
    with pytest.raises(errors.DomainError, match="cùng ngày"):
        _programme(room, now, _slot(2), _slot(2))
    assert not Programme.objects.exists()


@pytest.mark.parametrize(
    ("width", "height", "fits"), [(1400, 1400, True), (1399, 1399, False), (3001, 3001, False), (1400, 1500, False)]
)
def test_cover_is_square_and_of_the_size_that_directories_ask(site: Site, width: int, height: int, fits: bool) -> None:
    programme = Programme(cover=PortalImage(width=width, height=height, title="Bìa", file=get_test_image_file()))
    if fits:
        programme.clean()
        return
    with pytest.raises(ValidationError, match=str(height)):
        programme.clean()


def _times(room: factory.Newsroom, now: datetime) -> list[schedule.AirTime]:
    return schedule.between(starts=now, ends=now + timedelta(days=7), newsroom=room.page)


def test_time_entered_at_an_episode_stands_in_place_of_the_planned_one(room: factory.Newsroom, now: datetime) -> None:
    programme = _programme(room, now, _slot(2))
    first = programme.planned.first()
    assert first is not None
    factory.make_article(
        room.page,
        "Tập một",
        programme=programme,
        air_times=[
            ArticleAirTime(starts_at=first.starts_at, ends_at=first.ends_at, channel="fm 92.1"),
            ArticleAirTime(starts_at=first.starts_at + timedelta(hours=5), channel="Kênh BTV"),
        ],
    )
    factory.make_article(
        room.page, "Nháp", live=False, air_times=[ArticleAirTime(starts_at=first.starts_at, channel="FM")]
    )
    times = _times(room, now)
    assert [(item.title, item.channel) for item in times] == [("Tập một", "fm 92.1"), ("Tập một", "Kênh BTV")]
    assert times[1].ends - times[1].starts == schedule.WITHOUT_END


def test_schedule_and_programme_cost_the_same_for_one_and_ten(
    room: factory.Newsroom, client: Client, now: datetime
) -> None:
    programme = _programme(room, now, _slot(2))

    def episode(number: int) -> None:
        factory.make_article(
            room.page,
            f"Tập {number}",
            programme=programme,
            air_times=[ArticleAirTime(starts_at=now + timedelta(days=1, minutes=number), channel="FM")],
        )

    episode(0)
    urls = ["/tin-tuc/toa-soan/bao-thu/lich-phat-song/", "/tin-tuc/chuong-trinh/nha-nong/"]
    counts = []
    for number in (0, 9):
        for extra in range(number):
            episode(extra + 1)
        for url in urls:
            client.get(url)
            with CaptureQueriesContext(
                connection,
            ) as found:
                assert client.get(url).status_code == 200
            counts.append(len(found))
    assert counts[:2] == counts[2:]


def test_pages_show_times_programmes_and_ways_to_follow_in_both_languages(
    room: factory.Newsroom, client: Client, now: datetime
) -> None:
    programme = _programme(room, now, _slot(2))
    row = programme.planned.first()
    assert row is not None
    programmes.cancel(air_time=row, by=room.chief, now=now)
    for url, words in (
        ("/tin-tuc/toa-soan/bao-thu/lich-phat-song/", ("Chuyện nhà nông", "Không phát")),
        ("/en/news/newsroom/bao-thu/air-times/", ("Farmers&#x27; talk", "Not on air")),
        ("/tin-tuc/chuong-trinh/nha-nong/", ("Chuyện nhà nông", "podcast.xml", "Thứ Tư")),
        ("/en/news/programmes/nha-nong/", ("Farmers&#x27; talk", "podcast.xml", "Wednesday")),
    ):
        response = client.get(url)
        body = response.content.decode()
        assert response.status_code == 200
        assert not response.cookies
        assert body.count("<h1") == 1
        for word in words:
            assert word in body, (url, word)


@pytest.mark.parametrize(
    "url",
    [
        "/tin-tuc/chuong-trinh/khong-co/",
        "/tin-tuc/chuong-trinh/khong-co/podcast.xml",
        "/tin-tuc/chuong-trinh/khong-co/bia.png",
        "/tin-tuc/toa-soan/khong-co/lich-phat-song/",
        "/tin-tuc/toa-soan/khong-co/podcast.xml",
        "/tin-tuc/toa-soan/khong-co/ban-doc-loa/",
        "/tin-tuc/ban-doc-loa/00000000-0000-4000-8000-000000000000/",
    ],
)
def test_unknown_ones_are_not_found(room: factory.Newsroom, client: Client, url: str) -> None:
    assert client.get(url).status_code == 404


def test_programme_of_a_hidden_newsroom_is_not_found(room: factory.Newsroom, client: Client, now: datetime) -> None:
    _programme(room, now)
    for page in (room.page, room.english):
        page.unpublish()
    assert client.get("/tin-tuc/chuong-trinh/nha-nong/").status_code == 404


def _sent(room: factory.Newsroom, **fields: Any) -> dict[str, Any]:
    return {
        "newsroom": room.page.pk,
        "medium": "radio",
        "code": "ban-tin",
        "name_vi": "Bản tin",
        "description_vi": "Mỗi sáng.",
        "category": "news",
        "language": "vi",
        "is_active": "on",
        "slots-TOTAL_FORMS": "1",
        "slots-INITIAL_FORMS": "0",
        "slots-MIN_NUM_FORMS": "0",
        "slots-MAX_NUM_FORMS": "1000",
        "slots-0-weekday": "1",
        "slots-0-starts": "06:30",
        "slots-0-minutes": "15",
        "slots-0-channel": "FM 92.1",
        "slots-0-ORDER": "1",
        "slots-0-id": "",
        **fields,
    }


def test_editor_makes_a_programme_in_the_admin_and_others_do_not_find_it(site: Site, room: factory.Newsroom) -> None:
    other = factory.make_newsroom(site, "dai-thu", "Đài Thử")
    own, foreign = Client(), Client()
    own.force_login(room.editor)
    foreign.force_login(other.chief)

    wrong = {"stream_address": "http://a.example/x.m3u8", "stream_sound_address": "https://b.example/radio"}
    refused = own.post("/admin/news_programmes/new/", _sent(room, **wrong))
    assert set(refused.context["form"].errors) == set(wrong)
    for address in wrong.values():
        assert f'value="{address}"' in refused.content.decode()
    answer = own.post("/admin/news_programmes/new/", _sent(room))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    programme = Programme.objects.get(code="ban-tin")
    assert programme.newsroom_key == room.page.translation_key
    assert programme.planned.count() == 4

    edit = f"/admin/news_programmes/edit/{programme.pk}/"
    air = ProgrammeAirTime.objects.order_by("pk").first()
    assert air is not None
    assert own.get(edit).status_code == 200
    assert "Bản tin" in own.get("/admin/news_programmes/").content.decode()
    assert "Bản tin" not in foreign.get("/admin/news_programmes/").content.decode()
    for url in (
        edit,
        f"/admin/news_programmes/history/{programme.pk}/",
        f"/admin/news_programmes/usage/{programme.pk}/",
        f"/admin/news_air_times/edit/{air.pk}/",
    ):
        assert foreign.get(url).status_code == 404, url
    assert own.get("/admin/news_air_times/").status_code == 200
    assert own.post(f"/admin/news_air_times/edit/{air.pk}/", {"decision": "drop"}).status_code == 302
    air.refresh_from_db()
    assert air.cancelled_at is not None
    assert foreign.post("/admin/news_programmes/new/", _sent(room, code="khac")).status_code == 200
    assert not Programme.objects.filter(code="khac").exists()


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("news_programmeairtime", "ends_at = starts_at"),
        ("news_programmeslot", "minutes = 0"),
        ("news_programmeslot", "weekday = 7"),
        ("news_programme", "medium = 'x'"),
        ("news_programme", "category = 'x'"),
        ("news_programme", "language = 'x'"),
        ("news_programme", "name_vi = ''"),
        ("news_articleairtime", "ends_at = starts_at"),
        ("news_newsroompage", "reading_speed = 1"),
    ],
)
def test_database_refuses(room: factory.Newsroom, now: datetime, table: str, change: str) -> None:
    _programme(room, now, _slot(2))
    factory.make_article(room.page, air_times=[ArticleAirTime(starts_at=now, channel="FM")])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {change}")


def test_database_refuses_the_same_air_time_twice(room: factory.Newsroom, now: datetime) -> None:
    programme = _programme(room, now, _slot(2))
    row = programme.planned.first()
    assert row is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgrammeAirTime.objects.create(
            programme=programme, starts_at=row.starts_at, ends_at=row.ends_at, channel=row.channel
        )


def test_editor_chooses_programmes_of_the_own_newsroom_only(site: Site, room: factory.Newsroom, now: datetime) -> None:
    other = factory.make_newsroom(site, "dai-thu", "Đài Thử")
    own = _programme(room, now)
    _programme(other, now, code="khac")
    form_class = ArticlePage.get_edit_handler().get_form_class()
    for parent in (room.page, room.english):
        form = form_class(instance=ArticlePage(), parent_page=parent, for_user=room.editor)
        assert list(form.fields["programme"].queryset) == [own]


def test_air_times_and_slots_are_named_by_vietnams_clock() -> None:
    moment = clock.at(date(2026, 11, 30), 17, 30)
    air_time = ProgrammeAirTime(starts_at=moment.astimezone(UTC), channel="FM 92,1 MHz")
    assert str(air_time) == "17:30 30/11/2026, FM 92,1 MHz"
    slot = ProgrammeSlot(weekday=Weekday.MONDAY, starts=time(6, 30), channel="FM 92,1 MHz")
    assert str(slot) == "Thứ Hai 06:30, FM 92,1 MHz"
