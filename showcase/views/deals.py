"""Outcomes: reporting one from an enquiry or without, and reading, confirming, contesting, correcting it behind its doors."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from exhibitors import queries as exhibitor_queries
from exhibitors.views.guards import desk_view
from portal.kernel import clock, errors, pagination
from portal.media.domain import private_files
from portal.media.domain.kept import Keeper
from portal.media.forms import KeepsUploadsMixin
from showcase import deal_queries, permissions, presenters, queries
from showcase.deal_enums import DEAL_MOVES, DealState
from showcase.domain import deal as deals
from showcase.domain import deal_links, sides
from showcase.domain.deal import Partner, Party
from showcase.domain.deal_details import CorrectedMeanwhileError
from showcase.enquiry_enums import Side
from showcase.forms.deals import ContestForm, CorrectionForm, DealForm, OutsideDealForm, VersionForm
from showcase.forms.fields import add_domain_error
from showcase.models import Deal
from showcase.views import conversations
from showcase.views.doors import Door
from showcase.views.guards import add_desk_breadcrumbs, writer_membership

PAGE_SIZE: Final = 30
RELATED: Final = ("organisation", "partner_organisation", "enquiry")


@dataclass(frozen=True, slots=True)
class DealDoor:
    """An opened report: who acts, and where its steps are."""

    name: str
    arguments: tuple[str, ...]
    deal: Deal
    party: Party
    can_act: bool

    def url(self, step: str = "") -> str:
        """Return the address of a step, or of the report itself."""
        return reverse(f"showcase:{self.name}{step and '-' + step}", args=self.arguments)


def desk_door(request: HttpRequest, key: str) -> DealDoor:
    """Open a report for a member of one of its organisations, or for the account that sent its enquiry."""
    deal = Deal.objects.filter(reference=key).select_related(*RELATED).first()
    memberships = exhibitor_queries.memberships_of(request.user)
    side = deals.side_of(deal=deal, user=request.user, memberships=memberships) if deal else None
    if deal is None or side is None:
        raise Http404
    party = Party(side, request.user)
    try:
        party.check(deal)
    except errors.NotAllowedError:
        return DealDoor("deal", (key,), deal, party, can_act=False)
    return DealDoor("deal", (key,), deal, party, can_act=True)


@sensitive_variables("key")
def link_door(_request: HttpRequest, key: str) -> DealDoor:
    """Open a report for the holder of its link."""
    deal = deal_links.deal_of(secret=key, now=clock.now())
    if deal is None:
        raise Http404
    return DealDoor("deal-link", (key,), deal, Party(Side.SENDER), can_act=True)


@sensitive_variables("key")
def talk_door(_request: HttpRequest, key: str, reference: str) -> DealDoor:
    """Open a report for the holder of the link to the enquiry from which it came."""
    enquiry = sides.enquiry_of(purpose=sides.CONVERSATION_PURPOSE, secret=key, now=clock.now())
    found = Deal.objects.filter(reference=reference, enquiry=enquiry) if enquiry else Deal.objects.none()
    deal = found.select_related(*RELATED).first()
    if deal is None:
        raise Http404
    return DealDoor("deal-talk", (key, reference), deal, Party(Side.SENDER), can_act=True)


Opener = Callable[..., DealDoor]
Step = Callable[[HttpRequest, DealDoor], HttpResponseBase]


def behind(opener: Opener, step: Step, *methods: str) -> Callable[..., HttpResponseBase]:
    """Return the view of a step behind a door; readers without the right to write only see."""

    @sensitive_variables("keys")
    def view(request: HttpRequest, **keys: str) -> HttpResponseBase:
        door = opener(request, **keys)
        if not door.can_act and "POST" in methods:
            raise Http404
        return step(request, door)

    guarded = require_http_methods([*methods])(view)
    return never_cache(login_required(guarded) if opener is desk_door else guarded)


def _organisation_words(deal: Deal) -> str:
    """Return how the partner may call the organisation: an outcome of an enquiry tells no more than its conversation."""
    enquiry = deal.enquiry
    if enquiry is None:
        return str(deal.organisation.display_name)
    return presenters.organisation_words(enquiry, queries.subject_terms(enquiry), list(enquiry.shares.all()))


def _way_to_list(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the step to the list of outcomes; none for people without an organisation, who have no such list."""
    if not permissions.can_read(exhibitor_queries.current_membership(request.user)):
        return []
    return [(_("Outcomes"), reverse("showcase:deals"))]


def show(request: HttpRequest, door: DealDoor) -> HttpResponse:
    """Show a report with its versions. Notes and evidence are shown to the side that wrote them."""
    deal, side = door.deal, door.party.side
    versions = list(deal.versions.select_related("evidence"))
    state = DealState(deal.state)
    is_other = door.can_act and side != deal.reported_side
    if door.name == "deal":
        add_desk_breadcrumbs(request, *_way_to_list(request))
    words = str(deal.organisation.display_name) if side is Side.OWNER else _organisation_words(deal)
    names = presenters.deal_sides(deal, organisation_words=words)
    context = {
        "page_title": deal.title,
        "deal": deal,
        "door": door,
        "partner": names[side.other],
        "versions": [(version, version.side == side) for version in versions],
        "can_confirm": is_other and DEAL_MOVES.allows(state, DealState.CONFIRMED),
        "can_contest": is_other and DEAL_MOVES.allows(state, DealState.CONTESTED),
        "can_correct": door.can_act and DEAL_MOVES.allows(state, DealState.REPORTED),
        "can_take_back": door.can_act
        and not is_other
        and deal.counted_version is None
        and DEAL_MOVES.allows(state, DealState.VOIDED),
        "steps": [
            {
                "title": row.get_step_display(),
                "when": row.at,
                "text": row.text,
                "by": names[Side(row.side)] if row.side else "",
            }
            for row in deal.log.all()
        ],
        "evidence_url": door.url("evidence"),
        "urls": {name.replace("-", "_"): door.url(name) for name in ("confirm", "contest", "correct", "take-back")},
    }
    return render(request, "showcase/deal.html", context)


def _version_in(request: HttpRequest) -> int | None:
    form = VersionForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else None


def confirm(request: HttpRequest, door: DealDoor) -> HttpResponse:
    """Confirm what the other side reported."""
    try:
        deals.confirm(deal=door.deal, party=door.party, version=_version_in(request), now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You confirmed the outcome. Thank you."))
    return redirect(door.url())


def take_back(request: HttpRequest, door: DealDoor) -> HttpResponse:
    """Take one's own report back."""
    try:
        deals.take_back(deal=door.deal, party=door.party, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your report is taken back."))
    return redirect(door.url())


def _form_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    submit: str,
    cancel: str,
    intro: str = "",
    door: DealDoor | None = None,
) -> HttpResponse:
    """Show a step's form; of a report behind its ``door`` also the newest version, which the form is about."""
    if isinstance(form, KeepsUploadsMixin):
        form.keep_uploads()
    version = deals.current(door.deal) if door else None
    context = {
        "version": version,
        "is_own": bool(door and version and version.side == door.party.side),
        "evidence_url": door.url("evidence") if door else "",
        "page_title": title,
        "form": form,
        "form_has_errors": bool(form.errors),
        "intro": intro,
        "submit_text": submit,
        "cancel_url": cancel,
    }
    return render(request, "showcase/deal_step.html" if door else "showcase/conversation_step.html", context)


def contest(request: HttpRequest, door: DealDoor) -> HttpResponse:
    """Say what is not right."""
    form = ContestForm(request.POST or None, initial={"version": door.deal.version})
    if request.method == "POST" and form.is_valid():
        try:
            deals.contest(
                deal=door.deal,
                party=door.party,
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
                now=clock.now(),
            )
        except CorrectedMeanwhileError as error:
            door.deal.refresh_from_db(fields=["version"])
            form.ask_again(error, door.deal.version)
        except errors.DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The other side and the officer read what is not right."))
            return redirect(door.url())
    return _form_page(
        request,
        form,
        title=_("Contest the outcome"),
        submit=_("Contest the outcome"),
        cancel=door.url(),
        door=door,
    )


def correct(request: HttpRequest, door: DealDoor) -> HttpResponse:
    """Write a new version."""
    initial = CorrectionForm.values_of(deals.current(door.deal))
    keeper = Keeper(subject=f"deal:{door.deal.pk}", by=request.user)
    form = CorrectionForm(request.POST or None, request.FILES or None, initial=initial, keeper=keeper)
    if request.method == "POST" and form.is_valid():
        try:
            deals.correct(
                deal=door.deal,
                party=door.party,
                version=form.cleaned_data["version"],
                details=form.details(),
                reason=form.cleaned_data["reason"],
                evidence=form.cleaned_data["evidence"],
                submission_key=form.cleaned_data["submission_key"],
                now=clock.now(),
            )
        except CorrectedMeanwhileError as error:
            door.deal.refresh_from_db(fields=["version"])
            form.ask_again(error, door.deal.version)
        except errors.DomainError as error:
            add_domain_error(form, error)
        else:
            form.forget_uploads()
            messages.success(request, _("The new version is kept; the other side is asked to confirm it."))
            return redirect(door.url())
    intro = _("The earlier versions stay. What was confirmed before counts until the new version is confirmed.")
    return _form_page(
        request,
        form,
        title=_("Correct the outcome"),
        submit=_("Keep the new version"),
        cancel=door.url(),
        intro=intro,
        door=door,
    )


def evidence(_request: HttpRequest, door: DealDoor) -> HttpResponseBase:
    """Hand the newest evidence of one's own side out; the other side's answers 404."""
    versions = door.deal.versions.filter(side=door.party.side, evidence__isnull=False)
    version = versions.select_related("evidence").order_by("-number").first()
    if version is None or version.evidence is None:
        raise Http404
    return private_files.response(version.evidence)


def from_enquiry(request: HttpRequest, door: Door) -> HttpResponse:
    """Report what came of an enquiry."""
    if door.enquiry.answered_at is None:
        raise Http404
    conversations.add_trail(request, door)
    keeper = Keeper(subject=f"deal-of-enquiry:{door.enquiry.pk}", by=request.user)
    form = DealForm(request.POST or None, request.FILES or None, keeper=keeper)
    if request.method == "POST" and form.is_valid():
        try:
            deals.report_on_enquiry(
                enquiry=door.enquiry,
                actor=door.actor,
                details=form.details(),
                evidence=form.cleaned_data["evidence"],
                submission_key=form.cleaned_data["submission_key"],
                now=clock.now(),
            )
        except errors.DomainError as error:
            add_domain_error(form, error)
        else:
            form.forget_uploads()
            messages.success(request, _("The outcome is reported; the other side is asked to confirm it."))
            return redirect(door.url())
    intro = _("The other side confirms or contests it. Only bands and totals ever become public, never names.")
    return _form_page(
        request,
        form,
        title=_("Report an outcome"),
        submit=_("Report the outcome"),
        cancel=door.url(),
        intro=intro,
    )


@desk_view
@require_http_methods(["GET", "HEAD"])
def deal_list(request: HttpRequest) -> HttpResponse:
    """List the outcomes of the organisation the person works for."""
    membership = exhibitor_queries.current_membership(request.user)
    if membership is None or not permissions.can_read(membership):
        raise Http404
    page = pagination.paginate(
        deal_queries.deals_of(membership.organisation), number=request.GET.get("page"), size=PAGE_SIZE
    )
    add_desk_breadcrumbs(request)
    context = {
        "page_title": _("Outcomes"),
        "page": page,
        "query": request.GET,
        "can_write": permissions.can_write(membership),
    }
    return render(request, "showcase/desk/deals.html", context)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def deal_new(request: HttpRequest) -> HttpResponse:
    """Report an outcome that began outside the portal."""
    membership = writer_membership(request)
    keeper = Keeper(subject=f"deal-of:{membership.organisation_id}", by=request.user)
    form = OutsideDealForm(request.POST or None, request.FILES or None, keeper=keeper)
    if request.method == "POST" and form.is_valid():
        cleaned: dict[str, Any] = form.cleaned_data
        try:
            made = deals.report_without_enquiry(
                organisation=membership.organisation,
                by=request.user,
                partner=Partner(
                    cleaned["partner_name"],
                    cleaned["partner_email"],
                    deal_queries.organisation_named(cleaned["partner_name"]),
                ),
                title=cleaned["title"],
                details=form.details(),
                evidence=cleaned["evidence"],
                submission_key=cleaned["submission_key"],
                now=clock.now(),
            )
        except errors.DomainError as error:
            add_domain_error(form, error)
        else:
            form.forget_uploads()
            messages.success(request, _("The outcome is reported; the other side is asked to confirm it."))
            return redirect("showcase:deal", made.reference)
    add_desk_breadcrumbs(request, (_("Outcomes"), reverse("showcase:deals")))
    intro = _("The other side confirms or contests it. Only bands and totals ever become public, never names.")
    cancel = reverse("showcase:deals")
    return _form_page(
        request,
        form,
        title=_("Report an outcome"),
        submit=_("Report the outcome"),
        cancel=cancel,
        intro=intro,
    )
