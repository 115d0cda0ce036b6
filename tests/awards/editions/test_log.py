"""The secretariat's acts in the log, heads at each phase's end, and the page from which anybody recomputes the result."""

import dataclasses
import hashlib
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from awards.editions import results
from awards.editions import rules as edition_rules
from awards.editions.domain import amending, steps
from awards.editions.enums import ENDS, MOVES, PHASE_OF, EditionState
from awards.enums import PhaseKind
from awards.ledger import domain as ledger
from awards.ledger import queries, recompute, sheet
from awards.ledger.enums import LedgerKind
from awards.models import AwardEdition, AwardPage, EditionStep, LedgerEntry, LedgerHead
from awards.scoring import ranking
from portal.accounts.models import User
from portal.kernel import clock
from tests import worlds
from tests.awards.ledger import editions
from tests.factories import awards as factory

pytestmark = pytest.mark.django_db


@worlds.standing
def secretary(site: Site) -> User:
    return factory.make_secretary(site)


@worlds.standing
def page(site: Site, secretary: User) -> AwardPage:
    return factory.make_open(site, secretary)


def entries(page: AwardPage) -> list[dict[str, Any]]:
    return list(queries.entries(page.translation_key))


def heads() -> list[tuple[str, int]]:
    return list(LedgerHead.objects.order_by("pk").values_list("phase", "number"))


def cancel(page: AwardPage, by: User) -> AwardEdition:
    return steps.move_edition(
        award_key=page.translation_key, to=EditionState.CANCELLED, by=by, now=clock.now(), reason="Vì bão lũ."
    )


def walk(page: AwardPage, by: User, until: EditionState) -> None:
    """Take all steps to a state, each at the first moment that the rules allow."""
    rules = edition_rules.from_json(AwardEdition.objects.get().rules or {})
    order = [*PHASE_OF, EditionState.CLOSED]
    for to in order[1 : order.index(until) + 1]:
        first = steps.earliest(rules, to)
        assert first is not None
        steps.move_edition(award_key=page.translation_key, to=to, by=by, now=first)


def decide(page: AwardPage) -> None:
    """Append what jurors, public and council would: two dossiers of one category, and their ranking."""
    rules = edition_rules.scoring_rules(edition_rules.from_json(AwardEdition.objects.get().rules or {}))
    code = "san-xuat"
    acts: list[ledger.Act] = [
        (LedgerKind.SCREENING, {"category": code, "dossier": name, "result": "pass"}) for name in ("HS-01", "HS-02")
    ]
    for dossier, given in (("HS-01", 7), ("HS-02", 9)):
        for juror in ("GK-1", "GK-2", "GK-3"):
            points = dict.fromkeys(rules.keys, given)
            acts.append((LedgerKind.SCORE, {"category": code, "dossier": dossier, "juror": juror, "points": points}))
    acts.append((LedgerKind.VOTE_TALLY, {"category": code, "votes": {"HS-01": 3, "HS-02": 1}}))
    key = page.translation_key
    ledger.append_all(award_key=key, acts=acts, now=clock.now())
    [contest] = sheet.contests(rules=rules, entries=queries.entries(key))
    places = [{"rank": row.rank, "dossier": row.dossier} for row in ranking.rank(contest).standings]
    ledger.append(award_key=key, kind=LedgerKind.DECISION, body={"category": code, "ranking": places}, now=clock.now())


def test_opening_and_amendments_name_the_rules_in_force_and_their_deciding_part(
    page: AwardPage, secretary: User
) -> None:
    edition = AwardEdition.objects.get()
    rules = edition_rules.scoring_rules(edition_rules.from_json(edition.rules or {}))
    opening = {"rules": edition.rules_digest, "scoring": sheet.scoring_digest(rules)}
    assert [(row["kind"], row["body"]) for row in entries(page)] == [("opening", opening)]
    amending.amend_edition(
        award_key=page.translation_key, changes={"curve": "ranks"}, reason="Ít phiếu.", legal_basis="Thông báo 2",
        by=secretary, now=clock.now(),
    )  # fmt: skip
    edition.refresh_from_db()
    rules = edition_rules.scoring_rules(edition_rules.from_json(edition.rules or {}))
    last = entries(page)[-1]
    assert (last["kind"], last["body"]) == (
        "amendment", {"number": 1, "rules": edition.rules_digest, "scoring": sheet.scoring_digest(rules)},
    )  # fmt: skip
    assert last["body"]["scoring"] != opening["scoring"]
    assert {one.vote_curve for one in AwardPage.objects.all()} == {"ranks"}
    assert queries.verify(page.translation_key) is None


def test_each_step_is_an_entry_and_each_phase_that_ends_has_its_head(page: AwardPage, secretary: User) -> None:
    walk(page, secretary, EditionState.CLOSED)
    taken = [(row["body"]["from"], row["body"]["to"]) for row in entries(page)[1:]]
    assert taken == list(EditionStep.objects.order_by("pk").values_list("from_state", "to_state"))[1:]
    assert heads() == [
        ("call", 2), ("screening", 3), ("scoring", 4), ("deliberation", 5), ("public-comment", 6),
        ("decision", 7), ("appeal", 7),
    ]  # fmt: skip
    assert queries.verify(page.translation_key) is None


def test_every_state_that_can_be_left_ends_the_phases_that_are_its_own() -> None:
    assert ENDS.keys() == {state for state in MOVES.moves if state is not EditionState.DRAFT}
    assert {phase for phases in ENDS.values() for phase in phases} == set(PhaseKind) - {PhaseKind.CEREMONY}


def test_cancelling_is_an_entry_without_its_reason_and_ends_the_phase(page: AwardPage, secretary: User) -> None:
    cancel(page, secretary)
    last = entries(page)[-1]
    assert (last["kind"], last["body"]) == ("cancellation", {"from": "open", "to": "cancelled"})
    assert heads() == [("call", 2)]


def test_a_draft_that_is_cancelled_ends_no_phase(site: Site, secretary: User) -> None:
    page = factory.make_award(factory.make_index(site))
    cancel(page, secretary)
    assert [row["kind"] for row in entries(page)] == ["cancellation"]
    assert heads() == []


def test_nobody_takes_a_step_with_a_log_that_does_not_hold(page: AwardPage, secretary: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE awards_ledgerentry SET body = '{}'")
    with pytest.raises(ledger.BrokenLogError):
        cancel(page, secretary)
    edition = AwardEdition.objects.get()
    assert (edition.state, edition.steps.count(), LedgerEntry.objects.count()) == (EditionState.OPEN, 1, 1)


def addresses(page: AwardPage, name: str) -> list[str]:
    found = []
    for language in ("vi", "en"):
        with translation.override(language):
            found.append(reverse(f"awards:{name}", args=[page.translation_key]))
    return found


def cost(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_edition_shows_its_heads_whole_and_leads_to_the_method(
    client: Client, page: AwardPage, secretary: User
) -> None:
    walk(page, secretary, EditionState.SCORING)
    for one, url in zip((page, factory.english_of(page)), addresses(page, "recompute"), strict=True):
        content = client.get(one.url or "").content.decode()
        for head in LedgerHead.objects.all():
            assert f'value="{head.digest}"' in content
            assert f'data-copy="{head.digest}"' in content
        assert f'href="{url}"' in content


def test_method_is_told_in_words_in_both_languages_and_the_sheet_announced(client: Client, page: AwardPage) -> None:
    vietnamese, english = (client.get(url).content.decode() for url in addresses(page, "recompute"))
    for content in (vietnamese, english):
        assert content.count("<h1") == 1
        assert not re.search(r'\sstyle="', content)
        assert "score-sheet.json" not in content
        assert "bang-diem.json" not in content
        assert content.count('class="breadcrumbs__list"') == 1
    assert "weight 38, at most 10 points" in english
    assert "80 percent of the council" in english
    assert "The score sheet comes with the decision, by the rules from" in english
    assert all(client.get(url).status_code == 404 for url in addresses(page, "score-sheet"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"method": "trimmed-mean", "trim": 1, "jurors_per_dossier": 5}, "without 1 highest and 1 lowest sheet"),
        ({"method": "ranks", "public_share": 0}, "There is no public vote"),
        ({"curve": "ranks"}, "put in order within each category"),
    ],
)
def test_other_methods_have_other_words(
    client: Client, page: AwardPage, secretary: User, changes: dict[str, Any], said: str
) -> None:
    amending.amend_edition(
        award_key=page.translation_key, changes=changes, reason="Lý do.", legal_basis="Thông báo 2",
        by=secretary, now=clock.now(),
    )  # fmt: skip
    assert said in client.get(addresses(page, "recompute")[1]).content.decode()


def test_page_costs_the_same_with_one_head_and_many(client: Client, page: AwardPage, secretary: User) -> None:
    walk(page, secretary, EditionState.SCREENING)
    pages = [page.url or "", *addresses(page, "recompute")]
    few = [cost(client, url) for url in pages]
    for number in range(5):
        ledger.append(award_key=page.translation_key, kind=LedgerKind.APPEAL, body={"number": number}, now=clock.now())
        ledger.publish_head(award_key=page.translation_key, phase=PhaseKind.SCREENING, now=clock.now())
    assert [cost(client, url) for url in pages] == few


def test_what_never_opened_or_is_not_public_has_no_such_page(
    site: Site, client: Client, page: AwardPage, secretary: User
) -> None:
    draft = factory.make_ready(site, secretary)
    for name in ("recompute", "score-sheet"):
        assert client.get(addresses(draft, name)[0]).status_code == 404
    for one in (page, factory.english_of(page)):
        one.unpublish()
    assert client.get(addresses(page, "recompute")[0]).status_code == 404


def test_program_is_the_very_file_and_is_handed_out_once(client: Client) -> None:
    url = reverse("awards:program")
    answer = client.get(url)
    assert answer.content == Path(recompute.__file__).read_bytes()
    assert answer["Content-Type"] == "text/x-python; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="recompute_award.py"'
    assert answer["ETag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
    assert answer["Cache-Control"] == "public, max-age=900"
    assert not answer.cookies
    again = client.get(url, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post(url).status_code == 405


def test_score_sheet_comes_with_the_decision_and_the_program_confirms_it(
    client: Client, page: AwardPage, secretary: User, tmp_path: Path
) -> None:
    walk(page, secretary, EditionState.PUBLIC_COMMENT)
    decide(page)
    url, english = addresses(page, "score-sheet")
    assert client.get(url).status_code == 404
    now = clock.now() + timedelta(days=400)
    steps.move_edition(award_key=page.translation_key, to=EditionState.DECIDED, by=secretary, now=now)
    assert f'href="{english}"' in client.get(addresses(page, "recompute")[1]).content.decode()
    answer = client.get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert client.get(url, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert secretary.full_name not in answer.content.decode()
    program, file = tmp_path / "recompute_award.py", tmp_path / "sheet.json"
    program.write_bytes(client.get(reverse("awards:program")).content)
    file.write_bytes(answer.content)
    head = LedgerHead.objects.order_by("pk").last()
    assert head is not None
    told = subprocess.run(
        [sys.executable, program, file, "--head", head.digest], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout + told.stderr
    file.write_bytes(answer.content.replace(b'"HS-02":1', b'"HS-02":9'))
    assert subprocess.run([sys.executable, program, file], capture_output=True, check=False).returncode == 1


def test_score_sheet_that_is_not_confirmed_is_not_published(client: Client, page: AwardPage, secretary: User) -> None:
    walk(page, secretary, EditionState.PUBLIC_COMMENT)
    decide(page)
    body = {"category": "san-xuat", "ranking": [{"rank": 1, "dossier": "HS-01"}, {"rank": 2, "dossier": "HS-02"}]}
    ledger.append(award_key=page.translation_key, kind=LedgerKind.DECISION, body=body, now=clock.now())
    AwardEdition.objects.update(state=EditionState.DECIDED)
    assert results.score_sheet(AwardEdition.objects.get()).state is results.SheetState.UNCONFIRMED
    assert client.get(addresses(page, "score-sheet")[0]).status_code == 404
    assert "does not confirm" in client.get(addresses(page, "recompute")[1]).content.decode()


def test_sheet_waits_for_a_decision_in_the_log_and_never_comes_for_a_cancelled_edition(
    client: Client, page: AwardPage, secretary: User
) -> None:
    AwardEdition.objects.update(state=EditionState.DECIDED)
    assert results.score_sheet(AwardEdition.objects.get()).state is results.SheetState.UNDECIDED
    AwardEdition.objects.update(state=EditionState.OPEN)
    cancel(page, secretary)
    assert "there will be no score sheet" in client.get(addresses(page, "recompute")[1]).content.decode()


def test_order_of_criteria_on_the_page_decides_nothing(client: Client, page: AwardPage) -> None:
    digest = AwardEdition.objects.get().rules_digest
    for place, row in enumerate(reversed(page.criteria.all())):
        type(row).objects.filter(pk=row.pk).update(sort_order=place)
    changed = AwardPage.objects.get(pk=page.pk)
    assert [row.key for row in changed.criteria.all()] == ["applicability", "effect", "novelty"]
    changed.save_revision().publish()
    assert AwardEdition.objects.get().rules_digest == digest
    shown = client.get(page.url or "").context["standing"].criteria
    assert shown[0].title.text == "Tính mới"
    contest = editions.small()
    turned = dataclasses.replace(contest.rules, criteria=contest.rules.criteria[::-1])
    assert ranking.rank(dataclasses.replace(contest, rules=turned)).standings == ranking.rank(contest).standings
