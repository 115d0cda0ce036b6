"""What the exhibitor's desk shows of this room: technologies, needs, enquiries."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exhibitors import desk
from exhibitors import queries as exhibitor_queries
from portal.kernel import clock, formats
from showcase import deal_queries, permissions, queries, titles
from showcase.deal_enums import DealState
from showcase.domain import completeness, lifecycle
from showcase.enums import EnquiryState, ListingState, ReviewState
from showcase.models import NeedPage, TechnologyPage

LATEST_ENQUIRIES: Final = 5
OVER: Final = frozenset(set(ListingState) - {ListingState.OFFERED})
TONES: Final = {
    ReviewState.DRAFT: "neutral",
    ReviewState.IN_REVIEW: "info",
    ReviewState.RETURNED: "warning",
    ReviewState.LIVE: "success",
    ReviewState.CHANGED: "warning",
    ReviewState.ARCHIVED: "neutral",
    ReviewState.REFUSED: "danger",
}
ENQUIRY_TONES: Final = {
    EnquiryState.UNCONFIRMED: "warning",
    EnquiryState.NEW: "warning",
    EnquiryState.ANSWERED: "success",
    EnquiryState.DECLINED: "neutral",
    EnquiryState.EXPIRED: "neutral",
    EnquiryState.CLOSED: "neutral",
    EnquiryState.WITHDRAWN: "neutral",
}

DEAL_TONES: Final = {
    DealState.REPORTED: "warning",
    DealState.CONFIRMED: "success",
    DealState.CONTESTED: "danger",
    DealState.SETTLED: "success",
    DealState.VOIDED: "neutral",
}


@dataclass(frozen=True, slots=True)
class _Addresses:
    """Where a row of a kind of listing leads."""

    write: str
    confirm: str
    read: str = ""


TECHNOLOGY: Final = _Addresses("technology-check", "technology-listing", "technology-preview")
NEED: Final = _Addresses("need-edit", "need-renew")


def _address(page: Any, addresses: _Addresses, *, confirms: bool, can_write: bool) -> str:
    if can_write:
        return reverse(f"showcase:{addresses.confirm if confirms else addresses.write}", args=[page.pk])
    if addresses.read:
        return reverse(f"showcase:{addresses.read}", args=[page.pk])
    return str(page.url) if page.live else reverse("exhibitors:desk")


def _facts_of(page: Any) -> list[str]:
    facts = [page.field.label if page.field else ""]
    if isinstance(page, TechnologyPage):
        points = completeness.measure(page.latest_revision.content if page.latest_revision else {}).points
        facts.append(_("%(points)s%% complete") % {"points": points})
    return facts


def _title_of(page: Any, shown: titles.Titles) -> dict[str, Any]:
    found = shown.of(page.translation_key, page.draft_title or page.title)
    return {"title": found.text, "vietnamese_only": found.vietnamese_only}


def _rows(
    pages: list[Any], addresses: _Addresses, *, can_write: bool, today: date, shown_titles: titles.Titles
) -> tuple[desk.DeskRow, ...]:
    """Return listings with their last day and what waits: changes asked for, a date to confirm."""
    states = queries.review_states(pages)
    rows = []
    for page in pages:
        state, life = states[page.pk], page.listing_state
        shown = page.live and state in {ReviewState.LIVE, ReviewState.CHANGED}
        must_confirm = shown and lifecycle.awaits_confirmation(page, today)
        is_over = shown and life in OVER
        facts = _facts_of(page)
        if shown and life is ListingState.OFFERED and page.shown_until:
            facts.append(_("shown until %(day)s") % {"day": formats.short_date(page.shown_until)})
        over_words = page.get_status_display() if life is ListingState.ENDED else life.label
        rows.append(
            desk.DeskRow(
                **_title_of(page, shown_titles),
                url=_address(page, addresses, confirms=must_confirm or is_over, can_write=can_write),
                text=" · ".join(fact for fact in facts if fact),
                status=_("Please confirm") if must_confirm else (over_words if is_over else state.label),
                status_kind="warning" if must_confirm else ("neutral" if is_over else TONES[state]),
                when=page.latest_revision_created_at,
                waits=state is ReviewState.RETURNED or must_confirm,
            )
        )
    return tuple(rows)


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
        technologies = queries.own_pages(TechnologyPage, organisation, "latest_revision")
        today = clock.today()
        needs = queries.own_pages(NeedPage, organisation)
        received = queries.enquiries_to(organisation)
        enquiries = _waiting_and_latest(received)
        known = titles.of_keys(row.translation_key for row in (*technologies, *needs, *enquiries))
        shown = _rows(technologies, TECHNOLOGY, can_write=can_write, today=today, shown_titles=known)
        return [
            desk.DeskSection(
                title=_("My technologies"),
                counts=(desk.DeskCount(len(technologies), _("Technologies"), "#technologies"),),
                anchor="technologies",
                steps=_steps(technologies, shown) if can_write else (),
                rows=shown,
                actions=(
                    desk.DeskAction(_("Show a technology"), reverse("showcase:technology-new"), primary=True),
                    desk.DeskAction(_("Tables: import and export"), reverse("tables:index")),
                )
                if can_write
                else (),
                empty_text=_("You show no technology yet. Five short steps, each saved as you go."),
            ),
            desk.DeskSection(
                title=_("My needs"),
                counts=(desk.DeskCount(len(needs), _("Needs"), "#needs"),),
                anchor="needs",
                rows=_rows(needs, NEED, can_write=can_write, today=today, shown_titles=known),
                actions=(desk.DeskAction(_("Post a need"), reverse("showcase:need-new")),) if can_write else (),
                empty_text=_("You have posted no need yet."),
            ),
            self._enquiries(enquiries, waiting=received.filter(state=EnquiryState.NEW).count(), shown=known),
            self._outcomes(organisation, can_write=can_write),
        ]

    def _enquiries(self, enquiries: list[Any], *, waiting: int, shown: titles.Titles) -> desk.DeskSection:
        names = [shown.of(enquiry.translation_key, enquiry.title) for enquiry in enquiries]
        rows = tuple(
            desk.DeskRow(
                title=name.text,
                vietnamese_only=name.vietnamese_only,
                url=reverse("showcase:enquiry", args=[enquiry.reference]),
                text=f"{enquiry.reference} · {enquiry.name}",
                status=EnquiryState(enquiry.state).label,
                status_kind="danger" if enquiry.is_late() else ENQUIRY_TONES[EnquiryState(enquiry.state)],
                when=enquiry.created_at,
                waits=enquiry.state == EnquiryState.NEW,
            )
            for enquiry, name in zip(enquiries, names, strict=True)
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
            actions=(
                *((desk.DeskAction(_("All enquiries"), reverse("showcase:enquiries")),) if rows else ()),
                desk.DeskAction(_("Your enquiries"), reverse("showcase:own-enquiries")),
            ),
            empty_text=_("Nobody has asked yet."),
        )

    def _outcomes(self, organisation: Any, *, can_write: bool) -> desk.DeskSection:
        found = list(deal_queries.deals_of(organisation)[:LATEST_ENQUIRIES])
        waiting = deal_queries.deals_waiting_for(organisation).count()
        rows = tuple(
            desk.DeskRow(
                title=deal.title,
                url=reverse("showcase:deal", args=[deal.reference]),
                text=deal.reference,
                status=DealState(deal.state).label,
                status_kind=DEAL_TONES[DealState(deal.state)],
                when=deal.reported_at,
                waits=deal.state == DealState.REPORTED and deal_queries.answers_deal(deal, organisation),
            )
            for deal in found
        )
        return desk.DeskSection(
            title=_("Outcomes"),
            counts=(
                desk.DeskCount(
                    waiting,
                    _("Outcomes to confirm"),
                    reverse("showcase:deals"),
                    kind="warning" if waiting else "neutral",
                ),
            ),
            rows=rows,
            actions=(desk.DeskAction(_("Report an outcome"), reverse("showcase:deal-new")),) if can_write else (),
            empty_text=_("No outcome is reported yet: talks, tests, contracts."),
        )


desk.register_panel(ShowcasePanel())
