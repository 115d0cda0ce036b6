"""The English of a technology: where each group of texts stands, and a form for each."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from exhibitors.views.guards import desk_view
from portal.kernel import clock, converters, errors
from showcase import permissions, queries
from showcase.domain import english, merging
from showcase.enums import EnglishState, TextGroup
from showcase.forms.english import EnglishForm
from showcase.forms.fields import add_domain_error
from showcase.models import EnglishPart, TechnologyPage
from showcase.views.guards import add_desk_breadcrumbs, page_or_404

TONES = {
    EnglishState.NONE: "neutral",
    EnglishState.DRAFT: "info",
    EnglishState.CURRENT: "success",
    EnglishState.OUTDATED: "warning",
}


@desk_view
@require_safe
def technology_english(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show where the English of each group stands."""
    page = page_or_404(request, TechnologyPage, page_id)
    draft = page.get_latest_revision_as_object()
    twin = english.twin_of(page)
    add_desk_breadcrumbs(request, (page.draft_title, reverse("showcase:technology-check", args=[page.pk])))
    context = {
        "page_title": _("In English"),
        "technology": draft,
        "can_edit": queries.review_states([page])[page.pk] in permissions.EDITABLE_STATES,
        "groups": [
            {
                "title": group.label,
                "state": state.label,
                "kind": TONES[state],
                "url": reverse("showcase:technology-english-group", args=[page.pk, group.value]),
            }
            for group, state in english.states(draft, twin).items()
        ],
        "preview_url": f"{reverse('showcase:technology-preview', args=[page.pk])}?language=en" if twin else "",
    }
    return render(request, "showcase/desk/english.html", context)


def _written(page: TechnologyPage, twin: TechnologyPage | None, group: TextGroup) -> TechnologyPage | None:
    """Return the English draft to show; its title is the Vietnamese one until somebody gives an English one."""
    if twin is None:
        return None
    draft: TechnologyPage = twin.get_latest_revision_as_object()
    parts = set(EnglishPart.objects.filter(translation_key=page.translation_key).values_list("group", flat=True))
    if group is TextGroup.IDENTITY and parts and group.value not in parts:
        draft.title = ""
    return draft


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def technology_english_group(request: HttpRequest, page_id: int, group: str) -> HttpResponse:
    """Write the English of one group; it is published with the next approval of the technology."""
    page = page_or_404(request, TechnologyPage, page_id)
    if group not in TextGroup.values:
        raise Http404
    wanted = TextGroup(group)
    if queries.review_states([page])[page.pk] not in permissions.EDITABLE_STATES:
        return redirect("showcase:technology-check", page.pk)
    draft = page.get_latest_revision_as_object()
    if wanted not in english.groups_of(draft):
        raise Http404
    twin = english.twin_of(page)
    form = EnglishForm(request.POST or None, group=wanted, page=draft, twin=_written(page, twin, wanted))
    if request.method == "POST" and form.is_valid() and _save(request, page, form, wanted):
        messages.success(request, _("The English is saved. It is published when the technology is approved next."))
        return redirect("showcase:technology-english", page.pk)
    add_desk_breadcrumbs(request, (page.draft_title, reverse("showcase:technology-check", args=[page.pk])))
    context = {
        "page_title": _("In English"),
        "group_title": wanted.label,
        "form": form,
        "form_has_errors": bool(form.errors),
        # After a conflict the person has seen both versions: the next try is made from the newest one.
        "revision": twin.latest_revision_id if twin is not None else "",
        "cancel_url": reverse("showcase:technology-english", args=[page.pk]),
    }
    return render(request, "showcase/desk/english_group.html", context)


def _values(page: TechnologyPage, shown: TechnologyPage | None, group: TextGroup) -> dict[str, str]:
    form = EnglishForm(group=group, page=page, twin=shown)
    return {name: str(field.initial or "") for name, field in form.fields.items()}


def _read_version(twin: TechnologyPage | None, made_from: str) -> TechnologyPage | None:
    """Return the English draft that the form was made from; None where there was none then."""
    key = converters.record_number(made_from)
    found = twin.revisions.filter(pk=key).first() if twin is not None and key is not None else None
    return found.as_object() if found is not None else None


def _save(request: HttpRequest, page: TechnologyPage, form: EnglishForm, group: TextGroup) -> bool:
    """Save what was typed; where somebody else changed the same field meanwhile, show their words beside it."""
    twin = english.twin_of(page)
    vietnamese = page.get_latest_revision_as_object()
    merged, conflicts = merging.merge_values(
        read=_values(vietnamese, _read_version(twin, request.POST.get("revision", "")), group),
        mine=form.cleaned_data,
        theirs=_values(vietnamese, _written(page, twin, group), group),
    )
    for name, words in conflicts.items():
        form.add_error(
            name,
            _("Somebody else wrote meanwhile: “%(words)s”. Send again to keep yours, or copy theirs.")
            % {"words": words},
        )
    if conflicts:
        return False
    form.cleaned_data = merged
    try:
        english.save_english(
            page=page,
            group=group,
            texts=form.texts(),
            rows=form.rows(),
            by=request.user,
            now=clock.now(),
            made_from=twin.latest_revision_id if twin is not None else english.NONE_YET,
        )
    except errors.DomainError as error:
        add_domain_error(form, error)
        return False
    return True
