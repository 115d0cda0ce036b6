"""How many mails could not be delivered, on the first page of the admin."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from portal.mail import access, dead_letters
from portal.mail.enums import MailState
from portal.mailroom.dead_letters import NAMESPACE


class UndeliveredPanel(Component):  # type: ignore[misc]  # Wagtail ships no types
    """The number with its link; nothing is shown where there is none, and nothing asked for people without the right."""

    name = "undelivered"
    order = 105
    template_name = "mailroom/admin/home_undelivered.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the number for this reader."""
        user = (parent_context or {})["request"].user
        number = 0
        if access.may_tend_some(user):
            number = dead_letters.visible_to(user).filter(state=MailState.FAILED).count()
        return {"number": number, "url": reverse(f"{NAMESPACE}:index")}
