"""Jurors and their dossiers for tests, as rows; what invites and assigns has tests of its own."""

import itertools
from datetime import timedelta
from typing import Any
from uuid import UUID

from awards.domain import aliases
from awards.dossiers import calls
from awards.enums import NominationState
from awards.jury.enums import AssignmentState, JurorState
from awards.models import Assignment, Juror, Nomination
from portal.accounts.models import User
from portal.kernel import clock

_numbers = itertools.count(1)


def eligible(award_key: UUID, **values: Any) -> Nomination:
    """Make a dossier of an opened edition that was found eligible, with its alias."""
    number, now = next(_numbers), clock.now()
    call = calls.find(award_key)
    assert call is not None
    fields: dict[str, Any] = {
        "category_code": call.rules.categories[0].code,
        "title": f"Máy sấy thử {number}",
        "nominee_name": f"Người Được Đề Cử {number}",
        "state": NominationState.ELIGIBLE,
        "created_at": now,
        "submitted_at": now,
        **values,
    }
    made = Nomination.objects.create(award_key=award_key, **fields)
    aliases.of_dossier(made)
    return made


def make_juror(award_key: UUID, user: User | None = None, *, declared: bool = True, **values: Any) -> Juror:
    """Make somebody who accepted to judge an edition, and unless told otherwise declared independence and secrecy."""
    number, now = next(_numbers), clock.now()
    if user is None and values.get("state", JurorState.ACCEPTED) == JurorState.ACCEPTED:
        user = User.objects.create_user(f"giam-khao-{number}@example.org", full_name=f"Trần Giám Khảo {number}")
    email = user.email if user is not None else f"duoc-moi-{number}@example.org"
    fields: dict[str, Any] = {
        "email": email,
        "full_name": user.full_name if user is not None else f"Trần Được Mời {number}",
        "state": JurorState.ACCEPTED,
        "invited_at": now,
        "answered_at": now,
        "expires_at": now + timedelta(days=14),
        "alias": aliases.for_juror(award_key),
        **(
            {"declared_at": now, "declaration": "Tôi độc lập và giữ bí mật.", "looked_through_at": now}
            if declared
            else {}
        ),
        **values,
    }
    return Juror.objects.create(award_key=award_key, user=user, **fields)


def give(juror: Juror, nomination: Nomination, *, confirmed: bool = True) -> Assignment:
    """Give a dossier to a juror; confirmed unless told otherwise. The dossier keeps its alias or gets one."""
    now = clock.now()
    aliases.of_dossier(nomination)
    state = AssignmentState.CONFIRMED if confirmed else AssignmentState.GIVEN
    return Assignment.objects.create(
        juror=juror, nomination=nomination, state=state, given_at=now, confirmed_at=now if confirmed else None
    )
