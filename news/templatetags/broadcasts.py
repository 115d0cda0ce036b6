"""What templates of broadcasts write: playing and reading times."""

from django import template

register = template.Library()


@register.filter
def minutes(seconds: int) -> str:
    """Return a time as minutes and seconds: 185 gives "3:05"."""
    return f"{seconds // 60}:{seconds % 60:02d}"
