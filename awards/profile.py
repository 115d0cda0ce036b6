"""What an organisation's public profile says of its prizes."""

from django.utils.translation import gettext_lazy as _

from awards import queries
from exhibitors import profile
from exhibitors.models import Organisation
from portal.kernel.languages import Language


def honours_section(organisation: Organisation, language: Language) -> profile.ProfileSection | None:
    """Return the organisation's prizes, None where it has none."""
    honours = queries.honours_of(organisation.pk, language)
    if not honours:
        return None
    return profile.ProfileSection(
        title=_("Awards"), template="awards/profile_section.html", items=tuple(honours), position=40
    )
