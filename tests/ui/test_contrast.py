"""WCAG contrast of every text colour on every ground that it stands on, from the tokens file itself."""

import re

import pytest

from portal.ui import finders

TEXT = 4.5
GRAPHIC = 3.0
GROUNDS = ("paper", "card", "sunken", "tint-indigo", "tint-son", "tint-hoe", "tint-verdigris")
TEXTS = ("ink", "indigo", "indigo-strong", "son", "son-strong", "verdigris", "muted")
PAIRS = [
    *((text, ground, TEXT) for text in TEXTS for ground in GROUNDS),
    ("on-indigo", "indigo", TEXT),
    ("on-indigo", "indigo-strong", TEXT),
    ("on-son", "son", TEXT),
    ("on-son", "son-strong", TEXT),
    ("on-hoe", "hoe", TEXT),
    ("on-verdigris", "verdigris", TEXT),
    *((text, ground, TEXT) for text in ("on-header", "on-header-muted") for ground in ("header", "header-deep")),
    *((text, "footer", TEXT) for text in ("on-footer", "on-footer-muted")),
    ("hoe", "header-deep", GRAPHIC),
    ("hoe", "footer", GRAPHIC),
    *(("field-line", ground, GRAPHIC) for ground in ("paper", "card", "sunken")),
    *(("ink", ground, GRAPHIC) for ground in GROUNDS),
]


def read_tokens() -> dict[str, dict[str, str]]:
    source = (finders.SOURCE / "tokens" / "tokens.css").read_text(encoding="utf-8")
    light, dark = source.split("@media (prefers-color-scheme: dark)")
    found = [dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})", part)) for part in (light, dark)]
    return {"light": found[0], "dark": {**found[0], **found[1]}}


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_contrast_knows_the_ends_of_the_scale() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_text_is_readable_on_its_ground(scheme: str, text: str, ground: str, least: float) -> None:
    tokens = read_tokens()[scheme]
    assert contrast(tokens[text], tokens[ground]) >= least
