"""Names of kinds in the admin."""

from typing import Final

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

register = template.Library()

# Kinds of Wagtail and wagtail-localize whose models have no name that is marked.
_UNNAMED: Final = {"locale": _("Locale"), "translation": _("Translation")}


@register.filter
def kind_name(name: str) -> str:
    """Return the name of a kind of record with a capital, in the reader's language."""
    return str(_UNNAMED.get(name, capfirst(name)))
