"""Issuing, revoking and replacing certificates.

Locks: the registration first, then the certificate, last the series of the year, which is held only until the number is written.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.kernel import clock, references, text
from portal.kernel.errors import DomainError, IllegalMoveError, NotAllowedError
from portal.kernel.languages import Language
from portal.pdf import seals
from registration import courses, errors, permissions, progress, tasks
from registration.course_enums import CERTIFICATE_MOVES, CertificateState
from registration.courses import CourseFacts
from registration.domain import steps
from registration.enums import PLACE_HOLDING_STATES, Reason
from registration.models import Certificate, CertificateLog, CertificateSeries, Registration

PREFIX: Final = "CN"
CODE_GROUPS: Final = (4, 4, 4, 4)
"""Sixteen signs of 28: nobody guesses one (77 bits)."""


@dataclass(frozen=True, slots=True)
class Issued:
    """What became of a list: the certificates, and the people who got none with the reason."""

    certificates: list[Certificate]
    refused: list[tuple[Registration, str]]


def _next_number(now: datetime) -> str:
    year = clock.local(now).year
    CertificateSeries.objects.get_or_create(year=year)
    CertificateSeries.objects.filter(year=year).update(last=F("last") + 1)
    last = CertificateSeries.objects.get(year=year).last
    return f"{PREFIX}-{year}-{last:06d}"


def seal(*, number: str, code: str, holder_name: str, facts: dict[str, Any], issued_at: datetime) -> str:
    """Return the digest (SHA-256, hexadecimal) of what a certificate says; any change of a word gives another."""
    return seals.seal(number, code, holder_name, facts, issued_at.timestamp())


def is_intact(certificate: Certificate) -> bool:
    """Return whether a certificate says what was sealed when it was issued."""
    return certificate.digest == seal(
        number=certificate.number,
        code=certificate.code,
        holder_name=certificate.holder_name,
        facts=certificate.facts,
        issued_at=certificate.issued_at,
    )


def _facts(course: CourseFacts, english: CourseFacts | None) -> dict[str, Any]:
    other = english or course
    return {
        "title": {Language.VIETNAMESE.value: course.title, Language.ENGLISH.value: other.title},
        "issuer": {Language.VIETNAMESE.value: course.issuer, Language.ENGLISH.value: other.issuer},
        "starts": clock.local(course.starts).date().isoformat(),
        "ends": clock.local(course.ends).date().isoformat(),
        "hours": str(course.hours.normalize() if course.hours % 1 else int(course.hours)),
        "sessions": len(course.sessions),
    }


def _log(
    *,
    certificate: Certificate,
    source: CertificateState | None,
    target: CertificateState,
    by: User,
    now: datetime,
    why: str,
) -> None:
    CertificateLog.objects.create(
        certificate=certificate,
        from_state=source.value if source is not None else "",
        to_state=target,
        by=by,
        reason=why[:250],
        at=now,
    )


def _make(
    *,
    registration: Registration,
    holder_name: str,
    facts: dict[str, Any],
    by: User,
    now: datetime,
    replaces: Certificate | None = None,
    why: str = "",
) -> Certificate:
    number = _next_number(now)
    code = references.make(groups=CODE_GROUPS)
    certificate = Certificate.objects.create(
        registration=registration,
        subject=registration.place_kind.subject,
        number=number,
        code=code,
        holder_name=holder_name,
        facts=facts,
        digest=seal(number=number, code=code, holder_name=holder_name, facts=facts, issued_at=now),
        replaces=replaces,
        issued_by=by,
        issued_at=now,
    )
    _log(certificate=certificate, source=None, target=CertificateState.ISSUED, by=by, now=now, why=why)
    tasks.send_certificate.enqueue(certificate.pk, CertificateState.ISSUED.value)
    return certificate


def _locked(registration_id: int) -> Registration:
    return Registration.objects.select_for_update(of=("self",)).select_related("place_kind").get(pk=registration_id)


@transaction.atomic
def issue(*, registration: Registration, by: User, now: datetime) -> Certificate:
    """Give a trainee the certificate and mail it.

    Raises NotAllowedError, IllegalMoveError for somebody without a place or with a valid certificate, NotQualifiedError with
    what is missing, DomainError where the subject is no course.
    """
    if not permissions.may_certify(by):
        raise NotAllowedError
    subject = registration.place_kind.subject
    course, english = courses.info(subject, Language.VIETNAMESE), courses.info(subject, Language.ENGLISH)
    if course is None:
        raise DomainError(_("This course does not exist."))
    return _issue(registration, course, english, by=by, now=now)


def _issue(
    registration: Registration, course: CourseFacts, english: CourseFacts | None, *, by: User, now: datetime
) -> Certificate:
    current = _locked(registration.pk)
    (seen,) = progress.of(course, [current], now=now)
    if current.state not in PLACE_HOLDING_STATES or seen.certificate is not None:
        raise IllegalMoveError
    if seen.missing:
        raise errors.NotQualifiedError(" ".join(seen.missing))
    return _make(registration=current, holder_name=current.full_name, facts=_facts(course, english), by=by, now=now)


def issue_all(*, subject: uuid.UUID, registrations: Sequence[Registration], by: User, now: datetime) -> Issued:
    """Give certificates to those of these trainees who qualify at this moment; each stands or falls by itself.

    Raises NotAllowedError, and DomainError where the subject is no course; registrations for something else are refused.
    """
    if not permissions.may_certify(by):
        raise NotAllowedError
    course, english = courses.info(subject, Language.VIETNAMESE), courses.info(subject, Language.ENGLISH)
    if course is None:
        raise DomainError(_("This course does not exist."))
    outcome = Issued([], [])
    for registration in registrations:
        try:
            if registration.place_kind.subject != subject:
                raise DomainError(_("This registration does not belong to the course."))
            with transaction.atomic():
                outcome.certificates.append(_issue(registration, course, english, by=by, now=now))
        except DomainError as refusal:
            outcome.refused.append((registration, str(refusal)))
    return outcome


def _end(
    *, certificate: Certificate, target: CertificateState, by: User, now: datetime, why: str
) -> tuple[Certificate, Registration]:
    if not permissions.may_certify(by):
        raise NotAllowedError
    reason = text.line(why)
    if not text.words(reason):
        raise DomainError(_("Say why."), field="why")
    registration = _locked(certificate.registration_id)
    current = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    source = CertificateState(current.state)
    CERTIFICATE_MOVES.check(source, target)
    current.state, current.ended_at = target, now
    current.save(update_fields=["state", "ended_at"])
    _log(certificate=current, source=source, target=target, by=by, now=now, why=reason)
    return current, registration


@transaction.atomic
def revoke(*, certificate: Certificate, by: User, now: datetime, why: str) -> Certificate:
    """Declare a certificate invalid; the public page says so at once and the holder is told.

    Attendance and marks can be changed again, and a new certificate issued. Raises NotAllowedError, IllegalMoveError, and
    DomainError on ``why`` for a missing reason.
    """
    current, _registration = _end(certificate=certificate, target=CertificateState.REVOKED, by=by, now=now, why=why)
    tasks.send_certificate.enqueue(current.pk, CertificateState.REVOKED.value)
    return current


@transaction.atomic
def reissue(*, certificate: Certificate, holder_name: str, by: User, now: datetime, why: str) -> Certificate:
    """Replace a certificate by one with the corrected name, the facts as they were; the registration gets the name too, and a step in its history.

    The public page of the old one says that it is replaced and by which. Raises NotAllowedError, IllegalMoveError, and DomainError
    on ``holder_name`` for a name that is empty or the same, on ``why`` for a missing reason.
    """
    name = text.line(holder_name)
    if not text.words(name):
        raise DomainError(_("Enter the full name."), field="holder_name")
    if name == certificate.holder_name:
        raise DomainError(_("This is the name that the certificate has already."), field="holder_name")
    current, registration = _end(certificate=certificate, target=CertificateState.REPLACED, by=by, now=now, why=why)
    registration.full_name, registration.changed_at = name, now
    registration.save(update_fields=["full_name", "changed_at"])
    made = _make(
        registration=registration,
        holder_name=name,
        facts=current.facts,
        by=by,
        now=now,
        replaces=current,
        why=why,
    )
    steps.note(
        registration=registration,
        reason=Reason.CERTIFICATE_REPLACED,
        by=by,
        now=now,
        remark=f"{current.number} → {made.number}",
    )
    return made
