"""Words of the admin that Wagtail makes from names of fields, or before it knows the reader's language, and so in English.

Words that stand in English in a template: ``mended_templates``; what scripts draw in English: ``static/pages/admin_words.js``.
"""

import json
from typing import Any, Final

from django import forms
from django.contrib.auth.models import Permission
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.functional import lazystr
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import choosers
from wagtail.admin.forms.workflows import WorkflowPageForm
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.widgets import AdminPageChooser
from wagtail.images.forms import ImageInsertionForm
from wagtail.models import pages as of_pages
from wagtail.sites.views import IndexView as SitesView
from wagtail.snippets.widgets import AdminSnippetChooser
from wagtail.users.forms import PagePermissionsForm
from wagtail_localize.locales.components import LocaleComponentModelForm
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.views.report import TranslationsReportFilterSet

_LABELS: Final[tuple[tuple[type[forms.Form], dict[str, Any]], ...]] = (
    (choosers.ExternalLinkChooserForm, {"link_text": _("Link text")}),
    (choosers.AnchorLinkChooserForm, {"link_text": _("Link text")}),
    (
        choosers.EmailLinkChooserForm,
        {
            "email_address": _("Address of the mail"),
            "link_text": _("Link text"),
            "subject": _("Subject"),
            "body": _("Text of the mail"),
        },
    ),
    (choosers.PhoneLinkChooserForm, {"phone_number": _("Phone number"), "link_text": _("Link text")}),
    (
        ImageInsertionForm,
        {
            "format": _("Form of the picture"),
            "image_is_decorative": _("The picture is decoration only"),
            "alt_text": _("Alternative text"),
        },
    ),
)
_COMPONENT_LABELS: Final = {"enabled": _("Enabled"), "sync_from": _("Synchronise from")}
_SITE_COLUMNS: Final = {"port": _("Port"), "site_name": _("Name of the site"), "root_page": _("Front page")}
_RIGHTS: Final = {codename: label for codename, _short, label in of_pages.PAGE_PERMISSION_TYPES}
# Kinds whose models have no name that is marked, as the foot of a list counts them.
_COUNTED: Final = {Translation: (_("translation"), _("translations"))}
_FILTERS: Final = {"source_locale": _("Language of the source"), "target_locale": _("Language of the translation")}
_CHOOSE_PAGE: Final = _("Choose a page (%(kinds)s)")
_CHOOSE: Final = {
    "choose_one_text": _("Choose %(object)s"),
    "choose_another_text": _("Choose another %(object)s"),
    "link_to_chosen_text": _("Edit this %(object)s"),
}

_make_page_chooser = AdminPageChooser.__init__
_make_snippet_chooser = AdminSnippetChooser.__init__
_make_component_form = LocaleComponentModelForm.__init__
_count_label = WagtailPaginator.items_count_label.func


class _Said:
    """A sentence put together each time it is read, in the language of that moment."""

    def __init__(self, sentence: Any, **values: Any) -> None:
        self.sentence, self.values = sentence, values

    def __str__(self) -> str:
        return str(self.sentence) % {name: str(value) for name, value in self.values.items()}


def _page_chooser(self: Any, *args: Any, **kwargs: Any) -> None:
    _make_page_chooser(self, *args, **kwargs)
    models = [model for model in self.target_models if model._meta.model_name != "page"]  # noqa: SLF001 -- Django's own
    if models:
        kinds = format_lazy(", ".join("{}" for _model in models), *(model._meta.verbose_name for model in models))  # noqa: SLF001
        self.choose_one_text = lazystr(_Said(_CHOOSE_PAGE, kinds=kinds))


def _snippet_chooser(self: Any, model: Any, *args: Any, **kwargs: Any) -> None:
    _make_snippet_chooser(self, model, *args, **kwargs)
    for name, sentence in _CHOOSE.items():
        setattr(self, name, lazystr(_Said(sentence, object=model._meta.verbose_name)))  # noqa: SLF001 -- Django's own


def _component_form(self: Any, *args: Any, **kwargs: Any) -> None:
    _make_component_form(self, *args, **kwargs)
    for name, label in _COMPONENT_LABELS.items():
        if name in self.fields:
            self.fields[name].label = label


def _counted(self: Any) -> str:
    if self.model not in _COUNTED:
        return str(_count_label(self))
    one, many = _COUNTED[self.model]
    return f"{self.count} {one if self.count == 1 else many}"


def _right_on_pages(permission: Permission) -> str:
    return str(_RIGHTS.get(permission.codename, permission.name))


def how_translated(translation: StringTranslation) -> str:
    """Return who or what translated a text and on which day, as the editor of translations says it beside the text.

    Wagtail-localize writes the month in English, and the day of Greenwich.
    """
    values = {"date": formats.date_format(timezone.localtime(translation.updated_at), "DATE_FORMAT")}
    if translation.tool_name:
        tool = gettext("a PO file") if translation.tool_name == "PO File" else translation.tool_name
        return gettext("Translated with {tool_name} on {date}").format(tool_name=tool, **values)
    if translation.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE:
        return gettext("Machine translated on {date}").format(**values)
    return gettext("Translated manually on {date}").format(**values)


def script() -> SafeString:
    """Return the script that mends what scripts of the packages draw in English, with its words in the reader's language."""
    words = {
        "more": gettext("More actions"),
        "save": gettext("Save what is selected"),
        "title": gettext("Translation from {source} into {target}"),
    }
    return format_html('<script src="{}" data-words="{}"></script>', static("pages/admin_words.js"), json.dumps(words))


def register() -> None:
    """Give the fields labels that are translated, and let choosers name their kind in the reader's language."""
    for labelled, labels in _LABELS:
        for name, label in labels.items():
            labelled.base_fields[name].label = label
    for name, label in _FILTERS.items():
        TranslationsReportFilterSet.base_filters[name].label = label
    for column in SitesView.columns:
        column.label = _SITE_COLUMNS.get(column.name, column.label)
    for form in (PagePermissionsForm, WorkflowPageForm):
        form.base_fields["page"].label = _("Page")
    PagePermissionsForm.base_fields["permissions"].label_from_instance = _right_on_pages
    LocaleComponentModelForm.__init__ = _component_form
    StringTranslation.get_comment = how_translated
    WagtailPaginator.items_count_label = property(_counted)
    AdminPageChooser.__init__ = _page_chooser
    AdminSnippetChooser.__init__ = _snippet_chooser
