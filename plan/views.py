"""The download of the plan's figures."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from plan import exports


@require_safe
def figures(_request: HttpRequest) -> HttpResponse:
    """Return all figures as CSV."""
    response = HttpResponse(exports.as_csv(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ke-hoach-149-so-lieu.csv"'
    return response
