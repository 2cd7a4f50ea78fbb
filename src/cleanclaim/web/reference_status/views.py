"""Which code sets are loaded, what covers today, and what a code means on a day."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from cleanclaim.codesets import ICD10CM_KIND, NotCovered, Unknown
from cleanclaim.codesets.shipped_lists import SHIPPED_LISTS
from cleanclaim.edits.registry import all_edits
from cleanclaim.primitives import InvalidValue, dotted, parse_iso
from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.engine import reference_store
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.reference_status.tables import rows_of, tables_on

NOTES = (
    ("includes", "Includes"),
    ("excludes1", "Excludes 1"),
    ("excludes2", "Excludes 2"),
    ("code_first", "Code first"),
    ("use_additional", "Use an additional code"),
    ("code_also", "Code also"),
    ("notes", "Notes"),
)


@screen(Permission.SEE_REFERENCE)
def reference(request: AccessRequest) -> HttpResponse:
    """Show what is loaded, and look codes up by words or by themselves."""
    today = request.access.at.date()
    store = reference_store()
    tables = tables_on(store, today)
    short = {kind.name for kind in SHIPPED_LISTS}
    context: dict[str, object] = {
        "today": today,
        "releases": [
            (release, release.covers(today)) for release in store.releases() if release.kind not in short
        ],
        "tables": tables,
        "starter": [table for table in tables if table.has_starter],
        "short_lists": [release for release in store.releases() if release.kind in short],
        "covered": not isinstance(store.release_on(ICD10CM_KIND, today), NotCovered),
        "edits": len(all_edits()),
        "words": "",
        "on": today,
    }
    if request.method == "POST":
        context |= _look_up(request.POST.get("words", "").strip()[:100], request.POST.get("on", ""), today)
    return render(request, "reference_status/reference.html", context)


def _look_up(words: str, day: str, today: date) -> dict[str, object]:
    try:
        on = parse_iso(day) if day else today
    except InvalidValue as error:
        return {"words": words, "problem": error}
    store = reference_store()
    elsewhere = rows_of(store, words, on)
    exact = store.icd10cm(words, on)
    if isinstance(exact, NotCovered):
        problem = {} if elsewhere else {"not_checked": exact.reason}
        return {"words": words, "on": on, "elsewhere": elsewhere, **problem}
    if not isinstance(exact, Unknown):
        entry = exact.value
        notes = [
            (label, dotted(note.at), note.text) for name, label in NOTES for note in getattr(entry, name)
        ]
        parents = [dotted(parent) for parent in reversed(entry.parents)]
        found = {"entry": entry, "code": dotted(entry.code), "notes": notes, "parents": parents}
        return {"words": words, "on": on, "found": found, "release": exact.release, "elsewhere": elsewhere}
    if elsewhere:
        return {"words": words, "on": on, "elsewhere": elsewhere}
    answer = store.search_icd10cm(words, on, limit=30) if words else None
    if answer is None or isinstance(answer, NotCovered):
        return {"words": words, "on": on}
    hits = [(dotted(hit.code), hit.title, hit.billable) for hit in answer.value]
    return {"words": words, "on": on, "hits": hits, "searched": True, "release": answer.release}
