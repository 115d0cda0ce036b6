"""From the templates of a kind to the three parts of a mail, in one language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from portal.kernel.languages import Language


@dataclass(frozen=True, slots=True)
class Rendered:
    """The words of a mail."""

    subject: str
    text: str
    html: str = ""


def site_name(language: Language) -> str:
    """Return the portal's name in a language."""
    return str(settings.SITE_NAME_EN if language is Language.ENGLISH else settings.SITE_NAME_VI)


def render(*, kind: str, language: Language, context: Mapping[str, Any]) -> Rendered:
    """Render ``<kind>_subject.txt``, ``<kind>.txt`` and ``<kind>.html`` in a language, as they are sent and previewed."""
    with translation.override(language):
        full = {**context, "site_name": site_name(language), "base_url": settings.BASE_URL, "language": language}
        return Rendered(
            subject=one_line(render_to_string(f"{kind}_subject.txt", full)),
            text=render_to_string(f"{kind}.txt", full).strip() + "\n",
            html=render_to_string(f"{kind}.html", full),
        )


def one_line(subject: str) -> str:
    """Return a subject without line breaks, at most 250 characters: no header can follow it."""
    return " ".join(subject.split())[:250]
