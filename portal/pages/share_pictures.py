"""Pictures that stand beside a shared address: title, kind and the portal's name, drawn once and kept as a file."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageFont

from portal.kernel import text
from portal.kernel.erasure import Erased
from portal.kernel.personal_data import EraseAction

WIDTH: Final = 1200
HEIGHT: Final = 630
MARGIN: Final = 72
FONT: Final = Path(__file__).parent / "fonts" / "DejaVuSans-Bold.ttf"
"""DejaVu Sans Bold carries every Vietnamese letter; servers have no fonts of their own to count on."""
VERSION: Final = "1"
FOLDER: Final = "share"
KEPT: Final = timedelta(days=90)
PNG_END: Final = b"IEND\xaeB`\x82"
"""The last chunk of every PNG file (ISO/IEC 15948, 11.2.5): a file without it is not whole."""
PAPER: Final = "#FBF8F1"
INK: Final = "#20242C"
INDIGO: Final = "#1D3F72"
MUTED: Final = "#565B66"
HOE: Final = "#E0A526"
LARGEST: Final = 68
SMALLEST: Final = 26
TITLE_HEIGHT: Final = 330
# Stacked marks (ế, ỗ, Ữ) need this much air between lines.
LINE: Final = 1.4


@dataclass(frozen=True, slots=True)
class ShareCard:
    """What the picture says. Nothing else goes into it: no owner, no person, no file's data."""

    title: str
    kicker: str
    site: str

    @property
    def name(self) -> str:
        """Return the file's name: it changes with the words."""
        said = "\n".join((VERSION, self.title, self.kicker, self.site))
        return f"{FOLDER}/{hashlib.sha256(said.encode()).hexdigest()[:32]}.png"


@lru_cache(maxsize=32)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


def _wrap(words: list[str], font: ImageFont.FreeTypeFont, width: int) -> list[str] | None:
    """Return the words in lines of at most ``width``; None where a single word is wider."""
    lines: list[str] = []
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if font.getlength(longer) <= width:
            line = longer
            continue
        if font.getlength(word) > width:
            return None
        lines.append(line)
        line = word
    return [*lines, line] if line else lines


def _broken(word: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Return a word that is wider than the picture in parts that fit."""
    parts, part = [], ""
    for letter in word:
        if font.getlength(part + letter) > width:
            parts.append(part)
            part = ""
        part += letter
    return [*parts, part]


def fitted(title: str) -> tuple[int, list[str]]:
    """Return the largest size of letters in which the whole title fits, and its lines; no word is ever left out."""
    words, width = text.normalise(title).split(" "), WIDTH - 2 * MARGIN
    for size in range(LARGEST, SMALLEST - 1, -2):
        lines = _wrap(words, _font(size), width)
        if lines is not None and len(lines) * size * LINE <= TITLE_HEIGHT:
            return size, lines
    font = _font(SMALLEST)
    whole = [part for word in words for part in _broken(word, font, width)]
    return SMALLEST, _wrap(whole, font, width) or whole


def draw(card: ShareCard) -> bytes:
    """Return the picture as a PNG file."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDTH, 18), fill=INDIGO)
    for left in range(0, WIDTH, 40):
        pen.pieslice((left, -2, left + 40, 38), 0, 180, fill=INDIGO)
    pen.text((MARGIN, 78), card.kicker, font=_font(28), fill=MUTED)
    size, lines = fitted(card.title)
    top = 132.0
    for line in lines:
        pen.text((MARGIN, top), line, font=_font(size), fill=INK)
        top += size * LINE
    pen.rectangle((MARGIN, HEIGHT - 112, MARGIN + 96, HEIGHT - 104), fill=HOE)
    pen.text((MARGIN, HEIGHT - 86), card.site, font=_font(28), fill=INDIGO)
    drawn = BytesIO()
    picture.save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


def content(card: ShareCard) -> bytes:
    """Return the picture, from its file where it was drawn before."""
    kept = _kept(card.name)
    if kept is not None:
        return kept
    drawn = draw(card)
    saved = default_storage.save(card.name, ContentFile(drawn))
    if saved != card.name:
        # Somebody drew the same picture meanwhile, and the store gave this one a name that nobody asks for.
        default_storage.delete(saved)
    return drawn


def _kept(name: str) -> bytes | None:
    """Return a picture's file; None where there is none, or where it is still being written."""
    try:
        with default_storage.open(name) as file:
            held = bytes(file.read())
    except FileNotFoundError:
        return None
    return held if held.endswith(PNG_END) else None


def forget_old(*, now: datetime, dry_run: bool = False) -> list[Erased]:
    """Delete pictures that were drawn long ago: most say what no page says any more, the others are drawn again when asked for.

    Return how many. One that another run deleted a moment before counts for neither.
    """
    try:
        _folders, files = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        files = []
    number = 0
    for file in files:
        name = f"{FOLDER}/{file}"
        try:
            is_old = default_storage.get_modified_time(name) < now - KEPT
        except FileNotFoundError:
            continue
        number += is_old
        if is_old and not dry_run:
            default_storage.delete(name)
    return [Erased("pictures drawn for sharing", EraseAction.DELETE_RECORD, number)]
