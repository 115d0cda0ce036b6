"""Matches at the desk: what is new, why it is suggested, what does not fit; and the mail about them."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exhibitors.views.guards import desk_view
from portal.kernel import clock, errors
from showcase import match_desk, matches, permissions
from showcase.domain import match_digests
from showcase.domain import matches as match_domain
from showcase.forms.fields import add_domain_error
from showcase.forms.matches import RefusalForm
from showcase.match_enums import MatchSide, Unsuitability
from showcase.match_index import OTHER
from showcase.match_profiles import MODELS
from showcase.models import MatchDigest
from showcase.views.guards import add_desk_breadcrumbs, writer_membership


def _own_page(request: HttpRequest, side: MatchSide, key: uuid.UUID) -> Any:
    """Return the page in the language it was written in; 404 for those who may not write it."""
    pages = MODELS[side].objects.filter(translation_key=key, alias_of=None).select_related("organisation", "locale")
    found = {page.locale.language_code: page for page in pages}
    page = found.get("vi") or next(iter(found.values()), None)
    if page is None or not permissions.may_write_page(request.user, page):
        raise Http404
    return page


@desk_view
@require_safe
def match_list(request: HttpRequest) -> HttpResponse:
    """List the needs and technologies of the organisation with how many matches each has, new ones first."""
    membership = writer_membership(request)
    add_desk_breadcrumbs(request)
    digest = MatchDigest.objects.filter(organisation=membership.organisation, user=membership.user_id).first()
    context = {
        "page_title": _("Matches"),
        "entries": match_desk.entries(membership.organisation),
        "mail_is_on": digest is None or not digest.is_off,
    }
    return render(request, "showcase/desk/matches.html", context)


@desk_view
@require_safe
def match_detail(request: HttpRequest, side: MatchSide, key: uuid.UUID) -> HttpResponse:
    """Show the matches of one need or technology with their reasons, and what was said not to fit."""
    page = _own_page(request, side, key)
    found = [suggestion for _row, suggestion in matches.suggestions(matches.of_page(side, key), of=side)]
    add_desk_breadcrumbs(request, *_way(request, page))
    context = {
        "page_title": _("Matches"),
        "subject": page,
        "side": side,
        "suggestions": found,
        "refusals": match_desk.refusals(side, key),
        "new": sum(suggestion.is_new for suggestion in found),
    }
    return render(request, "showcase/desk/match_detail.html", context)


def _way(request: HttpRequest, page: Any) -> list[tuple[str, str]]:
    if permissions.enters_for_others(request.user, page):
        return [(_("Needs entered for organisations"), reverse("showcase:focal-desk"))]
    return [(_("Matches"), reverse("showcase:matches"))]


@desk_view
@require_POST
def match_seen(request: HttpRequest, side: MatchSide, key: uuid.UUID) -> HttpResponse:
    """Note that the matches of a page were looked at."""
    page = _own_page(request, side, key)
    try:
        match_domain.mark_seen(page=page, by=request.user, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Noted. Only what is found from now on counts as new."))
    return redirect("showcase:matches-of", side.value, key)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def match_refuse(request: HttpRequest, side: MatchSide, key: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    """Say that a suggestion does not fit."""
    page = _own_page(request, side, key)
    shown = matches.public_in_language(OTHER[side], [other]).get(other)
    if shown is None:
        raise Http404
    form = RefusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            match_domain.refuse(
                page=page,
                other=other,
                reason=Unsuitability(form.cleaned_data["reason"]),
                note=form.cleaned_data["note"],
                by=request.user,
                now=clock.now(),
            )
        except errors.DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("Noted. This pair is not suggested again, to neither side."))
            return redirect("showcase:matches-of", side.value, key)
    add_desk_breadcrumbs(request, *_way(request, page), (page.title, reverse("showcase:matches-of", args=[side, key])))
    context = {
        "page_title": _("Why does it not fit?"),
        "form": form,
        "form_has_errors": bool(form.errors),
        "subject": page,
        "other": shown,
        "cancel_url": reverse("showcase:matches-of", args=[side, key]),
    }
    return render(request, "showcase/desk/match_refuse.html", context)


@desk_view
@require_POST
def match_take_back(request: HttpRequest, side: MatchSide, key: uuid.UUID, pk: int) -> HttpResponse:
    """Let a pair be suggested again; pressed twice, the second time says the same."""
    page = _own_page(request, side, key)
    refusal = get_object_or_404(matches.said_by_page(side, key), pk=pk)
    try:
        match_domain.take_back(refusal=refusal, page=page, by=request.user, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Taken back. It is suggested again as long as it fits."))
    return redirect("showcase:matches-of", side.value, key)


@desk_view
@require_POST
def digest_switch(request: HttpRequest) -> HttpResponse:
    """Switch the weekly mail on or off."""
    membership = writer_membership(request)
    on = request.POST.get("mail") == "on"
    match_digests.switch(organisation=membership.organisation, by=request.user, on=on)
    messages.success(request, _("The mail is switched on.") if on else _("The mail is switched off."))
    return redirect("showcase:matches")


@sensitive_variables("secret")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def digest_off(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask once, and send no more mails about new matches."""
    digest = match_digests.by_secret(secret=secret, now=clock.now())
    if digest is None:
        raise Http404
    if request.method == "POST":
        digest = match_digests.switch_off(digest=digest)
    context = {"page_title": _("Mails about new matches"), "digest": digest}
    return render(request, "showcase/match_digest_off.html", context)
