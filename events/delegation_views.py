"""A delegation at the desk of an organisation: who travels, what is in order, files."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import delegation_forms, forms, permissions, queries
from events.delegation_enums import LIVE_MEMBERS, DelegationPaperKind, MemberState, PaperStatus
from events.domain import delegations
from events.models import DelegationInvitation, DelegationMember, DelegationPaper
from exhibitors import queries as exhibitor_queries
from portal.kernel import clock, errors, languages
from portal.media.domain import private_files
from portal.media.domain.kept import Keeper
from portal.pages import shell


def _seen_by(request: HttpRequest, invitation: DelegationInvitation) -> bool:
    """Answer 404 to everybody but members of the organisation; return whether the person may change something."""
    membership = exhibitor_queries.membership_in(request.user, invitation.organisation)
    if membership is None:
        raise Http404
    return permissions.can_apply(membership)


def _member_or_404(pk: int) -> DelegationMember:
    found = DelegationMember.objects.select_related("invitation__organisation").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _shared(request: HttpRequest, invitation: DelegationInvitation, *, may_edit: bool) -> dict[str, Any]:
    page = queries.programme_page(invitation.programme_key, languages.current())
    if page is None:
        raise Http404
    shell.add_breadcrumbs(request, (_("Your desk"), shell.Shell(request).account_url))
    return {
        "invitation": invitation,
        "organisation": invitation.organisation,
        "programme": page,
        "may_edit": may_edit and not delegations.is_over(page, clock.now()),
    }


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who travels for the organisation, and name one more."""
    invitation = DelegationInvitation.objects.select_related("organisation").filter(pk=pk).first()
    if invitation is None:
        raise Http404
    may_edit = _seen_by(request, invitation)
    context = _shared(request, invitation, may_edit=may_edit)
    if request.method == "POST" and not may_edit:
        raise Http404
    form = delegation_forms.MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = delegations.name_member(invitation=invitation, by=request.user, now=clock.now(), **form.cleaned_data)
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
        else:
            messages.success(request, _("%(name)s is named.") % {"name": made.full_name})
            return redirect("events:delegation-member", made.pk)
    members = list(invitation.members.all())
    live = [member for member in members if member.state in LIVE_MEMBERS]
    return render(
        request,
        "events/delegation.html",
        {
            **context,
            "members": members,
            "seats_left": max(0, invitation.seats - len(live)),
            "form": form,
            "form_has_errors": bool(form.errors),
            "page_title": _("Your delegation"),
        },
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a member with checklist and files; take either form."""
    found = _member_or_404(pk)
    may_edit = _seen_by(request, found.invitation)
    context = _shared(request, found.invitation, may_edit=may_edit)
    if request.method == "POST" and not may_edit:
        raise Http404
    is_upload = request.method == "POST" and request.POST.get("form") == "paper"
    is_checklist = request.method == "POST" and not is_upload
    keeper = Keeper(subject=f"delegation:{found.pk}", by=request.user)
    checklist = delegation_forms.ChecklistForm(
        request.POST if is_checklist else None, initial={"passport": found.passport, "visa": found.visa}
    )
    upload = (
        delegation_forms.PaperForm(request.POST, request.FILES, keeper=keeper)
        if is_upload
        else delegation_forms.PaperForm()
    )
    if is_checklist and checklist.is_valid() and _set_papers(request, found, checklist):
        return redirect("events:delegation-member", found.pk)
    if is_upload:
        if upload.is_valid() and _add_paper(request, found, upload):
            return redirect("events:delegation-member", found.pk)
        upload.keep_uploads()
    return render(
        request,
        "events/delegation_member.html",
        {
            **context,
            "member": found,
            "is_invited": found.state == MemberState.INVITED,
            "is_live": found.state in LIVE_MEMBERS,
            "papers": found.papers.select_related("file"),
            "log": found.log.all(),
            "checklist": checklist,
            "upload": upload,
            "form_has_errors": bool(checklist.errors or upload.errors),
            "page_title": found.full_name,
        },
    )


def _set_papers(request: HttpRequest, found: DelegationMember, form: delegation_forms.ChecklistForm) -> bool:
    try:
        delegations.set_papers(
            member=found,
            passport=PaperStatus(form.cleaned_data["passport"]),
            visa=PaperStatus(form.cleaned_data["visa"]),
            by=request.user,
            now=clock.now(),
        )
    except errors.DomainError as error:
        forms.add_domain_error(form, error)
        return False
    messages.success(request, _("The papers are noted."))
    return True


def _add_paper(request: HttpRequest, found: DelegationMember, form: delegation_forms.PaperForm) -> bool:
    try:
        made = delegations.add_paper(
            member=found,
            kind=DelegationPaperKind(form.cleaned_data["kind"]),
            file=form.cleaned_data["file"],
            by=request.user,
            now=clock.now(),
        )
    except errors.DomainError as error:
        forms.add_domain_error(form, error)
        return False
    form.forget_uploads()
    messages.success(request, _("%(name)s is handed in.") % {"name": made.file.original_name})
    return True


@never_cache
@login_required
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that somebody whom the organisers named will come."""
    found = _member_or_404(pk)
    _seen_by(request, found.invitation)
    try:
        delegations.accept(member=found, by=request.user, now=clock.now())
    except errors.NotAllowedError as error:
        raise Http404 from error
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(name)s comes along.") % {"name": found.full_name})
    return redirect("events:delegation-member", found.pk)


@never_cache
@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody out of the delegation."""
    found = _member_or_404(pk)
    _seen_by(request, found.invitation)
    try:
        delegations.withdraw(member=found, by=request.user, now=clock.now())
    except errors.NotAllowedError as error:
        raise Http404 from error
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(name)s is taken out; the files are deleted.") % {"name": found.full_name})
    return redirect("events:delegation", found.invitation_id)


def _paper_or_404(request: HttpRequest, pk: int) -> DelegationPaper:
    found = DelegationPaper.objects.select_related("file", "member__invitation__organisation").filter(pk=pk).first()
    if found is None:
        raise Http404
    _seen_by(request, found.member.invitation)
    return found


@never_cache
@login_required
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand a file out to the organisation."""
    return private_files.response(_paper_or_404(request, pk).file)


@never_cache
@login_required
@require_POST
def paper_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a file away."""
    found = _paper_or_404(request, pk)
    try:
        delegations.remove_paper(paper=found, by=request.user, now=clock.now())
    except errors.NotAllowedError as error:
        raise Http404 from error
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The file is thrown away."))
    return redirect("events:delegation-member", found.member_id)
