"""What a profile shows of an organisation at fairs."""

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from events import queries
from exhibitors.models import Organisation
from exhibitors.profile import ProfileSection
from portal.kernel import clock
from portal.kernel.languages import Language

POSITION = 40


def fairs_section(organisation: Organisation, language: Language) -> ProfileSection | None:
    """Return the fairs at which the organisation has a place, the next one first."""
    keys = queries.fair_keys_of(organisation)
    if not keys:
        return None
    with translation.override(language):
        rows = queries.with_card_data(queries.listed(language=language).filter(translation_key__in=keys))
        found = queries.cards(list(rows.order_by("-starts_at", "pk")), clock.now())
    if not found:
        return None
    return ProfileSection(
        title=_("Meet us at"), template="events/profile_section.html", items=tuple(found), position=POSITION
    )
