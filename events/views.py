"""The exhibitor's application for a place at a fair: form, confirmation, state, withdrawal."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import forms, permissions, queries
from events.domain import applications
from events.enums import APPLICATION_MOVES, ApplicationState
from events.models import FairApplication, FairPage
from exhibitors import queries as exhibitor_queries
from exhibitors.models import Organisation
from portal.kernel import clock, errors, languages
from portal.pages import shell
from showcase import queries as showcase_queries
from showcase.models import TechnologyPage


def _fair_or_404(key: uuid.UUID) -> FairPage:
    fair = queries.fair_page(key, languages.current())
    if fair is None:
        raise Http404
    return fair


def _technologies(organisation: Organisation) -> list[tuple[str, str]]:
    pages = showcase_queries.own_pages(TechnologyPage, organisation)
    return [(str(page.translation_key), page.title) for page in pages]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Apply for a place for the organisation one works for at the desk."""
    fair = _fair_or_404(key)
    shell.add_breadcrumbs(request, (fair.title, fair.url or ""))
    organisation = exhibitor_queries.current_organisation(request.user)
    if organisation is None:
        return render(request, "events/apply_start.html", {"fair": fair, "page_title": _("Apply for a stand")})
    if not permissions.can_apply(exhibitor_queries.membership_in(request.user, organisation)):
        raise Http404
    existing = queries.live_application(organisation, fair.translation_key)
    if existing is not None and request.method != "POST":
        return redirect("events:application", reference=existing.reference)
    form = forms.ApplicationForm(
        request.POST or None,
        initial={"submission_key": uuid.uuid4()},
        technologies=_technologies(organisation),
    )
    if request.method == "POST" and form.is_valid():
        try:
            application = applications.submit(
                fair=fair,
                organisation=organisation,
                by=request.user,
                now=clock.now(),
                language=languages.current(),
                **form.details(),
            )
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
        else:
            return redirect("events:application", reference=application.reference)
    context: dict[str, Any] = {
        "fair": fair,
        "organisation": organisation,
        "form": form,
        "form_has_errors": bool(form.errors),
        "is_open": queries.applications_are_open(fair, clock.now()),
        "conditions": fair.exhibitor_conditions.splitlines(),
        "page_title": _("Apply for a stand"),
    }
    return render(request, "events/apply.html", context)


def _own_application_or_404(request: HttpRequest, reference: str) -> FairApplication:
    found = FairApplication.objects.select_related("organisation").filter(reference=reference).first()
    if found is None:
        raise Http404
    membership = exhibitor_queries.membership_in(request.user, found.organisation)
    if not permissions.can_view_application(membership, found):
        raise Http404
    return found


@never_cache
@login_required
@require_safe
def application(request: HttpRequest, reference: str) -> HttpResponse:
    """Show an application to members of its organisation: reference, state, what happens next."""
    found = _own_application_or_404(request, reference)
    fair = queries.fair_page(found.fair_key, languages.current())
    titles = dict(_technologies(found.organisation))
    membership = exhibitor_queries.membership_in(request.user, found.organisation)
    shell.add_breadcrumbs(request, (_("Your desk"), shell.Shell(request).account_url))
    context: dict[str, Any] = {
        "application": found,
        "fair": fair,
        "technologies": [titles.get(str(row.technology_key), "") for row in found.technologies.all()],
        "log": found.log.select_related("by"),
        "may_withdraw": permissions.can_apply(membership)
        and APPLICATION_MOVES.allows(ApplicationState(found.state), ApplicationState.WITHDRAWN),
        "page_title": _("Application %(reference)s") % {"reference": found.reference},
    }
    return render(request, "events/application.html", context)


@never_cache
@login_required
@require_POST
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Withdraw an application."""
    found = _own_application_or_404(request, reference)
    try:
        applications.withdraw(application=found, by=request.user, now=clock.now())
    except errors.NotAllowedError as error:
        raise Http404 from error
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The application is withdrawn."))
    return redirect("events:application", reference=found.reference)
