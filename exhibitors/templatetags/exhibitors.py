"""What cards of organisations show, in the active language."""

from django import template

from exhibitors import profile, queries
from exhibitors.models import Organisation

register = template.Library()


@register.filter
def role_labels(organisation: Organisation) -> list[str]:
    """Return what the organisation does on the market; its kind where it has not said."""
    return [term.label for term in organisation.roles.all()] or [organisation.kind.label]


@register.filter
def place_words(organisation: Organisation) -> str:
    """Return the place, or the country of organisations from abroad."""
    return profile.place_words(organisation)


@register.filter
def profile_of(organisation: Organisation, directory_url: str) -> str:
    """Return the address of the public profile under the directory's own address."""
    return queries.profile_url(organisation, directory=directory_url)
