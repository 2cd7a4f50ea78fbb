"""Validating an 837P, levels 1 and 2, as a ratio to pyx12 4.0.0 on the same file in the same run.

The file is written here by our own writer (1,000 claims). Processor time counts, not wall time.
pyx12 checks syntax and guide and writes a report, as ours makes problems; both find the file
valid, else the comparison would mean nothing. Target of the X12 issue: at least 25 times.
"""

import io
import logging
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec
import pyx12
import pyx12.params
import pyx12.x12n_document

from cleanclaim.claim import Contact
from cleanclaim.claim.notation import claim_from
from cleanclaim.exchange import Submission, write_837p
from cleanclaim.x12 import validate

CLAIMS = 1000
ROUNDS = 3
TARGET = 25.0


def file_of_claims() -> bytes:
    """Return an 837P with the specimen claim under many control numbers."""
    claim = claim_from("payer commercial").claim
    claims = [msgspec.structs.replace(claim, patient_control_number=f"BENCH{n:05d}") for n in range(CLAIMS)]
    submission = Submission(
        submitter_name="BENCH",
        submitter_id="BENCH01",
        contact=Contact("EDI", (("TE", "6145550100"),)),
        receiver_name="PAYER",
        receiver_id="PAYER01",
        control_number=1,
        at=datetime(2025, 12, 15, 9, 0),  # noqa: DTZ001 - an interchange's time has no zone
    )
    return write_837p(claims, submission=submission)


def ours(data: bytes) -> bool:
    """Validate with ours; return whether the file is valid."""
    return not [problem for problem in validate(data, levels=(1, 2)) if problem.severity == "error"]


def theirs(data: bytes) -> bool:
    """Validate with pyx12; return whether the file is valid."""
    logging.getLogger("pyx12").setLevel(logging.CRITICAL)
    maps = str(Path(pyx12.__file__).parent / "map")
    stream = io.StringIO(data.decode("ascii"))
    parameters = pyx12.params.ParamsBase()
    found = pyx12.x12n_document.x12n_document(
        parameters, stream, None, None, fd_json=io.StringIO(), map_path=maps
    )
    return bool(found)


def seconds(check: Callable[[bytes], bool], data: bytes) -> float:
    """Return the processor seconds of one validation; the file must be found valid."""
    start = time.process_time()
    valid = check(data)
    spent = time.process_time() - start
    if not valid:
        raise SystemExit(f"x12_validation: {check.__name__} finds the file invalid; nothing is compared")
    return spent


def main() -> int:
    """Print the ratio; return 1 when it is under the target."""
    data = file_of_claims()
    for check in (ours, theirs):
        seconds(check, data)  # compile the guides, load the maps
    ratios = [seconds(theirs, data) / seconds(ours, data) for _ in range(ROUNDS)]
    found = statistics.median(ratios)
    verdict = "reached" if found >= TARGET else "NOT reached"
    print(
        f"x12_validation: levels 1-2 of {len(data) / 1e3:.0f} kB, {CLAIMS} claims: {found:.0f}x as fast as "
        f"pyx12 4.0.0 (target {TARGET:.0f}x, {verdict}; min {min(ratios):.0f}, max {max(ratios):.0f})"
    )
    return 0 if found >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
