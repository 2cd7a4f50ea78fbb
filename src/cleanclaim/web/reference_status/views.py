"""Which code sets are loaded, what covers today, and what a code means on a day."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from cleanclaim.codesets import ICD10CM_KIND, NotCovered, Unknown
from cleanclaim.edits.registry import all_edits
from cleanclaim.primitives import InvalidValue, dotted, parse_iso
from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.engine import reference_store
from cleanclaim.web.organizations.permissions import Permission

NOT_IN_THIS_VERSION = (
    ("NCCI procedure-to-procedure pairs", "two procedures that are not paid together"),
    ("Medically unlikely units", "more units than a payer believes"),
    ("HCPCS Level II", "whether a supply or drug code exists on the day"),
    ("Medicare fee schedules", "what Medicare would pay"),
    ("Coverage determinations", "whether a diagnosis supports a service"),
    ("ICD-10-PCS", "inpatient procedures"),
)
"""Tables that no check of this version reads yet; nothing is called clean on their account."""

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
    context = {
        "today": today,
        "releases": [(release, release.covers(today)) for release in store.releases()],
        "covered": not isinstance(store.release_on(ICD10CM_KIND, today), NotCovered),
        "edits": len(all_edits()),
        "not_in_this_version": NOT_IN_THIS_VERSION,
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
    exact = store.icd10cm(words, on)
    if isinstance(exact, NotCovered):
        return {"words": words, "on": on, "not_checked": exact.reason}
    if not isinstance(exact, Unknown):
        entry = exact.value
        notes = [
            (label, dotted(note.at), note.text) for name, label in NOTES for note in getattr(entry, name)
        ]
        parents = [dotted(parent) for parent in reversed(entry.parents)]
        found = {"entry": entry, "code": dotted(entry.code), "notes": notes, "parents": parents}
        return {"words": words, "on": on, "found": found, "release": exact.release}
    answer = store.search_icd10cm(words, on, limit=30) if words else None
    if answer is None or isinstance(answer, NotCovered):
        return {"words": words, "on": on}
    hits = [(dotted(hit.code), hit.title, hit.billable) for hit in answer.value]
    return {"words": words, "on": on, "hits": hits, "searched": True, "release": answer.release}
