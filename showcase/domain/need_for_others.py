"""Needs that a focal point enters for an organisation: writing them down with the consent, the answer, taking over."""

import uuid
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from exhibitors import queries as exhibitor_queries
from exhibitors.models import Organisation
from portal.kernel import clock, errors, tokens
from portal.kernel import text as texts
from portal.kernel.languages import Language
from showcase import focal_points, need_emails, permissions, queries
from showcase.domain import consent_details, consent_scope, review
from showcase.domain import need as needs
from showcase.enums import EnteredBy, ReviewState
from showcase.models import FocalPoint, NeedConsent, NeedPage
from showcase.need_enums import (
    CONSENT_MOVES,
    CONSENT_VERSION,
    OPEN_CONSENTS,
    ConsentMethod,
    ConsentState,
)

PURPOSE: Final = "showcase.need.consent"
LINK_LIFE: Final = timedelta(days=365)
"""As long as a need may be shown and renewed once: the organisation can withdraw all that time."""


def _office(by: Any) -> FocalPoint:
    office = focal_points.of(by)
    if office is None or not permissions.is_focal_point(by, office):
        raise errors.NotAllowedError
    return office


def _check_place(office: FocalPoint, place: Any, organisation: Organisation | None) -> None:
    covered = focal_points.places_of(office)
    if place is None or not covered.filter(pk=place.pk).exists():
        raise errors.DomainError(_("Choose a place for which your office is responsible."), field="place")
    if organisation is not None and (
        not organisation.is_public
        or (organisation.place_id is not None and not covered.filter(pk=organisation.place_id).exists())
    ):
        raise errors.DomainError(_("Your office is not responsible for this organisation."))


@transaction.atomic
def enter_need(
    *,
    page: NeedPage,
    organisation: Organisation | None,
    details: consent_details.ConsentDetails,
    by: Any,
    form_key: uuid.UUID,
    send: bool,
    now: datetime,
) -> NeedPage:
    """Write a need down for an organisation, with the record of its consent; return the page.

    ``organisation`` is None where it has no account yet: then ``details`` describe it. Consent on paper or by telephone is on
    record at once; by link it waits for the answer. With ``send`` the review starts as soon as the consent is there. The same
    ``form_key`` again returns the first page. Raises NotAllowedError for everybody but focal points, DomainError for places
    outside their office, details that are missing, and whatever ``submit_need`` refuses.
    """
    office = _office(by)
    if (known := _record(form_key, by)) is not None:
        return _page(known)
    today = clock.local(now).date()
    consent_details.check(details, today)
    page.place = page.place or (organisation.place if organisation else None)
    _check_place(office, page.place, organisation)
    page.organisation = organisation
    page.entered_by = EnteredBy.FOCAL_POINT
    page.entered_by_user = by
    is_given = details.method is not ConsentMethod.LINK
    try:
        with transaction.atomic():
            made: NeedPage = review.add_draft(page=page, parent=queries.need_index(Language.VIETNAMESE), by=by)
            consent = NeedConsent.objects.create(
                need_key=made.translation_key,
                focal_point=office,
                organisation_name=texts.line(organisation.name if organisation else details.organisation_name),
                contact_name=texts.line(details.contact_name),
                contact_email=details.contact_email.strip().lower(),
                contact_phone=texts.line(details.contact_phone),
                method=details.method,
                state=ConsentState.GIVEN if is_given else ConsentState.WAITING,
                given_on=details.given_on if is_given else None,
                note=texts.line(details.note),
                text_version=CONSENT_VERSION,
                language=Language.VIETNAMESE,
                send_when_given=send,
                recorded_by=by,
                created_at=now,
                answered_at=now if is_given else None,
                form_key=form_key,
            )
    except IntegrityError as error:
        if (known := _record(form_key, by)) is None:
            raise errors.DomainError(_("This form was used already. Open it again to begin another one.")) from error
        return _page(known)
    _write_to_organisation(consent, made, now)
    if send and is_given:
        needs.submit_need(page=made, by=by, now=now)
    return made


def entered_with(*, form_key: uuid.UUID, by: Any) -> NeedPage | None:
    """Return the need that somebody entered with a form of this key; None where there is none, or none any more."""
    consent = _record(form_key, by)
    return focal_points.need_page(consent.need_key) if consent is not None else None


def _record(form_key: uuid.UUID, by: Any) -> NeedConsent | None:
    return NeedConsent.objects.filter(form_key=form_key, recorded_by=by).first()


class Sending(Enum):
    """What became of a need that was to be sent."""

    SENT = "sent"
    PLANNED = "planned"
    ASKED_AGAIN = "asked-again"


@transaction.atomic
def send_when_agreed(*, page: NeedPage, by: Any, now: datetime) -> Sending:
    """Send the newest draft for review, or plan it for when the organisation agrees; return which.

    An organisation that agreed to other words is asked by mail to agree to the new ones, where an address is on record. A
    draft that is in review already was sent. Raises NotAllowedError for everybody but the focal point, and whatever
    ``submit_need`` refuses.
    """
    review.check_page_writer(page=page, by=by)
    consent = NeedConsent.objects.select_for_update().filter(need_key=page.translation_key).first()
    if consent is not None and consent.state == ConsentState.WAITING:
        consent.send_when_given = True
        consent.save(update_fields=["send_when_given"])
        return Sending.PLANNED
    if queries.review_states([page])[page.pk] is ReviewState.IN_REVIEW:
        return Sending.SENT
    try:
        with transaction.atomic():
            needs.submit_need(page=page, by=by, now=now)
    except consent_scope.ChangedSinceConsentError:
        if consent is None or not consent.contact_email:
            raise
        ask_again(page=page, by=by, now=now)
        return Sending.ASKED_AGAIN
    return Sending.SENT


def _page(consent: NeedConsent) -> NeedPage:
    page = focal_points.need_page(consent.need_key)
    if page is None:
        raise errors.DomainError(_("This need is no longer on the portal."))
    return page


def _write_to_organisation(consent: NeedConsent, page: NeedPage, now: datetime) -> None:
    if consent.contact_email:
        secret = tokens.issue(purpose=PURPOSE, subject=str(consent.pk), now=now, expires_at=now + LINK_LIFE)
        need_emails.consent_asked(consent=consent, page=page, secret=secret)
    if page.organisation is not None:
        need_emails.entered_for_you(consent=consent, page=page)


def by_secret(*, secret: str, now: datetime) -> NeedConsent | None:
    """Return the consent whose link somebody holds; None for an unknown, used up or expired one."""
    subject = tokens.subject_of(purpose=PURPOSE, secret=secret, now=now)
    return NeedConsent.objects.select_related("focal_point").filter(pk=int(subject)).first() if subject else None


def _move(consent: NeedConsent, state: ConsentState) -> NeedConsent:
    locked = NeedConsent.objects.select_for_update().get(pk=consent.pk)
    CONSENT_MOVES.check(ConsentState(locked.state), state)
    locked.state = state
    return locked


@transaction.atomic
def give(*, consent: NeedConsent, now: datetime) -> NeedConsent:
    """Record that the holder of the link agrees, and start the review where the focal point asked for it; return the record.

    Raises IllegalMoveError once it is answered. Where the review cannot start, the focal point learns it by mail.
    """
    locked = _move(consent, ConsentState.GIVEN)
    locked.given_on = clock.local(now).date()
    locked.answered_at = now
    locked.save(update_fields=["state", "given_on", "answered_at"])
    sent = locked.send_when_given and _try_to_send(locked, now)
    need_emails.consent_answered(consent=locked, page=_page(locked), sent=sent)
    return locked


def _try_to_send(consent: NeedConsent, now: datetime) -> bool:
    if consent.recorded_by is None:
        return False
    try:
        with transaction.atomic():
            needs.submit_need(page=_page(consent), by=consent.recorded_by, now=now)
    except errors.DomainError:
        return False
    return True


@transaction.atomic
def give_again(*, consent: NeedConsent, now: datetime) -> NeedConsent:
    """Record that the holder of the link agrees to what the need says now, and start the review where it was planned.

    Raises IllegalMoveError unless the consent stands; see ``give`` for the rest.
    """
    locked = _agree_to_draft(consent=consent, given_on=clock.local(now).date(), now=now)
    sent = locked.send_when_given and _try_to_send(locked, now)
    need_emails.consent_answered(consent=locked, page=_page(locked), sent=sent)
    return locked


@transaction.atomic
def record_again(*, page: NeedPage, by: Any, given_on: date, note: str, now: datetime) -> NeedConsent:
    """Record that the organisation agreed, on paper or by telephone, to what the need says now; return the record.

    Raises NotAllowedError for everybody but the focal point, IllegalMoveError where no such consent stands, DomainError for a
    day that has not come and for a call without a note.
    """
    review.check_page_writer(page=page, by=by)
    consent = consent_scope.standing_consent(page)
    if consent is None or consent.method == ConsentMethod.LINK:
        raise errors.IllegalMoveError
    consent_details.check(
        consent_details.ConsentDetails(
            organisation_name=consent.organisation_name,
            contact_name=consent.contact_name,
            method=ConsentMethod(consent.method),
            given_on=given_on,
            note=note,
        ),
        clock.local(now).date(),
    )
    return _agree_to_draft(consent=consent, given_on=given_on, now=now, note=texts.line(note))


def _agree_to_draft(*, consent: NeedConsent, given_on: date, now: datetime, note: str = "") -> NeedConsent:
    locked = NeedConsent.objects.select_for_update().get(pk=consent.pk)
    if locked.state != ConsentState.GIVEN:
        raise errors.IllegalMoveError
    locked.agreed_to = consent_scope.snapshot(_page(locked).get_latest_revision_as_object())
    locked.given_on, locked.answered_at = given_on, now
    locked.note = note or locked.note
    locked.save(update_fields=["agreed_to", "given_on", "answered_at", "note"])
    return locked


@transaction.atomic
def refuse(*, consent: NeedConsent, now: datetime, note: str = "") -> NeedConsent:
    """Record that the holder of the link does not agree: the need stays a draft. Return the record.

    Raises IllegalMoveError once it is answered.
    """
    locked = _move(consent, ConsentState.REFUSED)
    locked.answered_at = now
    locked.note = texts.line(note) or locked.note
    locked.save(update_fields=["state", "answered_at", "note"])
    need_emails.consent_answered(consent=locked, page=_page(locked), sent=False)
    return locked


@transaction.atomic
def withdraw(*, consent: NeedConsent, now: datetime) -> NeedConsent:
    """Record that the organisation no longer agrees, and take the need down in every language; return the record.

    A running review ends. Raises IllegalMoveError unless the consent was given.
    """
    locked = _move(consent, ConsentState.WITHDRAWN)
    locked.ended_at = now
    locked.save(update_fields=["state", "ended_at"])
    for page in list(NeedPage.objects.filter(translation_key=locked.need_key).order_by("pk")):
        if page.entered_by != EnteredBy.FOCAL_POINT:
            continue
        running = page.current_workflow_state
        if running is not None:
            running.cancel(user=locked.recorded_by)
        if page.live:
            page.unpublish()
    need_emails.consent_answered(consent=locked, page=_page(locked), sent=False)
    return locked


@transaction.atomic
def ask_again(*, page: NeedPage, by: Any, now: datetime, contact_email: str = "") -> NeedConsent:
    """Send the link once more, which makes the older link void; return the record.

    One who agreed to other words than the need says now is asked to agree to the new ones, and the draft is sent then. It goes to the address on record, or to ``contact_email``, which is on record from then on. Raises NotAllowedError for
    everybody but the focal point, IllegalMoveError once it is answered, DomainError for what is no address.
    """
    review.check_page_writer(page=page, by=by)
    consent = NeedConsent.objects.select_for_update().filter(need_key=page.translation_key).first()
    # Whoever hands a page in may have read it before its newest draft was saved.
    draft: NeedPage = NeedPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    if consent is None or not (
        consent.state == ConsentState.WAITING or consent_scope.changed_since_consent(page, draft)
    ):
        raise errors.IllegalMoveError(_("The organisation has answered already."))
    if address := contact_email.strip().lower():
        consent_details.check_address(address)
        consent.contact_email = address
    if consent.state == ConsentState.GIVEN:
        consent.send_when_given = True
    consent.save(update_fields=["contact_email", "send_when_given"])
    tokens.revoke_all(purpose=PURPOSE, subject=str(consent.pk), now=now)
    secret = tokens.issue(purpose=PURPOSE, subject=str(consent.pk), now=now, expires_at=now + LINK_LIFE)
    need_emails.consent_asked(
        consent=consent, page=page, secret=secret, has_changed=consent.state == ConsentState.GIVEN
    )
    return consent


@transaction.atomic
def take_over(
    *, page: NeedPage, organisation: Organisation, by: Any, now: datetime, consent: NeedConsent | None = None
) -> NeedPage:
    """Make a need that a focal point entered the organisation's own, in every language; return the page.

    ``consent`` is the record whose link the person holds: it proves that the need is theirs where the need names no
    organisation of the portal yet. Raises NotAllowedError unless ``by`` may write for ``organisation`` and the need is its
    own, IllegalMoveError for a need that was not entered by a focal point.
    """
    if not permissions.can_write(exhibitor_queries.membership_in(by, organisation)):
        raise errors.NotAllowedError
    rows = NeedPage.objects.select_for_update(of=("self",)).filter(translation_key=page.translation_key).order_by("pk")
    versions = list(rows)
    if not versions or any(row.entered_by != EnteredBy.FOCAL_POINT for row in versions):
        raise errors.IllegalMoveError(_("The organisation writes this need itself already."))
    owner = versions[0].organisation_id
    holds_link = consent is not None and consent.need_key == page.translation_key
    if owner != organisation.pk and not (owner is None and holds_link):
        raise errors.NotAllowedError
    for row in versions:
        draft: NeedPage = row.get_latest_revision_as_object()
        for version in (row, draft):
            version.organisation = organisation
            version.entered_by = EnteredBy.ORGANISATION
            version.entered_by_user = by
            version.owner = by
        row.save(clean=False)
        review.carry_on(row, draft.save_revision(user=by, changed=False, log_action=True, clean=False))
    _close_consent(page.translation_key, by, now)
    page.refresh_from_db()
    return page


def _close_consent(need_key: uuid.UUID, by: Any, now: datetime) -> None:
    """Note an unanswered consent as given by the one who took the need over; links have no further use."""
    for consent in NeedConsent.objects.select_for_update().filter(need_key=need_key, state__in=OPEN_CONSENTS):
        if consent.state == ConsentState.WAITING:
            consent.state = ConsentState.GIVEN
            consent.given_on = clock.local(now).date()
            consent.answered_at = now
            consent.contact_name = by.full_name or consent.contact_name
            consent.save(update_fields=["state", "given_on", "answered_at", "contact_name"])
        tokens.revoke_all(purpose=PURPOSE, subject=str(consent.pk), now=now)
