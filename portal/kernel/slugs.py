"""Addresses from Vietnamese titles: plain ASCII, đ as d."""

from anyascii import anyascii
from django.utils.text import slugify

from portal.kernel import text

MAX_LENGTH = 80


def slug(title: str, *, fallback: str = "trang") -> str:
    """Return an ASCII slug of at most 80 characters cut at a word: "Đổi mới công nghệ" gives "doi-moi-cong-nghe"."""
    made = slugify(anyascii(text.fold(title)))
    if len(made) > MAX_LENGTH:
        made = made[: MAX_LENGTH + 1].rpartition("-")[0] or made[:MAX_LENGTH]
    return made or fallback
