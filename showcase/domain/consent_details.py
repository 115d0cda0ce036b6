"""Who answers for an organisation whose need a focal point enters, and how they agreed."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from portal.kernel import errors
from portal.kernel import text as texts
from showcase.need_enums import ConsentMethod


@dataclass(frozen=True, slots=True)
class ConsentDetails:
    """Who answers for the organisation and how they agreed."""

    organisation_name: str
    contact_name: str
    method: ConsentMethod
    contact_email: str = ""
    contact_phone: str = ""
    given_on: date | None = None
    note: str = ""


def check(details: ConsentDetails, today: date) -> None:
    """Raise DomainError on the field to blame where something is missing, or a day has not come."""
    if not texts.line(details.organisation_name):
        raise errors.DomainError(_("Name the organisation."), field="organisation_name")
    if not texts.line(details.contact_name):
        raise errors.DomainError(_("Name the person who answers for the organisation."), field="contact_name")
    if details.method is ConsentMethod.LINK:
        if not details.contact_email.strip():
            raise errors.DomainError(_("The link needs an e-mail address."), field="contact_email")
        return
    if details.given_on is None:
        raise errors.DomainError(_("Say when the organisation agreed."), field="given_on")
    if details.given_on > today:
        raise errors.DomainError(_("This day has not come yet."), field="given_on")
    if details.method is ConsentMethod.PHONE and not texts.line(details.note):
        raise errors.DomainError(_("Note who was called at which number, and what was agreed."), field="note")


def check_address(address: str) -> None:
    """Raise DomainError on ``contact_email`` for what is no address."""
    try:
        validate_email(address)
    except ValidationError as error:
        raise errors.DomainError(
            _("Write an e-mail address, for example ten@example.org."), field="contact_email"
        ) from error
