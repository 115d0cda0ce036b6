"""The score sheet: the portal's ranking and the program's agree, every change is found, and only what is described is read."""

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from awards.enums import PhaseKind
from awards.ledger import recompute, sheet
from awards.ledger.enums import LedgerKind
from awards.scoring import figures, ranking
from awards.scoring.enums import ScoringMethod, TieBreak
from awards.scoring.values import Contest, Sheet
from events import draw_rules
from tests.awards.ledger import editions
from tests.awards.scoring import plain

SMALL = editions.file_of(editions.small())
SMALLEST = editions.file_of(editions.smallest())
PROGRAM = Path(recompute.__file__)


def faults(raw: bytes, head: str = "") -> list[str]:
    try:
        return [wrong.code for wrong in recompute.faults(recompute.read(raw), head)]
    except recompute.Wrong as wrong:
        return [wrong.code]


def document() -> dict[str, Any]:
    return copy.deepcopy(recompute.read(SMALL))


# Both tell the same.


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plain.contests() | plain.tied())
def test_program_gives_the_portals_ranking_with_the_same_reasons(contest: Contest) -> None:
    """Building asks the program for its word on the whole file, so that both must agree."""
    contest = replace(contest, sheets=tuple(sorted(contest.sheets, key=lambda row: row.juror, reverse=True)))
    read = recompute.read(editions.file_of(contest))
    assert recompute.faults(read) == []
    rows, reasons = recompute.rank(read["scoring"], read["categories"][0])
    found = ranking.rank(contest)
    assert [(row["rank"], row["dossier"], row["total"]) for row in rows] == [
        (row.rank, row.dossier, row.total) for row in found.standings
    ]
    for row, parting in zip(reasons, found.partings, strict=True):
        by = "tie" if parting.is_tie else "total" if parting.by is None else parting.by.value
        assert (row["higher"], row["lower"], row["by"]) == (parting.higher, parting.lower, by)
        scale = 100 if parting.by == TieBreak.HEAVIEST_CRITERION else 1
        if not parting.is_tie:
            assert (row["one"], row["other"]) == (parting.higher_value * scale, parting.lower_value * scale)
    assert [recompute.show(row.total, "en") for row in found.standings] == [
        figures.show(row.total) for row in found.standings
    ]
    assert sheet.contests(rules=contest.rules, entries=read["entries"])[0].votes == contest.votes
    assert sheet.rules_of(read["scoring"]) == contest.rules


def test_canonical_form_is_that_of_the_draw() -> None:
    body = {"b": [1, "đ", None, True], "a": {"2": '"\n', "10": ""}}
    assert (
        recompute.canonical(body)
        == draw_rules.canonical(body)
        == '{"a":{"10":"","2":"\\"\\n"},"b":[1,"đ",null,true]}'.encode()
    )


def test_known_digest_of_an_entry() -> None:
    """Worked out with sha256sum, so that the form cannot change unnoticed."""
    entry = {"number": 1, "kind": "appeal", "at": "2026-11-29T02:00:00.000000Z", "previous": "0" * 64, "body": {"a": 1}}
    assert recompute.entry_digest("k", entry) == "cc06a8059dc67cd9bacaf02ffa607a714467073426ad4a83e431bc088177e6fb"


def test_unlike_categories_make_no_file() -> None:
    contest = editions.small()
    entries = editions.chained([editions.opening(contest.rules), *editions.acts_of(contest)])
    other = replace(contest, sheets=contest.sheets[1:])
    with pytest.raises(sheet.SheetError) as refused:
        sheet.build(
            award_key=editions.KEY,
            rules_digest=editions.RULES_DIGEST,
            rules=contest.rules,
            contests=[other],
            entries=entries,
            heads=[],
        )
    assert "che-tao" in str(refused.value)


def test_later_words_of_the_log_count() -> None:
    contest = editions.small()
    lost = Sheet("GK-9", "HS-01", {"moi": 0, "ich": 0})
    more = [
        (LedgerKind.SCORE, {"category": "che-tao", "dossier": "HS-01", "juror": "GK-9", "points": dict(lost.points)}),
        (LedgerKind.VOID, {"category": "che-tao", "dossier": "HS-01", "juror": "GK-9", "cause": "conflict"}),
        (LedgerKind.SCREENING, {"category": "che-tao", "dossier": "HS-04", "result": "pass"}),
        (LedgerKind.SCREENING, {"category": "che-tao", "dossier": "HS-04", "result": "fail"}),
        (LedgerKind.WITHDRAWAL, {"category": "che-tao", "dossier": "HS-03"}),
        (LedgerKind.VOTE_TALLY, {"category": "che-tao", "votes": {"HS-01": 1, "HS-02": 2, "HS-03": 9}}),
    ]
    entries = editions.chained([editions.opening(contest.rules), *editions.acts_of(contest), *more])
    found = sheet.contests(rules=contest.rules, entries=entries)
    assert len(found) == 1
    assert found[0].dossiers == ("HS-01", "HS-02")
    assert set(map(repr, found[0].sheets)) == set(map(repr, contest.sheets))
    assert found[0].votes == {"HS-01": 1, "HS-02": 2}


def test_categories_are_ranked_each_by_itself() -> None:
    """The same jurors in two categories: their ranks are among the dossiers of one."""
    rules = replace(editions.smallest().rules, method=ScoringMethod.RANKS)
    points = {"x": {"A": 9, "B": 5}, "y": {"C": 3, "D": 1, "E": 2}}
    made = [
        Contest(code, rules, tuple(given), tuple(Sheet("J", name, {"moi": value}) for name, value in given.items()))
        for code, given in points.items()
    ]
    entries = editions.chained([editions.opening(rules), *editions.acts_of(made[1]), *editions.acts_of(made[0])])
    found = sheet.contests(rules=rules, entries=entries)
    assert [row.code for row in found] == ["x", "y"]
    raw = sheet.build(
        award_key=editions.KEY,
        rules_digest=editions.RULES_DIGEST,
        rules=rules,
        contests=found[::-1],
        entries=entries,
        heads=[],
    )
    told = [[(row["dossier"], row["total"]) for row in one["ranking"]] for one in recompute.read(raw)["categories"]]
    assert told == [[("A", "100"), ("B", "0")], [("C", "100"), ("E", "50"), ("D", "0")]]


# Every change is found.


def test_good_file_is_good() -> None:
    assert faults(SMALL) == []
    assert faults(SMALL, document()["entries"][3]["digest"]) == []
    assert faults(SMALL, "f" * 64) == ["own-head"]


@pytest.mark.parametrize("mask", [0x01, 0x20, 0x80])
def test_every_changed_byte_is_found(mask: int) -> None:
    assert faults(SMALLEST) == []
    for place in range(len(SMALLEST)):
        bad = bytearray(SMALLEST)
        bad[place] ^= mask
        assert faults(bytes(bad)), place


def test_every_byte_more_or_less_is_found() -> None:
    for place in range(len(SMALLEST) + 1):
        assert faults(SMALLEST[:place] + b" " + SMALLEST[place:]), place
        assert faults(SMALLEST[:place]) or place == len(SMALLEST)
    for place in range(len(SMALLEST)):
        assert faults(SMALLEST[:place] + SMALLEST[place + 1 :]), place
    assert faults(SMALLEST + b"\n") == ["not-canonical"]
    assert faults(b"\xef\xbb\xbf" + SMALLEST) == ["not-json"]


def set_at(bad: dict[str, Any], path: str, value: Any) -> None:
    *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    target: Any = bad
    for step in steps:
        target = target[step]
    target[last] = value


CATEGORY = "categories/0"
TAMPERED: list[tuple[str, str, Any, bool, str]] = [
    ("points in the file", f"{CATEGORY}/sheets/0/points/moi", 9, False, "differs"),
    ("points in the log", "entries/4/body/points/moi", 9, False, "entry-digest"),
    ("points in the log, chained anew", "entries/4/body/points/moi", 9, True, "head"),
    ("votes", f"{CATEGORY}/votes/HS-01", 500, False, "differs"),
    ("council's votes", f"{CATEGORY}/council_votes/HS-01", 6, False, "differs"),
    ("rank", f"{CATEGORY}/ranking/1/rank", 1, False, "ranking"),
    ("total", f"{CATEGORY}/ranking/0/total", "99", False, "ranking"),
    ("total not in lowest terms", f"{CATEGORY}/ranking/0/total", "398/5 ", False, "ranking"),
    ("unranked", f"{CATEGORY}/unranked", [], False, "ranking"),
    ("dossier left out", f"{CATEGORY}/dossiers", ["HS-01", "HS-02"], False, "differs"),
    ("weight", "scoring/criteria/0/weight", 61, False, "rules"),
    ("order of tie-breaks", "scoring/tie_breaks", ["council-vote", "median"], False, "rules"),
    ("public share", "scoring/public_share", 19, False, "rules"),
    ("whole rules", "rules_digest", "6" * 64, False, "rules"),
    ("category", f"{CATEGORY}/code", "khac", False, "categories"),
    ("head", "heads/0/digest", "6" * 64, False, "head"),
    ("head of an entry that is not there", "heads/0/number", 99, False, "head"),
    ("award", "award", "khac", False, "entry-digest"),
    ("number of an entry", "entries/2/number", 9, False, "entry-number"),
    ("previous", "entries/2/previous", "6" * 64, False, "entry-previous"),
    ("moment", "entries/2/at", "2026-01-01T00:00:00.000000Z", False, "entry-digest"),
    ("no log", "entries", [], False, "no-entries"),
]


@pytest.mark.parametrize(
    ("path", "value", "chain", "code"), [row[1:] for row in TAMPERED], ids=[row[0] for row in TAMPERED]
)
def test_what_was_changed_and_sealed_anew_is_found(path: str, value: Any, chain: bool, code: str) -> None:
    bad = document()
    set_at(bad, path, value)
    assert code in faults(editions.resealed(bad, chain=chain))


def test_entries_cut_off_and_left_out_are_found() -> None:
    for gone in range(len(document()["entries"])):
        bad = document()
        del bad["entries"][gone]
        assert faults(editions.resealed(bad)), gone
        assert "head" in faults(editions.resealed(bad, chain=True)), gone


def test_only_a_noted_head_finds_a_log_that_was_written_anew_with_its_heads() -> None:
    noted = document()["heads"][-1]["digest"]
    bad = document()
    rules = sheet.rules_of(bad["scoring"])
    other = replace(editions.small(), council_votes={"HS-01": 6, "HS-02": 5})
    forged = editions.file_of(other)
    assert rules == other.rules
    assert faults(forged) == []
    assert faults(forged, noted) == ["own-head"]


def test_a_decision_that_differs_from_the_rules_is_told() -> None:
    contest = editions.small()
    acts = editions.acts_of(contest)
    kind, body = acts[-1]
    swapped = [{**row, "rank": 3 - row["rank"]} for row in body["ranking"]]
    entries = editions.chained([editions.opening(contest.rules), *acts[:-1], (kind, {**body, "ranking": swapped})])
    bad = document()
    bad["entries"], bad["heads"] = entries, []
    assert faults(editions.resealed(bad)) == ["decided"]
    # What was decided last counts: after an appeal there is another decision.
    bad["entries"] = editions.chained([*((row["kind"], row["body"]) for row in entries), (kind, body)])
    assert faults(editions.resealed(bad)) == []


UNSOUND: list[tuple[str, Any, str]] = [
    ("criteria/0/weight", 59, "the weights do not sum to 100"),
    ("criteria/0/key", "ich", "a key or a tie-break stands twice"),
    ("tie_breaks", ["median", "median"], "a key or a tie-break stands twice"),
    ("criteria/0/most", 0, "a weight or the most points are 0"),
    ("trim", 0, "trim does not fit the method"),
    ("public_share", 21, "the public has more than 20 percent"),
]


@pytest.mark.parametrize(("path", "value", "what"), UNSOUND, ids=[row[2] for row in UNSOUND])
def test_rules_that_contradict_themselves_are_told(path: str, value: Any, what: str) -> None:
    bad = document()
    set_at(bad["scoring"], path, value)
    bad["entries"][0]["body"]["scoring"] = recompute.sha256(bad["scoring"])
    bad["heads"] = []
    found = recompute.faults(recompute.read(editions.resealed(bad, chain=True)))
    assert [(wrong.code, wrong.named["what"]) for wrong in found] == [("unsound-rules", what)]
    assert recompute.WORDS[what] in found[0].tell("vi")


@pytest.mark.parametrize(
    ("points", "votes", "code"),
    [({"moi": 11, "ich": 8}, 0, "points"), ({"moi": 7}, 0, "points"), (None, None, "no-tally")],
)
def test_a_log_against_its_own_rules_is_told(points: Any, votes: Any, code: str) -> None:
    bad = document()
    category = bad["categories"][0]
    if points:
        bad["entries"][4]["body"]["points"] = category["sheets"][0]["points"] = points
    else:
        bad["entries"] = [row for row in bad["entries"] if row["kind"] != "vote-tally"]
        category["votes"] = {}
    bad["heads"] = []
    assert faults(editions.resealed(bad, chain=True)) == [code]


# Strict reading.


def text(change: tuple[str, str]) -> bytes:
    assert change[0].encode() in SMALL
    return SMALL.replace(change[0].encode(), change[1].encode(), 1)


UNREADABLE: list[tuple[str, bytes, str]] = [
    ("empty", b"", "not-json"),
    ("latin", '{"a":"đ"}'.encode("utf-16"), "not-json"),
    ("deep", b"[" * 100_000, "not-json"),
    ("lone surrogate", b'"\\ud800"', "not-json"),
    ("list", b"[]", "other-format"),
    ("text", b'"award-score-sheet"', "other-format"),
    ("other format", text(('"format":"award-score-sheet"', '"format":"draw"')), "other-format"),
    ("other version", text(('"version":1', '"version":2')), "other-version"),
    ("version as text", text(('"version":1', '"version":"1"')), "other-version"),
    ("version as truth", text(('"version":1', '"version":true')), "other-version"),
    ("no version", text((',"version":1', "")), "other-version"),
    ("key missing", text((',"trim":1', "")), "missing-key"),
    ("key unknown", text((',"trim":1', ',"trim":1,"zz":1')), "unknown-key"),
    ("key twice", text((',"trim":1', ',"trim":1,"trim":1')), "duplicate-key"),
    ("number as text", text((',"trim":1', ',"trim":"1"')), "wrong-type"),
    ("truth as number", text((',"trim":1', ',"trim":true')), "wrong-type"),
    ("negative", text((',"trim":1', ',"trim":-1')), "wrong-type"),
    ("fraction", text((',"trim":1', ',"trim":1.0')), "not-whole"),
    ("power", text((',"trim":1', ',"trim":1e0')), "not-whole"),
    ("not a number", text((',"trim":1', ',"trim":NaN')), "not-whole"),
    ("infinite", text((',"trim":1', ',"trim":-Infinity')), "not-whole"),
    ("very large", text((',"trim":1', ',"trim":' + "9" * 30)), "wrong-type"),
    ("without end", text((',"trim":1', ',"trim":' + "9" * 9000)), "not-json"),
    ("nothing as text", text(('"code":"che-tao"', '"code":""')), "wrong-type"),
    ("control character", text(('"code":"che-tao"', '"code":"\\u001b[2J"')), "wrong-type"),
    ("control character in a key", text(('"HS-01":2', '"\\u001b":2')), "wrong-type"),
    ("unknown method", text(('"method":"trimmed-mean"', '"method":"guess"')), "wrong-type"),
    ("list as object", text(('"votes":{', '"votes":[],"x":{')), "wrong-type"),
    ("object as list", text(('"heads":[', '"heads":{},"x":[')), "wrong-type"),
    ("digest in capitals", text((f'"rules_digest":"{"5" * 64}"', f'"rules_digest":"{"A" * 64}"')), "wrong-type"),
    ("body without points", text(('"juror":"GK-1","points":{"ich":8,"moi":7}},"digest"', '"juror":"GK-1"},"digest"')), "missing-key"),
    ("escaped letters", text(('"code":"che-tao"', '"code":"\\u0063he-tao"')), "not-canonical"),
    ("minus nothing", text(('"HS-03":0', '"HS-03":-0')), "not-canonical"),
    ("order of keys", text(('"curve":"leader","method":"trimmed-mean"', '"method":"trimmed-mean","curve":"leader"')), "not-canonical"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "code"), [row[1:] for row in UNREADABLE], ids=[row[0] for row in UNREADABLE])
def test_anything_else_is_refused_with_a_sentence(raw: bytes, code: str) -> None:
    with pytest.raises(recompute.Wrong) as refused:
        recompute.read(raw)
    assert refused.value.code == code
    for language in ("vi", "en"):
        sentence = refused.value.tell(language)
        assert sentence.endswith((".", ")."))
        assert "{" not in sentence
        assert len(sentence) < 300


def test_sentences_name_the_same_in_both_languages() -> None:
    def named(sentence: str) -> set[str]:
        return {part.partition("}")[0] for part in sentence.split("{")[1:]}

    for english, vietnamese in [*recompute.SENTENCES.values(), *recompute.TOLD.values()]:
        assert named(english) == named(vietnamese)
        assert english != vietnamese
    assert set(PhaseKind.values) <= set(recompute.PHASES)
    source = PROGRAM.read_text(encoding="utf-8")
    for code in {**recompute.SENTENCES, **recompute.TOLD}:
        assert source.count(f'"{code}"') > 1, code
