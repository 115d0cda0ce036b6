"""Everything that a signed-in person is registered for, whether by the account or as a guest with a proven address."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.domain import personal_data
from portal.accounts.models import User
from portal.kernel import clock, text
from registration import attending, queries, subjects
from registration.domain import links
from registration.enums import LIVE_STATES, RegistrationState
from registration.models import Answer, Registration
from registration.subjects import SubjectInfo
from registration.views.base import PersonalView

TONES = {
    RegistrationState.CONFIRMED: "success",
    RegistrationState.ATTENDED: "success",
    RegistrationState.OFFERED: "warning",
    RegistrationState.WAITING_FOR_EMAIL: "warning",
    RegistrationState.REJECTED: "danger",
}


class MineView(LoginRequiredMixin, PersonalView):
    """A list by time; each row opens by a button, because the link that it makes is a new one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what is coming and what is over."""
        now = clock.now()
        rows = list(_registrations_of(request))
        known = subjects.info_for({row.place_kind.subject for row in rows})
        files = _files_of(rows)
        coming: list[dict[str, Any]] = []
        over: list[dict[str, Any]] = []
        for row in rows:
            info = known.get(row.place_kind.subject)
            is_coming = row.state in LIVE_STATES and info is not None and now < (info.ends or info.starts)
            (coming if is_coming else over).append(_line(row, info, files.get(row.pk, [])))
        coming.sort(key=lambda line: line["starts"])
        return self.page(request, "mine", info=None, title=_("Your registrations"), coming=coming, over=over)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Go to the page of one registration."""
        registration = _registrations_of(request).filter(reference=text.line(request.POST.get("reference", ""))).first()
        if registration is None:
            raise Http404
        return redirect("registration:manage", secret=links.issue_manage(registration=registration, now=clock.now()))


def _registrations_of(request: HttpRequest) -> "QuerySet[Registration]":
    assert isinstance(request.user, User)  # noqa: S101 -- the view asks for sign-in
    return queries.belonging_to(request.user, personal_data.proven_addresses(request.user))


def _files_of(rows: Collection[Registration]) -> dict[int, list[dict[str, str]]]:
    """Return the files that were handed in with each registration: one query."""
    found: dict[int, list[dict[str, str]]] = defaultdict(list)
    kept = Answer.objects.filter(registration__in=rows, file__isnull=False).order_by("pk")
    for pk, reference, question, name in kept.values_list(
        "registration_id", "registration__reference", "question", "file__original_name"
    ):
        found[pk].append({"name": name, "url": reverse("registration:own-file", args=[reference.lower(), question])})
    return found


def _line(registration: Registration, info: SubjectInfo | None, files: list[dict[str, str]]) -> dict[str, Any]:
    state = RegistrationState(registration.state)
    return {
        "reference": registration.reference,
        "title": info.title if info else registration.place_kind.name,
        "language": info.language if info else "",
        "url": info.url if info else "",
        "when": info.when if info else "",
        "starts": info.starts if info else registration.created_at,
        "place": attending.where(registration, info),
        "kind": registration.place_kind.name,
        "state": state.label,
        "tone": TONES.get(state, "neutral"),
        "files": files,
    }
