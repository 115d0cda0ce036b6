"""The admin's report on which documents can be found by their words, and what to do about the others."""

from typing import Any, ClassVar, Final

import django_filters  # type: ignore[import-untyped]  # ships no types
from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from portal.kernel import clock
from portal.media.domain import texts
from portal.media.enums import TextState
from portal.media.models import DocumentText, PortalDocument

NAME: Final = "document-texts"
POLICY: Final = CollectionOwnershipPermissionPolicy(
    PortalDocument, auth_model="wagtaildocs.Document", owner_field_name="uploaded_by_user"
)


def _own(user: Any) -> "QuerySet[PortalDocument]":
    documents: QuerySet[PortalDocument] = POLICY.instances_user_has_permission_for(user, "change")
    return documents


class TextFilterSet(WagtailFilterSet):  # type: ignore[misc]  # Wagtail ships no types
    """Narrows the report to one state."""

    document__title = django_filters.CharFilter(label=gettext_lazy("Title"), lookup_expr="icontains")
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Search"), choices=TextState.choices, empty_label=gettext_lazy("All")
    )

    class Meta:
        model = DocumentText
        fields: ClassVar[list[str]] = ["document__title", "state"]


class TextReport(ReportView):  # type: ignore[misc]  # Wagtail ships no types
    """The reader's documents that public pages show, with how far the search knows their words."""

    page_title = gettext_lazy("Documents in the search")
    header_icon = "doc-full"
    index_url_name = NAME
    index_results_url_name = f"{NAME}-results"
    results_template_name = "media/text_report_results.html"
    filterset_class = TextFilterSet
    permission_policy = POLICY
    any_permission_required: ClassVar = ["change"]
    default_ordering = "-asked_at"
    columns: ClassVar = [
        Column("document", label=gettext_lazy("Title"), sort_key="document__title"),
        Column("state", label=gettext_lazy("Search"), sort_key="state"),
        Column("read_at", label=gettext_lazy("Read on"), sort_key="read_at"),
    ]
    list_export: ClassVar = [
        "document.title",
        "document.filename",
        "get_state_display",
        "get_reason_display",
        "pages",
        "read_at",
    ]
    export_headings: ClassVar = {
        "document.title": gettext_lazy("Title"),
        "document.filename": gettext_lazy("File"),
        "get_state_display": gettext_lazy("Search"),
        "get_reason_display": gettext_lazy("reason"),
        "pages": gettext_lazy("pages read"),
        "read_at": gettext_lazy("Read on"),
    }

    def get_base_queryset(self) -> "QuerySet[DocumentText]":
        """Return the texts of the reader's own documents."""
        return (
            DocumentText.objects.filter(document__in=_own(self.request.user)).select_related("document").defer("text")
        )

    def get_filename(self) -> str:
        """Return the name of an exported file."""
        return f"{NAME}-{clock.today():%Y-%m-%d}"

    @cached_property
    def counts(self) -> list[tuple[str, str, int]]:
        """How many of the reader's documents stand how: code, words, number."""
        rows = self.get_base_queryset().order_by().values("state").annotate(number=Count("pk"))
        found = dict(rows.values_list("state", "number"))
        return [(state.value, str(state.label), found[state.value]) for state in TextState if state.value in found]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the counts."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"counts": self.counts, "report_url": reverse(NAME), "state": TextState}


@require_POST
def read_again(request: HttpRequest, document_id: int) -> HttpResponse:
    """Have a document read once more."""
    document = get_object_or_404(_own(request.user), pk=document_id)
    if not DocumentText.objects.filter(document=document).exists():
        raise Http404
    texts.ask_again(document=document)
    messages.success(request, gettext("“%(title)s” will be read again within a minute.") % {"title": document.title})
    return redirect(reverse(NAME))


def is_shown(user: Any) -> bool:
    """Return whether somebody has documents to look after."""
    return bool(POLICY.user_has_permission(user, "change"))


def urls() -> list[Any]:
    """Return the addresses below the admin's."""
    return [
        path("reports/document-texts/", TextReport.as_view(), name=NAME),
        path("reports/document-texts/results/", TextReport.as_view(results_only=True), name=f"{NAME}-results"),
        path("documents/<int:document_id>/read-again/", read_again, name="document-read-again"),
    ]
