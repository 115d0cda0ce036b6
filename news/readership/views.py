"""The address that a story's page tells of being read."""

import base64
import uuid
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from news.domain import readings
from portal.kernel import languages

NO_CONTENT: Final = 204
DOT: Final = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
"""One transparent point, for readers without script."""


@csrf_exempt  # nothing of the visitor's is changed, and there is no session to misuse
@require_http_methods(["GET", "POST"])
def count(request: HttpRequest, article_key: uuid.UUID) -> HttpResponse:
    """Count a reading; answers the same whether it was counted or not, and whether there is such a story or not."""
    readings.note(request, article_key=article_key, language=languages.current(), source=request.GET.get("from", ""))
    answer = (
        HttpResponse(status=NO_CONTENT) if request.method == "POST" else HttpResponse(DOT, content_type="image/gif")
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
