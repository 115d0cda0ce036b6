"""The matrix of translations in the admin's reports, and what is pressed there."""

from typing import Any, ClassVar

import django_filters  # type: ignore[import-untyped]  # ships no types
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.kernel import clock, errors
from portal.pages.translating import marks, matrix, words
from portal.pages.translating.enums import TranslationStatus

NAME = "translation-matrix"


def _types(request: HttpRequest) -> "QuerySet[ContentType]":
    kinds = matrix.rows_for(request.user).order_by().values("content_type").distinct()
    return ContentType.objects.filter(pk__in=kinds).order_by("app_label", "model")


class _TypeFilter(django_filters.ModelChoiceFilter):  # type: ignore[misc]  # ships no types
    """The kinds of pages that the reader has, by their names."""

    def get_queryset(self, request: HttpRequest) -> "QuerySet[ContentType]":
        return _types(request)

    @property
    def field(self) -> Any:
        field = super().field
        field.label_from_instance = lambda kind: kind.name[:1].upper() + kind.name[1:]
        return field


class MatrixFilterSet(WagtailFilterSet):  # type: ignore[misc]  # Wagtail ships no types
    """Narrows the matrix to what waits for somebody."""

    title = django_filters.CharFilter(label=gettext_lazy("Title"), lookup_expr="icontains")
    translation_status = django_filters.ChoiceFilter(
        label=gettext_lazy("English"), choices=TranslationStatus.choices, empty_label=gettext_lazy("All")
    )
    content_type = _TypeFilter(label=gettext_lazy("Kind of page"), empty_label=gettext_lazy("All"))

    class Meta:
        model = Page
        fields: ClassVar[list[str]] = ["title", "translation_status", "content_type"]


def _kind(page: Any) -> str:
    name = str(page.content_type.name)
    return name[:1].upper() + name[1:]


def _status(page: Any) -> str:
    return str(TranslationStatus(page.translation_status).label)


class MatrixView(ReportView):  # type: ignore[misc]  # Wagtail ships no types
    """Pages of the reader with where their English stands; what waits longest first."""

    page_title = gettext_lazy("Pages by language")
    header_icon = "wagtail-localize-language"
    index_url_name = NAME
    index_results_url_name = f"{NAME}-results"
    results_template_name = "pages/translating/matrix_results.html"
    filterset_class = MatrixFilterSet
    permission_policy = PagePermissionPolicy()
    any_permission_required: ClassVar = ["add", "change", "publish"]
    default_ordering = "-last_published_at"
    columns: ClassVar = [
        Column("title", label=gettext_lazy("Title"), sort_key="title"),
        Column("kind", label=gettext_lazy("Kind of page"), accessor=_kind),
        Column("last_published_at", label=gettext_lazy("Published last"), sort_key="last_published_at"),
        Column("status", label=gettext_lazy("English"), accessor=_status),
    ]
    list_export: ClassVar = ["title", "kind", "last_published_at", "status", "out_of_date_since", "machine_strings"]
    export_headings: ClassVar = {
        "title": gettext_lazy("Title"),
        "kind": gettext_lazy("Kind of page"),
        "last_published_at": gettext_lazy("Published last"),
        "status": gettext_lazy("English"),
        "out_of_date_since": gettext_lazy("Out of date since"),
        "machine_strings": gettext_lazy("Pieces translated by a machine"),
    }

    def get_base_queryset(self) -> "QuerySet[Page]":
        """Return the reader's own pages."""
        return matrix.rows_for(self.request.user)

    def get_filename(self) -> str:
        """Return the name of an exported file."""
        return f"{NAME}-{clock.today():%Y-%m-%d}"

    def decorate_paginated_queryset(self, object_list: Any) -> list[Page]:
        """Give each page its words for the table and for exports."""
        pages = list(object_list)
        for page in pages:
            page.kind, page.status = _kind(page), _status(page)
            page.status_code = page.translation_status
        return pages

    @cached_property
    def counts(self) -> list[tuple[str, str, int]]:
        """How many of the reader's pages stand how: code, words, number."""
        rows = matrix.rows_for(self.request.user).order_by().values("translation_status")
        found = dict(rows.annotate(number=Count("pk")).values_list("translation_status", "number"))
        return [(status.value, str(status.label), found.get(status.value, 0)) for status in TranslationStatus]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the counts."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"counts": self.counts, "matrix_url": reverse(NAME), "status": TranslationStatus}


def _own_translation(request: HttpRequest, page_id: int) -> Page:
    page = get_object_or_404(Page, pk=page_id, alias_of=None)
    if not page.permissions_for_user(request.user).can_edit():
        raise Http404
    return page


@require_POST
def confirm_current(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take a translation as up to date, as somebody says who has read both."""
    page = _own_translation(request, page_id)
    try:
        marks.confirm_current(page=page, by=request.user, now=clock.now())
    except errors.DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, gettext("“%(title)s” now counts as up to date.") % {"title": page.get_admin_display_title()}
        )
    return redirect(reverse(NAME))


@require_safe
def official_words(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show which official terms a page uses, and whether its translation uses the official words."""
    page = _own_translation(request, page_id)
    found = words.compare(page)
    context = {
        "page": page,
        "rows": found,
        "missing": sum(not row.is_used for row in found),
        "header_title": gettext("Official terms"),
        "page_title": gettext("Official terms"),
        "page_subtitle": page.get_admin_display_title(),
        "header_icon": "list-ul",
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
            {"url": reverse(NAME), "label": str(MatrixView.page_title)},
            {"url": "", "label": gettext("Official terms"), "sublabel": page.get_admin_display_title()},
        ],
    }
    return render(request, "pages/translating/official_words.html", context)


def urls() -> list[Any]:
    """Return the addresses below the admin's."""
    return [
        path("reports/languages/", MatrixView.as_view(), name=NAME),
        path("reports/languages/results/", MatrixView.as_view(results_only=True), name=f"{NAME}-results"),
        path("translations/<int:page_id>/up-to-date/", confirm_current, name="translation-confirm"),
        path("translations/<int:page_id>/terms/", official_words, name="translation-terms"),
    ]
