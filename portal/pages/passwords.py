"""Asking for the password that editors gave a page or a collection of files: the portal's form, with a limit on tries."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.forms import PasswordViewRestrictionForm

from portal.kernel import limits
from portal.ui import sentences
from portal.ui import views as ui_views


class PasswordForm(PasswordViewRestrictionForm):  # type: ignore[misc]  # Wagtail ships no types
    """Wagtail's form with sentences of ours; where it leads afterwards is checked by ``let_in``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["return_url"].required = False
        sentences.instruct(self.fields)


def ask(request: HttpRequest, form: PasswordForm, *, action_url: str) -> HttpResponse:
    """Return the page with the form; it says nothing of what is behind it, not even a title."""
    context = {"form": form, "form_has_errors": form.is_bound, "action_url": action_url}
    return render(request, "pages/password_required.html", context)


def let_in(request: HttpRequest, *, restriction: Model, otherwise: str) -> HttpResponse:
    """Take a typed password and lead on to the page that was asked for, else to ``otherwise``; or show the form again."""
    if request.method != "POST":
        return ask(request, PasswordForm(instance=restriction), action_url=request.path)
    if not limits.secret_may_be_tried(request, f"{restriction._meta.label} {restriction.pk}"):  # noqa: SLF001 -- Django's public name
        return ui_views.too_many_requests(request)
    form = PasswordForm(request.POST, instance=restriction)
    if not form.is_valid():
        return ask(request, form, action_url=request.path)
    restriction.mark_as_passed(request)  # type: ignore[attr-defined]  # both kinds of restriction have it
    wanted = form.cleaned_data["return_url"]
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if is_ours else otherwise)
