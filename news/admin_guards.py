"""Walls between newsrooms at addresses of the admin where Wagtail and wagtail-localize ask for no right on the object.

Each address here is one that the permission matrix of the tests found open; a foreign object answers 404.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from wagtail import VERSION
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.pages import workflow
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.views.chooser import viewset as image_chooser
from wagtail.models import Page
from wagtail_localize.models import TranslationSource
from wagtail_localize.views.report import TranslationsReportView
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

from news import media_permissions, permissions

View = Callable[..., HttpResponse]

# Wagtail 8 calls the preview for a task by another name than 7.4 does.
_preview_for_task = workflow.PreviewRevisionForTaskView if VERSION >= (8,) else workflow.PreviewRevisionForTask


def may_edit_page(user: Any, page: Page) -> bool:
    """Return whether the user may change this page."""
    return bool(page.permissions_for_user(user).can_edit())


def _guard(view: View, *, allowed: Callable[[Any, int], bool], key: str) -> View:
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not allowed(request.user, int(kwargs[key])):
            raise Http404
        return view(request, **kwargs)

    return guarded


def _page_is_own(user: Any, page_id: int) -> bool:
    page = Page.objects.filter(pk=page_id).first()
    return page is not None and may_edit_page(user, page)


def _source_is_own(user: Any, source_id: int) -> bool:
    source = TranslationSource.objects.filter(pk=source_id).first()
    if source is None:
        return False
    if not issubclass(source.specific_content_type.model_class(), Page):
        return bool(user.is_superuser)
    pages = Page.objects.filter(translation_key=source.object_id)
    return any(may_edit_page(user, page) for page in pages)


def _image_is_own(user: Any, image_id: int) -> bool:
    return media_permissions.own_images(user).filter(pk=image_id).exists()


def core_urls() -> list[URLPattern]:
    """Return the guarded addresses of Wagtail's core; ``admin_urls.py`` puts them before it."""
    return [
        path(
            "pages/workflow/confirm_cancellation/<int:page_id>/",
            _guard(workflow.ConfirmWorkflowCancellation.as_view(), allowed=_page_is_own, key="page_id"),
        ),
    ]


def urls() -> list[URLPattern]:
    """Return the guarded addresses; they stand before those of the packages."""
    return [
        path(
            "localize/submit/page/<int:page_id>/",
            _guard(SubmitPageTranslationView.as_view(), allowed=_page_is_own, key="page_id"),
        ),
        path(
            "localize/update/<int:translation_source_id>/",
            _guard(UpdateTranslationsView.as_view(), allowed=_source_is_own, key="translation_source_id"),
        ),
        path(
            "images/chooser/<int:image_id>/select_format/",
            _guard(image_chooser.select_format_view, allowed=_image_is_own, key="image_id"),
        ),
        path("localize/reports/translations/", OwnTranslationsReportView.as_view()),
        path("localize/reports/translations/results/", OwnTranslationsReportView.as_view(results_only=True)),
    ]


class OwnImagesViewSet(ImagesAdminAPIViewSet):
    """The admin's API for images, one's own collections only."""

    def get_queryset(self) -> "QuerySet[Any]":
        """Return the images that the user may choose."""
        images: QuerySet[Any] = (
            super().get_queryset().filter(pk__in=media_permissions.own_images(self.request.user).values("pk"))
        )
        return images


class OwnDocumentsViewSet(DocumentsAdminAPIViewSet):
    """The admin's API for documents, one's own collections only."""

    def get_queryset(self) -> "QuerySet[Any]":
        """Return the documents that the user may choose."""
        allowed = media_permissions.own_documents(self.request.user).values("pk")
        documents: QuerySet[Any] = super().get_queryset().filter(pk__in=allowed)
        return documents


class OwnTranslationsReportView(TranslationsReportView):
    """The report of translations, one's own pages only."""

    def get_queryset(self) -> "QuerySet[Any]":
        """Return the translations of pages that the user may edit, in a fixed order."""
        translations: QuerySet[Any] = super().get_queryset().order_by("-pk")
        if self.request.user.is_superuser:
            return translations
        own = permissions.own_pages(self.request.user).values("translation_key")
        return translations.filter(source__object_id__in=own)


_all_actionable = BulkAction.get_actionable_objects


def _actionable_without_foreign(self: BulkAction) -> tuple[list[Any], dict[str, list[Any]]]:
    objects, _refused = _all_actionable(self)
    if not objects:
        raise Http404
    return objects, {"items_with_no_access": []}


def _refuse_foreign(original: Callable[[Any], None]) -> Callable[[Any], None]:
    def refuse(self: Any) -> None:
        if not may_edit_page(self.request.user, self.object):
            raise Http404
        original(self)

    return refuse


def close_side_doors() -> None:
    """Change the few views of Wagtail that name foreign pages and offer no hook.

    - The report on page types names the page edited last of every type: only people with every right may read it.
    - Bulk actions list the titles of what the user may not touch: they are left out, and nothing but such answers 404.
    - Workflow views write the title of a page that waits for nobody into a message: foreign pages answer 404.
    """
    PageTypesUsageReportView.any_permission_required = ["bulk_delete"]
    BulkAction.get_actionable_objects = _actionable_without_foreign
    of_pages = workflow.WorkflowPageViewMixin
    of_pages.add_not_in_moderation_error = _refuse_foreign(of_pages.add_not_in_moderation_error)
    _preview_for_task.add_error_message = _refuse_foreign(_preview_for_task.add_error_message)
