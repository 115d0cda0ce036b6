"""Appointing local focal points (plan 149/KH-UBND, V.6: contacts in departments and communes) and ending their work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel import errors
from portal.kernel import text as texts
from portal.vocabularies.models import AdministrativeUnit
from showcase import permissions
from showcase.models import FocalPoint

GROUP = "Đầu mối nhu cầu công nghệ"


@dataclass(frozen=True, slots=True)
class Office:
    """What is known of a focal point's office; ``units`` empty means a department of the province."""

    body: str
    email: str
    phone: str = ""
    units: tuple[AdministrativeUnit, ...] = ()


def _check(by: Any, office: Office | None = None) -> None:
    if not permissions.can_appoint(by):
        raise errors.NotAllowedError
    if office is not None and not texts.line(office.body):
        raise errors.DomainError(_("Name the office."), field="body")


def _person(email: str) -> User:
    person = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        raise errors.DomainError(
            _("Nobody with this address has an account. Ask the person to sign up first."), field="person"
        )
    return person


@transaction.atomic
def appoint(*, email: str, office: Office, by: Any, now: datetime) -> FocalPoint:
    """Let the holder of an account enter needs for the organisations of an office's places; return the record.

    Raises NotAllowedError unless ``by`` may appoint, DomainError on ``person`` where no account has the address or the person
    has an office already.
    """
    _check(by, office)
    person = _person(email)
    taken = errors.DomainError(_("This person is a focal point already. End that work first."), field="person")
    try:
        with transaction.atomic():
            made = FocalPoint.objects.create(
                user=person,
                body=texts.line(office.body),
                email=office.email.strip().lower(),
                phone=texts.line(office.phone),
                appointed_by=by,
                appointed_at=now,
            )
    except IntegrityError as error:
        raise taken from error
    made.units.set(office.units)
    person.groups.add(_group())
    return made


def _group() -> Group:
    group = Group.objects.filter(name=GROUP).first()
    if group is None:
        raise errors.DomainError(_("The groups of this portal are not complete. Please tell the operator."))
    return group


@transaction.atomic
def change_office(*, focal_point: FocalPoint, office: Office, by: Any) -> FocalPoint:
    """Correct what is known of an office, its places among it; return the record. Raises NotAllowedError."""
    _check(by, office)
    locked = FocalPoint.objects.select_for_update().get(pk=focal_point.pk)
    locked.body = texts.line(office.body)
    locked.email = office.email.strip().lower()
    locked.phone = texts.line(office.phone)
    locked.save(update_fields=["body", "email", "phone"])
    locked.units.set(office.units)
    return locked


@transaction.atomic
def end(*, focal_point: FocalPoint, by: Any, now: datetime) -> FocalPoint:
    """End the work of a focal point: the needs stay, the person can no longer reach them. Return the record."""
    _check(by)
    locked = FocalPoint.objects.select_for_update(of=("self",)).select_related("user").get(pk=focal_point.pk)
    if locked.ended_at is not None:
        raise errors.IllegalMoveError(_("This work has ended already."))
    locked.ended_at = now
    locked.save(update_fields=["ended_at"])
    if locked.user is not None:
        locked.user.groups.remove(_group())
    return locked


def units(codes: Iterable[str]) -> tuple[AdministrativeUnit, ...]:
    """Return places by their codes; raises LookupError for an unknown one."""
    wanted = set(codes)
    found = tuple(AdministrativeUnit.objects.filter(code__in=wanted).order_by("code"))
    if len(found) != len(wanted):
        raise LookupError(f"unknown places among {sorted(wanted)}")
    return found
