"""The organisers' pages for a delegation in the admin: who is complete, invitations, files, export, report."""

import csv
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events import delegation_forms, forms, permissions
from events.delegation_enums import LIVE_MEMBERS, MEMBER_MOVES, MemberState
from events.domain import delegation_reports, delegations
from events.models import (
    DelegationInvitation,
    DelegationMember,
    DelegationPaper,
    DelegationReport,
    TradePromotionPage,
)
from portal.kernel import clock, errors
from portal.kernel.languages import Language
from portal.kernel.spreadsheets import BYTE_ORDER_MARK, harmless
from portal.media.domain import private_files

FIGURES: Final = ("travellers", "contacts", "agreements")


def _programme_or_404(user: Any, page_id: int) -> TradePromotionPage:
    page = get_object_or_404(TradePromotionPage, pk=page_id)
    if not permissions.can_change_status(user, page):
        raise Http404
    return page


def _members(programme: TradePromotionPage) -> list[DelegationMember]:
    rows = DelegationMember.objects.filter(invitation__programme_key=programme.translation_key)
    found = rows.select_related("invitation__organisation").prefetch_related("papers__file")
    return list(found.order_by("invitation__organisation__sort_key", "pk"))


class _DelegationView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc,type-arg]  # Wagtail ships no types
    """The base: who may not publish the programme finds nothing."""

    header_icon = "group"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the programme."""
        super().setup(request, *args, **kwargs)
        self.programme = _programme_or_404(request.user, kwargs["page_id"])

    def get_page_subtitle(self) -> str:
        """Name the programme."""
        return str(self.programme.title)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the page's form."""
        edit = reverse("wagtailadmin_pages:edit", args=[self.programme.pk])
        return [
            *self.breadcrumbs_items,
            {"url": edit, "label": self.programme.title},
            {"url": "", "label": str(self.page_title)},
        ]

    def refuse(self, form: Any, error: errors.DomainError) -> HttpResponse:
        """Show what the rules say beside the field."""
        forms.add_domain_error(form, error)
        return self.form_invalid(form)


class DelegationView(_DelegationView):
    """Who travels and what is missing, by organisation; and the form that invites."""

    form_class = delegation_forms.InviteForm
    template_name = "events/admin/delegation.html"
    page_title = gettext_lazy("Delegation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add invitations with their members; after the trip nobody is taken out any more."""
        is_over = delegations.is_over(self.programme, clock.now())
        members: dict[int, list[dict[str, Any]]] = {}
        for member in _members(self.programme):
            moves = MEMBER_MOVES.moves.get(MemberState(member.state), frozenset())
            members.setdefault(member.invitation_id, []).append(
                {
                    "member": member,
                    "papers": list(member.papers.all()),
                    "may_travel": MemberState.TRAVELLING in moves,
                    "may_withdraw": not is_over and MemberState.WITHDRAWN in moves,
                }
            )
        invitations = DelegationInvitation.objects.filter(programme_key=self.programme.translation_key)
        rows: list[dict[str, Any]] = []
        for invitation in invitations.select_related("organisation"):
            shown = members.get(invitation.pk, [])
            live = [row for row in shown if row["member"].state in LIVE_MEMBERS]
            ready = [row for row in live if row["member"].state in {MemberState.COMPLETE, MemberState.TRAVELLING}]
            rows.append({"invitation": invitation, "members": shown, "named": len(live), "ready": len(ready)})
        return {
            **super().get_context_data(**kwargs),
            "programme": self.programme,
            "rows": rows,
            "seats": sum(row["invitation"].seats for row in rows),
            "named": sum(row["named"] for row in rows),
            "ready": sum(row["ready"] for row in rows),
            "is_over": is_over,
        }

    def form_valid(self, form: delegation_forms.InviteForm) -> HttpResponse:
        """Invite."""
        try:
            delegations.invite(programme=self.programme, by=self.request.user, now=clock.now(), **form.cleaned_data)
        except errors.DomainError as error:
            return self.refuse(form, error)
        messages.success(self.request, _("The organisation is invited; its owners get a mail."))
        return redirect("event_delegation", self.programme.pk)


class NameView(_DelegationView):
    """Names somebody for a seat, as the organisers; the organisation accepts."""

    form_class = delegation_forms.MemberForm
    template_name = "events/admin/delegation_form.html"
    page_title = gettext_lazy("Name somebody")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the invitation."""
        super().setup(request, *args, **kwargs)
        self.invitation = get_object_or_404(
            DelegationInvitation, pk=kwargs["pk"], programme_key=self.programme.translation_key
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say for whom."""
        return {
            **super().get_context_data(**kwargs),
            "programme": self.programme,
            "about": self.invitation.organisation,
        }

    def form_valid(self, form: delegation_forms.MemberForm) -> HttpResponse:
        """Name the person."""
        try:
            delegations.name_member(
                invitation=self.invitation, by=self.request.user, now=clock.now(), **form.cleaned_data
            )
        except errors.DomainError as error:
            return self.refuse(form, error)
        messages.success(self.request, _("The person is named; the organisation has to accept."))
        return redirect("event_delegation", self.programme.pk)


class ReportView(_DelegationView):
    """Writes and publishes the report after the trip."""

    form_class = delegation_forms.ReportForm
    template_name = "events/admin/delegation_form.html"
    page_title = gettext_lazy("Report after the trip")

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is kept, or with those who are noted as travelling."""
        key = self.programme.translation_key
        report = DelegationReport.objects.filter(programme_key=key).first()
        if report is None:
            travelling = DelegationMember.objects.filter(invitation__programme_key=key, state=MemberState.TRAVELLING)
            return {"travellers": travelling.count()}
        kept = {name: getattr(report, name) for name in ("summary_vi", "summary_en", *FIGURES)}
        return {**kept, "publish": report.published_at is not None}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the programme."""
        return {**super().get_context_data(**kwargs), "programme": self.programme}

    def form_valid(self, form: delegation_forms.ReportForm) -> HttpResponse:
        """Keep it."""
        typed = form.cleaned_data
        try:
            delegation_reports.save_report(
                programme=self.programme,
                summaries={language: typed[f"summary_{language.value}"] for language in Language},
                figures={name: typed[name] for name in FIGURES},
                publish=typed["publish"],
                by=self.request.user,
                now=clock.now(),
            )
        except errors.DomainError as error:
            return self.refuse(form, error)
        messages.success(self.request, _("The report is kept."))
        return redirect("event_delegation", self.programme.pk)


def _member_of(programme: TradePromotionPage, pk: int) -> DelegationMember:
    return get_object_or_404(DelegationMember, pk=pk, invitation__programme_key=programme.translation_key)


@require_POST
def decide(request: HttpRequest, page_id: int, pk: int, action: str) -> HttpResponse:
    """Note that somebody travels, or take somebody out."""
    programme = _programme_or_404(request.user, page_id)
    member = _member_of(programme, pk)
    act = {"travel": delegations.confirm_travel, "withdraw": delegations.withdraw}.get(action)
    if act is None:
        raise Http404
    try:
        act(member=member, by=request.user, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is noted."))
    return redirect("event_delegation", programme.pk)


@require_safe
def paper(request: HttpRequest, page_id: int, pk: int) -> HttpResponseBase:
    """Hand a file out to the organisers."""
    programme = _programme_or_404(request.user, page_id)
    papers = DelegationPaper.objects.select_related("file")
    found = get_object_or_404(papers, pk=pk, member__invitation__programme_key=programme.translation_key)
    return private_files.response(found.file)


@require_safe
def export(request: HttpRequest, page_id: int) -> HttpResponse:
    """Return the list of members as CSV that no spreadsheet program takes for formulas."""
    programme = _programme_or_404(request.user, page_id)
    answer = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{programme.slug}-delegation.csv"',
            "Cache-Control": "no-store",
        },
    )
    answer.write(BYTE_ORDER_MARK)
    lines = csv.writer(answer)
    lines.writerow(
        [
            _("Organisation"),
            _("Full name"),
            _("Function"),
            _("State"),
            _("Passport"),
            pgettext("paper", "Visa"),
            _("Files"),
        ]
    )
    for member in _members(programme):
        values = (
            member.invitation.organisation.display_name,
            member.full_name,
            member.function,
            member.get_state_display(),
            member.get_passport_display(),
            member.get_visa_display(),
            len(member.papers.all()),
        )
        lines.writerow([harmless(value) for value in values])
    return answer
