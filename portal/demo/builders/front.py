"""The front pages of both languages: one sentence, then the usual sections."""

from typing import Any

from home import blocks
from portal.demo.builders.common import Build

INTRO = {
    "home": "Nơi công nghệ gặp nhu cầu: tìm, giới thiệu, kết nối và chuyển giao.",
    "home-en": "Where technology meets need: find it, show it, meet and transfer.",
}


def build(context: Build) -> None:
    """Fill the front pages."""
    for key, words in INTRO.items():
        page: Any = type(context.sections[key]).objects.get(pk=context.sections[key].pk)
        page.intro = words
        page.body = blocks.standard()
        page.save_revision().publish()
