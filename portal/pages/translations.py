"""Reading pages by language: own pages first, Vietnamese-only ones listed in English and marked as such."""

from typing import TypeVar

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from wagtail.models import Page, PageViewRestriction

from portal.kernel import languages
from portal.kernel.languages import Language

P = TypeVar("P", bound=Page)


def open_to_all() -> Q:
    """Return the condition that a page is not private, by itself or by one above it, as a part of the statement.

    For a handful of pages on every page of the portal: it saves a query, but compares each page with each restriction.
    """
    restrictions = PageViewRestriction.objects.annotate(
        restricted=ExpressionWrapper(OuterRef("path"), output_field=CharField())
    )
    return ~Q(Exists(restrictions.filter(restricted__startswith=F("page__path"))))


def listed_in(pages: "QuerySet[P]", language: Language | None = None) -> "QuerySet[P]":
    """Return the live pages to list for readers of a language, each with ``only_vietnamese`` set; private ones are left out.

    In Vietnamese these are the Vietnamese pages. In English they are the English pages and those Vietnamese pages that
    have no live English translation open to all (design.md section 1).
    """
    wanted = language or languages.current()
    # What Wagtail's public() says, for one query; the querysets of some features give that name another meaning.
    private = Page.objects.all().private_q()
    live = pages.filter(live=True, alias_of=None).exclude(private)
    if wanted is Language.VIETNAMESE:
        vietnamese: QuerySet[P] = live.filter(locale__language_code=Language.VIETNAMESE).annotate(
            only_vietnamese=Value(value=False, output_field=BooleanField())
        )
        return vietnamese
    translated = Page.objects.filter(
        locale__language_code=Language.ENGLISH, translation_key=OuterRef("translation_key"), live=True
    ).exclude(private)
    english: QuerySet[P] = live.filter(
        Q(locale__language_code=Language.ENGLISH) | (Q(locale__language_code=Language.VIETNAMESE) & ~Exists(translated))
    ).annotate(
        only_vietnamese=Case(
            When(locale__language_code=Language.VIETNAMESE, then=Value(value=True)),
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
