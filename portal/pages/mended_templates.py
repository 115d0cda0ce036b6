"""Templates of Wagtail and wagtail-localize with their untranslated words, and little else, mended as they are loaded.

A copy of a template would stand still when Wagtail changes it; a mend names the few letters that are wrong and leaves the rest as it is
installed. A mend that finds nothing is left out, so that an upgrade never breaks a screen; ``tests/admin/test_mended_templates.py`` fails for it.
"""

from dataclasses import dataclass
from typing import Final

from django.template import Origin
from django.template.loaders import app_directories
from django.utils.translation import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Mend:
    """What stands in a template, and what is to stand there."""

    template: str
    old: str
    new: str


_PERMISSIONS: Final = "wagtailusers/groups/includes/formatted_permissions.html"
_SCHEDULE: Final = "wagtailadmin/panels/publishing/schedule_publishing_panel.html"
_SUBMIT: Final = 'value="Search" class="button"'
_COLUMN: Final = "wagtailadmin/pages/listing/_page_title_column_header.html"

# For makemessages, which reads no templates in here.
_SAID: Final = (
    _("Add: %(kind)s"),
    _("Change: %(kind)s"),
    _("Delete: %(kind)s"),
    _("pages: %(pages)s, others: %(others)s"),
    _("Search"),
    _("Actions"),
    _("pages"),
)


def _box(action: str) -> Mend:
    said = f"{{% blocktranslate with kind=content_perms_dict.object|kind_name %}}{action.capitalize()}: {{{{ kind }}}}{{% endblocktranslate %}}"
    return Mend(_PERMISSIONS, f"{{{{ content_perms_dict.{action}.perm.name }}}}", said)


MENDS: Final = (
    Mend("wagtailadmin/home.html", _SUBMIT, 'value="{% translate \'Search\' %}" class="button"'),
    Mend("wagtailadmin/shared/header.html", _SUBMIT, 'value="{% translate \'Search\' %}" class="button"'),
    Mend(
        "wagtailadmin/shared/headers/_actions.html",
        '<nav aria-label="Actions"',
        "{% load i18n %}<nav aria-label=\"{% translate 'Actions' %}\"",
    ),
    # The search of pages knows no name for what it lists, and said "None".
    Mend(
        _COLUMN,
        "{% block after_label %}",
        "{% block after_label %}{% translate 'pages' as pages_word %}{% firstof model_name pages_word as model_name %}"
        "{% firstof page_obj.paginator.more '' as more_rows %}",
    ),
    # Long lists are not counted to their end (portal.pages.admin_pages).
    Mend(_COLUMN, "items_count=items_count|intcomma", "items_count=items_count|intcomma|add:more_rows"),
    # A form that is not there has no count of errors, and a hidden "None" stood in the page.
    Mend(
        "wagtailadmin/shared/side_panel_toggle.html", "{{ count|intcomma }}", "{{ count|default_if_none:0|intcomma }}"
    ),
    Mend("wagtailadmin/panels/read_only_output.html", "{{ display_value }}", "{{ display_value|default_if_none:'–' }}"),
    # What the portal published by itself has no publisher.
    Mend("wagtailadmin/shared/user_avatar.html", "{{ user }}", "{{ user|default_if_none:'–' }}"),
    Mend(
        "wagtaillocales/index.html",
        "{{ locale.num_pages }} pages{% if locale.num_others %} + {{ locale.num_others }} others{% endif %}",
        "{% blocktranslate with pages=locale.num_pages others=locale.num_others %}pages: {{ pages }}, others: {{ others }}{% endblocktranslate %}",
    ),
    # Names of rights stand in the database in English, those of kinds have no Vietnamese where their model has no name.
    _box("add"),
    _box("change"),
    _box("delete"),
    Mend(_PERMISSIONS, "{% load i18n wagtailadmin_tags %}", "{% load i18n wagtailadmin_tags admin_words %}"),
    Mend(_PERMISSIONS, "{{ content_perms_dict.object|capfirst }}", "{{ content_perms_dict.object|kind_name }}"),
    # The key Ctrl+S belongs to "Save draft". Bound to this button of a closed dialog too, it pressed that one, and whatever
    # asks "save all the same?" offered "Save schedule".
    Mend(_SCHEDULE, 'data-controller="w-progress w-kbd"', 'data-controller="w-progress"'),
    Mend(_SCHEDULE, 'data-w-kbd-key-value="mod+s"', ""),
    Mend(_SCHEDULE, 'data-w-kbd-scope-value="global"', ""),
    # "True" and "False" are what Python says.
    Mend("wagtailadmin/tables/boolean_cell.html", "value|stringformat:'s'", "value|yesno"),
)


def mended(name: str, text: str) -> str:
    """Return the text of a template, its English words replaced by marked ones."""
    for mend in MENDS:
        if mend.template == name:
            text = text.replace(mend.old, mend.new)
    return text


class Loader(app_directories.Loader):
    """Django's loader of the apps' templates, which mends as it reads."""

    def get_contents(self, origin: Origin) -> str:
        """Return the text of the template that an origin names."""
        return mended(str(origin.template_name), super().get_contents(origin))
