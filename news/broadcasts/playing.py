"""What the page of a story plays, and what a live story shows before, during and after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from news.broadcasts import streams
from news.broadcasts.streams import Stream
from news.enums import ArticleKind, LiveState
from portal.blocks.providers import Video
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.media import recordings

if TYPE_CHECKING:
    from news.models import ArticlePage

LONGEST_CACHED: Final = 60
"""How long a page that changes by itself may be kept, in seconds: an hour's delay is announced sooner than that."""


@dataclass(frozen=True, slots=True)
class Track:
    """Captions in one language."""

    language: str
    label: "str | Any"
    url: str


@dataclass(frozen=True, slots=True)
class Media:
    """Film or sound of a story, by the names that the templates of the blocks read."""

    title: str
    film: Video | None
    file: Any
    captions: Any
    poster: Any
    transcript: str
    is_sound: bool
    tracks: tuple[Track, ...] = ()
    media_type: str = ""


def live_state(article: "ArticlePage", now: datetime | None = None) -> LiveState | None:
    """Return where a live story with a start stands, None for any other."""
    if article.kind != ArticleKind.LIVE or article.live_starts_at is None:
        return None
    instant = now or clock.now()
    if instant < article.live_starts_at:
        return LiveState.BEFORE
    return LiveState.AFTER if article.live_ends_at and instant >= article.live_ends_at else LiveState.NOW


def tracks(article: "ArticlePage") -> tuple[Track, ...]:
    """Return the captions, those of the story's own language first."""
    found = [
        Track(language.value, language.label, file.file.url)
        for language, file in (
            (Language.VIETNAMESE, article.captions_file),
            (Language.ENGLISH, article.captions_en_file),
        )
        if file is not None
    ]
    return tuple(sorted(found, key=lambda track: track.language != article.locale.language_code))


def media_of(article: "ArticlePage", state: LiveState | None = None) -> Media | None:
    """Return what the page plays now, or None: before a live story nothing, during it the live film, then the replay."""
    film, file = article.film, article.media_file
    if state is LiveState.BEFORE:
        return None
    if state is LiveState.NOW:
        film, file = article.live_film, None
    if file is None and film is None:
        return None
    kind = recordings.of_name(file.filename) if file is not None else None
    return Media(
        title=article.title,
        film=film,
        file=file,
        captions=article.captions_file,
        poster=article.still,
        transcript=article.transcript,
        is_sound=kind is not None and kind.is_sound,
        tracks=tracks(article) if file is not None else (),
        media_type=kind.value if kind is not None else "",
    )


def streams_of(article: "ArticlePage", state: LiveState | None) -> tuple[Stream, ...]:
    """Return the live streams that the page offers now: during a live story its own, else those of its programme."""
    if state is not LiveState.NOW:
        return ()
    own = streams.of(article.stream_address, article.stream_sound_address)
    programme = article.programme
    if own or programme is None:
        return own
    return streams.of(programme.stream_address, programme.stream_sound_address)


def kept_for(article: "ArticlePage", now: datetime) -> int | None:
    """Return how many seconds the page may be kept; None for a page that does not change by itself.

    It ends at the next boundary, so that nobody reads "starts soon" once it has started.
    """
    if live_state(article, now) is None:
        return None
    boundaries = [boundary for boundary in (article.live_starts_at, article.live_ends_at) if boundary is not None]
    return seconds_until(boundaries, now)


def seconds_until(boundaries: Iterable[datetime], now: datetime) -> int:
    """Return the whole seconds until the next of these moments, a minute at most."""
    return min([LONGEST_CACHED, *(int((moment - now).total_seconds()) for moment in boundaries if moment > now)])
