"""Random histories of a jury, its conflicts, draws and mark sheets, against a plain model after every step."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from wagtail.models import Site

from awards.domain import nominations
from awards.dossiers.enums import MemberRole, MemberState
from awards.editions import rules as edition_rules
from awards.editions.enums import Preset
from awards.enums import NominationState
from awards.jury import gates, parties, planning
from awards.jury.domain import assigning, conflicts
from awards.marking import gate
from awards.marking.domain import sheets
from awards.models import Assignment, AwardEdition, DossierMember, MarkSheet
from portal.kernel import clock
from tests import worlds
from tests.awards import histories
from tests.awards.editions.plain import SECRETARY
from tests.awards.jury import plain
from tests.awards.jury.moves import DOSSIERS, PEOPLE, STRANGER, SeatMoves, World
from tests.factories import awards as factory
from tests.factories import exhibitors
from tests.factories import jury as make


class JuryMachine(SeatMoves):
    """Declares, draws, confirms and scores, while dossiers come and go and the edition goes to and fro."""

    moves = {  # noqa: RUF012 -- the base says that it is the class's
        **dict.fromkeys(("invite", "answer", "bind", "confirm", "move_edition"), 4),
        **dict.fromkeys(("look_through", "assign", "declare", "release", "replace", "join_a_dossier"), 2),
        **dict.fromkeys(("remind", "chair", "move_dossier", "let_time_pass", "ask_the_gates"), 1),
        "score": 8,
    }

    def bind(self) -> None:
        words = self.often()
        number, said = self.pick_silent(), "Tôi độc lập." if words else ""
        who = self.who(number)
        self.attempt(
            lambda: self.jury.bind(number, who, said),
            lambda: conflicts.bind(juror=self.rows[number], words=said, affiliations="", **self.acts(who)),
        )

    def look_through(self) -> None:
        told = self.chance.choice([(), (), (), (0,), (1, 2), (3,)])
        number = self.pick_silent()
        who, row = self.who(number), self.rows[number]
        named = {self.dossiers[one].pk for one in told}
        shown = parties.of(row, self.world.rules) if named else []
        keys = [party.key for party in shown if party.nominations[0].pk in named]
        chosen = {one for one in told if self.jury.dossiers[one] in plain.HANDED_IN}
        self.attempt(
            lambda: self.jury.look_through(number, chosen, who),
            lambda: conflicts.look_through(juror=row, keys=keys, reason="", **self.acts(who)),
        )

    def declare(self) -> None:
        says_why = self.often()
        pair = self.pick_pair()
        who, reason = self.who(pair[0]), "Cùng cơ quan." if says_why else ""
        row, nomination = self.rows[pair[0]], self.dossiers[pair[1]]
        self.attempt(
            lambda: self.jury.declare(pair, who, reason),
            lambda: conflicts.declare(juror=row, nomination=nomination, reason=reason, **self.acts(who)),
        )

    def confirm(self) -> None:
        pair = self.pick_pair()
        who, said = self.who(pair[0]), []
        row, nomination = self.rows[pair[0]], self.dossiers[pair[1]]
        made = self.attempt(
            lambda: said.append(self.jury.confirm(pair, who)),
            lambda: conflicts.confirm(juror=row, nomination=nomination, **self.acts(who)),
        )
        assert (made is not None) == (True in said)

    def assign(self) -> None:
        who = self.desk()
        saw_another = not self.often()
        seen = "0" * 64 if saw_another else ""
        self.attempt(
            lambda: self.jury.assign(who, saw_another=saw_another),
            lambda: assigning.assign(award_key=self.key, seen=seen, **self.acts(who)),
        )

    def score(self) -> None:
        whole = self.often()
        act = self.chance.choice(["save", "mark", "hand in", "hand in", "take back"])
        pair = self.pick_pair()
        who = self.who(pair[0])
        rows = Assignment.objects.filter(juror=self.rows[pair[0]], nomination=self.dossiers[pair[1]])
        given = rows.select_related("juror", "nomination").order_by("pk").last()
        if given is None:
            return
        if act == "mark" and who == self.jury.seats[pair[0]].who and self.jury.live(seat=pair[0], dossier=pair[1])[-1:]:
            # The usual way, in one go.
            self.attempt(
                lambda: self.jury.confirm(pair, who),
                lambda: conflicts.confirm(juror=given.juror, nomination=given.nomination, **self.acts(who)),
            )
        if act in {"save", "mark"}:
            self.save(given, pair, who, whole=whole or act == "mark")
        if act in {"hand in", "mark"}:
            self.attempt(
                lambda: self.jury.hand_in(pair, who),
                lambda: sheets.hand_in(assignment=given, by=self.people[who], seen_at=self.seen(given)),
            )
        if act == "take back":
            self.attempt(
                lambda: self.jury.take_back(pair, who),
                lambda: sheets.take_back(assignment=given, by=self.people[who]),
            )

    def seen(self, given: Assignment) -> Any:
        return MarkSheet.objects.filter(assignment=given).values_list("saved_at", flat=True).first()

    def save(self, given: Assignment, pair: plain.Pair, who: str, *, whole: bool) -> None:
        points = {one.key: 7 if whole or number else None for number, one in enumerate(self.world.rules.criteria)}
        self.attempt(
            lambda: self.jury.save(pair, who, whole=whole),
            lambda: sheets.save_draft(
                assignment=given, words=sheets.Words(points=points), seen_at=self.seen(given), **self.acts(who)
            ),
        )

    def move_edition(self) -> None:
        """The edition's own rules have histories of their own: here it may go back, too."""
        to = self.chance.choice(["open", "screening", "screening", "scoring", "scoring", "scoring", "deliberation"])
        self.jury.edition = to
        self.put(to)
        self.before = histories.rows(self.tables)

    def move_dossier(self) -> None:
        """Let one that waits take part, or, less often, take one back."""
        place = self.chance.randrange(len(DOSSIERS))
        rarely = self.chance.randint(0, 3)
        to = {"submitted": "eligible", "eligible": "withdrawn"}.get(self.jury.dossiers[place], "")
        if not to or (to == "withdrawn" and (rarely or self.jury.dossiers.count("eligible") < 3)):
            raise histories.Idle

        def plainly() -> None:
            self.jury.dossiers[place] = to
            self.jury.log.append("screening" if to == "eligible" else "withdrawal")

        self.attempt(
            plainly,
            lambda: nominations.move_nomination(
                nomination=self.dossiers[place], to=NominationState(to), **self.acts(SECRETARY)
            ),
        )

    def join_a_dossier(self) -> None:
        """Somebody works on a dossier: a certain conflict, which the next act finds."""
        name = self.one_of([seat.who for seat in self.jury.seats if seat.is_ready], PEOPLE)
        place = self.chance.randrange(len(DOSSIERS))
        if (name, place) in self.jury.crews or len(self.jury.crews) > 2:
            raise histories.Idle
        now = self.around.now
        self.jury.crews.add((name, place))
        DossierMember.objects.create(
            nomination=self.dossiers[place],
            user=self.people[name],
            email=self.people[name].email,
            role=MemberRole.CO_AUTHOR,
            state=MemberState.ACCEPTED,
            asked_at=now,
            answered_at=now,
        )
        self.before = histories.rows(self.tables)

    def let_time_pass(self) -> None:
        hours = self.chance.choice([1, 1, 24, 24 * 15])
        self.around.now += timedelta(hours=hours)

    def ask_the_gates(self) -> None:
        """Scoring begins with enough jurors who declared everything, and ends with every sheet."""
        eligible = [number for number, state in enumerate(self.jury.dossiers) if state == "eligible"]
        short = sum(len(self.jury.holders(one)) < plain.PER for one in eligible)
        silent = [seat.who for seat in self.jury.seats if seat.state == "accepted" and not seat.is_through]
        said = list(gates.before_scoring(self.key, self.world.rules))
        assert len(said) == bool(short) + bool(silent)
        assert not short or str(short) in said[0]
        assert all(who in said[-1] for who in silent)
        open_ones = {one.pair[1] for one in self.jury.live() if one.pair[1] in eligible and one.sheet != "submitted"}
        assert len(list(gate.missing(self.key, self.world.rules))) == len(open_ones)

    def compare(self) -> None:
        """Everything that the model knows."""
        found, jury = self.before, self.jury
        flags = ("state", "is_reserve", "is_chair")
        assert [
            (*(row[name] for name in flags), row["declared_at"] is not None, row["looked_through_at"] is not None)
            for row in found["awards_juror"]
        ] == [(one.state, one.is_reserve, one.is_chair, one.is_bound, one.is_through) for one in jury.seats]
        assert {self.pair(row): row["source"] for row in found["awards_conflict"]} == jury.conflicts
        given = {row["id"]: row for row in found["awards_assignment"]}
        said = {row["assignment_id"]: row["state"] for row in found["awards_marksheet"]}
        assert sorted((*self.pair(row), row["state"], said.get(pk, "")) for pk, row in given.items()) == sorted(
            (*one.pair, one.state, one.sheet) for one in jury.given
        )
        assert histories.is_chain(found["awards_ledgerentry"])
        assert [row["kind"] for row in self.new("awards_ledgerentry")] == jury.log
        asked = {str(row["id"]) for row in found["awards_juror"] if row["state"] == "invited"}
        assert {row["subject"] for row in found["kernel_secrettoken"] if row["revoked_at"] is None} == asked
        self.check_what_holds_whatever_happens()

    def check_what_holds_whatever_happens(self) -> None:
        jury = self.jury
        for one in jury.live():
            assert one.pair not in jury.conflicts
            assert jury.seats[one.pair[0]].state == "accepted" or one.sheet == "submitted"
        for dossier in range(len(jury.dossiers)):
            held = [one.pair for one in jury.live(dossier=dossier)]
            assert sum(not jury.works_on(pair) for pair in held) <= plain.PER
            assert len(jury.judges(dossier)) == len(held)
        assert sum(one.is_chair and one.serves for one in jury.seats) <= 1
        self.the_log_counts_what_stands()

    def the_log_counts_what_stands(self) -> None:
        entries = self.new("awards_ledgerentry")
        for row in entries[self.read :]:
            if row["kind"] in {"score", "void"}:
                body = json.loads(row["body"])
                pair = body["dossier"], body["juror"]
                self.points[pair] = body.get("points")
        self.read = len(entries)
        stands = {one.pair for one in self.jury.live() if one.sheet == "submitted"}
        named = {(self.dossiers[dossier].alias, self.rows[seat].alias) for seat, dossier in stands}
        assert {pair for pair, points in self.points.items() if points} == named


@worlds.standing
def world(site: Site) -> World:
    secretary = factory.make_secretary(site)
    page = factory.make_open(site, secretary, preset=Preset.RECOGNITION)
    key = page.translation_key
    rules = edition_rules.from_json(AwardEdition.objects.get(award_key=key).rules or {})
    people = {name: exhibitors.make_person(full_name=f"Trần {name}") for name in (*PEOPLE, STRANGER)}
    found = [
        make.eligible(key, state=NominationState(state), alias=f"HS-{number}") for number, state in enumerate(DOSSIERS)
    ]
    return World(key, rules, {**people, SECRETARY: secretary}, found)


def test_any_history_agrees_with_the_plain_model(
    world: World, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    around = histories.Around(clock.now())
    around.take_the_place(monkeypatch)
    # What is drawn must follow from the history alone, which is tried again when something went wrong.
    monkeypatch.setattr(planning, "seed_of", lambda _key: "0123456789abcdef")
    JuryMachine.world = world
    histories.run(JuryMachine, around)
    record_property("steps", sum(JuryMachine.lengths))
    assert JuryMachine.taken["reserves"] >= histories.LEAST
