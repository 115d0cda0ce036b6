"""Streams of live stories and of programmes: from which servers, when, and never before the click; stills of films."""

import json
import re
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from news.broadcasts import streams
from news.domain import programmes
from news.enums import ArticleKind
from news.models import ArticlePage, Programme, ProgrammeSlot
from portal.kernel import clock
from tests import worlds
from tests.factories import news as factory
from tests.factories import recordings

HLS = "https://stream.example.org/live/index.m3u8"
SOUND = "https://stream.example.org:8443/radio"


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site, "dai-thu", "Đài Thử")


@pytest.fixture
def permitted(settings: Any) -> None:
    settings.STREAM_HOSTS = ["stream.example.org", "stream.example.org:8443"]


@pytest.mark.parametrize(
    "wrong",
    [
        "http://stream.example.org/live.mp3",
        "https://other.example.org/live.mp3",
        "https://stream.example.org.evil.example/live.mp3",
        "https://stream.example.org@evil.example/live.mp3",
        "https://stream.example.org:9000/live.mp3",
        "https://stream.example.org/live.mp3; script-src *",
        'https://stream.example.org/"onload=x',
        "javascript:alert(1)",
    ],
)
def test_streams_are_taken_from_permitted_servers_only(
    permitted: None, room: factory.Newsroom, wrong: str, settings: Any
) -> None:
    assert streams.parse(wrong) is None
    story = factory.make_article(room.page, kind=ArticleKind.LIVE, live=False)
    story.stream_address = wrong
    with pytest.raises(ValidationError) as refusal:
        story.clean()
    assert "stream.example.org:8443" in str(refusal.value.message_dict["stream_address"])
    settings.STREAM_HOSTS = []
    assert streams.parse(HLS) is None
    with pytest.raises(ValidationError, match="chưa cho phép"):
        story.clean()


def test_kinds_of_streams_are_told_by_their_address(permitted: None) -> None:
    found = streams.of(HLS, SOUND)
    assert [(stream.is_film, stream.media_type, stream.origin) for stream in found] == [
        (True, "application/vnd.apple.mpegurl", "https://stream.example.org"),
        (False, "", "https://stream.example.org:8443"),
    ]
    assert streams.of(SOUND, SOUND) == found[1:]
    assert streams.problem(HLS, only_sound=True)
    assert not streams.problem(SOUND, only_sound=True)


def test_stream_is_offered_while_live_and_asks_nobody_before_the_click(
    permitted: None, room: factory.Newsroom, client: Client
) -> None:
    given = {"stream_address": HLS, "stream_sound_address": SOUND}
    plain = client.get(room.page.url).headers["Content-Security-Policy"]
    for starts, ends in ((7200, 9000), (-7200, -3600)):
        answer = client.get(factory.make_live(room.page, starts, ends, **given).url)
        assert "data-stream-play" not in answer.content.decode()
        assert answer.headers["Content-Security-Policy"] == plain

    story = factory.make_live(room.page, -60, 3600, **given)
    for answer in (client.get(story.url), client.get(story.url)):  # the second may come from a cache
        body = answer.content.decode()
        assert body.count("data-stream-play") == 2
        assert "<audio" not in body
        assert "<video" not in body
        for source in re.findall(r'(?:src|poster|srcset)="([^"]+)"', body):
            assert source.startswith("/"), source
        policy = {part.split()[0]: part.split()[1:] for part in answer.headers["Content-Security-Policy"].split("; ")}
        assert policy["media-src"] == ["'self'", "https://stream.example.org", "https://stream.example.org:8443"]
        assert policy["connect-src"] == ["'self'"]
    assert client.get(room.page.url).headers["Content-Security-Policy"] == plain


def test_stream_of_a_programme_plays_while_it_is_on_air(
    permitted: None, room: factory.Newsroom, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = clock.at(clock.local(clock.now()).date() + timedelta(days=1), 12)
    programme = Programme(
        newsroom_key=room.page.translation_key, code="sang", name_vi="Sáng", description_vi="Mỗi sáng.", medium="radio"
    )
    slots = [
        ProgrammeSlot(weekday=clock.local(noon).weekday(), starts=time(12), minutes=30, channel="FM 100"),
    ]
    programme.stream_address = "https://other.example.org/radio"
    programme.stream_sound_address = "http://stream.example.org/radio"
    with pytest.raises(programmes.StreamsRefusedError) as refusal:
        programmes.save(programme=programme, slots=slots, by=room.chief, now=clock.now())
    assert set(refusal.value.refusals) == {"stream_address", "stream_sound_address"}
    programme.stream_sound_address = ""
    programme.stream_address = SOUND
    programmes.save(programme=programme, slots=slots, by=room.chief, now=clock.now())
    url = reverse("news:programme", args=["sang"])

    def at(moment: datetime) -> Any:
        monkeypatch.setattr(clock, "now", lambda: moment)
        return client.get(url)

    before = at(noon - timedelta(seconds=20))
    assert "Khi chương trình lên sóng" in before.content.decode()
    assert "data-stream-play" not in before.content.decode()
    assert before.headers["Cache-Control"] == "public, max-age=20"
    on_air = at(noon + timedelta(minutes=1))
    assert 'data-stream-play="audio"' in on_air.content.decode()
    assert "https://stream.example.org:8443" in on_air.headers["Content-Security-Policy"]
    assert "data-stream-play" not in at(noon + timedelta(minutes=31)).content.decode()


def test_live_story_takes_the_stream_of_its_programme(permitted: None, room: factory.Newsroom, client: Client) -> None:
    programme = Programme.objects.create(
        newsroom_key=room.page.translation_key, code="s", name_vi="S", description_vi="S.", stream_address=SOUND
    )
    story = factory.make_live(room.page, -60, 3600, programme=programme)
    assert 'data-stream-play="audio"' in client.get(story.url).content.decode()


def test_film_has_a_still_of_its_own_or_takes_the_picture(room: factory.Newsroom, client: Client) -> None:
    picture, still = factory.make_image(caption="Ảnh", credit="Nguồn"), factory.make_image(title="Ảnh chờ")
    story = factory.make_article(room.page, "Phim thử", picture=picture, **recordings.film())
    assert story.still == picture
    story = factory.make_article(room.page, "Phim hai", picture=picture, poster=still, **recordings.film())
    body = client.get(story.url).content.decode()
    wanted = still.get_rendition("fill-1200x675").url
    assert f'poster="{wanted}"' in body
    data = [
        json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', body, re.S)
    ]
    film = next(item for item in data if item["@type"] == "VideoObject")
    assert [address.endswith(wanted) for address in film["thumbnailUrl"]] == [True]


def test_stream_of_a_programme_goes_on_past_midnight(
    permitted: None, room: factory.Newsroom, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = clock.at(clock.local(clock.now()).date() + timedelta(days=1), 23)
    programme = Programme(
        newsroom_key=room.page.translation_key,
        code="dem",
        name_vi="Đêm",
        description_vi="Mỗi đêm.",
        medium="radio",
        stream_address=SOUND,
    )
    slots = [ProgrammeSlot(weekday=clock.local(late).weekday(), starts=time(23), minutes=120, channel="FM 100")]
    programmes.save(programme=programme, slots=slots, by=room.chief, now=clock.now())

    def plays_at(moment: datetime) -> bool:
        monkeypatch.setattr(clock, "now", lambda: moment)
        return "data-stream-play" in client.get(reverse("news:programme", args=["dem"])).content.decode()

    assert plays_at(late + timedelta(minutes=90))
    assert not plays_at(late + timedelta(minutes=120))


def test_story_outlives_the_permission_of_its_streams_server(
    permitted: None, room: factory.Newsroom, settings: Any
) -> None:
    story = factory.make_live(room.page, 3600, 7200, stream_address=HLS)
    draft = story.get_latest_revision_as_object()
    draft.stream_sound_address = SOUND
    waiting = draft.save_revision()
    settings.STREAM_HOSTS = []

    story.save()
    waiting.publish()
    kept = ArticlePage.objects.get(pk=story.pk)
    assert (kept.stream_address, kept.stream_sound_address) == (HLS, SOUND)
    assert streams.of(kept.stream_address, kept.stream_sound_address) == ()
    assert factory.translate(kept, "Live").stream_address == HLS

    kept.stream_address = HLS.replace("live", "other")
    with pytest.raises(ValidationError, match="chưa cho phép"):
        kept.save()


def test_programme_outlives_the_permission_of_its_streams_server(
    permitted: None, room: factory.Newsroom, settings: Any
) -> None:
    programme = Programme(
        newsroom_key=room.page.translation_key, code="sang", name_vi="Sáng", description_vi="Mỗi sáng.", medium="radio"
    )
    programme.stream_address = SOUND
    programmes.save(programme=programme, slots=[], by=room.chief, now=clock.now())
    settings.STREAM_HOSTS = []
    programme = Programme.objects.get(pk=programme.pk)
    programme.name_vi = "Buổi sáng"
    programmes.save(programme=programme, by=room.chief, now=clock.now())
    assert Programme.objects.get(pk=programme.pk).name_vi == "Buổi sáng"
    programme.stream_address = HLS
    with pytest.raises(programmes.StreamsRefusedError) as refusal:
        programmes.save(programme=programme, by=room.chief, now=clock.now())
    assert set(refusal.value.refusals) == {"stream_address"}
