"""The draw: frozen lists, a sealed seed, a result that anybody can recompute and nobody can change."""

import copy
import json
import subprocess
import sys
import uuid
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from events import draw_rules
from events import fair_queries as fairs
from events.booth_enums import AllocationMode, DrawState
from events.domain import booths, halls
from events.domain import draw as draws
from events.enums import ApplicationState, StandSize
from events.models import FairApplication
from portal.accounts.models import User
from portal.kernel.errors import DomainError, IllegalMoveError, NotAllowedError
from tests.factories import booths as stock
from tests.factories import events as make
from tests.factories import exhibitors as people

NOW = make.NOW
KEY = uuid.UUID(int=9)
DRAWS_AT = NOW + timedelta(days=3)


@pytest.fixture
def operator(db: None) -> User:
    return make.make_operator()


@pytest.fixture
def announced(operator: User) -> Any:
    stock.make_setup(KEY, AllocationMode.DRAW)
    hall, owner = stock.make_hall(KEY), people.make_person()
    for _number in range(4):
        stock.make_booth(hall)
    stock.make_booth(hall, x=0, y=100, width=60)
    for size in (StandSize.STANDARD, StandSize.STANDARD, StandSize.DOUBLE, StandSize.DOUBLE, StandSize.TABLE):
        stock.make_applicant(KEY, owner, stand_size=size)
    return draws.announce(
        fair_key=KEY, draws_at=DRAWS_AT, by=operator, now=NOW, public_source="Xổ số miền Bắc, giải đặc biệt"
    )


def drawn(announced: Any, operator: User) -> Any:
    return draws.run(draw=announced, public_value="83417", by=operator, now=DRAWS_AT)


def test_the_seed_is_sealed_until_the_draw(announced: Any, operator: User) -> None:
    published = json.dumps(draws.record(announced))
    assert announced.seed not in published
    assert draw_rules.commitment(announced.seed) in published
    assert len(mail.outbox) == 5
    with pytest.raises(DomainError):
        draws.run(draw=announced, public_value="1", by=operator, now=DRAWS_AT - timedelta(seconds=1))
    with pytest.raises(DomainError) as refused:
        draws.run(draw=announced, by=operator, now=DRAWS_AT)
    assert refused.value.field == "public_value"


def test_a_draw_gives_fitting_booths_and_can_be_recomputed(announced: Any, operator: User) -> None:
    done = drawn(announced, operator)
    given = {row["reference"]: row["booth"] for row in done.result}
    assert sorted(given) == [row["reference"] for row in done.frozen["entrants"]]
    assert len([booth for booth in given.values() if booth]) == 4
    for row in done.frozen["entrants"]:
        application = FairApplication.objects.get(reference=row["reference"])
        held = fairs.booth_of(application)
        assert (held.number if held else None) == given[row["reference"]]
        if held:
            assert held.area >= row["area"]
            assert application.state == ApplicationState.BOOTH_OFFERED
    assert draw_rules.faults(draws.record(done)) == []
    with pytest.raises(IllegalMoveError):
        draws.run(draw=done, public_value="83417", by=operator, now=DRAWS_AT)


def tamper(record: dict[str, Any], what: str) -> dict[str, Any]:
    bad = copy.deepcopy(record)
    if what == "entrants":
        bad["frozen"]["entrants"].pop()
    elif what == "booths":
        bad["frozen"]["booths"].reverse()
    elif what == "result":
        bad["result"][0]["booth"], bad["result"][1]["booth"] = bad["result"][1]["booth"], bad["result"][0]["booth"]
        bad["result"][0]["ticket"] = "0" * 64
    elif what == "lists and digest":
        bad["frozen"]["entrants"][0]["area"] = 1
        bad["digest"] = draw_rules.digest(bad["frozen"])
        bad["seed"] = "0" * 64
    else:
        bad[what] = "0" * 64
    return bad


@pytest.mark.parametrize("what", ["entrants", "booths", "result", "seed", "public_value", "digest", "lists and digest"])
def test_tampering_is_found(announced: Any, operator: User, what: str) -> None:
    record = draws.record(drawn(announced, operator))
    assert draw_rules.faults(tamper(record, what))


def test_the_script_runs_by_itself(announced: Any, operator: User, tmp_path: Path) -> None:
    record = draws.record(drawn(announced, operator))
    script, good, bad = Path(draw_rules.__file__), tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(record), encoding="utf-8")
    bad.write_text(json.dumps(tamper(record, "result")), encoding="utf-8")
    codes = [
        subprocess.run([sys.executable, "-I", str(script), str(path)], check=False, capture_output=True).returncode
        for path in (good, bad, tmp_path / "missing.json")
    ]
    assert codes == [0, 1, 2]
    call_command("recompute_draw", str(good))
    with pytest.raises(CommandError):
        call_command("recompute_draw", str(bad))


def test_known_values_of_the_rules() -> None:
    """An example worked out with sha256sum and openssl, so that the rules cannot change unnoticed."""
    assert draw_rules.commitment("00ff") == "8909cde2f411a84e86e7a39c8a3916b7cda6a9d977778030b6f6a491401400bc"
    assert (
        draw_rules.ticket("00ff", "83417", "GH-2345-6789")
        == "49525d807e89b086daba0f0758a85608b1c2997ffd6713227aed3e547fc2eae2"
    )


def test_while_a_draw_is_announced_no_booth_moves(announced: Any, operator: User) -> None:
    application = FairApplication.objects.first()
    booth = fairs.booths_of(KEY)[0]
    with pytest.raises(booths.ReservedForDrawError):
        booths.offer(application=application, booth=booth, by=operator, now=NOW)
    with pytest.raises(booths.ReservedForDrawError):
        booths.set_blocked(booth_ids=[booth.pk], is_blocked=True, by=operator, now=NOW)
    with pytest.raises(DomainError):
        draws.announce(fair_key=KEY, draws_at=DRAWS_AT, by=operator, now=NOW)
    assert draws.call_off(draw=announced, by=operator).state == DrawState.CANCELLED
    booths.offer(application=application, booth=booth, by=operator, now=NOW)


def test_what_is_asked_for_at_the_instant_of_the_announcement_waits_for_the_draw(
    announced: Any, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An offer and a change of the plan wait for the booths' lock; when they have it, the draw is announced."""
    application, booth = FairApplication.objects.first(), fairs.booths_of(KEY)[0]
    assert application is not None
    with pytest.raises(booths.ReservedForDrawError), transaction.atomic():
        booths.hold(application=application, booth=booth, until=DRAWS_AT, by=operator, now=NOW)
    draws.call_off(draw=announced, by=operator)
    take = booths.lock

    def announce_first(*, booth_ids: Any) -> Any:
        monkeypatch.setattr(booths, "lock", take)
        draws.announce(fair_key=KEY, draws_at=DRAWS_AT, by=operator, now=NOW)
        return take(booth_ids=booth_ids)

    monkeypatch.setattr(booths, "lock", announce_first)
    moved = replace(halls.spec_of(booth), fee=1)
    with pytest.raises(booths.ReservedForDrawError):
        halls.write_booths(fair_key=KEY, specs=[moved], by=operator, now=NOW)


def test_who_withdrew_keeps_a_line_and_the_booth_stays_free(announced: Any, operator: User) -> None:
    gone = FairApplication.objects.filter(stand_size=StandSize.TABLE).get()
    gone.state = ApplicationState.WITHDRAWN
    gone.save()
    done = drawn(announced, operator)
    line = next(row for row in done.result if row["reference"] == gone.reference)
    assert fairs.booth_of(gone) is None
    if line["booth"]:
        assert line["booth"] in fairs.free_booths(KEY, DRAWS_AT).values_list("number", flat=True)


def test_exhibitors_draw_nothing(announced: Any) -> None:
    with pytest.raises(NotAllowedError):
        draws.run(draw=announced, public_value="1", by=people.make_person(), now=DRAWS_AT)


def test_the_database_keeps_the_times_of_a_draw(announced: Any, operator: User) -> None:
    for sql in (
        "UPDATE events_boothdraw SET state = 'drawn', drawn_at = announced_at",
        "UPDATE events_boothdraw SET state = 'drawn'",
        "UPDATE events_boothdraw SET draws_at = announced_at",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
