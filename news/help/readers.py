"""Help for other languages, readers' opinions and the people of a newsroom."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from news.help.afterwards import CHIEFS, EDITORS
from news.help.parts import Part, Topic
from news.help.writing import UNEXPECTED

TRANSLATE: Final = Topic(
    code="translate",
    title=_("Translate into English"),
    who=EDITORS,
    parts=(
        Part(
            _("Translate"),
            (
                _("Open %(actions)s (•••) at the top of the story's form and choose %(translate)s."),
                _(
                    "Translate piece by piece. Dates, pictures and choices follow the Vietnamese story by themselves. Texts can leave and come back as a PO file."
                ),
                _(
                    "When it is finished, press %(go_to_approval)s and hand it in. If the Vietnamese story is public, a chief editor who did not translate it may publish it."
                ),
            ),
            is_ordered=True,
        ),
        Part(
            _("Keep it up to date"),
            (
                _(
                    "%(reports)s > %(languages)s shows for each page: none, draft, up to date, out of date, and what to press."
                ),
                _("When the Vietnamese text changes, English readers are told until the translation follows."),
                _("%(terms)s there compares a translation with the glossary of official terms."),
                _(
                    "If the operator has named a machine translator, its text is a draft, is marked as such, and is never published by itself."
                ),
            ),
        ),
        Part(
            UNEXPECTED,
            (
                _(
                    "A story without English stays in English lists, marked as being in Vietnamese only. Nothing is copied."
                ),
            ),
        ),
    ),
)

OPINIONS: Final = Topic(
    code="opinions",
    title=_("Readers' opinions"),
    who=EDITORS,
    parts=(
        Part(
            _("Decide"),
            (
                _(
                    "%(opinions)s in the menu lists what waits, the longest first. Writers have proven their mail addresses; nothing is public before you say so."
                ),
                _(
                    "Open one and press %(show_opinion)s, or choose the rule it does not keep to, or write a reason, and press %(refuse_opinion)s."
                ),
                _("Several at once: tick them in the list."),
                _("For ten minutes you can press %(take_back)s; the writer is told only then."),
            ),
            is_ordered=True,
        ),
        Part(
            _("Good to know"),
            (
                _(
                    "Telephone numbers, identity cards and addresses of houses are marked. With %(leave_out)s a mark takes their place; you change nothing else in a reader's words."
                ),
                _(
                    "Answer in the name of your desk with %(answer)s. With %(put_first)s up to %(most_pinned)s opinions stand before all others, and readers see that you put them there."
                ),
                _("An opinion that is public goes with %(take_off)s."),
                _(
                    "A story's form says whether %(comments_open)s, and %(comments_until)s when. Left empty, the newsroom's own number of days counts."
                ),
            ),
        ),
    ),
)

PEOPLE: Final = Topic(
    code="people",
    title=_("People of a newsroom"),
    who=CHIEFS,
    parts=(
        Part(
            _("Ask in and take out"),
            (
                _(
                    "Open %(newsrooms)s, choose yours, and press %(ask_in)s. Give the exact mail address of an account and the role; its holder gets a letter and accepts."
                ),
                _("%(take_out)s ends the rights of a role at once. The account stays."),
                _(
                    "For an address without an account everything looks the same and no letter goes out. Let the person sign up first."
                ),
            ),
        ),
        Part(
            _("Roles"),
            (
                _("Reporter: proposes topics, writes and hands in the own stories."),
                _(
                    "Editor: changes every story of the newsroom, acts in the steps of the desk, decides on topics and readers' opinions, translates."
                ),
                _(
                    "Chief editor: acts in every step of the desk and in the last one, decides on corrections, takes down, answers requests, asks people in."
                ),
                _("Legal reviewer: sees a story only in the legal step, and approves or returns it there."),
            ),
        ),
    ),
)

TOPICS: Final = (TRANSLATE, OPINIONS, PEOPLE)
