"""The desk of a local focal point: its needs, finding the organisation, writing a need down with the consent."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exhibitors.models import Organisation
from exhibitors.views.guards import desk_view
from portal.kernel import clock, errors
from showcase import focal_points, permissions, queries
from showcase.domain import consent_scope, lifecycle, need_for_others
from showcase.domain import need as needs
from showcase.forms.consents import ConsentForm, OrganisationSearchForm
from showcase.forms.fields import add_domain_error
from showcase.forms.needs import NeedForm
from showcase.models import FocalPoint, NeedConsent, NeedPage
from showcase.need_enums import CONSENT_TEXTS, CONSENT_VERSION
from showcase.views import writing
from showcase.views.guards import add_desk_breadcrumbs, form_key, page_or_404, with_form_key

MOST_FOUND = 20


def _office_or_404(request: HttpRequest) -> FocalPoint:
    office = focal_points.of(request.user)
    if office is None or not permissions.is_focal_point(request.user, office):
        raise Http404
    return office


@desk_view
@require_safe
def focal_desk(request: HttpRequest) -> HttpResponse:
    """Show the needs that the person entered, and where each stands."""
    office = _office_or_404(request)
    entered = focal_points.needs_of(request.user)
    states = queries.review_states(entered)
    consents = {
        consent.need_key: consent
        for consent in NeedConsent.objects.filter(need_key__in=[need.translation_key for need in entered]).order_by(
            "pk"
        )
    }
    today = clock.today()
    asked_again = consent_scope.awaiting_again(entered, consents)
    entries = [
        (
            need,
            consents.get(need.translation_key),
            states[need.pk],
            lifecycle.awaits_confirmation(need, today),
            need.translation_key in asked_again,
        )
        for need in entered
    ]
    add_desk_breadcrumbs(request)
    context = {"page_title": _("Needs entered for organisations"), "office": office, "entries": entries}
    return render(request, "showcase/desk/focal.html", context)


@desk_view
@require_safe
def focal_organisations(request: HttpRequest) -> HttpResponse:
    """Find the organisation in the directory, before its need is written down."""
    office = _office_or_404(request)
    form = OrganisationSearchForm(request.GET or None)
    found: list[Any] = []
    if form.is_valid():
        found = focal_points.organisations_found(office, form.cleaned_data["q"], MOST_FOUND)
    add_desk_breadcrumbs(request, (_("Needs entered for organisations"), reverse("showcase:focal-desk")))
    context = {"page_title": _("For which organisation?"), "form": form, "found": found, "asked": form.is_bound}
    return render(request, "showcase/desk/focal_organisations.html", context)


def _save_again(request: HttpRequest, form: NeedForm, page: NeedPage) -> writing.Saved:
    form.instance.place = form.instance.place or page.place
    return writing.save_again(request, form, page, save=needs.save_need)


def _go_on(request: HttpRequest, page: NeedPage, saved: writing.Saved, *, send: bool) -> HttpResponse:
    """Answer a form that was sent before: as the first time where it is the same, else with the draft as it is now."""
    try:
        if send:
            need_for_others.send_when_agreed(page=page, by=request.user, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
        return redirect("showcase:need-edit", page.pk)
    if saved.has_changed:
        messages.success(request, _("This form was sent before. What you changed since is kept in the draft."))
        return redirect("showcase:need-edit", page.pk)
    messages.success(request, _("The need is kept. You see below what it still waits for."))
    return redirect("showcase:focal-desk")


def _enter(request: HttpRequest, form: NeedForm, consent_form: ConsentForm, organisation: Any, *, send: bool) -> bool:
    """Enter the need, or say in the form why not; return whether it is kept."""
    try:
        need_for_others.enter_need(
            page=form.save(commit=False),
            organisation=organisation,
            details=consent_form.details(),
            by=request.user,
            form_key=consent_form.cleaned_data["form_key"],
            send=send,
            now=clock.now(),
        )
    except errors.DomainError as error:
        add_domain_error(consent_form if error.field in consent_form.fields else form, error)
        return False
    return True


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def focal_new(request: HttpRequest) -> HttpResponse:
    """Write a need down for an organisation, with the record of its consent."""
    _office_or_404(request)
    key = form_key(request)
    if request.method != "POST":
        if key is None:
            return with_form_key(request)
        begun = need_for_others.entered_with(form_key=key, by=request.user)
        if begun is not None:
            return redirect("showcase:need-edit", begun.pk)
    organisation = None
    if slug := request.GET.get("organisation", ""):
        organisation = Organisation.objects.public().filter(slug=slug).first()
        if organisation is None:
            raise Http404
    relaxed = request.POST.get("action") == "save"
    form = NeedForm(request.POST or None, instance=NeedPage(), relaxed=relaxed)
    consent_form = ConsentForm(request.POST or None, organisation=organisation, initial={"form_key": key})
    saved = writing.not_saved(request)
    if request.method == "POST" and form.is_valid() and consent_form.is_valid():
        page = need_for_others.entered_with(form_key=consent_form.cleaned_data["form_key"], by=request.user)
        saved = writing.Saved(done=True) if page is None else _save_again(request, form, page)
        if page is not None and saved.done:
            return _go_on(request, page, saved, send=not relaxed)
        if saved.done and _enter(request, form, consent_form, organisation, send=not relaxed):
            messages.success(request, _("The need is kept. You see below what it still waits for."))
            return redirect("showcase:focal-desk")
    add_desk_breadcrumbs(request, (_("Needs entered for organisations"), reverse("showcase:focal-desk")))
    context = {
        "page_title": _("A need of an organisation"),
        "form": form,
        "consent_form": consent_form,
        "form_has_errors": form.has_errors or bool(consent_form.errors or saved.conflicts),
        **saved.fields,
        "organisation": organisation,
        "consent_text": CONSENT_TEXTS[CONSENT_VERSION],
        "consent_version": CONSENT_VERSION,
        "cancel_url": reverse("showcase:focal-desk"),
    }
    return render(request, "showcase/desk/focal_need.html", context)


@desk_view
@require_POST
def consent_again(request: HttpRequest, page_id: int) -> HttpResponse:
    """Send the link to the organisation once more, to another address where the first one was wrong."""
    _office_or_404(request)
    page = page_or_404(request, NeedPage, page_id)
    try:
        need_for_others.ask_again(
            page=page, by=request.user, now=clock.now(), contact_email=request.POST.get("contact_email", "")
        )
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The link is sent again; the older one no longer works."))
    return redirect("showcase:focal-desk")
