"""Enquiries: the public form, its confirmation and withdrawal, and the organisation's answers."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exhibitors import queries as exhibitor_queries
from exhibitors.views.guards import desk_view
from portal.kernel import clock, errors, languages, limits, pagination
from portal.pages import shell
from portal.ui import views as ui_views
from showcase import permissions, queries
from showcase.domain import enquiry as enquiries
from showcase.enums import ENQUIRY_MOVES, EnquiryState, EnquirySubject
from showcase.forms.enquiries import AnswerForm, EnquiryForm
from showcase.forms.fields import add_domain_error
from showcase.models import Enquiry
from showcase.views.guards import add_desk_breadcrumbs, enquiry_or_404

PAGE_SIZE = 30


def _initial(request: HttpRequest) -> dict[str, Any]:
    user = request.user
    if not user.is_authenticated:
        return {}
    organisation = exhibitor_queries.current_organisation(user)
    return {
        "name": user.full_name,
        "email": user.email,
        "company": organisation.display_name if organisation else "",
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, key: uuid.UUID, subject: EnquirySubject) -> HttpResponse:
    """Ask about a technology, or offer a solution for a need."""
    page = queries.subject_page(subject, key, languages.current())
    if page is None or page.organisation_id is None:
        raise Http404
    form = EnquiryForm(request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        if form.is_trapped:
            return render(request, "showcase/enquiry_sent.html", {"page_title": _("Your enquiry is sent")})
        if not limits.form_may_be_sent(request, form.cleaned_data["email"]):
            return ui_views.too_many_requests(request)
        try:
            sent = enquiries.ask(
                page=page,
                details=form.details(),
                sender=request.user if request.user.is_authenticated else None,
                language=languages.current(),
                submission_key=form.cleaned_data["submission_key"],
                now=clock.now(),
            )
        except errors.DomainError as error:
            add_domain_error(form, error)
        else:
            return redirect("showcase:asked", sent.submission_key)
    shell.add_breadcrumbs(request, (page.title, page.url or ""))
    is_need = subject is EnquirySubject.NEED
    context = {
        "form": form,
        "form_has_errors": bool(form.errors),
        "page_title": _("Offer a solution") if is_need else _("Express interest in this technology"),
        "subject": page,
        "cancel_url": page.url,
    }
    return render(request, "showcase/enquiry_form.html", context)


@never_cache
@require_safe
def asked(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Confirm an enquiry to the one who knows its random key."""
    enquiry = Enquiry.objects.filter(submission_key=key).first()
    if enquiry is None:
        raise Http404
    context = {"page_title": _("Your enquiry is sent"), "enquiry": enquiry}
    return render(request, "showcase/enquiry_sent.html", context)


@sensitive_variables("secret")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, secret: str) -> HttpResponse:
    """Show an enquiry to its sender; withdraw it when asked to."""
    enquiry = enquiries.by_secret(secret=secret, now=clock.now())
    if enquiry is None:
        raise Http404
    can_withdraw = ENQUIRY_MOVES.allows(EnquiryState(enquiry.state), EnquiryState.WITHDRAWN)
    if request.method == "POST" and can_withdraw:
        enquiry = enquiries.withdraw(reference=enquiry.reference, now=clock.now())
        can_withdraw = False
    context = {"page_title": _("Your enquiry"), "enquiry": enquiry, "can_withdraw": can_withdraw}
    return render(request, "showcase/enquiry_withdraw.html", context)


@desk_view
@require_safe
def enquiry_list(request: HttpRequest) -> HttpResponse:
    """List what was asked of the organisation the person works for."""
    membership = exhibitor_queries.current_membership(request.user)
    if membership is None or not permissions.can_read(membership):
        raise Http404
    page = pagination.paginate(
        queries.enquiries_to(membership.organisation), number=request.GET.get("page"), size=PAGE_SIZE
    )
    add_desk_breadcrumbs(request)
    context = {"page_title": _("Enquiries"), "page": page, "query": request.GET}
    return render(request, "showcase/desk/enquiries.html", context)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Read an enquiry and answer it."""
    enquiry, can_answer = enquiry_or_404(request, reference)
    if request.method == "POST" and not can_answer:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enquiries.answer(enquiry=enquiry, by=request.user, text=form.cleaned_data["answer"], now=clock.now())
        except errors.DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Your answer is sent."))
            return redirect("showcase:enquiries")
    add_desk_breadcrumbs(request, (_("Enquiries"), reverse("showcase:enquiries")))
    context = {
        "page_title": enquiry.title,
        "enquiry": enquiry,
        "form": form,
        "form_has_errors": bool(form.errors),
        "can_answer": can_answer and enquiry.state == EnquiryState.NEW,
        "can_close": can_answer and ENQUIRY_MOVES.allows(EnquiryState(enquiry.state), EnquiryState.CLOSED),
    }
    return render(request, "showcase/desk/enquiry.html", context)


@desk_view
@require_POST
def enquiry_close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close an enquiry."""
    enquiry, can_answer = enquiry_or_404(request, reference)
    if not can_answer:
        raise Http404
    try:
        enquiries.close(enquiry=enquiry, by=request.user, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The enquiry is closed."))
    return redirect("showcase:enquiries")
