"""The secretariat's pages of an edition: where it stands, opening the call, the next step, an amendment, a new edition."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page

from awards import permissions
from awards.editions import desks, forms, queries, snapshot, words
from awards.editions.domain import amending, opening, presets, steps
from awards.editions.domain import secretaries as secretary_domain
from awards.editions.enums import EditionState, Preset
from awards.editions.rules import from_json
from awards.models import AwardEdition, AwardIndexPage, AwardProgrammePage
from portal.kernel import clock, errors
from portal.kernel.languages import Language
from portal.pages import admin_headers


def _way(desk: queries.Desk) -> tuple[tuple[str, str], ...]:
    return ((desk.title, reverse("wagtailadmin_pages:edit", args=[desk.page_id])),)


def edition(request: HttpRequest, award_key: UUID, more: Mapping[str, Any] | None = None) -> HttpResponse:
    """Show where an edition stands, and take its next step; ``more`` is what the dashboard has to say above it."""
    desk = desks.desk_or_404(request, award_key)
    form = forms.StepForm(request.POST or None, states=desk.next_states)
    if request.method == "POST" and form.is_valid():
        try:
            moved = steps.move_edition(
                award_key=award_key,
                to=EditionState(form.cleaned_data["to"]),
                by=request.user,
                now=clock.now(),
                reason=form.cleaned_data["reason"],
            )
        except errors.DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("The edition is now: %(state)s.") % {"state": moved.get_state_display()})
            return HttpResponseRedirect(reverse("awards-edition", args=[award_key]))
    head = admin_headers.header(_("Edition"), *_way(desk), icon="success")
    return render(request, "awards/admin/edition.html", {"desk": desk, "form": form, **(more or {}), **head})


@require_POST
def open_call(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Open the call; where something is missing, the page of the edition names all of it."""
    desks.desk_or_404(request, award_key)
    try:
        opening.open_edition(award_key=award_key, by=request.user, now=clock.now())
    except opening.NotReadyError:
        messages.error(request, _("The call was not opened: something is missing."))
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The call is open. Its rules are frozen."))
    return HttpResponseRedirect(reverse("awards-edition", args=[award_key]))


def amend(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Change frozen rules: type, look at the difference, confirm."""
    desk = desks.desk_or_404(request, award_key)
    if not desk.can_amend:
        raise Http404
    record = get_object_or_404(AwardEdition, award_key=award_key)
    now, language = clock.now(), translation.get_language()
    closed = amending.closed_paths(edition=record, now=now)
    form = forms.AmendForm(request.POST or None, edition=record, closed=closed, language=language)
    difference: tuple[words.Change, ...] = ()
    if request.method == "POST" and form.is_valid():
        found = form.changes()
        seen = forms.digest_of(found)
        if "confirm" in request.POST and form.cleaned_data["seen"] == seen:
            try:
                amendment = amending.amend_edition(
                    award_key=award_key,
                    changes=found,
                    reason=form.cleaned_data["reason"],
                    reason_en=form.cleaned_data["reason_en"],
                    legal_basis=form.cleaned_data["legal_basis_of_change"],
                    by=request.user,
                    now=now,
                )
            except opening.NotReadyError as error:
                for fault in error.faults:
                    name = snapshot.RULES.get(fault.field, "")
                    form.add_error(name if name in form.fields else None, str(fault.sentence))
            except errors.DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, str(error))
            else:
                words_of_it = _("Amendment no. %(number)d is in force. Entrants are told by mail.")
                messages.success(request, words_of_it % {"number": amendment.number})
                return HttpResponseRedirect(reverse("awards-edition", args=[award_key]))
        elif not found:
            form.add_error(None, _("Nothing was changed."))
        else:
            pairs = {path: [form.leaves[path], value] for path, value in found.items()}
            rules = from_json(record.rules or {})
            shown = dict.fromkeys(change for one in Language for change in words.changes(pairs, rules, one.value))
            difference = tuple(shown)
            form.retype("seen", seen)
    head = admin_headers.header(
        _("Amend the rules"), *_way(desk), (_("Edition"), reverse("awards-edition", args=[award_key])), icon="edit"
    )
    return render(request, "awards/admin/amend.html", {"desk": desk, "form": form, "difference": difference, **head})


def secretaries(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Name who looks after an edition."""
    desk = queries.desk(award_key)
    if desk is None or not permissions.can_name_secretaries(request.user):
        raise Http404
    form = forms.SecretariesForm(
        request.POST if request.method == "POST" else None, people=queries.secretary_choices(award_key)
    )
    if request.method == "POST" and form.is_valid():
        try:
            secretary_domain.name_secretaries(
                award_key=award_key, people=form.cleaned_data["people"], by=request.user, now=clock.now()
            )
        except errors.DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("It is noted who looks after the edition."))
            return HttpResponseRedirect(reverse("awards-edition-secretaries", args=[award_key]))
    head = admin_headers.header(_("Secretaries of the edition"), *_way(desk), icon="group")
    return render(request, "awards/admin/secretaries.html", {"desk": desk, "form": form, **head})


def new_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the drafts of a new edition below a programme or the list of awards."""
    parent = get_object_or_404(Page, pk=pk).specific
    if not isinstance(parent, AwardIndexPage | AwardProgrammePage) or not (
        permissions.can_manage_nominations(request.user) and parent.permissions_for_user(request.user).can_add_subpage()
    ):
        raise Http404
    form = forms.NewEditionForm(request.POST or None, initial={"year": clock.today().year})
    if request.method == "POST" and form.is_valid():
        try:
            page = presets.start_edition(
                parent=parent,
                preset=Preset(form.cleaned_data["preset"]),
                title=form.cleaned_data["title"],
                title_en=form.cleaned_data["title_en"],
                year=form.cleaned_data["year"],
                call_from=form.cleaned_data["call_from"],
                by=request.user,
            )
        except errors.DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("The edition is there as a draft in both languages."))
            return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    way = (parent.title, reverse("wagtailadmin_explore", args=[parent.pk]))
    head = admin_headers.header(_("New edition"), way, icon="plus")
    return render(request, "awards/admin/new_edition.html", {"form": form, **head})
