"""What a profile shows of an organisation at fairs."""

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from events import queries
from events.calendars import following
from exhibitors.models import Organisation
from exhibitors.profile import ProfileSection
from portal.kernel import clock
from portal.kernel.languages import Language

POSITION = 40
ORGANISED_POSITION = 45
MOST_ORGANISED = 4


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


def organised_section(organisation: Organisation, language: Language) -> ProfileSection | None:
    """Return the coming events that the organisation stands behind, with the way to follow them in a calendar."""
    now = clock.now()
    with translation.override(language):
        rows = queries.listed(language=language).filter(organisers__organisation=organisation).upcoming(now).distinct()
        found = queries.cards(list(queries.with_card_data(rows).order_by("starts_at", "pk")[:MOST_ORGANISED]), now)
    if not found:
        return None
    return ProfileSection(
        title=_("Events of this organisation"),
        template="events/profile_section.html",
        items=tuple(found),
        more_url=following.of_organiser(organisation),
        more_text=_("Follow them in my calendar"),
        position=ORGANISED_POSITION,
    )
