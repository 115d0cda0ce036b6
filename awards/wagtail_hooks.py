"""What the awards room adds to the Wagtail admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from awards import admin_views, enums, permissions
from awards.dashboard import admin_views as dashboard_views
from awards.dashboard import menu
from awards.deliberation import admin_urls as deliberation_urls
from awards.deliberation import home_panel
from awards.editions import admin_views as edition_views
from awards.editions import guards, history
from awards.editions.domain import secretaries
from awards.feedback import admin_urls as feedback_urls
from awards.honours import admin_urls as honours_urls
from awards.honours import press_admin
from awards.jury import admin_urls as jury_urls
from awards.marking import admin_urls as marking_urls
from awards.models import AwardIndexPage, AwardPage, AwardProgrammePage, Nomination
from awards.screening import admin_urls as screening_urls
from awards.viewsets import NominationViewSet
from awards.voting import admin_urls as voting_urls

register_snippet(NominationViewSet)


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def nomination_urls() -> list[URLPattern]:
    """Add the page that moves a nomination, and those of editions."""
    return [
        path("awards/nominations/<id:pk>/move/", admin_views.move, name="awards-move-nomination"),
        path("awards/editions/new/<id:pk>/", edition_views.new_edition, name="awards-edition-new"),
        path("awards/editions/", dashboard_views.editions, name="awards-editions"),
        path("awards/editions/<uuid:award_key>/", dashboard_views.edition, name="awards-edition"),
        path(
            "awards/editions/<uuid:award_key>/tables/<slug:name>.csv",
            dashboard_views.table,
            name="awards-edition-table",
        ),
        path("awards/editions/<uuid:award_key>/open/", edition_views.open_call, name="awards-edition-open"),
        path(
            "awards/editions/<uuid:award_key>/secretaries/",
            edition_views.secretaries,
            name="awards-edition-secretaries",
        ),
        path("awards/editions/<uuid:award_key>/amend/", edition_views.amend, name="awards-edition-amend"),
        *screening_urls.urlpatterns,
        *jury_urls.urlpatterns,
        *marking_urls.urlpatterns,
        *voting_urls.urlpatterns,
        *deliberation_urls.urlpatterns,
        *honours_urls.urlpatterns,
        *feedback_urls.urlpatterns,
    ]


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]  # the same
def editions_item() -> MenuItem:
    """Lead the secretariat to its editions."""
    return menu.item()


@hooks.register("register_page_header_buttons")  # type: ignore[untyped-decorator]  # the same
def edition_buttons(page: Page, user: Any, **_kwargs: Any) -> Iterator[Button]:
    """Lead from an edition to its state, and from a programme or the list to a new edition."""
    own = page.specific_deferred
    if isinstance(own, AwardPage) and permissions.can_name_secretaries(user):
        address = reverse("awards-edition-secretaries", args=[own.translation_key])
        yield Button(_("Secretaries"), url=address, icon_name="group", priority=25)
    if isinstance(own, AwardPage) and permissions.can_manage_edition(user, own.translation_key):
        yield Button(
            _("Edition"), url=reverse("awards-edition", args=[own.translation_key]), icon_name="success", priority=24
        )
    elif isinstance(own, AwardIndexPage | AwardProgrammePage) and permissions.can_manage_nominations(user):
        yield Button(_("New edition"), url=reverse("awards-edition-new", args=[own.pk]), icon_name="plus", priority=24)


@hooks.register("register_snippet_listing_buttons")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def nomination_buttons(snippet: Any, user: Any, next_url: str | None = None) -> list[Button]:  # noqa: ARG001 -- the hook's signature
    """Offer to move a nomination that has somewhere to go."""
    if not isinstance(snippet, Nomination) or not permissions.can_manage_nominations(user):
        return []
    if snippet.state == enums.NominationState.WINNER:
        address = reverse("awards-revoke-award", args=[snippet.award_key, snippet.pk])
        return [Button(_("Revoke the award"), address, icon_name="cross", priority=20)]
    if not enums.MOVES.moves.get(enums.NominationState(snippet.state)):
        return []
    return [
        Button(_("Change state"), reverse("awards-move-nomination", args=[snippet.pk]), icon_name="rotate", priority=20)
    ]


class PressKitMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail ships no types
    """Leads newsrooms and the secretariat to the press kits."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the reader may have them."""
        return press_admin.may_see(request.user)


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]  # the same
def press_kits_item() -> MenuItem:
    """Lead to what newsrooms get of awards."""
    return PressKitMenuItem(
        _("Press kits of awards"), reverse_lazy("awards-press-kits"), icon_name="download", order=342
    )


@hooks.register("register_log_actions")  # type: ignore[untyped-decorator]  # the same
def log_actions(actions: LogActionRegistry) -> None:
    """Tell in the page's history who was named to look after the edition, and who no longer is."""
    actions.register_action(secretaries.LOG_ACTION)(history.NamingFormatter)


@hooks.register("before_delete_page")  # type: ignore[untyped-decorator]  # the same
def keep_running_editions(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Delete no edition that is under way, and none of other secretaries with the page above it."""
    return guards.refuse_strangers(request, [page]) or guards.refuse_deleting(request, [page])


@hooks.register("before_bulk_action")  # type: ignore[untyped-decorator]  # the same
def keep_many_running_editions(
    request: HttpRequest, action_type: str, objects: list[Any], _action: Any
) -> HttpResponse | None:
    """Delete none among many, and do nothing to those of other secretaries."""
    pages = [item for item in objects if isinstance(item, Page)]
    if not pages:
        return None
    refused = guards.refuse_strangers(request, pages)
    return refused or (guards.refuse_deleting(request, pages) if action_type == "delete" else None)


@hooks.register("construct_homepage_panels")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def appeals_panel(_request: HttpRequest, panels: list[Any]) -> None:
    """Tell officers which appeals wait for them."""
    panels.append(home_panel.AppealsPanel())
