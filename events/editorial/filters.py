"""What of the editorial calendar is shown: which kinds, and whose."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from events.enums import PlanKind
from events.models import EventOrganiser, EventPage
from exhibitors.models import Organisation
from news import queries as news_queries
from portal.kernel import languages
from portal.kernel.languages import Language

OWN: Final = "own"
ORGANISER: Final = "organiser:"
NEWSROOM: Final = "newsroom:"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choice; ``whose`` is empty, ``own``, ``organiser:<address part>`` or ``newsroom:<code>``."""

    kinds: frozenset[PlanKind]
    whose: str = ""

    def fits(self, *, kind: PlanKind, is_own: bool, organisers: Iterable[str], newsroom: str) -> bool:
        """Return whether an entry is shown; holidays are everybody's."""
        if kind not in self.kinds:
            return False
        if not self.whose or kind == PlanKind.HOLIDAY:
            return True
        if self.whose == OWN:
            return is_own
        return self.whose in {*(f"{ORGANISER}{slug}" for slug in organisers), f"{NEWSROOM}{newsroom}"}

    def query(self, month: str) -> str:
        """Return the query of an address with the same choice."""
        kinds = (
            []
            if self.kinds == frozenset(PlanKind)
            else [("kind", kind.value) for kind in PlanKind if kind in self.kinds]
        )
        whose = [("whose", self.whose)] if self.whose else []
        return urlencode([("month", month), *kinds, *whose])


def parse(query: QueryDict, offered: Iterable[str]) -> Chosen:
    """Return what an address chooses; nothing or nothing known means everything."""
    kinds = frozenset(PlanKind(value) for value in query.getlist("kind") if value in PlanKind.values)
    whose = query.get("whose", "")
    return Chosen(kinds or frozenset(PlanKind), whose if whose in set(offered) else "")


def whose_choices() -> list[tuple[str, str]]:
    """Return everybody whose entries can be picked out, with their names; four queries at most.

    Only organisers of public events are named: who prepares something in silence is not told.
    """
    public = EventPage.objects.live().public()
    organisers = EventOrganiser.objects.filter(event__in=public, organisation__isnull=False).values("organisation")
    rows = Organisation.objects.filter(pk__in=organisers)
    newsrooms = {
        room.code: room.title
        for room in sorted(news_queries.live_newsrooms(), key=lambda room: _is_of_reader(room.locale.language_code))
    }
    return [
        ("", _("Everybody’s")),
        (OWN, _("What I may edit")),
        *((f"{ORGANISER}{row.slug}", row.display_name) for row in rows),
        *((f"{NEWSROOM}{code}", _("Newsroom: %(title)s") % {"title": title}) for code, title in newsrooms.items()),
    ]


def _is_of_reader(language: str) -> bool:
    return Language(language) is languages.current()
