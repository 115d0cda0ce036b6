"""The page at the gate: the desk for phones with script, and a page that types codes for those without."""

import hashlib
import json
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from portal.kernel import clock, formats, languages, limits
from portal.kernel.errors import DomainError
from portal.ui.forms import add_domain_error
from registration import announcement_words, gate_answers, gate_sessions, gate_words, passes, question_queries, subjects
from registration.domain import check_in, devices, tickets, walk_ins
from registration.enums import Direction, RegistrationState, ScanResult
from registration.gate_forms import ConnectForm, ScanForm, SearchForm, WalkInForm
from registration.models import Device, Scan
from registration.views.base import PersonalView

COOKIE: Final = "gate"
LAST: Final = 10
SCRIPTS: Final = tuple(
    f"registration/gate{part}.js" for part in ("_rules", "_store", "_camera", "_sync", "_questions", "_walk_in", "")
)
FILES: Final = ("ui/portal.css", "ui/js/portal.js", "ui/js/search_box.js", "ui/favicon.svg", *SCRIPTS)
# The camera reads tickets; the microphone belongs to the search box of the header, here as elsewhere.
PERMISSIONS_POLICY: Final = "camera=(self), geolocation=(), microphone=(self), payment=(), usb=()"


def _api_base() -> str:
    return reverse("registration:gate") + "api/"


def keep_cookie(response: HttpResponse, device: Device, credential: str) -> HttpResponse:
    """Let a browser without script show the phone's credential by itself, to the addresses of the gate alone."""
    response.set_cookie(
        COOKIE,
        credential,
        expires=device.expires_at,
        path=reverse("registration:gate"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


class GateView(PersonalView):
    """Connects a phone. The page holds nothing about anybody: the script fills it, or leads on by hand."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page."""
        return self._show(
            request, ConnectForm(), gone=_("This phone is no longer connected.") if "gone" in request.GET else ""
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Connect a browser without script."""
        form = ConnectForm(request.POST)
        if form.is_valid():
            if not limits.secret_may_be_tried(request, "gate-code"):
                form.add_error("code", _("Too many tries. Wait ten minutes."))
                return self._show(request, form, status=429)
            try:
                device, credential = devices.enrol(code=form.cleaned_data["code"], now=clock.now())
            except DomainError as refusal:
                add_domain_error(form, refusal)
            else:
                return keep_cookie(redirect("registration:gate-by-hand"), device, credential)
        return self._show(request, form)

    def _show(self, request: HttpRequest, form: ConnectForm, *, status: int = 200, gone: str = "") -> HttpResponse:
        response = self.page(
            request,
            "gate/gate",
            info=None,
            title=_("Check-in at the gate"),
            status=status,
            form=form,
            form_has_errors=bool(form.errors),
            gone=gone,
            scripts=SCRIPTS,
            script_words=gate_words.for_script(),
            api=_api_base(),
            worker=reverse("registration:gate-worker"),
            scope=reverse("registration:gate"),
        )
        response["Permissions-Policy"] = PERMISSIONS_POLICY
        return response


class WorkerView(View):
    """The script that keeps the page on the phone. It stands below the gate's address, so its reach ends there."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the script with the files of this version."""
        files = [static(name) for name in FILES]
        version = hashlib.sha256(json.dumps([settings.SITE_NAME_VI, *files]).encode()).hexdigest()[:12]
        language = languages.current()
        context = {
            "version": f"{language}-{version}",
            "language": str(language),
            "page": reverse("registration:gate"),
            "files": json.dumps(files),
        }
        response = render(
            request, "registration/gate/worker.js", context, content_type="text/javascript; charset=utf-8"
        )
        response["Cache-Control"] = "no-cache"
        return response


class ByHandView(PersonalView):
    """Types codes and searches names in a browser without script, while there is network."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the forms."""
        device = self._device(request)
        return device if isinstance(device, HttpResponse) else self._show(request, device)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Read a ticket, search, take back, or disconnect."""
        device = self._device(request)
        if isinstance(device, HttpResponse):
            return device
        if not limits.device_may_ask(str(device.key)):
            return self._show(request, device, refusal=_("This phone asks too often. Wait a little."), status=429)
        devices.seen(device=device, queue_length=0, now=clock.now())
        action = request.POST.get("action", "")
        if action == "leave":
            return self._leave()
        actions = {"search": self._search, "undo": self._undo, "walk-in": self._walk_in}
        return actions.get(action, self._scan)(request, device)

    def _device(self, request: HttpRequest) -> Device | HttpResponse:
        try:
            return devices.known(credential=request.COOKIES.get(COOKIE, ""), now=clock.now())
        except devices.DeviceGoneError:
            return self._leave("?gone=1")
        except devices.UnknownDeviceError:
            return self._leave()

    def _leave(self, query: str = "") -> HttpResponse:
        home = reverse("registration:gate")
        response = HttpResponseRedirect(home + query)
        response.delete_cookie(COOKIE, path=home)
        return response

    def _scan(self, request: HttpRequest, device: Device) -> HttpResponse:
        form = ScanForm(request.POST)
        if not form.is_valid():
            return self._show(request, device, scan_form=form)
        told = check_in.scan(
            device=device,
            text=form.cleaned_data["text"],
            direction=Direction(form.cleaned_data["direction"]),
            nonce=form.cleaned_data["nonce"],
            now=clock.now(),
        )
        again = ScanForm(initial={"direction": form.cleaned_data["direction"]})
        return self._show(request, device, scan_form=again, shown=gate_words.shown(gate_answers.outcome(told)))

    def _search(self, request: HttpRequest, device: Device) -> HttpResponse:
        form = SearchForm(request.POST)
        if not form.is_valid():
            return self._show(request, device, search_form=form)
        found = gate_answers.found(gate=device.gate, words=form.cleaned_data["words"], now=clock.now())
        return self._show(request, device, search_form=form, searched=True, found=found)

    def _undo(self, request: HttpRequest, device: Device) -> HttpResponse:
        nonce = ScanForm({"nonce": request.POST.get("nonce", "")})
        nonce.is_valid()
        key = nonce.cleaned_data.get("nonce")
        scan = Scan.objects.select_related("gate").filter(device=device, nonce=key).first() if key else None
        if scan is None:
            return self._show(request, device, refusal=_("This reading is not known to the portal."))
        try:
            check_in.undo(scan=scan, device=device, now=clock.now())
        except DomainError as refusal:
            return self._show(request, device, refusal=str(refusal))
        return self._show(request, device, done=_("The reading was taken back."))

    def _walk_in_form(self, device: Device, *sent: Any) -> WalkInForm | None:
        """Return the form for somebody without a ticket; None where this gate has no places to give."""
        kinds = walk_ins.kinds_at(device)
        if not kinds:
            return None
        version = walk_ins.asked_at_the_door(question_queries.current(device.gate.subject))
        left = question_queries.left_by_option(version, clock.now()) if version is not None else {}
        return WalkInForm(*sent, kinds=kinds, version=version, left=left)

    def _walk_in(self, request: HttpRequest, device: Device) -> HttpResponse:
        form = self._walk_in_form(device, request.POST)
        if form is None:
            return self._show(request, device, refusal=_("Nobody is registered at this gate."))
        if not form.is_valid():
            return self._show(request, device, walk_in_form=form)
        data = form.cleaned_data
        try:
            made = walk_ins.register(
                device=device,
                kind_code=data["kind"],
                full_name=data["full_name"],
                email=data["email"],
                organisation=data["organisation"],
                party_size=data["party_size"],
                others=data["others"],
                given=form.given,
                consents=data["consent"],
                nonce=data["walk_in_nonce"],
                now=clock.now(),
            )
        except DomainError as refusal:
            add_domain_error(form, refusal)
            return self._show(request, device, walk_in_form=form)
        if not made.has_place:
            state = RegistrationState(made.registration.state).label
            words = _("There is no free place. State of the registration: %(state)s.") % {"state": state}
            return self._show(request, device, refusal=words)
        told = [gate_answers.outcome(one) for one in made.outcomes]
        first = next((one for one in told if one["result"] != ScanResult.ADMITTED), told[0])
        done = _("%(reference)s is registered.") % {"reference": made.registration.reference}
        return self._show(request, device, done=done, shown=gate_words.shown(first))

    def _show(self, request: HttpRequest, device: Device, *, status: int = 200, **context: Any) -> HttpResponse:
        info = subjects.info(device.gate.subject)
        values = {"scan_form": ScanForm(), "search_form": SearchForm(), **context}
        if "walk_in_form" not in values:
            values["walk_in_form"] = self._walk_in_form(device)
        forms = (values["scan_form"], values["search_form"], values["walk_in_form"])
        return self.page(
            request,
            "gate/by_hand",
            info=None,
            title=_("Check-in by hand"),
            status=status,
            device=device,
            event=announcement_words.headline(info) if info is not None else "",
            session=gate_sessions.name_of(device.gate),
            last=_last(device),
            form_has_errors=any(form is not None and form.errors for form in forms),
            **values,
        )


def _last(device: Device) -> list[dict[str, Any]]:
    """Return what the phone read last, in words: one query, and one more for passes."""
    named = Scan.objects.select_related("ticket__registration__place_kind").prefetch_related(
        "ticket__registration__members"
    )
    rows = list(named.filter(device=device).order_by("-pk")[:LAST])
    staff = passes.by_code(device.gate.subject, [row.code for row in rows if row.pass_number])
    shown = []
    for row in rows:
        one = staff.get(row.code) if row.pass_number else None
        told = gate_answers.outcome(check_in.Outcome(row, row.ticket, one))
        parts = [
            formats.clock_time(row.at),
            gate_words.title(ScanResult(row.result), Direction(row.direction)),
            told.get("name", ""),
            tickets.spoken(row.code) if row.code else "",
        ]
        shown.append(
            {
                "words": " · ".join(part for part in parts if part),
                "nonce": row.nonce,
                "undone": row.undone_at is not None,
            }
        )
    return shown
