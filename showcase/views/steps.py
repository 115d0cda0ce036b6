"""The steps in which a technology is written: each is kept as a draft, and two people may write at once."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from exhibitors.views.guards import desk_view
from portal.kernel import clock
from portal.media.domain.kept import Keeper
from portal.media.forms import KeepsUploadsMixin
from showcase import naming, queries, summaries
from showcase.domain import completeness
from showcase.domain import file as files
from showcase.domain import picture as pictures
from showcase.domain import technology as technologies
from showcase.enums import FileDisclosure, ReviewState
from showcase.forms.technologies import STEPS
from showcase.models import TechnologyPage
from showcase.views import writing
from showcase.views.guards import add_desk_breadcrumbs, page_or_404

STEP_NAMES = list(STEPS)
TOTAL = len(STEPS) + 1


def _add_uploads(form: Any, page: TechnologyPage, by: Any) -> bool:
    cleaned = form.cleaned_data
    if file := cleaned.get("picture"):
        pictures.add_picture(page=page, file=file, alt=cleaned["picture_alt"], by=by)
    if upload := cleaned.get("upload"):
        files.add_file(
            page=page,
            file=upload,
            title=cleaned["upload_title"],
            disclosure=FileDisclosure(cleaned.get("upload_disclosure") or FileDisclosure.AFTER_INTEREST),
            by=by,
            now=clock.now(),
        )
    return bool(cleaned.get("picture") or cleaned.get("upload"))


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def technology_step(request: HttpRequest, page_id: int, step: str) -> HttpResponse:
    """One step; "save" keeps unfinished work, "continue" asks for all that the step needs."""
    page = page_or_404(request, TechnologyPage, page_id)
    if step not in STEPS:
        raise Http404
    if queries.review_states([page])[page.pk] in {ReviewState.IN_REVIEW, ReviewState.REFUSED}:
        return redirect("showcase:technology-check", page.pk)
    _title, form_class = STEPS[step]
    relaxed = request.POST.get("action") == "save"
    read = writing.revision_read(page, request)
    form = form_class(
        request.POST or None,
        request.FILES or None,
        instance=read.as_object(),
        relaxed=relaxed,
        **_keeper(request, form_class, page),
    )
    saved = writing.not_saved(request)
    if request.method == "POST" and form.is_valid():
        saved = writing.save_on_newest(
            request,
            form,
            page,
            read,
            save=technologies.save_technology,
            add_uploads=lambda draft: _add_uploads(form, draft, request.user),
        )
        if saved.done:
            _forget_uploads(form)
            return _go_on(request, page, step, relaxed=relaxed)
    if saved.conflicts:
        # Everything but the fields in question is saved, the uploads with it.
        _forget_uploads(form)
    elif isinstance(form, KeepsUploadsMixin):
        form.keep_uploads()
    return _show(request, page, step, form=form, revision=read.pk, saved=saved)


def _keeper(request: HttpRequest, form_class: type[Any], page: TechnologyPage) -> dict[str, Keeper]:
    """Return what a step with uploads needs to keep them over an error."""
    if not issubclass(form_class, KeepsUploadsMixin):
        return {}
    return {"keeper": Keeper(subject=f"technology:{page.translation_key}", by=request.user)}


def _forget_uploads(form: Any) -> None:
    if isinstance(form, KeepsUploadsMixin):
        form.forget_uploads()
        # Their words are rows of the draft by now.
        for name in ("picture_alt", "upload_title"):
            form.retype(name, "")


def _go_on(request: HttpRequest, page: TechnologyPage, step: str, *, relaxed: bool) -> HttpResponse:
    if relaxed:
        messages.success(request, _("Your draft is saved. You can go on at any time."))
        return redirect("exhibitors:desk")
    index = STEP_NAMES.index(step) + 1
    if index < len(STEP_NAMES):
        return redirect("showcase:technology-step", page.pk, STEP_NAMES[index])
    return redirect("showcase:technology-check", page.pk)


def _show(
    request: HttpRequest, page: TechnologyPage, step: str, *, form: Any, revision: int, saved: writing.Saved
) -> HttpResponse:
    draft = TechnologyPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    warnings = form.warn(naming.what_gives_away(draft))
    add_desk_breadcrumbs(request)
    context = {
        "form": form,
        "form_has_errors": form.has_errors or bool(saved.conflicts),
        "page_title": page.draft_title,
        "page_id": page.pk,
        "step_title": STEPS[step][0],
        "step": STEP_NAMES.index(step) + 1,
        "total": TOTAL,
        "step_names": [*(name for name, _form in STEPS.values()), _("Check and send")],
        "formsets": list(form.formsets.items()),
        "revision": revision,
        **saved.fields,
        "warnings": warnings,
        "is_anonymous": draft.is_anonymous,
        "completeness": summaries.completeness_of(page, completeness.measure(draft.serializable_data())),
    }
    return render(request, "showcase/desk/step.html", context)
