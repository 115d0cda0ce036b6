"""Writing a technology in short steps; each step is kept as a draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from exhibitors.views.guards import desk_view
from portal.kernel import clock, errors
from showcase import naming, permissions, queries, summaries
from showcase.domain import beginnings, completeness, english
from showcase.domain import technology as technologies
from showcase.enums import ReviewState
from showcase.forms.fields import add_domain_error
from showcase.forms.technologies import TitleForm
from showcase.models import TechnologyPage
from showcase.views.guards import add_desk_breadcrumbs, form_key, page_or_404, with_form_key, writer_membership
from showcase.views.steps import STEP_NAMES, TOTAL


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def technology_new(request: HttpRequest) -> HttpResponse:
    """Begin a technology with what it does."""
    membership = writer_membership(request)
    key = form_key(request)
    if request.method != "POST":
        if key is None:
            return with_form_key(request)
        begun = beginnings.begun(submission_key=key, model=TechnologyPage, organisation=membership.organisation)
        if begun is not None:
            return redirect("showcase:technology-step", begun.pk, STEP_NAMES[0])
    form = TitleForm(request.POST or None, initial={"submission_key": key})
    if request.method == "POST" and form.is_valid():
        try:
            page = technologies.start_technology(
                organisation=membership.organisation,
                by=request.user,
                title=form.cleaned_data["title"],
                submission_key=form.cleaned_data.get("submission_key"),
                now=clock.now(),
            )
        except errors.DomainError as error:
            add_domain_error(form, error)
        else:
            return redirect("showcase:technology-step", page.pk, STEP_NAMES[0])
    add_desk_breadcrumbs(request)
    context = {"form": form, "form_has_errors": bool(form.errors), "page_title": _("A new technology")}
    return render(request, "showcase/desk/technology_new.html", context)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def technology_check(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show all answers, and send them for review."""
    page = page_or_404(request, TechnologyPage, page_id)
    failed = ""
    if request.method == "POST":
        if queries.review_states([page])[page.pk] is ReviewState.IN_REVIEW:
            # The same form again: it was sent, and that is the answer.
            messages.success(request, _("It is sent for review. You will get a mail when the review is done."))
            return redirect("exhibitors:desk")
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
    twin = english.twin_of(page)
    findings = naming.what_gives_away(draft)
    rounds = queries.rounds_of(page)
    add_desk_breadcrumbs(request)
    context = {
        "page_title": _("Check your answers"),
        "technology": draft,
        "state": state,
        "comment": queries.review_comment(page) if state is ReviewState.RETURNED else "",
        "groups": summaries.technology(draft),
        "missing": summaries.links(draft, missing),
        "failed": failed,
        "can_send": state not in {ReviewState.IN_REVIEW, ReviewState.LIVE, ReviewState.REFUSED}
        or (state is ReviewState.LIVE and twin is not None and twin.has_unpublished_changes),
        "can_edit": state in permissions.EDITABLE_STATES,
        "page_id": page.pk,
        "is_live": page.live,
        "due_on": next((entry.due_on for entry in rounds if entry.decided_at is None), None),
        "rounds": [entry for entry in rounds if entry.decided_at is not None],
        "refusal": rounds[0].reason if state is ReviewState.REFUSED and rounds else "",
        "findings": summaries.finding_links(draft, findings),
        "is_anonymous": draft.is_anonymous,
        "english": list(english.states(draft, twin).items()),
        "completeness": summaries.completeness_of(page, completeness.measure(draft.serializable_data())),
        "step": TOTAL,
        "total": TOTAL,
        "public_url": page.url if page.live else "",
    }
    return render(request, "showcase/desk/check.html", context)
