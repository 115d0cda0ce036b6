"""The lists of abbreviations, synonyms and recommended results in the Wagtail admin."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from search.models import Abbreviation, PromotedResult, Synonym


class BegunView(CreateView):  # type: ignore[misc]  # Wagtail ships no types
    """A form that the report of searches begins: the words are given in the address."""

    def get_initial_form_instance(self) -> Any:
        """Return a new row that holds what the address gives of it."""
        instance = super().get_initial_form_instance() or self.model()
        for name in ("words", "language"):
            if hasattr(instance, name) and (given := self.request.GET.get(name)):
                setattr(instance, name, given[: self.model._meta.get_field(name).max_length])  # noqa: SLF001 -- Django's public name
        return instance


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
    add_view_class = BegunView
    icon = "search"
    menu_label = _("Synonyms in searches")
    menu_order = 821
    add_to_settings_menu = True
    list_display: ClassVar = ["words"]
    search_fields: ClassVar = ["words"]
    panels: ClassVar = [FieldPanel("words")]


class PromotedResultViewSet(SnippetViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """List, add, change and delete; a change is in force at the next search."""

    model = PromotedResult
    add_view_class = BegunView
    icon = "search"
    menu_label = _("Recommended results")
    menu_order = 822
    add_to_settings_menu = True
    list_display: ClassVar = ["__str__", "words", "language", "first_day", "last_day"]
    list_filter: ClassVar = ["language"]
    search_fields: ClassVar = ["words", "title"]
    panels: ClassVar = [
        FieldPanel("words"),
        FieldPanel("language"),
        PageChooserPanel("page"),
        FieldPanel("address"),
        FieldPanel("title"),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
    ]
