"""The one way into the API: a token with the scope, its organization's transaction, once per key."""

import hashlib
import json
import os
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from ninja.security import HttpBearer

from cleanclaim.primitives import AccessDenied, CleanclaimError, InputError, StateError
from cleanclaim.web.api.access import TokenAccess, access_by, organization_of
from cleanclaim.web.api.models import SentOnce
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.vault import open_sealed, seal

Answer = tuple[int, Any]
View = Callable[..., Any]

KEY = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
LONGEST_KEY = 100
CHANGES = ("POST", "PUT", "PATCH", "DELETE")
RATE = 300
"""Requests that a token may make in a minute; ``CLEANCLAIM_API_RATE`` says otherwise."""


class ApiRequest(HttpRequest):
    """A request that came through the door."""

    access: TokenAccess


def door(scope: str) -> Callable[[View], View]:
    """Let an operation run only for a token with a scope, inside its organization's transaction.

    What it returns (a status and plain values) is sent as JSON; what it raises undoes all that it
    wrote, and is answered as ``{"error": {code, message, where, fix}}``. A change with an
    ``Idempotency-Key`` is made once: the same request again is answered as before, another one with
    that key is refused (422).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            access: TokenAccess = request.auth  # type: ignore[attr-defined]
            try:
                if (wait := _over_the_rate(access)) is not None:
                    return wait
                with tenant(access.organization.pk):
                    request.access = access  # type: ignore[attr-defined]
                    if scope not in access.scopes:
                        access.record("access.refused", access.user, {"api": scope})
                        return error(403, "access-denied", f"The token does not have the scope {scope}.")
                    return _once(request, access, view, args, kwargs)
            except IntegrityError:
                return error(409, "conflict", "The same request is being answered; ask again.")
            except Http404:
                return error(404, "not-found", "There is nothing of that id.")
            except CleanclaimError as problem:
                return error(_status_of(problem), problem.code, problem.message, problem.where, problem.fix)

        enter.scope = scope  # type: ignore[attr-defined]  # a test enumerates all operations
        return enter

    return decorate


def error(status: int, code: str, message: str, where: str = "", fix: str = "") -> HttpResponse:
    """Return an error as every operation gives it."""
    body = {"error": {"code": code, "message": message, "where": where, "fix": fix}}
    return _json(status, json.dumps(body).encode())


def _json(status: int, body: bytes) -> HttpResponse:
    return HttpResponse(body, status=status, content_type="application/json")


class Token(HttpBearer):
    """Authorization: Bearer and a token; answers with what it may do, or nothing (401)."""

    def authenticate(self, request: HttpRequest, token: str) -> TokenAccess | None:  # noqa: ARG002 - ninja's form
        """Return what the token may do; nothing for one that is unknown, expired or revoked."""
        organization_id = organization_of(token)
        if organization_id is None:
            return None
        with tenant(organization_id):
            return access_by(token)


def unauthorized() -> HttpResponse:
    """Return the answer to who has no valid token."""
    answer = error(
        401, "unauthorized", "A valid token is needed.", fix="Send Authorization: Bearer and the token."
    )
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _status_of(problem: CleanclaimError) -> int:
    if isinstance(problem, AccessDenied):
        return 403
    if isinstance(problem, StateError):
        return 409
    return 422 if isinstance(problem, InputError) else 500


def _over_the_rate(access: TokenAccess) -> HttpResponse | None:
    """Return a refusal when a token has asked too often in this minute."""
    limit = int(os.environ.get("CLEANCLAIM_API_RATE") or RATE)
    minute = int(time.time() // 60)
    name = f"api-rate:{access.token_id}:{minute}"
    cache.add(name, 0, timeout=120)
    try:
        used = cache.incr(name)
    except ValueError:  # it expired in between
        return None
    if used <= limit:
        return None
    answer = error(
        429, "too-many-requests", f"This token may ask {limit} times a minute.", fix="Wait a minute."
    )
    answer.headers["Retry-After"] = str(60 - int(time.time()) % 60)
    return answer


def _once(
    request: HttpRequest, access: TokenAccess, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponse:
    key = request.headers.get(KEY, "") if request.method in CHANGES else ""
    if len(key) > LONGEST_KEY or not key.isprintable():
        return error(
            422, "invalid-value", f"A key has at most {LONGEST_KEY} printable characters.", where=KEY
        )
    digest = hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.body).hexdigest()
    if key:
        known = SentOnce.objects.filter(token_id=access.token_id, key=key).first()
        if known is not None and known.request != digest:
            return error(
                422,
                "invalid-value",
                "That key was used for another request.",
                where=KEY,
                fix="Use a new key.",
            )
        if known is not None:
            answer = _json(known.status, open_sealed(bytes(known.sealed_answer)))
            answer.headers[REPLAYED] = "true"
            return answer
    status, value = view(request, *args, **kwargs)
    body = json.dumps(value, separators=(",", ":")).encode()
    if key:
        SentOnce.objects.create(
            token_id=access.token_id,
            key=key,
            request=digest,
            status=status,
            sealed_answer=seal(body),
            made_at=access.at,
        )
    return _json(status, body)
