"""Who edits the page of an edition: where secretaries are named for it, nobody else of the secretariat."""

from typing import Any

from wagtail.models import PagePermissionTester

from awards import permissions


class EditionPermissionTester(PagePermissionTester):  # type: ignore[misc]  # Wagtail ships no types
    """Rights on the list of awards count for an edition only for those who may look after it."""

    def __init__(self, user: Any, page: Any) -> None:
        super().__init__(user, page)
        is_named = permissions.may_edit_page(user, page.translation_key) if getattr(self, "permissions", None) else True
        if not is_named:
            self.permissions: set[str] = set()
