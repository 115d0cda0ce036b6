"""What a certificate prints, taken once at the issue: from the frozen rules, the edition's pages, the dossier and the decision."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils import translation

from awards.editions.rules import from_json
from awards.enums import Honour
from awards.models import AwardEdition, AwardPage, Decision, Nomination
from awards.queries import HONOUR_ORDER
from portal.kernel import sorting
from portal.kernel.languages import Language

Texts = dict[str, str]
VI: Final = Language.VIETNAMESE.value
EN: Final = Language.ENGLISH.value


@dataclass(frozen=True, slots=True)
class Sources:
    """What all certificates of an edition share: its title, organiser and year, and the titles of its categories."""

    edition: Texts
    organiser: Texts
    year: int
    categories: dict[str, Texts]


def both(vi: str, en: str = "") -> Texts:
    """Return a text in both languages; the Vietnamese stands in for English that nobody wrote."""
    return {VI: vi, EN: en or vi}


def rank(nomination: Nomination) -> tuple[Any, ...]:
    """Return where a winner stands in a list: by category, prize and title."""
    return (
        nomination.category_code,
        HONOUR_ORDER[Honour(nomination.honour)],
        sorting.vietnamese_key(nomination.title),
        nomination.pk,
    )


def _organiser(page: AwardPage, language: Language) -> str:
    return page.organiser.in_language("name", language) if page.organiser else page.organiser_name


def sources(edition: AwardEdition) -> Sources:
    """Return what the certificates of an edition share; three queries."""
    pages = {
        page.locale.language_code: page
        for page in AwardPage.objects.filter(translation_key=edition.award_key, alias_of=None)
        .select_related("organiser", "locale")
        .prefetch_related("categories")
    }
    vietnamese = pages[VI]
    english = pages.get(EN) or vietnamese
    if edition.rules:
        categories = {one.code: both(one.title.vi, one.title.en) for one in from_json(edition.rules).categories}
    else:
        names = {one.code: one.title for one in english.categories.all()}
        categories = {one.code: both(one.title, names.get(one.code, "")) for one in vietnamese.categories.all()}
    return Sources(
        edition=both(vietnamese.title, english.title),
        organiser=both(_organiser(vietnamese, Language.VIETNAMESE), _organiser(english, Language.ENGLISH)),
        year=vietnamese.year,
        categories=categories,
    )


def prize(honour: Honour) -> Texts:
    """Return the name of a prize in both languages."""
    told = {}
    for language in Language:
        with translation.override(language):
            told[language.value] = str(honour.label)
    return told


def facts(nomination: Nomination, decision: Decision, shared: Sources) -> dict[str, Any]:
    """Return what the certificate of a winner says beside the recipient's name."""
    organisation = nomination.organisation
    is_organisation = organisation is not None and nomination.nominee_name == organisation.name
    told: dict[str, Any] = {
        "edition": shared.edition,
        "year": shared.year,
        "organiser": shared.organiser,
        "category": shared.categories.get(nomination.category_code) or both(nomination.category_code),
        "prize": prize(Honour(nomination.honour)),
        "work": both(nomination.title, nomination.title_en),
        "decision": {
            "number": decision.number,
            "on": decision.decided_on.isoformat(),
            "issued_by": decision.issued_by,
        },
    }
    if organisation is not None and is_organisation and organisation.name_en:
        told["recipient_en"] = organisation.name_en
    elif organisation is not None and not is_organisation:
        told["organisation"] = both(organisation.name, organisation.name_en)
    return told
