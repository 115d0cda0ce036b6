"""The lists of abbreviations and synonyms in the Wagtail admin."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from search.models import Abbreviation, Synonym


class AbbreviationViewSet(SnippetViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """List, add, change and delete; a change is in force at the next search."""

    model = Abbreviation
    icon = "search"
    menu_label = _("Abbreviations in searches")
    menu_order = 820
    add_to_settings_menu = True
    list_display: ClassVar = ["short", "expansion"]
    search_fields: ClassVar = ["short", "expansion"]
    panels: ClassVar = [FieldPanel("short"), FieldPanel("expansion")]


class SynonymViewSet(SnippetViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """List, add, change and delete; a change is in force at the next search."""

    model = Synonym
    icon = "search"
    menu_label = _("Synonyms in searches")
    menu_order = 821
    add_to_settings_menu = True
    list_display: ClassVar = ["words"]
    search_fields: ClassVar = ["words"]
    panels: ClassVar = [FieldPanel("words")]
