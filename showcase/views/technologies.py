"""Writing a technology in short steps; each step is kept as a draft."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from exhibitors.views.guards import desk_view
from portal.kernel import clock, errors
from showcase import queries, summaries
from showcase.domain import picture as pictures
from showcase.domain import technology as technologies
from showcase.enums import ReviewState
from showcase.forms.fields import add_domain_error
from showcase.forms.technologies import STEPS, IdentityForm, TitleForm
from showcase.models import TechnologyPage
from showcase.views.guards import add_desk_breadcrumbs, page_or_404, writer_membership

STEP_NAMES = list(STEPS)
TOTAL = len(STEPS) + 1


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def technology_new(request: HttpRequest) -> HttpResponse:
    """Begin a technology with what it does."""
    membership = writer_membership(request)
    form = TitleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            page = technologies.start_technology(
                organisation=membership.organisation,
                by=request.user,
                title=form.cleaned_data["title"],
                now=clock.now(),
            )
        except errors.DomainError as error:
            add_domain_error(form, error)
        else:
            return redirect("showcase:technology-step", page.pk, STEP_NAMES[0])
    add_desk_breadcrumbs(request)
    context = {"form": form, "form_has_errors": bool(form.errors), "page_title": _("A new technology")}
    return render(request, "showcase/desk/technology_new.html", context)


def _save(form: Any, request: HttpRequest) -> bool:
    draft = form.save(commit=False)
    try:
        file = form.cleaned_data.get("picture")
        if isinstance(form, IdentityForm) and file:
            alt = form.cleaned_data["picture_alt"]
            pictures.add_picture(page=draft, file=file, alt=alt, by=request.user)
        technologies.save_technology(page=draft, by=request.user)
    except errors.DomainError as error:
        add_domain_error(form, error)
        return False
    return True


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def technology_step(request: HttpRequest, page_id: int, step: str) -> HttpResponse:
    """One step; "save" keeps unfinished work, "continue" asks for all that the step needs."""
    page = page_or_404(request, TechnologyPage, page_id)
    if step not in STEPS:
        raise Http404
    if queries.review_states([page])[page.pk] is ReviewState.IN_REVIEW:
        return redirect("showcase:technology-check", page.pk)
    title, form_class = STEPS[step]
    relaxed = request.POST.get("action") == "save"
    draft = page.get_latest_revision_as_object()
    form = form_class(request.POST or None, request.FILES or None, instance=draft, relaxed=relaxed)
    if request.method == "POST" and form.is_valid() and _save(form, request):
        if relaxed:
            messages.success(request, _("Your draft is saved. You can go on at any time."))
            return redirect("exhibitors:desk")
        index = STEP_NAMES.index(step) + 1
        if index < len(STEP_NAMES):
            return redirect("showcase:technology-step", page.pk, STEP_NAMES[index])
        return redirect("showcase:technology-check", page.pk)
    add_desk_breadcrumbs(request)
    context = {
        "form": form,
        "form_has_errors": form.has_errors,
        "page_title": page.draft_title,
        "step_title": title,
        "step": STEP_NAMES.index(step) + 1,
        "total": TOTAL,
        "step_names": [*(name for name, _form in STEPS.values()), _("Check and send")],
        "formsets": list(form.formsets.items()),
    }
    return render(request, "showcase/desk/step.html", context)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def technology_check(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show all answers, and send them for review."""
    page = page_or_404(request, TechnologyPage, page_id)
    failed = ""
    if request.method == "POST":
        try:
            technologies.submit_technology(page=page, by=request.user, now=clock.now())
        except errors.DomainError as error:
            failed = str(error)
        else:
            messages.success(request, _("It is sent for review. You will get a mail when the review is done."))
            return redirect("exhibitors:desk")
    draft = page.get_latest_revision_as_object()
    state = queries.review_states([page])[page.pk]
    missing = technologies.missing_parts(draft)
    add_desk_breadcrumbs(request)
    context = {
        "page_title": _("Check your answers"),
        "technology": draft,
        "state": state,
        "comment": queries.review_comment(page) if state is ReviewState.RETURNED else "",
        "groups": summaries.technology(draft),
        "missing": summaries.links(draft, missing),
        "failed": failed,
        "can_send": state not in {ReviewState.IN_REVIEW, ReviewState.LIVE},
        "can_edit": state is not ReviewState.IN_REVIEW,
        "step": TOTAL,
        "total": TOTAL,
        "public_url": page.url if page.live else "",
    }
    return render(request, "showcase/desk/check.html", context)
