"""The secretariat's nominations in the Wagtail admin."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views import chooser
from wagtail.snippets.views.snippets import (
    CopyView,
    DeleteView,
    EditView,
    HistoryView,
    IndexView,
    SnippetViewSet,
    UsageView,
)

from awards import permissions
from awards.models import Nomination
from portal.kernel.spreadsheets import harmless


class NominationFilters(WagtailFilterSet):  # type: ignore[misc]  # Wagtail ships no types
    """What the secretariat filters by."""

    class Meta:
        model = Nomination
        fields: ClassVar = ["state", "category_code", "honour"]


class _NoAddingOrDeleting(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail ships no types
    """Nominations arrive by the form and never vanish; the secretariat corrects and moves them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Refuse adding and deleting to everybody."""
        return action not in {"add", "delete"} and bool(super().user_has_permission(user, action))


class NominationIndexView(IndexView):  # type: ignore[misc]  # Wagtail ships no types
    """The list; its exports hold no formulas."""

    def preprocess_field_value(self, field: str, value: object, export_format: str) -> object:
        """Make text harmless in both formats."""
        return harmless(super().preprocess_field_value(field, value, export_format))


class _HandedIn:
    """Finds nothing else under the address of one nomination."""

    request: HttpRequest

    def get_object(self, *args: Any, **kwargs: Any) -> Nomination:
        """Return the nomination, or raise Http404."""
        found: Nomination = super().get_object(*args, **kwargs)  # type: ignore[misc]  # that of Wagtail's view
        return get_object_or_404(permissions.handed_in(self.request.user), pk=found.pk)


class NominationEditView(_HandedIn, EditView):  # type: ignore[misc]  # Wagtail ships no types
    """Corrections of what was handed in."""

    def save_instance(self) -> Nomination:
        """Keep the correction; the admin's reports, which other secretaries read too, name the dossier by its alias alone."""
        found: Nomination = self.form.save()
        self.has_content_changes = self.form.has_changed()
        named = found.alias or str(found.public_id)[:8]
        log(instance=found, action="wagtail.edit", content_changed=self.has_content_changes, title=named)
        return found


class NominationCopyView(_HandedIn, CopyView):  # type: ignore[misc]  # the same
    """Refused to everybody, without a word on what is there."""


class NominationDeleteView(_HandedIn, DeleteView):  # type: ignore[misc]  # the same
    """Refused to everybody, without a word on what is there."""


class NominationUsageView(_HandedIn, UsageView):  # type: ignore[misc]  # the same
    """Where a nomination is named."""


class NominationHistoryView(_HandedIn, HistoryView):  # type: ignore[misc]  # the same
    """Who corrected a nomination."""


class _ToChoose:
    """Offers nothing else to choose from."""

    request: HttpRequest

    def get_object_list(self) -> "QuerySet[Nomination]":
        """Return what the person may see."""
        return permissions.handed_in(self.request.user)

    def get_object(self, pk: Any) -> Nomination:
        """Return one of these, or raise Nomination.DoesNotExist, which is a 404."""
        return self.get_object_list().get(pk=pk)

    def get_objects(self, pks: Any) -> "QuerySet[Nomination]":
        """Return those of these that have the keys."""
        return self.get_object_list().filter(pk__in=pks)


class NominationChooseView(_ToChoose, chooser.ChooseView):  # type: ignore[misc]  # the same
    """The list to choose from."""


class NominationChooseResultsView(_ToChoose, chooser.ChooseResultsView):  # type: ignore[misc]  # the same
    """Its results of a search."""


class NominationChosenView(_ToChoose, chooser.SnippetChosenView):  # type: ignore[misc]  # the same
    """One that was chosen."""


class NominationChosenMultipleView(_ToChoose, chooser.SnippetChosenMultipleView):  # type: ignore[misc]  # the same
    """Several that were chosen."""


class NominationChooser(chooser.SnippetChooserViewSet):  # type: ignore[misc]  # the same
    """Wagtail makes one for every snippet and lets whoever enters the admin choose from all there are."""

    choose_view_class = NominationChooseView
    choose_results_view_class = NominationChooseResultsView
    chosen_view_class = NominationChosenView
    chosen_multiple_view_class = NominationChosenMultipleView
    permission_policy = _NoAddingOrDeleting(Nomination)


class NominationViewSet(SnippetViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """List, filter and correct nominations; states are moved by the buttons, which call the domain."""

    model = Nomination
    icon = "success"
    menu_label = _("Nominations")
    add_to_admin_menu = True
    menu_order = 340
    list_display: ClassVar = ["title", "nominee_name", "category_code", "state", "honour", "submitted_at"]
    search_fields: ClassVar = ["title", "nominee_name"]
    filterset_class = NominationFilters
    index_view_class = NominationIndexView
    edit_view_class = NominationEditView
    copy_view_class = NominationCopyView
    delete_view_class = NominationDeleteView
    usage_view_class = NominationUsageView
    history_view_class = NominationHistoryView
    chooser_viewset_class = NominationChooser
    list_export: ClassVar = ["title", "nominee_name", "category_code", "state", "honour"]
    permission_policy = _NoAddingOrDeleting(Nomination)
    panels: ClassVar = [
        FieldPanel("title"),
        FieldPanel("title_en"),
        FieldRowPanel([FieldPanel("nominee_name"), FieldPanel("category_code")]),
        FieldPanel("summary"),
        FieldPanel("summary_en"),
        FieldRowPanel([FieldPanel("state", read_only=True), FieldPanel("honour", read_only=True)]),
    ]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Nomination]":
        """List what was handed in to editions that the person looks after."""
        return permissions.handed_in(request.user)
