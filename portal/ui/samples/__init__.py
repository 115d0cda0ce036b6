"""Sample data of the catalogue: every component in every state, in the active language."""

from portal.ui.samples import cards, facts, listing, messages, records, steps
from portal.ui.samples.base import Group, Sample

__all__ = ["Group", "Sample", "groups"]


def groups() -> list[Group]:
    """Return all groups of samples in the order of the catalogue."""
    return [
        *messages.groups(),
        *cards.groups(),
        *records.groups(),
        *listing.groups(),
        *facts.groups(),
        *steps.groups(),
    ]
