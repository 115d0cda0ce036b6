"""Pictures drawn by the program in the colours of Đông Hồ prints; each seed gives another one."""

import io
import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw
from wagtail.models import Collection

from portal.demo.builders.common import Build
from portal.demo.specs.shapes import Words
from portal.kernel import slugs
from portal.media.models import PortalImage

SIZE: Final = (1200, 750)
SCALE: Final = 2
INK: Final = "#20242C"
SKIES: Final = (("#FBF1D6", "#B3261E"), ("#E6ECF5", "#E0A526"), ("#F6E3CF", "#1F6B5A"), ("#DDE9E4", "#B3261E"))
LANDS: Final = (
    ("#1F6B5A", "#2F8A74", "#14483D"),
    ("#1D3F72", "#345C99", "#12294B"),
    ("#8C5A2B", "#B37A43", "#5C3A1A"),
    ("#5E7F3A", "#86A657", "#3B5224"),
)
ACCENTS: Final = ("#B3261E", "#E0A526", "#1D3F72", "#FBF8F1")
Pen = ImageDraw.ImageDraw
Point = tuple[float, float]


@dataclass(frozen=True)
class Art:
    """What the foreground is drawn with and where."""

    pen: Pen
    chance: random.Random
    size: tuple[int, int]
    accent: str
    paper: str

    def place(self) -> tuple[Point, float]:
        """Return where the object stands and how big it is."""
        width, height = self.size
        return (self.chance.uniform(0.3, 0.7) * width, height * 0.66), self.chance.uniform(0.19, 0.24) * height


def picture(
    context: Build, key: str, words: Words, *, field: str = "", collection: Collection | None = None
) -> PortalImage:
    """Draw, store and return the picture of a demo item; ``field`` names what it is about."""
    buffer = jpeg(key, field)
    image: PortalImage = PortalImage.objects.create(
        title=words.vi[:200],
        description=f"Tranh minh họa: {words.vi}"[:255],
        description_en=f"Illustration: {words.en}"[:255] if words.en else "",
        caption="Tranh minh họa do phần mềm vẽ",
        credit="Dữ liệu minh họa",
        is_illustrative=True,
        file=ImageFile(buffer, name=f"{slugs.slug(key)}.jpg"),
        collection=collection or Collection.get_first_root_node(),
        uploaded_by_user=context.people.get("operator"),
    )
    return image


def jpeg(seed: str, field: str = "") -> io.BytesIO:
    """Return the picture of a seed as a file."""
    buffer = io.BytesIO()
    draw(seed, field).save(buffer, "JPEG", quality=82, optimize=True)
    buffer.seek(0)
    return buffer


def draw(seed: str, field: str = "") -> Image.Image:
    """Return the picture of a seed: a sky with sun, hills in three tones, and an object of the field in the foreground."""
    chance = random.Random(seed)  # noqa: S311 -- a picture, not a secret
    width, height = (side * SCALE for side in SIZE)
    sky, sun = chance.choice(SKIES)
    land = chance.choice(LANDS)
    accent = chance.choice([colour for colour in ACCENTS if colour not in {sun, sky}])
    image = Image.new("RGB", (width, height), sky)
    pen = ImageDraw.Draw(image)
    radius = chance.uniform(0.09, 0.16) * height
    centre = (chance.uniform(0.15, 0.85) * width, chance.uniform(0.18, 0.36) * height)
    _disc(pen, centre, radius * 1.25, _blend(sky, sun, 0.25))
    _disc(pen, centre, radius, sun)
    for layer, colour in enumerate((land[1], land[0], land[2])):
        _hills(pen, chance, width=width, height=height, base=0.46 + 0.14 * layer, colour=colour)
    _furrows(pen, chance, width, height, _blend(land[2], sky, 0.28))
    chance.choice(_objects(field))(Art(pen, chance, (width, height), accent, sky))
    return image.resize(SIZE, Image.Resampling.LANCZOS)


def _objects(field: str) -> tuple[Callable[[Art], None], ...]:
    of_field: dict[str, tuple[Callable[[Art], None], ...]] = {
        "mechanics-automation": (_gear,),
        "electronics-supporting-industry": (_circuit,),
        "materials-surfaces": (_gear, _circuit),
        "agricultural-processing": (_dryer, _leaf),
        "farm-mechanisation": (_gear, _leaf),
        "environment-water-waste": (_fish, _leaf),
        "energy-saving": (_gear, _circuit, _kiln),
        "information-technology": (_circuit,),
        "biomedicine-herbs": (_leaf,),
        "construction-ceramics": (_kiln,),
        "crafts-villages": (_kiln, _leaf),
        "measurement-quality": (_circuit, _gear),
    }
    return of_field.get(field, (_leaf, _fish, _circuit, _gear))


def _blend(first: str, second: str, share: float) -> str:
    pairs = zip(bytes.fromhex(first[1:]), bytes.fromhex(second[1:]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _disc(pen: Pen, centre: Point, radius: float, colour: str, *, thick: int = 0) -> None:
    x, y = centre
    pen.ellipse(
        (x - radius, y - radius, x + radius, y + radius), fill=colour, outline=INK if thick else None, width=thick
    )


def _hills(pen: Pen, chance: random.Random, *, width: int, height: int, base: float, colour: str) -> None:
    phase, waves, rise = chance.uniform(0, math.tau), chance.uniform(1.2, 2.8), chance.uniform(0.04, 0.09)
    top = [
        (x, height * (base + rise * math.sin(phase + waves * math.tau * x / width))) for x in range(0, width + 24, 24)
    ]
    pen.polygon([(0, height), *top, (width, height)], fill=colour)


def _furrows(pen: Pen, chance: random.Random, width: int, height: int, colour: str) -> None:
    vanish = (chance.uniform(0.2, 0.8) * width, height * 0.7)
    for step in range(-12, 26):
        foot = width * step / 13
        start = (vanish[0] + (foot - vanish[0]) * 0.35, vanish[1] + (height - vanish[1]) * 0.35)
        pen.line([start, (foot, height)], fill=colour, width=5)


def _kiln(art: Art) -> None:
    pen, accent, paper = art.pen, art.accent, art.paper
    (x, y), size = art.place()
    for ring in range(3):
        pen.arc(
            (x + size * (0.2 + ring * 0.22), y - size * (2 + ring * 0.35), x + size * (0.9 + ring * 0.25), y - size),
            180,
            320,
            fill=paper,
            width=18,
        )
    pen.polygon([(x + size * 0.4, y - size), (x + size * 0.75, y - size), (x + size * 0.7, y)], fill=INK)
    pen.pieslice((x - size, y - size, x + size, y + size), 180, 360, fill=INK)
    pen.rectangle((x - size, y - 4, x + size, y + size * 0.45), fill=INK)
    pen.pieslice((x - size * 0.4, y - size * 0.25, x + size * 0.4, y + size * 0.55), 180, 360, fill=accent)
    pen.rectangle((x - size * 0.4, y + size * 0.12, x + size * 0.4, y + size * 0.45), fill=accent)
    for row in range(3):
        pen.arc(
            (x - size * (0.9 - row * 0.1), y - size * (0.8 - row * 0.2), x + size * 0.6, y + size),
            190,
            260,
            fill=paper,
            width=6,
        )


def _gear(art: Art) -> None:
    pen, accent, paper = art.pen, art.accent, art.paper
    (x, y), size = art.place()
    teeth = art.chance.choice((10, 12, 14))
    for (cx, cy), radius, colour in (((x, y), size, INK), ((x + size * 1.35, y - size * 0.75), size * 0.6, accent)):
        for tooth in range(teeth):
            angle = math.tau * tooth / teeth
            tip = [
                (cx + radius * reach * math.cos(angle + turn), cy + radius * reach * math.sin(angle + turn))
                for reach, turn in ((0.9, -0.16), (1.18, -0.1), (1.18, 0.1), (0.9, 0.16))
            ]
            pen.polygon(tip, fill=colour)
        _disc(pen, (cx, cy), radius, colour)
        _disc(pen, (cx, cy), radius * 0.55, paper)
        _disc(pen, (cx, cy), radius * 0.26, colour)


def _leaf(art: Art) -> None:
    pen, accent, paper = art.pen, art.accent, art.paper
    (x, y), size = art.place()
    pen.line([(x, y + size), (x, y - size * 1.3)], fill=INK, width=16)
    for pair in range(4):
        at = y + size * (0.7 - pair * 0.5)
        for side in (-1, 1):
            reach = size * (1.15 - pair * 0.18)
            tip = (x + side * reach, at - size * 0.45)
            belly = [
                (x, at),
                (x + side * reach * 0.45, at - size * 0.5),
                tip,
                (x + side * reach * 0.6, at + size * 0.02),
            ]
            pen.polygon(belly, fill=accent if pair % 2 else paper, outline=INK, width=8)
            pen.line([(x, at), tip], fill=INK, width=6)


def _circuit(art: Art) -> None:
    pen, accent, paper = art.pen, art.accent, art.paper
    (x, y), size = art.place()
    for step in range(-3, 4):
        offset = size * 0.24 * step
        bend = size * art.chance.uniform(1.3, 2.1)
        for side in (-1, 1):
            path = [(x, y + offset), (x + side * bend, y + offset), (x + side * (bend + size * 0.3), y + offset * 1.7)]
            pen.line(path, fill=paper, width=12, joint="curve")
            _disc(pen, path[-1], 18, accent, thick=6)
    pen.rounded_rectangle((x - size * 0.9, y - size * 0.9, x + size * 0.9, y + size * 0.9), 36, fill=INK)
    pen.rounded_rectangle((x - size * 0.5, y - size * 0.5, x + size * 0.5, y + size * 0.5), 24, fill=accent)
    _disc(pen, (x - size * 0.66, y - size * 0.66), 20, paper)


def _fish(art: Art) -> None:
    pen, accent, paper = art.pen, art.accent, art.paper
    (x, y), size = art.place()
    side = art.chance.choice((-1, 1))
    tail = [
        (x - side * size * 1.2, y),
        (x - side * size * 1.95, y - size * 0.6),
        (x - side * size * 1.7, y),
        (x - side * size * 1.95, y + size * 0.6),
    ]
    pen.polygon(tail, fill=accent, outline=INK, width=8)
    pen.ellipse((x - size * 1.4, y - size * 0.62, x + size * 1.4, y + size * 0.62), fill=accent, outline=INK, width=10)
    for row in range(4):
        at = x - side * size * (0.7 - row * 0.34)
        pen.arc(
            (at - size * 0.3, y - size * 0.4, at + size * 0.3, y + size * 0.4),
            90 if side < 0 else 270,
            270 if side < 0 else 90,
            fill=paper,
            width=10,
        )
    _disc(pen, (x + side * size * 0.95, y - size * 0.12), size * 0.12, paper, thick=8)


def _dryer(art: Art) -> None:
    pen, accent, paper = art.pen, art.accent, art.paper
    (x, y), size = art.place()
    pen.rounded_rectangle((x - size * 1.4, y - size, x + size * 1.4, y + size * 0.6), 28, fill=INK)
    for shelf in range(4):
        top = y - size * (0.75 - shelf * 0.32)
        pen.rectangle((x - size * 1.15, top, x + size * 0.35, top + size * 0.14), fill=paper)
        for grain in range(7):
            _disc(pen, (x - size * 1.05 + grain * size * 0.2, top), size * 0.09, accent)
    _disc(pen, (x + size * 0.88, y - size * 0.25), size * 0.36, paper)
    for blade in range(3):
        angle = math.tau * blade / 3 + art.chance.uniform(0, 1)
        end = (x + size * (0.88 + 0.3 * math.cos(angle)), y - size * (0.25 - 0.3 * math.sin(angle)))
        pen.line([(x + size * 0.88, y - size * 0.25), end], fill=accent, width=22)
