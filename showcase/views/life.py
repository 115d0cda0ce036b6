"""The life of a listing at the desk, and the link of a reminder that renews it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from exhibitors.views.guards import desk_view
from portal.kernel import clock, errors, formats
from showcase import queries
from showcase.domain import life_links, lifecycle
from showcase.enums import ListingState, Outcome
from showcase.forms.fields import add_domain_error
from showcase.forms.life import EndForm, RenewForm
from showcase.models import NeedPage, TechnologyPage
from showcase.views.guards import add_desk_breadcrumbs, page_or_404


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show where a published technology stands; confirm it, end it, or offer it again."""
    page = page_or_404(request, TechnologyPage, page_id)
    action = request.POST.get("action")
    form = EndForm(request.POST if action == "end" else None, state=page.listing_state)
    failed = ""
    if request.method == "POST":
        if action == "renew":
            failed = _renew(request, page)
        elif action == "end" and form.is_valid():
            failed = _end(request, page, form)
        if not failed and not form.errors:
            return redirect("showcase:technology-listing", page.pk)
    context = {
        **_life_context(request, page),
        "form": form,
        "form_has_errors": bool(form.errors) or bool(failed),
        "failed": failed,
        "can_end": bool(form.fields["outcome"].choices),  # type: ignore[attr-defined]  # a choice field
    }
    return render(request, "showcase/desk/listing.html", context)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def need_renew(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show where a published need stands; confirm it, with a new day where its own comes first."""
    page = page_or_404(request, NeedPage, page_id)
    form = RenewForm(request.POST if request.method == "POST" else None, page=page)
    failed = ""
    if request.method == "POST" and form.is_valid():
        failed = _renew(request, page, form)
        if not failed and not form.errors:
            return redirect("showcase:need-renew", page.pk)
    context = {
        **_life_context(request, page),
        "renew_form": form,
        "form_has_errors": bool(form.errors) or bool(failed),
        "failed": failed,
        "is_ended": page.listing_state is ListingState.ENDED,
        "status_url": reverse("showcase:need-status", args=[page.pk]) if page.live else "",
    }
    return render(request, "showcase/desk/listing.html", context)


def _life_context(request: HttpRequest, page: Any) -> dict[str, Any]:
    add_desk_breadcrumbs(request)
    return {
        "page_title": _("Life of the listing"),
        "listing": page,
        "state": _state_words(page),
        "is_need": isinstance(page, NeedPage),
        "is_offered": page.listing_state is ListingState.OFFERED,
        "is_live": page.live,
        "log": [
            {"title": entry.get_action_display(), "when": entry.at, "text": entry.note, "by": _name(entry.by)}
            for entry in queries.log_of(page)
        ],
    }


def _state_words(page: Any) -> str:
    """Return where a listing stands; a need that is not archived says it by its status."""
    if isinstance(page, NeedPage) and page.listing_state is not ListingState.ARCHIVED:
        return str(page.get_status_display())
    return str(page.listing_state.label)


def _name(person: Any) -> str:
    return str(person.full_name) if person is not None else ""


def _renew(request: HttpRequest, page: Any, form: RenewForm | None = None) -> str:
    deadline = form.cleaned_data.get("deadline") if form else None
    try:
        renewed = lifecycle.renew(page=page, by=request.user, now=clock.now(), deadline=deadline)
    except errors.DomainError as error:
        return _blame(form, error)
    messages.success(request, _confirmed(renewed))
    return ""


def _blame(form: forms.Form | None, error: errors.DomainError) -> str:
    """Put an error beside the field that it blames; return its words where the form has no such field."""
    if form is None or error.field not in form.fields:
        return str(error)
    add_domain_error(form, error)
    return ""


def _confirmed(page: Any) -> str:
    return _("Thank you. It is shown until %(day)s.") % {"day": formats.short_date(page.shown_until)}


def _end(request: HttpRequest, page: TechnologyPage, form: EndForm) -> str:
    try:
        lifecycle.end(
            page=page,
            outcome=Outcome(form.cleaned_data["outcome"]),
            note=form.cleaned_data["note"],
            by=request.user,
            now=clock.now(),
        )
    except errors.DomainError as error:
        return _blame(form, error)
    messages.success(request, _("It is noted. You can offer it again at any time."))
    return ""


@sensitive_variables("secret")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def renew_by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the listing that a mailed link stands for; renew it when asked to. No sign-in: the link proves the mailbox."""
    link = life_links.find(secret=secret, now=clock.now())
    if link is None:
        return _gone(request)
    done = failed = ""
    form = RenewForm(request.POST if request.method == "POST" else None, page=link.page)
    if request.method == "POST" and form.is_valid():
        deadline = form.cleaned_data.get("deadline")
        try:
            done = _confirmed(lifecycle.renew_by_link(secret=secret, now=clock.now(), deadline=deadline))
        except errors.NotAllowedError:
            return _gone(request)
        except errors.DomainError as error:
            failed = _blame(form, error)
    context: dict[str, Any] = {
        "page_title": _("It is confirmed") if done else _("Is this still true?"),
        "listing": link.page,
        "is_archived": link.page.listing_state is ListingState.ARCHIVED,
        "is_own": link.person is not None,
        "renew_form": form,
        "form_has_errors": bool(form.errors) or bool(failed),
        "done": done,
        "failed": failed,
    }
    return render(request, "showcase/renew.html", context)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "showcase/renew_gone.html", {"page_title": _("This link is no longer valid")}, status=404)
