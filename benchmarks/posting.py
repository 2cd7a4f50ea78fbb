"""Posting an 835 into PostgreSQL: claim payments a second, and the share of a plain COPY of the same rows.

    python -m benchmarks posting                      with a smaller file: python -m benchmarks.posting --mb 2

A file of ``../shared/x12/gen_large.py`` (20 MB are about 35,000 claim payments in STs of 2,500); our claims
are in the database before, each with its version and its booked charges. Timed is everything from the file's
bytes to the commit of the last remittance: keeping the file, reading it, matching by control number, lines,
entries, claims moved, work listed, audit, as ``cc_app`` under row security with every constraint in force.
The remittances are posted by two processes, as two workers would. ``COPY`` writes the very rows that posting
made into empty tables with the same indexes and constraints (foreign keys, triggers, row security left
out), one after the other, on the same server in the same run; ``bare`` into tables without indexes.

Clock times mean little on a machine that does other work; the processor times of our processes and of the
server's are printed beside them, with the load.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.x12_stages import GENERATOR
from cleanclaim.web.setup import setup

setup()

from django.db import connections, transaction  # noqa: E402

from cleanclaim.claim import Claim, Coverage, Name, Payer, Person, ServiceLine, encode_claim  # noqa: E402
from cleanclaim.exchange.remittance_835 import iterate_835  # noqa: E402
from cleanclaim.ledger import Account, AccountKind, JournalEntry, Posting  # noqa: E402
from cleanclaim.primitives import NPI, TIN  # noqa: E402
from cleanclaim.web.accounting.services.book_entries import book_entries  # noqa: E402
from cleanclaim.web.audit.record import Actor  # noqa: E402
from cleanclaim.web.claims.models import Claim as Row, ClaimVersion  # noqa: E402
from cleanclaim.web.claims.services.receive_file import receive_file  # noqa: E402
from cleanclaim.web.database.bulk import insert_rows  # noqa: E402
from cleanclaim.web.database.migrating import migrate_database  # noqa: E402
from cleanclaim.web.organizations.services import create_organization, create_practice  # noqa: E402
from cleanclaim.web.patients.models import Patient  # noqa: E402
from cleanclaim.web.postgres import EmbeddedServer  # noqa: E402
from cleanclaim.web.remits.models import ClaimPayment, Remittance  # noqa: E402
from cleanclaim.web.tenancy import tenant  # noqa: E402
from cleanclaim.workflow import MACHINE  # noqa: E402

LEAST_RATE = 800.0
LEAST_SHARE = 0.3
NOW = datetime(2026, 6, 22, 15, tzinfo=UTC)
TABLES = (
    "accounting_journalentry",
    "accounting_posting",
    "remits_remittance",
    "remits_claimpayment",
    "claims_claimevent",
    "worklists_workitem",
    "audit_auditevent",
)


def generate(path: Path, megabytes: float) -> None:
    """Write the 835."""
    code = (
        f"import importlib.util as u; s = u.spec_from_file_location('g', {str(GENERATOR)!r}); "
        f"g = u.module_from_spec(s); s.loader.exec_module(g); g.gen835({str(path)!r}, {int(megabytes * 1e6)})"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def prepare(path: Path) -> uuid.UUID:
    """Make an organization that has sent every claim of the file; returns its id."""

    actor = Actor(kind=MACHINE, name="benchmark")
    organization = create_organization(name="Benchmark", actor=actor, at=NOW)
    with tenant(organization.pk):
        practice = create_practice(
            name="Practice", npi=NPI.from_nine("123456789"), tin=TIN.parse("123456789"), actor=actor, at=NOW
        )
        patient = uuid.uuid4()
        insert_rows(
            Patient,
            ("id", "organization_id", "number", "last_name", "last_name_key", "first_name", "middle_name",
             "suffix", "birth_date", "sex", "address"),
            [(patient, organization.pk, "P1", "SMITH", "smith", "ANA", "", "", None, "F", "")],
        )  # fmt: skip
    for remittance in iterate_835(path.read_bytes(), where=path.name):
        payer = Payer(name=remittance.payer_name, payer_id=remittance.payer_trace_id)
        claims, versions, entries = [], [], []
        for payment in remittance.claims:
            key, number = uuid.uuid4(), payment.patient_control_number
            name = Name(payment.patient_last_name, payment.patient_first_name)
            value = Claim(
                patient_control_number=number,
                patient=Person(name=name),
                coverages=(Coverage(payer=payer, subscriber=Person(name=name), member_id=payment.member_id),),
                lines=tuple(
                    ServiceLine(
                        code=line.code,
                        charge=line.charge,
                        dates=line.dates,
                        control_number=line.control_number,
                    )
                    for line in payment.lines
                ),
            )
            claims.append(
                (key, organization.pk, practice.pk, None, patient, number, "professional", 0, payer.payer_id,
                 remittance.paid_on, payment.charge, "accepted", 1, "")
            )  # fmt: skip
            document = encode_claim(value)
            text = document.decode() if isinstance(document, bytes) else document
            versions.append((uuid.uuid4(), organization.pk, key, 1, text, "0" * 64, "first", "b", NOW))
            owed = Account(AccountKind.RECEIVABLE_PAYER, claim=number, payer=payer.payer_id)
            earned = Account(AccountKind.REVENUE, claim=number, payer=payer.payer_id, patient="P1")
            entries.append(
                JournalEntry(
                    f"charge/{number}",
                    NOW.date(),
                    "charges",
                    tuple(
                        posting
                        for line in payment.lines
                        for posting in (
                            Posting(owed, debit=line.charge, line=line.position),
                            Posting(earned, credit=line.charge, line=line.position),
                        )
                    ),
                )
            )
        with tenant(organization.pk):
            insert_rows(
                Row,
                ("id", "organization_id", "practice_id", "encounter_id", "patient_id",
                 "patient_control_number", "claim_type", "billed_coverage", "payer_id", "date_of_service",
                 "charge", "state", "current_version", "payer_claim_control_number"),
                claims,
            )  # fmt: skip
            insert_rows(
                ClaimVersion,
                ("id", "organization_id", "claim_id", "number", "document", "sha256", "reason", "made_by",
                 "made_at"),
                versions,
            )  # fmt: skip
            book_entries(entries=entries, actor=actor, at=NOW)
    return uuid.UUID(str(organization.pk))


POST = """
import json, resource, sys, time
from datetime import datetime
from cleanclaim.web.setup import setup
setup()
from cleanclaim.web.remits.services.post_remittance import post_remittance
from cleanclaim.web.tenancy import tenant
organization, at, *keys = sys.argv[1:]
sys.stdin.readline()
for key in keys:
    with tenant(organization):
        post_remittance(remittance_id=key, at=datetime.fromisoformat(at))
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"cpu": used.ru_utime + used.ru_stime, "rss": used.ru_maxrss / 1024}))
"""


def post(path: Path, organization: uuid.UUID, processes: int) -> tuple[int, float, float, float]:
    """Return claim payments, clock seconds, processor seconds of ours and the peak MB of one process."""

    started, cpu = time.perf_counter(), time.process_time()
    with tenant(organization):
        receive_file(name=path.name, content=path.read_bytes(), at=NOW)
        keys = [str(key) for key in Remittance.objects.order_by("position").values_list("pk", flat=True)]
    received = time.perf_counter() - started
    print(f"posting: {len(keys)} remittances kept and read in {received:.1f} s", flush=True)
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", POST, str(organization), NOW.isoformat(), *keys[number::processes]],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(processes)
    ]
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("\n")
        worker.stdin.flush()
    told = [json.loads(worker.communicate()[0]) for worker in workers]
    seconds = time.perf_counter() - started
    with tenant(organization):
        payments = ClaimPayment.objects.exclude(entry=None).count()
        assert payments == ClaimPayment.objects.count(), "every claim payment is posted"
    ours = time.process_time() - cpu + sum(each["cpu"] for each in told)
    return payments, seconds, ours, max(each["rss"] for each in told)


def copy_again(organization: uuid.UUID, directory: Path, *, indexes: bool) -> tuple[int, float]:
    """Return rows and clock seconds of a plain COPY of what posting wrote, committed."""

    rows, seconds = 0, 0.0
    connection = connections["owner"]
    connection.ensure_connection()
    for table in TABLES:
        file = directory / f"{table}.copy"
        where = _made_by_posting(table)
        with transaction.atomic(using="owner"), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('cleanclaim.organization', %s, true)", [str(organization)])
            with (
                file.open("wb") as out,
                _raw(cursor).copy(f"COPY (SELECT * FROM {table} {where}) TO STDOUT") as data,
            ):
                for block in data:
                    out.write(block)
            including = "INCLUDING ALL" if indexes else "INCLUDING DEFAULTS"
            cursor.execute(f"CREATE TABLE copied_{table} (LIKE {table} {including})")
        started = time.perf_counter()
        with transaction.atomic(using="owner"), connection.cursor() as cursor:
            with _raw(cursor).copy(f"COPY copied_{table} FROM STDIN") as data, file.open("rb") as content:
                while block := content.read(1 << 20):
                    data.write(block)
            rows += _raw(cursor).rowcount
        seconds += time.perf_counter() - started
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE copied_{table}")
    return rows, seconds


def _made_by_posting(table: str) -> str:
    """Return the condition that leaves out what was there before the file came."""
    return {
        "accounting_journalentry": "WHERE key NOT LIKE 'charge/%'",
        "accounting_posting": "WHERE entry_id IN (SELECT id FROM accounting_journalentry "
        "WHERE key NOT LIKE 'charge/%')",
        "audit_auditevent": "WHERE actor <> 'benchmark'",
    }.get(table, "")


def _raw(cursor: Any) -> Any:
    """Return psycopg's cursor."""
    return cursor.cursor


def server_seconds() -> float:
    """Return the processor seconds of all processes of our database server, ended ones included."""
    ticks = os.sysconf("SC_CLK_TCK")
    used = 0.0
    for process in _server_processes():
        try:
            fields = (process / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        used += sum(int(each) for each in fields[11:15]) / ticks
    return used


def _server_processes() -> Iterator[Path]:
    data = os.environ["CLEANCLAIM_DATA"]
    children: dict[str, list[str]] = {}
    main = ""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text().rsplit(")", 1)[1].split()
            command = (process / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        children.setdefault(fields[1], []).append(process.name)
        if data in command and "postgres" in command and "-D" in command:
            main = process.name
    if main:
        yield Path("/proc") / main
        yield from (Path("/proc") / each for each in children.get(main, ()))


def main(arguments: Sequence[str] = ()) -> int:
    """Print rate and share; exit status 1 when one is below its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=float, default=20.0, help="size of the 835 (default 20)")
    parser.add_argument("--processes", type=int, default=2, help="posting processes (default 2)")
    options = parser.parse_args(arguments)
    if not GENERATOR.is_file():
        print("posting: SKIPPED, ../shared/x12/gen_large.py is not here.", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory(prefix="cleanclaim-posting-") as name:
        directory = Path(name)
        directory.chmod(0o711)
        os.environ["CLEANCLAIM_DATA"] = str(directory / "data")
        os.environ.pop("CLEANCLAIM_DATABASE_URL", None)

        server = EmbeddedServer(directory / "data" / "postgres")
        server.ensure_running()
        try:
            migrate_database(verbosity=0)
            file = directory / "large.835"
            generate(file, options.mb)
            organization = prepare(file)

            with connections["owner"].cursor() as cursor:
                cursor.execute("ANALYZE")
            print(f"posting: {file.stat().st_size / 1e6:.1f} MB, load {os.getloadavg()[0]:.1f}", flush=True)
            before = server_seconds()
            payments, seconds, ours, peak = post(file, organization, options.processes)
            theirs = server_seconds() - before
            rate = payments / seconds
            print(
                f"posting: {payments} claim payments in {seconds:.1f} s: {rate:.0f}/s "
                f"(at least {LEAST_RATE:.0f}); processor {ours:.1f} s of ours, {theirs:.1f} s of the "
                f"server's; "
                f"peak {peak:.0f} MB a process; load {os.getloadavg()[0]:.1f}",
                flush=True,
            )
            rows, copied = copy_again(organization, directory, indexes=True)
            share = copied / seconds
            print(
                f"posting: COPY of the same {rows} rows in {copied:.1f} s: share {share:.2f} (at least "
                f"{LEAST_SHARE})"
            )
            _, bare = copy_again(organization, directory, indexes=False)
            print(f"posting: COPY without indexes in {bare:.1f} s: share {bare / seconds:.2f}")
            peak_main = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"posting: peak of the process that read the file {peak_main:.0f} MB")
            connections.close_all()
        finally:
            server.leave()
    return 0 if rate >= LEAST_RATE and share >= LEAST_SHARE else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
