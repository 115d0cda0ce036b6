"""Experts' profiles in the admin: a list for officers, what waits first, and their decisions. Nobody writes there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from experts import forms, permissions, presenter
from experts.domain import details as expert_details
from experts.domain import review
from experts.enums import ProfileState, ReviewState
from experts.models import ExpertProfile
from experts.views import portraits
from portal.kernel import clock, errors

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

URL_NAMESPACE = "experts-admin"


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing an officer can decide; ``is_open`` looks at visibility and review."""

    label: "_StrPromise"
    done: "_StrPromise"
    is_open: Callable[[ExpertProfile], bool]
    decide: Callable[..., ExpertProfile]
    asks_reason: bool = False
    is_about_words: bool = False


def _waits(profile: ExpertProfile) -> bool:
    return profile.review == ReviewState.WAITING


DECISIONS = {
    "approve": Decision(
        gettext_lazy("Approve and show"),
        gettext_lazy("The profile is shown; the expert gets a mail."),
        _waits,
        review.approve,
        is_about_words=True,
    ),
    "return": Decision(
        gettext_lazy("Return with remarks"),
        gettext_lazy("The words are returned; the expert gets a mail with the remarks."),
        _waits,
        review.send_back,
        asks_reason=True,
    ),
    "take-down": Decision(
        gettext_lazy("Take down"),
        gettext_lazy("The profile is hidden; the expert gets a mail with the reason."),
        lambda profile: profile.state != ProfileState.BLOCKED,
        review.take_down,
        asks_reason=True,
    ),
    "lift": Decision(
        gettext_lazy("Lift the taking down"),
        gettext_lazy("The expert may send the profile for review again and gets a mail."),
        lambda profile: profile.state == ProfileState.BLOCKED,
        review.lift,
    ),
}


class ReadOnlyPolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail has no types
    """Profiles are written by their owners only, not even by operators."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return whether the user may do this to profiles in the admin."""
        return action == "view" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Return whether the user may do any of these."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:  # noqa: ARG002 -- Wagtail's signature
        """Return the same for one profile."""
        return self.user_has_permission(user, action)


def _profile_for(request: HttpRequest, pk: int) -> ExpertProfile:
    if not permissions.can_review(request.user):
        raise Http404
    return get_object_or_404(ExpertProfile.objects.with_shown_data(), pk=pk)


class ReviewView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc, type-arg]  # Wagtail has no types
    """What the expert proposes beside what is shown, with every decision that is open."""

    form_class = forms.DecisionForm
    template_name = "experts/admin/review.html"
    header_icon = "group"
    page_title = gettext_lazy("Review an expert's profile")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the profile; everybody but officers finds nothing."""
        super().setup(request, *args, **kwargs)
        self.profile = _profile_for(request, kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Name the expert."""
        return str(self.profile.proposal.get("name") or self.profile)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{URL_NAMESPACE}:index"), "label": _("Experts")},
            {"url": "", "label": self.get_page_subtitle()},
        ]

    def get_initial(self) -> dict[str, Any]:
        """Remember which words the officer reads."""
        return {"seen_at": self.profile.updated_at}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add both versions, what is open and what happened."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        profile = self.profile
        return {
            **context,
            "profile": profile,
            "comparison": presenter.comparison(profile, expert_details.from_json(profile.proposal)),
            "decisions": [(code, decision) for code, decision in DECISIONS.items() if decision.is_open(profile)],
            "entries": profile.log.select_related("by")[:20],
            "has_photo": bool(profile.proposed_portrait_id or profile.portrait_id),
        }

    def form_valid(self, form: forms.DecisionForm) -> HttpResponse:
        """Decide, and go back to the list."""
        decision = DECISIONS.get(self.request.POST.get("decision", ""))
        if decision is None:
            form.add_error(None, _("Choose what to do."))
            return self.form_invalid(form)
        more: dict[str, Any] = {"reason": form.cleaned_data["reason"]} if decision.asks_reason else {}
        if decision.is_about_words:
            more["seen_at"] = form.cleaned_data["seen_at"]
        try:
            decision.decide(profile=self.profile, by=self.request.user, now=clock.now(), **more)
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
            return self.form_invalid(form)
        messages.success(self.request, str(decision.done))
        return redirect(f"{URL_NAMESPACE}:index")


class PhotoView(View):
    """The proposed photo for officers."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Show it; everybody but officers finds nothing."""
        profile = _profile_for(request, pk)
        return portraits.file_response(profile.proposed_portrait or profile.portrait)


class ExpertIndexView(IndexView):  # type: ignore[misc]  # Wagtail has no types
    """The list; a row leads to the review."""

    def get_base_queryset(self) -> Any:
        """Join what the columns show."""
        return super().get_base_queryset().select_related("user")

    @cached_property
    def columns(self) -> list[Column]:
        """Lead the first column to the review instead of a form that nobody may use."""
        first = TitleColumn(
            "shown_name",
            label=gettext_lazy("Name"),
            accessor=lambda profile: profile.proposal.get("name") or str(profile),
            get_url=lambda profile: reverse(f"{URL_NAMESPACE}:review", args=[profile.pk]),
        )
        return [first, *super().columns[1:]]


class ExpertViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail has no types
    """Experts for officers."""

    model = ExpertProfile
    name = URL_NAMESPACE
    icon = "group"
    menu_label = gettext_lazy("Experts")
    menu_order = 255
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = ExpertIndexView
    list_display = (
        "name",
        Column("get_review_display", label=gettext_lazy("Review"), sort_key="review"),
        Column("get_state_display", label=gettext_lazy("Visibility"), sort_key="state"),
        Column("updated_at", label=gettext_lazy("Changed at"), sort_key="updated_at"),
    )
    list_filter = ("review", "state", "country")
    search_fields = ("name", "folded")
    ordering = ("-review", "-updated_at")
    form_fields = ("name",)

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """Nobody adds, changes or deletes here."""
        return ReadOnlyPolicy(self.model)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the review and the photo."""
        return [
            *super().get_urlpatterns(),
            path("review/<int:pk>/", ReviewView.as_view(), name="review"),
            path("photo/<int:pk>/", PhotoView.as_view(), name="photo"),
        ]
