"""The end of a newsroom in the admin: each page says first what will happen."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from news.domain import closing
from news.rooms import overview
from news.rooms.admin.base import RoomPage
from news.rooms.admin.forms import GroundsForm, MergeForm
from portal.kernel import clock
from portal.kernel.errors import DomainError
from portal.ui.forms import add_domain_error


class CloseView(RoomPage, FormView):  # type: ignore[type-arg]  # of Django
    """Closes a newsroom."""

    operators_only = True
    form_class: Any = GroundsForm
    template_name = "news/admin/rooms/ending.html"
    page_title = gettext_lazy("Close this newsroom")
    kind = "close"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what it touches."""
        return {**super().get_context_data(**kwargs), "outlook": closing.outlook(self.newsroom), "kind": self.kind}

    def carry_out(self, form: Any) -> None:
        """Do it; raises DomainError."""
        closing.close(newsroom=self.newsroom, by=self.request.user, now=clock.now(), grounds=form.grounds())

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it, or show why it cannot be done."""
        try:
            self.carry_out(form)
        except DomainError as refusal:
            add_domain_error(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, self.done())
        return redirect(self.room_url)

    def done(self) -> str:
        """Say what was done."""
        return _("The newsroom is closed. “Open again” takes this back.")


class MergeView(CloseView):
    """Lets a newsroom go into another."""

    form_class = MergeForm
    page_title = gettext_lazy("Merge this newsroom into another")
    kind = "merge"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the newsrooms that are open."""
        return {
            **super().get_form_kwargs(),
            "rooms": overview.open_rooms(without=self.newsroom.translation_key),
        }

    def carry_out(self, form: Any) -> None:
        """Do it; raises DomainError."""
        closing.merge(
            newsroom=self.newsroom, into=form.chosen(), by=self.request.user, now=clock.now(), grounds=form.grounds()
        )

    def done(self) -> str:
        """Say what was done."""
        return _("The newsroom is merged. “Open again” takes this back.")


class ReopenView(CloseView):
    """Opens a newsroom again."""

    page_title = gettext_lazy("Open this newsroom again")
    kind = "reopen"

    def carry_out(self, form: Any) -> None:
        """Do it; raises DomainError."""
        closing.reopen(newsroom=self.newsroom, by=self.request.user, now=clock.now(), grounds=form.grounds())

    def done(self) -> str:
        """Say what was done."""
        return _("The newsroom is open again; its people have their rights back.")
