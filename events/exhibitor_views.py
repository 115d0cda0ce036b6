"""What an accepted exhibitor does: choose a booth, confirm it, turn it down, name staff, read its own documents."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import booth_steps, floor_plan, forms, permissions, queries, views
from events import fair_queries as fairs
from events.booth_enums import AllocationMode
from events.domain import booths, staff_passes
from events.models import FairApplication, StaffPass
from exhibitors import queries as exhibitor_queries
from portal.kernel import clock, errors, languages
from portal.media.domain import private_files
from portal.pages import shell
from portal.pdf import codes


def _acting_or_404(request: HttpRequest, reference: str) -> FairApplication:
    """Return an application that the person may act for."""
    found = views.own_application_or_404(request, reference)
    if not permissions.can_apply(exhibitor_queries.membership_in(request.user, found.organisation)):
        raise Http404
    return found


def _done(request: HttpRequest, found: FairApplication, act: Callable[[], Any], words: str) -> HttpResponse:
    try:
        act()
    except errors.NotAllowedError as error:
        raise Http404 from error
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    return redirect("events:application", reference=found.reference)


@never_cache
@login_required
@require_POST
def confirm(request: HttpRequest, reference: str) -> HttpResponse:
    """Confirm the booth that is held."""
    found = _acting_or_404(request, reference)

    def act() -> None:
        booths.confirm(application=found, by=request.user, now=clock.now())

    return _done(request, found, act, _("Your booth is confirmed."))


@never_cache
@login_required
@require_POST
def turn_down(request: HttpRequest, reference: str) -> HttpResponse:
    """Turn the booth down that is held."""
    found = _acting_or_404(request, reference)

    def act() -> None:
        booths.turn_down(application=found, by=request.user, now=clock.now())

    return _done(request, found, act, _("You turned the booth down; it is free for others."))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the plan with the free booths; with ``booth`` in the address that booth alone, and a button to hold it."""
    found = _acting_or_404(request, reference)
    now = clock.now()
    if fairs.setup_of(found.fair_key).mode != AllocationMode.CHOICE:
        raise Http404
    shell.add_breadcrumbs(request, (found.reference, reverse("events:application", args=[reference])))
    number = (request.POST if request.method == "POST" else request.GET).get("booth", "")
    picked = fairs.booths_of(found.fair_key).filter(number__iexact=number).first() if number else None
    if number and picked is None:
        raise Http404
    error = ""
    if request.method == "POST" and picked is not None:
        try:
            booths.choose(application=found, booth=picked, by=request.user, now=now)
        except errors.DomainError as refused:
            error, picked = str(refused), None
        else:
            messages.success(request, _("Booth %(number)s is held for you. Now confirm it.") % {"number": number})
            return redirect("events:application", reference=reference)
    context: dict[str, Any] = {
        "application": found,
        "fair": queries.fair_page(found.fair_key, languages.current()),
        "error": error,
        "page_title": _("Choose your booth"),
        "here": reverse("events:choose", args=[reference]),
    }
    if picked is not None:
        is_free = fairs.free_booths(found.fair_key, now).filter(pk=picked.pk).exists()
        return render(
            request,
            "events/choose_booth.html",
            {**context, "booth": picked, "is_free": is_free, "rows": _facts(picked)},
        )
    rows = list(fairs.booths_of(found.fair_key))
    free = set(fairs.free_booths(found.fair_key, now).values_list("pk", flat=True))
    urls = {row.pk: f"?booth={row.number}" for row in rows if row.pk in free}
    halls = list(fairs.halls_of(found.fair_key))
    plan = floor_plan.halls(plan=halls, booths=rows, now=now, names={}, urls=urls)
    may_choose = fairs.may_choose(found, now)
    return render(
        request,
        "events/choose_plan.html",
        {
            **context,
            "halls": plan,
            "columns": floor_plan.columns(),
            "legend": floor_plan.legend(),
            "may_choose": may_choose,
        },
    )


def _facts(booth: Any) -> list[dict[str, str]]:
    rows = [
        {"term": _("Booth"), "value": booth.number},
        {"term": _("Hall"), "value": str(booth.hall)},
        {"term": _("Size and equipment"), "value": booth_steps.features(booth)},
    ]
    return rows + ([{"term": _("Fee"), "value": booth_steps.sum_of(booth.fee)}] if booth.fee else [])


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def passes(request: HttpRequest, reference: str) -> HttpResponse:
    """List the staff passes and name one more person."""
    found = _acting_or_404(request, reference)
    shell.add_breadcrumbs(request, (found.reference, reverse("events:application", args=[reference])))
    form = forms.PassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            staff_passes.give(application=found, by=request.user, now=clock.now(), **form.cleaned_data)
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
        else:
            messages.success(request, _("The pass is made out."))
            return redirect("events:passes", reference=reference)
    found.refresh_from_db()
    context: dict[str, Any] = {
        "application": found,
        "form": form,
        "form_has_errors": bool(form.errors),
        "passes": [{"person": held, "qr": codes.inline(held.number)} for held in found.passes.filter(revoked_at=None)],
        "fair": queries.pages_for([found.fair_key], languages.current()).get(found.fair_key),
        "is_over": fairs.is_over(found.fair_key, clock.now()),
        "left": found.pass_allowance - found.passes_taken,
        "page_title": _("Staff passes"),
    }
    return render(request, "events/passes.html", context)


@never_cache
@login_required
@require_POST
def revoke_pass(request: HttpRequest, reference: str, number: str) -> HttpResponse:
    """Take a pass back."""
    found = _acting_or_404(request, reference)
    held = get_object_or_404(
        StaffPass.objects.select_related("application__organisation"), application=found, number=number
    )
    staff_passes.revoke(staff_pass=held, by=request.user, now=clock.now())
    messages.success(request, _("The pass is revoked; you can name somebody else."))
    return redirect("events:passes", reference=reference)


@never_cache
@login_required
@require_safe
def document(request: HttpRequest, reference: str, pk: int) -> FileResponse:
    """Hand a document of the application out to its own organisation."""
    found = views.own_application_or_404(request, reference)
    answer = get_object_or_404(found.answers.select_related("file"), pk=pk, file__isnull=False)
    if answer.file is None:
        raise Http404
    return private_files.response(answer.file)
