"""The score sheet of an edition: one canonical file with all that its result follows from (docs/reference/award-score-sheet.md)."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from awards.ledger import queries, recompute
from awards.scoring import ranking
from awards.scoring.enums import ScoringMethod, TieBreak, VoteCurve
from awards.scoring.values import Contest, Criterion, Rules, Sheet
from portal.kernel.errors import DomainError


class SheetError(DomainError):
    """The program that everybody may run would not confirm this score sheet."""

    default_message = _("The score sheet cannot be confirmed, so it was not made: %(why)s")


def scoring_data(rules: Rules) -> dict[str, Any]:
    """Return the rules that decide as the score sheet has them; their digest stands in the log's opening and amendments."""
    return {
        "criteria": [{"key": row.key, "weight": row.weight, "most": row.most} for row in rules.criteria],
        "method": str(rules.method.value),
        "trim": rules.trim,
        "tie_breaks": [str(tie_break.value) for tie_break in rules.tie_breaks],
        "public_share": rules.public_share,
        "curve": str(rules.curve.value),
    }


def scoring_digest(rules: Rules) -> str:
    """Return the digest of the rules that decide."""
    return recompute.sha256(scoring_data(rules))


def rules_of(data: Mapping[str, Any]) -> Rules:
    """Return the rules that a score sheet has under ``scoring``; raises UnsoundError where they contradict themselves."""
    return Rules(
        criteria=tuple(Criterion(row["key"], row["weight"], row["most"]) for row in data["criteria"]),
        method=ScoringMethod(data["method"]),
        trim=data["trim"],
        tie_breaks=tuple(TieBreak(value) for value in data["tie_breaks"]),
        public_share=data["public_share"],
        curve=VoteCurve(data["curve"]),
    )


def contests(*, rules: Rules, entries: Iterable[Mapping[str, Any]]) -> list[Contest]:
    """Return the categories that a log tells of, ready to be ranked: whoever decides reads here what everybody can recompute.

    Raises UnsoundError where the log has points that the rules do not know, or no tally where the public has a share.
    """
    told = recompute.told_by([dict(entry) for entry in entries], with_votes=bool(rules.public_share))
    return [
        Contest(
            code=code,
            rules=rules,
            dossiers=tuple(category["dossiers"]),
            sheets=tuple(Sheet(row["juror"], row["dossier"], row["points"]) for row in category["sheets"]),
            votes=category["votes"],
            council_votes=category["council_votes"],
        )
        for code, category in sorted(told.items())
    ]


def _category(contest: Contest) -> dict[str, Any]:
    found = ranking.rank(contest)
    sheets = sorted(contest.sheets, key=lambda sheet: (sheet.dossier, sheet.juror))
    return {
        "code": contest.code,
        "dossiers": sorted(contest.dossiers),
        "sheets": [{"juror": row.juror, "dossier": row.dossier, "points": dict(row.points)} for row in sheets],
        "votes": dict(contest.votes),
        "council_votes": dict(contest.council_votes),
        "ranking": [{"rank": row.rank, "dossier": row.dossier, "total": str(row.total)} for row in found.standings],
        "unranked": list(found.unranked),
    }


def build(
    *,
    award_key: uuid.UUID,
    rules_digest: str,
    rules: Rules,
    contests: Sequence[Contest],
    entries: Iterable[Mapping[str, Any]],
    heads: Iterable[Mapping[str, Any]],
) -> bytes:
    """Return the file. Its ranking is the portal's own; raises SheetError unless the program for everybody confirms all of it.

    ``rules_digest`` is that of the edition's whole frozen rules, ``entries`` and ``heads`` are as ``queries`` gives them.
    """
    document: dict[str, Any] = {
        "format": recompute.FORMAT,
        "version": recompute.VERSION,
        "award": str(award_key),
        "rules_digest": rules_digest,
        "scoring": scoring_data(rules),
        "categories": [_category(contest) for contest in sorted(contests, key=lambda contest: contest.code)],
        "entries": [dict(entry) for entry in entries],
        "heads": [dict(head) for head in heads],
    }
    document["digest"] = recompute.sha256(document)
    raw = recompute.canonical(document)
    try:
        found = recompute.faults(recompute.read(raw))
    except recompute.Wrong as wrong:
        found = [wrong]
    if found:
        why = found[0].tell(get_language() or "vi")
        raise SheetError(str(SheetError.default_message) % {"why": why})
    return raw


def build_from_log(*, award_key: uuid.UUID, rules_digest: str, rules: Rules, last: int | None = None) -> bytes:
    """Return the file of an edition from its log alone, or from the log up to its entry ``last``.

    Raises SheetError, or UnsoundError where nothing can be ranked.
    """
    entries = [entry for entry in queries.entries(award_key) if last is None or entry["number"] <= last]
    return build(
        award_key=award_key,
        rules_digest=rules_digest,
        rules=rules,
        contests=contests(rules=rules, entries=entries),
        entries=entries,
        heads=[head for head in queries.heads(award_key) if last is None or head["number"] <= last],
    )
