"""The page of a story with sound or film, live stories in time, scripts for loudspeakers."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Site

from news.broadcasts import playing, scripts
from news.domain import stories
from news.enums import ArticleKind, LiveState
from news.models import ArticleAirTime, ArticlePage
from portal.kernel import clock, errors
from tests import worlds
from tests.factories import news as factory
from tests.factories import recordings

FILM = "https://www.youtube.com/watch?v=00000000000"


@worlds.standing
def room(site: Site) -> factory.Newsroom:
    return factory.make_newsroom(site, "dai-thu", "Đài Thử")


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"transcript": " "}, "transcript"),
        ({"captions_file": None}, "captions_file"),
    ],
)
def test_recordings_without_words_are_not_published_and_nothing_is_lost(
    room: factory.Newsroom, missing: dict[str, Any], field: str
) -> None:
    draft = factory.make_article(room.page, live=False, **recordings.film(**missing))
    assert set(draft.publication_problems()) == {field}
    with pytest.raises(errors.DomainError) as refusal:
        stories.hand_in(article=draft, by=room.editor)
    assert refusal.value.field == field
    with pytest.raises(ValidationError):
        draft.get_latest_revision().publish()
    kept = ArticlePage.objects.get(pk=draft.pk).get_latest_revision_as_object()
    assert kept.media_file is not None


def test_captions_of_another_film_are_told_apart(room: factory.Newsroom) -> None:
    late = recordings.document("khac.vtt", recordings.vtt(("00:01.000", "00:04.000"), ("05:00.000", "05:03.000")))
    draft = factory.make_article(room.page, live=False, **recordings.film(captions_file=late))
    assert "5:03" in str(draft.publication_problems()["captions_file"])
    broken = recordings.document("hong.vtt", b"WEBVTT\n\n00:05.000 --> 00:01.000\nx")
    draft = factory.make_article(room.page, "Hai", live=False, **recordings.film(captions_file=broken))
    assert "Dòng 3" in str(draft.publication_problems()["captions_file"])
    odd = recordings.document("lich.pdf", b"%PDF-")
    draft = factory.make_article(room.page, "Ba", live=False, **recordings.film(media_file=odd))
    assert "media_file" in draft.publication_problems()


def test_film_plays_on_native_elements_with_captions_and_transcript(room: factory.Newsroom, client: Client) -> None:
    story = factory.make_article(
        room.page, "Phim thử", captions_en_file=recordings.document("en.vtt", recordings.vtt()), **recordings.film()
    )
    body = client.get(story.url).content.decode()
    assert body.count("<video") == 1
    assert body.count('<track kind="captions"') == 2
    assert 'srclang="vi"' in body
    assert 'srclang="en"' in body
    assert 'id="transcript"' in body
    assert 'href="#transcript"' in body
    assert "data-player-tools hidden" in body
    assert "<iframe" not in body
    data = [
        json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', body, re.S)
    ]
    film = next(item for item in data if item["@type"] == "VideoObject")
    assert (film["duration"], film["encodingFormat"]) == ("PT1M0S", "video/mp4")
    assert film["contentUrl"].startswith("http://testserver/media/")


def test_film_of_a_provider_asks_nobody_before_the_click(room: factory.Newsroom, client: Client) -> None:
    story = factory.make_article(
        room.page,
        "Phim ngoài",
        kind=ArticleKind.VIDEO,
        video_address=FILM,
        transcript="Lời.",
        picture=factory.make_image(caption="Ảnh", credit="Nguồn"),
    )
    body = client.get(story.url).content.decode()
    assert "<iframe" not in body
    for source in re.findall(r'(?:src|poster|srcset)="([^"]+)"', body):
        assert source.startswith("/"), source
    link = re.search(r'<a class="button embed__play" href="([^"]+)"', body)
    assert link is not None
    assert link.group(1).startswith("https://www.youtube.com/watch")


def test_live_story_before_during_and_after(room: factory.Newsroom, client: Client) -> None:
    before = client.get(factory.make_live(room.page, 7200, 9000, live_address=FILM).url)
    assert "Khi đó trang này sẽ hiện trình phát" in before.content.decode()
    assert "data-embed-frame" not in before.content.decode()
    assert "newsroom=dai-thu" in before.content.decode()
    assert before.headers["Cache-Control"] == "public, max-age=60"

    on_air = client.get(factory.make_live(room.page, -60, 3600, live_address=FILM).url).content.decode()
    assert "data-embed-frame" in on_air
    assert "<iframe" not in on_air
    assert '"isLiveBroadcast": true' in on_air or '"isLiveBroadcast":true' in on_air

    over = client.get(factory.make_live(room.page, -7200, -3600, live_address=FILM).url)
    assert "chưa sẵn sàng" in over.content.decode()
    assert "data-embed-frame" not in over.content.decode()

    replay = factory.make_live(room.page, -7200, -3600, media_file=recordings.document("lai.mp3", recordings.mp3(5)))
    del replay
    heard = factory.make_article(
        room.page,
        "Phát lại",
        kind=ArticleKind.LIVE,
        live_starts_at=clock.now() - timedelta(hours=3),
        live_ends_at=clock.now() - timedelta(hours=1),
        media_file=recordings.document("lai-2.mp3", recordings.mp3(5)),
    )
    assert "<audio" in client.get(heard.url).content.decode()


def test_page_of_a_live_story_is_kept_no_longer_than_to_its_next_boundary(room: factory.Newsroom) -> None:
    story = factory.make_live(room.page, 30, 7200)
    assert story.live_starts_at is not None
    now = story.live_starts_at - timedelta(seconds=30)
    assert playing.kept_for(story, now) == 30
    assert playing.kept_for(story, now + timedelta(seconds=40)) == 60
    assert playing.live_state(story, now) is LiveState.BEFORE
    assert playing.live_state(story, story.live_starts_at) is LiveState.NOW
    assert playing.kept_for(factory.make_article(room.page, "Tin thường"), now) is None


def test_air_times_gone_by_are_folded(room: factory.Newsroom, client: Client) -> None:
    now = clock.now()
    story = factory.make_article(
        room.page,
        air_times=[
            ArticleAirTime(starts_at=now - timedelta(days=2), channel="Kênh đã qua"),
            ArticleAirTime(starts_at=now + timedelta(days=2), channel="Kênh sắp tới", is_repeat=True),
        ],
    )
    body = client.get(story.url).content.decode()
    assert body.index("Kênh sắp tới") < body.index("Các lần phát trước") < body.index("Kênh đã qua")


def test_syllables_and_figures_are_counted_as_they_are_spoken() -> None:
    assert scripts.syllables("Bà con gửi nhu cầu về cổng.") == 7
    assert scripts.syllables("14 mẫu") == 4
    assert scripts.syllables("") == 0
    assert scripts.reading_seconds("tiếng " * 200, speed=200) == 60
    assert scripts.reading_seconds("tiếng", speed=200) == 1


def test_script_is_a_page_a_text_and_a_list(room: factory.Newsroom, client: Client) -> None:
    room.page.reading_speed = 120
    room.page.save_revision().publish()
    story = factory.make_article(room.page, "Tin loa", script="Kính thưa bà con.\n\n" + "tiếng " * 236)
    factory.make_article(room.page, "Tin không có bản đọc")
    factory.make_article(room.page, "Nháp", script="Không ai đọc.", live=False)

    page = client.get(f"/tin-tuc/ban-doc-loa/{story.translation_key}/").content.decode()
    assert "2:00" in page
    assert "Kính thưa bà con." in page
    answer = client.get(f"/tin-tuc/ban-doc-loa/{story.translation_key}/ban-doc.txt")
    text = answer.content.decode("utf-8-sig")
    assert text.startswith("Tin loa\r\nĐài Thử\r\n")
    assert "Thời gian đọc: 2 phút 00 giây" in text
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tin-loa.txt"'
    listed = client.get("/tin-tuc/toa-soan/dai-thu/ban-doc-loa/").content.decode()
    assert "Tin loa" in listed
    assert "Tin không có bản đọc" not in listed
    assert "Nháp" not in listed
    assert f"/tin-tuc/ban-doc-loa/{story.translation_key}/" in client.get(story.url).content.decode()
    english = client.get(f"/en/news/scripts/{story.translation_key}/")
    assert english.headers["Location"] == f"/tin-tuc/ban-doc-loa/{story.translation_key}/"


def test_script_of_a_draft_is_not_found_and_a_story_without_one_reads_its_text(
    room: factory.Newsroom, client: Client
) -> None:
    draft = factory.make_article(room.page, "Nháp", script="x", live=False)
    assert client.get(f"/tin-tuc/ban-doc-loa/{draft.translation_key}/").status_code == 404
    assert client.get(f"/tin-tuc/ban-doc-loa/{draft.translation_key}/ban-doc.txt").status_code == 404
    story = factory.make_article(room.page, "Tin chữ")
    body = client.get(f"/tin-tuc/ban-doc-loa/{story.translation_key}/").content.decode()
    assert "Sapo của Tin chữ." in body
    assert "Thân bài của Tin chữ." in body


def test_film_or_sound_without_a_recording_is_not_handed_in(room: factory.Newsroom) -> None:
    for kind in ("video", "audio"):
        article = factory.make_article(room.page, f"Phim {kind}", live=False, kind=kind, owner=room.reporter)
        with pytest.raises(errors.DomainError) as refusal:
            stories.hand_in(article=article, by=room.reporter)
        assert refusal.value.field == "media_file"
