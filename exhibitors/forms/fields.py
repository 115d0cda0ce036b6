"""What the forms of the room share."""

from portal.kernel import errors
from portal.ui import forms as ui_forms

_FORM_NAMES = {"fields": "technology_fields"}


def add_domain_error(form: ui_forms.Form, error: errors.DomainError) -> None:
    """Show a rule's sentence beside the field to blame, or above the form; a newer version may be replaced once seen."""
    if isinstance(error, errors.StaleError):
        form.retype("seen_at", error.saved_at.isoformat())
    name = _FORM_NAMES.get(error.field or "", error.field)
    form.add_error(name if name in form.fields else None, str(error))
