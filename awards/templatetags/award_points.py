"""Exact points in templates."""

from fractions import Fraction

from django import template

from awards.marking import totals

register = template.Library()


@register.filter
def points(value: Fraction | None) -> str:
    """Return points with two decimals as the reader's language writes them, a dash where there are none."""
    return totals.told(value) if value is not None else "–"
