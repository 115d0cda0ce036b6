"""What the room of mark sheets declares to the rooms below it: the gate, what voids a sheet, and where a dossier is scored."""

from django.urls import reverse

from awards.editions import stepping
from awards.editions.enums import EditionState
from awards.jury import onward, voiding
from awards.marking import gate, mail_samples, personal_data  # noqa: F401 -- personal fields are declared by being read
from awards.marking.domain import sheets
from awards.models import Assignment


def address(assignment: Assignment) -> str:
    """Return the page on which a confirmed dossier is scored."""
    return reverse("awards:marking-sheet", args=[assignment.pk])


def register() -> None:
    """Declare all of it; from AppConfig.ready()."""
    stepping.before_leaving(EditionState.SCORING, gate.missing)
    voiding.on_void(sheets.void_sheet)
    onward.lead_to(address)
    mail_samples.register()
