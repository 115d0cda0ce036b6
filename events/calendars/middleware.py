"""Most fetches of a calendar find it unchanged: they are answered before the session, the user and the addresses are looked at."""

from collections.abc import Callable
from functools import cache
from typing import Final

from django.http import HttpRequest, HttpResponse

from events.calendars import selection, views
from portal.kernel.languages import Language

ENDING: Final = ".ics"
SAFE: Final = ("GET", "HEAD")
GetResponse = Callable[[HttpRequest], HttpResponse]


@cache
def _addresses() -> dict[str, Language]:
    return {selection.path(selection.EVERYTHING, language): language for language in Language}


class KnownCalendarMiddleware:
    """Serves public calendars that this process remembers; whatever else is asked for goes on to its view.

    Stands inside the middleware whose headers every answer carries, and before everything that reads who is asking.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or pass the request on."""
        if request.path_info.endswith(ENDING) and request.method in SAFE:
            language = _addresses().get(request.path_info)
            answer = views.known(request, language) if language is not None else None
            if answer is not None:
                answer.headers["Content-Language"] = str(language)
                return answer
        return self.get_response(request)
