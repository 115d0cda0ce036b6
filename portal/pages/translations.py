"""Reading pages by language: own pages first, Vietnamese-only ones listed in English and marked as such."""

from typing import Any, TypeVar

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.lookups import Exact
from wagtail.models import Locale, Page, PageViewRestriction

from portal.kernel import languages
from portal.kernel.languages import Language
from portal.pages import restrictions

P = TypeVar("P", bound=Page)


def open_to_all() -> Q:
    """Return the condition that a page is not private, by itself or by one above it, as a part of the statement.

    For a handful of pages on every page of the portal: it saves a query, but compares each page with each restriction.
    """
    # The path in a SELECT of its own: joined, SQLite may begin with all pages and look for the restrictions of each.
    above = Subquery(Page.objects.filter(pk=OuterRef("page")).values("path")[:1])
    restrictions = PageViewRestriction.objects.annotate(
        restricted=ExpressionWrapper(OuterRef("path"), output_field=CharField())
    )
    return ~Q(Exists(restrictions.filter(restricted__startswith=above)))


class _Column(Func):
    """A column as it is, by whose index SQLite does not look: the plus is its own word for that."""

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Return the column with a plus before it."""
        return super().as_sql(compiler, connection, template="+%(expressions)s", **context)


def in_language(language: Language) -> Exact:
    """Return the condition that a page is of a language.

    Joined or looked up, the few locales would lead SQLite through all pages of a language, in no order that a list is read in.
    """
    locale = Subquery(Locale.objects.filter(language_code=language).values("pk")[:1])
    return Exact(_Column(F("locale"), output_field=IntegerField()), locale)


def listed_in(pages: "QuerySet[P]", language: Language | None = None) -> "QuerySet[P]":
    """Return the live pages to list for readers of a language, each with ``only_vietnamese`` set; private ones are left out.

    In Vietnamese these are the Vietnamese pages. In English they are the English pages and those Vietnamese pages that
    have no live English translation open to all (design.md section 1).
    """
    wanted = language or languages.current()
    # What Wagtail's public() says; the querysets of some features give that name another meaning.
    private = restrictions.private()
    live = pages.filter(live=True, alias_of=None).exclude(private)
    if wanted is Language.VIETNAMESE:
        vietnamese: QuerySet[P] = live.filter(in_language(Language.VIETNAMESE)).annotate(
            only_vietnamese=Value(value=False, output_field=BooleanField())
        )
        return vietnamese
    own, other = Q(in_language(Language.ENGLISH)), Q(in_language(Language.VIETNAMESE))
    translated = Page.objects.filter(own, translation_key=OuterRef("translation_key"), live=True).exclude(private)
    english: QuerySet[P] = live.filter(own | (other & ~Exists(translated))).annotate(
        only_vietnamese=Case(
            When(other, then=Value(value=True)),
            default=Value(value=False),
            output_field=BooleanField(),
        )
    )
    return english


def live_translation(page: Page, language: Language) -> Page | None:
    """Return the page's live translation in a language, or None."""
    found: Page | None = Page.objects.filter(
        translation_key=page.translation_key, locale__language_code=language, live=True, alias_of=None
    ).first()
    return found


def still_live(page: Page) -> list[Page]:
    """Return the published translations of a page, for instance of one that was just unpublished."""
    return list(page.get_translations().filter(live=True).select_related("locale").order_by("pk"))


def in_other_sections(page: Page) -> list[tuple[Page, Page]]:
    """Return the translations of a page that do not stand under a translation of its section, each with its section."""
    section = Page.objects.get(pk=page.pk).get_parent()
    pairs = [(other, other.get_parent()) for other in page.get_translations().select_related("locale").order_by("pk")]
    return [(other, place) for other, place in pairs if place.translation_key != section.translation_key]
