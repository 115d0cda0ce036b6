"""The exhibitor's application for a place at a fair: form, confirmation, state, withdrawal."""

import uuid
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import booth_steps, fair_queries, forms, permissions, queries
from events.domain import applications, booths
from events.enums import APPLICATION_MOVES, EDITABLE_APPLICATIONS, ApplicationState
from events.models import FairApplication, FairPage
from exhibitors import queries as exhibitor_queries
from exhibitors.models import Organisation
from portal.kernel import clock, errors, languages
from portal.media.domain.kept import Keeper
from portal.pages import shell
from showcase import queries as showcase_queries
from showcase.models import TechnologyPage

SAVE: Final = "save"


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
    is_editable = existing is None or existing.state in EDITABLE_APPLICATIONS
    is_open = applications.are_open(fair, existing, clock.now())
    if existing is not None and request.method != "POST" and not (is_editable and is_open):
        return redirect("events:application", reference=existing.reference)
    if request.method != "POST" and not is_open:
        closed = {"fair": fair, "is_closed": True, "page_title": _("Apply for a stand")}
        return render(request, "events/apply_start.html", closed)
    is_draft = request.POST.get("action") == SAVE
    kept = {row.requirement_id: row for row in existing.answers.select_related("file")} if existing else {}
    requirements = fair_queries.requirements_of(fair.translation_key)
    form: Any = forms.application_form(requirements, kept)(
        request.POST or None,
        request.FILES or None,
        keeper=Keeper(f"fair-application:{fair.translation_key}", request.user),
        initial={"submission_key": uuid.uuid4(), **(_initial(existing) if existing else {})},
        technologies=_technologies(organisation),
        requirements=requirements,
        is_draft=is_draft,
    )
    if request.method == "POST" and form.is_valid():
        keep = applications.save_draft if is_draft else applications.submit
        try:
            application = keep(
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
            form.forget_uploads()
            if is_draft:
                messages.success(request, _("The draft is kept. You can go on with it on any device."))
            return redirect("events:application", reference=application.reference)
    form.keep_uploads()
    context: dict[str, Any] = {
        "fair": fair,
        "organisation": organisation,
        "form": form,
        "form_has_errors": bool(form.errors),
        "is_open": is_open,
        "asked": existing.asked if existing and is_editable else "",
        "conditions": fair.exhibitor_conditions.splitlines(),
        "save": SAVE,
        "page_title": _("Apply for a stand"),
    }
    return render(request, "events/apply.html", context)


def _initial(application: FairApplication) -> dict[str, Any]:
    """Return what a draft holds already."""
    names = ("stand_size", "power", "needs_water", "stand_wishes", "contact_phone", "note")
    return {
        **{name: getattr(application, name) for name in names},
        "technologies": [str(row.technology_key) for row in application.technologies.all()],
    }


def own_application_or_404(request: HttpRequest, reference: str) -> FairApplication:
    """Return an application of an organisation that the person belongs to; raises Http404 for every other."""
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
    found, now = own_application_or_404(request, reference), clock.now()
    fair = queries.fair_page(found.fair_key, languages.current())
    titles = dict(_technologies(found.organisation))
    membership = exhibitor_queries.membership_in(request.user, found.organisation)
    shell.add_breadcrumbs(request, (_("Your desk"), shell.Shell(request).account_url))
    context: dict[str, Any] = {
        "application": found,
        "fair": fair,
        "technologies": [titles.get(str(row.technology_key), "") for row in found.technologies.all()],
        "answers": found.answers.select_related("file", "requirement"),
        "log": found.log.filter(is_internal=False),
        **booth_steps.context(
            found,
            now,
            may_act=permissions.can_apply(membership),
            may_edit=fair is not None and applications.are_open(fair, found, now),
            has_booths=fair is None or fair.status not in booths.GIVEN_BACK,
        ),
        "may_withdraw": permissions.can_apply(membership)
        and APPLICATION_MOVES.allows(ApplicationState(found.state), ApplicationState.WITHDRAWN)
        and (found.state == ApplicationState.DRAFT or not fair_queries.is_over(found.fair_key, now)),
        "page_title": _("Application %(reference)s") % {"reference": found.reference},
    }
    return render(request, "events/application.html", context)


@never_cache
@login_required
@require_POST
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Withdraw an application."""
    found = own_application_or_404(request, reference)
    try:
        applications.withdraw(application=found, by=request.user, now=clock.now())
    except errors.NotAllowedError as error:
        raise Http404 from error
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The application is withdrawn."))
    return redirect("events:application", reference=found.reference)
