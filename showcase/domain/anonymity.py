"""What must hold before an unnamed technology or need is sent for review: nothing in it tells whose it is."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.kernel import errors
from showcase import naming
from showcase.domain import identity, review
from showcase.domain.identity import Finding


class GivesAwayError(errors.DomainError):
    """An unnamed draft names its organisation somewhere; ``findings`` say where."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(_("The organisation stays unnamed, but some texts give it away. Change them first."))
        self.findings = findings


def check_names_nobody(draft: Any) -> None:
    """Raise GivesAwayError where an unnamed draft of a technology or a need, or its English, names its organisation."""
    if draft.is_anonymous and (found := naming.what_gives_away(draft)):
        raise GivesAwayError(found)


def leave_no_name_in_the_address(draft: Any) -> None:
    """Make a new address for an unnamed draft whose old one was made from a title that named somebody."""
    if draft.is_anonymous and identity.findings({"slug": draft.slug.replace("-", " ")}, naming.owner_of(draft)):
        draft.slug = review.free_slug(draft.get_parent(), draft.title)
