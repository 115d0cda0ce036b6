"""An award from its call to its last answer: fourteen dossiers, seven jurors, two conflicts, one tie, one appeal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import contest_call, contest_jury, contest_public, contest_sitting
from tests.browser.conftest import ServedDemo
from tests.browser.contest_demo import Contest, copied


@pytest.fixture
def contest(served_demo: ServedDemo, chromium: Browser, tmp_path: Path) -> Iterator[Contest]:
    """Return an edition that is still to be made, in a demo of its own."""
    with copied(served_demo, tmp_path / "demo") as served:
        yield Contest(served, chromium)


def test_an_edition_from_its_call_to_its_last_answer(contest: Contest, tmp_path: Path) -> None:
    contest_call.begin(contest)
    contest_call.hand_in(contest)
    contest.go_to_day(46)
    contest_call.screen(contest)
    contest_jury.invite(contest)
    contest_jury.set_aside(contest)
    contest.go_to_day(61)
    contest_jury.assign(contest)
    contest_jury.score(contest)
    contest_jury.tell_late(contest)
    contest.go_to_day(82)
    contest_sitting.deliberate(contest)
    contest.go_to_day(89)
    contest.step("Lấy ý kiến công khai")
    contest_public.vote(contest)
    contest_public.look_at_alarm(contest)
    contest_public.object_to_it(contest)
    contest.go_to_day(103)
    contest_public.count(contest)
    contest_sitting.give_prizes(contest)
    contest_public.decide(contest)
    contest.go_to_day(110)
    contest_public.release(contest)
    contest_public.appeal(contest)
    contest_public.recompute(contest, tmp_path)
    contest_public.revoke(contest)
    contest.go_to_day(124)
    contest_public.close(contest)
    contest.close()
