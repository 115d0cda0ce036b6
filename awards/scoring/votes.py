"""Points of the public's vote, from 0 to 100, and how both parts become the total.

Leader: 100 times the votes over the most votes that a ranked dossier of the category got. Ranks: as a juror's ranks become
points. Where nobody voted in a category, the council's points are the whole total.
"""

from collections.abc import Collection
from fractions import Fraction

from awards.scoring.council import place_points
from awards.scoring.enums import VoteCurve
from awards.scoring.values import WHOLE, Contest


def points_of(contest: Contest, ranked: Collection[str]) -> dict[str, Fraction]:
    """Return the public's points of the dossiers that are ranked; nothing where the public has no share or nobody voted."""
    if not contest.rules.public_share:
        return {}
    votes = {dossier: contest.votes[dossier] for dossier in ranked}
    most = max(votes.values(), default=0)
    if not most:
        return {}
    if contest.rules.curve == VoteCurve.LEADER:
        return {dossier: Fraction(WHOLE * number, most) for dossier, number in votes.items()}
    numbers = list(votes.values())
    return {dossier: place_points(numbers, number)[1] for dossier, number in votes.items()}


def total(contest: Contest, council: Fraction, public: Fraction | None) -> Fraction:
    """Return the total from 0 to 100: each part by its share."""
    if public is None:
        return council
    return (contest.rules.council_share * council + contest.rules.public_share * public) / WHOLE
