"""The list of one's dossiers, and the pages on which a dossier is written step by step."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from awards import permissions
from awards.deliberation import rehearings
from awards.dossiers import calls, checks, emails, forms, parts, queries
from awards.dossiers.domain import files, writing
from awards.dossiers.views.guards import dossier_or_404, own_view, place_or_404, require, show_way
from awards.editions.enums import RESULT_STATES
from awards.models import AwardPage, DossierFile
from portal.kernel import clock, errors, languages
from portal.media.domain import private_files
from portal.ui import forms as ui_forms


@own_view
@require_safe
def dossiers(request: HttpRequest) -> HttpResponse:
    """List the dossiers that a person works on, what waits first."""
    context = {"page_title": _("My dossiers"), "rows": queries.own(request.user)}
    return render(request, "awards/dossiers/list.html", context)


@own_view
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, award_key: UUID) -> HttpResponse:
    """Begin a dossier in an open call, from nothing or from one of one's technologies."""
    call = calls.find(award_key)
    if call is None or not AwardPage.objects.live().public().filter(translation_key=award_key).exists():
        raise Http404
    chosen = _key(request.GET.get("technology", ""))
    start = queries.reused(request.user, chosen) if chosen is not None else {}
    form = forms.BasicsForm(
        request.POST if request.method == "POST" else None, call=call, person=request.user, start=start
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = writing.start_dossier(award_key=award_key, basics=form.basics(), by=request.user, now=clock.now())
        except errors.DomainError as error:
            ui_forms.add_domain_error(form, error)
        else:
            messages.success(request, _("The dossier is saved as a draft. Go on whenever you like, from any device."))
            return redirect("awards:dossier", made.public_id)
    show_way(request)
    own_organisations = queries.organisations_of(request.user)
    context: dict[str, Any] = {
        "form": form,
        "form_has_errors": bool(form.errors),
        "page_title": _("Nominate"),
        "edition": emails.edition_title(award_key, languages.current()),
        "is_open": call.takes(clock.now()),
        "ends": call.ends,
        "technologies": queries.technologies_of(own_organisations)[:12] if not start else [],
        "cancel_url": reverse("awards:dossiers"),
    }
    return render(request, "awards/dossiers/new.html", context)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _gap_url(public_id: UUID, gap: checks.Gap) -> str:
    if gap.part is checks.Part.BASICS:
        return reverse("awards:dossier-basics", args=[public_id])
    name = "awards:dossier-answer" if gap.part is checks.Part.ANSWER else "awards:dossier-document"
    return reverse(name, args=[public_id, gap.key])


@own_view
@require_safe
def dossier(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show where a dossier stands, what it lacks, and all that is in it."""
    member = place_or_404(request, public_id)
    found = dossier_or_404(member)
    show_way(request)
    is_open = found.call.takes(clock.now())
    can_write = permissions.can_write(member) and is_open
    nomination = found.nomination
    log = [
        {"title": line.get_to_state_display(), "when": line.at, "by": line.by or "", "text": line.reason}
        for line in nomination.log.select_related("by")
    ]
    request_to_complete = parts.running(nomination)
    in_time = request_to_complete is not None and not parts.is_over(request_to_complete, clock.now())
    context = {
        "page_title": found.title,
        "dossier": found,
        "member": member,
        "is_open": is_open,
        "can_write": can_write,
        "writable": [one.code for one in parts.of(found.call.rules) if permissions.can_write(member, one.code)]
        if can_write or in_time
        else [],
        "cure": request_to_complete,
        "cure_is_over": request_to_complete is not None and not in_time,
        "can_lead": permissions.can_lead(member),
        "can_appeal": permissions.can_appeal(member),
        "can_withdraw": permissions.can_withdraw(member),
        "gaps": [(gap.sentence, _gap_url(public_id, gap)) for gap in found.gaps],
        "basics": [
            {"term": _("Category"), "value": found.category},
            {"term": _("What is nominated"), "value": nomination.title},
            {"term": _("Merits in brief"), "value": nomination.summary},
            {"term": _("Nominee"), "value": nomination.nominee_name},
            {"term": _("What is nominated, in English"), "value": nomination.title_en},
            {"term": _("Merits in brief, in English"), "value": nomination.summary_en},
        ],
        "log": log,
        "last_reason": log[-1]["text"] if log else "",
        "lost": rehearings.lost_prize(nomination) if found.call.state in RESULT_STATES else None,
    }
    return render(request, "awards/dossiers/dossier.html", context)


@own_view
@require_http_methods(["GET", "HEAD", "POST"])
def basics(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change what is nominated and who."""
    member = place_or_404(request, public_id)
    require(permissions.can_write(member, parts.BASICS))
    found = dossier_or_404(member)
    form = forms.BasicsForm(
        request.POST if request.method == "POST" else None, call=found.call, person=request.user, draft=found.nomination
    )
    if request.method == "POST" and form.is_valid():
        try:
            writing.save_basics(
                nomination=found.nomination,
                basics=form.basics(),
                by=request.user,
                now=clock.now(),
                seen_at=form.cleaned_data["seen_at"],
            )
        except errors.DomainError as error:
            ui_forms.add_domain_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("awards:dossier", public_id)
    return _form_page(request, found, form, _("What is nominated, and who"))


def _form_page(request: HttpRequest, found: queries.Dossier, form: Any, title: str, **more: Any) -> HttpResponse:
    show_way(request, found)
    context = {
        "form": form,
        "form_has_errors": bool(form.errors),
        "page_title": title,
        "dossier": found,
        "submit_text": _("Save"),
        "cancel_url": reverse("awards:dossier", args=[found.nomination.public_id]),
        **more,
    }
    return render(request, "awards/dossiers/form.html", context)


@own_view
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, public_id: UUID, key: str) -> HttpResponse:
    """Answer to one criterion; the levels of its scale stand beside."""
    member = place_or_404(request, public_id)
    require(permissions.can_write(member, parts.answer(key)))
    found = dossier_or_404(member)
    place = next((number for number, row in enumerate(found.answers) if row.criterion.key == key), None)
    if place is None:
        raise Http404
    row = found.answers[place]
    form = forms.AnswerForm(
        request.POST if request.method == "POST" else None, criterion=row.criterion, answer=row.answer
    )
    if request.method == "POST" and form.is_valid():
        try:
            writing.save_answer(
                nomination=found.nomination,
                key=key,
                words=form.cleaned_data["text"],
                by=request.user,
                now=clock.now(),
                seen_at=form.cleaned_data["seen_at"],
            )
        except errors.DomainError as error:
            ui_forms.add_domain_error(form, error)
        else:
            messages.success(request, _("Saved."))
            if request.POST.get("action") == "next" and place + 1 < len(found.answers):
                return redirect("awards:dossier-answer", public_id, found.answers[place + 1].criterion.key)
            return redirect("awards:dossier", public_id)
    language = languages.current()
    return _form_page(
        request,
        found,
        form,
        _("Answer to a criterion"),
        step=place + 1,
        total=len(found.answers),
        has_next=place + 1 < len(found.answers),
        weight=row.criterion.weight,
        description=calls.told(row.criterion.description, language),
        levels=[(level.points, calls.told(level.anchor, language)) for level in row.criterion.levels],
    )


@own_view
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, public_id: UUID, key: str) -> HttpResponse:
    """Upload, replace or take away the file for a document, and its version without names."""
    member = place_or_404(request, public_id)
    require(permissions.can_write(member, parts.document(key)))
    found = dossier_or_404(member)
    row = next((one for one in found.documents if one.document.key == key), None)
    if row is None:
        raise Http404
    is_twin = request.POST.get("which") == "twin"
    if request.method == "POST" and "remove" in request.POST:
        return _remove(request, found, key, is_twin=is_twin)
    if request.method == "POST" and "clean" in request.POST:
        return _clean(request, found, key)
    form = forms.FileForm(document=row.document, former=row.file)
    twin_form = forms.FileForm(document=row.document, former=row.twin, auto_id="id_twin_%s")
    if request.method == "POST":
        sent = forms.FileForm(
            request.POST,
            request.FILES,
            document=row.document,
            former=row.twin if is_twin else row.file,
            auto_id="id_twin_%s" if is_twin else "id_%s",
        )
        if sent.is_valid() and _put(request, found, sent, key, is_twin=is_twin):
            messages.success(request, _("The file is in the dossier."))
            return redirect("awards:dossier-document", public_id, key)
        form, twin_form = (form, sent) if is_twin else (sent, twin_form)
    show_way(request, found)
    context = {
        "page_title": row.title,
        "dossier": found,
        "row": row,
        "form": form,
        "twin_form": twin_form if row.document.anonymise else None,
        "form_has_errors": bool(form.errors or twin_form.errors),
        "back_url": reverse("awards:dossier", args=[public_id]),
    }
    return render(request, "awards/dossiers/document.html", context)


def _put(request: HttpRequest, found: queries.Dossier, form: forms.FileForm, key: str, *, is_twin: bool) -> bool:
    try:
        files.put_file(
            nomination=found.nomination,
            key=key,
            is_twin=is_twin,
            file=form.cleaned_data["file"],
            by=request.user,
            now=clock.now(),
            replaces=form.cleaned_data["replaces"],
        )
    except errors.DomainError as error:
        ui_forms.add_domain_error(form, error)
        fresh = queries.dossier(found.nomination)
        row = next((one for one in fresh.documents if one.document.key == key), None) if fresh is not None else None
        now_there = (row.twin if is_twin else row.file) if row is not None else None
        form.retype("replaces", str(now_there.pk) if now_there is not None else "")
        return False
    return True


def _clean(request: HttpRequest, found: queries.Dossier, key: str) -> HttpResponse:
    try:
        files.clean_twin(nomination=found.nomination, key=key, by=request.user, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The cleaned copy is in the dossier. Look at it once before you hand in."))
    return redirect("awards:dossier-document", found.nomination.public_id, key)


def _remove(request: HttpRequest, found: queries.Dossier, key: str, *, is_twin: bool) -> HttpResponse:
    row = next(one for one in found.documents if one.document.key == key)
    kept = row.twin if is_twin else row.file
    try:
        if kept is not None:
            files.remove_file(nomination=found.nomination, pk=kept.pk, by=request.user, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The file is thrown away."))
    return redirect("awards:dossier-document", found.nomination.public_id, key)


@own_view
@require_safe
def file(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponseBase:
    """Hand a file out to those who work on the dossier."""
    member = place_or_404(request, public_id)
    kept = get_object_or_404(DossierFile.objects.select_related("file"), pk=pk, nomination=member.nomination)
    return private_files.response(kept.file)
