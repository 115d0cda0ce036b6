"""What a page of help is made of, and how the names of buttons come into its sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Part:
    """Some sentences under a heading; in ``is_ordered`` they are steps, one after the other."""

    heading: "str | _StrPromise"
    sentences: "tuple[str | _StrPromise, ...]"
    is_ordered: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of help; ``code`` stands in its address."""

    code: str
    title: "str | _StrPromise"
    who: "str | _StrPromise"
    parts: tuple[Part, ...]
    shows_ways: bool = False
    """Whether the table of ways with their steps stands on it."""


@dataclass(frozen=True, slots=True)
class Section:
    """Topics that belong together."""

    title: "str | _StrPromise"
    topics: tuple[Topic, ...]


def filled(
    sentence: "str | _StrPromise",
    names: "Mapping[str, str | _StrPromise]",
    figures: "Mapping[str, str | _StrPromise]",
) -> SafeString:
    """Return a sentence with names of buttons and fields as the interface says them, and figures; KeyError for an unknown one."""
    shown = {
        code: format_html('<b class="news-help__name">{}</b>', capfirst(str(name))) for code, name in names.items()
    }
    shown |= {code: escape(str(figure)) for code, figure in figures.items()}
    return mark_safe(escape(str(sentence)) % shown)  # noqa: S308 -- escaped, and names by format_html
