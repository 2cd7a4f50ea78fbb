"""All addresses. They carry opaque ids and nothing of a patient; searches travel by POST."""

from django.urls import URLPattern, URLResolver, include, path

from cleanclaim.web.api.routes import api
from cleanclaim.web.status import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("cleanclaim.web.worklists.urls")),
    path("coding/", include("cleanclaim.web.encounters.urls")),
    path("claims/", include("cleanclaim.web.claims.urls")),
    path("rules/", include("cleanclaim.web.claims.rules_urls")),
    path("patients/", include("cleanclaim.web.patients.urls")),
    path("remittances/", include("cleanclaim.web.remits.urls")),
    path("denials/", include("cleanclaim.web.denials.urls")),
    path("accounts/", include("cleanclaim.web.accounting.urls")),
    path("reports/", include("cleanclaim.web.reports.urls")),
    path("audit/", include("cleanclaim.web.audit.urls")),
    path("tokens/", include("cleanclaim.web.api.urls")),
    path("api/v1/", api.urls),
    path("users/", include("cleanclaim.web.organizations.urls")),
    path("reference/", include("cleanclaim.web.reference_status.urls")),
    path("demo/", include("cleanclaim.web.demo.urls")),
    path("sign-in/", include("cleanclaim.web.signing_in.urls")),
    path("healthz", health, name="health"),
]

handler403 = "cleanclaim.web.access.errors.refused"
handler404 = "cleanclaim.web.access.errors.not_found"
handler500 = "cleanclaim.web.access.errors.failed"
