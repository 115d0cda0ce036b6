"""Links with other intermediaries: proposing, answering, ending."""

from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from exhibitors import permissions
from exhibitors.domain import link as links
from exhibitors.enums import LIVE_LINKS, LinkKind, LinkState
from exhibitors.forms import add_domain_error
from exhibitors.forms.links import LinkForm
from exhibitors.models import Membership, Organisation, OrganisationLink
from exhibitors.views.guards import desk_view, membership_or_404, require
from portal.kernel import clock, errors

TONES: Final = {LinkState.PROPOSED: "warning", LinkState.CONFIRMED: "success"}


@dataclass(frozen=True, slots=True)
class Row:
    """One link as its side sees it, with the answers that are open to it."""

    link: OrganisationLink
    title: str
    text: str
    tone: str
    answers: tuple[tuple[str, str], ...]


def _answers(link: OrganisationLink, own: Organisation) -> tuple[tuple[str, str], ...]:
    if link.state == LinkState.CONFIRMED:
        return (("end", _("End the link")),)
    if link.target_id == own.pk:
        return (("confirm", _("Confirm")), ("decline", _("Decline")))
    return (("end", _("Take back")),)


def _rows(own: Organisation) -> list[Row]:
    live = OrganisationLink.objects.filter(Q(source=own) | Q(target=own), state__in=LIVE_LINKS)
    return [
        Row(
            link=link,
            title=f"{link.source.display_name} – {link.target.display_name}",
            text=" · ".join(str(part) for part in (link.get_kind_display(), link.since, link.services) if part),
            tone=TONES[LinkState(link.state)],
            answers=_answers(link, own),
        )
        for link in live.select_related("source", "target")
    ]


def _show(request: HttpRequest, membership: Membership, form: LinkForm | None) -> HttpResponse:
    context = {
        "page_title": _("Links with other intermediaries"),
        "organisation": membership.organisation,
        "membership": membership,
        "rows": _rows(membership.organisation),
        "form": form,
        "form_has_errors": bool(form and form.errors),
        "can_edit": permissions.can_edit(membership),
        "active_tab": "links",
    }
    return render(request, "exhibitors/links.html", context)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def links_of(request: HttpRequest, slug: str) -> HttpResponse:
    """List the links of the organisation; owners and editors of an intermediary propose more."""
    membership = membership_or_404(request, slug)
    own = membership.organisation
    may_propose = permissions.can_edit(membership) and links.is_intermediary(own)
    if request.method != "POST":
        return _show(request, membership, LinkForm(source=own) if may_propose else None)
    require(may_propose)
    form = LinkForm(request.POST, source=own)
    if form.is_valid():
        typed = form.cleaned_data
        # The organisation may have been hidden since the form was checked.
        target = get_object_or_404(Organisation.objects.public(), slug=typed["target"])
        try:
            links.propose(
                source=own,
                target=target,
                kind=LinkKind(typed["kind"]),
                since=typed["since"],
                services=typed["services"],
                services_en=typed["services_en"],
                by=request.user,
                now=clock.now(),
            )
        except errors.DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The link is proposed; the other organisation confirms it at its desk."))
            return redirect("exhibitors:links", slug)
    return _show(request, membership, form)


@desk_view
@require_POST
def link_answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Confirm, decline or end a link of one's organisation; foreign links do not exist."""
    membership = membership_or_404(request, slug)
    require(permissions.can_edit(membership))
    own = membership.organisation
    link = get_object_or_404(
        OrganisationLink.objects.select_related("source", "target"), Q(source=own) | Q(target=own), pk=pk
    )
    answer, now = request.POST.get("answer"), clock.now()
    try:
        if answer == "confirm":
            links.confirm(link=link, by=request.user, now=now)
        elif answer == "decline":
            links.decline(link=link, by=request.user, now=now)
        elif answer == "end":
            links.end(link=link, organisation=own, by=request.user, now=now)
        else:
            raise Http404
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your answer is kept."))
    return redirect("exhibitors:links", slug)
