"""Private notes on the page of a registration."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from portal.kernel import clock
from portal.kernel.errors import DomainError
from registration import permissions
from registration.domain import notes
from registration.models import OrganiserNote, Registration
from registration.organisers.base import OrganiserView, Permitted
from registration.organisers.forms import NoteForm


def context(registration: Registration, user: Any) -> dict[str, Any]:
    """Return the notes and their form for those who may read them."""
    if not permissions.may_decide(user):
        return {}
    return {"private_notes": registration.organiser_notes.select_related("by"), "note_form": NoteForm()}


class AddNoteView(OrganiserView):
    """Keeps a note; one that is refused is shown again with its words."""

    template_name = "registration/admin/note.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the registration."""
        super().setup(request, *args, **kwargs)
        self.registration = get_object_or_404(Registration.objects.select_related("place_kind"), pk=kwargs["pk"])
        self.form = NoteForm(request.POST if request.method == "POST" else None)
        self.page_title = _("Private note")
        self.page_subtitle = self.registration.reference

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form."""
        return {**super().get_context_data(**kwargs), "form": self.form, "registration": self.registration}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep it, and go back to the registration."""
        if self.form.is_valid():
            user: Any = request.user
            try:
                notes.add(registration=self.registration, text=self.form.cleaned_data["text"], by=user, now=clock.now())
            except DomainError as refusal:
                self.form.add_error(refusal.field if refusal.field in self.form.fields else None, str(refusal))
            else:
                messages.success(request, _("The note is kept."))
                return redirect("registrations:inspect", self.registration.pk)
        return self.get(request, *args, **kwargs)


class RemoveNoteView(Permitted):
    """Removes a note."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *, pk: int, note: int) -> HttpResponse:
        """Remove it, and go back to the registration."""
        found = get_object_or_404(OrganiserNote, pk=note, registration_id=pk)
        user: Any = request.user
        notes.remove(note=found, by=user, now=clock.now())
        messages.success(request, _("The note is removed."))
        return redirect("registrations:inspect", pk)
