"""How fast claims are judged with all edits on, and what each edit costs.

    python -m benchmarks edits
    python -m benchmarks.edits [--claims 2000] [--reference DIR] [--all] [--shared]

The claims are invented professional claims, one to six lines, of many kinds of service and payer,
repeated on the days of six weeks until there are enough; ``--shared`` takes those of
``../shared/x12/gen_large.py`` instead. Every figure is processor time on one core, of each hundred claims the
best of five rounds (what else a machine does makes work slower, never faster): *typed* are
``Claim`` values at hand, *from the 837* is what ``scrub`` does with a file (it reads ahead, links a patient's
claims, judges); reading and judging each claim in turn is slower, for the one drives the other out of the
processor's caches. The cost of an edit is the time inside its ``check``, less that of the clock,
as a share of all of it; what several edits ask of a claim is worked out once, and counted to the first that
asks.
The limits are those of issue 7: 3,000 typed claims a second, 2,000 from the file, p99 of a claim
20 ms, no edit above 5 percent.
"""

import argparse
import importlib.util
import io
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TypeVar

import msgspec

from cleanclaim.claim import Claim, Contact
from cleanclaim.claim.notation import claim_from
from cleanclaim.codesets import open_store
from cleanclaim.edits import Rules, Severity, all_edits, scrub
from cleanclaim.edits.linking import Linked, Placed, linked
from cleanclaim.edits.scrubber import edits_to_run
from cleanclaim.exchange import Submission, iter_837, write_837
from cleanclaim.parameters import shipped_parameters
from cleanclaim.primitives import DateRange
from cleanclaim.reference import ensure_store
from cleanclaim.x12 import read_rows

T = TypeVar("T")
ROUNDS = 5
LAP = 100
DAYS = 42
TYPED_LIMIT = 3000.0
FILE_LIMIT = 2000.0
P99_LIMIT = 20.0
SHARE_LIMIT = 0.05
GENERATOR = Path(__file__).resolve().parents[2] / "shared" / "x12" / "gen_large.py"

NOTED = """
;
payer medicare; patient self born 1948-02-11
payer medicaid; patient child born 2019-04-02 sex M; dx J06.9; lines 99213 $125
payer medicare; patient self born 1950-05-05; dx E11.9, I10, Z79.4; set clia 14D2026999; \
    lines 99214-25 $190 @1,2 | 83036 $25 @1 | 36415 $9 @1 | 81002-QW $12 @2
dx M54.50; lines 97110-GP x2 $90 | 97140-GP-59 $55 | 97112-GP $50
payer medicare; patient self born 1945-01-09; dx M17.11; lines 20610-RT $180 | J1030 x1 $20 \
    | 99213-25 $120
dx L82.1; lines 17110 $160 | 99213-25 $125
payer medicare; patient self born 1941-08-30; dx H25.11; place 24; lines 66984-RT $2200
payer commercial; dx K21.9, R10.13; place 22; lines 43239 $900 | 43248-59 $700
payer workers_comp; accident employment on 2025-11-02; dx S93.401A; lines 99203 $210 | 73610-RT $80
dx Z00.00; lines 99396 $220 | 90471 $35 | 90686 $25 | 36415 $9
payer medicare; patient self born 1947-10-01; dx I50.22; place 21; set dates.admission 2025-11-17; \
    lines 99232 $140 | 99232 $140
dx F33.1; place 10; lines 90837-95 $200
payer medicare; patient self born 1952-12-12; dx R07.9, I25.10; \
    lines 93000 $45 | 99215 $260 | 93015 $300 | 80053 $30 | 85025 $18 | 84443 $40; set clia 14D2026999
payer commercial; dx N39.0; lines 99213 $125 | 81001 $14 | 87086 $30; set clia 14D2026999
payer auto; accident auto state IL on 2025-11-02; dx S13.4XXA; lines 99204 $300 | 72050 $110 | 97010 $20
dx I10; lines 99213-25-25 $125
dx E11; lines 99213 $125
payer medicare; patient self born 1944-03-03; dx J44.9; lines E0431-RR $120 | E0570-NU $90
payer medicare; patient self born 1949-07-07; dx C50.911; lines 96413 $400 | 96415 $90 \
    | J9271 x200 $11000
"""
"""Kinds of claims in the notation, one a line (a backslash: it goes on); a lone semicolon is the specimen."""


def invented_claims(count: int) -> list[Claim]:
    """Return so many claims of the kinds above, each of another number, patient and day."""
    kinds = [claim_from(notation).claim for notation in NOTED.replace("\\\n", "").strip().splitlines()]
    return [_varied(kinds[number % len(kinds)], number) for number in range(count)]


def _varied(claim: Claim, number: int) -> Claim:
    back = timedelta(days=number // 10 % DAYS)
    lines = tuple(
        line
        if line.dates is None
        else msgspec.structs.replace(line, dates=DateRange(line.dates.start - back, line.dates.end - back))
        for line in claim.lines
    )
    admission = claim.dates.admission
    dates = claim.dates
    if admission is not None:
        dates = msgspec.structs.replace(dates, admission=admission - back)
    name = msgspec.structs.replace(claim.patient.name, first=f"Nr{number}")
    coverages = tuple(
        msgspec.structs.replace(one, member_id=_numbered(one.member_id, number)) for one in claim.coverages
    )
    return msgspec.structs.replace(
        claim,
        patient_control_number=f"BENCH{number:06d}",
        patient=msgspec.structs.replace(claim.patient, name=name),
        coverages=coverages,
        lines=lines,
        dates=dates,
    )


def _numbered(member: str, number: int) -> str:
    """Return a member number with its digits turned into those of a number, its form kept."""
    digits = iter(f"{number + 1:09d}"[::-1])
    first, rest = member[:1], member[1:]
    return first + "".join(next(digits, "0") if one.isdigit() else one for one in rest[::-1])[::-1]


def shared_claims(count: int) -> list[Claim]:
    """Return claims of the generator beside the repository."""
    spec = importlib.util.spec_from_file_location("gen_large", GENERATOR)
    if spec is None or spec.loader is None or not GENERATOR.exists():
        raise SystemExit(f"edits: there is no {GENERATOR}; leave --shared out.")
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "large.837"
        generator.gen837p(path, count * 1500)
        return list(islice(iter_837(path), count))


def file_of(claims: Sequence[Claim]) -> bytes:
    """Return the claims as one 837P."""
    submission = Submission(
        submitter_name="Cedar Hollow Billing",
        submitter_id="CEDAR01",
        receiver_name="Specimen Clearinghouse",
        receiver_id="CLEAR01",
        contact=Contact("Billing Office", (("TE", "2175550100"),)),
        control_number=7,
        at=datetime(2025, 11, 21, 9, 30, tzinfo=UTC),
    )
    return write_837(claims, submission=submission)


def seconds(claims: Callable[[], Iterable[T]], work: Callable[[T], object], rounds: int = ROUNDS) -> float:
    """Return the processor time of work on claims: of each hundred of them the best of the rounds."""
    best: list[float] = []
    for _ in range(rounds):
        laps = []
        start = time.process_time()
        for number, claim in enumerate(claims(), 1):
            work(claim)
            if number % LAP == 0:
                now = time.process_time()
                laps.append(now - start)
                start = now
        laps.append(time.process_time() - start)
        best = [min(pair) for pair in zip(best, laps, strict=True)] if best else laps
    return sum(best)


def scrub_all(claims: Iterable[Claim], rules: Rules) -> int:
    """Judge claims; return how many findings there are to work on."""
    return sum(f.severity <= Severity.REVIEW for claim in claims for f in scrub(claim, rules))


def singles(claims: Sequence[Claim], rules: Rules) -> list[float]:
    """Return the milliseconds of processor time of each claim judged alone, sorted."""
    found = []
    for claim in claims:
        start = time.process_time()
        scrub(claim, rules)
        found.append((time.process_time() - start) * 1000)
    return sorted(found)


def costs(claims: Sequence[Claim], rules: Rules) -> tuple[dict[str, float], Counter[str]]:
    """Return the processor seconds inside each edit, and how often it ran."""
    spent: dict[str, float] = {}
    runs: Counter[str] = Counter()
    clock = time.process_time
    start = clock()
    for _ in range(10000):
        clock()
    tick = (clock() - start) / 10000
    for claim in claims:
        for edit in edits_to_run(claim, rules):
            start = clock()
            for _finding in edit.check(claim, rules):
                pass
            spent[edit.id] = spent.get(edit.id, 0.0) + max(0.0, clock() - start - tick)
            runs[edit.id] += 1
    return spent, runs


def least_costs(claims: Sequence[Claim], rules: Rules) -> tuple[dict[str, float], Counter[str]]:
    """Return for each edit the least over the rounds."""
    rounds = [costs(claims, rules) for _ in range(ROUNDS)]
    return {name: min(spent[name] for spent, _ in rounds) for name in rounds[0][0]}, rounds[0][1]


def in_run(claims: Iterable[Claim]) -> Iterator[Linked]:
    """Return claims linked as the command links them."""
    return linked(Placed(place, claim) for place, claim in enumerate(claims))


def main(arguments: Sequence[str] = ()) -> int:
    """Print the figures; exit status 1 when a limit is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.edits")
    parser.add_argument("--claims", type=int, default=2000)
    parser.add_argument("--reference", type=Path, help="a reference store instead of what ships")
    parser.add_argument("--all", action="store_true", help="every edit's cost, not the 15 dearest")
    parser.add_argument("--shared", action="store_true", help="the claims of the shared files")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        store = open_store(chosen.reference) if chosen.reference else ensure_store(Path(scratch))
        claims = (shared_claims if chosen.shared else invented_claims)(chosen.claims)
        last = max(days.end for claim in claims if (days := claim.service_dates) is not None)
        rules = Rules(store, shipped_parameters(), last + timedelta(days=3), history=())
        return report(claims, rules, every=chosen.all)


def report(claims: Sequence[Claim], rules: Rules, *, every: bool) -> int:
    """Measure and print."""
    count = len(claims)
    found = scrub_all(claims, rules)  # also warms what is read once
    data = file_of(claims)
    lines = sum(len(claim.lines) for claim in claims)
    print(
        f"{count} professional claims, {lines} lines, {found} findings, {len(all_edits())} edits, "
        f"{len(data) / 1e6:.1f} MB as an 837"
    )
    typed = count / seconds(lambda: claims, lambda claim: scrub(claim, rules))

    def read() -> Iterator[Claim]:
        return iter_837(io.BytesIO(data))

    from_file = count / seconds(read, lambda claim: scrub(claim, rules))
    as_command = count / seconds(
        lambda: in_run(read()), lambda one: scrub(one.claim, rules.beside(one.before, one.after))
    )
    rows = seconds(lambda: read_rows(io.BytesIO(data)), bool)
    reading = seconds(read, bool)
    alone = singles(claims, rules)
    p99 = alone[min(count - 1, int(count * 0.99))]
    print(f"typed          {typed:8.0f} claims/s   (limit {TYPED_LIMIT:.0f})")
    print(f"from the 837   {as_command:8.0f} claims/s   (limit {FILE_LIMIT:.0f})")
    print(f"read and judged in turn {from_file:.0f} claims/s")
    print(f"single claim   {p99:8.2f} ms p99, {alone[count // 2]:.2f} median, {alone[-1]:.2f} most")
    print(f"X12 read alone {count / rows:8.0f} claims/s; into claims {count / reading:.0f} claims/s")
    print(
        f"judging takes {count / typed / rows:.2f} times the X12 read, {count / typed / reading:.2f} times "
        "reading into claims"
    )
    spent, runs = least_costs(claims, rules)
    total = sum(spent.values())
    judged = count / typed
    print(f"in the edits {total:.2f} s of {judged:.2f} s; the rest is dispatch, facts and order")
    ranked = sorted(spent.items(), key=lambda item: -item[1])
    print("edit      share   us/run    runs")
    for name, time_spent in ranked if every else ranked[:15]:
        print(f"{name:8} {time_spent / total:6.1%} {time_spent / runs[name] * 1e6:8.1f} {runs[name]:7}")
    dear = [name for name, time_spent in ranked if time_spent / total > SHARE_LIMIT]
    if dear:
        print(f"above {SHARE_LIMIT:.0%}: {', '.join(dear)}")
    missed = typed < TYPED_LIMIT or as_command < FILE_LIMIT or p99 > P99_LIMIT
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
