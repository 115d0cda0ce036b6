"""What is said of a clash to somebody who plans: why, when, with what, and never a title that this person may not read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from events import festivals, planning
from events.domain import clashes
from events.domain.clashes import Clash
from events.enums import ClashReason
from events.models import EventPage
from portal.kernel import formats, holidays
from portal.kernel.languages import Language


@dataclass(frozen=True, slots=True)
class Line:
    """One clash in words; ``url`` is empty where there is nothing to read."""

    clash: Clash
    reason: str
    days: str
    title: str
    url: str = ""

    @property
    def is_strong(self) -> bool:
        """Whether both cannot take place as they are planned."""
        return self.clash.is_strong


def days(found: Iterable[date]) -> str:
    """Return days in words, those that follow each other as one span."""
    spans: list[list[date]] = []
    for day in found:
        if spans and (day - spans[-1][-1]).days == 1:
            spans[-1].append(day)
        else:
            spans.append([day])
    return ", ".join(formats.date_range(span[0], span[-1]) for span in spans)


def url_of(event: planning.Planned) -> str:
    """Return where a viewer reads an event: its form, or its public page."""
    if event.may_edit:
        return reverse("wagtailadmin_pages:edit", args=[event.page.pk])
    return event.page.url or "" if event.is_public else ""


def lines(found: Iterable[Clash], others: dict[UUID, planning.Planned]) -> list[Line]:
    """Return clashes in words for the viewer for whom ``others`` were read."""
    result = []
    for clash in found:
        title, url = clash.name, ""
        if clash.other is not None:
            other = others[clash.other]
            is_visible = other.title_is_visible
            title = other.title if is_visible else _("an event of another department that is not public yet")
            url = url_of(other) if is_visible else ""
        result.append(Line(clash, str(ClashReason(clash.reason).label), days(clash.days), title, url))
    return result


def of_event(event: EventPage, *, viewer: Any) -> list[Line]:
    """Return what an event clashes with, as it stands in a form or a row; empty where its times are missing. Fourteen queries at most."""
    if not event.starts_at or not event.ends_at or event.ends_at <= event.starts_at:
        return []
    return _read(event, viewer=viewer)[0]


def new_lines(event: EventPage, *, viewer: Any) -> list[Line]:
    """Return the clashes that publishing an event would bring, without those that its public page has already."""
    found, known = _read(event, viewer=viewer)
    return [line for line in found if (line.clash.reason, line.clash.other, line.clash.name) not in known]


def _read(event: EventPage, *, viewer: Any) -> tuple[list[Line], Collection[tuple[str, UUID | None, str]]]:
    facts = clashes.facts(event)
    if facts is None:
        return [], ()
    public = _public_page(event)
    known = clashes.facts(public) if public is not None else None
    spans = [day for item in (facts, known) if item is not None for day in item.days]
    first, last = min(spans), max(spans)
    planned = {item.page.translation_key: item for item in planning.between(first, last, viewer=viewer)}
    others = [item.facts for key, item in planned.items() if key != event.translation_key and item.facts is not None]
    special, feasts = holidays.between(first, last), festivals.between(first, last)
    found = lines(clashes.of(facts, others=others, special=special, feasts=feasts), planned)
    before = clashes.of(known, others=others, special=special, feasts=feasts) if known is not None else []
    return found, {(clash.reason, clash.other, clash.name) for clash in before}


def _public_page(event: EventPage) -> EventPage | None:
    """Return the page that the public reads of the same event, the Vietnamese one where there is one."""
    rows = EventPage.objects.live().filter(translation_key=event.translation_key, alias_of=None)
    pages = list(rows.select_related("locale", "place").prefetch_related(*planning.RELATED).order_by("pk"))
    return min(pages, key=lambda page: page.locale.language_code != Language.VIETNAMESE, default=None)
