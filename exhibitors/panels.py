"""The room's own panel on the desk: the organisation, its people and what its profile still lacks."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exhibitors import permissions, queries
from exhibitors.desk import DeskAction, DeskCount, DeskRow, DeskSection
from exhibitors.enums import LinkState, VerificationState, VerificationTurn
from exhibitors.models import OrganisationLink
from portal.accounts import second_step
from portal.kernel import clock

if TYPE_CHECKING:
    from exhibitors.models import Membership, Organisation


def missing_parts(organisation: "Organisation") -> list[str]:
    """Return what would help a reader most and is not there yet, in words."""
    parts = (
        (organisation.summary, _("one or two sentences on what you do")),
        (organisation.fields.exists(), _("your fields of technology")),
        (organisation.roles.exists(), _("what you do on the market")),
        (organisation.description, _("a description")),
        (organisation.email or organisation.phone or organisation.website, _("a way to reach you")),
        (organisation.logo_id, _("a logo")),
    )
    return [words for present, words in parts if not present]


def _second_step_row() -> DeskRow:
    return DeskRow(
        title=_("Protect your account with a second step"),
        url=reverse("mfa_index"),
        text=_("An owner can hand the organisation over. A second step keeps others out who read your mail."),
        status=_("Advised"),
        status_kind="info",
    )


class OrganisationPanel:
    """Stands last: what rooms above add is what the person came for."""

    title = gettext_lazy("Organisation")
    position = 90

    def sections(self, request: HttpRequest, organisation: "Organisation") -> list[DeskSection]:
        """Return the people and the state of the profile."""
        membership = queries.membership_in(request.user, organisation)
        members = reverse("exhibitors:members", args=[organisation.slug])
        edit = reverse("exhibitors:profile-edit", args=[organisation.slug])
        public = queries.profile_url(organisation)
        waiting = len(queries.waiting_invitations(organisation, clock.now()))
        actions = [DeskAction(_("Members"), members)]
        if permissions.can_edit(membership):
            actions.insert(0, DeskAction(_("Edit the profile"), edit))
        if public:
            actions.append(DeskAction(_("See the public profile"), public))
        return [
            DeskSection(
                title=self.title,
                counts=(
                    DeskCount(organisation.memberships.count(), _("Members"), members),
                    DeskCount(waiting, _("Invitations without an answer"), members),
                ),
                rows=self._rows(request, organisation, membership, edit),
                actions=tuple(actions),
            )
        ]

    def _requests(self, organisation: "Organisation") -> list[DeskRow]:
        members = reverse("exhibitors:members", args=[organisation.slug])
        return [
            DeskRow(
                title=_("%(name)s asks to join") % {"name": waiting.user},
                url=f"{members}#requests",
                text=waiting.note,
                status=waiting.get_state_display(),
                status_kind="warning",
                when=waiting.created_at,
                waits=True,
            )
            for waiting in queries.waiting_requests(organisation, clock.now())
        ]

    def _proposed_links(self, organisation: "Organisation") -> list[DeskRow]:
        proposed = OrganisationLink.objects.filter(target=organisation, state=LinkState.PROPOSED)
        return [
            DeskRow(
                title=_("%(name)s proposes a link") % {"name": link.source.display_name},
                url=reverse("exhibitors:links", args=[organisation.slug]),
                text=link.get_kind_display(),
                status=link.get_state_display(),
                status_kind="warning",
                when=link.proposed_at,
                waits=True,
            )
            for link in proposed.select_related("source")
        ]

    def _rows(
        self, request: HttpRequest, organisation: "Organisation", membership: "Membership | None", edit: str
    ) -> tuple[DeskRow, ...]:
        may_edit = permissions.can_edit(membership)
        rows = []
        if organisation.state == VerificationState.REFUSED and may_edit:
            rows.append(
                DeskRow(
                    title=_("Mend the profile and ask for verification again"),
                    url=edit,
                    text=organisation.state_reason,
                    status=organisation.get_state_display(),
                    status_kind="danger",
                    when=organisation.state_changed_at,
                    waits=True,
                )
            )
        if organisation.turn is VerificationTurn.ORGANISATION and may_edit:
            rows.append(
                DeskRow(
                    title=_("An officer asks for more before the verification"),
                    url=reverse("exhibitors:papers", args=[organisation.slug]),
                    text=organisation.state_reason,
                    status=_("Your turn"),
                    status_kind="warning",
                    when=organisation.more_asked_at,
                    waits=True,
                )
            )
        if permissions.can_manage_members(membership):
            rows.extend(self._requests(organisation))
            if not second_step.is_set_up(request.user):
                rows.append(_second_step_row())
        if may_edit:
            rows += self._proposed_links(organisation)
        missing = missing_parts(organisation)
        if missing and may_edit:
            rows.append(
                DeskRow(
                    title=_("Complete the profile"),
                    url=edit,
                    text=_("Still missing: %(parts)s.") % {"parts": ", ".join(missing)},
                    status=_("Would help readers"),
                    status_kind="info",
                )
            )
        return tuple(rows)
