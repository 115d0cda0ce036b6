"""Headings inside a page; each is an anchor that the contents list leads to."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.kernel import slugs


class HeadingLevel(TextChoices):
    """Levels below the page's own title."""

    SECTION = "h2", _("Section")
    SUBSECTION = "h3", _("Part of a section")


class HeadingBlock(blocks.StructBlock):  # type: ignore[misc]  # Wagtail ships no types
    """A heading of the second or third level."""

    text = blocks.CharBlock(max_length=180, label=_("Text"))
    level = blocks.ChoiceBlock(
        choices=HeadingLevel.choices, default=HeadingLevel.SECTION, search_index=False, label=_("Level")
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Divides the page; shows in the contents list.")
        template = "blocks/heading.html"
        preview_value: ClassVar = {"text": _("What the line does"), "level": HeadingLevel.SECTION}


def anchors(children: Iterable[Any]) -> list[tuple[Any, str]]:
    """Return each child of a stream with its anchor: unique in the stream for headings, empty for other blocks."""
    taken: dict[str, int] = {}
    found: list[tuple[Any, str]] = []
    for child in children:
        if not isinstance(child.block, HeadingBlock):
            found.append((child, ""))
            continue
        name = f"muc-{slugs.slug(str(child.value['text']))}"
        taken[name] = taken.get(name, 0) + 1
        found.append((child, name if taken[name] == 1 else f"{name}-{taken[name]}"))
    return found
