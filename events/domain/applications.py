"""Applications of organisations for places at fairs, as the applicant writes them: draft, submit, withdraw."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from events import emails, permissions, queries
from events.domain import answers as answering
from events.domain import application_steps as steps
from events.domain import booths
from events.domain.decisions import accept, ask_changes, decline, start_review
from events.enums import EDITABLE_APPLICATIONS, ApplicationState, PowerNeed, StandSize
from events.models import FairApplication, FairPage, ShownTechnology
from exhibitors import queries as exhibitor_queries
from exhibitors.models import Organisation
from portal.kernel import references, text
from portal.kernel.errors import DomainError, LimitReachedError, NotAllowedError
from portal.kernel.languages import Language
from showcase.models import TechnologyPage

MOST_TECHNOLOGIES: Final = 20

__all__ = [
    "AlreadyAppliedError",
    "ApplicationsClosedError",
    "accept",
    "ask_changes",
    "decline",
    "save_draft",
    "start_review",
    "submit",
    "withdraw",
]


class ApplicationsClosedError(DomainError):
    """The fair takes no applications now."""

    default_message = _("This fair does not take applications at present.")


class AlreadyAppliedError(DomainError):
    """The organisation has a live application for this fair."""

    default_message = _("Your organisation has already applied for this fair.")


def _own_technologies(organisation: Organisation, keys: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    wanted = list(dict.fromkeys(keys))
    if len(wanted) > MOST_TECHNOLOGIES:
        raise LimitReachedError(
            _("Choose at most %(number)d technologies.") % {"number": MOST_TECHNOLOGIES}, field="technologies"
        )
    own = set(
        TechnologyPage.objects.filter(organisation=organisation, translation_key__in=wanted).values_list(
            "translation_key", flat=True
        )
    )
    if not own.issuperset(wanted):
        raise DomainError(_("Choose technologies of your own organisation."), field="technologies")
    return wanted


def _fields(
    *,
    by: Any,
    stand_size: StandSize,
    stand_wishes: str,
    power: PowerNeed,
    needs_water: bool,
    note: str,
    contact_phone: str,
    language: Language | str,
) -> dict[str, Any]:
    return {
        "stand_size": stand_size,
        "stand_wishes": text.paragraphs(stand_wishes),
        "power": power,
        "needs_water": needs_water,
        "note": text.paragraphs(note),
        "contact_user": by,
        "contact_phone": text.line(contact_phone),
        "language": language,
    }


def _show(application: FairApplication, keys: Sequence[uuid.UUID]) -> None:
    application.technologies.all().delete()
    ShownTechnology.objects.bulk_create(
        ShownTechnology(application=application, technology_key=key, position=position)
        for position, key in enumerate(keys)
    )


def _editable(organisation: Organisation, fair: FairPage) -> FairApplication | None:
    return (
        FairApplication.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(organisation=organisation, fair_key=fair.translation_key, state__in=EDITABLE_APPLICATIONS)
        .first()
    )


def are_open(fair: FairPage, application: FairApplication | None, now: datetime) -> bool:
    """Return whether an application can be written now.

    Whoever was asked to change something may answer after the last day, too, as long as the fair is ahead.
    """
    if application is not None and application.state == ApplicationState.CHANGES_ASKED:
        return bool(fair.takes_place and not fair.is_past(now))
    return queries.applications_are_open(fair, now)


def _require_open(fair: FairPage, application: FairApplication | None, now: datetime) -> None:
    if not are_open(fair, application, now):
        raise ApplicationsClosedError


def _write(
    *, fair: FairPage, organisation: Organisation, now: datetime, submission_key: uuid.UUID, fields: dict[str, Any]
) -> tuple[FairApplication, str]:
    """Write a new draft, or the one that is there; return it with the state it was in, "" for a new one."""
    found = _editable(organisation, fair)
    _require_open(fair, found, now)
    if found is not None:
        for name, value in fields.items():
            setattr(found, name, value)
        found.save(update_fields=list(fields))
        return found, str(found.state)
    if queries.live_application(organisation, fair.translation_key) is not None:
        raise AlreadyAppliedError
    made = FairApplication.objects.create(
        reference=references.make(prefix="GH", groups=(4, 4)),
        submission_key=submission_key,
        fair_key=fair.translation_key,
        organisation=organisation,
        state=ApplicationState.DRAFT,
        submitted_at=now,
        **fields,
    )
    return made, ""


def save_draft(
    *,
    fair: FairPage,
    organisation: Organisation,
    by: Any,
    now: datetime,
    submission_key: uuid.UUID,
    stand_size: StandSize = StandSize.STANDARD,
    stand_wishes: str = "",
    power: PowerNeed = PowerNeed.NONE,
    needs_water: bool = False,
    note: str = "",
    contact_phone: str = "",
    technologies: Sequence[uuid.UUID] = (),
    language: Language | str = Language.VIETNAMESE,
    answers: answering.Given | None = None,
) -> FairApplication:
    """Keep an unfinished application, files included, for any member of the organisation on any device.

    Nothing is compulsory in a draft. Raises as ``submit``.
    """
    if not permissions.can_apply(exhibitor_queries.membership_in(by, organisation)):
        raise NotAllowedError
    shown = _own_technologies(organisation, technologies)
    fields = _fields(
        by=by,
        stand_size=stand_size,
        stand_wishes=stand_wishes,
        power=power,
        needs_water=needs_water,
        note=note,
        contact_phone=contact_phone,
        language=language,
    )
    try:
        with transaction.atomic():
            draft, before = _write(
                fair=fair, organisation=organisation, now=now, submission_key=submission_key, fields=fields
            )
            _show(draft, shown)
            answering.keep(application=draft, given=answers or {}, by=by, now=now)
            if not before:
                steps.log(application=draft, before="", by=by, now=now)
    except IntegrityError:
        raise AlreadyAppliedError from None
    return draft


def submit(
    *,
    fair: FairPage,
    organisation: Organisation,
    by: Any,
    now: datetime,
    submission_key: uuid.UUID,
    stand_size: StandSize,
    stand_wishes: str = "",
    power: PowerNeed = PowerNeed.NONE,
    needs_water: bool = False,
    note: str = "",
    contact_phone: str = "",
    technologies: Sequence[uuid.UUID] = (),
    language: Language | str = Language.VIETNAMESE,
    answers: answering.Given | None = None,
) -> FairApplication:
    """Submit an application, a draft, or one that the organisers asked to change, and send its confirmation.

    The same form a second time gives the first result. Raises NotAllowedError for people who may not act for the
    organisation, ApplicationsClosedError, AlreadyAppliedError, and DomainError for technologies of others and for an
    answer or a document that is missing, on the field that ``answers.field_name`` names.
    """
    if not permissions.can_apply(exhibitor_queries.membership_in(by, organisation)):
        raise NotAllowedError
    first = _first_result(submission_key=submission_key, fair=fair, organisation=organisation)
    if first is not None:
        return first
    shown = _own_technologies(organisation, technologies)
    fields = _fields(
        by=by,
        stand_size=stand_size,
        stand_wishes=stand_wishes,
        power=power,
        needs_water=needs_water,
        note=note,
        contact_phone=contact_phone,
        language=language,
    )
    try:
        with transaction.atomic():
            draft, before = _write(
                fair=fair, organisation=organisation, now=now, submission_key=uuid.uuid4(), fields=fields
            )
            _show(draft, shown)
            answering.keep(application=draft, given=answers or {}, by=by, now=now)
            answering.require_complete(application=draft)
            application = steps.move(
                application=draft,
                target=ApplicationState.SUBMITTED,
                by=by,
                now=now,
                is_new=not before,
                submission_key=submission_key,
                submitted_at=now,
                asked="",
            )
            emails.application_changed(application=application)
    except IntegrityError:
        first = _first_result(submission_key=submission_key, fair=fair, organisation=organisation)
        if first is None:
            raise AlreadyAppliedError from None
        return first
    return application


def _first_result(*, submission_key: uuid.UUID, fair: FairPage, organisation: Organisation) -> FairApplication | None:
    same_form = FairApplication.objects.filter(
        submission_key=submission_key, fair_key=fair.translation_key, organisation=organisation
    ).first()
    if same_form is not None and same_form.state not in EDITABLE_APPLICATIONS:
        return same_form
    live = queries.live_application(organisation, fair.translation_key)
    if live is not None and live.state not in EDITABLE_APPLICATIONS:
        raise AlreadyAppliedError
    return None


@transaction.atomic
def withdraw(*, application: FairApplication, by: Any, now: datetime) -> FairApplication:
    """Withdraw an application for its organisation, which frees the booth; raises NotAllowedError and IllegalMoveError.

    Raises FairOverError once the fair has ended; a draft, of which nobody knows, may go at any time.
    """
    steps.require_applicant(by, application)
    was_draft = application.state == ApplicationState.DRAFT
    if not was_draft:
        steps.require_before_end(application, now)
    booths.let_go(application=application, by=by, now=now)
    withdrawn = steps.move(
        application=application,
        target=ApplicationState.WITHDRAWN,
        by=by,
        now=now,
        stand="",
    )
    if not was_draft:
        emails.application_changed(application=withdrawn)
    return withdrawn
