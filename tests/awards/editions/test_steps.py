"""An edition step by step: only in order, not before its days, each step logged; and random moves against the table."""

import random
from datetime import timedelta
from itertools import pairwise

import pytest
from wagtail.models import Site

from awards.editions import rules as edition_rules
from awards.editions.domain import steps
from awards.editions.enums import MOVES, PHASE_OF, EditionState
from awards.enums import PhaseKind
from awards.models import AwardEdition, AwardPage, EditionSecretary
from events.models import CalendarIdentity
from portal.accounts.models import User
from portal.kernel import clock, errors
from tests import worlds
from tests.factories import awards as factory
from tests.factories import exhibitors

pytestmark = pytest.mark.django_db
LATER = (*PHASE_OF, EditionState.CLOSED)


@worlds.standing
def secretary(site: Site) -> User:
    return factory.make_secretary(site)


@worlds.standing
def page(site: Site, secretary: User) -> AwardPage:
    return factory.make_open(site, secretary)


def test_each_state_begins_with_its_phase_and_not_a_moment_earlier(page: AwardPage, secretary: User) -> None:
    rules = edition_rules.from_json(AwardEdition.objects.get().rules or {})
    for to in LATER[1:]:
        first = steps.earliest(rules, to)
        assert first is not None
        with pytest.raises(errors.DomainError) as caught:
            steps.move_edition(
                award_key=page.translation_key, to=to, by=secretary, now=first - timedelta(microseconds=1)
            )
        assert caught.value.field == "to"
        moved = steps.move_edition(award_key=page.translation_key, to=to, by=secretary, now=first)
        assert moved.state == to
    log = list(AwardEdition.objects.get().steps.values_list("from_state", "to_state", "by"))
    order = [EditionState.DRAFT, *LATER]
    assert log == [(former, to, secretary.pk) for former, to in pairwise(order)]
    appeal = rules.phase(PhaseKind.APPEAL)
    assert appeal is not None
    assert steps.earliest(rules, EditionState.CLOSED) == appeal.ends


def test_cancelling_needs_a_reason_and_marks_the_calendar(page: AwardPage, secretary: User) -> None:
    with pytest.raises(errors.DomainError) as caught:
        steps.move_edition(
            award_key=page.translation_key, to=EditionState.CANCELLED, by=secretary, now=clock.now(), reason=" "
        )
    assert caught.value.field == "reason"
    identities = CalendarIdentity.objects.filter(cancelled_at__isnull=False)
    assert not identities.exists()
    steps.move_edition(
        award_key=page.translation_key, to=EditionState.CANCELLED, by=secretary, now=clock.now(), reason="Bão."
    )
    assert AwardEdition.objects.get().steps.last().reason == "Bão."  # type: ignore[union-attr]
    assert identities.count() == 8


def test_a_draft_is_cancelled_without_rules(site: Site, secretary: User) -> None:
    page = factory.make_award(factory.make_index(site))
    edition = steps.move_edition(
        award_key=page.translation_key, to=EditionState.CANCELLED, by=secretary, now=clock.now(), reason="Thôi."
    )
    assert (edition.state, edition.rules) == (EditionState.CANCELLED, None)


def test_others_move_nothing(site: Site, page: AwardPage, secretary: User) -> None:
    EditionSecretary.objects.create(award_key=page.translation_key, user=secretary)
    for person in (None, exhibitors.make_person(), factory.make_secretary(site)):
        with pytest.raises(errors.NotAllowedError):
            steps.move_edition(
                award_key=page.translation_key, to=EditionState.CANCELLED, by=person, now=clock.now(), reason="x"
            )
    assert AwardEdition.objects.get().state == EditionState.OPEN


def test_an_edition_without_a_page_is_not_moved(site: Site, secretary: User) -> None:
    with pytest.raises(errors.DomainError):
        steps.move_edition(
            award_key=site.root_page.translation_key,
            to=EditionState.CANCELLED,
            by=secretary,
            now=clock.now(),
            reason="x",
        )
    assert not AwardEdition.objects.exists()


@pytest.mark.parametrize("seed", range(2))
def test_random_moves_never_leave_the_table(page: AwardPage, secretary: User, seed: int) -> None:
    chance, now, state = random.Random(seed), clock.now(), EditionState.OPEN
    rules = edition_rules.from_json(AwardEdition.objects.get().rules or {})
    for _step in range(30):
        now += timedelta(days=chance.randrange(0, 12))
        choices = [one for one in EditionState if one is not EditionState.CANCELLED or chance.random() < 0.1]
        to = chance.choice(choices)
        first = steps.earliest(rules, to)
        may = MOVES.allows(state, to) and (first is None or now >= first)
        try:
            steps.move_edition(award_key=page.translation_key, to=to, by=secretary, now=now, reason="Vì hồ sơ.")
        except errors.DomainError:
            assert not may, (state, to)
        else:
            assert may, (state, to)
            state = to
        assert AwardEdition.objects.get().state == state
