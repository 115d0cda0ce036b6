"""Random histories of an edition with its dossiers, from the call to the end, against a plain model after every step."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import pytest
from wagtail.models import Site

from awards.deliberation.enums import MotionKind, MotionState
from awards.domain import publication
from awards.editions import tasks
from awards.editions.domain import amending, steps
from awards.editions.domain.opening import open_edition
from awards.editions.enums import EditionState, Preset
from awards.enums import Honour, NominationState
from awards.ledger import domain as ledger_domain
from awards.ledger.enums import LedgerKind
from awards.models import AwardCriterion, AwardDocument, AwardPage, Decision, Meeting, Motion, Nomination
from awards.screening.domain import checking, cures
from awards.screening.enums import Outcome
from portal.kernel import clock
from tests import worlds
from tests.awards import histories
from tests.awards.dossiers import beginnings, plain
from tests.awards.dossiers.moves import LEADS, STRANGER, EntrantMoves
from tests.awards.editions.plain import ORDER, SECRETARY
from tests.factories import awards as factory
from tests.factories import exhibitors, jury

TO: Final = (
    "withdrawn",
    "submitted",
    "needs-changes",
    "eligible",
    "ineligible",
    "finalist",
    "not-selected",
    "winner",
    "revoked",
)
DOUBTS: Final = ("pass", "pass", "fail", "unclear")


class DossierMachine(EntrantMoves):
    """Lets the secretariat check, send back and decide what entrants hand in, while the edition goes on and time passes."""

    moves = {  # noqa: RUF012 -- the base says that it is the class's
        **dict.fromkeys(("start", "save_title", "save_answer", "invite", "answer", "let_go"), 3),
        **dict.fromkeys(("submit", "take_up_again"), 4),
        **dict.fromkeys(("conclude", "ask_cure", "answer_cure"), 7),
        **dict.fromkeys(("check", "decide", "move_edition", "let_time_pass", "let_others_work"), 4),
        **dict.fromkeys(("withdraw", "lapse", "amend", "nominate"), 2),
    }

    def check(self) -> None:
        who = self.desk()
        outcome = self.chance.choice(DOUBTS)
        whole = self.often()
        noted = self.often()
        _number, dossier, row = self.pick("submitted")
        keys = [*dossier.rules[:-1], "khong-co"] if not whole else dossier.rules
        for key in keys:
            said, note = (outcome, "Thiếu." if noted else "") if key == keys[0] else ("pass", "")
            if not self.check_one(dossier, row, key, said, note, who):
                return

    def check_one(self, dossier: plain.Dossier, row: Nomination, key: str, said: str, note: str, who: str) -> bool:  # noqa: PLR0917 -- a rule and its answer
        made = self.attempt(
            lambda: self.room.check(dossier, key, said, who, note),
            lambda: checking.save_check(nomination=row, key=key, outcome=Outcome(said), note=note, **self.acts(who)),
        )
        return made is not None

    def conclude(self) -> None:
        who = self.desk()
        to = self.chance.choice(["eligible", "eligible", "ineligible"])
        says_why = self.often()
        _number, dossier, row = self.pick("submitted")
        reason = "Thiếu hồ sơ." if says_why else " "
        if to == "eligible":
            act = lambda: checking.find_eligible(nomination=row, **self.acts(who))  # noqa: E731
        else:
            act = lambda: checking.find_ineligible(nomination=row, reason=reason, **self.acts(who))  # noqa: E731
        self.attempt(lambda: self.room.conclude(dossier, to, who, reason.strip()), act)

    def ask_cure(self) -> None:
        who = self.desk()
        part = self.chance.randint(0, 4)
        says_what = self.often()
        _number, dossier, row = self.pick("submitted")
        wanted = [
            {"basics"},
            {f"answer:{self.keys[0]}"},
            {"basics", f"answer:{self.keys[1]}"},
            {"answer:nothing"},
            set(),
        ]
        words = "Bổ sung." if says_what else ""
        self.attempt(
            lambda: self.room.ask_cure(dossier, wanted[part], words, who),
            lambda: cures.ask_cure(nomination=row, wanted=wanted[part], words=words, by=self.people[who]),
        )

    def lapse(self) -> None:
        expected: list[int] = []
        found = self.attempt(lambda: expected.append(self.room.lapse()), cures.lapse_due)
        assert [found] == expected

    def decide(self) -> None:
        who = self.desk()
        says_why = self.often()
        right = self.often()
        _number, dossier, row = self.pick("submitted", "eligible", "finalist", "winner")
        to = self.one_of(sorted(to for state, to in plain.MOVES if state == dossier.state), TO)
        with_prize = (to == "winner") == right
        reason = "Theo biên bản." if says_why else ""
        self.attempt(
            lambda: self.room.decide(dossier, to, who, reason, with_prize=with_prize),
            lambda: publication.decide_nomination(
                nomination=row,
                to=NominationState(to),
                reason=reason,
                honour=Honour.FIRST if with_prize else None,
                **self.acts(who),
            ),
        )

    def move_edition(self) -> None:
        """Mostly forward."""
        who = self.desk()
        to = self.chance.choice([""] * 9 + [*ORDER, "cancelled"])
        says_why = not self.often()
        here = self.room.edition.state
        place = ORDER.index(here) if here in ORDER else 0
        target = to or ORDER[min(place + 1, len(ORDER) - 1)]
        reason = "Bão." if says_why else ""
        self.attempt(
            lambda: self.room.move_edition(target, who, reason),
            lambda: steps.move_edition(award_key=self.key, to=EditionState(target), reason=reason, **self.acts(who)),
        )

    def amend(self) -> None:
        who = self.desk()
        change = self.chance.choice(["cure", "cut", "extend", "postpone", "postpone", "procedure"])
        days = self.chance.choice([0, 1, 3, 40])
        says = self.chance.choice([(True, True)] * 6 + [(True, False), (False, True)])
        reason, basis = ("Vì bão." if said else "" for said in says)
        # The model knows what a change means; what it would change is asked beforehand, so that the domain gets the same.
        moment = self.around.now + timedelta(seconds=1)
        paths = self.room.edition.paths(change, days, moment)
        made = self.attempt(
            lambda: self.room.edition.amend(change, days, who, (reason, basis), self.room.now),
            lambda: amending.amend_edition(
                award_key=self.key, changes=paths, reason=reason, legal_basis=basis, **self.acts(who)
            ),
        )
        assert len(self.around.tasks) == (made is not None)

    def let_time_pass(self) -> None:
        how = self.chance.choice(["an hour", "a day", "almost", "exactly", "exactly"])
        if how in {"an hour", "a day"}:
            self.around.now += timedelta(days=1) if how == "a day" else timedelta(hours=1)
            return
        cure_ends = [one.request.due for one in self.room.dossiers if one.request is not None]
        moments = [moment for phase in self.room.edition.phases.values() for moment in phase]
        ahead = [moment for moment in (*moments, *cure_ends) if moment > self.around.now + timedelta(seconds=3)]
        if ahead:
            # Every attempt moves the clock on by a second.
            self.around.now = min(ahead) - timedelta(seconds=1 if how == "exactly" else 2)

    def let_others_work(self) -> None:
        """What jury and council do meanwhile, as rows."""
        what = self.chance.choice(["give", "score", "shortlist", "decision"])
        half = self.chance.random() < 0.5
        edition, now = self.room.edition, self.around.now
        begun = beginnings.Begun(self.room, self.keys, self.category, self.rows)
        if what == "give":
            beginnings.give(begun, self.world.jurors)
        elif what == "score":
            beginnings.score(begun)
        elif what == "shortlist" and edition.state == "deliberation" and not edition.shortlist:
            chosen = [number for number, one in enumerate(self.room.dossiers) if one.state == "eligible"]
            if not chosen:
                raise histories.Idle
            edition.shortlist = chosen[:1] if half else chosen
            meeting = Meeting.objects.create(award_key=self.key, number=1, held_at=now)
            motion = Motion.objects.create(
                meeting=meeting,
                number=1,
                kind=MotionKind.SHORTLIST,
                category_code=self.category,
                words="Nhất trí?",
                state=MotionState.CARRIED,
                opened_at=now,
                closed_at=now,
            )
            motion.nominations.set([self.rows[number] for number in edition.shortlist])
        elif what == "decision" and edition.state == "public-comment" and not edition.is_decided:
            edition.decided_at = now
            edition.log.append("decision")
            Decision.objects.create(
                award_key=self.key,
                number="1/QĐ",
                decided_on=clock.local(now).date(),
                issued_by="Sở",
                signed_by="Lê Ký",
                recorded_at=now,
            )
            body = {"category": self.category, "ranking": []}
            ledger_domain.append(award_key=self.key, kind=LedgerKind.DECISION, body=body, now=now)
        self.before = histories.rows(self.tables)

    def compare(self) -> None:
        """Everything that the model knows."""
        found, room, numbers = self.before, self.room, {row.pk: number for number, row in enumerate(self.rows)}
        assert [
            (row["title"], row["nominee_email"], row["state"], row["submitted_at"] is not None)
            for row in found["awards_nomination"]
        ] == [(one.title, one.nominee_email, one.state, one.handed_in) for one in room.dossiers]
        assert sorted(
            (numbers[row["nomination_id"]], row["email"], row["role"], row["state"])
            for row in found["awards_dossiermember"]
        ) == sorted((number, p.email, p.role, p.state) for number, one in enumerate(room.dossiers) for p in one.people)
        assert {(numbers[row["nomination_id"]], row["key"]): row["text"] for row in found["awards_dossieranswer"]} == {
            (number, key): words for number, one in enumerate(room.dossiers) for key, words in one.answers.items()
        }
        assert {
            (numbers[row["nomination_id"]], row["round"], row["key"]): row["outcome"]
            for row in found["awards_screeningcheck"]
        } == {(number, *key): said for number, one in enumerate(room.dossiers) for key, said in one.checks.items()}
        assert {
            numbers[row["nomination_id"]]: "answered" if row["answered_at"] else "lapsed" if row["lapsed_at"] else ""
            for row in found["awards_curerequest"]
        } == {number: one.cure.end for number, one in enumerate(room.dossiers) if one.cure is not None}
        self.compare_logs(numbers)
        self.check_what_holds_whatever_happens()

    def compare_logs(self, numbers: dict[int, int]) -> None:
        found, room = self.before, self.room
        said: dict[int, list[tuple[str, str]]] = {number: [] for number in numbers.values()}
        for row in found["awards_nominationlog"]:
            said[numbers[row["nomination_id"]]].append((row["from_state"], row["to_state"]))
        assert list(said.values()) == [one.steps for one in room.dossiers]
        assert histories.is_chain(found["awards_ledgerentry"])
        assert [row["kind"] for row in self.new("awards_ledgerentry")] == room.edition.log
        assert [row["state"] for row in found["awards_awardedition"]] == [room.edition.state]
        new_steps = [(row["from_state"], row["to_state"]) for row in self.new("awards_editionstep")]
        assert new_steps == room.edition.steps
        assert len(found["awards_editionamendment"]) == room.edition.amendments
        asked = {str(row["id"]) for row in found["awards_dossiermember"] if row["state"] == "invited"}
        assert {row["subject"] for row in found["kernel_secrettoken"] if row["revoked_at"] is None} == asked

    def check_what_holds_whatever_happens(self) -> None:
        counted = [one.title for one in self.room.dossiers if one.state not in plain.UNCOUNTED]
        assert len(counted) == len(set(counted))
        for one in self.room.dossiers:
            asked = [person.role for person in one.people if person.state == "invited"]
            assert asked.count("nominee") == (one.state == "awaiting")
            assert one.state != "withdrawn" or not asked


@worlds.standing
def world(site: Site) -> beginnings.World:
    secretary = factory.make_secretary(site)
    page = factory.make_ready(site, secretary, preset=Preset.RECOGNITION)
    key = page.translation_key
    # Files have tests of their own; two criteria are enough to forget one.
    AwardDocument.objects.filter(page__translation_key=key).delete()
    AwardCriterion.objects.filter(page__translation_key=key, key="steadiness").delete()
    AwardCriterion.objects.filter(page__translation_key=key).update(weight=50)
    AwardPage.objects.filter(pk=page.pk).update(eligibility=plain.ELIGIBILITY)
    open_edition(award_key=key, by=secretary, now=clock.now())
    people = {name: exhibitors.make_person(full_name=name) for name in (*LEADS, beginnings.CO_AUTHOR, STRANGER)}
    jurors = [jury.make_juror(key) for _number in range(3)]
    return beginnings.World(key, {**people, SECRETARY: secretary}, jurors)


def test_any_history_agrees_with_the_plain_model(
    world: beginnings.World, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    around = histories.Around(clock.now())
    around.take_the_place(monkeypatch)
    # Pages have tests of their own, and cost a hundred times what is looked at here.
    monkeypatch.setattr(publication, "publish_nomination", lambda **_told: None)
    monkeypatch.setattr(amending, "pages_of", lambda _key: {})
    monkeypatch.setattr(tasks, "tell_amendment", around)
    DossierMachine.world = world
    histories.run(DossierMachine, around)
    record_property("steps", sum(DossierMachine.lengths))
    assert all(DossierMachine.refused[f"{move}: StaleError"] for move in ("save_title", "save_answer"))
