"""A procedure code that is of no code set's form."""

import re
from collections.abc import Iterator
from functools import lru_cache

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import CODE_SETS_IN_FORCE, reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.offers import rewritten
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import (
    HIPAA_PAYERS,
    OTHER_PAYERS,
    Change,
    Example,
    Finding,
    Scope,
    Severity,
    Stable,
)
from cleanclaim.primitives import CARC, CDT, CPT, HCPCS


@lru_cache(maxsize=4096)
def _is_formed(code: str) -> bool:
    return any(system.is_formed(code) for system in (CPT, HCPCS, CDT))


_WITH_MODIFIERS = re.compile(r"([A-Z0-9][0-9]{3}[A-Z0-9])((?:[-: ]?[A-Z0-9]{2}){1,4})")
"""A code with its modifiers in one field: 99213-25."""


class CodeMalformed(Edit):
    """A procedure code that is of no code set's form.

    ## Why it matters
    The payer cannot price what is not a code; the line is returned or denied.
    """

    id = "PRC001"
    name = "code-malformed"
    family = "procedures"
    status = Stable(since="0.1")
    applies_to = Scope(payer_kinds=HIPAA_PAYERS, review_for=OTHER_PAYERS)
    severity = Severity.REJECT
    sources = (CODE_SETS_IN_FORCE, reason_code("181"))
    predicts = (CARC("181"),)
    fix = "Look the code up: five characters, no dash, no modifier attached."
    examples = (
        Example("a CPT number", "lines 99213 $125"),
        Example("a HCPCS code", "set lines[0].code G0008"),
        Example("a modifier run into the code", "set lines[0].code 9921325", finds=("lines[0].code",)),
        Example("a dental code", "type dental; set lines[0].code D1110"),
        Example("a dental code on a professional line may be right", "set lines[0].code D7210"),
        Example(
            "codes of other systems are not judged", "set lines[0].code ABC; set lines[0].code_qualifier WK"
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each such line."""
        for index, line in enumerate(claim.lines):
            code = line.code.strip()
            if not code or line.code_qualifier not in ("HC", "AD"):
                continue
            if not _is_formed(code):
                message = f"{code!r} is not of the form of a CPT, HCPCS or CDT code."
                path = f"lines[{index}]"
                changes = rewritten(f"{path}.code", line.code, _is_formed)
                match = _WITH_MODIFIERS.fullmatch(code.upper())
                if match and not line.modifiers:
                    told = re.findall("[A-Z0-9]{2}", match[2])
                    changes = (Change(f"{path}.code", match[1]), Change(f"{path}.modifiers", ",".join(told)))
                yield self.finding(claim, f"{path}.code", message, codes=(code,), changes=changes)
