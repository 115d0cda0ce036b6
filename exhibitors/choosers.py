"""The admin's chooser of organisations: the public ones, for everybody who writes."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from exhibitors.models import Organisation
from portal.kernel import text
from portal.ui.forms import TidyDataMixin


class NameFilterForm(TidyDataMixin, BaseFilterForm):  # type: ignore[misc]  # Wagtail has no types
    """Finds by a part of the name, with or without marks."""

    q = forms.CharField(label=_("Search term"), required=False)

    def filter(self, objects: Any) -> Any:
        """Narrow to names and summaries that hold every word."""
        self.search_query = self.cleaned_data.get("q") or ""
        self.is_searching = bool(self.search_query)
        for word in text.fold(self.search_query).split():
            objects = objects.filter(folded__contains=word)
        return objects


class _PublicMixin:
    filter_form_class = NameFilterForm

    def get_object_list(self) -> "QuerySet[Any]":
        """Return the public organisations by name."""
        return Organisation.objects.public().select_related("kind", "place").order_by("sort_key", "pk")

    def get_object(self, pk: Any) -> Organisation:
        """Return one that is public; 404 for any other, whose name must not be told."""
        found = Organisation.objects.public().filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def get_objects(self, pks: Any) -> "QuerySet[Any]":
        """Return the public ones among several."""
        return Organisation.objects.public().filter(pk__in=pks)


class ChooseOrganisationView(_PublicMixin, chooser.ChooseView):  # type: ignore[misc]  # Wagtail has no types
    """The window."""


class OrganisationResultsView(_PublicMixin, chooser.ChooseResultsView):  # type: ignore[misc]  # the same
    """What a search in the window finds."""


class OrganisationChosenView(_PublicMixin, chooser.ChosenView):  # type: ignore[misc]  # the same
    """The answer to a click."""


class OrganisationsChosenView(_PublicMixin, chooser.ChosenMultipleView):  # type: ignore[misc]  # the same
    """The answer to several."""


class OrganisationChooser(ChooserViewSet):  # type: ignore[misc]  # Wagtail has no types
    """Chooses an organisation; none is made here."""

    model = Organisation
    icon = "group"
    choose_one_text = _("Choose an organisation")
    choose_another_text = _("Choose another organisation")
    edit_item_text = _("Edit this organisation")
    register_widget = False
    choose_view_class = ChooseOrganisationView
    choose_results_view_class = OrganisationResultsView
    chosen_view_class = OrganisationChosenView
    chosen_multiple_view_class = OrganisationsChosenView


organisation_chooser = OrganisationChooser("organisation_chooser")
