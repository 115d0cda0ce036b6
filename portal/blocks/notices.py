"""Notices inside a page."""

from typing import ClassVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class NoticeKind(TextChoices):
    """How a notice looks; the words must say the same."""

    INFORMATION = "info", _("Information")
    GOOD_NEWS = "success", _("Good news")
    WARNING = "warning", _("Warning")


class NoticeBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """A short notice that readers must not miss."""

    kind = blocks.ChoiceBlock(
        choices=NoticeKind.choices, default=NoticeKind.INFORMATION, search_index=False, label=_("Kind")
    )
    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    text = blocks.TextBlock(max_length=600, label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Notice")
        description = _("A few words that readers must not miss.")
        template = "blocks/notice.html"
        preview_value: ClassVar = {
            "kind": NoticeKind.WARNING,
            "title": _("New place"),
            "text": _("The course moves to the hall of the technology exchange. The hours stay the same."),
        }
