"""Help for those who approve: deciding, why never one's own, times, the hour of publication."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from news.help.parts import Part, Topic
from news.help.writing import EVERYBODY, UNEXPECTED

APPROVERS: Final = _("Editors, chief editors and legal reviewers")

APPROVE: Final = Topic(
    code="approve",
    title=_("Approve a story or return it"),
    who=APPROVERS,
    parts=(
        Part(
            _("Decide"),
            (
                _(
                    "Open %(my_work)s. What waits for you stands under %(waiting)s, what was given to you by name first."
                ),
                _(
                    "Press %(read)s to see it as readers will, %(open_form)s to change words. In the legal step words are not changed."
                ),
                _(
                    "Press %(approve)s. What you write under %(comment)s goes to the author by mail, also when you approve."
                ),
                _("Or write what should be changed and press %(return)s. Without a reason nothing is returned."),
            ),
            is_ordered=True,
        ),
        Part(
            _("Good to know"),
            (
                _(
                    "The last approval publishes the story at once, unless an hour or an embargo was set: then it appears at that moment."
                ),
                _("Words that you change within a step do not make you an author; you can still approve."),
            ),
        ),
        Part(
            UNEXPECTED,
            (
                _("Somebody acted before you: the portal says who it was. Nothing is changed by your press."),
                _(
                    "The steps of your newsroom were changed while a story was in them: it goes on in the next step that is still in use, and its author is told. Nothing is published by that."
                ),
            ),
        ),
    ),
)

OWN: Final = Topic(
    code="own-story",
    title=_("Why nobody approves their own story"),
    who=_("Everybody of a newsroom"),
    parts=(
        Part(
            _("What counts as your own"),
            (
                _(
                    "A story is yours if you began it, handed it in, or saved a version while it was in no step. You do not see %(approve)s at it, whatever your role."
                ),
                _(
                    "Some steps ask for another person than the one who approved the step before: the check, and the last approval. The table of ways marks them."
                ),
                _(
                    "A chief editor may change a public story directly with %(publish)s, unless the story is the chief editor's own. Then another chief editor does it, or it goes through the steps again."
                ),
            ),
        ),
        Part(
            _("Why"),
            (
                _(
                    "Four eyes see more than two. A mistake in a name, a figure or a right is expensive once readers have it."
                ),
                _("The record of each story names who wrote it and who approved it. That protects you, too."),
            ),
        ),
        Part(
            UNEXPECTED,
            (
                _(
                    "You are the only editor today: ask the chief editor to ask somebody in, or an operator to do the step. The record names the operator."
                ),
            ),
        ),
    ),
)

DUE: Final = Topic(
    code="due",
    title=_("Due times, who is on it, mails"),
    who=_("Editors and chief editors; mails: everybody of a newsroom"),
    parts=(
        Part(
            _("Times"),
            (
                _("Each step has a time that begins as the story comes into it; the table of ways names it."),
                _(
                    "What is over its time stands under %(late)s. Nothing is approved or published because a time is over."
                ),
                _(
                    "Editors and chief editors open the story from %(my_work)s, or with %(where)s under %(actions)s (•••) in its form, choose %(who)s, %(due)s and %(priority)s, and press %(keep)s. That person gets a mail."
                ),
                _(
                    "As long as %(everybody)s is chosen, whoever of the step comes first does it. What was given to somebody is left to that person and stands under %(running)s."
                ),
            ),
        ),
        Part(
            _("Mails"),
            (
                _("At the end of %(my_work)s, under %(mails)s, you choose: at once, or once a day all in one mail."),
                _("You are told of what waits for you, what was given to you, and what became of your stories."),
            ),
        ),
    ),
)

SCHEDULE: Final = Topic(
    code="schedule",
    title=_("Publish at an hour; embargo"),
    who=EVERYBODY,
    parts=(
        Part(
            _("An hour for publication or for taking off"),
            (
                _(
                    "In the form open %(status)s (the “i” at the top right), press %(set_schedule)s, choose day and hour in Việt Nam's time, click beside the calendar so that it closes, and press %(save_schedule)s."
                ),
                _(
                    "Then hand the story in as usual. The hour counts only once the last step has approved it; approved later than that, the story appears at once."
                ),
                _(
                    "%(status)s says in words what will happen, for example in how many hours the story will be published."
                ),
            ),
            is_ordered=True,
        ),
        Part(
            _("Embargo"),
            (
                _("Fill in %(embargo)s, and under %(embargo_note)s who asked for it. Readers never see either."),
                _(
                    "Before that moment nobody can publish the story, in any language. Approved earlier, it appears at that moment."
                ),
                _("Only those who publish may end an embargo earlier."),
            ),
        ),
        Part(
            UNEXPECTED,
            (
                _(
                    "A story did not appear at its hour: %(reports)s > %(planned)s says why. One story that cannot be published never holds up another. The portal tries again by itself; who publishes may press %(try_again)s."
                ),
            ),
        ),
    ),
)

TOPICS: Final = (APPROVE, OWN, DUE, SCHEDULE)
