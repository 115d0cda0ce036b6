"""Phones at gates: inviting one by a short-lived code, knowing it again by its secret, shutting it out."""

import hashlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.kernel import references, text, tokens
from portal.kernel.errors import DomainError, NotAllowedError
from registration import permissions, subjects
from registration.models import Device, Gate

PURPOSE: Final = "registration.gate-device"
CODE_SIGNS: Final = 8
CODE_LIFETIME: Final = timedelta(minutes=10)
AFTER_THE_EVENT: Final = timedelta(days=1)
WITHOUT_AN_EVENT: Final = timedelta(days=3)
TRIES: Final = 3


class UnknownDeviceError(DomainError):
    """No phone has this secret."""

    default_message = gettext_lazy("This phone is not connected to a gate. Ask the organiser for a code.")


class DeviceGoneError(DomainError):
    """The phone was shut out, or its event is over: what it keeps must go."""

    default_message = gettext_lazy("This phone is no longer connected. Its list has been deleted.")


@dataclass(frozen=True, slots=True)
class Invitation:
    """A phone that may be connected, and the code for it, which cannot be read back later."""

    device: Device
    code: str


def _digest(code: str) -> str:
    """Return the hash of a code; keyed, for eight signs alone could be tried out by whoever reads a backup."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{PURPOSE}:{code}".encode(), hashlib.sha256).hexdigest()


def ends_at(*, subject: uuid.UUID, now: datetime) -> datetime:
    """Return the instant at which a phone for this subject forgets everything: a day after its end."""
    info = subjects.info(subject)
    if info is None:
        return now + WITHOUT_AN_EVENT
    return max(info.ends or info.starts, now) + AFTER_THE_EVENT


def invite(*, gate: Gate, name: str, by: User, now: datetime) -> Invitation:
    """Add a phone and return the code by which it connects: eight signs, for ten minutes, once.

    Raises NotAllowedError, and DomainError without a name.
    """
    if not permissions.may_run_gates(by):
        raise NotAllowedError
    words = text.line(name)[:80]
    if not words:
        raise DomainError(_("Name the phone, so that you know it in the list."), field="name")
    for _attempt in range(TRIES):
        code = references.make(groups=(CODE_SIGNS,))
        try:
            with transaction.atomic():
                device = Device.objects.create(
                    gate=gate,
                    name=words,
                    code_digest=_digest(code),
                    code_expires_at=now + CODE_LIFETIME,
                    added_by=by,
                    added_at=now,
                    expires_at=ends_at(subject=gate.subject, now=now),
                )
        except IntegrityError:
            continue
        return Invitation(device, code)
    raise DomainError


@transaction.atomic
def enrol(*, code: str, now: datetime) -> tuple[Device, str]:
    """Connect the phone that was invited with this code and return it with its credential, which cannot be read back later.

    However the code is written ("7k3m-9qxd") it is known. Raises DomainError when it is unknown, used or over: one sentence for all
    three, so that nobody learns which codes were once good.
    """
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    device = (
        Device.objects.select_for_update(of=("self",))
        .select_related("gate")
        .filter(code_digest=_digest(signs), code_expires_at__gt=now, revoked_at=None, enrolled_at=None)
        .first()
    )
    if device is None or len(signs) != CODE_SIGNS:
        raise DomainError(
            _("This code is not good: it stands for ten minutes and connects one phone. Ask for a new one."),
            field="code",
        )
    device.enrolled_at = device.last_seen_at = now
    device.code_digest = ""
    device.save(update_fields=["enrolled_at", "last_seen_at", "code_digest"])
    secret = tokens.issue(purpose=PURPOSE, subject=str(device.key), now=now, expires_at=device.expires_at)
    return device, f"{device.key}.{secret}"


def known(*, credential: str, now: datetime) -> Device:
    """Return the phone that shows this credential, with its gate.

    Raises DeviceGoneError when it was shut out or is over, UnknownDeviceError for anything else.
    """
    key, _dot, secret = credential.partition(".")
    try:
        number = uuid.UUID(key)
    except ValueError:
        raise UnknownDeviceError from None
    device = Device.objects.select_related("gate", "added_by").filter(key=number).exclude(enrolled_at=None).first()
    if device is None:
        raise UnknownDeviceError
    if device.revoked_at is not None or device.expires_at <= now:
        raise DeviceGoneError
    if tokens.subject_of(purpose=PURPOSE, secret=secret, now=now) != str(device.key):
        raise UnknownDeviceError
    return device


def seen(*, device: Device, queue_length: int, now: datetime) -> None:
    """Note that the phone was heard of and how many scans still wait on it."""
    Device.objects.filter(pk=device.pk).update(last_seen_at=now, queue_length=max(0, min(queue_length, 1_000_000)))


@transaction.atomic
def revoke(*, device: Device, by: User, now: datetime) -> None:
    """Shut a phone out; it deletes its list when it next asks. Doing it twice changes nothing. Raises NotAllowedError."""
    if not permissions.may_run_gates(by):
        raise NotAllowedError
    if Device.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=now, code_digest=""):
        tokens.revoke_all(purpose=PURPOSE, subject=str(device.key), now=now)
