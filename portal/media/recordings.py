"""Sound and film files: what kind they are by their contents, how large they may be, how long they play.

Kinds are told by the first bytes: MP3 by "ID3" or a frame of MPEG layer III, MP4 and M4A by the box "ftyp" (ISO/IEC 14496-12),
WebM by the head of EBML (RFC 8794). Playing time is read from the file's own head; where it does not say, nothing is guessed.
"""

# ruff: noqa: PLR2004 -- fields of bits as ISO/IEC 11172-3 numbers them

import struct
from collections.abc import Iterator
from enum import Enum
from pathlib import PurePath
from typing import BinaryIO, Final

MEGABYTE: Final = 1024 * 1024
LARGEST_SOUND: Final = 80 * MEGABYTE
"""Eighty minutes of speech at 128 kbit/s."""
LARGEST_FILM: Final = 150 * MEGABYTE
"""Some twenty minutes at 1 Mbit/s, which a phone on 4G plays without a pause."""
HEAD: Final = 12


class RecordingKind(Enum):
    """A kind of sound or film; the value is its media type."""

    MP3 = "audio/mpeg"
    M4A = "audio/mp4"
    MP4 = "video/mp4"
    WEBM = "video/webm"

    @property
    def ending(self) -> str:
        """The ending of file names, without its dot."""
        return self.name.lower()

    @property
    def is_sound(self) -> bool:
        """Whether it is only heard."""
        return self in SOUNDS

    @property
    def largest(self) -> int:
        """The largest size in bytes."""
        return LARGEST_SOUND if self.is_sound else LARGEST_FILM


SOUNDS: Final = frozenset({RecordingKind.MP3, RecordingKind.M4A})
ENDINGS: Final = {kind.ending: kind for kind in RecordingKind}
SOUND_ENDINGS: Final = frozenset(kind.ending for kind in SOUNDS)
_MP3_RATES: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_MP3_RATES_V2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_MP3_SAMPLES: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def of_name(name: str) -> RecordingKind | None:
    """Return the kind that a file's name promises."""
    return ENDINGS.get(PurePath(name).suffix.lower().removeprefix("."))


def type_of_name(name: str) -> str:
    """Return the media type that a file's name promises; bytes of no kind for others."""
    kind = of_name(name)
    return kind.value if kind is not None else "application/octet-stream"


def detect(file: BinaryIO) -> RecordingKind | None:
    """Return the kind by the first bytes, None where they are none of ours; the place in the file is kept."""
    place = file.tell()
    file.seek(0)
    head = file.read(HEAD)
    file.seek(place)
    if head[:3] == b"ID3" or _is_mp3_frame(head[:4]):
        return RecordingKind.MP3
    if head[4:8] == b"ftyp":
        return RecordingKind.M4A if head[8:12] in {b"M4A ", b"M4B "} else RecordingKind.MP4
    return RecordingKind.WEBM if head[:4] == b"\x1a\x45\xdf\xa3" else None


def _is_mp3_frame(head: bytes) -> bool:
    # Eleven bits of sync, a version that is not reserved, layer III, a rate and a frequency that exist.
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    return (
        (head[1] >> 3) & 3 != 1 and (head[1] >> 1) & 3 == 1 and head[2] >> 4 not in {0, 15} and (head[2] >> 2) & 3 != 3
    )


def seconds(file: BinaryIO, kind: RecordingKind) -> int | None:
    """Return the playing time in whole seconds, None where the file's head does not tell; the place in the file is kept."""
    place = file.tell()
    try:
        found = _mp3_seconds(file) if kind is RecordingKind.MP3 else None
        if kind in {RecordingKind.MP4, RecordingKind.M4A}:
            found = _mp4_seconds(file)
    except (struct.error, IndexError, ValueError, ZeroDivisionError, OverflowError):
        return None
    finally:
        file.seek(place)
    return max(round(found), 1) if found else None


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, start and end of the contents of the boxes of an MP4 file."""
    while start + 8 <= end:
        file.seek(start)
        size, name = struct.unpack(">I4s", file.read(8))
        head = 8
        if size == 1:
            (size,) = struct.unpack(">Q", file.read(8))
            head = 16
        size = size or end - start
        if size < head:
            return
        yield name, start + head, min(start + size, end)
        start += size


def _mp4_seconds(file: BinaryIO) -> float | None:
    end = file.seek(0, 2)
    for name, first, last in _boxes(file, 0, end):
        if name != b"moov":
            continue
        for inner, start, _end in _boxes(file, first, last):
            if inner == b"mvhd":
                file.seek(start)
                version = file.read(4)[0]
                scale, length = struct.unpack(
                    ">16xIQ" if version == 1 else ">8xII", file.read(28 if version == 1 else 16)
                )
                return float(length / scale)
    return None


def _mp3_seconds(file: BinaryIO) -> float | None:
    total = file.seek(0, 2)
    file.seek(0)
    head = file.read(10)
    first = 0
    if head[:3] == b"ID3":
        first = 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9])
    file.seek(first)
    frame = file.read(4)
    if not _is_mp3_frame(frame):
        return None
    version = (frame[1] >> 3) & 3
    rate = (_MP3_RATES if version == 3 else _MP3_RATES_V2)[frame[2] >> 4] * 1000
    frequency = _MP3_SAMPLES[version][(frame[2] >> 2) & 3]
    mono = frame[3] >> 6 == 3
    # A file of a changing rate tells the number of its frames in its first one.
    side = (17 if mono else 32) if version == 3 else (9 if mono else 17)
    file.seek(first + 4 + side)
    label, flags, frames = struct.unpack(">4sII", file.read(12))
    if label in {b"Xing", b"Info"} and flags & 1:
        return float(frames * (1152 if version == 3 else 576) / frequency)
    return (total - first) * 8 / rate
