"""The doors through which a page gets on without its form: workflows, publishing and planning, many pages at once, translations.

Each asks ``completeness`` and says what is missing; nothing is half done.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import task_approved, workflow_submitted
from wagtail_localize.models import TranslationSource
from wagtail_localize.views import edit_translation
from wagtail_localize.views.update_translations import UpdateTranslationsView

from portal.pages import completeness
from portal.pages.completeness import UnfinishedError

# Which translation was refused, and why.
_refused: ContextVar[list[tuple[str, ValidationError]] | None] = ContextVar("refused", default=None)


def _newest(record: Any) -> Page | None:
    """Return the newest version of a page, None for anything else."""
    if not isinstance(record, Page):
        return None
    page: Page = record.specific.get_latest_revision_as_object()
    return page


def _ask_for(state: WorkflowState) -> None:
    if (page := _newest(state.content_object)) is not None:
        completeness.ask(page)


def handed_in(instance: WorkflowState, **_kwargs: Any) -> None:
    """Undo the start of a workflow for an unfinished page; Wagtail's transaction takes back what was done."""
    _ask_for(instance)


def approved(instance: TaskState, **_kwargs: Any) -> None:
    """Undo the approval of an unfinished page; after the last step, publishing has asked already."""
    if instance.workflow_state.status == WorkflowState.STATUS_IN_PROGRESS:
        _ask_for(instance.workflow_state)


def _guarded_check(plain: Callable[..., None]) -> Callable[..., None]:
    def check(self: Any, *args: Any, **kwargs: Any) -> None:
        plain(self, *args, **kwargs)
        completeness.ask_for_readers(self.object)

    return check


def _translation_of(source: TranslationSource, locale: Any) -> Page | None:
    try:
        page: Page = source.get_translated_instance(locale)
    except ObjectDoesNotExist:
        return None
    return page


def _guarded_translation(plain: Callable[..., Any]) -> Callable[..., Any]:
    """Ask before wagtail-localize publishes: it does so after its transaction, where nobody would hear a refusal."""

    def create_or_update_translation(
        self: Any,
        locale: Any,
        user: Any = None,
        publish: bool = True,  # noqa: FBT001, FBT002 -- wagtail-localize's signature
        **kwargs: Any,
    ) -> Any:
        if not publish or not issubclass(self.specific_content_type.model_class(), Page):
            return plain(self, locale, user=user, publish=publish, **kwargs)
        known = completeness.of_public(_translation_of(self, locale))
        refused: ValidationError | None = None
        with transaction.atomic():
            try:
                translation, is_new = plain(self, locale, user=user, publish=False, **kwargs)
            except ValidationError as error:
                # It has noted the sentences beside the texts: they are kept, as it does without us.
                refused = error
            else:
                revision = translation.get_latest_revision()
                try:
                    completeness.ask_beyond(revision.as_object(), known)
                except UnfinishedError as error:
                    refused = error
                    # The public row was overwritten already; a draft may stay one.
                    if translation.live:
                        transaction.set_rollback(True)
                else:
                    transaction.on_commit(revision.publish)
        if refused is not None:
            if (kept := _refused.get()) is not None:
                kept.append((f"{self.object_repr} ({locale.get_display_name()})", refused))
            raise refused
        return translation, is_new

    return create_or_update_translation


def _form_again(plain: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def form_valid(self: Any, form: Any) -> HttpResponse:
        """Show the form again, with what was typed, where a page is refused that its form let pass."""
        is_new = self.page.pk is None
        try:
            with transaction.atomic():
                return plain(self, form)
        except UnfinishedError as error:
            if is_new:
                _unmake(self.page)
            for name, said in error.found.items():
                form.add_error(name if name in form.fields else None, said)
            again: HttpResponse = self.form_invalid(form)
            return again

    return form_valid


def _unmake(page: Any) -> None:
    """Let a page that was rolled back be the new one again that its form asks for."""
    page.pk = page.id = None
    page.path, page.depth, page.numchild = "", None, 0
    page.latest_revision = page.live_revision = None
    page._state.adding = True  # noqa: SLF001 -- Django's public name


@contextmanager
def _hearing() -> Iterator[list[tuple[str, ValidationError]]]:
    """Give the list of what is refused meanwhile."""
    heard: list[tuple[str, ValidationError]] = []
    token = _refused.set(heard)
    try:
        yield heard
    finally:
        _refused.reset(token)


def _telling(plain: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say what is missing; that something else was wrong, and beside which text, the translation editor says itself."""

    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with _hearing() as heard:
            answer = plain(request, *args, **kwargs)
            for _name, error in heard:
                if isinstance(error, UnfinishedError):
                    messages.error(request, str(error))
        return answer

    return view


def _telling_of_each(plain: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say which translations were not published and why: wagtail-localize passes over them without a word."""

    def form_valid(self: Any, form: Any) -> HttpResponse:
        with _hearing() as heard:
            answer = plain(self, form)
            for name, error in heard:
                said = str(error) if isinstance(error, UnfinishedError) else "; ".join(error.messages)
                messages.error(self.request, f"{name}: {said}")
        return answer

    return form_valid


def _honest_success(plain: Callable[..., str]) -> Callable[..., str]:
    def get_success_message(self: Any) -> str:
        if _refused.get():
            return _("The texts were brought up to date, but not every translation was published.")
        return plain(self)

    return get_success_message


def many(request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any) -> HttpResponse | None:
    """Refuse to publish many pages at once while one of them is unfinished, and name each."""
    if action_type != "publish" or not issubclass(action.model, Page):
        return None
    chosen = [page.specific for page in objects]
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        for page in tuple(chosen):
            below = page.get_descendants().not_live().specific()
            chosen += [one for one in below if one.permissions_for_user(request.user).can_publish()]
    is_refused = False
    for page in chosen:
        if found := completeness.of(page.get_latest_revision_as_object()):
            messages.error(request, f"{page.get_admin_display_title()}: {UnfinishedError(found)}")
            is_refused = True
    return redirect(action.next_url) if is_refused else None


def guard() -> None:
    """Set the guards; called once, when the apps are ready."""
    workflow_submitted.connect(handed_in, dispatch_uid="pages.doors.handed_in")
    task_approved.connect(approved, dispatch_uid="pages.doors.approved")
    PublishPageRevisionAction.check = _guarded_check(PublishPageRevisionAction.check)
    TranslationSource.create_or_update_translation = _guarded_translation(
        TranslationSource.create_or_update_translation
    )
    EditView.form_valid = _form_again(EditView.form_valid)
    CreateView.form_valid = _form_again(CreateView.form_valid)
    edit_translation.edit_translation = _telling(edit_translation.edit_translation)
    UpdateTranslationsView.form_valid = _telling_of_each(UpdateTranslationsView.form_valid)
    UpdateTranslationsView.get_success_message = _honest_success(UpdateTranslationsView.get_success_message)
    hooks.register("before_bulk_action", many)
