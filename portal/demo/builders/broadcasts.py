"""The broadcaster's programmes, and sound, film, captions, scripts and air times of its stories."""

from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.core.files.base import ContentFile

from news.domain import programmes
from news.models import ArticleAirTime, ArticlePage, Programme, ProgrammeAirTime, ProgrammeSlot
from portal.demo.builders.common import Build
from portal.demo.specs import broadcasts as specs
from portal.demo.specs.broadcasts import EpisodeSpec
from portal.demo.specs.shapes import StorySpec
from portal.demo.specs.stories import BROADCASTER
from portal.kernel.languages import Language
from portal.media.models import PortalDocument

FOLDER: Final = Path(__file__).parent.parent / "recordings"
CAPTION_SECONDS: Final = 2


def build(context: Build) -> None:
    """Make the programmes, which plans their air times."""
    newsroom: Any = context.sections[BROADCASTER]
    for spec in specs.PROGRAMMES:
        programme = Programme(
            newsroom_key=newsroom.translation_key,
            code=spec.code,
            medium=spec.medium,
            name_vi=spec.name.vi,
            name_en=spec.name.en,
            description_vi=spec.description.vi,
            description_en=spec.description.en,
            category=spec.category,
        )
        slots = [
            ProgrammeSlot(
                weekday=weekday,
                starts=slot.starts,
                minutes=slot.minutes,
                channel=slot.channel,
                is_repeat=slot.is_repeat,
            )
            for slot in spec.slots
            for weekday in slot.weekdays
        ]
        programmes.save(programme=programme, slots=slots, by=context.people["broadcaster-chief"], now=context.now)


def furnish(context: Build, page: ArticlePage, spec: StorySpec) -> None:
    """Give a story what it plays, before it is handed in."""
    if script := specs.SCRIPTS.get(spec.key):
        page.script = script.vi
    episode = specs.EPISODES.get(spec.key)
    if episode is None:
        return
    page.programme = Programme.objects.get(code=episode.programme)
    page.media_file = _document(context, episode.recording, (FOLDER / episode.recording).read_bytes(), spec.title.vi)
    page.duration_seconds = specs.FILM_SECONDS if episode.recording == specs.FILM else None
    if episode.captions:
        page.captions_file = _captions(context, episode, Language.VIETNAMESE, spec.title.vi)
        page.captions_en_file = _captions(context, episode, Language.ENGLISH, spec.title.en)
    first = ProgrammeAirTime.objects.filter(programme=page.programme).order_by("starts_at").first()
    if first is not None:
        page.air_times = [
            ArticleAirTime(
                starts_at=first.starts_at - timedelta(days=7),
                ends_at=first.ends_at - timedelta(days=7),
                channel=first.channel,
            ),
            ArticleAirTime(starts_at=first.starts_at, ends_at=first.ends_at, channel=first.channel),
        ]


def _document(context: Build, name: str, data: bytes, title: str) -> PortalDocument:
    newsroom: Any = context.sections[BROADCASTER]
    document: PortalDocument = PortalDocument.objects.create(
        title=title,
        file=ContentFile(data, name=name),
        collection=newsroom.collection,
        uploaded_by_user=context.people["broadcaster-editor"],
    )
    return document


def _captions(context: Build, episode: EpisodeSpec, language: Language, title: str) -> PortalDocument:
    cues = [
        f"00:{number * CAPTION_SECONDS:02d}.000 --> 00:{(number + 1) * CAPTION_SECONDS:02d}.000\n"
        f"{words.en if language is Language.ENGLISH else words.vi}"
        for number, words in enumerate(episode.captions)
    ]
    name = f"phu-de-{language.value}.vtt"
    return _document(context, name, ("WEBVTT\n\n" + "\n\n".join(cues) + "\n").encode(), f"{title} ({language.value})")
