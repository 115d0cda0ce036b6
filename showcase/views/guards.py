"""What the desk's views share: pages and enquiries that only members of their organisation can name."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from exhibitors import queries as exhibitor_queries
from portal.pages import shell
from showcase import permissions, queries
from showcase.models import Enquiry


def writer_membership(request: HttpRequest) -> Any:
    """Return the membership the person writes under; 404 for those who may not write."""
    membership = exhibitor_queries.current_membership(request.user)
    if not permissions.can_write(membership):
        raise Http404
    return membership


def page_or_404(request: HttpRequest, model: Any, page_id: int) -> Any:
    """Return a page that the person may write, for its organisation or as its focal point; strangers learn nothing."""
    page = queries.written_page(model, page_id)
    if page is None or not permissions.may_write_page(request.user, page):
        raise Http404
    return page


def member_page_or_404(request: HttpRequest, model: Any, page_id: int) -> tuple[Any, bool]:
    """Return a page of an organisation of the person, and whether they may write it; strangers learn nothing."""
    page = queries.written_page(model, page_id)
    if page is None or page.organisation is None:
        raise Http404
    membership = exhibitor_queries.membership_in(request.user, page.organisation)
    if not permissions.can_read(membership):
        raise Http404
    return page, permissions.can_write(membership)


def enquiry_or_404(request: HttpRequest, reference: str) -> tuple[Enquiry, bool]:
    """Return an enquiry to an organisation of the person, and whether they may answer it."""
    received = Enquiry.objects.filter(reference=reference, delivered_at__isnull=False)
    enquiry = received.select_related("organisation", "answered_by").first()
    if enquiry is None:
        raise Http404
    membership = exhibitor_queries.membership_in(request.user, enquiry.organisation)
    if not permissions.can_read(membership):
        raise Http404
    return enquiry, permissions.can_write(membership)


def add_desk_breadcrumbs(request: HttpRequest, *links: tuple[str, str]) -> None:
    """Lead back to the desk."""
    from django.utils.translation import gettext as _  # noqa: PLC0415 -- words of the moment

    shell.add_breadcrumbs(request, (_("Your desk"), shell.Shell(request).account_url), *links)


def form_key(request: HttpRequest) -> uuid.UUID | None:
    """Return the key in the address of a form that begins something, None where there is none."""
    try:
        return uuid.UUID(request.GET.get("form", ""))
    except ValueError:
        return None


def with_form_key(request: HttpRequest) -> HttpResponse:
    """Lead to the same form with a new key in its address: who comes back to it by the browser's button brings it along."""
    query = request.GET.copy()
    query["form"] = str(uuid.uuid4())
    return redirect(f"{request.path}?{query.urlencode()}")
