"""Alarms from the first sight to striking out, and the tally in the log."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from wagtail.models import Site

from awards.editions import stepping
from awards.editions.enums import EditionState
from awards.editions.rules import from_json, scoring_rules
from awards.enums import NominationState
from awards.ledger import queries as ledger_queries
from awards.ledger import sheet
from awards.models import AwardEdition, AwardPage, EditionSecretary, LedgerEntry, Nomination, PublicVote, VoteAlarm
from awards.voting import gates, queries, watch
from awards.voting.domain import alarms, casting, closing, connections
from awards.voting.enums import AlarmKind, AlarmState, VoteState
from portal.accounts.models import User
from portal.kernel import clock, errors
from portal.operations import db_clock, periodic
from tests import worlds
from tests.factories import awards as factory
from tests.factories import exhibitors
from tests.factories import voting as make

pytestmark = pytest.mark.django_db


@worlds.standing
def world(site: Site) -> dict[str, Any]:
    secretary = factory.make_secretary(site)
    page = make.make_edition(site, secretary)
    first, second = (make.add_finalist(page, secretary) for _place in range(2))
    make.add_votes(second, 3, at=clock.now() - timedelta(hours=9))
    return {
        "page": page,
        "secretary": secretary,
        "first": first,
        "second": second,
        "unselected": make.add_entry(page),
        "burst": make.add_votes(first, 25),
    }


@pytest.fixture
def page(world: dict[str, Any]) -> AwardPage:
    return world["page"]


@pytest.fixture
def secretary(world: dict[str, Any]) -> User:
    return world["secretary"]


def find(page: AwardPage, now: datetime | None = None) -> list[VoteAlarm]:
    return alarms.find(award_key=page.translation_key, now=now or clock.now())


def close(page: AwardPage, by: Any, now: datetime) -> dict[str, Any]:
    return closing.close_vote(award_key=page.translation_key, by=by, now=now)


def tallies() -> int:
    return LedgerEntry.objects.filter(kind="vote-tally").count()


def test_an_alarm_is_raised_once_and_grows(world: dict[str, Any], page: AwardPage) -> None:
    (alarm,) = find(page)
    assert (alarm.kind, alarm.nomination_id, alarm.figures["votes"]) == (AlarmKind.BURST, world["first"].pk, 25)
    make.add_votes(world["first"], 5, at=world["burst"][0].at)
    (again,) = find(page)
    assert (again.pk, again.figures["votes"], again.votes.count()) == (alarm.pk, 30, 30)


def test_what_was_dismissed_is_not_told_again_until_it_is_a_pattern_anew(
    world: dict[str, Any], page: AwardPage, secretary: User
) -> None:
    (alarm,) = find(page)
    with pytest.raises(errors.DomainError) as caught:
        alarms.dismiss(alarm=alarm, note="  ", by=secretary, now=clock.now())
    assert caught.value.field == "note"
    dismissed = alarms.dismiss(alarm=alarm, note="Hội nghị bình chọn tại chỗ.", by=secretary, now=clock.now())
    assert (dismissed.state, dismissed.handled_by_id) == (AlarmState.DISMISSED, secretary.pk)
    assert find(page) == []
    make.add_votes(world["first"], 19, at=world["burst"][0].at)
    assert find(page) == []
    make.add_votes(world["first"], 1, at=world["burst"][0].at)
    (other,) = find(page)
    assert (other.pk != alarm.pk, other.votes.count()) == (True, 20)
    assert not PublicVote.objects.filter(state=VoteState.STRUCK).exists()
    with pytest.raises(errors.DomainError):
        alarms.uphold(alarm=alarm, note="x", by=secretary, now=clock.now())


def test_upholding_strikes_the_votes_of_the_pattern_and_no_others(
    world: dict[str, Any], page: AwardPage, secretary: User
) -> None:
    first, second = world["first"], world["second"]
    late = make.add_votes(first, 2, at=clock.now())
    (alarm,) = find(page)
    moved = world["burst"][0]
    moved.user.emailaddress_set.create(email=moved.user.email, verified=True, primary=True)
    casting.cast_vote(nomination=second, by=moved.user)
    upheld = alarms.uphold(alarm=alarm, note="Phiếu do máy gửi.", by=secretary, now=clock.now())
    assert (upheld.state, upheld.figures["struck"]) == (AlarmState.UPHELD, 24)
    assert queries.counts(page.translation_key) == {first.pk: len(late), second.pk: 4}
    assert set(PublicVote.objects.filter(state="struck").values_list("struck_because", flat=True)) == {
        "Phiếu do máy gửi."
    }
    assert find(page) == []


def test_only_the_secretaries_of_the_edition_handle_alarms(site: Site, page: AwardPage, secretary: User) -> None:
    (alarm,) = find(page)
    EditionSecretary.objects.create(award_key=page.translation_key, user=secretary)
    for person in (None, exhibitors.make_person(), factory.make_secretary(site)):
        for act in (alarms.dismiss, alarms.uphold):
            with pytest.raises(errors.NotAllowedError):
                act(alarm=alarm, note="x", by=person, now=clock.now())
        if person is not None:
            with pytest.raises(errors.NotAllowedError):
                close(page, person, clock.now() + timedelta(days=9))


def test_the_tally_names_every_dossier_of_the_log_once(world: dict[str, Any], page: AwardPage, secretary: User) -> None:
    first, second, unselected = (world[name] for name in ("first", "second", "unselected"))
    gone = make.add_finalist(page, secretary)
    make.add_votes(gone, 2)
    Nomination.objects.filter(pk=gone.pk).update(state=NominationState.WITHDRAWN)
    PublicVote.objects.filter(nomination=second)[0].delete()
    connections.digest("203.0.113.7", now=clock.now())
    PublicVote.objects.filter(nomination=second).update(connection="a" * 64)
    (alarm,) = find(page)
    ends = db_clock.now() + timedelta(days=5)
    make.set_comment(page, starts=ends - timedelta(days=9), ends=ends)
    with pytest.raises(errors.DomainError):
        close(page, secretary, ends - timedelta(microseconds=1))
    with pytest.raises(closing.OpenAlarmsError):
        close(page, secretary, ends)
    alarms.uphold(alarm=alarm, note="Phiếu do máy gửi.", by=secretary, now=ends)
    done = close(page, secretary, ends)
    expected = {first.alias: 0, second.alias: 2, unselected.alias: 0, gone.alias: 0}
    assert done == {
        first.category_code: {"category": first.category_code, "votes": dict(sorted(expected.items())), "struck": 25}
    }
    assert close(page, secretary, ends) == close(page, None, ends + timedelta(days=1)) == done
    assert tallies() == 1
    assert not PublicVote.objects.exclude(connection="").exists()
    assert not VoteAlarm.votes.through.objects.exists()
    assert VoteAlarm.objects.get().figures["struck"] == 25
    with pytest.raises(errors.DomainError):
        casting.cast_vote(nomination=second, by=make.make_voter())
    assert ledger_queries.verify(page.translation_key) is None
    rules = scoring_rules(from_json(AwardEdition.objects.get().rules or {}))
    (contest,) = sheet.contests(rules=rules, entries=ledger_queries.entries(page.translation_key))
    assert contest.votes[second.alias] == 2


def test_what_is_found_at_the_end_is_there_to_look_at(page: AwardPage, secretary: User) -> None:
    ends = clock.now() + timedelta(days=6)
    with pytest.raises(closing.OpenAlarmsError):
        close(page, secretary, ends)
    assert VoteAlarm.objects.get().state == AlarmState.OPEN
    assert tallies() == 0


def test_the_timed_work_finds_and_counts_but_not_over_open_alarms(
    page: AwardPage, secretary: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert periodic.works()[watch.NAME].do is watch.run
    assert watch.run() == 0
    alarm = VoteAlarm.objects.get()
    ends = db_clock.now() + timedelta(days=9)
    monkeypatch.setattr(db_clock, "now", lambda: ends)
    assert watch.run() == 0
    alarms.dismiss(alarm=alarm, note="Không có gì.", by=secretary, now=ends)
    assert watch.run() == 1
    assert watch.run() == 0
    assert tallies() == 1


def test_a_cancelled_edition_forgets_connections(page: AwardPage) -> None:
    PublicVote.objects.update(connection="b" * 64)
    find(page)
    AwardEdition.objects.update(state=EditionState.CANCELLED)
    watch.run()
    assert not PublicVote.objects.exclude(connection="").exists()
    assert not VoteAlarm.objects.exists()


def test_the_edition_does_not_go_on_before_the_votes_are_counted(
    page: AwardPage, secretary: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = from_json(AwardEdition.objects.get().rules or {})

    def missing() -> tuple[str, ...]:
        found = stepping.missing(EditionState.PUBLIC_COMMENT, page.translation_key, rules)
        return tuple(sentence for sentence in found if sentence in gates.before_decision(page.translation_key, rules))

    assert missing()
    (alarm,) = find(page)
    alarms.dismiss(alarm=alarm, note="Không có gì.", by=secretary, now=clock.now())
    close(page, secretary, clock.now() + timedelta(days=9))
    assert not missing()
    monkeypatch.setattr(queries, "is_counted", lambda _award_key: False)
    assert missing()
    Nomination.objects.update(state=NominationState.ELIGIBLE)
    assert not missing()
