"""How far the numbers and texts of rules may go, by the last name of their path: one table for pages, faults and forms."""

from typing import Final

MOST: Final = {
    "trim": 5,
    "public_share": 20,
    "jurors_per_dossier": 50,
    "quorum": 100,
    "cure_days": 90,
    "comment_days": 90,
    "appeal_days": 90,
    "retention_days": 3650,
    "weight": 100,
    "max_points": 100,
    "max_megabytes": 200,
}
LONGEST: Final = {
    "legal_basis": 1000,
    "budget_source": 500,
    "eligibility": 2000,
    "procedure": 2000,
    "title": 200,
    "prizes": 250,
}
"""Texts with no length here are as long as the page holds them."""


def longest(path: str) -> int | None:
    """Return how many characters a text at a path of ``rules.leaves`` may have; None where nothing limits it."""
    return LONGEST.get(path.split(".")[-2]) if "." in path else None
