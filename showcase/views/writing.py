"""Saving a form on top of the newest draft: two people may write at once, and neither loses a word."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import transaction
from django.http import HttpRequest
from wagtail.models import Page, Revision

from portal.kernel import converters, errors
from showcase import summaries
from showcase.domain import merging
from showcase.forms.fields import add_domain_error

AddUploads = Callable[[Any], bool]
"""Adds the files of a form to a draft; returns whether there was any."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that two people changed differently, both versions in words."""

    name: str
    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Saved:
    """How saving went: done, refused by a rule that stands in the form, or waiting for choices.

    ``earlier`` is the newest revision after that, and ``kept`` names the fields that hold what was typed: with them the form,
    shown again, is compared when it is sent once more.
    """

    done: bool
    conflicts: tuple[Conflict, ...] = ()
    earlier: int | None = None
    kept: frozenset[str] = frozenset()
    has_changed: bool = False

    @property
    def fields(self) -> dict[str, Any]:
        """What a page needs to show the form again."""
        return {"conflicts": self.conflicts, "earlier": self.earlier or "", "kept": sorted(self.kept)}


class Save(Protocol):
    """What keeps a draft that was put on the revision ``made_from``; raises StaleDraftError where a newer one exists."""

    def __call__(self, *, page: Any, by: Any, made_from: int | None) -> Any:
        """Keep it and return the page."""


def revision_read(page: Page, request: HttpRequest) -> Revision:
    """Return the revision that a form was made from; the newest one for a form that names none of this page's."""
    return _revision(page, request.POST.get("revision", "")) or page.latest_revision


def _revision(page: Page, number: str) -> Revision | None:
    key = converters.record_number(number)
    found: Revision | None = page.revisions.filter(pk=key).first() if key is not None else None
    return found


def not_saved(request: HttpRequest) -> Saved:
    """Return that nothing was saved now; what an earlier sending of the same form came to is not forgotten."""
    number = request.POST.get("earlier", "")
    return Saved(
        done=False,
        earlier=converters.record_number(number),
        kept=frozenset(request.POST.getlist("kept")),
    )


def _names(form: Any) -> list[str]:
    return [*form._meta.fields, *form.formsets]  # noqa: SLF001 -- Django keeps a model form's fields there


def _choices(request: HttpRequest, names: Iterable[str]) -> dict[str, merging.Choice]:
    known = {choice.value: choice for choice in merging.Choice}
    chosen = {name: known.get(request.POST.get(f"choice_{name}", "")) for name in names}
    return {name: choice for name, choice in chosen.items() if choice is not None}


def _earlier(request: HttpRequest, page: Page) -> merging.Earlier[Any] | None:
    """Return what became of this form when it was sent before."""
    revision = _revision(page, request.POST.get("earlier", ""))
    if revision is None:
        return None
    kept, asked = (frozenset(request.POST.getlist(name)) for name in ("kept", "asked"))
    return merging.Earlier(revision.as_object(), kept, asked)


@transaction.atomic
def _put_on_newest(
    request: HttpRequest, form: Any, page: Page, read: Revision, *, save: Save, add_uploads: AddUploads | None
) -> Saved:
    """Merge and keep what is typed. Nobody else saves the page meanwhile, and what comes as a file is stored once."""
    newest = type(page)._default_manager.select_for_update(of=("self",)).get(pk=page.pk)  # noqa: SLF001 -- Django's public name
    names, mine, earlier = _names(form), form.save(commit=False), _earlier(request, page)
    # A choice counts only between the two versions that were shown.
    was_shown = request.POST.get("earlier") == str(newest.latest_revision_id)
    merged = merging.merge(
        names=names,
        read=read.as_object(),
        mine=mine,
        theirs=newest.get_latest_revision_as_object(),
        earlier=earlier,
        choices=_choices(request, names) if was_shown else {},
    )
    has_changed = bool(merged.taken) | (add_uploads is not None and add_uploads(merged.page))
    if has_changed:
        save(page=merged.page, by=request.user, made_from=newest.latest_revision_id)
    return Saved(
        done=not merged.conflicts,
        conflicts=tuple(
            Conflict(name, summaries.label(page, name), summaries.words(mine, name), summaries.words(merged.page, name))
            for name in merged.conflicts
        ),
        earlier=type(page)._default_manager.values_list("latest_revision_id", flat=True).get(pk=page.pk),  # noqa: SLF001 -- Django's public name
        kept=(earlier.kept if earlier is not None else frozenset()) | frozenset(merged.taken),
        has_changed=has_changed,
    )


def save_on_newest(
    request: HttpRequest, form: Any, page: Page, read: Revision, *, save: Save, add_uploads: AddUploads | None = None
) -> Saved:
    """Put what was typed on top of the newest draft. Nothing that somebody else saved is lost, nothing typed either.

    ``read`` is the revision that the form was made from, and its rows belong to. ``add_uploads`` adds to the draft what came
    as files, and returns whether there was any.
    """
    try:
        return _put_on_newest(request, form, page, read, save=save, add_uploads=add_uploads)
    except errors.DomainError as error:
        add_domain_error(form, error)
        return not_saved(request)


def save_again(request: HttpRequest, form: Any, page: Page, *, save: Save) -> Saved:
    """Put a form that has made ``page`` already, and was changed and sent once more, on top of the newest draft."""
    return save_on_newest(request, form, page, page.revisions.order_by("pk").first(), save=save)
