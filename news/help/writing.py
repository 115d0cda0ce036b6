"""Help for those who write: topics, drafts, checks, handing in."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from news.help.parts import Part, Topic

EVERYBODY: Final = _("Everybody who writes for a newsroom")
UNEXPECTED: Final = _("If something is not as you expect")

STEPS: Final = Topic(
    code="steps",
    title=_("The way of a story"),
    who=_("Everybody of a newsroom"),
    shows_ways=True,
    parts=(
        Part(
            _("From the topic to the reader"),
            (
                _(
                    "Topic: you say what you want to write, an editor accepts it with a day. You may leave this out and press %(write)s."
                ),
                _("Draft: you write. Nobody but your newsroom sees it."),
                _(
                    "Handed in: the story waits in a step. Those who act in it find it in %(my_work)s under %(waiting)s."
                ),
                _("Approved step by step, or returned to you with a reason, or stopped."),
                _(
                    "Public: the last approval publishes the story, nothing else does. With an hour or an embargo it appears at that moment."
                ),
            ),
            is_ordered=True,
        ),
        Part(
            _("Which way a story takes"),
            (
                _(
                    "The field %(way)s in the form decides. Left empty, the kind of the story does: film, sound and live broadcasts go through legal review."
                ),
                _("Another way can be chosen only while the story is in no approval. Press %(stop)s first."),
            ),
        ),
    ),
)

TOPIC: Final = Topic(
    code="topic",
    title=_("Propose a topic before writing"),
    who=EVERYBODY,
    parts=(
        Part(
            _("Propose"),
            (
                _("Open %(my_work)s and press %(propose)s."),
                _(
                    "Say in one line what it is, then what it is about and why now. Choose the way and, if it matters, the day on which it should appear."
                ),
                _("Press %(send_topic)s. Editors and chief editors get a mail."),
                _("The answer comes by mail and stands under %(topics)s in %(my_work)s."),
                _(
                    "As soon as it is accepted, whoever was named opens the topic and presses %(make_draft)s. Headline and lead are filled in; what was agreed stands as a note beside the lead."
                ),
            ),
            is_ordered=True,
        ),
        Part(
            _("Answer a proposal (editors and chief editors)"),
            (
                _("Open it under %(topics)s. Name who writes it and until when, and press %(accept_topic)s."),
                _("Or write the reason and press %(refuse_topic)s. The reason goes to whoever proposed it."),
            ),
        ),
        Part(
            UNEXPECTED,
            (_("You have changed your mind: press %(withdraw_topic)s. That is possible until the draft is made."),),
        ),
    ),
)

DRAFT: Final = Topic(
    code="draft",
    title=_("Write a story"),
    who=EVERYBODY,
    parts=(
        Part(
            _("Write and save"),
            (
                _("Open %(my_work)s and press %(write)s, or make the draft from an accepted topic."),
                _(
                    "Fill in headline, lead and text. Pictures need a caption and a source before the story can be handed in."
                ),
                _("Press %(save)s often: the portal does not save by itself. A draft may be incomplete."),
                _("Open %(preview)s (the phone at the top right) to see the story as readers will."),
            ),
            is_ordered=True,
        ),
        Part(
            _("Good to know"),
            (
                _(
                    "The last part of the address is made from the headline, without marks. If another story has it already, a number is added."
                ),
                _(
                    "Under %(audience_leads)s you write a lead of its own for farmers, enterprises or others. It is shown where they look for their news."
                ),
                _(
                    "Name a technology, an event, an organisation or a prize by its own block: the card is drawn by itself, and its page lists your story."
                ),
                _(
                    "A text from Word may be pasted as it is: bold, italics, lists and links stay, colours and sizes are left out. Headings and tables become plain lines; make them again by their own blocks."
                ),
            ),
        ),
        Part(
            UNEXPECTED,
            (
                _(
                    "Somebody else saved the same story meanwhile: the portal says who and when, and keeps what you typed in the form. Compare, take over what you need, and save again. Both versions stand under %(history)s."
                ),
                _(
                    "A block is too long: the portal says so beside it and nothing is lost. Divide the text into several blocks."
                ),
            ),
        ),
    ),
)

CHECKS: Final = Topic(
    code="checks",
    title=_("Checks of the text"),
    who=EVERYBODY,
    parts=(
        Part(
            _("Use them"),
            (
                _(
                    "They stand at the end of the form under %(checks)s. Press %(check_typed)s to check what is not saved yet."
                ),
                _(
                    "%(mend)s mends three things by itself: letters put together from parts, a wrong đ, and doubled spaces. It saves a version of its own; the one before stays under %(history)s."
                ),
                _(
                    "You decide on everything else: tones placed in two ways, names of places that have ended, headline and lead that are too long, words of links."
                ),
            ),
        ),
        Part(
            _("What forbids publication"),
            (
                _("A picture without caption or source."),
                _("Film or sound without a transcript, a film of your own without captions."),
                _("Fields that have to be filled in. The checks name them before you hand in."),
            ),
        ),
        Part(
            UNEXPECTED, (_("An old place is meant as history: write “(cũ)” after its name, and the check is content."),)
        ),
    ),
)

HAND_IN: Final = Topic(
    code="hand-in",
    title=_("Hand in, and what to do when a story comes back"),
    who=EVERYBODY,
    parts=(
        Part(
            _("Hand in"),
            (
                _(
                    "In the form, open the menu beside %(save)s and choose %(hand_in)s. Or choose %(where)s under %(actions)s (•••) at the top and hand it in there."
                ),
                _(
                    "If something is missing, the portal names each thing, hands nothing in and keeps what you typed in the form."
                ),
                _(
                    "While it waits, only those who act in the step change it. You follow it in %(my_work)s under %(mine)s."
                ),
            ),
            is_ordered=True,
        ),
        Part(
            _("When it was returned"),
            (
                _(
                    "You get a mail with the reason. The story stands in %(my_work)s under %(returned)s, with the reason beside it."
                ),
                _(
                    "Press %(open_form)s, change it, save it, then press %(hand_in_again)s. It goes on in the step that returned it; what was approved before stays approved."
                ),
            ),
        ),
        Part(
            UNEXPECTED,
            (
                _(
                    "You handed it in too early: press %(stop)s and say why. The story is a draft again with all its words."
                ),
                _(
                    "Nobody can do a step, for example because the only other editor has left: the portal says so. Ask the chief editor to ask somebody in, or an operator to do the step."
                ),
            ),
        ),
    ),
)

TOPICS: Final = (STEPS, TOPIC, DRAFT, CHECKS, HAND_IN)
