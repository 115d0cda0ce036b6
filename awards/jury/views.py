"""A juror's pages: the invitation, the declarations, the dossiers, and the word on conflicts before each of them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from awards.dossiers.emails import edition_title
from awards.jury import forms, guards, parties, places
from awards.jury.domain import conflicts as conflict_domain
from awards.jury.domain import jurors as juror_domain
from awards.models import Juror
from portal.kernel import clock, errors, languages
from portal.ui import forms as ui_forms


@sensitive_variables("secret")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what a mailed link asks for, and take the answer; whoever accepts is signed in with the address that was asked."""
    juror = juror_domain.asked_by(secret=secret, now=clock.now())
    if juror is None:
        gone = {"page_title": _("This link is no longer open")}
        return render(request, "awards/jury/invited_gone.html", gone, status=404)
    if request.method == "POST":
        answer = _answer(request, juror)
        if answer is not None:
            return answer
    is_signed_in = request.user.is_authenticated
    context = {
        "page_title": _("Invitation to the jury"),
        "juror": juror,
        "edition": edition_title(juror.award_key, languages.current()),
        "is_signed_in": is_signed_in,
        "is_declining": "decline" in request.GET,
        "is_addressed": is_signed_in and str(getattr(request.user, "email", "")).lower() == juror.email,
    }
    return render(request, "awards/jury/invited.html", context)


def _answer(request: HttpRequest, juror: Juror) -> HttpResponse | None:
    """Keep the answer and return where to go; None where the page has to be shown again."""
    try:
        if request.POST.get("answer") == "decline":
            juror_domain.decline(juror=juror, now=clock.now())
            return render(request, "awards/jury/declined.html", {"page_title": _("You declined")})
        if request.POST.get("answer") != "accept":
            raise Http404
        juror_domain.accept(juror=juror, by=request.user, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
        return None
    messages.success(request, _("You are of the jury now. Next come your declarations."))
    return redirect("awards:jury-edition", juror.award_key)


@guards.juror_view
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List the editions in whose jury the person is."""
    context = {"page_title": _("My juries"), "places": places.of(request.user)}
    return render(request, "awards/jury/mine.html", context)


@guards.juror_view
@require_safe
def edition(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Show what is still to be declared, and the dossiers."""
    seat = guards.seat_or_404(request, award_key)
    guards.show_way(request)
    context = {"page_title": _("Jury: %(edition)s") % {"edition": seat.edition}, "seat": seat}
    return render(request, "awards/jury/edition.html", context)


@guards.juror_view
@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Take the declaration of independence and secrecy, and where the juror belongs."""
    seat = guards.seat_or_404(request, award_key)
    words = conflict_domain.declaration_words()
    form = forms.DeclarationForm(
        request.POST if request.method == "POST" else None, words=seat.juror.declaration or words, juror=seat.juror
    )
    if request.method == "POST" and form.is_valid():
        try:
            conflict_domain.bind(
                juror=seat.juror,
                words=words,
                affiliations=form.cleaned_data["affiliations"],
                by=request.user,
                now=clock.now(),
            )
        except errors.DomainError as error:
            ui_forms.add_domain_error(form, error)
        else:
            messages.success(request, _("Your declaration is saved."))
            return redirect(
                "awards:jury-edition" if seat.juror.looked_through_at else "awards:jury-conflicts", award_key
            )
    return _form(request, seat, form, _("Independence and secrecy"), "awards/jury/declare.html")


@guards.juror_view
@require_http_methods(["GET", "HEAD", "POST"])
def conflicts(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Show the names of all entrants, without their dossiers' aliases, and take with whom there is a conflict."""
    seat = guards.seat_or_404(request, award_key)
    if seat.juror.declared_at is None:
        return redirect("awards:jury-declare", award_key)
    found = parties.of(seat.juror, seat.rules)
    form = forms.PartiesForm(request.POST if request.method == "POST" else None, parties=found)
    if request.method == "POST" and form.is_valid():
        try:
            conflict_domain.look_through(
                juror=seat.juror,
                keys=form.keys,
                reason=form.cleaned_data.get("reason", ""),
                by=request.user,
                now=clock.now(),
            )
        except errors.DomainError as error:
            ui_forms.add_domain_error(form, error)
        else:
            messages.success(request, _("What you said about conflicts of interest is saved."))
            return redirect("awards:jury-edition", award_key)
    told = [party for party in found if party.is_told]
    return _form(
        request, seat, form, _("Conflicts of interest"), "awards/jury/conflicts.html", told=told, parties=found
    )


@guards.juror_view
@require_http_methods(["GET", "HEAD", "POST"])
def dossier(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask whether there is a conflict before a dossier is opened; afterwards lead to where it is scored."""
    found = places.dossier(request.user, public_id)
    if found is None:
        raise Http404
    seat, row = found
    if row.is_confirmed and row.url and request.method != "POST" and "conflict" not in request.GET:
        return redirect(row.url)
    answer = request.POST.get("answer") if request.method == "POST" else None
    form = forms.ConflictForm(request.POST if answer == "conflict" else None)
    try:
        if answer == "conflict" and form.is_valid():
            return _conflict(request, seat, row, form.cleaned_data["reason"])
        if answer == "confirm":
            return _confirm(request, seat, row)
    except errors.DomainError as error:
        if answer == "conflict":
            ui_forms.add_domain_error(form, error)
        else:
            messages.error(request, str(error))
    if request.method == "POST" and answer not in {"conflict", "confirm"}:
        raise Http404
    return _form(
        request,
        seat,
        form,
        _("Dossier %(alias)s") % {"alias": row.alias},
        "awards/jury/dossier.html",
        row=row,
        can_confirm=places.is_open_to_confirm(row, seat),
    )


def _conflict(request: HttpRequest, seat: places.Seat, row: places.JuryRow, reason: str) -> HttpResponse:
    nomination, now = row.assignment.nomination, clock.now()
    conflict_domain.declare(juror=seat.juror, nomination=nomination, reason=reason, by=request.user, now=now)
    messages.success(request, _("The conflict is noted. Somebody else judges this dossier."))
    return redirect("awards:jury-edition", seat.juror.award_key)


def _confirm(request: HttpRequest, seat: places.Seat, row: places.JuryRow) -> HttpResponse:
    nomination, key = row.assignment.nomination, seat.juror.award_key
    confirmed = conflict_domain.confirm(juror=seat.juror, nomination=nomination, by=request.user, now=clock.now())
    if confirmed is None:
        messages.warning(request, _("You work on this dossier or nominated it, so somebody else judges it."))
        return redirect("awards:jury-edition", key)
    messages.success(request, _("It is noted that there is no conflict of interest."))
    after = places.dossier(request.user, nomination.public_id)
    return redirect(after[1].url if after is not None and after[1].url else reverse("awards:jury-edition", args=[key]))


def _form(request: HttpRequest, seat: places.Seat, form: Any, title: str, template: str, **more: Any) -> HttpResponse:
    guards.show_way(request, seat)
    context = {
        "form": form,
        "form_has_errors": bool(form.errors),
        "page_title": title,
        "seat": seat,
        "cancel_url": reverse("awards:jury-edition", args=[seat.juror.award_key]),
        **more,
    }
    return render(request, template, context)
