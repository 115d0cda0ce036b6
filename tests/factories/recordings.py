"""Sound, film and captions made by code: real heads and frames of silence, of any length."""

import struct
from typing import Any

from django.core.files.base import ContentFile

from news.enums import ArticleKind
from portal.media.models import PortalDocument

FRAME_SECONDS = 1152 / 44100
_FRAME = b"\xff\xfb\x90\xc4" + bytes(413)
"""One frame of MPEG-1 layer III, 128 kbit/s, 44.1 kHz, mono, with nothing in it: silence."""


def mp3(seconds: float = 10, *, tagged: bool = False) -> bytes:
    """Return silence as an MP3 file of a constant rate; ``tagged`` puts an ID3 tag before it."""
    head = b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) if tagged else b""
    return head + _FRAME * round(seconds / FRAME_SECONDS)


def mp3_of_changing_rate(frames: int) -> bytes:
    """Return an MP3 file whose first frame tells the number of frames, as those of a changing rate do."""
    first = bytearray(_FRAME)
    first[4 + 17 : 4 + 17 + 12] = struct.pack(">4sII", b"Xing", 1, frames)
    return bytes(first) + _FRAME * 3


def mp4(seconds: int = 10, *, brand: bytes = b"isom", padding: int = 0) -> bytes:
    """Return the head of an MP4 file with its playing time, after ``padding`` bytes of film."""

    def box(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I4s", 8 + len(data), name) + data

    head = struct.pack(">B3xIIII", 0, 0, 0, 1000, seconds * 1000)
    return box(b"ftyp", brand + bytes(4)) + box(b"mdat", bytes(padding)) + box(b"moov", box(b"mvhd", head + bytes(80)))


def webm() -> bytes:
    """Return the head of a WebM file."""
    return b"\x1a\x45\xdf\xa3" + bytes(60)


def vtt(*times: tuple[str, str]) -> bytes:
    """Return captions from and to these times."""
    cues = times or (("00:01.000", "00:04.000"),)
    return ("WEBVTT\n\n" + "\n\n".join(f"{one} --> {two}\nLời nói." for one, two in cues) + "\n").encode()


def document(name: str, data: bytes, title: str = "") -> PortalDocument:
    """Store a file among the documents, as an upload that was accepted."""
    return PortalDocument.objects.create(title=title or name, file=ContentFile(data, name=name))


def film(**fields: Any) -> dict[str, Any]:
    """Return the fields of a story with a film, its captions and its words."""
    return {
        "kind": ArticleKind.VIDEO,
        "media_file": document("phim.mp4", mp4(60)),
        "captions_file": document("phim.vtt", vtt()),
        "transcript": "Lời bình của phim.",
        **fields,
    }
