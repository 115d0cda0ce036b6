"""Pages of kept searches: keeping by mail, confirming, changing, ending by one press."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.kernel import clock, errors, languages, limits
from portal.kernel.languages import Language
from portal.pages import shell
from portal.ui import views as ui_views
from search.enums import DigestRhythm
from search.models import SavedSearch
from search.saved import emails, wanted
from search.saved.domain import keeping
from search.saved.domain.keeping import Wish
from search.saved.forms import KeepForm
from search.saved.wanted import UnknownSearchError

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
        return _private(view(request, secret))

    return guarded


def _private(answer: HttpResponse) -> HttpResponse:
    # Not "no-referrer": browsers then send "Origin: null" with forms, which the check of forms refuses.
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Show the form for the search in the address, or take it in; an address without a search leads to the search."""
    try:
        looked_for = wanted.from_query(request.GET)
    except UnknownSearchError:
        return redirect("search:results")
    own_address = getattr(request.user, "email", "") if request.user.is_authenticated else ""
    form = KeepForm(request.POST or None, initial={"email": own_address})
    if request.method == "POST" and form.is_trapped:
        return redirect("search:saved-asked")
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if not limits.connection_may_ask(request) or not limits.address_may_be_written_to(email, "saved-search"):
            return ui_views.too_many_requests(request)
        wish = Wish(looked_for, languages.current(), DigestRhythm(form.cleaned_data["rhythm"]))
        keeping.ask(email=email, wish=wish, form_key=form.cleaned_data["form_key"], now=clock.now())
        return redirect("search:saved-asked")
    title = _("Keep this search by mail")
    results_url = f"{reverse('search:results')}?{looked_for.parameters}"
    shell.add_breadcrumbs(request, (_("Search"), results_url), (title, ""))
    context = {
        "page_title": title,
        "form": form,
        "form_has_errors": bool(form.errors),
        "submit_text": _("Keep this search"),
        "cancel_url": results_url,
        "searched": wanted.words(looked_for),
    }
    answer = render(request, "search/saved/ask.html", context, status=NOT_ACCEPTED if form.errors else 200)
    answer["X-Robots-Tag"] = "noindex"
    return answer


@never_cache
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say what happens next, the same for every address."""
    title = _("One step more: confirm your address")
    shell.add_breadcrumbs(request, (_("Search"), reverse("search:results")), (title, ""))
    return _private(render(request, "search/saved/asked.html", {"page_title": title}))


@_secret_page
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what was asked for, and begin it when the button is pressed; opening the link alone begins nothing."""
    found = keeping.by_secret(purpose=keeping.CONFIRM_PURPOSE, secret=secret, now=clock.now())
    if found is None:
        return _gone(request)
    problem = ""
    if request.method == "POST":
        try:
            found = keeping.confirm(saved=found, now=clock.now())
        except errors.IllegalMoveError:
            return _gone(request)
        except errors.DomainError as error:
            problem = str(error)
    is_done = found.confirmed_at is not None
    context = {
        "page_title": _("This search is kept") if is_done else _("Confirm that you want to keep this search"),
        "shown": _shown(found),
        "is_done": is_done,
        "problem": problem,
    }
    return render(request, "search/saved/confirm.html", context, status=409 if problem else 200)


@_secret_page
def choices(request: HttpRequest, secret: str) -> HttpResponse:
    """Show everything the address keeps; change how often one of them writes, or end it."""
    holder = _of_holder(secret)
    if holder is None:
        return _gone(request)
    kept = keeping.kept_by(email=holder.email)
    saved = ""
    if request.method == "POST":
        chosen = _chosen(kept, request.POST.get("search", ""))
        if chosen is None:
            return _gone(request)
        if request.POST.get("do") == "end":
            return _ended(request, chosen, keeping.end(saved=chosen, now=clock.now()))
        if request.POST.get("do") not in DigestRhythm.values:
            raise Http404
        keeping.change_rhythm(saved=chosen, rhythm=DigestRhythm(request.POST["do"]))
        saved = _("Your choice is saved.")
        kept = keeping.kept_by(email=holder.email)
    context = {
        "page_title": _("Your kept searches"),
        "email": holder.email,
        "kept": [_shown(one) for one in kept],
        "saved": saved,
    }
    return render(request, "search/saved/choices.html", context)


@csrf_exempt
@_secret_page
def end(request: HttpRequest, secret: str) -> HttpResponse:
    """End a kept search: a mail program by one POST without cookies, a person by the button of the page.

    Exempt from the token against forged requests, which a mail program cannot have; the secret of the address stands for it
    (RFC 8058, section 3.1).
    """
    found = _of_holder(secret)
    if found is None:
        return _gone(request)
    if request.method == "POST":
        paper = keeping.end(saved=found, now=clock.now())
        if request.POST.get("List-Unsubscribe") == ONE_CLICK:
            return HttpResponse(_("Ended.") + "\n", content_type="text/plain; charset=utf-8")
        return _ended(request, found, paper)
    context = {
        "page_title": _("End this search"),
        "shown": _shown(found),
        "choices_url": reverse("search:saved-choices", args=[secret]),
    }
    return render(request, "search/saved/end.html", context)


@sensitive_post_parameters("paper")
@never_cache
@require_POST
def take_up_again(request: HttpRequest) -> HttpResponse:
    """Let a search that was just ended run again."""
    found = keeping.take_up_again(paper=request.POST.get("paper", ""), now=clock.now())
    if found is None:
        return _private(_gone(request))
    context = {"page_title": _("The search is kept again"), "shown": _shown(found)}
    return _private(render(request, "search/saved/again.html", context))


def _of_holder(secret: str) -> SavedSearch | None:
    return keeping.by_secret(purpose=keeping.HOLDER_PURPOSE, secret=secret, now=clock.now())


def _chosen(kept: list[SavedSearch], key: str) -> SavedSearch | None:
    try:
        wished = uuid.UUID(key)
    except ValueError:
        return None
    return next((one for one in kept if one.key == wished), None)


def _shown(saved: SavedSearch) -> dict[str, Any]:
    """Return what the pages say of one search; its words and its page of results are in its own language."""
    searched = emails.described(saved)
    try:
        results_url = emails.results_url(wanted.read(saved.parameters), Language(saved.language))
    except UnknownSearchError:
        results_url = ""
    return {
        "key": saved.key,
        "email": saved.email,
        "language": saved.language,
        "searched": searched,
        "rhythm": saved.rhythm,
        "rhythm_text": saved.get_rhythm_display(),
        "results_url": results_url,
    }


def _ended(request: HttpRequest, ended: SavedSearch, paper: str) -> HttpResponse:
    context = {"page_title": _("The search has ended"), "shown": _shown(ended), "paper": paper}
    return render(request, "search/saved/ended.html", context)


def _gone(request: HttpRequest) -> HttpResponse:
    """Answer an unknown, used or outdated link: what to do now, and nothing about any address."""
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == ONE_CLICK:
        raise Http404
    title = _("This link no longer works")
    return render(request, "search/saved/gone.html", {"page_title": title}, status=404)
