"""What the forms of the room share."""

from django import forms

from portal.kernel import errors

_FORM_NAMES = {"fields": "technology_fields"}


def add_domain_error(form: forms.Form, error: errors.DomainError) -> None:
    """Show a rule's sentence beside the field to blame, or above the form."""
    name = _FORM_NAMES.get(error.field or "", error.field)
    form.add_error(name if name in form.fields else None, str(error))
