"""The steps in which a technology is written: each is kept as a draft, and two people may write at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Revision

from exhibitors.views.guards import desk_view
from portal.kernel import clock, errors
from portal.media.domain.kept import Keeper
from portal.media.forms import KeepsUploadsMixin
from showcase import naming, queries, summaries
from showcase.domain import completeness, merging
from showcase.domain import file as files
from showcase.domain import picture as pictures
from showcase.domain import technology as technologies
from showcase.enums import FileDisclosure, ReviewState
from showcase.forms.fields import add_domain_error
from showcase.forms.technologies import STEPS
from showcase.models import TechnologyPage
from showcase.views.guards import add_desk_breadcrumbs, page_or_404

STEP_NAMES = list(STEPS)
TOTAL = len(STEPS) + 1
# Between two looks at the newest draft somebody may save again; more than this is no accident.
ATTEMPTS: Final = 3


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that two people changed differently, both versions in words."""

    name: str
    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Saved:
    """How saving went: done, refused by a rule that stands in the form, or waiting for choices."""

    done: bool
    conflicts: tuple[Conflict, ...] = ()
    newest: int | None = None


def _revision(page: TechnologyPage, number: str | None) -> Revision:
    """Return the revision that a form was made from; the newest one for a form that names none of this page's."""
    if number and number.isdecimal():
        found = page.revisions.filter(pk=number).first()
        if found is not None:
            return found
    return page.latest_revision


def _names(form: Any) -> list[str]:
    return [*form._meta.fields, *form.formsets]  # noqa: SLF001 -- Django keeps a model form's fields there


def _choices(request: HttpRequest, names: Iterable[str], newest: int | None) -> dict[str, merging.Choice]:
    """Return what was chosen, unless the other side has changed since the choice was offered."""
    if request.POST.get("seen") != str(newest):
        return {}
    known = {choice.value: choice for choice in merging.Choice}
    chosen = {name: known.get(request.POST.get(f"choice_{name}", "")) for name in names}
    return {name: choice for name, choice in chosen.items() if choice is not None}


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


def _save(request: HttpRequest, form: Any, page: TechnologyPage, read: Revision) -> Saved:
    """Put what was typed on top of the newest draft. Nothing that somebody else saved is lost, nothing typed either."""
    mine = form.save(commit=False)
    names = _names(form)
    for _attempt in range(ATTEMPTS):
        newest = TechnologyPage.objects.get(pk=page.pk)
        theirs = newest.get_latest_revision_as_object()
        merged = merging.merge(
            names=names,
            read=read.as_object(),
            mine=mine,
            theirs=theirs,
            choices=_choices(request, names, newest.latest_revision_id),
        )
        try:
            has_uploads = _add_uploads(form, merged.page, request.user)
            if merged.has_changed or has_uploads:
                technologies.save_technology(page=merged.page, by=request.user, made_from=newest.latest_revision_id)
        except merging.StaleDraftError:
            continue
        except errors.DomainError as error:
            add_domain_error(form, error)
            return Saved(done=False)
        if not merged.conflicts:
            return Saved(done=True)
        fresh = TechnologyPage.objects.get(pk=page.pk)
        return Saved(
            done=False,
            conflicts=tuple(
                Conflict(
                    name,
                    summaries.label(page, name),
                    summaries.words(mine, name),
                    summaries.words(merged.page, name),
                )
                for name in merged.conflicts
            ),
            newest=fresh.latest_revision_id,
        )
    form.add_error(None, _("Somebody else saved this while you were writing."))
    return Saved(done=False)


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
    read = _revision(page, request.POST.get("revision"))
    form = form_class(
        request.POST or None,
        request.FILES or None,
        instance=read.as_object(),
        relaxed=relaxed,
        **_keeper(request, form_class, page),
    )
    saved = Saved(done=False)
    if request.method == "POST" and form.is_valid():
        saved = _save(request, form, page, read)
        if saved.done:
            _forget_uploads(form)
            return _go_on(request, page, step, relaxed=relaxed)
    if saved.conflicts:
        # Everything but the fields in question is saved, the uploads with it.
        _forget_uploads(form)
    elif isinstance(form, KeepsUploadsMixin):
        form.keep_uploads()
    return _show(request, page, step, form=form, read=read, saved=saved)


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
    request: HttpRequest, page: TechnologyPage, step: str, *, form: Any, read: Revision, saved: Saved
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
        "revision": read.pk,
        "seen": saved.newest or "",
        "conflicts": saved.conflicts,
        "warnings": warnings,
        "is_anonymous": draft.is_anonymous,
        "completeness": summaries.completeness_of(page, completeness.measure(draft.serializable_data())),
    }
    return render(request, "showcase/desk/step.html", context)
