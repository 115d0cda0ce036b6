"""The square picture of a podcast: the programme's own, else one drawn with its name."""

from functools import lru_cache
from io import BytesIO
from typing import Final

from django.urls import reverse
from PIL import Image, ImageDraw, ImageFont

from news.models import NewsroomPage, Programme
from portal.mail import domain as mail
from portal.pages import share_pictures

SIDE: Final = 1400
"""Podcast directories refuse covers smaller than this (podcasters.apple.com/support/896-artwork-requirements)."""
RENDITION: Final = "fill-1400x1400|format-jpeg"
SCALE: Final = 2
MARGIN: Final = 120


def _written(pen: ImageDraw.ImageDraw, words: str, size: int, top: float, fill: str) -> float:
    font = ImageFont.truetype(str(share_pictures.FONT), size)
    line = ""
    for word in [*words.split(), ""]:
        longer = f"{line} {word}".strip()
        if word and font.getlength(longer) <= SIDE - 2 * MARGIN:
            line = longer
            continue
        pen.text((MARGIN, top), line, font=font, fill=fill)
        top, line = top + size * share_pictures.LINE, word
    return top


@lru_cache(maxsize=64)
def draw(*, name: str, newsroom: str) -> bytes:
    """Return a square PNG with the name of a programme and its newsroom, the same bytes each time."""
    picture = Image.new("RGB", (SIDE, SIDE), share_pictures.INDIGO)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, SIDE, 60), fill=share_pictures.HOE)
    below = _written(pen, name, share_pictures.LARGEST * SCALE - 16, 260.0, share_pictures.PAPER)
    _written(pen, newsroom, share_pictures.LARGEST, max(below + 60, SIDE - 320.0), share_pictures.HOE)
    drawn = BytesIO()
    picture.save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


def address(*, newsroom: NewsroomPage, programme: Programme | None = None) -> str:
    """Return the full address of the picture; JPEG or PNG, as directories ask."""
    if programme is not None and programme.cover is not None:
        return mail.absolute_url(programme.cover.get_rendition(RENDITION).url)
    if programme is not None:
        return mail.absolute_url(reverse("news:programme-cover", args=[programme.code]))
    return mail.absolute_url(reverse("news:newsroom-cover", args=[newsroom.code]))
