"""Organisations in the admin: a list for officers, corrections, and their decisions. Nothing is added or deleted there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.forms import CheckboxSelectMultiple
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import EditView, IndexView, InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.permission_policies import ModelPermissionPolicy

from exhibitors import forms, permissions
from exhibitors.domain import organisation as organisations
from exhibitors.domain import verification
from exhibitors.domain.details import OrganisationDetails
from exhibitors.enums import VERIFICATION_MOVES, VerificationState
from exhibitors.models import Organisation
from portal.kernel import clock, errors

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

URL_NAMESPACE = "organisations"


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing an officer can decide; ``decide`` takes organisation, by, now and, with ``asks_reason``, reason."""

    to: VerificationState
    label: "_StrPromise"
    icon: str
    done: "_StrPromise"
    decide: Callable[..., Organisation]
    asks_reason: bool = False

    def is_open(self, organisation: Organisation) -> bool:
        """Return whether the state of the organisation allows it."""
        return VERIFICATION_MOVES.allows(VerificationState(organisation.state), self.to)


DECISIONS = {
    "verify": Decision(
        VerificationState.VERIFIED,
        gettext_lazy("Verify"),
        "check",
        gettext_lazy("The organisation is verified; its owners get a mail."),
        verification.verify,
    ),
    "refuse": Decision(
        VerificationState.REFUSED,
        gettext_lazy("Refuse verification"),
        "cross",
        gettext_lazy("Verification is refused; its owners get a mail with the reason."),
        verification.refuse,
        asks_reason=True,
    ),
    "suspend": Decision(
        VerificationState.SUSPENDED,
        gettext_lazy("Suspend"),
        "lock",
        gettext_lazy("The organisation is suspended; its owners get a mail with the reason."),
        verification.suspend,
        asks_reason=True,
    ),
    "restore": Decision(
        VerificationState.UNVERIFIED,
        gettext_lazy("Lift the suspension"),
        "lock-open",
        gettext_lazy("The suspension has ended; the owners get a mail."),
        verification.restore,
    ),
}


def open_decisions(organisation: Organisation) -> list[tuple[str, Decision]]:
    """Return the decisions that an officer can take now."""
    return [
        (code, decision)
        for code, decision in DECISIONS.items()
        if decision.is_open(organisation) and (code != "restore" or organisation.is_suspended)
    ]


def _buttons(organisation: Organisation, user: Any) -> list[Button]:
    if not permissions.can_verify(user):
        return []
    return [
        Button(
            decision.label,
            url=reverse(f"{URL_NAMESPACE}:decide", args=[organisation.pk, code]),
            icon_name=decision.icon,
            priority=40 + position,
        )
        for position, (code, decision) in enumerate(open_decisions(organisation))
    ]


class NoAddNoDeletePolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail has no types
    """Organisations are made at the desk and never deleted, not even by operators."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return whether the user may do this to organisations in the admin."""
        return action not in {"add", "delete"} and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Return whether the user may do any of these."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:  # noqa: ARG002 -- Wagtail's signature
        """Return the same for one organisation."""
        return self.user_has_permission(user, action)


class OrganisationAdminForm(WagtailAdminModelForm):  # type: ignore[misc]  # Wagtail has no types
    """Corrections by an officer; the domain keeps them."""

    class Meta:
        model = Organisation
        fields = (
            "name",
            "name_en",
            "kind",
            "roles",
            "fields",
            "country",
            "place",
            "tax_code",
            "summary",
            "summary_en",
            "description",
            "description_en",
            "website",
            "email",
            "phone",
        )
        widgets = {"roles": CheckboxSelectMultiple, "fields": CheckboxSelectMultiple}  # noqa: RUF012 -- Django reads a plain dict

    def details(self) -> OrganisationDetails:
        """Return what was typed, for the domain."""
        typed = dict(self.cleaned_data)
        for name in ("roles", "fields"):
            typed[name] = tuple(term.code for term in typed[name])
        typed["kind"] = typed["kind"].code
        typed["place"] = typed["place"].code if typed["place"] else ""
        typed["tax_code"] = typed["tax_code"] or ""
        return OrganisationDetails(**{name: typed[name] for name in OrganisationDetails.__slots__})


class OrganisationIndexView(IndexView):  # type: ignore[misc]  # Wagtail has no types
    """The list, with decisions in each row's menu."""

    def get_base_queryset(self) -> Any:
        """Join what the columns show."""
        return super().get_base_queryset().select_related("kind", "place")

    def get_list_more_buttons(self, instance: Organisation) -> list[Button]:
        """Add the decisions."""
        return [*super().get_list_more_buttons(instance), *_buttons(instance, self.request.user)]


class OrganisationEditView(EditView):  # type: ignore[misc]  # Wagtail has no types
    """Corrections, kept by the domain."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the decisions."""
        return [*super().header_more_buttons, *_buttons(self.object, self.request.user)]

    def save_instance(self) -> Organisation:
        """Let the domain keep the details."""
        self.has_content_changes = self.form.has_changed()
        return organisations.update_organisation(
            organisation=self.object, by=self.request.user, details=self.form.details(), now=clock.now()
        )

    def form_valid(self, form: OrganisationAdminForm) -> HttpResponse:
        """Show a rule's sentence beside its field."""
        try:
            response: HttpResponse = super().form_valid(form)
        except errors.DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            self.produced_error_message = self.get_error_message()
            response = self.form_invalid(form)
        return response


class OrganisationInspectView(InspectView):  # type: ignore[misc]  # Wagtail has no types
    """Everything of one organisation, with the decisions."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Add the decisions."""
        return [*super().header_more_buttons, *_buttons(self.object, self.request.user)]


class DecisionView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc, type-arg]  # Wagtail has no types
    """Asks once, with a reason where owners will read one, and lets the domain decide."""

    form_class = forms.DecisionForm
    template_name = "exhibitors/admin/decision.html"
    header_icon = "group"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the organisation and the decision; everybody but officers finds nothing."""
        super().setup(request, *args, **kwargs)
        decision = DECISIONS.get(kwargs["action"])
        if decision is None or not permissions.can_verify(request.user):
            raise Http404
        self.decision = decision
        self.organisation = get_object_or_404(Organisation, pk=kwargs["pk"])
        self.page_title = decision.label

    def get_page_subtitle(self) -> str:
        """Name the organisation."""
        return self.organisation.display_name

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the list."""
        edit = reverse(f"{URL_NAMESPACE}:edit", args=[self.organisation.pk])
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{URL_NAMESPACE}:index"), "label": _("Organisations")},
            {"url": edit, "label": self.organisation.display_name},
            {"url": "", "label": str(self.decision.label)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the template shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "organisation": self.organisation, "decision": self.decision}

    def form_valid(self, form: forms.DecisionForm) -> HttpResponse:
        """Decide, and go back to the list."""
        reason = {"reason": form.cleaned_data["reason"]} if self.decision.asks_reason else {}
        try:
            self.decision.decide(organisation=self.organisation, by=self.request.user, now=clock.now(), **reason)
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
            return self.form_invalid(form)
        messages.success(self.request, str(self.decision.done))
        return redirect(f"{URL_NAMESPACE}:index")


class OrganisationViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail has no types
    """Organisations for officers."""

    model = Organisation
    name = URL_NAMESPACE
    icon = "group"
    menu_label = gettext_lazy("Organisations")
    menu_order = 250
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = OrganisationIndexView
    edit_view_class = OrganisationEditView
    inspect_view_class = OrganisationInspectView
    list_display = (
        "name",
        Column("kind", label=gettext_lazy("Kind of organisation")),
        Column("place", label=gettext_lazy("Place")),
        Column("tax_code", label=gettext_lazy("Tax code")),
        Column("get_state_display", label=gettext_lazy("Verification"), sort_key="state"),
        Column("created_at", label=gettext_lazy("Created at"), sort_key="created_at"),
    )
    list_filter = ("state", "country", "is_illustrative")
    search_fields = ("name", "name_en", "tax_code", "folded")
    ordering = ("sort_key", "pk")
    inspect_view_fields = (
        "name",
        "name_en",
        "kind",
        "roles",
        "fields",
        "country",
        "place",
        "tax_code",
        "summary",
        "description",
        "website",
        "email",
        "phone",
        "logo",
        "state",
        "state_changed_at",
        "state_reason",
        "created_at",
        "updated_at",
    )

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """Nobody adds or deletes here."""
        return NoAddNoDeletePolicy(self.model)

    def get_form_class(self, for_update: bool = False) -> type[OrganisationAdminForm]:  # noqa: ARG002, FBT001, FBT002 -- Wagtail's signature
        """Return the officers' form."""
        return OrganisationAdminForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the decisions' address."""
        decide = path("decide/<int:pk>/<slug:action>/", DecisionView.as_view(), name="decide")
        return [*super().get_urlpatterns(), decide]
