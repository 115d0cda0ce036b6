"""A field that people do not see and machines fill in, for forms that anybody may send."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.ui.forms import Form

TRAP: Final = "website"


class TrappedForm(Form):
    """A form with a trap; a template shows ``for_people`` one by one and includes ``ui/parts/trap.html``."""

    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )

    @property
    def is_trapped(self) -> bool:
        """Whether a machine filled in the field that people do not see."""
        return bool(self.data.get(self.add_prefix(TRAP)))

    @property
    def trap(self) -> forms.BoundField:
        """The field that people do not see."""
        return self[TRAP]

    def for_people(self) -> list[forms.BoundField]:
        """Return the fields that people fill in, in order."""
        return [field for field in self.visible_fields() if field.name != TRAP]
