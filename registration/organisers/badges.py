"""Sheets of badges: asked for, and fetched when they are ready."""

from typing import Any, Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy

from portal.kernel import clock, pagination
from portal.kernel.errors import DomainError
from portal.media.domain import private_files
from registration import list_filters
from registration.domain import badges
from registration.models import BadgeSheets
from registration.organiser_enums import BadgeLayout, BadgeState
from registration.organisers.base import Permitted, SubjectView
from registration.organisers.forms import BadgeForm

PAGE_SIZE: Final = 20


class BadgesView(SubjectView):
    """Asks for sheets of the group that the address of the list describes, and lists those of this event."""

    header_icon = "tag"
    page_title = gettext_lazy("Badges")
    template_name = "registration/admin/badges.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the group; one that makes no sense is not found."""
        super().setup(request, *args, **kwargs)
        query = request.GET.copy()
        query["subject"] = str(self.subject)
        group = list_filters.group_of(query)
        if group is None:
            raise Http404
        self.group = group
        self.form = BadgeForm(request.POST if request.method == "POST" else None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, the number of badges, and what was asked for before."""
        rows = BadgeSheets.objects.filter(subject=self.subject).select_related("by", "file")
        window = pagination.paginate(rows, number=self.request.GET.get("page"), size=PAGE_SIZE)
        return {
            **super().get_context_data(**kwargs),
            "form": self.form,
            "group": self.group.words(),
            "number": badges.number_of(subject=self.subject, group=self.group),
            "window": window,
            "is_waiting": any(sheets.state == BadgeState.WAITING for sheets in window.items),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask; few badges are drawn at once."""
        if self.form.is_valid():
            user: Any = request.user
            try:
                sheets = badges.ask(
                    key=self.form.cleaned_data["key"],
                    subject=self.subject,
                    group=self.group,
                    layout=BadgeLayout(self.form.cleaned_data["layout"]),
                    by=user,
                    now=clock.now(),
                )
            except DomainError as refusal:
                self.form.add_error(None, str(refusal))
            else:
                if sheets.badge_count <= badges.AT_ONCE:
                    badges.make(sheets_id=sheets.pk, now=clock.now())
                return redirect("registrations:badges", self.subject)
        return self.get(request, *args, **kwargs)


class BadgeFileView(Permitted):
    """Hands the file out to those who may decide, and writes it down."""

    def get(self, request: HttpRequest, *, subject: Any, pk: int) -> FileResponse:
        """Hand the file out."""
        rows = BadgeSheets.objects.select_related("file").filter(state=BadgeState.READY, file__isnull=False)
        sheets = get_object_or_404(rows, pk=pk, subject=subject)
        user: Any = request.user
        badges.fetched(sheets=sheets, by=user, now=clock.now())
        if sheets.file is None:
            raise Http404
        return private_files.response(sheets.file)
