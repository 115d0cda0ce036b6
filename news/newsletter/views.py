"""Pages of the newsletter: asking for it, confirming, changing, ending by one press."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from news.domain import newsletter
from news.enums import SubscriptionEnd, SubscriptionState
from news.models import NewsletterSubscription
from news.newsletter.forms import AskForm, ChoicesForm
from portal.kernel import clock, errors, limits
from portal.pages import shell
from portal.ui import forms as ui_forms
from portal.ui import views as ui_views
from portal.vocabularies import queries as vocabularies
from portal.vocabularies.enums import VocabularyCode

NOT_ACCEPTED = 422
ONE_CLICK = "One-Click"
"""What a mail program posts as ``List-Unsubscribe`` (RFC 8058, section 3.1)."""


def _secret_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep the address of a secret link from other sites and caches."""

    @sensitive_variables("secret")
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, secret: str) -> HttpResponse:
        answer = view(request, secret)
        # Not "no-referrer": browsers then send "Origin: null" with forms, which the check of forms refuses.
        answer["Referrer-Policy"] = "same-origin"
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return guarded


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Show the form, the audience of the address chosen beforehand; or take it in."""
    known = {code for code, _words in vocabularies.term_choices(VocabularyCode.AUDIENCE)}
    chosen = [code for code in request.GET.getlist("audience") if code in known]
    form = AskForm(request.POST or None, initial={"audiences": chosen})
    if request.method == "POST" and form.is_trapped:
        return redirect("news:newsletter-asked")
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if not limits.connection_may_ask(request) or not limits.address_may_be_written_to(email, "newsletter"):
            return ui_views.too_many_requests(request)
        try:
            newsletter.ask(email=email, wishes=form.wishes(), form_key=form.cleaned_data["form_key"], now=clock.now())
        except errors.DomainError as error:
            ui_forms.add_domain_error(form, error)
        else:
            return redirect("news:newsletter-asked")
    title = _("Newsletter")
    shell.add_breadcrumbs(request, (title, request.path))
    context = {
        "page_title": title,
        "form": form,
        "form_has_errors": bool(form.errors),
        "submit_text": _("Subscribe to the newsletter"),
    }
    return render(request, "news/newsletter/ask.html", context, status=NOT_ACCEPTED if form.errors else 200)


@never_cache
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say what happens next, the same for every address."""
    title = _("One step more: confirm your address")
    shell.add_breadcrumbs(request, (_("Newsletter"), reverse("news:newsletter")))
    return render(request, "news/newsletter/asked.html", {"page_title": title})


@_secret_page
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what was asked for, and begin it when the button is pressed; opening the link alone begins nothing."""
    found = newsletter.by_secret(purpose=newsletter.CONFIRM_PURPOSE, secret=secret, now=clock.now())
    if found is None or found.state == SubscriptionState.ENDED:
        return _gone(request)
    if request.method == "POST":
        found = newsletter.confirm(subscription=found, now=clock.now())
    done = found.state == SubscriptionState.ACTIVE
    title = _("You have subscribed to the newsletter") if done else _("Confirm your subscription")
    return render(
        request, "news/newsletter/confirm.html", {"page_title": title, "subscription": found, "is_done": done}
    )


@_secret_page
def choices(request: HttpRequest, secret: str) -> HttpResponse:
    """Show and change what a subscription tells; an ended one can be taken up again here."""
    found = _of_holder(secret)
    if found is None:
        return _gone(request)
    if found.state == SubscriptionState.ENDED:
        return _ended(request, found, secret)
    form = ChoicesForm(request.POST or None, subscription=found)
    saved = ""
    if request.method == "POST" and form.is_valid():
        try:
            newsletter.change(subscription=found, wishes=form.wishes())
            saved = _("Your choices are saved.")
        except errors.DomainError as error:
            ui_forms.add_domain_error(form, error)
    context = {
        "page_title": _("Your newsletter"),
        "form": form,
        "form_has_errors": bool(form.errors),
        "subscription": found,
        "submit_text": _("Save"),
        "saved": saved,
        "end_url": reverse("news:newsletter-end", args=[secret]),
    }
    return render(request, "news/newsletter/choices.html", context, status=NOT_ACCEPTED if form.errors else 200)


@csrf_exempt
@_secret_page
def end(request: HttpRequest, secret: str) -> HttpResponse:
    """End a subscription: a mail program by one POST without cookies, a person by the button of the page.

    Exempt from the token against forged requests, which a mail program cannot have; the secret of the address stands for it
    (RFC 8058, section 3.1). What it ends can be taken up again.
    """
    found = _of_holder(secret)
    if found is None:
        return _gone(request)
    if request.method == "POST":
        newsletter.end(subscription=found, reason=SubscriptionEnd.READER, now=clock.now())
        if request.POST.get("List-Unsubscribe") == ONE_CLICK:
            return HttpResponse(_("Unsubscribed.") + "\n", content_type="text/plain; charset=utf-8")
        return redirect("news:newsletter-choices", secret)
    if found.state == SubscriptionState.ENDED:
        return _ended(request, found, secret)
    context = {
        "page_title": _("Unsubscribe from the newsletter"),
        "subscription": found,
        "choices_url": reverse("news:newsletter-choices", args=[secret]),
    }
    return render(request, "news/newsletter/end.html", context)


@_secret_page
def take_up_again(request: HttpRequest, secret: str) -> HttpResponse:
    """Let an ended subscription run again."""
    found = _of_holder(secret)
    if found is None:
        return _gone(request)
    if request.method != "POST":
        return redirect("news:newsletter-choices", secret)
    error = ""
    if found.state == SubscriptionState.ENDED:
        try:
            newsletter.take_up_again(subscription=found, now=clock.now())
        except errors.DomainError as refusal:
            error = str(refusal)
    return _ended(request, found, secret, error=error) if error else redirect("news:newsletter-choices", secret)


def _of_holder(secret: str) -> NewsletterSubscription | None:
    found = newsletter.by_secret(purpose=newsletter.HOLDER_PURPOSE, secret=secret, now=clock.now())
    return None if found is None or found.state == SubscriptionState.UNCONFIRMED else found


def _ended(request: HttpRequest, found: NewsletterSubscription, secret: str, **more: Any) -> HttpResponse:
    context = {
        "page_title": _("You have unsubscribed"),
        "subscription": found,
        "again_url": reverse("news:newsletter-again", args=[secret]),
        **more,
    }
    return render(request, "news/newsletter/ended.html", context, status=409 if more else 200)


def _gone(request: HttpRequest) -> HttpResponse:
    """Answer an unknown, used or outdated link: what to do now, and nothing about any address."""
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == ONE_CLICK:
        raise Http404
    title = _("This link no longer works")
    return render(request, "news/newsletter/gone.html", {"page_title": title}, status=404)
