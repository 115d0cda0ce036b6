"""Logs and score sheets of small editions, in memory: the acts that lead to a contest, chained as the domain chains them."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from awards.ledger import recompute, sheet
from awards.ledger.domain import Act
from awards.ledger.enums import LedgerKind
from awards.scoring import ranking
from awards.scoring.enums import ScoringMethod, TieBreak
from awards.scoring.values import Contest, Criterion, Rules, Sheet

KEY = uuid.UUID(int=44)
RULES_DIGEST = "5" * 64
RULES = Rules(
    (Criterion("moi", 60, 10), Criterion("ich", 40, 10)),
    method=ScoringMethod.TRIMMED_MEAN,
    trim=1,
    tie_breaks=(TieBreak.MEDIAN, TieBreak.COUNCIL_VOTE),
    public_share=20,
)


def opening(rules: Rules) -> Act:
    return LedgerKind.OPENING, {"rules": RULES_DIGEST, "scoring": sheet.scoring_digest(rules)}


def acts_of(contest: Contest) -> list[Act]:
    """Return the acts that lead to a contest, its decision as the last."""
    category = contest.code
    acts: list[Act] = [
        (LedgerKind.SCREENING, {"category": category, "dossier": name, "result": "pass"}) for name in contest.dossiers
    ]
    acts += [
        (
            LedgerKind.SCORE,
            {"category": category, "dossier": row.dossier, "juror": row.juror, "points": dict(row.points)},
        )
        for row in contest.sheets
    ]
    if contest.votes:
        acts.append((LedgerKind.VOTE_TALLY, {"category": category, "votes": dict(contest.votes)}))
    if contest.council_votes:
        acts.append((LedgerKind.TIE_VOTE, {"category": category, "votes": dict(contest.council_votes)}))
    places = [{"rank": row.rank, "dossier": row.dossier} for row in ranking.rank(contest).standings]
    acts.append((LedgerKind.DECISION, {"category": category, "number": "149/QĐ-UBND", "ranking": places}))
    return acts


def chained(acts: Iterable[tuple[str, Mapping[str, Any]]], award: str = str(KEY)) -> list[dict[str, Any]]:
    """Return acts as entries of a log."""
    entries: list[dict[str, Any]] = []
    previous = recompute.FIRST_PREVIOUS
    for number, (kind, body) in enumerate(acts, start=1):
        entry = {
            "number": number,
            "kind": str(kind),
            "at": f"2026-11-29T02:00:00.{number:06}Z",
            "previous": previous,
            "body": dict(body),
        }
        entry["digest"] = previous = recompute.entry_digest(award, entry)
        entries.append(entry)
    return entries


def heads_of(entries: list[dict[str, Any]], *numbers: int) -> list[dict[str, Any]]:
    return [
        {
            "phase": "scoring",
            "number": number,
            "digest": entries[number - 1]["digest"],
            "published_at": "2026-11-30T02:00:00.000000Z",
        }
        for number in numbers
    ]


def file_of(contest: Contest) -> bytes:
    """Return the score sheet of an edition with one category."""
    entries = chained([opening(contest.rules), *acts_of(contest)])
    return sheet.build(
        award_key=KEY,
        rules_digest=RULES_DIGEST,
        rules=contest.rules,
        contests=[contest],
        entries=entries,
        heads=heads_of(entries, 1, len(entries)),
    )


def resealed(document: dict[str, Any], *, chain: bool = False) -> bytes:
    """Return a changed document as somebody would write it who knows how digests are made; with the log chained anew too."""
    if chain:
        document["entries"] = chained([(row["kind"], row["body"]) for row in document["entries"]], document["award"])
    document.pop("digest", None)
    document["digest"] = recompute.sha256(document)
    return recompute.canonical(document)


def small() -> Contest:
    """Return three dossiers: two of equal total, parted by the council's vote, and one without a sheet."""
    points = {"moi": 7, "ich": 8}
    return Contest(
        "che-tao",
        RULES,
        ("HS-01", "HS-02", "HS-03"),
        tuple(Sheet(f"GK-{juror}", dossier, points) for dossier in ("HS-01", "HS-02") for juror in (1, 2, 3)),
        {"HS-01": 12, "HS-02": 12, "HS-03": 0},
        {"HS-01": 2, "HS-02": 5},
    )


def smallest() -> Contest:
    """Return one dossier with one sheet, for tests that look at each byte of its file."""
    rules = Rules((Criterion("moi", 100, 10),))
    return Contest("x", rules, ("A",), (Sheet("J", "A", {"moi": 7}),))
