"""Why one dossier stands before another, as a sentence in the reader's language."""

from typing import Final

from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from awards.scoring import figures
from awards.scoring.enums import TieBreak
from awards.scoring.ranking import Parting

_BY_TOTAL: Final = gettext_noop("%(higher)s stands before %(lower)s: total %(one)s against %(other)s.")
_BY: Final = {
    TieBreak.HEAVIEST_CRITERION: gettext_noop(
        "%(higher)s stands before %(lower)s at equal totals: %(one)s against %(other)s of 100 for the criterion of the greatest weight."
    ),
    TieBreak.MEDIAN: gettext_noop(
        "%(higher)s stands before %(lower)s at equal totals: median of the sheets %(one)s against %(other)s."
    ),
    TieBreak.FEWER_LOW_OUTLIERS: gettext_noop(
        "%(higher)s stands before %(lower)s at equal totals: sheets far below the median %(one)s against %(other)s."
    ),
    TieBreak.COUNCIL_VOTE: gettext_noop(
        "%(higher)s stands before %(lower)s at equal totals: votes of the council %(one)s against %(other)s."
    ),
}
_WHOLE_NUMBERS: Final = frozenset({TieBreak.FEWER_LOW_OUTLIERS, TieBreak.COUNCIL_VOTE})


def explain(parting: Parting) -> str:
    """Return the sentence for two dossiers; one that nothing parts is told as a tie."""
    names = {"higher": parting.higher, "lower": parting.lower}
    if parting.is_tie:
        return _("%(higher)s and %(lower)s share their rank: the rules part them by nothing.") % names
    sentence = _BY_TOTAL if parting.by is None else _BY[parting.by]
    if parting.by in _WHOLE_NUMBERS:
        values = [str(int(value)) for value in (parting.higher_value, parting.lower_value)]
    else:
        scale = 100 if parting.by == TieBreak.HEAVIEST_CRITERION else 1
        separator = str(get_format("DECIMAL_SEPARATOR"))
        values = list(figures.show_apart(parting.higher_value * scale, parting.lower_value * scale, separator))
    return _(sentence) % {**names, "one": values[0], "other": values[1]}
