"""Mails that could not be delivered, in the admin: the list, trying again, settling."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.kernel import clock, pagination
from portal.kernel.errors import DomainError, IllegalMoveError
from portal.mail import access
from portal.mail import dead_letters as domain
from portal.mail.enums import MailState
from portal.mail.models import OutgoingMail
from portal.mailroom.forms import ConfirmForm, SettleForm

NAMESPACE: Final = "mailroom"
ON_ONE_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Row:
    """What the list tells of a failed mail; the recipient is masked."""

    pk: int
    subject: str
    kind: str
    recipient: str
    error: str
    code: int | None
    attempts: int
    queued_at: datetime
    failed_at: datetime | None


def masked(address: str) -> str:
    """Return an address of which the beginning and the domain are left, enough to tell who it is if one knows them."""
    local, _at, domain_part = address.rpartition("@")
    return f"{local[:2]}…@{domain_part}"


class CounterView(WagtailAdminTemplateMixin):  # type: ignore[misc]  # Wagtail ships no types
    """The base of all views here: who neither looks after all mails nor organises anything finds nothing."""

    header_icon = "mail"
    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Hide everything from others."""
        super().setup(request, *args, **kwargs)
        if not access.may_tend_some(request.user):
            raise Http404

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{NAMESPACE}:index"), "label": _("Undelivered mails")},
            {"url": "", "label": str(self.page_title)},
        ]


class IndexView(CounterView, TemplateView):
    """The list of mails that failed and wait for somebody."""

    page_title = gettext_lazy("Undelivered mails")
    template_name = "mailroom/admin/index.html"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The list is where one begins."""
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of rows."""
        failed = domain.visible_to(self.request.user).filter(state=MailState.FAILED)
        window = pagination.paginate(
            failed.defer("text", "html", "attachments").order_by("-failed_at", "-pk"),
            number=self.request.GET.get("page"),
            size=ON_ONE_PAGE,
        )
        rows = [
            Row(
                pk=mail.pk,
                subject=mail.subject,
                kind=mail.kind,
                recipient=masked(mail.recipient),
                error=mail.last_error,
                code=mail.smtp_code,
                attempts=mail.attempts,
                queued_at=mail.queued_at,
                failed_at=mail.failed_at,
            )
            for mail in window.items
        ]
        return {**super().get_context_data(**kwargs), "window": window, "rows": rows}


class RetryAllView(CounterView, FormView):  # type: ignore[type-arg]  # one form
    """Asks once, and queues again whatever failed."""

    page_title = gettext_lazy("Send all again")
    template_name = "mailroom/admin/confirm.html"
    form_class = ConfirmForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask; where nothing failed there is nothing to ask."""
        if not domain.visible_to(request.user).filter(state=MailState.FAILED).exists():
            return redirect(f"{NAMESPACE}:index")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say how many."""
        number = domain.visible_to(self.request.user).filter(state=MailState.FAILED).count()
        return {**super().get_context_data(**kwargs), "number": number}

    def form_valid(self, form: ConfirmForm) -> HttpResponse:  # noqa: ARG002 -- Django's signature
        """Queue them."""
        number = domain.retry_all(by=self.request.user, now=clock.now())
        said = ngettext("%(number)d mail is queued again.", "%(number)d mails are queued again.", number)
        messages.success(self.request, said % {"number": number})
        return redirect(f"{NAMESPACE}:index")


class _OneMailView(CounterView, FormView):  # type: ignore[type-arg]  # one form
    """Something done with one failed mail."""

    template_name = "mailroom/admin/confirm.html"
    done: Any

    names_recipient = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the mail; one of others is not there."""
        super().setup(request, *args, **kwargs)
        found = OutgoingMail.objects.filter(pk=kwargs["pk"]).first()
        if found is None or not access.may_tend(request.user, found):
            raise Http404
        self.mail: OutgoingMail = found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead back from a mail that somebody else has sent again or settled since the list was drawn."""
        if self.mail.state != MailState.FAILED:
            return self._seen_to()
        return super().dispatch(request, *args, **kwargs)

    def _seen_to(self) -> HttpResponse:
        messages.warning(self.request, _("Somebody has seen to this mail meanwhile."))
        return redirect(f"{NAMESPACE}:index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which mail, and why it failed."""
        context = super().get_context_data(**kwargs)
        recipient = self.mail.recipient if self.names_recipient else masked(self.mail.recipient)
        return {**context, "mail": self.mail, "recipient": recipient}

    def act(self, form: Any) -> None:
        """Call the domain."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        """Do it, and go back to the list; somebody may have been faster."""
        try:
            self.act(form)
        except IllegalMoveError:
            return self._seen_to()
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            return self.form_invalid(form)
        else:
            messages.success(self.request, str(self.done))
        return redirect(f"{NAMESPACE}:index")


class RetryView(_OneMailView):
    """Sends one mail again."""

    page_title = gettext_lazy("Send again")
    form_class = ConfirmForm
    done = gettext_lazy("The mail is queued again.")

    def act(self, form: Any) -> None:  # noqa: ARG002 -- the base's signature
        """Queue it."""
        domain.retry(mail=self.mail, by=self.request.user, now=clock.now())


class SettleView(_OneMailView):
    """Takes one mail off the list. Whoever settles it must reach the person in another way, so the address stands there."""

    names_recipient = True

    page_title = gettext_lazy("Mark as settled")
    form_class = SettleForm
    done = gettext_lazy("The mail is settled. What it said is deleted.")

    def act(self, form: Any) -> None:
        """Settle it."""
        domain.settle(mail=self.mail, by=self.request.user, note=form.cleaned_data["note"], now=clock.now())
