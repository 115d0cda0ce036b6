"""The admin's lists of programmes and of their planned air times; one's own newsrooms only."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from news import permissions
from news.broadcasts.forms import AirTimeForm, ProgrammeForm, put_refusal
from news.models import Programme, ProgrammeAirTime
from portal.kernel import clock, errors


class LastingPolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail ships no types
    """Nobody deletes: episodes and calendars hang on it."""

    refused: ClassVar[frozenset[str]] = frozenset({"delete"})

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return whether the person may."""
        return action not in self.refused and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Return whether the person may do one of the actions that exist."""
        return any(self.user_has_permission(user, action) for action in actions)


class PlannedPolicy(LastingPolicy):
    """Nobody adds either: the slots of the programme plan them."""

    refused: ClassVar[frozenset[str]] = frozenset({"add", "delete"})


class OwnRecord:
    """Answers 404 for what belongs to another newsroom."""

    request: Any

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        """Return the record, if it belongs to one of the user's newsrooms."""
        record = super().get_object(*args, **kwargs)  # type: ignore[misc]  # mixed into Wagtail's views
        programme = record.programme if isinstance(record, ProgrammeAirTime) else record
        if not permissions.may_make_programmes(self.request.user, programme.newsroom_key):
            raise Http404
        return record


class Keeping:
    """Hands a form to the domain and shows its refusal beside the field."""

    request: Any

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep what was entered, or show why it cannot be kept."""
        view: Any = self
        try:
            view.object = form.keep(by=self.request.user)
        except errors.DomainError as error:
            view.produced_error_message = str(error)
            put_refusal(form, error)
            answer: HttpResponse = view.form_invalid(form)
            return answer
        return redirect(view.get_success_url())


class ProgrammeIndexView(IndexView):  # type: ignore[misc]  # Wagtail ships no types
    """One's own programmes."""

    def get_base_queryset(self) -> "QuerySet[Programme]":
        """Return the programmes of the user's newsrooms."""
        return permissions.programmes_for(self.request.user)


class ProgrammeCreateView(Keeping, CreateView):  # type: ignore[misc]  # Wagtail ships no types
    """A new programme."""


class ProgrammeEditView(OwnRecord, Keeping, EditView):  # type: ignore[misc]  # Wagtail ships no types
    """A programme of one's own."""


class OwnHistoryView(OwnRecord, HistoryView):  # type: ignore[misc]  # Wagtail ships no types
    """History, own newsrooms only."""


class OwnUsageView(OwnRecord, UsageView):  # type: ignore[misc]  # Wagtail ships no types
    """Usage, own newsrooms only."""


class OwnDeleteView(OwnRecord, DeleteView):  # type: ignore[misc]  # Wagtail ships no types
    """Deletion, which the policy refuses to everybody."""


class ProgrammeViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """Programmes of one's newsroom with their weekly slots."""

    model = Programme
    icon = "radio-full"
    menu_label = _("Programmes")
    menu_order = 215
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False
    index_view_class = ProgrammeIndexView
    add_view_class = ProgrammeCreateView
    edit_view_class = ProgrammeEditView
    history_view_class = OwnHistoryView
    usage_view_class = OwnUsageView
    delete_view_class = OwnDeleteView
    list_display: ClassVar = [
        "name_vi",
        "medium",
        BooleanColumn("is_active", label=_("still made"), sort_key="is_active"),
    ]
    list_filter: ClassVar = ["medium", "is_active"]
    search_fields: ClassVar = ["name_vi", "name_en", "code"]
    ordering: ClassVar = ["name_vi"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("newsroom"), FieldPanel("medium"), FieldPanel("code")], _("Newsroom")),
            MultiFieldPanel(
                [
                    FieldPanel("name_vi"),
                    FieldPanel("description_vi"),
                    FieldPanel("name_en"),
                    FieldPanel("description_en"),
                    FieldPanel("is_active"),
                ],
                _("Programme"),
            ),
            MultiFieldPanel(
                [FieldPanel("cover"), FieldPanel("category"), FieldPanel("language"), FieldPanel("contact_email")],
                _("Podcast"),
            ),
            MultiFieldPanel([FieldPanel("stream_address"), FieldPanel("stream_sound_address")], _("Live stream")),
            InlinePanel(
                "slots",
                panels=[
                    FieldPanel("weekday"),
                    FieldPanel("starts"),
                    FieldPanel("minutes"),
                    FieldPanel("channel"),
                    FieldPanel("is_repeat"),
                ],
                heading=_("Usual air times"),
                label=_("Weekly slot"),
            ),
        ],
        base_form_class=ProgrammeForm,
    )

    @property
    def permission_policy(self) -> LastingPolicy:
        """Return the policy that keeps programmes from being deleted."""
        return LastingPolicy(self.model)


class AirTimeIndexView(IndexView):  # type: ignore[misc]  # Wagtail ships no types
    """What is still to come, soonest first."""

    def get_base_queryset(self) -> "QuerySet[ProgrammeAirTime]":
        """Return the coming air times of the user's programmes."""
        own = permissions.programmes_for(self.request.user)
        rows = ProgrammeAirTime.objects.filter(programme__in=own, starts_at__gt=clock.now())
        return rows.select_related("programme")


class AirTimeEditView(OwnRecord, Keeping, EditView):  # type: ignore[misc]  # Wagtail ships no types
    """Drops an air time, or takes that back."""


class AirTimeViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail ships no types
    """Planned air times, to drop one that does not take place."""

    model = ProgrammeAirTime
    icon = "time"
    menu_label = _("Air times")
    menu_order = 216
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False
    index_view_class = AirTimeIndexView
    edit_view_class = AirTimeEditView
    history_view_class = OwnHistoryView
    usage_view_class = OwnUsageView
    delete_view_class = OwnDeleteView
    list_display: ClassVar = [
        "starts_at",
        "programme",
        "channel",
        BooleanColumn("is_repeat", label=_("repeat"), sort_key="is_repeat"),
        "cancelled_at",
    ]
    ordering: ClassVar = ["starts_at"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("starts_at", read_only=True),
                    FieldPanel("ends_at", read_only=True),
                    FieldPanel("channel", read_only=True),
                ],
                _("Planned air time"),
            ),
            FieldPanel("decision"),
        ],
        base_form_class=AirTimeForm,
    )

    @property
    def permission_policy(self) -> PlannedPolicy:
        """Return the policy that leaves planning to the slots."""
        return PlannedPolicy(self.model)
