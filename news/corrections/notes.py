"""What readers see of corrections: notes at a story with the old words, and the list of a newsroom."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import HttpRequest

from news.corrections import words
from news.corrections.enums import ChangeDecision
from news.corrections.words import Difference
from news.models import ArticlePage, CorrectionNote, StoryChange
from portal.kernel import once
from portal.kernel.languages import Language

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Shown:
    """One note as readers see it. ``language`` is that of the words where it is not the page's; ``is_open`` says that nobody said why yet."""

    at: datetime
    reason_label: "str | _StrPromise" = ""
    text: str = ""
    language: str = ""
    is_open: bool = False
    differences: list[Difference] = field(default_factory=list)
    differences_language: str = ""


def standing() -> "QuerySet[CorrectionNote]":
    """Return the notes that readers see."""
    return CorrectionNote.objects.filter(removed_at=None)


def with_corrections(rows: "QuerySet[ArticlePage]") -> "QuerySet[ArticlePage]":
    """Add to stories when they were corrected last, and the words of that note in both languages; no further query."""
    newest = standing().filter(article_key=OuterRef("translation_key")).order_by("-corrected_at", "-pk")
    annotated: QuerySet[ArticlePage] = rows.annotate(
        corrected=Subquery(newest.values("corrected_at")[:1]),
        corrected_vi=Subquery(newest.values("text_vi")[:1]),
        corrected_en=Subquery(newest.values("text_en")[:1]),
    )
    return annotated


def notes_of(article: ArticlePage) -> list[Shown]:
    """Return the notes of a story for the language of its page, newest first, and changes that nobody has explained yet; three queries."""
    # Its page and what machines read of it ask for them.
    return once.read(("news:notes", article.pk), lambda: _read(article))


def _read(article: ArticlePage) -> list[Shown]:
    language = Language(article.locale.language_code)
    changes = StoryChange.objects.order_by("published_at", "pk")
    found = [
        _shown(note, language)
        for note in standing()
        .filter(article_key=article.translation_key)
        .prefetch_related(Prefetch("changes", queryset=changes, to_attr="shown_changes"))
    ]
    for change in changes.filter(
        article_key=article.translation_key, decision=ChangeDecision.OPEN, language=language
    ).order_by("-published_at"):
        found.append(
            Shown(at=change.published_at, is_open=True, differences=words.differences(change.before, change.after))
        )
    # Notes that were written into the page itself, before they were records of their own.
    found += [
        Shown(at=row.corrected_at, reason_label=row.reason_label, text=row.text) for row in article.corrections.all()
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _shown(note: CorrectionNote, language: Language) -> Shown:
    other = Language.VIETNAMESE if language is Language.ENGLISH else Language.ENGLISH
    own = note.text_in(language)
    changes: list[StoryChange] = note.shown_changes  # type: ignore[attr-defined]  # prefetched
    told = [change for change in changes if change.language == language] or changes
    return Shown(
        at=note.corrected_at,
        reason_label=note.reason_label,
        text=own or note.text_in(other),
        language="" if own else other.value,
        differences=[one for change in told for one in words.differences(change.before, change.after)],
        differences_language=told[0].language if told and told[0].language != language else "",
    )


def texts_of(shown: Iterable[Shown]) -> list[str]:
    """Return the words of a story's notes in the page's language where they are translated, for machines; newest first."""
    return [one.text for one in shown if one.text and not one.language]


def modified_at(article: ArticlePage, shown: Iterable[Shown] | None = None) -> datetime | None:
    """Return when what readers see of a story changed last: its publication or a note on it, whichever is later.

    Where the notes have been read already they are given; otherwise one query.
    """
    if shown is None:
        written = article.corrections.model.objects.filter(article=article.pk).order_by()
        moments = standing().filter(article_key=article.translation_key).order_by()
        times = list(
            moments.values_list("corrected_at", flat=True).union(written.values_list("corrected_at", flat=True))
        )
    else:
        times = [one.at for one in shown]
    return max(filter(None, (article.last_published_at, *times)), default=None)


@dataclass(frozen=True, slots=True)
class Listed:
    """A note in the list of a newsroom, with the story where it is public."""

    note: CorrectionNote
    text: str
    language: str
    title: str
    url: str
    title_language: str


def of_newsroom(stories: "QuerySet[ArticlePage]") -> "QuerySet[CorrectionNote]":
    """Return the notes on public stories among these, newest first."""
    keys = stories.filter(live=True, alias_of=None).values("translation_key")
    return standing().filter(Q(article_key__in=keys)).order_by("-corrected_at", "-pk")


def listed(notes: list[CorrectionNote], language: Language, request: HttpRequest | None = None) -> list[Listed]:
    """Return notes with the titles and addresses of their stories, in a language where there is one; two queries."""
    pages: Any = (
        ArticlePage.objects.filter(translation_key__in=[note.article_key for note in notes], live=True, alias_of=None)
        .select_related("locale")
        .order_by("pk")
    )
    by_key: dict[Any, ArticlePage] = {}
    for page in pages:
        if page.translation_key not in by_key or page.locale.language_code == language:
            by_key[page.translation_key] = page
    other = Language.VIETNAMESE if language is Language.ENGLISH else Language.ENGLISH
    found = []
    for note in notes:
        page = by_key[note.article_key]
        own = note.text_in(language)
        code = page.locale.language_code
        found.append(
            Listed(
                note=note,
                text=own or note.text_in(other),
                language="" if own else other.value,
                title=page.title,
                url=page.get_url(request) or "",
                title_language="" if code == language else code,
            )
        )
    return found
