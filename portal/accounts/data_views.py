"""A person's own data: see what is held, take a copy, have the account erased. GET changes nothing."""

import json

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.domain import personal_data
from portal.accounts.models import User
from portal.kernel import clock, limits
from portal.kernel.errors import DomainError
from portal.kernel.languages import home_path


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 -- the views ask for sign-in
    return request.user


@require_safe
@never_cache
@login_required
def my_data(request: HttpRequest) -> HttpResponse:
    """Show what is held of the person, and what can be done."""
    person = _person(request)
    held = personal_data.copy_of(user=person, now=clock.now())["data"]
    rows = [{"name": group["name"], "number": len(group["records"])} for group in held]
    return render(request, "accounts/my_data.html", {"rows": rows, "obstacles": personal_data.obstacles(person)})


@require_safe
@never_cache
@login_required
def download(request: HttpRequest) -> HttpResponse:
    """Answer with the copy as a JSON file."""
    copy = personal_data.copy_of(user=_person(request), now=clock.now())
    content = json.dumps(copy, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return HttpResponse(
        content,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="my-data.json"', "X-Robots-Tag": "noindex"},
    )


@require_POST
@never_cache
@login_required
def ask_for_erasure(request: HttpRequest) -> HttpResponse:
    """Send the link that erases the account to the person's own mailbox."""
    person = _person(request)
    if not limits.form_may_be_sent(request, person.email):
        messages.error(request, _("Too many attempts. Try again in ten minutes."))
        return redirect("accounts:my-data")
    try:
        personal_data.ask_for_erasure(user=person, now=clock.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("We sent a link to your mailbox. Your account is erased only when you open it and confirm.")
        )
    return redirect("accounts:my-data")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def erase(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask once more; erase by POST. A link of somebody else, or an old one, answers 404."""
    person = _person(request)
    if not personal_data.is_asked(user=person, secret=secret, now=clock.now()):
        raise Http404
    if request.method == "POST":
        try:
            personal_data.erase(user=person, secret=secret, now=clock.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("accounts:my-data")
        logout(request)
        return render(request, "accounts/erased.html", {"home": home_path()})
    return render(request, "accounts/erase.html", {})
