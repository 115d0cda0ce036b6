"""Saving a form on top of the newest draft: two people may write at once, and neither loses a word."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from portal.kernel import errors
from showcase import summaries
from showcase.domain import merging
from showcase.forms.fields import add_domain_error

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
    """How saving went: done, refused by a rule that stands in the form, or waiting for choices; whether it changed anything."""

    done: bool
    has_changed: bool = False
    conflicts: tuple[Conflict, ...] = ()
    newest: int | None = None


class Save(Protocol):
    """What keeps a draft that was put on the revision ``made_from``; raises StaleDraftError where a newer one exists."""

    def __call__(self, *, page: Any, by: Any, made_from: int | None) -> Any:
        """Keep it and return the page."""


def revision_read(page: Page, number: str | None) -> Revision:
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


def save_on_newest(
    request: HttpRequest,
    form: Any,
    page: Page,
    read: Revision,
    *,
    save: Save,
    add_uploads: Callable[[Page], bool] | None = None,
) -> Saved:
    """Put what was typed on top of the newest draft. Nothing that somebody else saved is lost, nothing typed either.

    ``add_uploads`` adds to the draft what came as files, and returns whether there was any.
    """
    model = type(page)
    mine = form.save(commit=False)
    names = _names(form)
    for _attempt in range(ATTEMPTS):
        newest = model._default_manager.get(pk=page.pk)  # noqa: SLF001 -- Django's public name
        merged = merging.merge(
            names=names,
            read=read.as_object(),
            mine=mine,
            theirs=newest.get_latest_revision_as_object(),
            choices=_choices(request, names, newest.latest_revision_id),
        )
        try:
            has_uploads = add_uploads is not None and add_uploads(merged.page)
            if merged.has_changed or has_uploads:
                save(page=merged.page, by=request.user, made_from=newest.latest_revision_id)
        except merging.StaleDraftError:
            continue
        except errors.DomainError as error:
            add_domain_error(form, error)
            return Saved(done=False)
        if not merged.conflicts:
            return Saved(done=True, has_changed=merged.has_changed or has_uploads)
        return Saved(
            done=False,
            has_changed=merged.has_changed or has_uploads,
            conflicts=tuple(
                Conflict(
                    name, summaries.label(page, name), summaries.words(mine, name), summaries.words(merged.page, name)
                )
                for name in merged.conflicts
            ),
            newest=model._default_manager.get(pk=page.pk).latest_revision_id,  # noqa: SLF001 -- Django's public name
        )
    form.add_error(None, _("Somebody else saved this while you were writing."))
    return Saved(done=False)


def save_again(request: HttpRequest, form: Any, page: Page, *, save: Save) -> Saved:
    """Put a form that has made ``page`` already, and was changed and sent once more, on top of the newest draft."""
    return save_on_newest(request, form, page, page.revisions.order_by("pk").first(), save=save)
