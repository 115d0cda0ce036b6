"""The verification as the organisation sees it: where it stands, its papers, and giving the officer the turn."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exhibitors import forms, history, permissions, queries
from exhibitors.domain import papers as paper_rules
from exhibitors.domain import verification
from exhibitors.enums import PaperKind, VerificationState, VerificationTurn
from exhibitors.models import Membership, Paper
from exhibitors.views.guards import desk_view, membership_or_404, require
from portal.kernel import clock, errors
from portal.media.domain import private_files
from portal.media.domain.kept import Keeper


def _show(
    request: HttpRequest, own: Membership, form: forms.PaperForm | None, answer: forms.AnswerForm | None = None
) -> HttpResponse:
    organisation = own.organisation
    refused = organisation.state == VerificationState.REFUSED
    can_answer = permissions.can_edit(own) and (refused or organisation.turn is VerificationTurn.ORGANISATION)
    context: dict[str, Any] = {
        "form": form,
        "form_has_errors": bool((form and form.errors) or (answer and answer.errors)),
        "answer_form": (answer or forms.AnswerForm()) if can_answer else None,
        "page_title": pgettext("of an organisation", "Verification"),
        "organisation": organisation,
        "membership": own,
        "papers": queries.papers_of(organisation),
        "history": history.verification_lines(organisation),
        "is_refused": refused,
        "turn": organisation.turn.value,
        "can_edit": permissions.can_edit(own),
        "can_see_papers": True,
        "active_tab": "papers",
    }
    return render(request, "exhibitors/papers.html", context)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, slug: str) -> HttpResponse:
    """Show where the verification stands and the papers; owners and editors hand in more."""
    own = membership_or_404(request, slug)
    require(permissions.can_see_papers(own))
    can_edit = permissions.can_edit(own)
    if request.method != "POST":
        return _show(request, own, forms.PaperForm() if can_edit else None)
    require(can_edit)
    keeper = Keeper(subject=f"organisation:{own.organisation.pk}", by=request.user)
    form = forms.PaperForm(request.POST, request.FILES, keeper=keeper)
    if form.is_valid():
        try:
            made = paper_rules.add_paper(
                organisation=own.organisation,
                kind=PaperKind(form.cleaned_data["kind"]),
                file=form.cleaned_data["file"],
                by=request.user,
                now=clock.now(),
            )
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
        else:
            form.forget_uploads()
            messages.success(request, _("%(name)s is handed in.") % {"name": made.file.original_name})
            return redirect("exhibitors:papers", slug)
    form.keep_uploads()
    return _show(request, own, form)


def _paper_or_404(own: Membership, pk: int) -> Paper:
    return get_object_or_404(Paper.objects.select_related("file", "organisation"), pk=pk, organisation=own.organisation)


@desk_view
@require_safe
def paper(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Hand a paper out to those who may see it."""
    own = membership_or_404(request, slug)
    require(permissions.can_see_papers(own))
    return private_files.response(_paper_or_404(own, pk).file)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def paper_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then throw a paper away."""
    own = membership_or_404(request, slug)
    require(permissions.can_edit(own))
    found = _paper_or_404(own, pk)
    if request.method == "POST":
        name = found.file.original_name
        paper_rules.remove_paper(paper=found, by=request.user, now=clock.now())
        messages.success(request, _("%(name)s is thrown away.") % {"name": name})
        return redirect("exhibitors:papers", slug)
    context = {
        "organisation": own.organisation,
        "thing": found.file.original_name,
        "page_title": _("Throw the paper away"),
        "words": _("The file is deleted and officers can no longer open it."),
        "cancel_url": reverse("exhibitors:papers", args=[slug]),
    }
    return render(request, "exhibitors/remove.html", context)


@desk_view
@require_POST
def request_verification(request: HttpRequest, slug: str) -> HttpResponse:
    """Give an officer the turn again: after a refusal, or with what was asked for."""
    own = membership_or_404(request, slug)
    require(permissions.can_edit(own))
    form = forms.AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, own, forms.PaperForm(), form)
    try:
        verification.request_verification(
            organisation=own.organisation, by=request.user, note=form.cleaned_data["note"], now=clock.now()
        )
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("An officer will look at the organisation again."))
    return redirect("exhibitors:papers", slug)
