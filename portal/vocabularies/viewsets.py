"""Terms and places in the Wagtail admin, for operators."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal.vocabularies.models import AdministrativeUnit, OfficialTerm, Term


class TermViewSet(SnippetViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """Entries of the vocabularies; shipped ones are renewed by ``load_vocabularies``, added ones stay."""

    model = Term
    icon = "tag"
    list_display: ClassVar = ["label_vi", "label_en", "vocabulary", "code", "valid_until"]
    list_filter: ClassVar = ["vocabulary"]
    search_fields: ClassVar = ["label_vi", "label_en", "code"]
    panels: ClassVar = [
        FieldRowPanel([FieldPanel("vocabulary"), FieldPanel("code"), FieldPanel("position")]),
        FieldRowPanel([FieldPanel("label_vi"), FieldPanel("label_en")]),
        FieldPanel("note_vi"),
        FieldPanel("note_en"),
        FieldRowPanel([FieldPanel("source"), FieldPanel("version")]),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
    ]


class AdministrativeUnitViewSet(SnippetViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """Provinces, communes and countries with the dates between which they exist in law."""

    model = AdministrativeUnit
    icon = "site"
    list_display: ClassVar = ["name_vi", "name_en", "level", "valid_from", "valid_until"]
    list_filter: ClassVar = ["level"]
    search_fields: ClassVar = ["name_vi", "name_en", "code"]
    panels: ClassVar = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("level"), FieldPanel("position")]),
        FieldRowPanel([FieldPanel("name_vi"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("parent"), FieldPanel("replaced_by")]),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
    ]


class OfficialTermViewSet(SnippetViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """The glossary of whoever translates; shipped entries are renewed by ``load_vocabularies``, added ones stay."""

    model = OfficialTerm
    icon = "openquote"
    list_display: ClassVar = ["vietnamese", "english", "source"]
    search_fields: ClassVar = ["vietnamese", "english"]
    panels: ClassVar = [
        FieldRowPanel([FieldPanel("vietnamese"), FieldPanel("english")]),
        FieldPanel("note"),
        FieldPanel("source"),
    ]


class VocabularyGroup(SnippetViewSetGroup):  # type: ignore[misc]  # Wagtail ships no types
    """The lists under one entry of the menu."""

    items = (TermViewSet, AdministrativeUnitViewSet, OfficialTermViewSet)
    menu_label = _("Terms and places")
    menu_icon = "list-ul"
    menu_order = 900
