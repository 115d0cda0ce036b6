"""Consents of a registration: each use by itself, given and withdrawn as easily."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from registration.enums import ConsentPurpose
from registration.models import Consent, Registration


def give(*, registration: Registration, purposes: Collection[ConsentPurpose], version: str, now: datetime) -> None:
    """Add consents of a registration that has none for these purposes; ``version`` names the words that were read."""
    Consent.objects.bulk_create(
        Consent(registration=registration, purpose=purpose, version=version, given_at=now)
        for purpose in sorted(set(purposes))
    )


@transaction.atomic
def choose(*, registration: Registration, purposes: Collection[ConsentPurpose], version: str, now: datetime) -> None:
    """Let exactly these consents stand: others are withdrawn, new ones given; what stands already keeps its moment."""
    Registration.objects.select_for_update().get(pk=registration.pk)
    standing = Consent.objects.filter(registration=registration, withdrawn_at=None)
    standing.exclude(purpose__in=purposes).update(withdrawn_at=now)
    known = set(standing.values_list("purpose", flat=True))
    give(
        registration=registration,
        purposes=[purpose for purpose in purposes if purpose not in known],
        version=version,
        now=now,
    )
