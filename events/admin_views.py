"""The organisers' view in the admin that changes what becomes of an event."""

from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from events import clash_words, decision_forms, forms, permissions
from events.domain import announcing, status
from events.enums import EventStatus
from events.models import EventPage, event_page
from portal.kernel import clock, errors, formats

SURE: Final = "yes"


class StatusView(WagtailAdminTemplateMixin, FormView):  # type: ignore[misc,type-arg]  # Wagtail ships no types
    """Reschedules, postpones, moves online or cancels an event in every language."""

    form_class = decision_forms.StatusForm
    template_name = "events/admin/status.html"
    header_icon = "date"
    page_title = gettext_lazy("What becomes of the event")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the event; people who may not publish it find nothing."""
        super().setup(request, *args, **kwargs)
        self.event = get_object_or_404(EventPage, pk=kwargs["page_id"])
        if not permissions.can_change_status(request.user, self.event):
            raise Http404

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which event."""
        return {**super().get_form_kwargs(), "event": self.event}

    def get_initial(self) -> dict[str, Any]:
        """Begin with the action that was chosen, the present times and address."""
        return {
            "action": self.request.GET.get("action", ""),
            "starts_at": self.event.starts_at,
            "ends_at": self.event.ends_at,
            "online_url": self.event.online_url,
        }

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
        """Add what the template shows."""
        return {**super().get_context_data(**kwargs), "event": self.event}

    def _change(self, form: decision_forms.StatusForm) -> None:
        shared: dict[str, Any] = {
            "event": self.event,
            "by": self.request.user,
            "now": clock.now(),
            "notes": form.notes(),
        }
        action = form.cleaned_data["action"]
        if action == decision_forms.RESCHEDULE:
            starts_at, ends_at = form.times()
            status.reschedule(starts_at=starts_at, ends_at=ends_at, **shared)
        elif action == decision_forms.CHANGE_PLACE:
            status.change_place(
                venues=form.by_language("venue"),
                addresses=form.by_language("address"),
                place=form.cleaned_data["place"],
                **shared,
            )
        elif action == EventStatus.MOVED_ONLINE:
            status.move_online(online_url=form.cleaned_data["online_url"], **shared)
        elif action == EventStatus.POSTPONED:
            status.postpone(**shared)
        else:
            status.cancel(**shared)

    @staticmethod
    def _question(form: decision_forms.StatusForm) -> str:
        names = ("starts_at", "ends_at", "venue_vi", "place")
        return "|".join(str(form.cleaned_data.get(name, "")) for name in names)

    def _times(self, form: decision_forms.StatusForm) -> tuple[datetime, datetime]:
        times = form.times()
        return event_page.whole_days(*times) if self.event.is_all_day else times

    def _is_refused(self, form: decision_forms.StatusForm) -> bool:
        """Return whether the change will be refused for its time, so that there is nothing to ask about."""
        if form.chosen != decision_forms.RESCHEDULE:
            return False
        starts_at, ends_at = self._times(form)
        return ends_at <= starts_at or ends_at <= clock.now()

    def _new_clashes(self, form: decision_forms.StatusForm) -> list[clash_words.Line]:
        """Return what a new time or place would bring the event into."""
        if form.chosen not in {decision_forms.RESCHEDULE, decision_forms.CHANGE_PLACE} or self._is_refused(form):
            return []
        event = EventPage.objects.select_related("locale", "place").get(pk=self.event.pk)
        if form.chosen == decision_forms.RESCHEDULE:
            starts_at, ends_at = form.times()
            status.move(event, starts_at, ends_at)
            if event.status == EventStatus.POSTPONED:
                event.status = EventStatus.SCHEDULED
        else:
            event.venue_name, event.place = form.cleaned_data["venue_vi"], form.cleaned_data["place"]
        return clash_words.new_lines(event, viewer=self.request.user)

    def _shift(self, form: decision_forms.StatusForm) -> dict[str, Any] | None:
        """Return the present and the new time beside each other; None where nothing is moved or the new time is refused anyhow."""
        if form.chosen != decision_forms.RESCHEDULE or self._is_refused(form):
            return None
        starts_at, ends_at = self._times(form)
        is_all_day = self.event.is_all_day
        if (starts_at, ends_at) == (self.event.starts_at, self.event.ends_at):
            return None
        return {
            "before": formats.period(self.event.starts_at, self.event.ends_at, whole_days=is_all_day),
            "after": formats.period(starts_at, ends_at, whole_days=is_all_day),
            "is_past": starts_at < clock.now(),
            "number": announcing.number_told(self.event),
        }

    def form_valid(self, form: decision_forms.StatusForm) -> HttpResponse:
        """Change it, and go back to the page's form; what cannot be taken back is asked once more."""
        answer = self.request.POST.get("sure")
        if form.chosen == EventStatus.CANCELLED and answer != SURE:
            return self.render_to_response(
                self.get_context_data(form=form, asks=True, sure=SURE, number=announcing.number_told(self.event))
            )
        # The answer names what it was given for: another time or place is asked about anew.
        question = self._question(form)
        if answer != question:
            lines, shift = self._new_clashes(form), self._shift(form)
            if lines or shift:
                return self.render_to_response(
                    self.get_context_data(form=form, lines=lines, shift=shift, sure=question)
                )
        try:
            self._change(form)
        except errors.DomainError as error:
            forms.add_domain_error(form, error)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("The event is changed in every language, and so is the calendar. Everybody concerned gets a mail."),
        )
        return redirect("wagtailadmin_pages:edit", self.event.pk)
