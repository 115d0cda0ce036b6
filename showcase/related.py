"""Technologies as other pages name them, drawn by this room's own card."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from portal.kernel import clock
from portal.kernel.languages import Language
from portal.pages import related, translations
from portal.pages.related import RelatedKind, Shown
from showcase.models import TechnologyPage

TEMPLATE: Final = "showcase/parts/related.html"


def draw(keys: Collection[str], language: Language) -> Mapping[str, Shown]:
    """Return the public technologies among these translation keys, as readers of a language see them."""
    rows: Any = translations.listed_in(TechnologyPage.objects.public(clock.today()), language)
    found = rows.filter(translation_key__in=list(keys)).with_card_data()
    return {str(page.translation_key): Shown(TEMPLATE, page) for page in found}


def register() -> None:
    """Tell the registry what can be named of this room."""
    related.register(RelatedKind.TECHNOLOGY, related.Source(lambda: [TechnologyPage], draw))
