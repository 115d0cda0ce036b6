"""A page of ours where Django answers with bare headers."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase, HttpResponseNotAllowed

from portal.ui import views


class MethodNotAllowedMiddleware:
    """Fills the empty answer 405 with a page that says how to go on; its headers, ``Allow`` among them, stay.

    Django has handlers for 400, 403, 404 and 500 only. Stands inside the middleware of languages and of lengths.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass everything on but an empty 405."""
        response = self.get_response(request)
        if (
            response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
            and isinstance(response, HttpResponseNotAllowed)
            and not response.content
        ):
            response.content = views.method_not_allowed(request).content
        return response
