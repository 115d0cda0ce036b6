"""Public calendars are for every origin: scripts of other sites may read them and ask before they do (Fetch, CORS protocol)."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt

SAFE: Final = ("GET", "HEAD")
METHODS: Final = (*SAFE, "OPTIONS")
A_DAY: Final = 24 * 60 * 60
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def opened(response: HttpResponse) -> HttpResponse:
    """Let scripts of every origin read an answer and its validators."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Last-Modified"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _preflight() -> HttpResponse:
    return HttpResponse(
        status=204,
        headers={
            "Allow": ", ".join(METHODS),
            "Access-Control-Allow-Methods": ", ".join(METHODS),
            "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
            "Access-Control-Max-Age": str(A_DAY),
        },
    )


def for_every_origin(view: View[P]) -> View[P]:
    """Answer what browsers ask before they fetch, and 405 for whatever is no reading.

    Nothing can be sent to these views, so that no token is asked for: the answer would be a page about a form.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "OPTIONS":
            return opened(_preflight())
        if request.method not in SAFE:
            return opened(HttpResponseNotAllowed(METHODS))
        return view(request, *args, **kwargs)

    return csrf_exempt(wrapped)
