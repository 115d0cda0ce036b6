"""Gates in the admin: the board of one event, its gates and phones, and what was read."""

import uuid
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.kernel import clock
from portal.kernel.errors import DomainError
from portal.kernel.languages import Language
from portal.pages import shell
from portal.pdf import codes
from portal.ui.forms import Form, add_domain_error
from registration import check_in_queries, gate_sessions, permissions, subjects
from registration.domain import check_in, devices, gates, tickets
from registration.enums import Audience, GateDirection
from registration.gate_forms import DeviceForm, GateForm
from registration.models import Device, Gate, PlaceKind, Scan

CONFLICTS_SHOWN = 50
QR_PIXELS = 260


def gate_address(code: str) -> str:
    """Return the full address that a phone opens, with its code behind the "#", which no server and no log sees."""
    with translation.override(Language.VIETNAMESE):
        return f"{shell.absolute(reverse('registration:gate'))}#{code}"


class GatePage(WagtailAdminTemplateMixin):  # type: ignore[misc]  # Wagtail has no types
    """A page of the admin about one event's gates; people who may not run gates find nothing."""

    header_icon = "group"
    subject: uuid.UUID

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Ask for the right; find the event."""
        super().setup(request, *args, **kwargs)
        if not permissions.may_run_gates(request.user):  # type: ignore[arg-type]  # the admin asks for sign-in
            raise Http404
        self.find(**kwargs)

    def find(self, **kwargs: Any) -> None:
        """Find what the address names, or raise Http404."""
        self.subject = kwargs["subject"]
        if not PlaceKind.objects.of(self.subject).exists():
            raise Http404

    @cached_property
    def event_title(self) -> str:
        """The event's title; its key where nobody knows it any more."""
        info = subjects.info(self.subject)
        return info.title if info is not None else str(self.subject)

    @property
    def board_url(self) -> str:
        """Address of the board of the event."""
        return reverse("check_in:board", args=[self.subject])

    def get_page_subtitle(self) -> str:
        """Name the event."""
        return self.event_title

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the list of events."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("check_in:index"), "label": _("Check-in")},
            {"url": self.board_url, "label": self.event_title},
            {"url": "", "label": str(self.page_title)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what all these pages show."""
        return {**super().get_context_data(**kwargs), "subject": self.subject, "board_url": self.board_url}


class IndexView(GatePage, TemplateView):
    """The events that offer places."""

    template_name = "registration/admin/gates/index.html"
    page_title = gettext_lazy("Check-in")

    def find(self, **kwargs: Any) -> None:
        """Nothing is named."""

    def get_page_subtitle(self) -> str:
        """Nothing is named."""
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the admin's home."""
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List the events, the latest first, with how many gates each has: two queries and what the resolvers ask."""
        keys = list(PlaceKind.objects.order_by().values_list("subject", flat=True).distinct())
        gates_of: dict[uuid.UUID, int] = {}
        for key in Gate.objects.values_list("subject", flat=True):
            gates_of[key] = gates_of.get(key, 0) + 1
        known = subjects.info_for(keys)
        rows = [(info, gates_of.get(info.key, 0)) for info in known.values()]
        rows.sort(key=lambda row: row[0].starts, reverse=True)
        return {**super(GatePage, self).get_context_data(**kwargs), "rows": rows}


class BoardView(GatePage, TemplateView):
    """How the doors stand: counts, gates, phones, and people who were let in although they should not."""

    template_name = "registration/admin/gates/board.html"
    page_title = gettext_lazy("Gates and phones")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Return the way from the list of events."""
        return [*super().get_breadcrumbs_items()[:-2], {"url": "", "label": self.event_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the counts and the lists."""
        now = clock.now()
        found = check_in_queries.conflicts(self.subject)[:CONFLICTS_SHOWN]
        return {
            **super().get_context_data(**kwargs),
            "live": check_in_queries.live(self.subject, now),
            "gates": self._gates(),
            "devices": Device.objects.filter(gate__subject=self.subject).select_related("gate", "added_by"),
            "conflicts": found,
            "now": now,
            "log_url": reverse("check_in_log:index") + f"?subject={self.subject}",
        }

    def _gates(self) -> list[Gate]:
        """Return the gates, each with the name of the session whose door it is."""
        rows = list(Gate.objects.filter(subject=self.subject).prefetch_related("place_kinds", "windows").order_by("pk"))
        sessions = gate_sessions.of(self.subject) if any(gate.session for gate in rows) else {}
        for gate in rows:
            found = sessions.get(gate.session) if gate.session is not None else None
            gate.session_name = found.name if found is not None else ""  # type: ignore[attr-defined]  # shown on the board
        return rows


class GateFormView(GatePage, FormView):  # type: ignore[type-arg]  # of Django
    """Makes a gate, or changes the rules of one."""

    form_class = GateForm
    template_name = "registration/admin/gates/form.html"
    gate: Gate | None = None

    def find(self, **kwargs: Any) -> None:
        """Find the gate, or the event of a new one."""
        if "pk" in kwargs:
            self.gate = get_object_or_404(Gate, pk=kwargs["pk"])
            self.subject = self.gate.subject
        else:
            super().find(**kwargs)

    @property
    def page_title(self) -> str:
        """What is being done."""
        return _("Change the gate") if self.gate is not None else _("Add a gate")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the kinds of place of the whole event: tickets are of these, never of single sessions."""
        kinds = PlaceKind.objects.of(self.subject).filter(session=None).order_by("position", "pk")
        sessions = gate_sessions.of(self.subject)
        offered = [(str(key), one.name) for key, one in sessions.items()]
        if self.gate is not None and self.gate.session is not None and self.gate.session not in sessions:
            # It stays the choice, and is refused when it is saved: nobody should open this door to everybody unawares.
            offered.append((str(self.gate.session), gate_sessions.name_of(self.gate)))
        return {**super().get_form_kwargs(), "kinds": kinds, "sessions": offered}

    def get_initial(self) -> dict[str, Any]:
        """Begin with the gate as it is."""
        return GateForm.initial_of(self.gate) if self.gate is not None else {}

    def form_valid(self, form: GateForm) -> HttpResponse:
        """Keep the gate."""
        data = form.cleaned_data
        code = self.gate.code if self.gate is not None else form.code()
        if self.gate is None and Gate.objects.filter(subject=self.subject, code=code).exists():
            form.add_error("name_vi", _("There is a gate with this name already."))
            return self.form_invalid(form)
        try:
            gates.open_gate(
                subject=self.subject,
                code=code,
                name_vi=data["name_vi"],
                name_en=data["name_en"],
                area=data["area"],
                place_kinds=list(data["place_kinds"]),
                audiences=[Audience(value) for value in data["audiences"]],
                direction=GateDirection(data["direction"]),
                reentry_allowed=data["reentry_allowed"],
                admits_unlisted=data["admits_unlisted"],
                windows=data["windows"],
                session=data.get("session") or None,
                by=self.request.user,  # type: ignore[arg-type]  # the admin asks for sign-in
                now=clock.now(),
            )
        except DomainError as refusal:
            add_domain_error(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, _("The gate is saved. Connected phones learn its rules within five minutes."))
        return redirect(self.board_url)


class InviteView(GatePage, FormView):  # type: ignore[type-arg]  # of Django
    """Makes the code for one phone and shows it once."""

    form_class = DeviceForm
    template_name = "registration/admin/gates/invite.html"
    page_title = gettext_lazy("Connect a phone")

    def find(self, **kwargs: Any) -> None:
        """Find the gate."""
        self.gate = get_object_or_404(Gate, pk=kwargs["pk"])
        self.subject = self.gate.subject

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the gate."""
        return {**super().get_context_data(**kwargs), "gate": self.gate}

    def form_valid(self, form: DeviceForm) -> HttpResponse:
        """Show the code; it cannot be read back later."""
        try:
            made = devices.invite(
                gate=self.gate,
                name=form.cleaned_data["name"],
                by=self.request.user,  # type: ignore[arg-type]  # the admin asks for sign-in
                now=clock.now(),
            )
        except DomainError as refusal:
            add_domain_error(form, refusal)
            return self.form_invalid(form)
        address = gate_address(made.code)
        context = self.get_context_data(
            form=form,
            device=made.device,
            code=tickets.spoken(made.code),
            address=address.partition("#")[0],
            qr=codes.inline(address).replace("<svg ", f'<svg width="{QR_PIXELS}" height="{QR_PIXELS}" ', 1),
        )
        return self.render_to_response(context)


class ConfirmView(GatePage, FormView):  # type: ignore[type-arg]  # of Django
    """Asks once before something is taken away."""

    form_class = Form
    template_name = "registration/admin/gates/confirm.html"
    question: ClassVar[Any] = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the question."""
        return {**super().get_context_data(**kwargs), "question": self.question, "what": str(self.record)}

    record: Any

    def carry_out(self) -> None:
        """Do it."""
        raise NotImplementedError

    def form_valid(self, form: Form) -> HttpResponse:
        """Do it, and go back to the board."""
        try:
            self.carry_out()
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Done."))
        return redirect(self.board_url)


class RevokeView(ConfirmView):
    """Shuts a phone out."""

    page_title = gettext_lazy("Shut this phone out")
    question = gettext_lazy(
        "The phone deletes its list when it next has network. What it has not sent by then is lost."
    )

    def find(self, **kwargs: Any) -> None:
        """Find the phone."""
        self.record = get_object_or_404(Device.objects.select_related("gate"), pk=kwargs["pk"])
        self.subject = self.record.gate.subject

    def carry_out(self) -> None:
        """Shut it out."""
        devices.revoke(device=self.record, by=self.request.user, now=clock.now())  # type: ignore[arg-type]  # the admin asks for sign-in


class UndoView(ConfirmView):
    """Takes back a reading."""

    page_title = gettext_lazy("Take back this reading")
    question = gettext_lazy("The ticket counts as not read. The row stays in the log, marked as taken back.")

    def find(self, **kwargs: Any) -> None:
        """Find the reading."""
        self.record = get_object_or_404(Scan.objects.select_related("gate"), pk=kwargs["pk"])
        self.subject = self.record.gate.subject

    def carry_out(self) -> None:
        """Take it back."""
        check_in.undo(scan=self.record, by=self.request.user, now=clock.now())  # type: ignore[arg-type]  # the admin asks for sign-in


def urlpatterns() -> list[URLPattern]:
    """Return the addresses below ``check-in/``."""
    return [
        path("", IndexView.as_view(), name="index"),
        path("<uuid:subject>/", BoardView.as_view(), name="board"),
        path("<uuid:subject>/gates/add/", GateFormView.as_view(), name="add-gate"),
        path("gates/<int:pk>/", GateFormView.as_view(), name="edit-gate"),
        path("gates/<int:pk>/phones/add/", InviteView.as_view(), name="invite"),
        path("phones/<int:pk>/shut-out/", RevokeView.as_view(), name="revoke"),
        path("readings/<int:pk>/undo/", UndoView.as_view(), name="undo"),
    ]
