"""Members of an organisation: inviting, roles, handing over, removing, leaving."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from exhibitors import forms, permissions, queries
from exhibitors.domain import invitation as invitations
from exhibitors.domain import membership as memberships
from exhibitors.enums import CLOSING_MOVES, MemberRole, VerificationState
from exhibitors.models import Invitation, JoinRequest, Membership
from exhibitors.views.guards import desk_view, membership_or_404, require
from portal.kernel import clock, errors


def _requests(own: Membership) -> list[tuple[JoinRequest, forms.RoleForm]]:
    """Return who asks to join, each with the form of a role; owners only."""
    if not permissions.can_manage_members(own):
        return []
    return [
        (waiting, forms.RoleForm(initial={"role": MemberRole.EDITOR}, auto_id=f"id_request_{waiting.pk}_%s"))
        for waiting in queries.waiting_requests(own.organisation, clock.now())
    ]


def _context(own: Membership, form: forms.InvitationForm | None) -> dict[str, Any]:
    organisation = own.organisation
    return {
        "form": form,
        "form_has_errors": bool(form and form.errors),
        "page_title": _("Members"),
        "organisation": organisation,
        "membership": own,
        "members": [
            (member, forms.RoleForm(initial={"role": member.role}, auto_id=f"id_{member.pk}_%s"))
            for member in queries.members_of(organisation)
        ],
        "waiting": queries.waiting_invitations(organisation, clock.now()),
        "requests": _requests(own),
        "can_add": permissions.can_add_members(own),
        "can_close": permissions.can_close(own)
        and CLOSING_MOVES.allows(VerificationState(organisation.state), VerificationState.CLOSED),
        "can_see_papers": permissions.can_see_papers(own),
        "can_manage": permissions.can_manage_members(own),
        "can_edit": permissions.can_edit(own),
        "active_tab": "members",
    }


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """List the members; owners invite more."""
    own = membership_or_404(request, slug)
    can_invite = permissions.can_add_members(own)
    if request.method != "POST":
        form = forms.InvitationForm() if can_invite else None
        return render(request, "exhibitors/members.html", _context(own, form))
    require(can_invite)
    form = forms.InvitationForm(request.POST)
    if form.is_valid():
        try:
            made = invitations.invite_member(
                organisation=own.organisation,
                email=form.cleaned_data["email"],
                role=MemberRole(form.cleaned_data["role"]),
                by=request.user,
                now=clock.now(),
            )
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
        else:
            messages.success(request, _("The invitation to %(email)s is on its way.") % {"email": made.email})
            return redirect("exhibitors:members", slug)
    return render(request, "exhibitors/members.html", _context(own, form))


def _member_or_404(own: Membership, pk: int) -> Membership:
    return get_object_or_404(
        Membership.objects.select_related("user", "organisation"), pk=pk, organisation=own.organisation
    )


@desk_view
@require_POST
def member_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give a member another role."""
    own = membership_or_404(request, slug)
    require(permissions.can_manage_members(own))
    member = _member_or_404(own, pk)
    form = forms.RoleForm(request.POST)
    try:
        if not form.is_valid():
            raise errors.DomainError(_("Choose a role from the list."))
        memberships.change_role(
            membership=member, role=MemberRole(form.cleaned_data["role"]), by=request.user, now=clock.now()
        )
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The role of %(name)s is changed.") % {"name": member.user})
    return redirect("exhibitors:members", slug)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def member_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then end a membership; for one's own it means leaving."""
    own = membership_or_404(request, slug)
    member = _member_or_404(own, pk)
    leaves = member.pk == own.pk
    require(leaves or permissions.can_manage_members(own))
    context: dict[str, Any] = {
        "organisation": own.organisation,
        "member": member,
        "leaves": leaves,
        "page_title": _("Leave the organisation") if leaves else _("Remove a member"),
        "cancel_url": reverse("exhibitors:members", args=[slug]),
    }
    if request.method == "POST":
        try:
            memberships.remove_member(membership=member, by=request.user, now=clock.now())
        except errors.DomainError as error:
            return render(request, "exhibitors/member_remove.html", {**context, "error": str(error)}, status=409)
        if leaves:
            messages.success(request, _("You have left %(name)s.") % {"name": own.organisation.display_name})
            return redirect("exhibitors:desk")
        messages.success(request, _("%(name)s is no longer a member.") % {"name": member.user})
        return redirect("exhibitors:members", slug)
    return render(request, "exhibitors/member_remove.html", context)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then make another member the owner and step down to editor."""
    own = membership_or_404(request, slug)
    require(permissions.can_manage_members(own))
    member = _member_or_404(own, pk)
    require(member.pk != own.pk)
    if request.method == "POST":
        try:
            memberships.hand_over(membership=member, by=request.user, now=clock.now())
        except errors.DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("%(name)s now owns the organisation.") % {"name": member.user})
        return redirect("exhibitors:members", slug)
    context = {
        "organisation": own.organisation,
        "member": member,
        "page_title": _("Hand over the organisation"),
        "cancel_url": reverse("exhibitors:members", args=[slug]),
    }
    return render(request, "exhibitors/hand_over.html", context)


@desk_view
@require_POST
def invitation_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an invitation back."""
    own = membership_or_404(request, slug)
    require(permissions.can_manage_members(own))
    found = get_object_or_404(Invitation, pk=pk, organisation=own.organisation)
    try:
        invitations.withdraw_invitation(invitation=found, by=request.user, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The invitation is withdrawn."))
    return redirect("exhibitors:members", slug)
