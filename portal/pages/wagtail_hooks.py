"""What the admin says of translations, which Wagtail leaves as they are when a page is unpublished or moved."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from portal.pages import translations


def _language(page: Page) -> str:
    return str(get_language_info(page.locale.language_code)["name_translated"])


def _buttons(request: HttpRequest, page: Page, *, may: bool, action: str, label: str) -> list[Any]:
    buttons = [messages.button(reverse(f"wagtailadmin_pages:{action}", args=[page.pk]), label)] if may else []
    if page.live and (address := page.get_url(request)):
        buttons.append(messages.button(address, _("View live"), new_window=True))
    return buttons


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
