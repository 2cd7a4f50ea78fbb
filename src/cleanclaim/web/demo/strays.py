"""Mail that is not for any claim of ours: what the payer sends to a practice that changed billers.

The practices were billed by somebody else until the billing company took over. The payer still
pays claims which that office sent: they arrive in our mailbox and match nothing here.
"""

from datetime import UTC, date, datetime, time

from cleanclaim.claim import AcceptedCode, Contact, build_claim
from cleanclaim.exchange import Submission, write_837p
from cleanclaim.simulator import Memory, built_in_payer
from cleanclaim.web.demo.practice import DemoOrganization, practices
from cleanclaim.web.demo.rows import encounter_of
from cleanclaim.web.mailbox import prepared_mailbox

_SEQUENCE = 9_000_000
"""Beyond what a mailbox counts: numbers of the stray answers meet none of the others."""


def put_strays(row: DemoOrganization, today: date) -> None:
    """Put the payments that have arrived by a day into a tenant's outbox, each once."""
    outbox = prepared_mailbox(row.id) / "outbox"
    outbox.mkdir(mode=0o700, exist_ok=True)
    for practice in practices().values():
        if practice.organization != row.key:
            continue
        for position, stray in enumerate(practice.raw.get("strays", ()), start=1):
            name = f"from-former-biller-{practice.key}-{position}.x12"
            if stray["arrives"] > today or (outbox / name).exists():
                continue
            claim = build_claim(
                encounter_of(practice, stray, 0), tuple(AcceptedCode(code) for code in stray["codes"])
            )
            sent = datetime.combine(stray["date"], time(12), tzinfo=UTC)
            former = Submission(
                submitter_name="FORMER BILLING OFFICE",
                submitter_id="FORMERBILL",
                contact=Contact(name="EDI OFFICE", numbers=(("TE", "6145550190"),)),
                receiver_name=claim.coverage.payer.name,
                receiver_id=claim.coverage.payer.payer_id,
                control_number=position,
                at=sent,
                usage="T",
            )
            answers = built_in_payer(seed=_SEQUENCE).answer(
                write_837p([claim], submission=former),
                now=sent,
                memory=Memory(),
                sequence=_SEQUENCE + position,
            )
            (payment,) = [file for file in answers.files if file.name.startswith("835")]
            partial = outbox / f".{name}.partial"
            partial.write_bytes(payment.content)
            partial.replace(outbox / name)
