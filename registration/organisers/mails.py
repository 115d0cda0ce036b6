"""Mails to a group: written, shown in both languages, tested, sent, and what became of them."""

import uuid
from typing import Any, Final

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.kernel import clock, pagination
from portal.kernel.errors import DomainError
from portal.kernel.languages import Language
from registration import emails_to_groups, list_filters
from registration.domain import group_mails
from registration.group_filters import GroupFilter
from registration.models import GroupMail
from registration.organiser_enums import GroupMailState, RecipientState
from registration.organisers.base import SubjectView
from registration.organisers.forms import GroupMailForm, SendForm

PAGE_SIZE: Final = 30
WORDS: Final = ("heading_vi", "text_vi", "heading_en", "text_en")


class MailsView(SubjectView):
    """Every mail to a group of one event."""

    header_icon = "mail"
    page_title = gettext_lazy("Mails to groups")
    template_name = "registration/admin/mails.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of mails."""
        rows = GroupMail.objects.filter(subject=self.subject).select_related("created_by", "sent_by")
        window = pagination.paginate(rows, number=self.request.GET.get("page"), size=PAGE_SIZE)
        return {**super().get_context_data(**kwargs), "window": window}


class _GroupView(SubjectView):
    """A page about a group that the address of the list describes."""

    def _group(self) -> GroupFilter:
        query = self.request.GET.copy()
        query["subject"] = str(self.subject)
        group = list_filters.group_of(query)
        if group is None:
            raise Http404
        return group


class WriteMailView(_GroupView):
    """Writes a new mail, or changes a draft."""

    header_icon = "mail"
    template_name = "registration/admin/mail_write.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the draft, or the group that the address describes."""
        super().setup(request, *args, **kwargs)
        self.mail = None
        if "pk" in kwargs:
            self.mail = get_object_or_404(GroupMail, pk=kwargs["pk"], subject=self.subject, state=GroupMailState.DRAFT)
        self.group = GroupFilter.from_json(self.mail.filters) if self.mail else self._group()
        self.page_title = _("Change the mail") if self.mail else _("Write to a group")
        initial: dict[str, Any] = {"key": uuid.uuid4()}
        if self.mail is not None:
            initial |= {name: getattr(self.mail, name) for name in WORDS}
        self.form = GroupMailForm(request.POST if request.method == "POST" else None, initial=initial)

    def steps(self) -> list[tuple[str, str]]:
        """Return the way over the mails."""
        return [*super().steps(), (reverse("registrations:mails", args=[self.subject]), _("Mails to groups"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, and whom it would reach."""
        probe = GroupMail(subject=self.subject, filters=self.group.as_json())
        return {
            **super().get_context_data(**kwargs),
            "form": self.form,
            "group": self.group.words(),
            "number": group_mails.audience(probe).count(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the draft, and show it as people would read it."""
        if self.form.is_valid():
            data = self.form.cleaned_data
            user: Any = request.user
            try:
                mail = group_mails.write(
                    subject=self.subject,
                    group=self.group,
                    words={name: data[name] for name in WORDS},
                    by=user,
                    now=clock.now(),
                    key=data["key"],
                    mail=self.mail,
                )
            except DomainError as refusal:
                self.form.add_error(refusal.field if refusal.field in self.form.fields else None, str(refusal))
            else:
                return redirect("registrations:mail", self.subject, mail.pk)
        return self.get(request, *args, **kwargs)


class MailView(SubjectView):
    """One mail in both languages: test, send or throw away a draft; see who has one that went out."""

    header_icon = "mail"
    template_name = "registration/admin/mail.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the mail."""
        super().setup(request, *args, **kwargs)
        rows = GroupMail.objects.select_related("created_by", "sent_by")
        self.mail = get_object_or_404(rows, pk=kwargs["pk"], subject=self.subject)
        self.page_title = _("Mail to a group")
        self.form: SendForm | None = None

    def steps(self) -> list[tuple[str, str]]:
        """Return the way over the mails."""
        return [*super().steps(), (reverse("registrations:mails", args=[self.subject]), _("Mails to groups"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add previews, the number of recipients by language, and what became of them."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        is_draft = self.mail.state == GroupMailState.DRAFT
        by_language: dict[str, int] = {}
        by_state: list[tuple[str, int]] = []
        if is_draft:
            audience = group_mails.audience(self.mail).order_by()
            by_language = dict(audience.values_list("language").annotate(Count("pk")))
        else:
            counted = self.mail.recipients.order_by().values_list("state").annotate(Count("pk"))
            by_state = [(str(RecipientState(state).label), count) for state, count in counted]
        previews = [
            (language, emails_to_groups.preview(mail=self.mail, language=language), by_language.get(language, 0))
            for language in Language
        ]
        number = sum(by_language.values())
        return {
            **context,
            "mail": self.mail,
            "is_draft": is_draft,
            "previews": previews,
            "number": number,
            "by_state": by_state,
            "group": GroupFilter.from_json(self.mail.filters).words(),
            "form": self.form or SendForm(initial={"expected": number}),
            "email": self.request.user.email,  # type: ignore[union-attr]  # the admin asks for sign-in
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Test, send, or throw away."""
        acts = {"test": self._test, "send": self._send, "discard": self._discard}
        act = acts.get(request.POST.get("do", ""))
        if act is None:
            raise Http404
        try:
            answer = act(request)
        except DomainError as refusal:
            messages.error(request, str(refusal))
            answer = redirect("registrations:mail", self.subject, self.mail.pk)
        return answer if answer is not None else self.get(request, *args, **kwargs)

    def _test(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        number = group_mails.send_test(mail=self.mail, by=user, now=clock.now())
        words = ngettext("%(number)d mail goes to %(address)s.", "%(number)d mails go to %(address)s.", number)
        messages.success(request, words % {"number": number, "address": user.email})
        return redirect("registrations:mail", self.subject, self.mail.pk)

    def _send(self, request: HttpRequest) -> HttpResponse | None:
        self.form = SendForm(request.POST)
        if not self.form.is_valid():
            return None
        user: Any = request.user
        group_mails.send(mail=self.mail, expected=self.form.cleaned_data["expected"], by=user, now=clock.now())
        messages.success(request, _("The mail is on its way; this page tells who has it."))
        return redirect("registrations:mail", self.subject, self.mail.pk)

    def _discard(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        group_mails.discard(mail=self.mail, by=user, now=clock.now())
        messages.success(request, _("The draft is thrown away."))
        return redirect("registrations:mails", self.subject)
