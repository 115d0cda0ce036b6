"""Writing a need on one form: keep it as a draft, or send it for review."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from exhibitors.views.guards import desk_view
from portal.kernel import clock, errors
from showcase import queries
from showcase.domain import need as needs
from showcase.enums import ReviewState
from showcase.forms.fields import add_domain_error
from showcase.forms.needs import NeedForm
from showcase.models import NeedPage
from showcase.views.guards import add_desk_breadcrumbs, page_or_404, writer_membership


def _finish(request: HttpRequest, form: Any, page: NeedPage, *, send: bool) -> HttpResponse | None:
    try:
        if send:
            needs.submit_need(page=page, by=request.user, now=clock.now())
    except errors.DomainError as error:
        add_domain_error(form, error)
        return None
    words = (
        _("It is sent for review. You will get a mail when the review is done.")
        if send
        else _("Your draft is saved. You can go on at any time.")
    )
    messages.success(request, words)
    return redirect("exhibitors:desk")


def _form_page(request: HttpRequest, form: Any, title: str, **extra: Any) -> HttpResponse:
    add_desk_breadcrumbs(request)
    context = {
        "form": form,
        "form_has_errors": form.has_errors,
        "page_title": title,
        "formsets": list(form.formsets.items()),
        **extra,
    }
    return render(request, "showcase/desk/need.html", context)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def need_new(request: HttpRequest) -> HttpResponse:
    """Write a new need."""
    membership = writer_membership(request)
    relaxed = request.POST.get("action") == "save"
    form = NeedForm(request.POST or None, instance=NeedPage(), relaxed=relaxed)
    if request.method == "POST" and form.is_valid():
        try:
            page = needs.start_need(organisation=membership.organisation, by=request.user, page=form.save(commit=False))
        except errors.DomainError as error:
            add_domain_error(form, error)
        else:
            return _finish(request, form, page, send=not relaxed) or redirect("showcase:need-edit", page.pk)
    return _form_page(request, form, _("A new need"))


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def need_edit(request: HttpRequest, page_id: int) -> HttpResponse:
    """Go on with a need, or change a published one."""
    page = page_or_404(request, NeedPage, page_id)
    state = queries.review_states([page])[page.pk]
    relaxed = request.POST.get("action") == "save"
    form = NeedForm(request.POST or None, instance=page.get_latest_revision_as_object(), relaxed=relaxed)
    if request.method == "POST" and form.is_valid():
        try:
            needs.save_need(page=form.save(commit=False), by=request.user)
        except errors.DomainError as error:
            add_domain_error(form, error)
        else:
            done = _finish(request, form, page, send=not relaxed)
            if done is not None:
                return done
    return _form_page(
        request,
        form,
        page.draft_title,
        state=state,
        in_review=state is ReviewState.IN_REVIEW,
        comment=queries.review_comment(page) if state is ReviewState.RETURNED else "",
        public_url=page.url if page.live else "",
    )
