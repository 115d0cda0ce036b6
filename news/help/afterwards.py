"""Help for what follows publication: corrections, takedowns, replies; and reading by outsiders before it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from news.help.parts import Part, Topic
from news.help.writing import UNEXPECTED

EDITORS: Final = _("Editors and chief editors")
CHIEFS: Final = _("Chief editors")

CORRECT: Final = Topic(
    code="correct",
    title=_("Correct a public story"),
    who=_("Everybody writes the change; chief editors decide what it was"),
    parts=(
        Part(
            _("Change and explain"),
            (
                _(
                    "Open the form, change the words, save and hand in. A chief editor who did not write the story may press %(publish)s."
                ),
                _(
                    "As soon as other words are public, readers see at the top of the story what it said before, until somebody decides."
                ),
                _(
                    "The chief editor opens %(corrections)s under %(actions)s (•••) at the top of the form. If it was a slip without effect: say why, and press %(typing)s. Readers see nothing of it any more."
                ),
                _(
                    "Otherwise: choose the reason, write what was wrong and what is right, and press %(publish_note)s. The note stands at the story with its time, and in the newsroom's list of corrections."
                ),
            ),
            is_ordered=True,
        ),
        Part(
            _("Good to know"),
            (
                _("Old words are kept in the record, whatever is decided. Only an operator takes a note off the page."),
                _("A note without English is shown to English readers in Vietnamese, marked as not translated yet."),
            ),
        ),
    ),
)

TAKEDOWN: Final = Topic(
    code="takedown",
    title=_("Take a story down"),
    who=CHIEFS,
    parts=(
        Part(
            _("In one press"),
            (
                _(
                    "Open %(takedown)s under %(actions)s (•••) at the top of the form. The page says first what will disappear."
                ),
                _("Write the reason for the record, or tick %(reason_later)s if it is urgent."),
                _(
                    "Press %(take_down_now)s. The story disappears in all languages at once: from its address, lists, feeds, search and calendars."
                ),
            ),
            is_ordered=True,
        ),
        Part(
            _("Good to know"),
            (
                _(
                    "Whoever opens the old address reads that and when the story was taken down; the reason only if you wrote one for readers."
                ),
                _("Pictures and files stay at their addresses. The page lists them; decide for each."),
                _("Copies in other newsrooms are listed too. Only their own chief editors take them down; tell them."),
                _("%(put_back)s brings back exactly what readers saw before, in every language."),
            ),
        ),
    ),
)

REPLY: Final = Topic(
    code="reply",
    title=_("Somebody asks for a correction or a reply"),
    who=_("Editors read; chief editors decide"),
    parts=(
        Part(
            _("What happens"),
            (
                _(
                    "Under each story readers find %(ask_reply)s. A request reaches you once its writer has confirmed the mail address."
                ),
                _(
                    "It stands under %(replies)s with the last day for an answer; the chief editors get a mail, and another one before the day is over. The operator has set the number of days."
                ),
                _(
                    "The chief editor opens it, chooses the decision, writes what the requester is told and, if a correction or a reply is published, its words. Then press %(decide_reply)s."
                ),
                _(
                    "What is published stands at the top of the story. If the story has to go, the request leads to %(takedown)s."
                ),
            ),
            is_ordered=True,
        ),
        Part(
            UNEXPECTED,
            (_("You cannot decide yourself: pass it to the head of the publisher. The clock goes on."),),
        ),
    ),
)

REVIEW: Final = Topic(
    code="review",
    title=_("Show a draft to somebody without an account"),
    who=_("Whoever may change the story"),
    parts=(
        Part(
            _("Make a link"),
            (
                _(
                    "Open %(reviewer)s under %(actions)s (•••) at the top of the form: for an interviewee, a lawyer, a scientist."
                ),
                _(
                    "Choose the version, the name and role, and how many days the link lasts, %(link_days)s at most. Say what you ask."
                ),
                _(
                    "Press %(make_link)s. With a mail address the link is sent; without one, copy it at once, it is not shown again."
                ),
            ),
            is_ordered=True,
        ),
        Part(
            _("Good to know"),
            (
                _("The link shows this one version and nothing else, whatever is written later."),
                _(
                    "Remarks arrive as notes beside their passages and on the same page. Press %(settle)s when one is done."
                ),
                _("Press %(revoke)s and the link opens nothing any more. Taking the story down revokes all of them."),
                _("A reviewer decides nothing: the story still goes through its steps."),
            ),
        ),
    ),
)

TOPICS: Final = (REVIEW, CORRECT, TAKEDOWN, REPLY)
