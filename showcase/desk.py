"""What the exhibitor's desk shows of this room: technologies, needs, enquiries."""

from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exhibitors import desk
from exhibitors import queries as exhibitor_queries
from showcase import permissions, queries
from showcase.enums import EnquiryState, ReviewState
from showcase.models import NeedPage, TechnologyPage

LATEST_ENQUIRIES: Final = 5
TONES: Final = {
    ReviewState.DRAFT: "neutral",
    ReviewState.IN_REVIEW: "info",
    ReviewState.RETURNED: "warning",
    ReviewState.LIVE: "success",
    ReviewState.CHANGED: "warning",
    ReviewState.ARCHIVED: "neutral",
}
ENQUIRY_TONES: Final = {
    EnquiryState.NEW: "warning",
    EnquiryState.ANSWERED: "success",
    EnquiryState.CLOSED: "neutral",
    EnquiryState.WITHDRAWN: "neutral",
}


def _page_rows(pages: list[Any], url_name: str, *, can_write: bool) -> tuple[desk.DeskRow, ...]:
    states = queries.review_states(pages)
    return tuple(
        desk.DeskRow(
            title=page.draft_title or page.title,
            url=reverse(url_name, args=[page.pk])
            if can_write
            else (page.url if page.live else reverse("exhibitors:desk")),
            text=page.field.label if page.field else "",
            status=states[page.pk].label,
            status_kind=TONES[states[page.pk]],
            when=page.latest_revision_created_at,
            waits=states[page.pk] is ReviewState.RETURNED,
        )
        for page in pages
    )


def _steps(technologies: list[Any], rows: tuple[desk.DeskRow, ...]) -> tuple[desk.DeskStep, ...]:
    """Return what a newcomer does next: write a first technology, then send it."""
    first = technologies[0] if technologies else None
    is_sent = any(row.status != ReviewState.DRAFT.label for row in rows)
    return (
        desk.DeskStep(
            _("Write your first technology"),
            reverse("showcase:technology-new"),
            _("Five short steps, each saved as you go."),
            done=first is not None,
        ),
        desk.DeskStep(
            _("Send it for review"),
            reverse("showcase:technology-check", args=[first.pk]) if first else "",
            _("A reviewer reads it and answers by mail."),
            done=is_sent,
        ),
    )


def _waiting_and_latest(received: Any) -> list[Any]:
    """Return every enquiry that waits, and the latest of the others: what waits is never cut off."""
    waiting = list(received.filter(state=EnquiryState.NEW))
    others = received.exclude(state=EnquiryState.NEW)
    return [*waiting, *others[:LATEST_ENQUIRIES]]


class ShowcasePanel:
    """The sections of this room."""

    title = gettext_lazy("Technologies and needs")
    position = 10

    def sections(self, request: HttpRequest, organisation: Any) -> list[desk.DeskSection]:
        """Return technologies, needs and enquiries of the organisation."""
        membership = exhibitor_queries.membership_in(request.user, organisation)
        can_write = permissions.can_write(membership)
        technologies = queries.own_pages(TechnologyPage, organisation)
        shown = _page_rows(technologies, "showcase:technology-check", can_write=can_write)
        needs = queries.own_pages(NeedPage, organisation)
        return [
            desk.DeskSection(
                title=_("My technologies"),
                counts=(desk.DeskCount(len(technologies), _("Technologies"), "#technologies"),),
                anchor="technologies",
                steps=_steps(technologies, shown) if can_write else (),
                rows=shown,
                actions=(desk.DeskAction(_("Show a technology"), reverse("showcase:technology-new"), primary=True),)
                if can_write
                else (),
                empty_text=_("You show no technology yet. Five short steps, each saved as you go."),
            ),
            desk.DeskSection(
                title=_("My needs"),
                counts=(desk.DeskCount(len(needs), _("Needs"), "#needs"),),
                anchor="needs",
                rows=_page_rows(needs, "showcase:need-edit", can_write=can_write),
                actions=(desk.DeskAction(_("Post a need"), reverse("showcase:need-new")),) if can_write else (),
                empty_text=_("You have posted no need yet."),
            ),
            self._enquiries(organisation),
        ]

    def _enquiries(self, organisation: Any) -> desk.DeskSection:
        received = queries.enquiries_to(organisation)
        waiting = received.filter(state=EnquiryState.NEW).count()
        rows = tuple(
            desk.DeskRow(
                title=enquiry.title,
                url=reverse("showcase:enquiry", args=[enquiry.reference]),
                text=f"{enquiry.reference} · {enquiry.name}",
                status=EnquiryState(enquiry.state).label,
                status_kind="danger" if enquiry.is_late() else ENQUIRY_TONES[EnquiryState(enquiry.state)],
                when=enquiry.created_at,
                waits=enquiry.state == EnquiryState.NEW,
            )
            for enquiry in _waiting_and_latest(received)
        )
        return desk.DeskSection(
            title=_("Enquiries"),
            counts=(
                desk.DeskCount(
                    waiting,
                    _("Enquiries waiting for an answer"),
                    reverse("showcase:enquiries"),
                    kind="warning" if waiting else "neutral",
                ),
            ),
            rows=rows,
            actions=(desk.DeskAction(_("All enquiries"), reverse("showcase:enquiries")),) if rows else (),
            empty_text=_("Nobody has asked yet."),
        )


desk.register_panel(ShowcasePanel())
