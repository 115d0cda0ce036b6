"""The download of the plan's figures."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from plan import exports, queries
from portal.kernel import slugs


@require_safe
def figures(_request: HttpRequest) -> HttpResponse:
    """Return all figures as CSV, in a file named after the page of the plan."""
    response = HttpResponse(exports.as_csv(), content_type="text/csv; charset=utf-8")
    name = slugs.slug(f"{queries.page_title()} {gettext('figures')}")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
