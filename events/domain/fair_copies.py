"""Copying how a fair takes exhibitors in: set-up, questions and documents, halls and booths; no exhibitor, no turn, no draw."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.forms.models import model_to_dict

from events import fair_queries as fairs
from events.booth_enums import BoothState
from events.models import Booth, FairRequirement, FairSetup, Hall


def copy(
    *,
    source: uuid.UUID,
    target: uuid.UUID,
    shift: timedelta,
    sessions: Mapping[uuid.UUID, uuid.UUID],  # noqa: ARG001 -- nothing of it holds a session or a person
    by: Any,  # noqa: ARG001 -- the same
    now: datetime,
) -> int:
    """Copy what was drawn up for one fair to another; return how many booths. Part of ``registration.domain.set_up.copy``.

    The new plan is not public yet. Booths that are not for rent stay so, every other one is free.
    """
    setup = FairSetup.objects.filter(fair_key=source).first()
    if setup is not None:
        moved = {
            name: at + shift for name in ("builds_from", "builds_until") if (at := getattr(setup, name)) is not None
        }
        FairSetup.objects.create(
            **{**_values(setup), "fair_key": target, "plan_is_public": False, **moved},
            draft_lead_since=now if setup.draft_lead else None,
            offer_lead_since=now if setup.offer_lead else None,
        )
    FairRequirement.objects.bulk_create(
        FairRequirement(**{**_values(row), "fair_key": target}) for row in fairs.requirements_of(source)
    )
    halls = {hall.pk: Hall.objects.create(**{**_values(hall), "fair_key": target}) for hall in fairs.halls_of(source)}
    booths = Booth.objects.bulk_create(
        Booth(
            **{
                **_values(booth),
                "fair_key": target,
                "hall": halls[booth.hall_id],
                "holder": None,
                "held_until": None,
                "state": BoothState.BLOCKED if booth.state == BoothState.BLOCKED else BoothState.FREE,
            }
        )
        for booth in fairs.booths_of(source)
    )
    return len(booths)


def _values(row: Any) -> dict[str, Any]:
    """Return the fields of a record that are told by the model, without its key."""
    return model_to_dict(row, exclude=["id"])
