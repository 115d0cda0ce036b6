"""What a visitor does: writing to an expert, confirming the address, reading answers and going on."""

import uuid
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from exhibitors.views.guards import desk_view
from experts import forms, queries
from experts.domain import request as requests
from experts.enums import RequestState
from experts.models import ExpertRequest
from portal.kernel import clock, errors, languages, limits, pagination
from portal.pages import shell
from portal.ui import views as ui_views

PAGE_SIZE: Final = 30


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to a published expert."""
    profile = queries.public_profile(slug)
    if profile is None or not profile.takes_requests:
        raise Http404
    user = request.user
    form = forms.AskForm(request.POST or None, profile=profile, user=user)
    if request.method == "POST" and form.is_valid():
        if form.is_trapped:
            return render(request, "experts/asked.html", {"page_title": _("Your message is on its way")})
        details = form.details()
        if not limits.form_may_be_sent(request, details.email):
            return ui_views.too_many_requests(request)
        try:
            sent = requests.write(
                profile=profile,
                details=details,
                sender=user if user.is_authenticated else None,
                language=languages.current(),
                submission_key=form.cleaned_data["submission_key"],
                now=clock.now(),
            )
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
        else:
            return redirect("experts:asked", sent.submission_key)
    list_url = queries.list_url()
    profile_url = queries.profile_url(profile, base=list_url)
    shell.add_breadcrumbs(request, (_("Experts"), list_url), (profile.name, profile_url))
    context = {
        "form": form,
        "form_has_errors": bool(form.errors),
        "page_title": _("Write to %(name)s") % {"name": profile.name},
        "profile": profile,
        "cancel_url": profile_url,
    }
    return render(request, "experts/ask.html", context)


@never_cache
@require_safe
def asked(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Say what happens next to the one who knows the random key."""
    sent = ExpertRequest.objects.filter(submission_key=key).first()
    if sent is None:
        raise Http404
    needs_confirmation = sent.sender_id is None and sent.state == RequestState.UNCONFIRMED
    title = _("Confirm your address") if needs_confirmation else _("Your message is on its way")
    context = {"page_title": title, "conversation": sent, "needs_confirmation": needs_confirmation}
    return render(request, "experts/asked.html", context)


@sensitive_variables("secret")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what waits to be sent; send it when asked to. Opening the link alone sends nothing."""
    found = requests.by_secret(purpose=requests.CONFIRM_PURPOSE, secret=secret, now=clock.now())
    if found is None:
        raise Http404
    context = {"page_title": _("Send your message"), "conversation": found, "entries": list(found.messages.all())}
    if request.method == "POST":
        try:
            requests.confirm(request=found, now=clock.now())
        except errors.DomainError as error:
            return render(request, "experts/confirm.html", {**context, "error": str(error)}, status=409)
        return redirect("experts:asked", found.submission_key)
    if found.state != RequestState.UNCONFIRMED:
        return redirect("experts:asked", found.submission_key)
    return render(request, "experts/confirm.html", context)


@sensitive_variables("secret")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, secret: str) -> HttpResponse:
    """Read the conversation as its sender, who holds the link; go on with it or end it."""
    found = requests.by_secret(purpose=requests.THREAD_PURPOSE, secret=secret, now=clock.now())
    if found is None:
        raise Http404
    return _conversation(request, found)


@desk_view
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """List the conversations that the account itself began."""
    shell.add_breadcrumbs(request, (_("Your desk"), reverse("exhibitors:desk")))
    page = pagination.paginate(queries.requests_of(request.user), number=request.GET.get("page"), size=PAGE_SIZE)
    context = {"page_title": _("Your questions to experts"), "page": page, "query": request.GET}
    return render(request, "experts/desk/own.html", context)


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def own_thread(request: HttpRequest, reference: str) -> HttpResponse:
    """Read a conversation as the account that began it; go on with it or end it."""
    found = get_object_or_404(queries.requests_of(request.user), reference=reference)
    shell.add_breadcrumbs(
        request,
        (_("Your desk"), reverse("exhibitors:desk")),
        (_("Your questions to experts"), reverse("experts:own")),
    )
    return _conversation(request, found)


def _conversation(request: HttpRequest, found: ExpertRequest) -> HttpResponse:
    can_go_on = found.state in {RequestState.DELIVERED, RequestState.ANSWERED}
    closes = request.POST.get("action") == "close"
    form = forms.ReplyForm(None if closes else (request.POST or None))
    error_text = ""
    if request.method == "POST":
        try:
            if closes:
                requests.close(request=found, by=None, now=clock.now())
                return redirect(request.path)
            if form.is_valid():
                requests.go_on(
                    request=found,
                    words=form.cleaned_data["text"],
                    submission_key=form.cleaned_data["submission_key"],
                    now=clock.now(),
                )
                return redirect(request.path)
        except errors.DomainError as error:
            error_text = str(error)
    context = {
        "page_title": found.subject,
        "conversation": found,
        "entries": list(found.messages.all()),
        "form": form,
        "form_has_errors": bool(form.errors),
        "error": error_text,
        "can_go_on": can_go_on,
    }
    return render(request, "experts/thread.html", context)
