"""Events of every kind as other pages name them, drawn by this room's own row."""

from collections.abc import Collection, Mapping
from typing import Final

from django.utils import translation

from events import queries
from events.models import EventPage
from portal.kernel import clock
from portal.kernel.languages import Language
from portal.pages import related
from portal.pages.related import RelatedKind, Shown

TEMPLATE: Final = "events/parts/related.html"


def draw(keys: Collection[str], language: Language) -> Mapping[str, Shown]:
    """Return the public events among these translation keys, as readers of a language see them."""
    with translation.override(language):
        rows = queries.listed(language=language).filter(translation_key__in=list(keys))
        cards = queries.cards(list(queries.with_card_data(rows)), clock.now())
    return {card.seed: Shown(TEMPLATE, card) for card in cards}


def register() -> None:
    """Tell the registry what can be named of this room: fairs, courses and trade promotion are events too."""
    related.register(RelatedKind.EVENT, related.Source(lambda: [EventPage], draw))
