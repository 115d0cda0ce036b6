"""Views that are no pages: forms on addresses of their own, where a report stands, the site map."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from home import forms, queries
from home.domain import feedback, services
from home.enums import FeedbackCategory, FeedbackState, ReporterKind, RequestState
from home.models import CaseStep, FeedbackPage
from portal.kernel import clock, errors, languages, limits
from portal.pages import shell, translations
from portal.ui import views as ui_views

_KINDS = {
    FeedbackState.ANSWERED: "success",
    RequestState.DONE: "success",
    RequestState.NEEDS_MORE: "warning",
}


def _feedback_page() -> FeedbackPage | None:
    return translations.listed_in(FeedbackPage.objects.all()).first()


def _way_to_feedback(request: HttpRequest) -> FeedbackPage | None:
    page = _feedback_page()
    if page is not None:
        shell.add_breadcrumbs(request, (page.title, page.get_url(request) or ""))
    return page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send_feedback(request: HttpRequest) -> HttpResponse:
    """Show the form for a report, keep what is sent, and lead to where the report stands."""
    page = _way_to_feedback(request)
    form = forms.FeedbackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.is_trapped:
            return redirect("home:feedback-send")
        data = form.cleaned_data
        if not limits.form_may_be_sent(request, data["email"]):
            return ui_views.too_many_requests(request)
        _report, secret = feedback.send_report(
            form_key=data["form_key"],
            category=FeedbackCategory(data["category"]),
            reporter_kind=ReporterKind(data["reporter_kind"]),
            text=data["text"],
            name=data["name"],
            organisation=data["organisation"],
            email=data["email"],
            wants_public_answer=data["wants_public_answer"],
            language=languages.current(),
            now=clock.now(),
        )
        return redirect("home:feedback-report", secret)
    return render(
        request,
        "home/feedback_form.html",
        {
            "form": form,
            "page_title": _("Report a difficulty"),
            "submit_text": _("Send the report"),
            "answer_days": page.answer_days if page else None,
            "form_has_errors": bool(form.errors),
        },
    )


def _timeline(steps: list[CaseStep], states: type[FeedbackState] | type[RequestState]) -> list[dict[str, object]]:
    return [
        {"title": states(step.state).label, "when": step.happened_at, "kind": _KINDS.get(states(step.state), "")}
        for step in reversed(steps)
    ]


@never_cache
@require_safe
def feedback_report(request: HttpRequest, secret: str) -> HttpResponse:
    """Show where a report stands to whoever has its secret link."""
    report = feedback.report_of(secret=secret, now=clock.now())
    if report is None:
        raise Http404
    page = _way_to_feedback(request)
    return render(
        request,
        "home/feedback_report.html",
        {
            "report": report,
            "is_new": report.state == FeedbackState.RECEIVED,
            "entries": _timeline(list(report.steps.all()), FeedbackState),
            "answer_days": page.answer_days if page else None,
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find_feedback(request: HttpRequest) -> HttpResponse:
    """Send the link of a report again. The answer is the same whether number and address belong together or not."""
    _way_to_feedback(request)
    form = forms.FindReportForm(request.POST or None)
    context = {"form": form, "page_title": _("Where does my report stand?"), "submit_text": _("Send me the link")}
    if request.method == "POST" and form.is_valid():
        if not limits.form_may_be_sent(request, form.cleaned_data["email"]):
            return ui_views.too_many_requests(request)
        feedback.send_link_again(
            reference=form.cleaned_data["reference"], email=form.cleaned_data["email"], now=clock.now()
        )
        return render(request, "home/feedback_link_sent.html", context)
    return render(request, "home/feedback_find.html", {**context, "form_has_errors": bool(form.errors)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_service(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show the form for a service, keep what is sent, and lead to where the request stands."""
    service = queries.service_for_requests(key)
    if service is None:
        raise Http404
    shell.add_breadcrumbs(request, (service.title, service.get_url(request) or ""))
    form = forms.ServiceRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.is_trapped:
            return redirect("home:service-request", key)
        data = form.cleaned_data
        if not limits.form_may_be_sent(request, data["email"]):
            return ui_views.too_many_requests(request)
        try:
            _record, secret = services.ask_for_service(
                form_key=data["form_key"],
                service=service,
                name=data["name"],
                organisation=data["organisation"],
                email=data["email"],
                phone=data["phone"],
                text=data["text"],
                language=languages.current(),
                now=clock.now(),
            )
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
        else:
            return redirect("home:service-request-status", secret)
    return render(
        request,
        "home/service_request_form.html",
        {
            "form": form,
            "service": service,
            "page_title": _("Ask for: %(service)s") % {"service": service.title},
            "submit_text": _("Send the request"),
            "form_has_errors": bool(form.errors),
        },
    )


@never_cache
@require_safe
def service_request_status(request: HttpRequest, secret: str) -> HttpResponse:
    """Show where a request stands to whoever has its secret link."""
    record = services.request_of(secret=secret, now=clock.now())
    if record is None:
        raise Http404
    return render(
        request,
        "home/service_request_status.html",
        {
            "record": record,
            "is_new": record.state == RequestState.RECEIVED,
            "entries": _timeline(list(record.steps.all()), RequestState),
        },
    )


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """List the sections of the portal and their pages of text."""
    return render(request, "home/site_map.html", {"sections": queries.site_map(request), "page_title": _("Site map")})
