"""Wagtail's checker of accessibility, as this portal wants it: in the editor's panel of checks and in previews."""

from typing import Any, ClassVar

from wagtail.admin.userbar import ContentCheckerItem


class PortalChecker(ContentCheckerItem):  # type: ignore[misc]  # Wagtail ships no types
    """Looks at what an editor can change, with Wagtail's rules and those that pictures, lists and languages need."""

    axe_include: ClassVar = ["main"]
    axe_run_only: ClassVar = [
        *ContentCheckerItem.axe_run_only,
        "image-alt",
        "list",
        "listitem",
        "td-headers-attr",
        "valid-lang",
    ]


def use(items: list[Any]) -> None:
    """Put this checker in the place of Wagtail's own, in the editor as well as in a preview."""
    items[:] = [
        PortalChecker(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item for item in items
    ]
