"""Puts the parts of an invented story into its page: blocks, leads for audiences, an embargo."""

from datetime import timedelta
from typing import Any, Final

from news.models import ArticleAudienceLead, ArticlePage
from portal.demo.builders.common import Build
from portal.demo.specs.shapes import Words
from portal.demo.specs.story_parts import PARTS, StoryParts
from portal.kernel.languages import Language
from portal.vocabularies.enums import VocabularyCode

NONE: Final = StoryParts()


def _in(words: Words, language: Language) -> str:
    return words.en if language is Language.ENGLISH else words.vi


def blocks(context: Build, key: str, language: Language) -> list[tuple[str, Any]]:
    """Return the stream data of a story's parts, to stand behind its text."""
    parts = PARTS.get(key, NONE)
    found: list[tuple[str, Any]] = []
    if parts.points:
        found.append(("key_points", {"title": "", "points": [_in(point, language) for point in parts.points]}))
    if parts.moments:
        moments = [
            {"when": _in(when, language), "title": _in(title, language), "text": ""} for when, title in parts.moments
        ]
        found.append(("timeline", {"title": "", "moments": moments}))
    for kind, thing in parts.cards:
        item = context.organisations.get(thing) if kind == "organisation" else context.pages.get(thing)
        if item is not None:
            found.append((kind, {"item": item, "note": ""}))
    return found


def describe(context: Build, page: ArticlePage, key: str) -> None:
    """Give a new story its agency, its leads for audiences and its embargo."""
    parts = PARTS.get(key, NONE)
    page.agency = parts.agency.vi
    if parts.embargo_days:
        page.embargo_until = context.now + timedelta(days=parts.embargo_days)
        page.embargo_note = parts.embargo_note
    rows: Any = [
        ArticleAudienceLead(
            audience=context.term(VocabularyCode.AUDIENCE, code), lead=words.vi, locale=page.locale, sort_order=number
        )
        for number, (code, words) in enumerate(parts.leads)
    ]
    page.audience_leads = rows  # type: ignore[misc]  # modelcluster's own relation


def translate(page: Any, key: str) -> None:
    """Give the English twin of a story the same in English."""
    parts = PARTS.get(key, NONE)
    page.agency = parts.agency.en
    for row, (_code, words) in zip(page.audience_leads.get_object_list(), parts.leads, strict=True):
        row.lead = words.en
