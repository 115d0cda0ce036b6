"""Technologies of exhibitors: beginning, saving, sending for review, and the officer's check."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.kernel import clock, errors
from portal.kernel.languages import Language
from showcase import permissions, queries
from showcase.domain import anonymity, beginnings, review, rounds
from showcase.domain.lifecycle import LISTING_LIFE
from showcase.enums import Compliance, ListingAction, ReviewState
from showcase.models import TechnologyPage

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

EVIDENCE_FROM_TRL: Final = 7
REQUIRED: Final = (
    "title",
    "summary",
    "kind",
    "field",
    "problem",
    "solution",
    "advantages",
    "compared_with",
    "trl",
)
UNSENDABLE: Final = frozenset({ReviewState.IN_REVIEW, ReviewState.REFUSED})
# Which step of the exhibitor's form holds a required field.
STEP_OF: Final = {
    "title": "identity",
    "summary": "identity",
    "kind": "identity",
    "field": "identity",
    "problem": "solution",
    "solution": "solution",
    "advantages": "solution",
    "compared_with": "solution",
    "trl": "maturity",
    "trl_evidence": "maturity",
    "transfer_forms": "deal",
}


def start_technology(
    *, organisation: Any, by: Any, title: str, now: datetime, submission_key: uuid.UUID | None = None
) -> TechnologyPage:
    """Begin a technology of an organisation as a draft under the Vietnamese list; return its page.

    The same ``submission_key`` again returns the page that was begun with it. Raises NotAllowedError unless ``by`` may
    write for the organisation.
    """
    return beginnings.begin_once(
        submission_key=submission_key,
        model=TechnologyPage,
        organisation=organisation,
        begin=lambda: _begin(organisation=organisation, by=by, title=title, now=now),
    )


def _begin(*, organisation: Any, by: Any, title: str, now: datetime) -> TechnologyPage:
    page = blank_technology(organisation=organisation, now=now)
    page.title = title
    made: TechnologyPage = review.add_draft(page=page, parent=queries.technology_index(Language.VIETNAMESE), by=by)
    return made


def blank_technology(*, organisation: Any, now: datetime) -> TechnologyPage:
    """Return a technology of an organisation in memory, with the dates and the place that it begins with."""
    return TechnologyPage(
        organisation=organisation,
        place=organisation.place,
        confirmed_on=clock.local(now).date(),
        expires_on=clock.local(now).date() + LISTING_LIFE,
    )


def save_technology(*, page: TechnologyPage, by: Any, made_from: int | None = None) -> TechnologyPage:
    """Keep what was changed as the newest draft; see ``review.save_draft`` for what is raised."""
    saved: TechnologyPage = review.save_draft(page=page, by=by, made_from=made_from)
    return saved


def missing_parts(page: TechnologyPage) -> list[tuple[str, "str | _StrPromise"]]:
    """Return (field, words) of everything that must be filled in before the review."""
    missing: list[tuple[str, str | _StrPromise]] = [
        (name, page._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001 -- columns; Django's public name
        for name in REQUIRED
        if getattr(page, name) in {None, ""}
    ]
    if page.trl and page.trl >= EVIDENCE_FROM_TRL and not page.trl_evidence:
        missing.append(("trl_evidence", _("evidence of the level")))
    if not page.transfer_forms.all():
        missing.append(("transfer_forms", _("forms of transfer")))
    return missing


def check_assessed_on(*, day: date | None, today: date) -> None:
    """Raise DomainError on ``trl_assessed_on`` for a level that was assessed on a day that has not come."""
    if day is not None and day > today:
        raise errors.DomainError(
            _("This day has not come yet. Write the day on which the level was assessed."), field="trl_assessed_on"
        )


@transaction.atomic
def submit_technology(*, page: TechnologyPage, by: Any, now: datetime) -> TechnologyPage:
    """Confirm the newest draft as true today and start its review; return the page.

    The listing lives 180 days from ``now``; one that was archived or ended is offered again once it is approved. Raises
    GivesAwayError where an anonymous profile names its organisation; see ``review.send_for_review`` for the rest.
    """
    page = TechnologyPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    draft: TechnologyPage = page.get_latest_revision_as_object()
    missing = [words for _name, words in missing_parts(draft)]
    if not missing and queries.review_states([page])[page.pk] not in UNSENDABLE:
        check_assessed_on(day=draft.trl_assessed_on, today=clock.local(now).date())
        anonymity.leave_no_name_in_the_address(draft)
        anonymity.check_names_nobody(draft)
        today = clock.local(now).date()
        for name, value in draft.life_values(today, today + LISTING_LIFE).items():
            setattr(draft, name, value)
        review.save_draft(page=draft, by=by)
    sent: TechnologyPage = review.send_for_review(page=page, missing=missing, by=by, now=now)
    return sent


@transaction.atomic
def record_compliance(
    *, page: TechnologyPage, by: Any, compliance: Compliance, list_version: str, now: datetime, permit: str = ""
) -> TechnologyPage:
    """Record an officer's comparison with the lists of transfer, in every language; take down what must not be public.

    Raises NotAllowedError unless ``by`` is an officer, DomainError where the version of the lists is missing.
    """
    if not permissions.can_check_compliance(by):
        raise errors.NotAllowedError
    if not list_version.strip():
        raise errors.DomainError(_("Name the version of the lists you compared with."), field="compliance_list_version")
    versions = TechnologyPage.objects.select_for_update(of=("self",)).filter(translation_key=page.translation_key)
    for locked in list(versions.order_by("pk")):
        draft: TechnologyPage = locked.get_latest_revision_as_object()
        for version in (locked, draft):
            version.compliance = compliance
            version.compliance_checked_by = by
            version.compliance_checked_on = clock.local(now).date()
            version.compliance_list_version = list_version.strip()
            version.transfer_permit = permit.strip()
        if locked.live and locked.compliance_obstacle():
            locked.unpublish(user=by)
        locked.save(clean=False)
        draft.live = locked.live
        review.carry_on(locked, draft.save_revision(user=by, changed=False, log_action=True, clean=False))
    rounds.note_down(
        page=page, action=ListingAction.COMPLIANCE, by=by, now=now, note=f"{compliance.label}. {list_version.strip()}"
    )
    page.refresh_from_db()
    return page
