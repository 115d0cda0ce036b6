"""Health endpoints for the operator's watch."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from portal.operations import health


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer 200 as long as the process lives; asks nothing else."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """Answer 200 when database, cache and worker answer, else 503 with the part that does not.

    How the nightly commands stand is told too, and never makes the portal count as not ready.
    """
    checks = health.readiness()
    return JsonResponse(
        {**{check.name: "ok" if check.ok else "failed" for check in checks}, **health.nightly()},
        status=200 if all(check.ok for check in checks) else 503,
        headers={"Cache-Control": "no-store"},
    )
