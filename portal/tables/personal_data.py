"""Personal fields of imports. The contents of a table may name people; they are deleted with its file."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_noop

from portal.kernel.personal_data import EraseAction, KeepingRule, PersonalField, keep, register

RETENTION: Final = timedelta(days=30)
"""How long the file, the rows' contents and the possibility to take an import back are kept."""
_AUTHOR: Final = gettext_noop("Knowing who imported a table")
_CONTENTS: Final = gettext_noop("Showing, writing and taking back what a table holds; people may be named in it")

register(
    PersonalField("tables.ImportBatch", "uploaded_by", _AUTHOR, None, EraseAction.BLANK),
    PersonalField("tables.ImportBatch", "acts_for", _AUTHOR, None, EraseAction.BLANK),
    *(
        PersonalField("tables.ImportRow", field, _CONTENTS, RETENTION, EraseAction.BLANK)
        for field in ("label", "values", "cells", "errors", "before")
    ),
)

keep(KeepingRule("tables.ImportRow", "batch__created_at"))
