"""Technologies and needs on an organisation's public profile; anonymous ones never appear there."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from exhibitors import profile
from portal.kernel.languages import Language
from showcase import queries

SHOWN: Final = 6
TECHNOLOGIES_POSITION: Final = 10
NEEDS_POSITION: Final = 20


def technologies(organisation: Any, language: Language) -> profile.ProfileSection | None:  # noqa: ARG001 -- the registry's shape
    """Return the section of technologies in the active language."""
    found = queries.technologies_of(organisation, limit=SHOWN)
    if not found:
        return None
    return profile.ProfileSection(
        title=_("Technologies"),
        template="showcase/parts/profile_technologies.html",
        items=tuple(found),
        position=TECHNOLOGIES_POSITION,
    )


def needs(organisation: Any, language: Language) -> profile.ProfileSection | None:  # noqa: ARG001 -- the registry's shape
    """Return the section of needs in the active language."""
    found = queries.needs_of(organisation, limit=SHOWN)
    if not found:
        return None
    return profile.ProfileSection(
        title=_("Technology needs"),
        template="showcase/parts/profile_needs.html",
        items=tuple(found),
        position=NEEDS_POSITION,
    )


profile.register_section(technologies)
profile.register_section(needs)
