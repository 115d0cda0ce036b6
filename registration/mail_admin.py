"""The organisers' pages for the mails of their events in the admin: own words and rules for reminders."""

import uuid
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.kernel import clock
from portal.kernel.errors import DomainError
from portal.mail import previews
from registration import mail_forms, permissions, subjects
from registration.domain import mail_settings, reminders
from registration.enums import LeadTime, ReminderAudience, WordedMail
from registration.models import MailWords, PlaceKind, ReminderRule

NAMESPACE: Final = "registration_mails"


class _OrganiserView(WagtailAdminTemplateMixin):  # type: ignore[misc]  # Wagtail has no types
    """Everybody but organisers finds nothing; so does who asks for an event without places."""

    header_icon = "mail"
    request: HttpRequest
    subject: uuid.UUID | None = None
    subject_title = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the event, where the address names one."""
        super().setup(request, *args, **kwargs)
        if not permissions.may_decide(request.user):  # type: ignore[arg-type]  # the admin asks for sign-in
            raise Http404
        self.subject = kwargs.get("subject")
        if self.subject is not None:
            if not PlaceKind.objects.of(self.subject).exists():
                raise Http404
            info = subjects.info(self.subject)
            self.subject_title = info.title if info else str(self.subject)

    def get_page_subtitle(self) -> str:
        """Name the event."""
        return self.subject_title

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the list of registrations."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("registrations:index"), "label": _("Registrations")},
            {"url": reverse(f"{NAMESPACE}:index"), "label": _("Mails of events")},
            {"url": "", "label": self.subject_title or str(self.page_title)},
        ]

    def own_address(self) -> str:
        """Return the page of the event, or the list."""
        return reverse(f"{NAMESPACE}:event", args=[self.subject]) if self.subject else reverse(f"{NAMESPACE}:index")


def _rows(rules: list[ReminderRule]) -> list[dict[str, Any]]:
    return [{"rule": rule, "is_general": rule.subject is None} for rule in rules]


class IndexView(_OrganiserView, TemplateView):
    """Events to choose from, and the rules that hold for all."""

    page_title = gettext_lazy("Mails of events")
    template_name = "registration/admin/mails_of_events.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add events and general rules."""
        keys = set(PlaceKind.objects.order_by().values_list("subject", flat=True).distinct())
        now = clock.now()
        infos = sorted(subjects.info_for(keys).values(), key=lambda info: info.starts)
        return {
            **super().get_context_data(**kwargs),
            "events": [info for info in infos if (info.ends or info.starts) > now],
            "rules": _rows(list(ReminderRule.objects.filter(subject=None))),
            "add_url": reverse(f"{NAMESPACE}:add"),
            "namespace": NAMESPACE,
        }


class EventView(_OrganiserView, FormView):  # type: ignore[type-arg]  # one form
    """The words of one event and its rules."""

    page_title = gettext_lazy("Mails of the event")
    template_name = "registration/admin/event_mails.html"
    form_class = mail_forms.WordsForm

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is kept."""
        assert self.subject is not None  # noqa: S101 -- the address names it
        kept = MailWords.objects.filter(subject=self.subject)
        return {f"{row.notice}_{code}": getattr(row, f"words_{code}") for row in kept for code in ("vi", "en")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rules in force and the previews."""
        assert self.subject is not None  # noqa: S101 -- the address names it
        kinds = {
            WordedMail.CONFIRMED: "confirmed",
            WordedMail.WAIT_LISTED: "wait_listed",
            WordedMail.REMINDER: "reminder_confirmed",
        }
        mine = {str(key) for key, _title in previews.subjects_of(self.request.user)}
        return {
            **super().get_context_data(**kwargs),
            "rules": _rows(reminders.rules_for(self.subject, ReminderRule.objects.all())),
            "add_url": reverse(f"{NAMESPACE}:add-for", args=[self.subject]),
            "namespace": NAMESPACE,
            "subject": self.subject,
            "previews": [
                (
                    notice.label,
                    f"{reverse('mailroom:mail', args=[f'registration/emails/{name}'])}?subject={self.subject}",
                )
                for notice, name in kinds.items()
            ]
            if str(self.subject) in mine
            else [],
        }

    def form_valid(self, form: mail_forms.WordsForm) -> HttpResponse:
        """Keep the words of every mail."""
        assert self.subject is not None  # noqa: S101 -- the address names it
        try:
            for notice in WordedMail:
                mail_settings.set_words(
                    subject=self.subject,
                    notice=notice,
                    words=form.words(notice),
                    by=self.request.user,  # type: ignore[arg-type]  # the admin asks for sign-in
                    now=clock.now(),
                )
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Your words stand in the mails from now on."))
        return redirect(self.own_address())


class AddRuleView(_OrganiserView, FormView):  # type: ignore[type-arg]  # one form
    """Adds a rule, for one event or for all."""

    page_title = gettext_lazy("Add a reminder")
    template_name = "registration/admin/mail_form.html"
    form_class = mail_forms.RuleForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which general rules still hold for the event: its own one would take their place."""
        replaced: list[ReminderRule] = []
        if self.subject is not None:
            in_force = reminders.rules_for(self.subject, ReminderRule.objects.all())
            replaced = [rule for rule in in_force if rule.subject is None]
        return {**super().get_form_kwargs(), "replaced": replaced}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say where it leads back to."""
        return {**super().get_context_data(**kwargs), "back": self.own_address()}

    def form_valid(self, form: mail_forms.RuleForm) -> HttpResponse:
        """Make it."""
        try:
            mail_settings.add_rule(
                subject=self.subject,
                audience=ReminderAudience(form.cleaned_data["audience"]),
                lead=LeadTime(form.cleaned_data["lead"]),
                by=self.request.user,  # type: ignore[arg-type]  # the admin asks for sign-in
                now=clock.now(),
            )
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("The reminder is planned."))
        return redirect(self.own_address())


class DropRuleView(_OrganiserView, FormView):  # type: ignore[type-arg]  # one form
    """Takes a rule away, after asking."""

    page_title = gettext_lazy("Take the reminder away")
    template_name = "registration/admin/mail_form.html"
    form_class = mail_forms.DropForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the rule."""
        super().setup(request, *args, **kwargs)
        self.rule = get_object_or_404(ReminderRule, pk=kwargs["pk"])
        self.subject = self.rule.subject

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say which."""
        return {**super().get_context_data(**kwargs), "back": self.own_address(), "rule": self.rule}

    def form_valid(self, form: mail_forms.DropForm) -> HttpResponse:  # noqa: ARG002 -- Django's signature
        """Take it away."""
        mail_settings.drop_rule(rule=self.rule, by=self.request.user, now=clock.now())  # type: ignore[arg-type]  # the admin asks for sign-in
        messages.success(self.request, _("The reminder is taken away."))
        return redirect(self.own_address())
