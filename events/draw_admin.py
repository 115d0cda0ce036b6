"""The order of choice and draws in the admin."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events import forms, hall_forms
from events.domain import choosing
from events.domain import draw as draws
from events.hall_admin import METHODS, fair_or_404, page
from events.models import BoothDraw
from portal.kernel import clock, errors


@require_http_methods(METHODS)
def order(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Announce in which order exhibitors choose."""
    fair = fair_or_404(request, key)
    waiting = choosing.waiting(key)
    form = hall_forms.OrderForm(
        request.POST or None, initial={"references": "\n".join(row.reference for row in waiting)}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            choosing.announce_order(
                fair_key=key,
                references=data["references"].split(),
                starts_at=data["starts_at"],
                minutes=data["minutes"],
                by=request.user,
                now=clock.now(),
            )
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
        else:
            messages.success(request, _("The order is announced; each exhibitor gets a mail."))
            return redirect("fair_halls_of", key)
    return page(request, fair, _("Order of choice"), "hall_form", form=form, waiting=waiting)


@require_http_methods(METHODS)
def announce(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Announce a draw."""
    fair = fair_or_404(request, key)
    form = hall_forms.DrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            draws.announce(fair_key=key, by=request.user, now=clock.now(), **form.cleaned_data)
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
        else:
            messages.success(request, _("The draw is announced; its lists are public and each entrant gets a mail."))
            return redirect("fair_halls_of", key)
    return page(request, fair, _("Announce a draw"), "hall_form", form=form)


@require_http_methods(METHODS)
def run(request: HttpRequest, key: uuid.UUID, draw_key: uuid.UUID) -> HttpResponse:
    """Hold an announced draw."""
    fair = fair_or_404(request, key)
    draw = get_object_or_404(BoothDraw, key=draw_key, fair_key=key)
    form = hall_forms.RunDrawForm(request.POST if request.method == "POST" else None)
    if not draw.public_source:
        del form.fields["public_value"]
    else:
        form.fields["public_value"].help_text = draw.public_source
        form.fields["public_value"].required = True
    if request.method == "POST" and form.is_valid():
        try:
            draws.run(
                draw=draw,
                public_value=form.cleaned_data.get("public_value", ""),
                by=request.user,
                now=clock.now(),
            )
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
        else:
            messages.success(request, _("The draw was held; each exhibitor with a booth gets a mail."))
            return redirect("fair_halls_of", key)
    return page(request, fair, _("Hold the draw"), "hall_form", form=form, draw=draw)


@require_POST
def call_off(request: HttpRequest, key: uuid.UUID, draw_key: uuid.UUID) -> HttpResponse:
    """Call an announced draw off."""
    fair_or_404(request, key)
    draw = get_object_or_404(BoothDraw, key=draw_key, fair_key=key)
    try:
        draws.call_off(draw=draw, by=request.user)
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The draw is called off."))
    return redirect("fair_halls_of", key)
