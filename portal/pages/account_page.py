"""One's own settings in the admin, without Wagtail's fields for a first and a last name, which our people do not have."""

from typing import Any

from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel


class OwnAccountView(AccountView):  # type: ignore[misc]  # Wagtail ships no types
    """The picture, the language, the time zone and the look of the admin.

    Wagtail asks for both names and keeps neither: ``accounts.User`` has one full name, which operators change.
    """

    def get_panels(self) -> list[Any]:
        """Return the groups of settings, all but the names."""
        return [panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)]
