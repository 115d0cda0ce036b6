"""What the admin says of translations, of planned publishing and of accessibility, where Wagtail says nothing."""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from portal.page_cache import collecting, statements, tags
from portal.pages import accessibility, admin_words, page_indexes, restrictions, site_summary, translations
from portal.pages.schedule import admin as schedule_admin
from portal.pages.schedule import sentences
from portal.pages.translating import pofiles, report


def _language(page: Page) -> str:
    return str(get_language_info(page.locale.language_code)["name_translated"])


def _buttons(request: HttpRequest, page: Page, *, may: bool, action: str, label: str) -> list[Any]:
    buttons = [messages.button(reverse(f"wagtailadmin_pages:{action}", args=[page.pk]), label)] if may else []
    if page.live and (address := page.get_url(request)):
        buttons.append(messages.button(address, _("View live"), new_window=True))
    return buttons


# After Wagtail's own look at private pages, which answers itself where somebody may not read one.
@hooks.register("before_serve_page", order=1000)
def page_is_for_all(page: Page, request: HttpRequest, *_args: Any) -> None:
    """Let public pages be kept in front of Django."""
    if request.method in {"GET", "HEAD"}:
        collecting.allow()
        collecting.depends_on(*tags.of_rows(statements.PAGES, (page.pk,)))


@hooks.register("insert_global_admin_css")
def part_home_panels() -> str:
    """Keep the panels of the first page apart."""
    return format_html('<link rel="stylesheet" href="{}">', static("pages/home_panels.css"))


@hooks.register("insert_global_admin_css")
def menu_in_whole_words() -> str:
    """Let no name in the menu be cut."""
    return format_html('<link rel="stylesheet" href="{}">', static("pages/admin_menu.css"))


@hooks.register("after_unpublish_page")
def name_published_translations(request: HttpRequest, page: Page) -> None:
    """Warn of each translation that is still published, with the way to it."""
    for other in translations.still_live(page):
        may = other.permissions_for_user(request.user).can_unpublish()
        messages.warning(
            request,
            _("The translation “%(title)s” (%(language)s) is still published.")
            % {"title": other.title, "language": _language(other)},
            buttons=_buttons(request, other, may=may, action="unpublish", label=_("Unpublish it too")),
        )


@hooks.register("after_move_page")
def name_translations_left_behind(request: HttpRequest, page: Page) -> None:
    """Warn of each translation that stands under another section than the page now does, with the way to it."""
    for other, section in translations.in_other_sections(page):
        may = other.permissions_for_user(request.user).can_move()
        messages.warning(
            request,
            _("The translation “%(title)s” (%(language)s) still stands under “%(section)s”.")
            % {"title": other.title, "language": _language(other), "section": section.title},
            buttons=_buttons(request, other, may=may, action="move", label=_("Move it too")),
        )


@hooks.register("after_bulk_action")
def name_translations_of_many(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action_class_instance: Any
) -> None:
    """Say the same after several pages were unpublished or moved at once."""
    tell = {"unpublish": name_published_translations, "move": name_translations_left_behind}.get(action_type)
    if tell is not None and issubclass(action_class_instance.model, Page):
        for page in objects:
            tell(request, page)


@hooks.register("insert_global_admin_js")
def mend_words() -> SafeString:
    """Have the browser mend what the packages' scripts draw in English."""
    return admin_words.script()


@hooks.register("register_admin_urls", order=-100)
def register_pofiles() -> list[Any]:
    """Put our way of taking in PO files before that of wagtail-localize."""
    return pofiles.urls()


@hooks.register("register_admin_urls")
def register_translating() -> list[Any]:
    """Add the matrix of translations and what is pressed there."""
    return report.urls()


class MatrixMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """The matrix of translations, for everybody who edits pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person has pages to edit."""
        return bool(
            report.MatrixView.permission_policy.user_has_any_permission(request.user, ["add", "change", "publish"])
        )


@hooks.register("register_reports_menu_item")
def register_matrix() -> MatrixMenuItem:
    """Add the matrix to the reports."""
    return MatrixMenuItem(
        report.MatrixView.page_title, reverse_lazy(report.NAME), icon_name="wagtail-localize-language", order=650
    )


@hooks.register("construct_wagtail_userbar", order=100)
def check_accessibility(request: HttpRequest, items: list[Any], page: Page | None) -> None:  # noqa: ARG001 -- the hook's shape
    """Have the checker of accessibility look at what this portal asks for."""
    accessibility.use(items)


@hooks.register("before_edit_page")
def name_what_is_late(request: HttpRequest, page: Page) -> None:
    """Say above the form why a page did not go public at its time, with the way to try again."""
    if request.method != "GET":
        return
    for line in sentences.of(page, viewer=request.user):
        if line.is_late:
            buttons = [messages.button(line.retry_url, _("Try again now"))] if line.retry_url else []
            messages.warning(request, line.words, buttons=buttons)


@hooks.register("insert_editor_js")
def write_before_sending() -> str:
    """Let forms be sent with what was typed last."""
    return format_html('<script type="module" src="{}"></script>', static("pages/editor.js"))


@hooks.register("register_admin_urls")
def schedule_urls() -> list[URLPattern | URLResolver]:
    """Add the addresses of planned publishing."""
    return schedule_admin.urls()


@hooks.register("register_reports_menu_item")
def schedule_item() -> MenuItem:
    """Add the list of what is planned to the menu of reports."""
    return schedule_admin.menu_item()


@hooks.register("construct_homepage_panels")
def schedule_panel(_request: HttpRequest, panels: list[Any]) -> None:
    """Say on the first page how planned publishing stands."""
    schedule_admin.add_panel(panels)


# After Wagtail has put its own there.
@hooks.register("construct_homepage_summary_items", order=1000)
def bounded_number_of_pages(_request: HttpRequest, items: list[Any]) -> None:
    """Do not count all pages for a number on the first page."""
    site_summary.show_bounded(items)


# Any other order, a search or a filter is asked for in the address.
_EXPLORERS_OWN: Final = {"p", "ordering"}
_BY_EDIT: Final = {None, "latest_revision_created_at", "-latest_revision_created_at"}


@hooks.register("construct_explorer_page_queryset")
def explorer_in_order(parent: Page, pages: "QuerySet[Page]", request: HttpRequest) -> "QuerySet[Page]":
    """Let what stands below a page be read in the order of editing, as it is shown at first."""
    # Wagtail asks for these paths for each list of pages, in a way that may begin with all pages.
    request.all_page_view_restriction_paths = [found.page.path for found in restrictions.every()]  # type: ignore[attr-defined]
    if _EXPLORERS_OWN.issuperset(request.GET) and request.GET.get("ordering") in _BY_EDIT:
        return page_indexes.below(parent, pages)
    return pages


@hooks.register("construct_explorer_page_queryset")
def explorer_moments(_parent: Page, pages: "QuerySet[Page]", _request: HttpRequest) -> "QuerySet[Page]":
    """Let the list of pages say when they go public."""
    return schedule_admin.with_moments(pages)


@hooks.register("construct_help_menu")
def leave_out_foreign_guides(request: HttpRequest, items: list[Any]) -> None:
    """Leave Wagtail's English guide and news to operators: editors work in Vietnamese."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if not item.name.startswith(("whats-new", "editor-guide"))]
