"""Balanced distribution: against all possible ones on small cases, kept as it is where nothing changed, short where it must be."""

import itertools
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from awards.jury import distribution
from awards.jury.distribution import Given


def loads_of(plan: distribution.Plan, case: Given, pool: tuple[str, ...]) -> list[int]:
    pairs = [*plan.added, *(pair for pair in case.kept if pair[0] in case.dossiers)]
    return sorted(sum(juror == one for _dossier, juror in pairs) for one in pool)


@st.composite
def cases(draw: st.DrawFn) -> Given:
    dossiers = tuple(f"HS-{number}" for number in range(draw(st.integers(0, 4))))
    jurors = tuple(f"GK-{number}" for number in range(draw(st.integers(1, 5))))
    pairs = list(itertools.product(dossiers, jurors))
    chosen = draw(
        st.lists(st.sampled_from(["free", "free", "barred", "kept"]), min_size=len(pairs), max_size=len(pairs))
    )
    marked = dict(zip(pairs, chosen, strict=True))
    return Given(
        seed=draw(st.sampled_from(["a", "b", "c"])),
        per=draw(st.integers(1, 3)),
        dossiers=dossiers,
        jurors=jurors,
        barred=frozenset(pair for pair, what in marked.items() if what == "barred"),
        kept=frozenset(pair for pair, what in marked.items() if what == "kept" and draw(st.booleans())),
    )


def least_squares(case: Given) -> int:
    """Return the least sum of squared loads over all ways to give each dossier as many as it can have."""
    options = []
    for dossier in case.dossiers:
        kept = [juror for one, juror in case.kept if one == dossier]
        free = [one for one in case.jurors if one not in kept and (dossier, one) not in case.barred]
        count = min(max(case.per - len(kept), 0), len(free))
        options.append([(*kept, *chosen) for chosen in itertools.combinations(free, count)])
    return min(
        sum(sum(juror in group for group in way) ** 2 for juror in case.jurors) for way in itertools.product(*options)
    )


@settings(max_examples=150, deadline=None)
@given(cases())
def test_no_distribution_is_evener_and_none_gives_more(case: Given) -> None:
    plan = distribution.distribute(case)
    assert not set(plan.added) & (case.barred | case.kept)
    assert len(set(plan.added)) == len(plan.added)
    for dossier in case.dossiers:
        kept = sum(one == dossier for one, _juror in case.kept)
        free = sum((dossier, one) not in case.barred and (dossier, one) not in case.kept for one in case.jurors)
        has = kept + sum(one == dossier for one, _juror in plan.added)
        assert has == max(kept, min(case.per, kept + free))
        assert (has < case.per) is (dossier in {short.dossier for short in plan.short})
    assert sum(load**2 for load in loads_of(plan, case, case.jurors)) == least_squares(case)


def test_forty_dossiers_and_seven_jurors_differ_by_one_and_the_order_told_does_not_matter() -> None:
    dossiers = tuple(f"HS-{number}" for number in range(40))
    jurors = tuple(f"GK-{number}" for number in range(7))
    barred = frozenset({("HS-1", "GK-1"), ("HS-2", "GK-1"), ("HS-3", "GK-4")})
    case = Given(seed="0a", per=3, dossiers=dossiers, jurors=jurors, barred=barred)
    plan = distribution.distribute(case)
    loads = loads_of(plan, case, jurors)
    assert (sum(loads), loads[-1] - loads[0]) == (120, 1)
    shuffled = Given(
        seed="0a",
        per=3,
        dossiers=tuple(random.Random(1).sample(dossiers, 40)),
        jurors=tuple(reversed(jurors)),
        barred=barred,
    )
    assert distribution.distribute(shuffled) == plan
    other = Given(seed="0b", per=3, dossiers=dossiers, jurors=jurors, barred=barred)
    assert distribution.distribute(other).added != plan.added


def test_again_adds_nothing_and_a_new_dossier_adds_only_its_own() -> None:
    jurors = ("GK-1", "GK-2", "GK-3", "GK-4")
    first = distribution.distribute(Given("s", 3, ("HS-1", "HS-2"), jurors))
    kept = frozenset(first.added)
    assert distribution.distribute(Given("t", 3, ("HS-1", "HS-2"), jurors, kept=kept)).added == ()
    more = distribution.distribute(Given("t", 3, ("HS-1", "HS-2", "HS-3"), jurors, kept=kept))
    assert {dossier for dossier, _juror in more.added} == {"HS-3"}


def test_reserves_serve_only_where_others_are_too_few_and_shortage_says_why() -> None:
    jurors, reserves = ("GK-1", "GK-2", "GK-3"), ("GK-8", "GK-9")
    barred = frozenset({("HS-1", "GK-1"), ("HS-2", "GK-1"), ("HS-2", "GK-8"), ("HS-2", "GK-9")})
    plan = distribution.distribute(Given("s", 3, ("HS-1", "HS-2", "HS-3"), jurors, reserves, barred))
    by_reserves = [pair for pair in plan.added if pair[1] in reserves]
    assert [dossier for dossier, _juror in by_reserves] == ["HS-1"]
    assert plan.short == (distribution.Short("HS-2", 2, 3),)
