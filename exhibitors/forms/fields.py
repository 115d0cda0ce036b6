"""What the forms of the room share."""

from typing import Any

from portal.kernel import errors
from portal.ui import forms as ui_forms

_FORM_NAMES = {"fields": "technology_fields"}


def add_domain_error(form: Any, error: errors.DomainError) -> None:
    """Show a rule's sentence as ``portal.ui.forms.add_domain_error`` does, by the names of this room's forms."""
    ui_forms.add_domain_error(form, error, names=_FORM_NAMES)
