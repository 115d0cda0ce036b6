"""The organisers' form that copies an event to another date."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events import forms as event_forms
from events import permissions
from events.domain import copying
from events.models import EventPage
from portal.kernel import clock, errors, formats
from portal.kernel.languages import Language
from portal.pages import admin_widgets
from portal.ui import forms as ui_forms


class CopyForm(ui_forms.Form):
    """When the copy starts, and what it is called."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    starts_at = forms.DateTimeField(
        label=gettext_lazy("Start of the new event"),
        widget=admin_widgets.MomentInput,
        validators=[ui_forms.validate_year],
        error_messages={"required": gettext_lazy("Give the new time.")},
    )
    title_vi = forms.CharField(
        label=gettext_lazy("Title in Vietnamese"),
        max_length=255,
        error_messages={"required": gettext_lazy("Give the title in Vietnamese.")},
    )
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=255, required=False)


class CopyView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc,type-arg]  # Wagtail ships no types
    """Shows which weekday the new date is, then copies."""

    form_class = CopyForm
    template_name = "events/admin/copy.html"
    header_icon = "copy"
    page_title = gettext_lazy("Copy the event with its set-up")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the event; people who may not add pages there find nothing."""
        super().setup(request, *args, **kwargs)
        found = get_object_or_404(EventPage.objects.select_related("locale"), pk=kwargs["page_id"])
        pages = EventPage.objects.filter(translation_key=found.translation_key, alias_of=None).select_related("locale")
        self.pages = {Language(page.locale.language_code): page for page in pages}
        self.event = self.pages.get(Language.VIETNAMESE, found)
        if not permissions.can_copy(request.user, self.event):
            raise Http404
        self.check: dict[str, Any] | None = None

    def get_initial(self) -> dict[str, Any]:
        """Begin with the present titles, and a key by which the same form sent twice makes one copy."""
        english = self.pages.get(Language.ENGLISH)
        return {"key": uuid.uuid4(), "title_vi": self.event.title, "title_en": english.title if english else ""}

    def get_form(self, form_class: Any = None) -> CopyForm:
        """Leave the English title out where there is no English page."""
        form: CopyForm = super().get_form(form_class)
        if Language.ENGLISH not in self.pages:
            del form.fields["title_en"]
        return form

    def get_page_subtitle(self) -> str:
        """Name the event."""
        return str(self.event.title)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the page's form."""
        edit = reverse("wagtailadmin_pages:edit", args=[self.event.pk])
        return [
            *self.breadcrumbs_items,
            {"url": edit, "label": self.event.title},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the event, its weekday and, once a date is given, what would come of it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "event": self.event, "now_on": _moment(self.event.starts_at), "check": self.check}

    def form_valid(self, form: CopyForm) -> HttpResponse:
        """Show the weekday first; copy once that is confirmed."""
        data = form.cleaned_data
        if self.request.POST.get("confirmed") != data["starts_at"].isoformat():
            starts, before = data["starts_at"], self.event.starts_at
            self.check = {
                "starts": _moment(starts),
                "ends": _moment(self.event.ends_at + (starts - before)),
                "other_weekday": clock.local(starts).weekday() != clock.local(before).weekday(),
                "is_past": starts < clock.now(),
                "value": starts.isoformat(),
            }
            return self.render_to_response(self.get_context_data(form=form))
        try:
            made = copying.copy(
                event=self.event,
                key=data["key"],
                starts_at=data["starts_at"],
                titles={Language.VIETNAMESE: data["title_vi"], Language.ENGLISH: data.get("title_en", "")},
                by=self.request.user,
                now=clock.now(),
            )
        except errors.DomainError as error:
            event_forms.add_domain_error(form, error)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("The copy is a draft in every language and starts on %(moment)s. Look through it, then publish it.")
            % {"moment": _moment(made.starts_at)},
        )
        return redirect("wagtailadmin_pages:edit", made.pk)


def _moment(instant: Any) -> str:
    return f"{formats.long_date(clock.local(instant).date())}, {formats.clock_time(instant)}"
