"""What every page of an edition in the admin begins with: the edition's desk, or 404, and the way there."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from awards import permissions
from awards.editions import queries
from portal.pages import admin_headers

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def desk_or_404(request: HttpRequest, award_key: UUID, *, is_frozen: bool = False) -> queries.Desk:
    """Return the desk of an edition for who looks after it; strangers get 404, and with ``is_frozen`` an edition without rules."""
    if not permissions.can_manage_edition(request.user, award_key):
        raise Http404
    found = queries.desk(award_key)
    if found is None or (is_frozen and (found.edition is None or not found.edition.is_frozen)):
        raise Http404
    return found


def header(
    title: "str | _StrPromise", desk: queries.Desk, *links: "tuple[str | _StrPromise, str]", icon: str
) -> dict[str, Any]:
    """Return title, icon and way of a page: over the edition's page and its desk, then ``links``."""
    return admin_headers.header(
        title,
        (desk.title, reverse("wagtailadmin_pages:edit", args=[desk.page_id])),
        (_("Edition"), reverse("awards-edition", args=[desk.award_key])),
        *links,
        icon=icon,
    )
