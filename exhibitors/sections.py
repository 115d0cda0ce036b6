"""What this room itself adds to an organisation's public profile: its products."""

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from exhibitors import queries
from exhibitors.profile import ProfileSection, register_section
from portal.kernel.languages import Language

if TYPE_CHECKING:
    from exhibitors.models import Organisation

PRODUCTS_POSITION: Final = 15


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


register_section(products_section)
