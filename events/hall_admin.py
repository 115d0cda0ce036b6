"""Halls and booths in the admin: list of fairs, set-up, requirements, halls with their booths, rows, import."""

import uuid
from typing import Any, Final

from django import forms as django_forms
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import booth_import, fair_queries, floor_plan, forms, hall_forms, permissions, queries
from events.booth_enums import BoothState, DrawState
from events.domain import booths, halls, setups
from events.domain.halls import BoothSpec
from events.enums import TAKING_PART
from events.models import Booth, BoothDraw, ChoiceTurn, FairApplication, FairPage, FairRequirement, Hall
from portal.kernel import clock, errors, languages

SALT: Final = "events.booth-import"
REMINDER_KIND: Final = "events/emails/fair_reminder"
A_DAY: Final = 24 * 60 * 60
METHODS: Final = ["GET", "HEAD", "POST"]


def fair_or_404(request: HttpRequest, key: uuid.UUID) -> FairPage:
    """Return a fair for an organiser; everybody else finds nothing."""
    if not permissions.can_review(request.user):
        raise Http404
    fair: FairPage | None = FairPage.objects.filter(translation_key=key, alias_of=None).order_by("pk").first()
    if fair is None:
        raise Http404
    return fair


def page(request: HttpRequest, fair: FairPage, title: str, template: str, **context: Any) -> HttpResponse:
    """Draw one of these pages with the way to it."""
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("fair_halls"), "label": _("Halls and booths")},
        {"url": reverse("fair_halls_of", args=[fair.translation_key]), "label": fair.title},
        {"url": "", "label": title},
    ]
    return render(
        request,
        f"events/admin/{template}.html",
        {
            "breadcrumbs_items": crumbs if title != fair.title else crumbs[:3],
            "header_title": title,
            "page_title": title,
            "page_subtitle": fair.title,
            "header_icon": "table",
            "fair": fair,
            "key": fair.translation_key,
            **context,
        },
    )


def _back(fair: FairPage) -> HttpResponse:
    return redirect("fair_halls_of", fair.translation_key)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the fairs."""
    if not permissions.can_review(request.user):
        raise Http404
    found: dict[uuid.UUID, FairPage] = {}
    for fair in FairPage.objects.filter(alias_of=None).select_related("locale").order_by("-starts_at", "pk"):
        if fair.translation_key not in found or fair.locale.language_code == languages.current():
            found[fair.translation_key] = fair
    context = {
        "fairs": list(found.values()),
        "page_title": _("Halls and booths"),
        "header_title": _("Halls and booths"),
        "header_icon": "table",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Halls and booths")},
        ],
    }
    return render(request, "events/admin/fairs.html", context)


@require_safe
def overview(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show one fair: counts, plan, table of booths, turns, draws."""
    fair, now = fair_or_404(request, key), clock.now()
    rows = list(fair_queries.booths_of(key))
    plan = list(fair_queries.halls_of(key))
    names = {
        row.pk: row.organisation.display_name
        for row in FairApplication.objects.filter(fair_key=key, state__in=TAKING_PART).select_related("organisation")
    }
    counts: dict[str, int] = {}
    table = []
    for booth in rows:
        state = fair_queries.shown_state(booth, now)
        label = str(BoothState.FREE.label if state == BoothState.RELEASED else state.label)
        counts[label] = counts.get(label, 0) + 1
        table.append((booth, label, names.get(booth.holder_id or 0, "")))
    return page(
        request,
        fair,
        fair.title,
        "halls",
        setup=fair_queries.setup_of(key),
        halls=plan,
        plan=floor_plan.halls(plan=plan, booths=rows, now=now, names=names, urls={}),
        columns=floor_plan.columns(),
        legend=floor_plan.legend(),
        counts=counts.items(),
        table=table,
        turns=ChoiceTurn.objects.filter(fair_key=key).select_related("application__organisation"),
        draws=BoothDraw.objects.filter(fair_key=key),
        announced=DrawState.ANNOUNCED,
        is_published=queries.fair_page(key, languages.current()) is not None,
    )


@require_http_methods(METHODS)
def setup(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Change how the fair takes exhibitors in."""
    fair = fair_or_404(request, key)
    form = hall_forms.SetupForm(request.POST or None, instance=fair_queries.setup_of(key))
    if request.method == "POST" and form.is_valid():
        try:
            setups.save(setup=form.instance, by=request.user, now=clock.now())
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
        else:
            messages.success(request, _("The set-up is kept."))
            return _back(fair)
    return page(request, fair, _("Set-up"), "hall_form", form=form, reminder_kind=REMINDER_KIND)


@require_http_methods(METHODS)
def requirements(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Change the questions and documents that exhibitors are asked for."""
    fair = fair_or_404(request, key)
    make = django_forms.modelformset_factory(FairRequirement, form=hall_forms.RequirementForm, extra=3, can_delete=True)
    formset = make(request.POST or None, queryset=FairRequirement.objects.filter(fair_key=key))
    if request.method == "POST" and formset.is_valid():
        try:
            setups.save_requirements(
                fair_key=key,
                kept=[
                    row.instance for row in formset.forms if row.has_changed() and not row.cleaned_data.get("DELETE")
                ],
                removed=[row.instance for row in formset.forms if row.cleaned_data.get("DELETE") and row.instance.pk],
                by=request.user,
                now=clock.now(),
            )
        except errors.DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Questions and documents are kept."))
            return _back(fair)
    return page(request, fair, _("Questions and documents"), "hall_table", formset=formset)


@require_http_methods(METHODS)
def hall(request: HttpRequest, key: uuid.UUID, pk: int | None = None) -> HttpResponse:
    """Add or change a hall."""
    fair = fair_or_404(request, key)
    instance = get_object_or_404(Hall, pk=pk, fair_key=key) if pk else Hall(fair_key=key)
    form = hall_forms.HallForm(request.POST or None, instance=instance)
    if request.method == "POST" and form.is_valid():
        try:
            halls.save_hall(hall=form.instance, by=request.user, now=clock.now())
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
        else:
            messages.success(request, _("The hall is kept."))
            return _back(fair)
    return page(request, fair, _("Hall"), "hall_form", form=form)


@require_http_methods(METHODS)
def booth_table(request: HttpRequest, key: uuid.UUID, pk: int) -> HttpResponse:
    """Change all booths of a hall in one table, and add some."""
    fair = fair_or_404(request, key)
    owner = get_object_or_404(Hall, pk=pk, fair_key=key)
    make = django_forms.modelformset_factory(Booth, form=hall_forms.BoothForm, extra=5)
    formset = make(request.POST or None, queryset=Booth.objects.filter(hall=owner))
    if request.method == "POST" and formset.is_valid():
        changed = [row for row in formset.forms if row.has_changed()]
        specs = [BoothSpec(hall=owner.code, pk=row.instance.pk, **row.details()) for row in changed]
        try:
            halls.write_booths(fair_key=key, specs=specs, by=request.user, now=clock.now())
        except halls.PlanFaultsError as refused:
            for fault in refused.faults:
                changed[fault.row].add_error("number", str(fault.words))
        except errors.DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The booths are kept."))
            return _back(fair)
    return page(request, fair, _("Booths of hall %(code)s") % {"code": owner.code}, "hall_table", formset=formset)


@require_http_methods(METHODS)
def rows(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Make booths numbered one after the other."""
    fair = fair_or_404(request, key)
    form = hall_forms.RowsForm(request.POST or None, halls=fair_queries.halls_of(key))
    if request.method == "POST" and form.is_valid():
        specs = halls.row_of_booths(**form.details())
        try:
            new, _changed = _write_new(key=key, specs=specs, by=request.user)
        except halls.PlanFaultsError as refused:
            for fault in refused.faults[:5]:
                form.add_error(None, str(fault.words))
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
        else:
            messages.success(request, _("%(count)d booths are made.") % {"count": new})
            return _back(fair)
    return page(request, fair, _("Number booths"), "hall_form", form=form)


def _write_new(*, key: uuid.UUID, specs: list[BoothSpec], by: Any) -> tuple[int, int]:
    """Write booths that must not be there yet."""
    present = {number.lower() for number in Booth.objects.filter(fair_key=key).values_list("number", flat=True)}
    twice = [
        halls.Fault(row, _("There is a booth %(number)s already.") % {"number": spec.number})
        for row, spec in enumerate(specs)
        if spec.number.lower() in present
    ]
    if twice:
        raise halls.PlanFaultsError(twice)
    return halls.write_booths(fair_key=key, specs=specs, by=by, now=clock.now())


@require_safe
def template(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Hand out the empty table."""
    fair_or_404(request, key)
    answer = HttpResponse(booth_import.template(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="gian-hang.csv"'
    return answer


@require_http_methods(METHODS)
def upload(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Read a file and show what it would do; nothing is written."""
    fair = fair_or_404(request, key)
    form = hall_forms.ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            numbered, wrong = booth_import.read(file, size=file.size)
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
        else:
            specs = [spec for _number, spec in numbered]
            faults = [] if wrong else halls.faults(fair_key=key, specs=specs)
            wrong += [(numbered[fault.row][0], str(fault.words)) for fault in faults]
            context = {"specs": specs, "wrong": wrong}
            if not wrong:
                signed = signing.dumps([str(key), booth_import.packed(specs)], salt=SALT, compress=True)
                context["confirm"] = hall_forms.ConfirmImportForm(initial={"rows": signed})
    return page(request, fair, _("Import booths"), "hall_import", form=form, **context)


@require_POST
def confirm_upload(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Write the booths that were shown, all or none."""
    fair = fair_or_404(request, key)
    form = hall_forms.ConfirmImportForm(request.POST)
    try:
        for_fair, rows_shown = signing.loads(form.data.get("rows", ""), salt=SALT, max_age=A_DAY)
        if for_fair != str(key):
            raise signing.BadSignature
        specs = booth_import.unpacked(rows_shown)
        new, changed = halls.write_booths(fair_key=key, specs=specs, by=request.user, now=clock.now())
    except signing.BadSignature:
        messages.error(request, _("This preview is too old. Choose the file again."))
        return redirect("fair_halls_import", key)
    except errors.DomainError as error:
        messages.error(request, str(error))
        return redirect("fair_halls_import", key)
    messages.success(request, _("%(new)d booths are new, %(changed)d changed.") % {"new": new, "changed": changed})
    return _back(fair)


@require_POST
def act(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Block, give back or delete the booths that are ticked."""
    fair = fair_or_404(request, key)
    known = list(Booth.objects.filter(fair_key=key).values_list("pk", flat=True))
    form = hall_forms.BoothActionForm(request.POST, booths=known)
    if not form.is_valid():
        messages.error(request, _("Tick the booths that you mean."))
        return _back(fair)
    action, chosen = form.cleaned_data["action"], form.cleaned_data["booths"]
    try:
        if action == form.DELETE:
            count = halls.delete_booths(booth_ids=chosen, by=request.user, now=clock.now())
        else:
            count = booths.set_blocked(
                booth_ids=chosen, is_blocked=action == form.BLOCK, by=request.user, now=clock.now()
            )
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(count)d booths changed.") % {"count": count})
    return _back(fair)
