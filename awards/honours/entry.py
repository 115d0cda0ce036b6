"""What the page of a finalist or winner shows beside its own fields."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.apps import apps
from wagtail.models import Page

from awards import queries as award_queries
from awards.editions.enums import RESULT_STATES, EditionState
from awards.honours import queries, stages
from exhibitors import queries as exhibitor_queries
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.pages import translations

if TYPE_CHECKING:
    from awards.deliberation import rehearings
    from awards.models import AwardEdition, AwardPage, Nomination, NominationPage

MOST_OTHERS: Final = 6


@dataclass(frozen=True, slots=True)
class EntryDetail:
    """The edition and its decision, whom and what the entry names, and who else won.

    ``alias`` is the name by which the score sheet knows it, of winners of a decided edition only: before, jurors must not
    know whose dossier they read, and the points of those who won nothing are theirs.
    """

    award: "AwardPage"
    category: str
    technology: Page | None
    organisation: str
    organisation_url: str
    decision: queries.DecisionView | None
    is_decided: bool
    alias: str
    has_score_sheet: bool
    revoked: queries.Revoked | None
    lost: "rehearings.LostPrize | None"
    certificate_code: str
    others: "tuple[NominationPage, ...]"


def _technology(key: UUID | None) -> Page | None:
    """Return the public technology; one whose owner asked not to be named would be given away by the winner's name."""
    if key is None:
        return None
    shown = apps.get_model("showcase", "TechnologyPage").objects.filter(translation_key=key, is_anonymous=False)
    found: Page | None = translations.listed_in(shown).select_related("locale").first()
    return found


def _lost(nomination: "Nomination") -> "rehearings.LostPrize | None":
    from awards.deliberation import rehearings  # noqa: PLC0415 -- the models of pages name this module

    return rehearings.lost_prize(nomination)


def _has_score_sheet(edition: "AwardEdition | None") -> bool:
    return edition is not None and edition.is_frozen and EditionState(edition.state) in RESULT_STATES


def detail(page: "NominationPage") -> EntryDetail:
    """Return everything around an entry; the number of queries does not grow with that of the winners."""
    award = award_queries.award_of(page)
    language = Language(page.locale.language_code)
    edition = apps.get_model("awards", "AwardEdition").objects.filter(award_key=award.translation_key).first()
    is_decided = stages.is_decided(edition=edition, decided_on=award.decided_on, today=clock.today())
    category = award.categories.filter(code=page.category_code).first()
    nomination: Any = page.nomination
    has_sheet = _has_score_sheet(edition) and bool(page.honour)
    organisation = page.organisation if page.organisation is not None and page.organisation.is_public else None
    held = queries.valid_certificate(nomination.pk) if nomination is not None and page.is_winner else None
    others = [other for other in award_queries.entries(award) if other.is_winner and other.pk != page.pk]
    return EntryDetail(
        award=award,
        category=category.title if category else "",
        technology=_technology(page.technology_key),
        organisation=organisation.in_language("name", language) if organisation else "",
        organisation_url=exhibitor_queries.profile_url(organisation, language) if organisation else "",
        decision=queries.decision_of(award) if is_decided else None,
        is_decided=is_decided,
        alias=nomination.alias if nomination is not None and has_sheet else "",
        has_score_sheet=has_sheet,
        revoked=queries.revoked_of([nomination.pk]).get(nomination.pk) if nomination and page.is_revoked else None,
        lost=_lost(nomination) if is_decided and nomination is not None and not page.is_revoked else None,
        certificate_code=held.code if held is not None else "",
        others=tuple(others[:MOST_OTHERS]),
    )
