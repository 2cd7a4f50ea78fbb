"""What runs: a page and a health check without patient data."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from cleanclaim import __version__
from cleanclaim.primitives import CleanclaimError
from cleanclaim.web.organizations.selectors import organization_ids

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>cleanclaim</title></head>
<body><main><h1>cleanclaim</h1>
<dl><dt>Version</dt><dd>{}</dd><dt>Database</dt><dd>{}</dd><dt>Organizations</dt><dd>{}</dd></dl>
</main></body></html>
"""


@require_safe
def status(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say which version runs, whether the database answers, and how many organizations there are."""
    try:
        state, count = "answers", str(len(organization_ids()))
    except (DatabaseError, CleanclaimError):
        state, count = "does not answer", "unknown"
    return HttpResponse(
        format_html(PAGE, __version__, state, count), status=200 if state == "answers" else 503
    )


@require_safe
def health(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Return 200 when the database answers, else 503; for probes."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, CleanclaimError):
        return JsonResponse({"status": "database does not answer"}, status=503)
    return JsonResponse({"status": "ok"})
