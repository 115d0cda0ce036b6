"""The page on which one subscribes to a calendar: choose, then take the address into the program that one has."""

from typing import Any, Final

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import queries
from events.calendars import following, machine, services
from events.calendars import selection as selections
from events.calendars.selection import ARCHIVE, CANCELLED, ON, FilterName, Selection, UnknownSelectionError
from portal.kernel import languages, text
from portal.kernel.languages import Language
from portal.mail import domain as mail
from portal.pages import shell

LONGEST_VALUE: Final = 90
MOST_SHOWN: Final = 50


def qr_of(address: str) -> str:
    """Return the code of an address as inline SVG, without style and script; read even where a seventh of it is lost."""
    code = segno.make(address, error="m", micro=False)
    return str(code.svg_inline(border=4, omitsize=True, lineclass=None))


def _asked(request: HttpRequest) -> dict[str, list[str]]:
    """Return the filters of the address; empty values are those of a form in which nothing was chosen."""
    found = {}
    for name in FilterName:
        values = [text.line(value)[:LONGEST_VALUE] for value in request.GET.getlist(name)]
        found[name.value] = [value for value in dict.fromkeys(values) if value][:MOST_SHOWN]
    return {name: values for name, values in found.items() if values}


def _stands(filters: dict[str, list[str]], language: Language) -> bool:
    try:
        selections.words(selections.make(filters), language)
    except UnknownSelectionError:
        return False
    return True


def _problem(asked: dict[str, list[str]], language: Language) -> str:
    """Return why nothing can be subscribed to with this choice, in a sentence."""
    if any(len(values) > selections.MOST_VALUES for values in asked.values()):
        return _("Choose at most %(number)d of one kind.") % {"number": selections.MOST_VALUES}
    if all(_stands({name: values}, language) for name, values in asked.items()):
        return _(
            "Nothing can fit this choice: broadcasts have a newsroom but no level and no organiser, "
            "and award deadlines have no level. Take one of them away."
        )
    return _("One of these choices does not exist, or no longer. Choose again.")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Let a visitor choose a calendar by a plain form and show its address for every kind of program."""
    language = languages.current()
    index = queries.index_page(language)
    if index is not None:
        shell.add_breadcrumbs(request, (index.title, index.url or ""))
    asked = _asked(request)
    archive, shows_cancelled = (request.GET.get(name) == ON for name in (ARCHIVE, CANCELLED))
    chosen: Selection | None = None
    words: list[str] = []
    try:
        chosen = selections.make(asked, archive=archive, shows_cancelled=shows_cancelled)
        words = selections.words(chosen, language)
    except UnknownSelectionError:
        chosen = None
    context: dict[str, Any] = {
        "problem": "" if chosen else _problem(asked, language),
        "form_has_errors": chosen is None,
        "ready_made": following.ready_made(chosen),
        "choices": following.choices(asked, language),
        "shows_cancelled": shows_cancelled,
        "archive": archive,
        "words": words,
        "clients": _clients(),
        "client_columns": [{"label": label} for label in (_("Program"), _("Asks again"), _("Cancelled events"))],
        "page_title": _("Follow the calendar"),
        **(_addresses(chosen, language) if chosen else {}),
    }
    return render(request, "events/subscribe.html", context)


def _addresses(chosen: Selection, language: Language) -> dict[str, Any]:
    address = mail.absolute_url(selections.path(chosen, language))
    title = selections.title(chosen, language)
    here = mail.absolute_url(following.subscribe_path(chosen))
    return {
        "title": title,
        "address": address,
        "webcal": services.webcal(address),
        "services": services.subscriptions(address, title),
        "alternates": machine.alternates(chosen, language),
        "qr": qr_of(here),
        "here": here,
        "with_cancelled_url": ""
        if chosen.shows_cancelled
        else following.subscribe_path(selections.with_cancelled(chosen)),
        "archive_address": ""
        if chosen.archive
        else mail.absolute_url(selections.path(selections.in_archive(chosen), language)),
    }


def _clients() -> list[list[str]]:
    """Return how the large programs behave, as their users report it; none of it is a vendor's promise."""
    return [
        ["Google Calendar", _("about every 4 to 24 hours; there is no button"), _("are hidden without a word")],
        [_("Apple Calendar"), _("as you set it, from every 5 minutes to every week"), _("are struck through")],
        [_("Outlook for desktop"), _("up to once a day, often every few hours"), _("not known to us")],
        [_("Outlook.com, Microsoft 365"), _("about every 3 hours or later; there is no button"), _("not known to us")],
        ["Thunderbird", _("every 30 minutes, unless you set it otherwise"), _("not known to us")],
    ]
