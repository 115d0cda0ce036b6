"""Desks of a newsroom in the admin."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from news.domain import desks
from news.enums import Desk
from news.models import NewsroomDesk
from news.rooms.admin.base import RoomPage
from news.rooms.admin.forms import DeskForm
from portal.kernel import clock
from portal.kernel.errors import DomainError
from portal.ui.forms import Form, add_domain_error


class AddDeskView(RoomPage, FormView):  # type: ignore[type-arg]  # of Django
    """Adds a desk."""

    operators_only = True
    form_class = DeskForm
    template_name = "news/admin/rooms/form.html"
    page_title = gettext_lazy("Add a desk")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say who fills the form in."""
        return {**super().get_form_kwargs(), "is_operator": self.is_operator}

    def get_initial(self) -> dict[str, Any]:
        """Begin as the last."""
        return {"position": NewsroomDesk.objects.filter(newsroom_key=self.newsroom.translation_key).count() + 1}

    def keep(self, form: DeskForm) -> None:
        """Keep what was typed; raises DomainError."""
        desks.add(
            newsroom_key=self.newsroom.translation_key,
            medium=Desk(form.cleaned_data["medium"]),
            names=form.names(),
            position=form.cleaned_data["position"],
            by=self.request.user,
        )

    def form_valid(self, form: DeskForm) -> HttpResponse:
        """Keep the desk, or show why it cannot be kept."""
        try:
            self.keep(form)
        except DomainError as refusal:
            add_domain_error(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, _("The desk is saved."))
        return redirect(self.room_url)


class OneDesk:
    """Finds the desk that an address names."""

    desk: NewsroomDesk

    def find_key(self, **kwargs: Any) -> uuid.UUID:
        """Return the newsroom of the desk."""
        self.desk = get_object_or_404(NewsroomDesk, pk=kwargs["pk"])
        return self.desk.newsroom_key


class EditDeskView(OneDesk, AddDeskView):
    """Names a desk anew; operators set medium and order, too."""

    operators_only = False
    page_title = gettext_lazy("Change the desk")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the desk as it is."""
        return DeskForm.initial_of(self.desk)

    def keep(self, form: DeskForm) -> None:
        """Keep what was typed; raises DomainError."""
        desks.rename(desk=self.desk, names=form.names(), by=self.request.user)
        if self.is_operator:
            desks.arrange(
                desk=self.desk,
                medium=Desk(form.cleaned_data["medium"]),
                position=form.cleaned_data["position"],
                by=self.request.user,
            )


class _DeskQuestion(OneDesk, RoomPage, FormView):  # type: ignore[type-arg]  # of Django
    """Asks once before a desk is changed."""

    operators_only = True
    form_class = Form
    template_name = "news/admin/rooms/confirm.html"
    question: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the question."""
        return {**super().get_context_data(**kwargs), "what": str(self.desk), "question": self.question}

    def carry_out(self) -> None:
        """Do it; raises DomainError."""
        raise NotImplementedError

    def form_valid(self, form: Form) -> HttpResponse:
        """Do it and go back."""
        try:
            self.carry_out()
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Done."))
        return redirect(self.room_url)


class CloseDeskView(_DeskQuestion):
    """Closes a desk."""

    page_title = gettext_lazy("Close this desk")
    question = gettext_lazy("Its stories stay with it and readers find them. New stories cannot choose it any more.")

    def carry_out(self) -> None:
        """Close it."""
        desks.close(desk=self.desk, by=self.request.user, now=clock.now())


class ReopenDeskView(_DeskQuestion):
    """Opens a desk again."""

    page_title = gettext_lazy("Open this desk again")
    question = gettext_lazy("New stories may choose it again.")

    def carry_out(self) -> None:
        """Open it."""
        desks.reopen(desk=self.desk, by=self.request.user)


class DeleteDeskView(_DeskQuestion):
    """Deletes a desk that never had a story."""

    page_title = gettext_lazy("Delete this desk")
    question = gettext_lazy("A desk that never had a story can be deleted. This cannot be taken back.")

    def carry_out(self) -> None:
        """Delete it."""
        desks.delete(desk=self.desk, by=self.request.user)
