"""States of jurors and assignments, and where a conflict was told."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel.transitions import TransitionTable


class JurorState(TextChoices):
    """Where somebody who was asked to judge stands."""

    INVITED = "invited", _("Invited")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    RELEASED = "released", _("No longer of the jury")


class ConflictSource(TextChoices):
    """Who told of a conflict of interest, and when."""

    AT_START = "at-start", _("Declared before the assignment")
    ON_DOSSIER = "on-dossier", _("Declared on opening the dossier")
    LATE = "late", _("Declared after scoring")
    SECRETARIAT = "secretariat", _("Noted by the secretariat")
    SYSTEM = "system", _("Certain, found by the system")


class HintKind(TextChoices):
    """What the system can find between a juror and a dossier."""

    OWN_DOSSIER = "own-dossier", _("Works on the dossier or is nominated by it")
    NOMINATED = "nominated", _("Nominated it")
    SAME_NAME = "same-name", _("Has the same name as the nominee")
    TAX_CODE = "tax-code", _("Same tax code as the organisation")
    ORGANISATION = "organisation", _("Same organisation")
    MAIL_DOMAIN = "mail-domain", _("Same mail domain")
    EARLIER_TEAM = "earlier-team", _("Worked with its people on an earlier dossier")


CERTAIN: Final = frozenset({HintKind.OWN_DOSSIER, HintKind.NOMINATED})
"""No judgement is needed: such a juror is kept from the dossier at once."""


class AssignmentState(TextChoices):
    """Where a juror's work on one dossier stands."""

    GIVEN = "given", pgettext_lazy("of an assignment", "Given")
    CONFIRMED = "confirmed", _("No conflict, may be scored")
    VOID = "void", _("Taken back")


JUROR_MOVES = TransitionTable(
    {
        JurorState.INVITED: frozenset({JurorState.ACCEPTED, JurorState.DECLINED, JurorState.RELEASED}),
        JurorState.ACCEPTED: frozenset({JurorState.RELEASED}),
    }
)
ASSIGNMENT_MOVES = TransitionTable(
    {
        AssignmentState.GIVEN: frozenset({AssignmentState.CONFIRMED, AssignmentState.VOID}),
        AssignmentState.CONFIRMED: frozenset({AssignmentState.VOID}),
    }
)
