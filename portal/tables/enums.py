"""States of an import and of its rows, and their legal moves."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.kernel.transitions import TransitionTable


class CellKind(TextChoices):
    """What stands in a column."""

    LINE = "line", _("one line of text")
    TEXT = "text", _("text, line breaks allowed")
    NUMBER = "number", _("a whole number")
    DATE = "date", _("a date: day/month/year")
    FLAG = "flag", _("yes or no")
    CHOICE = "choice", _("one entry of the list")
    CHOICES = "choices", _("entries of the list, separated by semicolons")
    DECIMAL = "decimal", _("a number, with a decimal comma or point")
    ROWS = "rows", _("one entry a line, its parts separated by |")


class Mode(TextChoices):
    """What becomes of good rows where others are wrong."""

    ALL = "all", _("All or nothing: write only if every row can be written")
    EACH = "each", _("Row by row: write the good rows, leave the wrong ones out")


class BatchState(TextChoices):
    """Where an import stands."""

    WAITING = "waiting", pgettext_lazy("import", "Waiting to be read")
    CHECKING = "checking", pgettext_lazy("import", "Being read")
    CHECKED = "checked", pgettext_lazy("import", "Read; waits for your confirmation")
    REFUSED = "refused", pgettext_lazy("import", "The file cannot be used")
    DISCARDED = "discarded", pgettext_lazy("import", "Discarded; nothing was written")
    QUEUED = "queued", pgettext_lazy("import", "Confirmed; waits for its turn")
    WRITING = "writing", pgettext_lazy("import", "Being written")
    DONE = "done", pgettext_lazy("import", "Written")
    UNDOING = "undoing", pgettext_lazy("import", "Being taken back")
    UNDONE = "undone", pgettext_lazy("import", "Taken back")
    FAILED = "failed", pgettext_lazy("import", "Stopped before its end")


BATCH_MOVES: Final = TransitionTable(
    {
        BatchState.WAITING: frozenset({BatchState.CHECKING, BatchState.DISCARDED}),
        BatchState.CHECKING: frozenset({BatchState.CHECKED, BatchState.REFUSED}),
        BatchState.CHECKED: frozenset({BatchState.QUEUED, BatchState.DISCARDED}),
        BatchState.QUEUED: frozenset({BatchState.WRITING, BatchState.DISCARDED, BatchState.FAILED}),
        BatchState.WRITING: frozenset({BatchState.DONE, BatchState.UNDOING, BatchState.FAILED}),
        BatchState.DONE: frozenset({BatchState.UNDOING}),
        BatchState.UNDOING: frozenset({BatchState.UNDONE, BatchState.FAILED}),
        BatchState.FAILED: frozenset({BatchState.UNDOING}),
    }
)
# States in which a task has something to do.
BUSY_STATES: Final = frozenset(
    {BatchState.WAITING, BatchState.CHECKING, BatchState.QUEUED, BatchState.WRITING, BatchState.UNDOING}
)
# States from which a person takes an import back, where rows of it are written.
UNDOABLE_STATES: Final = frozenset({BatchState.DONE, BatchState.FAILED})
# Only one import of a kind and of an owner is in one of these.
EXCLUSIVE_STATES: Final = frozenset({BatchState.WRITING, BatchState.UNDOING})


class Verdict(TextChoices):
    """What reading a row found."""

    NEW = "new", pgettext_lazy("row of a table", "New")
    CHANGED = "changed", pgettext_lazy("row of a table", "Changed")
    SAME = "same", pgettext_lazy("row of a table", "The same")
    FAULTY = "faulty", pgettext_lazy("row of a table", "Faulty")


class RowState(TextChoices):
    """What became of a row."""

    WAITING = "waiting", pgettext_lazy("row of a table", "Not written yet")
    DONE = "done", pgettext_lazy("row of a table", "Written")
    LEFT = "left", pgettext_lazy("row of a table", "Left out")
    FAILED = "failed", pgettext_lazy("row of a table", "Could not be written")
    UNDONE = "undone", pgettext_lazy("row of a table", "Taken back")
    KEPT = "kept", pgettext_lazy("row of a table", "Kept: somebody changed it since")


ROW_MOVES: Final = TransitionTable(
    {
        RowState.WAITING: frozenset({RowState.DONE, RowState.LEFT, RowState.FAILED}),
        RowState.DONE: frozenset({RowState.UNDONE, RowState.KEPT}),
    }
)
