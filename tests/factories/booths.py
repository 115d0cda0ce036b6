"""Halls, booths and accepted exhibitors for tests."""

import itertools
import uuid
from typing import Any

from events.booth_enums import AllocationMode
from events.domain import applications
from events.enums import ApplicationState, StandSize
from events.models import Booth, FairApplication, FairSetup, Hall
from exhibitors.enums import MemberRole
from exhibitors.models import Organisation
from portal.accounts.models import User
from tests.factories import events as make
from tests.factories import exhibitors as people

_numbers = itertools.count(1)


def make_setup(fair_key: uuid.UUID, mode: AllocationMode = AllocationMode.ORGANISER, **values: Any) -> FairSetup:
    """Keep how a fair is set up."""
    return FairSetup.objects.update_or_create(fair_key=fair_key, defaults={"mode": mode, **values})[0]


def make_hall(fair_key: uuid.UUID, code: str = "A", **values: Any) -> Hall:
    """Make a hall of 40 by 20 metres."""
    return Hall.objects.create(
        fair_key=fair_key, code=code, **{"name_vi": f"Nhà {code}", "width": 400, "depth": 200, **values}
    )


def make_booth(hall: Hall, **values: Any) -> Booth:
    """Make a booth of 9 m² in a place of its own."""
    place = hall.booths.count()
    return Booth.objects.create(
        fair_key=hall.fair_key,
        hall=hall,
        **{
            "number": f"{hall.code}{place + 1:02d}",
            "x": (place % 13) * 30,
            "y": (place // 13) * 40,
            "width": 30,
            "depth": 30,
            **values,
        },
    )


def make_applicant(fair_key: uuid.UUID, owner: User, **values: Any) -> FairApplication:
    """Make an accepted application of an organisation of its own, without the form."""
    organisation: Organisation = people.make_organisation()
    people.make_member(organisation, MemberRole.OWNER, owner)
    return FairApplication.objects.create(
        reference=f"GH-TEST-{next(_numbers):04d}",
        fair_key=fair_key,
        organisation=organisation,
        contact_user=owner,
        **{
            "state": ApplicationState.ACCEPTED,
            "stand_size": StandSize.STANDARD,
            "submitted_at": make.NOW,
            "decided_at": make.NOW,
            **values,
        },
    )


def reload(application: FairApplication) -> FairApplication:
    """Return an application as it stands in the database."""
    return FairApplication.objects.get(pk=application.pk)


def accept(application: FairApplication, by: User) -> FairApplication:
    """Accept through the domain."""
    return applications.accept(application=application, by=by, now=make.NOW)
