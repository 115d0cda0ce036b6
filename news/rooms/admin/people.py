"""People of a newsroom in the admin: asking somebody in, taking somebody out."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from news.domain import staff as domain
from news.enums import StaffRole
from news.models import StaffInvitation
from news.rooms import staff
from news.rooms.admin.base import RoomPage
from news.rooms.admin.forms import InviteForm
from portal.kernel import clock
from portal.kernel.errors import DomainError
from portal.ui.forms import Form, add_domain_error


class InviteView(RoomPage, FormView):  # type: ignore[type-arg]  # of Django
    """Asks the holder of an account into a group."""

    form_class = InviteForm
    template_name = "news/admin/rooms/form.html"
    page_title = gettext_lazy("Ask somebody in")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the roles that the reader may give."""
        return {**super().get_form_kwargs(), "roles": staff.roles_that(self.request.user)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the button does."""
        return {**super().get_context_data(**kwargs), "submit_text": _("Send the invitation")}

    def form_valid(self, form: InviteForm) -> HttpResponse:
        """Send the invitation; the answer is the same whether there is such an account or not."""
        try:
            domain.invite(
                newsroom=self.newsroom,
                email=form.cleaned_data["email"],
                role=StaffRole(form.cleaned_data["role"]),
                by=self.request.user,
                now=clock.now(),
            )
        except DomainError as refusal:
            add_domain_error(form, refusal)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("If there is an account with this address, its holder gets a mail and is in the group after accepting."),
        )
        return redirect(self.room_url)


class _PersonQuestion(RoomPage, FormView):  # type: ignore[type-arg]  # of Django
    """Asks once before something about a person changes."""

    form_class = Form
    template_name = "news/admin/rooms/confirm.html"
    question: Any = ""
    what: str

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the question."""
        return {**super().get_context_data(**kwargs), "what": self.what, "question": self.question}

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


class RemoveView(_PersonQuestion):
    """Takes somebody out of a group."""

    page_title = gettext_lazy("Take this person out")
    question = gettext_lazy(
        "The person loses the rights of this group at once and gets a mail. The account and what they wrote stay."
    )

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Find the person among those of the newsroom only."""
        super().setup(request, *args, **kwargs)
        try:
            self.role = StaffRole(kwargs["role"])
            group = staff.GROUPS[self.role](self.newsroom)
        except (ValueError, KeyError) as error:
            raise Http404 from error
        if self.role not in staff.roles_that(request.user):
            raise Http404
        people = get_user_model().objects.filter(groups__name=group)
        self.person = get_object_or_404(people, pk=kwargs["person"])
        self.what = f"{self.person.get_full_name()} – {self.role.label}"

    def carry_out(self) -> None:
        """Take the person out."""
        domain.remove(newsroom=self.newsroom, person=self.person, role=self.role, by=self.request.user, now=clock.now())


class WithdrawView(_PersonQuestion):
    """Takes an invitation back."""

    page_title = gettext_lazy("Withdraw the invitation")
    question = gettext_lazy("Its link stops working.")

    def find_key(self, **kwargs: Any) -> uuid.UUID:
        """Return the newsroom of the invitation."""
        self.invitation = get_object_or_404(StaffInvitation, pk=kwargs["pk"])
        return self.invitation.newsroom_key

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Find an invitation that the reader could have sent."""
        super().setup(request, *args, **kwargs)
        if StaffRole(self.invitation.role) not in staff.roles_that(request.user):
            raise Http404
        self.what = self.invitation.email

    def carry_out(self) -> None:
        """Take it back."""
        domain.withdraw(invitation=self.invitation, by=self.request.user, now=clock.now())
