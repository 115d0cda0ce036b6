"""Stops an editor once who publishes, schedules or submits an event into a clash. The draft is saved; the editor decides.

What a schedule publishes later is not held up: the editor has decided by then.
"""

import enum
from typing import Any, Final

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.models import Page, PageSubscription

from events import clash_words
from events.models import EventPage
from portal.kernel import text

SALT: Final = "events.clash"
A_DAY: Final = 24 * 60 * 60
HELD: Final = "held_for_clash"


class Wish(enum.Enum):
    """What the editor pressed."""

    PUBLISH = "publish"
    SUBMIT = "submit"


BUTTONS: Final = {Wish.PUBLISH: "action-publish", Wish.SUBMIT: "action-submit"}


def key_for(page: EventPage, wish: Wish) -> str:
    """Return what proves that this version passed the checks of the form, and what was wished."""
    return signing.dumps([page.latest_revision_id, wish.value], salt=SALT)


def read_key(key: str) -> tuple[int, Wish]:
    """Return version and wish; raises signing.BadSignature for anything else, and after a day."""
    revision, wish = signing.loads(text.visible(key), salt=SALT, max_age=A_DAY)
    return int(revision), Wish(wish)


def may(user: Any, page: EventPage, wish: Wish, *, is_done: bool = False) -> bool:
    """Return whether a person may do to the page what was wished; a locked page is left alone.

    With ``is_done`` whether the person might have done it: a page that waits for its time is locked by that.
    """
    allowed = page.permissions_for_user(user)
    if not user.is_active or (allowed.page_locked() and not is_done):
        return False
    return bool(allowed.can_publish() if wish is Wish.PUBLISH else allowed.can_submit_for_moderation())


def _may_below(user: Any, parent: Page, wish: Wish) -> bool:
    if wish is Wish.PUBLISH:
        return bool(parent.permissions_for_user(user).can_publish_subpage())
    return bool(parent.has_workflow)


def _hold(request: HttpRequest, page: EventPage, parent: Page, wish: Wish) -> None:
    """Make a publication a plain save where the form is right and the event would clash; ``after_saving`` asks then.

    Wagtail's own hook before publishing comes too late: a new page is in the tree as a public one by then.
    """
    form_class = type(page).get_edit_handler().get_form_class()
    form = form_class(
        request.POST,
        request.FILES,
        instance=page,
        subscription=PageSubscription(page=page, user=request.user),
        parent_page=parent,
        for_user=request.user,
    )
    if form.is_valid() and clash_words.new_lines(form.instance, viewer=request.user):
        data = request.POST.copy()
        for button in BUTTONS.values():
            data.pop(button, None)
        request.POST = data  # type: ignore[assignment]  # the same fields, without the buttons
        setattr(request, HELD, wish)


def before_editing(request: HttpRequest, page: Page) -> None:
    """Hold a publication or submission of an event."""
    if request.method != "POST" or not isinstance(page, EventPage) or page.alias_of_id:
        return
    wish = next((wish for wish in _pressed(request) if may(request.user, page, wish)), None)
    if wish is not None:
        _hold(request, page.get_latest_revision_as_object(), page.get_parent(), wish)


def before_creating(request: HttpRequest, parent: Page, page_class: type[Page]) -> None:
    """Hold the publication or submission of a new event."""
    if request.method != "POST" or not issubclass(page_class, EventPage):
        return
    wish = next((wish for wish in _pressed(request) if _may_below(request.user, parent, wish)), None)
    if wish is not None:
        _hold(request, page_class(owner=request.user, locale=parent.locale), parent, wish)


def _pressed(request: HttpRequest) -> list[Wish]:
    """Return what was pressed, in the order in which Wagtail looks at its buttons."""
    return [wish for wish, button in BUTTONS.items() if request.POST.get(button)]


def after_saving(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Ask about what was held."""
    wish = getattr(request, HELD, None)
    if not isinstance(page, EventPage) or wish is None:
        return None
    return redirect(f"{reverse('event_clashes', args=[page.pk])}?key={key_for(page, wish)}")
