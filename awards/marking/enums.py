"""States of a mark sheet, and of a juror's work on a dossier."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.kernel.transitions import TransitionTable


class MarkState(TextChoices):
    """Where a juror's sheet for one dossier stands."""

    DRAFT = "draft", _("Being filled in")
    SUBMITTED = "submitted", _("Handed in")
    VOID = "void", _("No longer counts")


class Progress(TextChoices):
    """Where a juror's work on a dossier stands; nothing of it tells points."""

    TO_CONFIRM = "to-confirm", _("Declare first")
    NOT_BEGUN = "not-begun", _("Not begun")
    DRAFT = "draft", _("Being filled in")
    HANDED_IN = "handed-in", _("Handed in")


MARK_MOVES = TransitionTable(
    {
        MarkState.DRAFT: frozenset({MarkState.SUBMITTED, MarkState.VOID}),
        MarkState.SUBMITTED: frozenset({MarkState.DRAFT, MarkState.VOID}),
    }
)
"""Until scoring closes a juror may take a sheet back to correct it."""
