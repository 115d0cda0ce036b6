"""Choices about delegations and the table of legal moves of a member."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel.transitions import TransitionTable


class MemberState(TextChoices):
    """Where a member of a delegation stands."""

    INVITED = "invited", pgettext_lazy("member of a delegation", "Invited")
    ACCEPTED = "accepted", pgettext_lazy("member of a delegation", "Accepted")
    COMPLETE = "complete", _("Papers complete")
    TRAVELLING = "travelling", _("Travelling")
    WITHDRAWN = "withdrawn", _("Withdrawn")


MEMBER_MOVES: Final = TransitionTable(
    {
        MemberState.INVITED: frozenset({MemberState.ACCEPTED, MemberState.WITHDRAWN}),
        MemberState.ACCEPTED: frozenset({MemberState.COMPLETE, MemberState.WITHDRAWN}),
        MemberState.COMPLETE: frozenset({MemberState.ACCEPTED, MemberState.TRAVELLING, MemberState.WITHDRAWN}),
        MemberState.TRAVELLING: frozenset({MemberState.COMPLETE, MemberState.WITHDRAWN}),
    }
)
LIVE_MEMBERS: Final = frozenset(MemberState) - {MemberState.WITHDRAWN}


class PaperStatus(TextChoices):
    """Whether a paper is in order."""

    MISSING = "missing", _("Missing")
    READY = "ready", _("In order")
    NOT_NEEDED = "not-needed", _("Not needed")


class DelegationPaperKind(TextChoices):
    """What a file is."""

    REGISTRATION = "registration", _("Registration form")
    LETTER = "letter", _("Letter of the organisation")
    INSURANCE = "insurance", _("Travel insurance")
    TICKET = "ticket", _("Travel ticket")
    OTHER = "other", _("Other paper")
