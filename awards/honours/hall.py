"""The hall of honour: every winner of every edition, narrowed by year, field, organisation, award and prize."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Left, Length
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from awards.enums import Honour
from awards.honours import queries
from awards.models import AwardPage, AwardProgrammePage, NominationPage
from awards.queries import HONOUR_ORDER
from exhibitors.models import Organisation
from portal.kernel import sorting
from portal.pages import listing, translations
from portal.vocabularies import queries as vocabulary_queries
from portal.vocabularies.enums import VocabularyCode
from showcase.models import TechnologyPage

SIZE: Final = 24
HELD: Final = "held"
REVOKED: Final = "revoked"
Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Laureate:
    """A winner in the hall, with its edition, and what became of the prize where it was taken back."""

    page: NominationPage
    edition: str
    edition_is_vietnamese: bool
    year: int
    revoked: queries.Revoked | None


def rows() -> Rows:
    """Return the public pages of all who won or won once, each with its edition's key, year and award; one query."""
    edition = AwardPage.objects.filter(path=OuterRef("edition_path"))
    programme = AwardProgrammePage.objects.filter(path=OuterRef("programme_path"))
    ranks = [When(honour=honour, then=Value(rank)) for honour, rank in HONOUR_ORDER.items()]
    found: Rows = (
        translations.listed_in(NominationPage.objects.all())
        .exclude(honour="")
        .annotate(
            edition_path=Left("path", Length("path") - NominationPage.steplen),
            programme_path=Left("path", Length("path") - 2 * NominationPage.steplen),
        )
        .annotate(
            edition_pk=Subquery(edition.values("pk")[:1]),
            edition_key=Subquery(edition.values("translation_key")[:1]),
            year=Subquery(edition.values("year")[:1]),
            award=Coalesce(
                Subquery(programme.values("translation_key")[:1]), Subquery(edition.values("translation_key")[:1])
            ),
            prize_rank=Case(*ranks, default=Value(len(HONOUR_ORDER)), output_field=IntegerField()),
        )
    )
    return found


def _years(found: Rows) -> list[tuple[str, str]]:
    years = found.order_by().values_list("year", flat=True).distinct()
    return [(str(year), str(year)) for year in sorted((year for year in years if year), reverse=True)]


def _by_field(found: Rows, codes: list[str]) -> Rows:
    """Keep what belongs to a field: by the technology that won, and where none is on show by the fields of the edition."""
    of_technology = TechnologyPage.objects.filter(field__code__in=codes).values("translation_key")
    editions = AwardPage.objects.filter(fields_of_technology__code__in=codes).values("pk")
    is_shown = Q(technology_key__in=TechnologyPage.objects.values("translation_key"))
    return found.filter(Q(technology_key__in=of_technology) | (~is_shown & Q(edition_pk__in=editions)))


def _fields(found: Rows) -> Counter[str]:
    """Return how many belong to each field; three queries."""
    pairs = list(found.order_by().values_list("technology_key", "edition_pk"))
    keys = {key for key, _edition in pairs if key}
    technologies = TechnologyPage.objects.filter(translation_key__in=keys)
    shown = dict(technologies.values_list("translation_key", "field__code"))
    of_editions: dict[int, set[str]] = {}
    wanted = {edition for _key, edition in pairs if edition}
    for pk, code in AwardPage.objects.filter(pk__in=wanted).values_list("pk", "fields_of_technology__code"):
        of_editions.setdefault(pk, set()).update([code] if code else [])
    counted: Counter[str] = Counter()
    for key, edition in pairs:
        counted.update({shown[key]} if key in shown else of_editions.get(edition, set()))
    return counted


def _field_choices(found: Rows) -> list[tuple[str, str]]:
    known = _fields(found)
    return [(code, label) for code, label in vocabulary_queries.term_choices(VocabularyCode.FIELD) if known[code]]


def _organisations(found: Rows) -> list[tuple[str, str]]:
    """Return the organisations with a public profile among them; others stand on their own pages by the recipient's name."""
    named = Organisation.objects.public().filter(pk__in=found.order_by().values("organisation"))
    choices = [(one.slug, one.display_name) for one in named]
    return sorted(choices, key=lambda choice: sorting.vietnamese_key(choice[1]))


def _awards(found: Rows) -> list[tuple[str, str]]:
    keys = found.order_by().values("award")
    choices = []
    for model in (AwardProgrammePage, AwardPage):
        pages = translations.listed_in(model.objects.filter(translation_key__in=keys))
        choices += [(str(key), title) for key, title in pages.values_list("translation_key", "title")]
    return sorted(choices, key=lambda choice: sorting.vietnamese_key(choice[1]))


def _prizes() -> list[tuple[str, str]]:
    return [(honour.value, str(honour.label)) for honour in Honour]


def _standings() -> list[tuple[str, str]]:
    return [(HELD, str(_("Prizes that stand"))), (REVOKED, str(_("Revoked prizes")))]


def _by_standing(found: Rows, values: list[str]) -> Rows:
    return found.filter(is_revoked__in=[value == REVOKED for value in values])


def _count_standings(found: Rows) -> Mapping[str, int]:
    counted = found.order_by().values("is_revoked").annotate(number=Count("pk")).values_list("is_revoked", "number")
    return {REVOKED if is_revoked else HELD: number for is_revoked, number in counted}


def listing_of(request: HttpRequest) -> listing.Listing:
    """Return the winners as the address narrows them; revoked prizes stand last, and are named as such. Items are ``Laureate``."""
    everybody = rows()
    found = listing.build(
        request=request,
        rows=everybody,
        facets=[
            listing.FacetSpec(
                "year", _("Year"), lambda: _years(everybody), listing.choose_by("year"), listing.count_by("year")
            ),
            listing.FacetSpec("field", _("Field of technology"), lambda: _field_choices(everybody), _by_field, _fields),
            listing.FacetSpec(
                "organisation",
                _("Organisation"),
                lambda: _organisations(everybody),
                listing.choose_by("organisation__slug"),
                listing.count_by("organisation__slug"),
            ),
            listing.FacetSpec(
                "award", _("Award"), lambda: _awards(everybody), listing.choose_by("award"), listing.count_by("award")
            ),
            listing.FacetSpec("prize", _("Prize"), _prizes, listing.choose_by("honour"), listing.count_by("honour")),
            listing.FacetSpec("standing", _("Standing"), _standings, _by_standing, _count_standings),
        ],
        sorts=[
            listing.SortSpec("newest", _("Newest first"), ("is_revoked", "-year", "prize_rank", "title", "pk")),
            listing.SortSpec("title", _("By name"), ("is_revoked", "title", "pk")),
            listing.SortSpec("recipient", _("By recipient"), ("is_revoked", "recipient", "pk")),
        ],
        with_card_data=_with_card_data,
        size=SIZE,
    )
    return replace(found, items=_laureates(list(found.items)))


def _with_card_data(found: Rows) -> Rows:
    return found.select_related("picture", "locale").prefetch_related("picture__renditions")


def _laureates(pages: list[Any]) -> list[Laureate]:
    """Return the cards of a page of the list: three queries more at most, whatever their number."""
    keys = {page.edition_key for page in pages if page.edition_key}
    titles = translations.listed_in(AwardPage.objects.filter(translation_key__in=keys))
    editions = {page.translation_key: page for page in titles.only("translation_key", "title", "locale")}
    revoked = queries.revoked_of(page.nomination_id for page in pages if page.is_revoked and page.nomination_id)
    cards = []
    for page in pages:
        edition = editions.get(page.edition_key)
        cards.append(
            Laureate(
                page=page,
                edition=edition.title if edition else "",
                edition_is_vietnamese=edition is not None and edition.only_vietnamese,
                year=page.year or 0,
                revoked=revoked.get(page.nomination_id),
            )
        )
    return cards
