"""What a story with sound or film needs before publication: words for those who cannot hear it, and captions that fit."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from news.enums import ArticleKind
from portal.media import captions, recordings

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from news.models import ArticlePage

CAPTIONS = ("captions_file", "captions_en_file")
PLAYED = frozenset({ArticleKind.VIDEO, ArticleKind.AUDIO})
PLAYING_BLOCKS = frozenset({"video", "audio"})
TOLERANCE_MS = 2000
"""Playing time is kept in whole seconds, and the last caption may outlive the last word a little."""


def playing_time(document: Any) -> int | None:
    """Return the playing time that a file tells, None for a file that is lost or does not tell."""
    kind = recordings.of_name(document.filename)
    if kind is None:
        return None
    try:
        with document.open_file() as file:
            return recordings.seconds(file, recordings.detect(file) or kind)
    except OSError:
        return None


def nothing_to_play(article: "ArticlePage") -> "Iterator[tuple[str, _StrPromise]]":
    """Yield what a story of film or sound lacks where it has nothing to play, neither above its text nor in it."""
    has_block = any(child.block_type in PLAYING_BLOCKS for child in article.body or ())
    if article.kind in PLAYED and not (article.media_file or article.video_address or has_block):
        yield "media_file", _("Add the film or sound before the story is published, or choose another kind.")


def problems(article: "ArticlePage") -> "Iterator[tuple[str, _StrPromise]]":
    """Yield what forbids publication, by field.

    WCAG 2.2, 1.2.1 (A): recorded sound has a transcript; 1.2.2 (A): recorded film with sound has captions. A live story is
    exempt until its replay stands there.
    """
    file = article.media_file
    is_recorded = bool(file or article.video_address)
    if is_recorded and article.kind != ArticleKind.LIVE and not article.transcript.strip():
        yield (
            "transcript",
            _(
                "Write down what is said and shown before the story is published: people who do not hear need the transcript."
            ),
        )
    if file is not None:
        kind = recordings.of_name(file.filename)
        if kind is None:
            yield "media_file", _("Choose a sound or film file: MP3, M4A, MP4 or WebM.")
        elif not kind.is_sound and not (article.captions_file or article.captions_en_file):
            yield (
                "captions_file",
                _("Add captions (WebVTT or SRT) before the film is published, for people who do not hear it."),
            )
    for name in CAPTIONS:
        document = getattr(article, name)
        if document is not None and (problem := _of_captions(document, article.duration_seconds)):
            yield name, problem


def _of_captions(document: Any, seconds: int | None) -> "_StrPromise | None":
    if not document.filename.lower().endswith(".vtt"):
        return _("Choose a captions file of the kind WebVTT (.vtt).")
    try:
        with document.open_file() as file:
            cues = captions.parse(file.read(captions.LARGEST + 1))
    except OSError:
        return _("The captions file is lost. Upload it again.")
    except captions.CaptionsError as error:
        return lazystr(str(error))
    last = max(cue.ends for cue in cues)
    if seconds and last > seconds * 1000 + TOLERANCE_MS:
        sentence = _(
            "The captions run until %(last)s, the recording only until %(end)s. These are captions of another recording."
        )
        return lazystr(sentence % {"last": _written(last // 1000), "end": _written(seconds)})
    return None


def _written(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"
