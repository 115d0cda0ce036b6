"""The life of a listing at the desk, and the link of a reminder that renews it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from exhibitors.views.guards import desk_view
from portal.kernel import clock, errors
from showcase import queries
from showcase.domain import lifecycle
from showcase.enums import ListingState, Outcome
from showcase.forms.fields import add_domain_error
from showcase.forms.life import EndForm
from showcase.models import TechnologyPage
from showcase.views.guards import add_desk_breadcrumbs, page_or_404


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show where a published technology stands; confirm it, end it, or offer it again."""
    page = page_or_404(request, TechnologyPage, page_id)
    state = page.listing_state
    action = request.POST.get("action")
    form = EndForm(request.POST if action == "end" else None, state=state)
    failed = ""
    if request.method == "POST":
        if action == "renew":
            failed = _renew(request, page)
        elif action == "end" and form.is_valid():
            failed = _end(request, page, form)
        if not failed and not form.errors:
            return redirect("showcase:technology-listing", page.pk)
    add_desk_breadcrumbs(request)
    context = {
        "page_title": _("Life of the listing"),
        "technology": page,
        "state": state,
        "is_offered": state is ListingState.OFFERED,
        "form": form,
        "form_has_errors": bool(form.errors) or bool(failed),
        "failed": failed,
        "can_end": bool(form.fields["outcome"].choices),  # type: ignore[attr-defined]  # a choice field
        "is_live": page.live,
        "log": [
            {"title": entry.get_action_display(), "when": entry.at, "text": entry.note, "by": _name(entry.by)}
            for entry in queries.log_of(page)
        ],
    }
    return render(request, "showcase/desk/listing.html", context)


def _name(person: Any) -> str:
    return str(person.full_name) if person is not None else ""


def _renew(request: HttpRequest, page: TechnologyPage) -> str:
    try:
        renewed = lifecycle.renew(page=page, by=request.user, now=clock.now())
    except errors.DomainError as error:
        return str(error)
    messages.success(request, _confirmed(renewed))
    return ""


def _confirmed(page: Any) -> str:
    from portal.kernel import formats  # noqa: PLC0415 -- words of the moment

    return _("Thank you. It is shown until %(day)s.") % {"day": formats.short_date(page.expires_on)}


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
        if error.field in form.fields:
            add_domain_error(form, error)
            return ""
        return str(error)
    messages.success(request, _("It is noted. You can offer it again at any time."))
    return ""


@sensitive_variables("secret")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def renew_by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the listing that a mailed link stands for; renew it when asked to. No sign-in: the link proves the mailbox."""
    link = lifecycle.by_secret(secret=secret, now=clock.now())
    if link is None:
        gone = {"page_title": _("This link is no longer valid")}
        return render(request, "showcase/renew_gone.html", gone, status=404)
    done = failed = ""
    if request.method == "POST":
        try:
            done = _confirmed(lifecycle.renew(page=link.page, by=link.person, now=clock.now()))
        except errors.NotAllowedError as error:
            raise Http404 from error
        except errors.DomainError as error:
            failed = str(error)
    context: dict[str, Any] = {
        "page_title": _("It is confirmed") if done else _("Is this still true?"),
        "technology": link.page,
        "is_archived": link.page.listing_state is ListingState.ARCHIVED,
        "done": done,
        "failed": failed,
    }
    return render(request, "showcase/renew.html", context)
