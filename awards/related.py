"""Award programmes and their finalists and winners as other pages name them."""

from collections.abc import Collection, Mapping
from typing import Final

from awards import queries
from awards.models import AwardPage, NominationPage
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.pages import related, translations
from portal.pages.related import RelatedKind, Shown

PROGRAMME_TEMPLATE: Final = "awards/related_award.html"
ENTRY_TEMPLATE: Final = "awards/related_entry.html"


def draw(keys: Collection[str], language: Language) -> Mapping[str, Shown]:
    """Return the public programmes and entries among these translation keys, as readers of a language see them."""
    wanted, today = list(keys), clock.today()
    programmes = translations.listed_in(AwardPage.objects.filter(translation_key__in=wanted), language)
    entries = translations.listed_in(NominationPage.objects.filter(translation_key__in=wanted), language)
    shown = {
        str(page.translation_key): Shown(PROGRAMME_TEMPLATE, queries.card(page, today))
        for page in queries.with_card_data(programmes)
    }
    with_pictures = entries.select_related("picture", "locale").prefetch_related("picture__renditions")
    return shown | {str(page.translation_key): Shown(ENTRY_TEMPLATE, page) for page in with_pictures}


def register() -> None:
    """Tell the registry what can be named of this room."""
    related.register(RelatedKind.AWARD, related.Source(lambda: [AwardPage, NominationPage], draw))
