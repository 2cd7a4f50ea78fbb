"""Run your own folder through the main job: notes to 837P files, 835s to a balanced ledger.

    python examples/run_folder.py --notes NOTES --remits 835S --out OUT

NOTES is a folder of .txt notes, or a .jsonl file whose lines have "id" and "text". 835S is a
folder (searched recursively) or one file. Notes carry neither insurance nor charges, so each
becomes an encounter made from --encounter (default: examples/encounter.json, invented people):
replace it with your practice's own. Nothing is sent anywhere.

OUT gets one 837P file for each note that could be coded and written (OUT/claims, named by the
claim's control number), the ledger that the 835s make (OUT/ledger.jsonl) and a report of what
became of each input and why (OUT/report.jsonl). One unreadable note or 835 does not stop the
others. Exit status 1 when something failed, 2 when the input could not be used at all.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from cleanclaim.claim import AcceptedCode, Contact, Encounter, build_claim
from cleanclaim.coding import CodingContext, Document, build_lexicon, suggest
from cleanclaim.edits import Rules, scrub
from cleanclaim.exchange import Submission, write_837p
from cleanclaim.exchange.remittance_835 import read_835
from cleanclaim.ledger import balances
from cleanclaim.parameters import shipped_parameters
from cleanclaim.posting import ClaimAccount, payer_of, post_remittance
from cleanclaim.primitives import ICD10CM, CleanclaimError, decode_document, encode_line, show_money
from cleanclaim.reference import ensure_store
from cleanclaim.x12 import validate

HERE = Path(__file__).parent
MOST_DIAGNOSES = 12  # of a professional claim (837P: HI)
MOST_CHARACTERS = 20  # of a control number (837P: CLM01)


class Report:
    """What happened to each input, counted by outcome."""

    def __init__(self, out: Path) -> None:
        self.rows: list[dict[str, object]] = []
        self.counts: Counter[str] = Counter()
        self._out = out

    def add(self, name: str, outcome: str, **details: object) -> None:
        """Note one input's outcome, with the details that say why."""
        self.rows.append({"input": name, "outcome": outcome, **details})
        self.counts[outcome] += 1

    def write(self) -> None:
        """Write the report and print its counts."""
        self._out.mkdir(parents=True, exist_ok=True)
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in self.rows]
        (self._out / "report.jsonl").write_text("".join(lines))
        for outcome, count in self.counts.items():
            print(f"  {count:>5}  {outcome}")


class Unusable(Exception):
    """A note that cannot be read; the text says why."""


def notes_in(place: Path) -> Iterator[tuple[str, str | Unusable]]:
    """Yield the id and the text of each note, or why there is none."""
    if place.is_dir():
        for path in sorted(place.glob("*.txt")):
            try:
                yield path.stem, text_of(path.read_bytes())
            except (OSError, Unusable) as error:
                yield path.stem, Unusable(str(error))
        return
    for number, line in enumerate(place.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        if line.strip():
            yield note_of(line, number)


def note_of(line: bytes, number: int) -> tuple[str, str | Unusable]:
    """Return the id and the text of one JSON line, or why there is none."""
    name = f"line {number}"
    try:
        row = json.loads(text_of(line))
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise Unusable('the line is not an object with a "text"')
    except (json.JSONDecodeError, Unusable) as error:
        return name, Unusable(str(error))
    return str(row.get("id", name)), row["text"]


def text_of(raw: bytes) -> str:
    """Return bytes as text; raises ``Unusable`` when they are none."""
    if b"\x00" in raw:
        raise Unusable("this is not text but binary data")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unusable(f"the text is not UTF-8: byte {error.start} is 0x{raw[error.start]:02x}") from None
    if not text.strip():
        raise Unusable("the note is empty")
    return text


def control_number(name: str, position: int, used: set[str]) -> str:
    """Return the claim's control number: the note's name where it can be one and is free, else a new one."""
    plain = re.sub(r"[^A-Za-z0-9_-]", "", name)
    number = plain
    if plain != name or not plain or len(plain) > MOST_CHARACTERS or number in used:
        number = f"{plain[:13]}-{position}"
    while number in used:
        position += 1
        number = f"{plain[:13]}-{position}"
    used.add(number)
    return number


def code_notes(place: Path, encounter: Encounter, out: Path, store_directory: Path, report: Report) -> None:
    """Code each note, build the claim, scrub it, write and validate its 837P."""
    store = ensure_store(store_directory)
    lexicon = build_lexicon(store, encounter.date_of_service)
    rules = Rules(store=store, parameters=shipped_parameters(), received=encounter.date_of_service)
    context = CodingContext(date_of_service=encounter.date_of_service, setting=encounter.setting)
    claims = out / "claims"
    claims.mkdir(parents=True, exist_ok=True)
    used: set[str] = set()
    for position, (name, text) in enumerate(notes_in(place), start=1):
        if isinstance(text, Unusable):
            report.add(name, "note that could not be read", why=str(text))
            continue
        try:
            result = suggest(Document(name, text), context, lexicon)
            found = [
                ICD10CM.parse(s.code).value
                for s in result.suggestions
                if s.selected and s.system == "ICD10CM"
            ]
            codes, left_out = found[:MOST_DIAGNOSES], found[MOST_DIAGNOSES:]
            if not codes:
                reasons = [one.reason for one in result.not_coded[:3]]
                report.add(name, "note without a code to bill", why=reasons or ["nothing codable was found"])
                continue
            number = control_number(name, position, used)
            claim = build_claim(
                msgspec.structs.replace(encounter, number=number), tuple(AcceptedCode(code) for code in codes)
            )
            content = write_837p([claim], submission=submission(position, encounter))
            problems = [p for p in validate(content, where=name) if p.severity == "error"]
            if problems:
                report.add(name, "837P that does not validate", why=[p.message for p in problems])
                continue
            (claims / f"{number}.837").write_bytes(content)
            blocking = [f for f in scrub(claim, rules) if f.severity.value in ("reject", "deny")]
        except CleanclaimError as error:
            report.add(name, "claim that could not be written", why=str(error))
            continue
        outcome = "note to a valid 837P, held by the scrubber" if blocking else "note to a valid, clean 837P"
        details = {"control_number": number, "codes": codes, "findings": [f.message for f in blocking]}
        if left_out:
            outcome += f", diagnoses beyond {MOST_DIAGNOSES} left out"
            details["left_out"] = left_out
        report.add(name, outcome, **details)


def submission(number: int, encounter: Encounter) -> Submission:
    """Return the envelope of one file: test usage, numbered in order."""
    billing, payer = encounter.billing_provider, encounter.coverages[0].payer
    return Submission(
        submitter_name=billing.name.last,
        submitter_id=billing.tax_id,
        contact=billing.contact or Contact("EDI office", (("TE", "6145550100"),)),
        receiver_name=payer.name,
        receiver_id=payer.payer_id,
        control_number=number,
        at=datetime(*encounter.date_of_service.timetuple()[:3], 9, tzinfo=UTC),
        usage="T",
    )


def post_remits(place: Path, out: Path, report: Report) -> None:
    """Read, balance and post each 835; every claim in it is taken to be one of ours.

    The claims' charges are not in a folder of 835s: the receivables show what the 835s took off.
    """
    files = [place] if place.is_file() else sorted(p for p in place.rglob("*") if p.is_file())
    entries = {}
    for path in files:
        try:
            content = path.read_bytes()
        except OSError as error:
            report.add(str(path), "835 refused (unreadable-file)", why=str(error))
            continue
        if not re.search(rb"ST.835", content):
            report.add(str(path), "file without an 835, passed over")
            continue
        try:
            remittances = read_835(content, where=str(path))
        except CleanclaimError as error:
            report.add(str(path), f"835 refused ({error.code})", why=str(error))
            continue
        for remittance in remittances:
            payer = payer_of(remittance)
            numbers = {payment.patient_control_number for payment in remittance.claims}
            known = {n: ClaimAccount(patient_control_number=n, payer=payer, patient=n) for n in numbers}
            day = remittance.paid_on or datetime.now(UTC).date()
            name = f"{path}#{remittance.position}"
            try:
                result = post_remittance(remittance, known=known, on=day)
            except CleanclaimError as error:
                report.add(name, "835 not posted", why=str(error))
                continue
            entries.update((entry.key, entry) for entry in result.entries)
            items = [item.reason for item in result.open_items]
            posted = "posted" if result.entries or remittance.payment == 0 else "not posted"
            left = "something left for a person" if items else "nothing left open"
            report.add(name, f"835 {posted}, {left}", payment=show_money(remittance.payment), open=items)
    out.mkdir(parents=True, exist_ok=True)
    (out / "ledger.jsonl").write_text("".join(encode_line(entry) + "\n" for entry in entries.values()))
    by_kind: Counter[str] = Counter()
    for account, amount in balances(entries.values()).items():
        by_kind[account.kind] += amount
    print("What the 835s booked (debits less credits):")
    for kind, amount in sorted(by_kind.items()):
        print(f"  {kind:<24}{show_money(amount):>14}")
    print(f"  {'sum':<24}{show_money(sum(by_kind.values())):>14}")


def main() -> int:
    """Run the job; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--notes", type=Path, help="folder of .txt notes, or a .jsonl file")
    parser.add_argument("--remits", type=Path, help="folder of 835 files, or one file")
    parser.add_argument("--out", type=Path, required=True, help="where the results go")
    parser.add_argument(
        "--encounter", type=Path, default=HERE / "encounter.json", help="the encounter's form"
    )
    arguments = parser.parse_args()
    if not arguments.notes and not arguments.remits:
        parser.error("name --notes, --remits, or both")
    report = Report(arguments.out)
    try:
        if arguments.notes:
            encounter = decode_document(
                arguments.encounter.read_bytes(), Encounter, where=str(arguments.encounter)
            )
            code_notes(arguments.notes, encounter, arguments.out, arguments.out / "reference", report)
        if arguments.remits:
            post_remits(arguments.remits, arguments.out, report)
    except (CleanclaimError, OSError) as error:
        print(f"run_folder: {error}", file=sys.stderr)
        return 2
    finally:
        if report.rows:
            print("Outcomes:")
            report.write()
    if not report.rows:
        print("run_folder: there is no note (*.txt) and no 835 in what was named.", file=sys.stderr)
        return 2
    failed = ("refused", "not posted", "without a code", "could not", "does not validate")
    return 1 if any(word in outcome for outcome in report.counts for word in failed) else 0


if __name__ == "__main__":
    sys.exit(main())
