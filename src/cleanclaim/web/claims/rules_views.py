"""The screens of rules: the organization's own files of rules, written, tried on past claims, proposed."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cleanclaim.edits.practice_rules.fields import known_fields
from cleanclaim.edits.practice_rules.mining import Proposal
from cleanclaim.edits.practice_rules.proposed_yaml import evidence_of, in_words, proposals_yaml
from cleanclaim.edits.practice_rules.values import UNITS
from cleanclaim.primitives import CleanclaimError
from cleanclaim.web.access import Access, AccessRequest, screen
from cleanclaim.web.claims.models import RuleFile
from cleanclaim.web.claims.past_claims import Past, past_claims, proposals_of, trial_of
from cleanclaim.web.claims.services.save_rules import checked_rules, save_rules, switch_rules
from cleanclaim.web.organizations.permissions import Permission

PERMISSION = Permission.MANAGE_RULES
TEMPLATE = """\
prefix: OURS
rules:
  - id: OURS-001
    name: what-is-wrong
    says: What is found, as a sentence.
    why: Why it matters, or where the payer says so.
    fix: What is to be done about it.
    source: The payer's manual, with its section
    scope: {payer_kinds: [commercial], claim_types: [professional]}
    judges: line
    when: {field: code, in: [20610]}
    at: modifiers
    then: {hold: deny}
    examples:
      fires:
        - {claim: 'lines 20610 $180', at: ['lines[0].modifiers']}
      silent:
        - lines 99213 $125
"""
"""What a new file begins with."""


def access_rule_file(access: Access, file_id: UUID) -> RuleFile:
    """Return a file of rules; raises ``Http404`` for who may not manage rules in every practice."""
    found = RuleFile.objects.filter(pk=file_id).first() if access.may_everywhere(PERMISSION) else None
    if found is None:
        raise Http404
    return found


@require_safe
@screen(PERMISSION)
def rules(request: AccessRequest) -> HttpResponse:
    """List the files of rules."""
    everywhere = request.access.may_everywhere(PERMISSION)
    files = RuleFile.objects.order_by("prefix") if everywhere else RuleFile.objects.none()
    rows = [(file, file.versions.get(number=file.current_version)) for file in files]
    request.access.record("rules.listed", request.access.organization, {"shown": len(rows)})
    return render(request, "claims/rules.html", {"rows": rows, "may_write": everywhere})


@screen(PERMISSION)
def new_rules(request: AccessRequest) -> HttpResponse:
    """Write a new file of rules."""
    return _edit(request, None)


@screen(PERMISSION)
def rule_file(request: AccessRequest, file_id: UUID) -> HttpResponse:
    """Show a file of rules, check and try what was changed, keep it, switch it off or on."""
    return _edit(request, access_rule_file(request.access, file_id))


@require_safe
@screen(PERMISSION)
def proposals(request: AccessRequest) -> HttpResponse:
    """Show the rules that the organization's own remittances suggest, for a person to accept."""
    access = request.access
    found: tuple[Proposal, ...] = ()
    past: Past | None = None
    if access.may_everywhere(PERMISSION):
        past = past_claims(access.at)
        found = proposals_of(past)
    access.record("rules.proposed", access.organization, {"proposals": len(found)})
    context = {
        "past": past,
        "rows": [(in_words(one), evidence_of(one)) for one in found],
        "text": proposals_yaml(found, "MINED") if found else "",
    }
    return render(request, "claims/proposals.html", context)


def _edit(request: AccessRequest, file: RuleFile | None) -> HttpResponse:
    access = request.access
    action = request.POST.get("action", "") if request.method == "POST" else ""
    kept = file.versions.get(number=file.current_version) if file is not None else None
    text = request.POST.get("text", "").replace("\r\n", "\n") if action else kept.text if kept else TEMPLATE
    context: dict[str, object] = {
        "file": file,
        "kept": kept,
        "text": text,
        "reason": request.POST.get("reason", ""),
        "versions": list(file.versions.order_by("-number")) if file is not None else [],
        "fields": [(unit, known_fields(unit)) for unit in UNITS],
    }
    status = 200
    try:
        if action:
            access.require(PERMISSION)
            if not access.may_everywhere(PERMISSION):
                raise Http404
        if action in ("on", "off") and file is not None:
            switch_rules(file=file, on=action == "on", actor=access.actor, at=access.at)
            messages.success(request, f"{file.prefix} is switched {action}.")
            return redirect("rules.file", file_id=file.pk)
        if action == "save":
            with transaction.atomic():
                saved = save_rules(
                    text=text, reason=str(context["reason"]), actor=access.actor, at=access.at, file=file
                )
            messages.success(request, "Kept. Claims that are checked from now on are judged by it.")
            return redirect("rules.file", file_id=saved.pk)
        if action == "take":
            context["taken"] = True
        elif action or kept is not None:
            context["rules"] = [(rule, None) for rule in checked_rules(text)]
        if action == "try":
            past = past_claims(access.at)
            tried = [(rule, trial_of(rule, past)) for rule, _ in context["rules"]]  # type: ignore[attr-defined]
            context |= {"past": past, "rules": tried}
            access.record("rules.tried", file or access.organization, {"claims": past.number})
    except CleanclaimError as error:
        context["problem"] = error
        status = 422 if action else 200
    if file is not None and not action:
        access.record("rules.viewed", file)
    return render(request, "claims/rule_file.html", context, status=status)
