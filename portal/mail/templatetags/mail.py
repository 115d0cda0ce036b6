"""Tags for mail templates: who signs, and a text as paragraphs."""

import re
from typing import Final

from django import template

from portal.mail import signature

register = template.Library()
_BLANK_LINE: Final = re.compile(r"\n\s*\n")


@register.simple_tag
def mail_signature() -> signature.Signature:
    """Return the body responsible for the portal."""
    return signature.current()


@register.filter
def paragraphs(text: str) -> list[str]:
    """Return the parts of a text that stand between empty lines."""
    return [part.strip() for part in _BLANK_LINE.split(text.strip()) if part.strip()]


@register.filter
def is_address(text: str) -> bool:
    """Return whether a paragraph is nothing but one web address."""
    return text.startswith(("https://", "http://")) and not any(char.isspace() for char in text)
