"""The expert's part of the desk; it belongs to the person, with or without an organisation."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exhibitors import desk
from experts import queries
from experts.enums import ProfileState, RequestState, ReviewState
from experts.models import ExpertProfile

LATEST = 5
TONES = {
    RequestState.DELIVERED: "warning",
    RequestState.ANSWERED: "success",
    RequestState.DECLINED: "neutral",
    RequestState.CLOSED: "neutral",
}


class ExpertPanel:
    """One's own profile and the messages to it."""

    title = gettext_lazy("Network of experts")
    position = 80

    def sections(self, request: HttpRequest) -> list[desk.DeskSection]:
        """Return the sections of the signed-in person: the profile, or an invitation to make one, and what they asked."""
        return [self._profile_section(request), *self._asked_section(request)]

    def _profile_section(self, request: HttpRequest) -> desk.DeskSection:
        profile = queries.own_profile(request.user)
        mine = reverse("experts:mine")
        if profile is None:
            return desk.DeskSection(
                title=self.title,
                actions=(desk.DeskAction(_("Join as an expert"), mine),),
                empty_text=_(
                    "Do you advise, teach or research? Be found by those who need you; your address stays with the portal."
                ),
            )
        return self._section(profile, mine)

    def _asked_section(self, request: HttpRequest) -> list[desk.DeskSection]:
        rows = tuple(
            desk.DeskRow(
                title=asked.subject,
                url=reverse("experts:own-thread", args=[asked.reference]),
                text=f"{asked.reference} · {asked.profile.name}",
                status=RequestState(asked.state).label,
                status_kind="success" if asked.state == RequestState.ANSWERED else "neutral",
                when=asked.created_at,
            )
            for asked in queries.requests_of(request.user)[:LATEST]
        )
        if not rows:
            return []
        every = desk.DeskAction(_("All your questions to experts"), reverse("experts:own"))
        return [desk.DeskSection(title=_("Your questions to experts"), actions=(every,), rows=rows)]

    def _section(self, profile: ExpertProfile, mine: str) -> desk.DeskSection:
        waiting = queries.waiting_requests(profile)
        status, kind = _status(profile)
        rows = [
            desk.DeskRow(
                title=_("My expert profile"),
                url=mine,
                status=status,
                status_kind=kind,
                waits=profile.review == ReviewState.RETURNED,
                text=profile.remarks if profile.review == ReviewState.RETURNED else "",
                when=profile.updated_at,
            )
        ]
        received = queries.requests_to(profile)
        others = received.exclude(state=RequestState.DELIVERED)[:LATEST]
        for message in (*received.filter(state=RequestState.DELIVERED), *others):
            rows.append(
                desk.DeskRow(
                    title=message.subject,
                    url=reverse("experts:message", args=[message.reference]),
                    text=f"{message.reference} · {message.name}",
                    status=RequestState(message.state).label,
                    status_kind=TONES[RequestState(message.state)],
                    when=message.delivered_at,
                    waits=message.state == RequestState.DELIVERED,
                )
            )
        return desk.DeskSection(
            title=self.title,
            counts=(
                desk.DeskCount(
                    waiting,
                    _("Messages to you as an expert that wait for an answer"),
                    f"{mine}#messages",
                    kind="warning" if waiting else "neutral",
                ),
            ),
            rows=tuple(rows),
        )


def _status(profile: ExpertProfile) -> tuple[str, str]:
    """Return what stands at the profile, and its tone: what needs the person comes before what everyone sees."""
    if profile.state == ProfileState.BLOCKED:
        return str(ProfileState.BLOCKED.label), "danger"
    if profile.review in {ReviewState.RETURNED, ReviewState.WAITING}:
        kind = "warning" if profile.review == ReviewState.RETURNED else "info"
        return str(ReviewState(profile.review).label), kind
    shown = profile.state == ProfileState.PUBLISHED
    return str(ProfileState(profile.state).label), "success" if shown else "neutral"
