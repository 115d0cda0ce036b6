"""What this room itself adds to an organisation's public profile: its products."""

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from exhibitors import queries
from exhibitors.profile import ProfileSection, register_section
from portal.kernel.languages import Language
from portal.pages import related

if TYPE_CHECKING:
    from exhibitors.models import Organisation

PRODUCTS_POSITION: Final = 15
STORIES_POSITION: Final = 60


def products_section(organisation: "Organisation", language: Language) -> ProfileSection | None:  # noqa: ARG001 -- the registry's shape
    """Return the products in the active language; None where there are none."""
    shown = queries.products_of(organisation)
    if not shown:
        return None
    return ProfileSection(
        title=_("Products"),
        template="exhibitors/parts/profile_products.html",
        items=tuple(shown),
        position=PRODUCTS_POSITION,
    )


def stories_section(organisation: "Organisation", language: Language) -> ProfileSection | None:
    """Return what names the organisation, such as stories; None where nothing public does."""
    shown = related.naming(organisation, language)
    if not shown:
        return None
    return ProfileSection(
        title=_("Stories about it"),
        template="pages/naming_cards.html",
        items=tuple(shown),
        position=STORIES_POSITION,
    )


register_section(products_section)
register_section(stories_section)
