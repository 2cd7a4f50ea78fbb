"""A practice's month against payers that make mistakes: any number of claims, day by day, to the last cent.

For the trial in ``benchmarks/thirty_days.py`` and its small sister in the tests. The notes are not
read, a coder and a biller accept and release everything, denials are appealed; payers are the built-in ones,
unhurried. A day may be begun again at any time and changes nothing the second time.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zlib import crc32

import msgspec

from cleanclaim.claim import Address, Charge, Coverage, Encounter as Visit, Name, Payer, Person, Provider
from cleanclaim.parameters import NotKnown, demo_member_id, payer_terms
from cleanclaim.primitives import encode_document
from cleanclaim.simulator import (
    APPEAL,
    UNHURRIED,
    USUAL,
    Appeal,
    Mistakes,
    built_in_payer,
    deliver,
    run_mailbox,
)
from cleanclaim.web.audit.record import MACHINE_CODER
from cleanclaim.web.cycle import STEPS
from cleanclaim.web.demo.days import next_practice_day
from cleanclaim.web.demo.people import CODER, FRONT_DESK, biller_releases
from cleanclaim.web.demo.practice import DemoOrganization, company, practices
from cleanclaim.web.demo.tenants import day_of, make_tenant, set_day
from cleanclaim.web.encounters.models import Encounter
from cleanclaim.web.encounters.services.accept_codes import accept_codes
from cleanclaim.web.encounters.services.move_encounter import move_encounter
from cleanclaim.web.encounters.services.receive_encounter import receive_encounter
from cleanclaim.web.engine import parameters
from cleanclaim.web.mailbox import prepared_mailbox
from cleanclaim.web.remits.models import ClaimPayment
from cleanclaim.web.steps import run_step
from cleanclaim.web.tenancy import tenant

NOTE = "Follow-up."
"""Nothing can be read from it, and nothing is: the trial is about money."""

_OUTWARD = ("prepare_submission", "deliver_submission")
_MORNING, _EVENING = time(8), time(18)

INSURED: tuple[tuple[str, ...], ...] = (
    ("DEMOMCR",),
    ("DEMONWH",),
    ("DEMOSUM",),
    ("DEMOMCR", "DEMOSUM"),
    ("DEMOMCR", "DEMOMCD"),
    ("DEMOMCD",),
    ("DEMONWH", "DEMOSUM"),
    ("DEMONWH", "DEMOSUM", "DEMOMCD"),
)
"""The payers of a patient, the first one first; patients have them in turn."""

VISITS: tuple[tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...], str], ...]], ...] = (
    (("I10",), (("99213", (), "190.00"),)),
    (("E119", "I10"), (("99214", (), "270.00"), ("36415", (), "20.00"))),
    (("M25561",), (("99213", ("25",), "190.00"), ("20610", ("RT",), "240.00"))),
    (("I10", "E785"), (("99214", (), "270.00"), ("93000", (), "45.00"))),
    (("M25531",), (("99213", (), "190.00"), ("73110", ("RT",), "60.00"))),
    (("E119",), (("99215", (), "380.00"),)),
)
"""Diagnoses, and code, modifiers and charge of each service."""

_FIRST = ("Ada", "Bo", "Cleo", "Dag", "Eva", "Finn", "Gia", "Hal", "Ines", "Jon")
_LAST = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Ginkgo", "Hazel", "Ivy", "Juniper", "Larch")


class Month(msgspec.Struct, frozen=True):
    """What is to be lived: how many claims come in over how many practice days, and from which one.

    ``rest`` are practice days after the last claims, for what payers still owe; ``seed`` chooses
    the payers' mistakes and ``rates`` how many of each in a thousand claims.
    """

    claims: int = 5000
    days: int = 30
    rest: int = 30
    first_day: date = date(2025, 10, 6)
    seed: int = 7
    rates: tuple[tuple[str, int], ...] = tuple(USUAL.items())
    visits_each: int = 5
    world: str = "thirty days"

    @property
    def row(self) -> DemoOrganization:
        """The tenant."""
        mark = crc32(self.world.encode())
        return msgspec.structs.replace(
            company().organizations[0], world=self.world, submitter_id=f"MONTH{mark}"
        )

    def practice_days(self) -> list[date]:
        """All days that are lived, the quiet ones at the end included."""
        found = [self.first_day]
        while len(found) < self.days + self.rest:
            found.append(next_practice_day(found[-1]))
        return found

    def arriving(self, index: int) -> range:
        """The numbers of the encounters that come in on a day, counted from 0."""
        return range(self.claims * index // self.days, self.claims * (index + 1) // self.days)


def visit_of(month: Month, number: int, on: date) -> tuple[Visit, tuple[str, ...]]:
    """Return an encounter and the diagnoses that the coder accepts for it."""
    raw = practices()["family"].raw
    biller, doctor = raw["practice"], raw["providers"]["adeyemi"]
    person = number % max(1, month.claims // month.visits_each)
    diagnoses, services = VISITS[(number + person) % len(VISITS)]
    encounter = Visit(
        number=f"M{number:05d}",
        date_of_service=on,
        patient=Person(
            name=Name(last=_LAST[person % len(_LAST)], first=_FIRST[person % len(_FIRST)]),
            birth_date=date(1948 + person % 40, 1 + person % 12, 1 + person % 28),
            sex="FM"[person % 2],
            address=Address(line1=f"{1 + person} Mill Street", city="Columbus", state="OH", zip_code="43215"),
        ),
        coverages=tuple(_coverage(payer, person, on) for payer in INSURED[person % len(INSURED)]),
        billing_provider=Provider(
            name=Name(last=biller["name"], is_organization=True),
            npi=biller["npi"],
            taxonomy=biller["taxonomy"],
            tax_id=biller["tax_id"],
            address=Address(**biller["address"]),
        ),
        rendering=Provider(
            name=Name(last=doctor["last"], first=doctor["first"]),
            npi=doctor["npi"],
            taxonomy=doctor["taxonomy"],
        ),
        charges=tuple(
            Charge(code=code, amount=Decimal(amount), modifiers=modifiers)
            for code, modifiers, amount in services
        ),
        medical_record_number=f"P{person:05d}",
    )
    return encounter, diagnoses


def live(month: Month) -> Iterator[date]:
    """Live the month, yielding each day when its morning is done; killed and called again, it goes on."""
    make_tenant(month.row)
    days = month.practice_days()
    with tenant(month.row.id):
        begun = Encounter.objects.exists()
    # A tenant that is new lives on the company's first day, which need not be the month's.
    known = day_of(month.row.id) if begun else None
    if known is None:
        set_day(month.row.id, days[0], at=_at(days[0], _MORNING))
        known = days[0]
    for index, today in enumerate(days):
        if today < known:
            continue
        if today != day_of(month.row.id):
            set_day(month.row.id, today, at=_at(today, _MORNING))
        _morning(month, index, today)
        yield today
        _evening(month, today)


def _morning(month: Month, index: int, today: date) -> None:
    """The payers' mail, the day's visits as the coder has coded them, and what machines make of both."""
    at = _at(today, _MORNING)
    _payers(month, at)
    arriving = month.arriving(index) if index < month.days else range(0)
    with tenant(month.row.id):
        here = set(Encounter.objects.filter(date_of_service=today).values_list("number", flat=True))
    for number in arriving:
        encounter, codes = visit_of(month, number, today)
        if encounter.number not in here:
            with tenant(month.row.id):
                row = receive_encounter(encounter=encounter, note=NOTE, actor=FRONT_DESK, at=at)
                move_encounter(encounter=row, event="nothing_codable", actor=MACHINE_CODER, at=at)
                accept_codes(encounter_id=row.pk, codes=codes, actor=CODER, at=at)
    for _ in range(2):  # a claim to a next payer is built after the look for drafts to scrub
        _machines(month, at)


def _evening(month: Month, today: date) -> None:
    """The biller releases what is clean and appeals what was denied; files go out, the gate answers."""
    at = _at(today, _EVENING)
    biller_releases(month.row.id, at=at)
    _machines(month, at, only=_OUTWARD)
    _appeal(month, today)
    _payers(month, at)
    # The gate's answers are read tonight; what payers decide comes in the morning. So an evening that is
    # begun again finds nothing to release that it did not find before.
    _machines(month, at, only=("receive_file",))


def _payers(month: Month, at: datetime) -> None:
    payer = built_in_payer(
        seed=month.seed, delays=UNHURRIED, mistakes=Mistakes(dict(month.rates), month.seed)
    )
    run_mailbox(prepared_mailbox(month.row.id), now=at, payer=payer)


def _appeal(month: Month, today: date) -> None:
    """Appeal each denial that was posted in the morning, with all the evidence that there is."""
    box = prepared_mailbox(month.row.id)
    with tenant(month.row.id):
        rows = ClaimPayment.objects.filter(denied=True, remittance__file__received_at__date=today)
        rows = rows.exclude(status="22").select_related("remittance").order_by("patient_control_number")
        asked: dict[str, None] = {}
        documents: dict[object, dict[int, str]] = {}
        for row in rows:
            if row.remittance_id not in documents:
                claims = row.remittance.value().claims
                documents[row.remittance_id] = {c.position: c.payer_claim_control_number for c in claims}
            asked[documents[row.remittance_id][row.position]] = None
    for number in asked:
        appeal = Appeal(
            number, kind="reconsideration", evidence=("records", "authorization", "proof_of_filing")
        )
        deliver(box, f"{number}{APPEAL}", encode_document(appeal))


def _machines(month: Month, at: datetime, only: tuple[str, ...] = ()) -> None:
    """Run the machine's steps for what waits; nothing is sent before the evening."""
    for step in STEPS:
        if (step.name in only) if only else (step.name not in _OUTWARD):
            with tenant(month.row.id):
                keys = list(step.pending())
            for key in keys:
                run_step(organization_id=str(month.row.id), step=step.name, key=key, at=at.isoformat())


def _coverage(payer_id: str, person: int, on: date) -> Coverage:
    terms = payer_terms(parameters(), payer_id, on)
    if isinstance(terms, NotKnown):
        raise LookupError(f"the demonstration's payer {payer_id} is not among the parameters")
    # Every other member has met the year's deductible elsewhere.
    number = (80_000_000 if person % 2 else 10_000_000) + person
    street, city, state, zip_code = terms.address
    return Coverage(
        payer=Payer(
            name=terms.name,
            payer_id=payer_id,
            address=Address(line1=street, city=city, state=state, zip_code=zip_code),
        ),
        member_id=demo_member_id(terms.plans[0], number),
        filing_indicator=terms.filing_indicator,
    )


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=UTC)
