"""The list of newsrooms, the page of one, and making one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Locale

from news import permissions, roles
from news.desk.enums import StoryProcess
from news.domain import closing, newsrooms
from news.enums import Desk, NewsroomState
from news.models import NewsIndexPage, NewsroomMove, NewsroomPage, NewsroomStanding
from news.rooms import overview, staff
from news.rooms.admin.base import NAMESPACE, RoomPage
from news.rooms.admin.forms import OpeningForm
from portal.kernel import clock
from portal.kernel.languages import Language


class IndexView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]  # Wagtail ships no types
    """The newsrooms that the reader leads."""

    template_name = "news/admin/rooms/index.html"
    page_title = gettext_lazy("Newsrooms")
    header_icon = "group"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Ask for the right."""
        super().setup(request, *args, **kwargs)
        if not permissions.led_newsrooms(request.user) and not permissions.may_run_newsrooms(request.user):
            raise Http404

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the admin's home."""
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the list."""
        return {
            **super().get_context_data(**kwargs),
            "rows": overview.rows(self.request.user),
            "is_operator": permissions.may_run_newsrooms(self.request.user),
        }


class RoomView(RoomPage, TemplateView):
    """One newsroom: its state, desks and people, and what can be done with it."""

    template_name = "news/admin/rooms/room.html"

    @property
    def page_title(self) -> str:
        """Name the newsroom."""
        return str(self.newsroom.title)

    def get_page_subtitle(self) -> str:
        """The title says it all."""
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the list of newsrooms."""
        return [*super().get_breadcrumbs_items()[:-2], {"url": "", "label": str(self.newsroom.title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add desks, people, invitations and the record of its steps."""
        now, key = clock.now(), self.newsroom.translation_key
        row = NewsroomStanding.objects.filter(newsroom_key=key).first()
        giveable = staff.roles_that(self.request.user)
        return {
            **super().get_context_data(**kwargs),
            "standing": row,
            "is_open": row is None or row.state == NewsroomState.OPEN,
            "successor": overview.successor_of(self.newsroom),
            "desks": overview.desk_rows(key),
            "people": [(role, people, role in giveable) for role, people in staff.people(self.newsroom).items()],
            "invitations": [(one, one.role in giveable) for one in staff.waiting(key, now)],
            "changes": staff.changes(key),
            "moves": NewsroomMove.objects.filter(newsroom_key=key).select_related("moved_by"),
            "pages": NewsroomPage.objects.filter(translation_key=key, alias_of=None).select_related("locale"),
            "unsettled": closing.unsettled(self.newsroom),
        }


class OpenView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc,type-arg]  # Wagtail ships no types
    """Makes a newsroom: pages, desks, collection, groups, workflow."""

    form_class = OpeningForm
    template_name = "news/admin/rooms/form.html"
    page_title = gettext_lazy("Open a newsroom")
    header_icon = "group"
    http_method_names = ("get", "head", "post")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Ask for the right."""
        super().setup(request, *args, **kwargs)
        if not permissions.may_run_newsrooms(request.user):
            raise Http404

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the list of newsrooms."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{NAMESPACE}:index"), "label": _("Newsrooms")},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        return {**super().get_context_data(**kwargs), "back_url": reverse(f"{NAMESPACE}:index")}

    def form_valid(self, form: OpeningForm) -> HttpResponse:
        """Open it and say what was made."""
        locale = Locale.objects.get(language_code=Language.VIETNAMESE)
        index = NewsIndexPage.objects.filter(locale=locale, alias_of=None).first()
        if index is None:
            form.add_error(None, _("There is no news index yet. Add one below the front page first."))
            return self.form_invalid(form)
        try:
            made = newsrooms.open_newsroom(
                index=index,
                code=form.cleaned_data["code"],
                short_name=form.cleaned_data["short_name"],
                texts=form.vietnamese(),
                english=form.english(),
                contact=form.contact(),
                desks=[Desk(value) for value in form.cleaned_data["desks"]],
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, made_words(made))
        return redirect(f"{NAMESPACE}:room", made.translation_key)


def made_words(newsroom: NewsroomPage) -> str:
    """Return what was made for a newsroom and what comes next."""
    return _(
        "“%(newsroom)s” is open: its section, the collection “%(collection)s”, the groups %(groups)s and the workflows "
        "%(workflows)s are made. Now ask its people in: first the chief editors, who then ask the others."
    ) % {
        "newsroom": newsroom.title,
        "collection": newsroom.short_name,
        "groups": ", ".join(f"“{group(newsroom)}”" for group in staff.GROUPS.values()),
        "workflows": ", ".join(f"“{roles.workflow_name(newsroom, process)}”" for process in StoryProcess),
    }
