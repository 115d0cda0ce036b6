"""What templates of the council's work look up."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def of_appeal(views: dict[int, Any], pk: int) -> Any:
    """Return what followed an upheld appeal, None where nothing was decided anew for it."""
    return views.get(pk)
