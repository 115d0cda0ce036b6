"""The secretariat's pages of the check: what waits, one dossier beside its rules, its files."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from awards import permissions
from awards.dossiers import emails
from awards.dossiers.domain import files, leak_reports
from awards.enums import UNSENT_STATES
from awards.models import AwardEdition, DossierFile
from awards.screening import forms, queries
from awards.screening.domain import checking, cures
from awards.screening.enums import Outcome
from portal.kernel import clock, errors, languages
from portal.media.domain import private_files
from portal.pages import admin_headers


def _require(request: HttpRequest, award_key: UUID) -> None:
    if not permissions.can_manage_edition(request.user, award_key):
        raise Http404


def _way(award_key: UUID) -> tuple[str, str]:
    title = emails.edition_title(award_key, languages.current())
    return (title or _("Edition"), reverse("awards-edition", args=[award_key]))


@never_cache
@require_safe
def dossiers(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """List what was handed in, what waits for the secretariat first."""
    _require(request, award_key)
    edition = get_object_or_404(AwardEdition, award_key=award_key, rules__isnull=False)
    head = admin_headers.header(_("Check of eligibility"), _way(award_key), icon="tasks")
    rows = queries.rows(award_key, clock.now())
    context = {"edition": edition, "rows": rows, "waiting": sum(row.is_waiting for row in rows), **head}
    return render(request, "awards/screening/admin/dossiers.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def dossier(request: HttpRequest, award_key: UUID, public_id: UUID) -> HttpResponse:
    """Show a dossier beside its rules; save outcomes as a draft, or conclude."""
    _require(request, award_key)
    desk = queries.desk(award_key, public_id)
    if desk is None:
        raise Http404
    action = request.POST.get("action", "") if request.method == "POST" else ""
    data = request.POST if action else None
    rule_forms = [forms.RuleForm(data, row=row) for row in desk.rules]
    exclude = forms.ExcludeForm(data if action == "ineligible" else None)
    cure = forms.CureForm(data if action == "cure" else None, parts=desk.parts)
    if action:
        if action not in CONCLUSIONS and action != "save":
            raise Http404
        is_saved = _save(request, desk, rule_forms)
        if is_saved and action == "save":
            messages.success(request, _("The outcomes are saved as a draft."))
            return HttpResponseRedirect(request.path)
        form = cure if action == "cure" else exclude
        if is_saved and CONCLUSIONS[action](request, desk, form):
            return HttpResponseRedirect(reverse("awards-screening", args=[award_key]))
    way = (_("Check of eligibility"), reverse("awards-screening", args=[award_key]))
    head = admin_headers.header(desk.dossier.title, _way(award_key), way, icon="tasks")
    context = {
        "desk": desk,
        "award_key": award_key,
        "rule_forms": rule_forms,
        "exclude": exclude,
        "cure_form": cure,
        "has_errors": any(form.errors for form in (*rule_forms, exclude, cure)),
        "due": cures.due_after(clock.now(), desk.dossier.call.rules.cure_days),
        **head,
    }
    return render(request, "awards/screening/admin/dossier.html", context)


def _save(request: HttpRequest, desk: queries.Desk, rule_forms: list[forms.RuleForm]) -> bool:
    """Keep every outcome that was chosen; return whether all of them could be kept. Those that could stay kept."""
    is_whole = True
    for form in rule_forms:
        if not form.is_valid():
            is_whole = False
            continue
        if not form.cleaned_data["outcome"]:
            continue
        try:
            checking.save_check(
                nomination=desk.nomination,
                key=form.row.rule.key,
                outcome=Outcome(form.cleaned_data["outcome"]),
                note=form.cleaned_data["note"],
                by=request.user,
                now=clock.now(),
            )
        except errors.DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            is_whole = False
    return is_whole


def _eligible(request: HttpRequest, desk: queries.Desk, _form: Any) -> None:
    checking.find_eligible(nomination=desk.nomination, by=request.user, now=clock.now())


def _ineligible(request: HttpRequest, desk: queries.Desk, form: Any) -> None:
    checking.find_ineligible(
        nomination=desk.nomination, reason=form.cleaned_data["reason"], by=request.user, now=clock.now()
    )


def _cure(request: HttpRequest, desk: queries.Desk, form: Any) -> None:
    cures.ask_cure(
        nomination=desk.nomination,
        wanted=form.cleaned_data["parts"],
        words=form.cleaned_data["words"],
        by=request.user,
    )


def _concluding(act: Callable[[HttpRequest, queries.Desk, Any], None], words: Any) -> Callable[..., bool]:
    """Return what takes a conclusion and tells it; False, with the sentence beside the field, where a rule refuses it."""

    def conclude(request: HttpRequest, desk: queries.Desk, form: Any) -> bool:
        if form.is_bound and not form.is_valid():
            return False
        try:
            act(request, desk, form)
        except errors.DomainError as error:
            if form.is_bound and error.field in form.fields:
                form.add_error(error.field, str(error))
            else:
                messages.error(request, str(error))
            return False
        messages.success(request, str(words))
        return True

    return conclude


CONCLUSIONS = {
    "eligible": _concluding(_eligible, forms.ELIGIBLE),
    "ineligible": _concluding(_ineligible, forms.INELIGIBLE),
    "cure": _concluding(_cure, forms.SENT_BACK),
}


@never_cache
@require_safe
def file(request: HttpRequest, award_key: UUID, public_id: UUID, pk: int) -> HttpResponseBase:
    """Hand out a file of a dossier that was handed in."""
    _require(request, award_key)
    kept = get_object_or_404(
        DossierFile.objects.select_related("file").exclude(nomination__state__in=UNSENT_STATES),
        pk=pk,
        nomination__award_key=award_key,
        nomination__public_id=public_id,
    )
    return private_files.response(kept.file)


@never_cache
@require_POST
def file_leaks(request: HttpRequest, award_key: UUID, public_id: UUID, pk: int) -> HttpResponse:
    """Look through a version without names again, clean it, or let it go to the jury with a note."""
    _require(request, award_key)
    desk = queries.desk(award_key, public_id)
    if desk is None or pk not in {row.twin.pk for row in desk.dossier.documents if row.twin is not None}:
        raise Http404
    act: dict[str, Any] = {"nomination": desk.nomination, "pk": pk, "by": request.user, "now": clock.now()}
    try:
        if request.POST.get("action") == "accept":
            leak_reports.accept(note=request.POST.get("note", ""), **act)
            messages.success(request, _("It is noted why the file may go to the jury."))
        elif request.POST.get("action") == "clean":
            files.clean_for_jury(**act)
            messages.success(request, _("The cleaned copy is in the dossier."))
        else:
            leak_reports.look_again(**act)
            messages.success(request, _("The file was looked through again."))
    except errors.DomainError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(f"{reverse('awards-screening-dossier', args=[award_key, public_id])}#contents")
