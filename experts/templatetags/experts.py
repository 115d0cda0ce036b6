"""What cards of experts show, in the active language."""

from django import template

from experts import presenter
from experts.models import ExpertProfile

register = template.Library()


@register.filter
def portrait(profile: ExpertProfile) -> presenter.Portrait | None:
    """Return the approved photo, if there is one."""
    return presenter.portrait(profile)


@register.filter
def language_names(profile: ExpertProfile) -> list[str]:
    """Return the languages the expert works in."""
    return [str(row.get_language_display()) for row in profile.languages.all()]


@register.filter
def help_names(profile: ExpertProfile) -> list[str]:
    """Return what the expert can help with."""
    return [str(row.get_kind_display()) for row in profile.helps.all()]


@register.filter
def field_names(profile: ExpertProfile) -> list[str]:
    """Return the expert's fields."""
    return [term.label for term in profile.fields.all()]
