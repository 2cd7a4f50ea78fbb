"""Keep why a claim was turned away at the front end: the sentence, the field, and whether it is at fault."""

from collections.abc import Sequence
from datetime import datetime

from cleanclaim.web.claims.models import Claim, ReceivedFile
from cleanclaim.web.denials.models import Rejection


def note_rejection(
    *,
    claim: Claim,
    kind: str,
    codes: Sequence[str],
    words: str,
    path: str,
    is_ours: bool,
    file: ReceivedFile,
    at: datetime,
) -> Rejection:
    """Keep why a claim's current version was turned away; the same answer again keeps nothing twice."""
    row, _ = Rejection.objects.get_or_create(
        claim=claim,
        version=claim.current_version,
        file=file,
        defaults={
            "kind": kind,
            "codes": list(codes)[:20],
            "words": words,
            "path": path[:120],
            "is_ours": is_ours,
            "at": at,
        },
    )
    return row
