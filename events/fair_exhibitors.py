"""The public list of a fair's exhibitors with booths and technologies, and the search in it."""

import uuid
from dataclasses import dataclass
from typing import Any

from events import fair_queries as fairs
from events import queries
from events.booth_enums import BoothState
from events.models import Booth
from exhibitors import queries as exhibitor_queries
from portal.kernel import clock, text
from portal.pages import translations
from showcase.models import TechnologyPage


@dataclass(frozen=True, slots=True)
class Shown:
    """A technology on show."""

    title: str
    url: str
    field: str
    field_code: str
    language: str


@dataclass(frozen=True, slots=True)
class Exhibitor:
    """An organisation with a place at the fair."""

    application_id: int
    name: str
    url: str
    booth: str
    hall: str
    hall_name: str
    technologies: tuple[Shown, ...]

    @property
    def folded(self) -> str:
        """What the search looks through, without marks."""
        return text.fold(" ".join([self.name, self.booth, *(row.title for row in self.technologies)]))


def _technologies(keys: set[uuid.UUID]) -> dict[uuid.UUID, Any]:
    rows: Any = translations.listed_in(TechnologyPage.objects.public(clock.today()).named())
    return {row.translation_key: row for row in rows.filter(translation_key__in=keys).select_related("field", "locale")}


def exhibitors(fair_key: uuid.UUID) -> list[Exhibitor]:
    """Return the exhibitors that may be named, by name, in a constant number of queries."""
    rows = list(queries.exhibitors_of(fair_key))
    booths: dict[int, Booth] = {
        booth.holder_id: booth
        for booth in fairs.booths_of(fair_key).filter(state=BoothState.ASSIGNED)
        if booth.holder_id is not None
    }
    pages = _technologies({shown.technology_key for row in rows for shown in row.technologies.all()})
    directory = exhibitor_queries.directory_url()
    return [
        Exhibitor(
            application_id=row.pk,
            name=row.organisation.display_name,
            url=exhibitor_queries.profile_url(row.organisation, directory=directory),
            booth=booths[row.pk].number if row.pk in booths else row.stand,
            hall=booths[row.pk].hall.code if row.pk in booths else "",
            hall_name=str(booths[row.pk].hall) if row.pk in booths else "",
            technologies=tuple(
                Shown(page.title, page.url or "", page.field.label, page.field.code, page.locale.language_code)
                for page in (pages.get(shown.technology_key) for shown in row.technologies.all())
                if page is not None
            ),
        )
        for row in rows
    ]


def found(rows: list[Exhibitor], *, words: str = "", hall: str = "", field: str = "") -> list[Exhibitor]:
    """Return those that hold every word, stand in the hall, and show something of the field."""
    wanted = text.fold(words).split()
    return [
        row
        for row in rows
        if all(word in row.folded for word in wanted)
        and (not hall or row.hall == hall)
        and (not field or any(shown.field_code == field for shown in row.technologies))
    ]
