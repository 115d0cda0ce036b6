"""What a draft changes in what is live, field by field, for reviewers."""

from dataclasses import dataclass
from typing import Any

from showcase import summaries
from showcase.domain import english
from showcase.models import TechnologyPage

NEED_NAMES = (
    "title", "summary", "situation", "scale", "field", "further_fields", "ipc_codes", "product_chain", "keywords",
    "constraint_space", "constraint_power", "constraint_standard", "needed_by", "trl_minimum", "cooperation", "absorption",
    "ip_expectations", "budget_band", "funding", "decision_on", "place", "disclosure", "is_anonymous", "measures",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: what the public reads now, and what it would read."""

    label: str
    live: str
    draft: str

    @property
    def is_changed(self) -> bool:
        """Whether the draft says something else."""
        return self.live != self.draft


def between(live: Any | None, draft: Any) -> list[Difference]:
    """Return every field of a draft beside the live version; without one, beside nothing."""
    names = summaries.asked_names() if isinstance(draft, TechnologyPage) else list(NEED_NAMES)
    return [
        Difference(
            summaries.label(draft, name),
            summaries.words(live, name) if live is not None else "",
            summaries.words(draft, name),
        )
        for name in names
    ]


def english_between(twin: TechnologyPage) -> list[Difference]:
    """Return what the newest draft of an English page changes in what is live of it."""
    draft: TechnologyPage = twin.get_latest_revision_as_object()
    names = [name for group in english.FIELDS.values() for name in group] + list(english.ROWS)
    found = [
        Difference(
            summaries.label(draft, name),
            summaries.words(twin, name) if twin.live else "",
            summaries.words(draft, name),
        )
        for name in names
    ]
    return [row for row in found if row.is_changed]
