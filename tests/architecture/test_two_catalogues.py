"""Our own Vietnamese comes before that of the dependencies: one English word with two meanings shows the wrong one there."""

from typing import Final

import polib

from tools import upstream

OURS: Final = upstream.OVERLAY.parents[2] / "vi" / "LC_MESSAGES" / "django.po"
SAME_MEANING: Final = frozenset(
    {
        "Comments",
        "Download",
        "Filter",
        "Machine translated on {date}",
        "Messages",
        "Move",
        "Next",
        "Note",
        "Phone",
        "Previous",
        "Remove",
        "Search term",
        "Sessions",
        "Show",
        "Usage",
        "View live",
        "Visibility",
        "finished at",
        "sent",
        "subject",
    }
)
"""What reads well in both places, or stands on no screen of a dependency that anybody is shown here."""


def test_word_of_ours_means_the_same_where_a_dependency_says_it() -> None:
    ours = {entry.msgid: entry.msgstr for entry in polib.pofile(str(OURS)) if not (entry.obsolete or entry.msgctxt)}
    theirs = {
        entry.msgid: entry.msgstr
        for entry in polib.pofile(str(upstream.OVERLAY / "django.po"))
        if not (entry.msgctxt or entry.msgid_plural)
    }
    differing = {word for word in ours.keys() & theirs.keys() if ours[word] != theirs[word]}
    assert differing == SAME_MEANING, "give the word of ours a context (pgettext)"
