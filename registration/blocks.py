"""The blocks with which organisers build a form in the admin; the keys of questions and options are the blocks' own."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from registration.enums import QuestionKind
from registration.question_set import LONGEST_KEEPING_DAYS


class OptionBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """An answer to choose."""

    label_vi = blocks.CharBlock(label=_("Words in Vietnamese"), max_length=150)
    label_en = blocks.CharBlock(label=_("Words in English"), max_length=150, required=False)
    places = blocks.IntegerBlock(
        label=_("Number of places"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=_("Empty: as many as want it. A party of three takes three places."),
    )

    class Meta:
        icon = "list-ul"
        label = _("Option")


class QuestionBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """What every question has."""

    label_vi = blocks.CharBlock(label=_("Question in Vietnamese"), max_length=250)
    label_en = blocks.CharBlock(label=_("Question in English"), max_length=250, required=False)
    help_vi = blocks.CharBlock(label=_("Hint in Vietnamese"), max_length=250, required=False)
    help_en = blocks.CharBlock(label=_("Hint in English"), max_length=250, required=False)
    required = blocks.BooleanBlock(label=_("An answer is needed"), required=False)
    asked_of = blocks.CharBlock(
        label=_("Ask only for these kinds of place"),
        max_length=500,
        required=False,
        help_text=_("Their Vietnamese names; several are separated by a semicolon. Empty: everybody is asked."),
    )
    only_if_question = blocks.CharBlock(
        label=_("Ask only if the answer to this earlier question"),
        max_length=250,
        required=False,
        help_text=_("The Vietnamese words of an earlier question with options. Empty: always asked."),
    )
    only_if_option = blocks.CharBlock(
        label=_("is this option"),
        max_length=500,
        required=False,
        help_text=_("The Vietnamese words of the option; several are separated by a semicolon."),
    )
    is_personal = blocks.BooleanBlock(
        label=_("The answer says something personal"),
        required=False,
        help_text=_(
            "For example health, food, an identity number. It is then left out of mails, and people read why you ask."
        ),
    )
    purpose_vi = blocks.CharBlock(label=_("Why you ask, in Vietnamese"), max_length=250, required=False)
    purpose_en = blocks.CharBlock(label=_("Why you ask, in English"), max_length=250, required=False)
    keep_days = blocks.IntegerBlock(
        label=_("Days the answer is kept after the end"),
        required=False,
        min_value=1,
        max_value=LONGEST_KEEPING_DAYS,
        help_text=_("Empty: two years. Needed for personal answers."),
    )

    def clean(self, value: Any) -> Any:
        """Ask for what belongs together: a purpose and a time for personal answers, both halves of a condition."""
        cleaned = super().clean(value)
        missing: dict[str, ValidationError] = {}
        if cleaned["is_personal"] and not cleaned["purpose_vi"]:
            missing["purpose_vi"] = ValidationError(_("Say why you ask: people read it beside the question."))
        if cleaned["is_personal"] and not cleaned["keep_days"]:
            missing["keep_days"] = ValidationError(_("Say how many days after the end the answer is kept."))
        if cleaned["only_if_question"] and not cleaned["only_if_option"]:
            missing["only_if_option"] = ValidationError(_("Name the option on which this question depends."))
        if cleaned["only_if_option"] and not cleaned["only_if_question"]:
            missing["only_if_question"] = ValidationError(_("Name the question to which this option belongs."))
        if missing:
            raise StructBlockValidationError(block_errors=missing)
        return cleaned


class OptionsQuestionBlock(QuestionBlock):
    """A question with options."""

    options = blocks.ListBlock(OptionBlock(), label=_("Options"), min_num=2, max_num=50)


class QuestionStream(blocks.StreamBlock):  # type: ignore[misc]  # Wagtail ships no types
    """The questions in their order; the name of each block is its ``QuestionKind``."""

    short_text = QuestionBlock(label=QuestionKind.SHORT_TEXT.label, icon="pilcrow")
    long_text = QuestionBlock(label=QuestionKind.LONG_TEXT.label, icon="doc-full")
    choice = OptionsQuestionBlock(label=QuestionKind.CHOICE.label, icon="radio-empty")
    choices = OptionsQuestionBlock(label=QuestionKind.CHOICES.label, icon="tick-inverse")
    number = QuestionBlock(label=QuestionKind.NUMBER.label, icon="order")
    date = QuestionBlock(label=QuestionKind.DATE.label, icon="calendar")
    file = QuestionBlock(label=QuestionKind.FILE.label, icon="upload")
    consent = QuestionBlock(label=QuestionKind.CONSENT.label, icon="check")

    class Meta:
        max_num = 40
