"""The tickets of a registration as a PDF, one page for each person, in the active language."""

from datetime import datetime

from django.utils.translation import gettext as _

from portal.kernel import formats, languages
from portal.pdf import codes, documents
from portal.pdf.documents import Document
from registration import attending, queries, subjects
from registration.domain import tickets
from registration.models import Registration


def file_name(registration: Registration) -> str:
    """Return the name of the file, which tells nothing but the reference number."""
    return f"{registration.reference}.pdf"


def holder_of(registration: Registration, position: int) -> str:
    """Return whose ticket it is: by name where it was told, else as a number in the party; read with its members."""
    people = queries.people_of(registration)
    if position <= len(people) and people[position - 1]:
        return people[position - 1]
    return _("Guest %(number)s of %(name)s") % {
        "number": formats.number(position),
        "name": registration.full_name,
    }


def _foot(registration: Registration, info: subjects.SubjectInfo | None) -> str:
    if not attending.comes_to_the_door(registration, info):
        return _("You take part online: nobody asks for this code.")
    return _(
        "Show this code at the entrance, on paper or on your phone. If it cannot be read, say the code beneath it."
    )


def draw(*, registration: Registration, now: datetime) -> bytes:
    """Return the tickets of a registration that holds a place as PDF, making those that are missing."""
    return documents.draw(sheets(registration=registration, now=now))


def sheets(*, registration: Registration, now: datetime) -> Document:
    """Return what the tickets of a registration that holds a place are drawn from, making those that are missing."""
    info = subjects.info(registration.place_kind.subject)
    facts: list[tuple[str, str]] = []
    if info is not None:
        places = attending.facts(registration, info, now)
        facts += [(info.when_term, info.when), *[(term, value) for term, value, _url in places]]
    facts += [(_("Kind of place"), registration.place_kind.name), (_("Reference number"), registration.reference)]
    made = tickets.ensure(registration=registration, now=now)
    return Document(
        template="registration/ticket.typ",
        data={
            "subject": info.title if info is not None else registration.place_kind.name,
            "facts": [{"term": term, "value": value} for term, value in facts if value],
            "holder_words": _("Ticket for"),
            "code_words": _("Code"),
            "foot": _foot(registration, info),
            "tickets": [
                {
                    "holder": holder_of(registration, ticket.position),
                    "code": tickets.spoken(ticket.code),
                    "qr": codes.picture(ticket.token, strength=codes.Strength.SCREEN),
                    "qr_words": _("Code of the ticket %(code)s") % {"code": tickets.spoken(ticket.code)},
                }
                for ticket in made
            ],
        },
        title=_("Ticket") if len(made) == 1 else _("Tickets"),
        language=languages.current(),
        moment=made[0].issued_at if made else now,
    )
