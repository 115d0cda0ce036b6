"""Halls, booths and exhibitors: a fair to come whose exhibitors choose, and one that was drawn by lot."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from events.booth_enums import AllocationMode, BoothKind, RequirementKind
from events.domain import applications, booths, choosing, halls, payments, setups, staff_passes
from events.domain import draw as draws
from events.enums import PowerNeed, StandSize
from events.models import Booth, FairApplication, FairRequirement, FairSetup, Hall
from portal.demo.builders.common import Build
from portal.demo.specs.events import EVENTS
from portal.kernel import clock
from showcase.models import TechnologyPage

TO_COME, DRAWN = "cho-kinh-bac", "cho-vu-xuan"
CONFIRMED = ("dong-trang", "sao-khue", "kinh-ha", "vi-lam", "lo-may")
HELD = "hat-mam"
WAITING = ("quan-ho-xanh",)
FEE = 6_000_000


def build(context: Build) -> None:
    """Make both fairs' halls and take their exhibitors through the domain."""
    _to_come(context)
    _drawn(context)


def _halls(context: Build, key: str, sizes: tuple[tuple[int, int], ...]) -> list[Hall]:
    spec = next(spec for spec in EVENTS if spec.key == key)
    made = [
        Hall(
            fair_key=context.pages[key].translation_key,
            code=code,
            name_vi=name.vi,
            name_en=name.en,
            width=width,
            depth=depth,
            position=position,
        )
        for position, ((code, name, _count), (width, depth)) in enumerate(zip(spec.halls, sizes, strict=True))
    ]
    return [
        halls.save_hall(hall=hall, by=context.people["organiser"], now=context.now - timedelta(days=40))
        for hall in made
    ]


def _row(hall: Hall, first: int, count: int, y: int, **values: Any) -> list[halls.BoothSpec]:
    shared: dict[str, Any] = {
        "width": 30,
        "depth": 30,
        "per_line": 10,
        "aisle": 30,
        "kind": BoothKind.SHELL,
        "power": PowerNeed.ONE_PHASE,
        "fee": FEE,
    }
    return halls.row_of_booths(
        hall=hall.code, prefix=hall.code, first=first, count=count, x=20, y=y, **{**shared, **values}
    )


def _apply(context: Build, fair: Any, key: str, now: datetime, **values: Any) -> FairApplication:
    organisation = context.organisations[key]
    shown = TechnologyPage.objects.live().filter(organisation=organisation, alias_of=None)
    keys = list(dict.fromkeys(shown.order_by("pk").values_list("translation_key", flat=True)))[:3]
    return applications.submit(
        fair=fair,
        organisation=organisation,
        by=_owner(context, key),
        now=now,
        submission_key=uuid.uuid4(),
        **{"stand_size": StandSize.STANDARD, "power": PowerNeed.ONE_PHASE, "contact_phone": "0900 000 000", **values},
        technologies=keys,
    )


def _owner(context: Build, key: str) -> Any:
    return context.organisations[key].memberships.order_by("pk")[0].user


def _accept(context: Build, application: FairApplication, now: datetime) -> FairApplication:
    """Accept as two people do: the organiser proposes, the operator decides."""
    proposed = applications.accept(application=application, by=context.people["organiser"], now=now)
    if proposed.decided_at is not None:
        return proposed
    return applications.accept(application=proposed, by=context.people["operator"], now=now)


def _to_come(context: Build) -> None:
    fair, organiser, now = context.pages[TO_COME], context.people["organiser"], context.now
    key = fair.translation_key
    setups.save(
        setup=FairSetup(
            fair_key=key,
            mode=AllocationMode.CHOICE,
            needs_two_people=True,
            plan_is_public=True,
            builds_from=fair.starts_at - timedelta(hours=24),
            builds_until=fair.starts_at - timedelta(hours=12),
            bank_bin="970400",
            bank_account="0000000000",
            bank_holder="BAN TO CHUC (MINH HOA)",
        ),
        by=organiser,
        now=now - timedelta(days=40),
    )
    setups.save_requirements(
        fair_key=key,
        kept=[
            FairRequirement(
                kind=RequirementKind.QUESTION,
                text_vi="Máy nặng nhất bạn mang tới",
                text_en="The heaviest machine you bring",
                is_required=False,
            ),
            FairRequirement(
                kind=RequirementKind.DOCUMENT,
                text_vi="Ảnh phối cảnh gian hàng",
                text_en="Picture of the booth",
                is_required=False,
                position=1,
            ),
        ],
        removed=(),
        by=organiser,
        now=now - timedelta(days=40),
    )
    first, second = _halls(context, TO_COME, ((340, 230), (340, 170)))
    rows = [
        *_row(first, 1, 20, 20),
        *_row(first, 21, 4, 150, width=60, per_line=4, power=PowerNeed.THREE_PHASE, fee=2 * FEE),
        *_row(second, 1, 10, 20, depth=20, kind=BoothKind.TABLE, power=PowerNeed.NONE, fee=FEE // 2),
        *_row(second, 11, 8, 70),
    ]
    halls.write_booths(fair_key=key, specs=rows, by=organiser, now=now)
    places = {booth.number: booth for booth in Booth.objects.filter(fair_key=key)}
    booths.set_blocked(
        booth_ids=[places["B17"].pk, places["B18"].pk], is_blocked=True, by=organiser, now=now - timedelta(days=20)
    )
    made = {
        name: _apply(context, fair, name, now - timedelta(days=20 - place), stand_wishes="Gần lối vào chính.")
        for place, name in enumerate((*CONFIRMED, HELD, *WAITING))
    }
    then = now - timedelta(days=8)
    made = {name: _accept(context, application, then) for name, application in made.items()}
    starts = then + timedelta(hours=1)
    choosing.announce_order(
        fair_key=key,
        references=[made[name].reference for name in (*CONFIRMED, HELD)],
        starts_at=starts,
        minutes=60,
        by=organiser,
        now=then,
    )
    for number, name in zip(("A05", "A21", "A12", "B03", "A14"), CONFIRMED, strict=True):
        owner = _owner(context, name)
        booths.choose(application=made[name], booth=places[number], by=owner, now=starts)
        booths.confirm(application=made[name], by=owner, now=starts + timedelta(minutes=20))
    booths.choose(application=made[HELD], booth=places["A09"], by=_owner(context, HELD), now=now - timedelta(hours=5))
    staff_passes.give(
        application=made["dong-trang"],
        full_name="Vũ Thị Mận (mẫu)",
        email="man@example.org",
        by=_owner(context, "dong-trang"),
        now=now - timedelta(days=2),
    )
    payments.mark_paid(
        application=made["dong-trang"],
        paid_on=clock.local(now).date() - timedelta(days=2),
        note="Ủy nhiệm chi mẫu số 12",
        by=organiser,
        now=now,
    )
    _in_other_states(context, fair)


def _in_other_states(context: Build, fair: Any) -> None:
    now, organiser = context.now, context.people["organiser"]
    _apply(context, fair, "chuan-viet", now - timedelta(days=3))
    reviewed = _apply(context, fair, "suoi-ngan", now - timedelta(days=4))
    applications.start_review(application=reviewed, by=organiser, now=now - timedelta(days=3))
    applications.accept(application=reviewed, by=organiser, now=now - timedelta(days=2), words="Hồ sơ tốt.")
    asked = _apply(context, fair, "chuon-chuon", now - timedelta(days=5), power=PowerNeed.THREE_PHASE)
    applications.ask_changes(
        application=asked, by=organiser, now=now - timedelta(days=4), words="Ghi rõ công suất điện cần dùng."
    )


def _drawn(context: Build) -> None:
    fair, organiser, now = context.pages[DRAWN], context.people["organiser"], context.now
    key = fair.translation_key
    setups.save(
        setup=FairSetup(fair_key=key, mode=AllocationMode.DRAW, plan_is_public=True),
        by=organiser,
        now=now - timedelta(days=40),
    )
    (hall,) = _halls(context, DRAWN, ((220, 150),))
    rows = _row(hall, 1, 12, 20, per_line=6, fee=None)
    halls.write_booths(fair_key=key, specs=rows, by=organiser, now=now - timedelta(days=28))
    entrants = [
        _apply(context, fair, name, now - timedelta(days=28)) for name in (*CONFIRMED, "song-mo", "suoi-ngan", HELD)
    ]
    for application in entrants:
        _accept(context, application, now - timedelta(days=27))
    draw = draws.announce(
        fair_key=key,
        draws_at=now - timedelta(days=22),
        public_source="Sáu chữ số ghi trên bảng tại lễ bốc thăm (minh họa)",
        by=organiser,
        now=now - timedelta(days=25),
    )
    draws.run(draw=draw, public_value="270914", by=organiser, now=now - timedelta(days=22))
    for application in entrants:
        booths.confirm(
            application=application,
            by=application.organisation.memberships.order_by("pk")[0].user,
            now=now - timedelta(days=21),
        )
