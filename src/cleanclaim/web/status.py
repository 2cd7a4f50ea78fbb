"""Whether it runs: a health check without patient data."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from cleanclaim.primitives import CleanclaimError


@require_safe
def health(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Return 200 when the database answers, else 503; for probes."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, CleanclaimError):
        return JsonResponse({"status": "database does not answer"}, status=503)
    return JsonResponse({"status": "ok"})
