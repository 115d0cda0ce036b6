"""The desk itself, the first organisation, and answers to invitations."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exhibitors import desk as desk_registry
from exhibitors import forms, permissions, queries
from exhibitors.desk import DeskSection, DeskStep
from exhibitors.domain import invitation as invitations
from exhibitors.domain import membership as memberships
from exhibitors.domain import organisation as organisations
from exhibitors.models import Invitation, Membership
from exhibitors.views.guards import check_connection, desk_view, membership_or_404
from portal.kernel import clock, errors
from portal.pages import shell


@desk_view
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits first, then every room's panel; people without an organisation are led to one."""
    held = queries.memberships_of(request.user)
    invited = queries.invitations_for(request.user, clock.now())
    asked = queries.own_requests(request.user, clock.now())
    context: dict[str, Any]
    if not held:
        personal = desk_registry.personal_sections(request)
        context = {
            "invitations": invited,
            "requests": asked,
            "page_title": _("Your desk"),
            "entrances": desk_registry.entrances(request),
            "sections": personal,
            "waiting": desk_registry.waiting_first(personal),
        }
        return render(request, "exhibitors/desk_start.html", context)
    membership = held[0]
    organisation = membership.organisation
    sections = [section for panel in desk_registry.panels() for section in panel.sections(request, organisation)]
    sections += desk_registry.personal_sections(request)
    context = {
        "page_title": _("Your desk"),
        "organisation": organisation,
        "membership": membership,
        "memberships": held,
        "others": _others(held),
        "invitations": invited,
        "requests": asked,
        "sections": sections,
        "entrances": desk_registry.entrances(request),
        "waiting": desk_registry.waiting_first(sections),
        "steps": _first_steps(sections),
        "counts": [count for section in sections for count in section.counts],
        "can_edit": permissions.can_edit(membership),
        "can_see_papers": permissions.can_see_papers(membership),
        "can_close": permissions.can_close(membership),
        "active_tab": "desk",
    }
    return render(request, "exhibitors/desk.html", context)


def _others(held: list[Membership]) -> list[dict[str, Any]]:
    """Return the organisations that the person could work for instead, with how much waits for them there."""
    active = [member for member in held[1:] if permissions.can_edit(member)]
    waiting = desk_registry.waiting_at([member.organisation_id for member in active], clock.now())
    return [{"organisation": member.organisation, "waiting": waiting[member.organisation_id]} for member in held[1:]]


def _first_steps(sections: list[DeskSection]) -> list[DeskStep]:
    """Return a newcomer's steps, the organisation that is made first; none once all are done."""
    steps = [step for section in sections for step in section.steps]
    if all(step.done for step in steps):
        return []
    return [DeskStep(_("Make your organisation"), reverse("exhibitors:desk"), done=True), *steps]


@desk_view
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Work for another of one's organisations."""
    membership = membership_or_404(request, request.POST.get("organisation", ""))
    memberships.choose(membership=membership, by=request.user, now=clock.now())
    return redirect("exhibitors:desk")


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_new(request: HttpRequest) -> HttpResponse:
    """Make an organisation; the person becomes its owner."""
    form = forms.OrganisationForm(request.POST or None)
    join_form = None
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["tax_code"]:
                check_connection(request)
            made = organisations.create_organisation(by=request.user, details=form.details(), now=clock.now())
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
            if isinstance(error, organisations.TaxCodeTakenError):
                typed = {"tax_code": form["tax_code"].value()}
                join_form = forms.JoinByCodeForm(initial=typed, auto_id="id_join_%s")
        else:
            messages.success(request, _("%(name)s is on the portal. You are its owner.") % {"name": made.display_name})
            return redirect("exhibitors:desk")
    shell.add_breadcrumbs(request, (_("Your desk"), shell.Shell(request).account_url))
    return render(
        request,
        "exhibitors/organisation_form.html",
        {
            "form": form,
            "form_has_errors": bool(form.errors),
            "join_form": join_form,
            "page_title": _("Make an organisation"),
        },
    )


@sensitive_variables("secret")
@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the invitation that a mailed link opens; the answer is posted."""
    found = invitations.invitation_of(secret=secret, now=clock.now())
    if found is None:
        return render(
            request,
            "exhibitors/invitation_gone.html",
            {"page_title": _("This invitation is no longer open")},
            status=404,
        )
    if request.method == "POST":
        return _answer(request, found)
    addressed = found.email == str(request.user.email).lower()  # type: ignore[union-attr]  # signed in
    return render(
        request,
        "exhibitors/invitation.html",
        {"invitation": found, "is_addressed": addressed, "page_title": _("Invitation to an organisation")},
    )


@desk_view
@require_POST
def invitation_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an invitation that the desk shows; only those to one's own address exist."""
    own = Invitation.objects.live(clock.now()).filter(email=str(request.user.email).lower())  # type: ignore[union-attr]  # signed in
    return _answer(request, get_object_or_404(own, pk=pk))


def _answer(request: HttpRequest, found: Invitation) -> HttpResponse:
    now = clock.now()
    try:
        if request.POST.get("answer") == "accept":
            membership: Membership = invitations.accept_invitation(invitation=found, by=request.user, now=now)
            memberships.choose(membership=membership, by=request.user, now=now)
            messages.success(request, _("You now work for %(name)s.") % {"name": membership.organisation.display_name})
        elif request.POST.get("answer") == "decline":
            invitations.decline_invitation(invitation=found, by=request.user, now=now)
            messages.info(request, _("The invitation is declined."))
        else:
            raise Http404
    except errors.DomainError as error:
        messages.error(request, str(error))
    return redirect("exhibitors:desk")
