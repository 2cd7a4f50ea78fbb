"""Pages for what cannot be shown; none of them repeats what was asked for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Say that this is not allowed."""
    return render(request, "access/refused.html", {"reason": "You may not do that."}, status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Say that a form's token is too old or missing (CSRF)."""
    told = {
        "reason": "This form was opened too long ago, or in another session.",
        "fix": "Go back, reload the page and send it again.",
    }
    return render(request, "access/refused.html", told, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Say that there is nothing here, whether it never was or belongs to somebody else."""
    return render(request, "access/not_found.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that it is our fault; the log says where, not what about."""
    return render(request, "access/failed.html", status=500)
