"""What the secretariat's pages of the council's work share: the edition's desk, or 404, and forms that keep what was typed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from wagtail.admin import messages

from awards.deliberation import queries
from awards.editions import desks
from awards.editions import queries as edition_queries
from awards.editions.rules import EditionRules
from awards.models import Meeting
from portal.kernel import errors
from portal.ui import forms as ui_forms

FORM = "awards/deliberation/admin_form.html"


def desk(request: HttpRequest, award_key: UUID) -> edition_queries.Desk:
    """Return the desk of an edition for who looks after it; strangers, and editions without frozen rules, get 404."""
    return desks.desk_or_404(request, award_key, is_frozen=True)


def rules(award_key: UUID) -> EditionRules:
    """Return the frozen rules of an edition, or 404."""
    found = queries.rules_of(award_key)
    if found is None:
        raise Http404
    return found


def meeting(award_key: UUID, number: int) -> Meeting:
    """Return a meeting of an edition, or 404."""
    found = Meeting.objects.filter(award_key=award_key, number=number).select_related("secretary", "minutes").first()
    if found is None:
        raise Http404
    return found


def head(title: Any, desk_of: edition_queries.Desk, *links: tuple[Any, str], icon: str = "group") -> dict[str, Any]:
    """Return title and way of a page: from the edition's page over its desk."""
    return desks.header(title, desk_of, *links, icon=icon)


def tried(act: Callable[[], Any], form: Any = None, request: HttpRequest | None = None) -> bool:
    """Do an act; a rule that refuses it shows beside the field to blame, or as a message. Who may not gets 404."""
    try:
        act()
    except errors.NotAllowedError:
        raise Http404 from None
    except errors.DomainError as error:
        if form is not None:
            ui_forms.add_domain_error(form, error)
        elif request is not None:
            messages.error(request, str(error))
        return False
    return True


def done(request: HttpRequest, words: Any, name: str, *args: Any) -> HttpResponse:
    """Say what was done and go on."""
    messages.success(request, words)
    return HttpResponseRedirect(reverse(name, args=args))


def form_page(request: HttpRequest, form: Any, header: dict[str, Any], **more: Any) -> HttpResponse:
    """Show a form; ``intro``, ``submit`` and ``cancel`` are words and the address to go back to."""
    return render(request, FORM, {"form": form, **more, **header})


def back(name: str, *args: Any) -> HttpResponse:
    """Go back to a page whose act was refused; the message says why."""
    return HttpResponseRedirect(reverse(name, args=args))
