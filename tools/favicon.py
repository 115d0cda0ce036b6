"""Draws the emblem for browsers that ask for /favicon.ico: the shapes of portal.ui.motifs.marks, in three sizes."""

import math
import sys
from pathlib import Path

from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from portal.ui.motifs import marks

TARGET = Path("portal/ui/static/ui/favicon.ico")
SIZES = [(16, 16), (32, 32), (48, 48)]
SIDE = 48
FINE = 16
CENTRE = SIDE / 2
STEPS = 24
Point = tuple[float, float]


def curve(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    """Return points of a cubic Bézier curve."""
    points = []
    for step in range(STEPS + 1):
        along = step / STEPS
        back = 1 - along
        parts = (back**3, 3 * back**2 * along, 3 * back * along**2, along**3)
        row = (start, first, second, end)
        points.append(tuple(sum(part * point[axis] for part, point in zip(parts, row, strict=True)) for axis in (0, 1)))
    return points  # type: ignore[return-value]  # two numbers each


def petal(angle: int) -> list[Point]:
    """Return the outline of ``marks.PETAL`` turned around the centre, in fine pixels."""
    outline = curve((24, 21), (20.6, 17.6), (20.6, 12.6), (24, 9.4)) + curve(
        (24, 9.4), (27.4, 12.6), (27.4, 17.6), (24, 21)
    )
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    return [
        (
            (CENTRE + (x - CENTRE) * cosine - (y - CENTRE) * sine) * FINE,
            (CENTRE + (x - CENTRE) * sine + (y - CENTRE) * cosine) * FINE,
        )
        for x, y in outline
    ]


def circle(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: str) -> None:
    """Fill a circle; numbers are those of the 48 by 48 square."""
    pen.ellipse([value * FINE for value in (x - radius, y - radius, x + radius, y + radius)], fill=colour)


def emblem() -> Image.Image:
    """Return the emblem, sixteen times finer than its largest size."""
    picture = Image.new("RGBA", (SIDE * FINE, SIDE * FINE), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    whole = SIDE * FINE - 1
    pen.rounded_rectangle((0, 0, whole, whole), radius=9 * FINE, fill=marks.SON)
    inner = (2.2 * FINE, 2.2 * FINE, 45.8 * FINE, 45.8 * FINE)
    pen.rounded_rectangle(inner, radius=int(7.2 * FINE), outline=marks.PAPER, width=int(1.2 * FINE))
    for x, y in marks.NODES:
        ends = [(12.4 if x < CENTRE else 35.6), (12.4 if y < CENTRE else 35.6)]
        pen.line([CENTRE * FINE, CENTRE * FINE, ends[0] * FINE, ends[1] * FINE], fill=marks.HOE, width=int(1.8 * FINE))
        circle(pen, x, y, 2.6, marks.HOE)
    circle(pen, CENTRE, CENTRE, 15.6, marks.SON)
    for angle in range(0, 360, 45):
        pen.polygon(petal(angle), fill=marks.PAPER)
    circle(pen, CENTRE, CENTRE, 3.4, marks.HOE)
    return picture


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    emblem().resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(TARGET, sizes=SIZES)
    print(f"{TARGET}: {TARGET.stat().st_size} bytes")
