"""Applications of organisations for places at fairs: submit, review, accept, decline, withdraw."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from events import emails, permissions, queries
from events.enums import APPLICATION_MOVES, ApplicationState, PowerNeed, StandSize
from events.models import FairApplication, FairApplicationLog, FairPage, ShownTechnology
from exhibitors import queries as exhibitor_queries
from exhibitors.models import Organisation
from portal.kernel import references, text
from portal.kernel.errors import DomainError, LimitReachedError, NotAllowedError
from portal.kernel.languages import Language
from showcase.models import TechnologyPage

MOST_TECHNOLOGIES: Final = 20


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


def _log(*, application: FairApplication, before: str, by: Any, now: datetime, note: str = "") -> None:
    FairApplicationLog.objects.create(
        application=application, at=now, by=by, from_state=before, to_state=application.state, note=note
    )


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
) -> FairApplication:
    """Submit an application and send its confirmation; the same form a second time gives the first result.

    Raises NotAllowedError for people who may not act for the organisation, ApplicationsClosedError,
    AlreadyAppliedError, and DomainError for technologies of others.
    """
    if not permissions.can_apply(exhibitor_queries.membership_in(by, organisation)):
        raise NotAllowedError
    first = _first_result(submission_key=submission_key, fair=fair, organisation=organisation)
    if first is not None:
        return first
    if not queries.applications_are_open(fair, now):
        raise ApplicationsClosedError
    shown = _own_technologies(organisation, technologies)
    try:
        with transaction.atomic():
            application = FairApplication.objects.create(
                reference=references.make(prefix="GH", groups=(4, 4)),
                submission_key=submission_key,
                fair_key=fair.translation_key,
                organisation=organisation,
                state=ApplicationState.SUBMITTED,
                stand_size=stand_size,
                stand_wishes=text.paragraphs(stand_wishes),
                power=power,
                needs_water=needs_water,
                note=text.paragraphs(note),
                contact_user=by,
                contact_phone=text.line(contact_phone),
                language=language,
                submitted_at=now,
            )
            ShownTechnology.objects.bulk_create(
                ShownTechnology(application=application, technology_key=key, position=position)
                for position, key in enumerate(shown)
            )
            _log(application=application, before="", by=by, now=now)
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
    if same_form is None and queries.live_application(organisation, fair.translation_key) is not None:
        raise AlreadyAppliedError
    return same_form


def _move(
    *, application: FairApplication, target: ApplicationState, by: Any, now: datetime, note: str, **fields: Any
) -> FairApplication:
    locked = FairApplication.objects.select_for_update().get(pk=application.pk)
    before = ApplicationState(locked.state)
    APPLICATION_MOVES.check(before, target)
    locked.state = target
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.save(update_fields=["state", *fields])
    _log(application=locked, before=before, by=by, now=now, note=note)
    return locked


def _require_reviewer(by: Any) -> None:
    if not permissions.can_review(by):
        raise NotAllowedError


@transaction.atomic
def start_review(*, application: FairApplication, by: Any, now: datetime) -> FairApplication:
    """Take an application up; raises NotAllowedError and IllegalMoveError."""
    _require_reviewer(by)
    return _move(application=application, target=ApplicationState.UNDER_REVIEW, by=by, now=now, note="")


@transaction.atomic
def accept(
    *, application: FairApplication, by: Any, now: datetime, stand: str = "", words: str = ""
) -> FairApplication:
    """Accept an application, with a stand where one is assigned already, and tell the applicant.

    Raises NotAllowedError, IllegalMoveError, and DomainError when another exhibitor has the stand.
    """
    _require_reviewer(by)
    stand, words = text.line(stand), text.paragraphs(words)
    rivals = FairApplication.objects.filter(
        fair_key=application.fair_key, state=ApplicationState.ACCEPTED, stand__iexact=stand
    )
    if stand and rivals.exclude(pk=application.pk).exists():
        raise DomainError(_("Another exhibitor has this stand."), field="stand")
    try:
        with transaction.atomic():
            accepted = _move(
                application=application,
                target=ApplicationState.ACCEPTED,
                by=by,
                now=now,
                note=words,
                stand=stand,
                decision_note=words,
                decided_at=now,
                decided_by=by,
            )
    except IntegrityError:
        raise DomainError(_("Another exhibitor has this stand."), field="stand") from None
    emails.application_changed(application=accepted)
    return accepted


@transaction.atomic
def decline(*, application: FairApplication, by: Any, now: datetime, words: str) -> FairApplication:
    """Decline an application with words for the applicant, who is told; raises NotAllowedError and IllegalMoveError."""
    _require_reviewer(by)
    words = text.paragraphs(words)
    if not words:
        raise DomainError(_("Tell the applicant why."), field="words")
    declined = _move(
        application=application,
        target=ApplicationState.DECLINED,
        by=by,
        now=now,
        note=words,
        decision_note=words,
        decided_at=now,
        decided_by=by,
    )
    emails.application_changed(application=declined)
    return declined


@transaction.atomic
def withdraw(*, application: FairApplication, by: Any, now: datetime) -> FairApplication:
    """Withdraw an application for its organisation, which frees the stand; raises NotAllowedError and IllegalMoveError."""
    if not permissions.can_apply(exhibitor_queries.membership_in(by, application.organisation)):
        raise NotAllowedError
    withdrawn = _move(application=application, target=ApplicationState.WITHDRAWN, by=by, now=now, note="", stand="")
    emails.application_changed(application=withdrawn)
    return withdrawn
