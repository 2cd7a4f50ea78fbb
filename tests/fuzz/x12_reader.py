"""A coverage-guided run of the X12 reader and validator: no crash, hang or growth of memory.

atheris is no dependency of ours. To run it for twenty minutes, from the repository:

    python -m venv /tmp/fuzz && /tmp/fuzz/bin/pip install atheris
    PYTHONPATH=src:.:.venv/lib/python3.11/site-packages nice -n 19 \\
        /tmp/fuzz/bin/python -m tests.fuzz.x12_reader /tmp/corpus -max_total_time=1200

What follows the corpus directory goes to libFuzzer. Seeds are a few small files that our own writer
makes; the directory only grows by what reaches new code. Mutations are libFuzzer's, and
in every second case whole segments and elements are dropped, doubled, swapped or replaced, so
that the guides are reached and not the tokeniser alone. A finding is an exception that is not one of
our own refusals, a file that does not come back byte for byte, a run of over a minute (by the clock:
a niced run may have to wait), or over 512 MB. Results: docs/algorithms/x12-performance.md.
"""

import random
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["cleanclaim.x12"]):
    from cleanclaim.exchange.code_lookup import StoreLookup
    from cleanclaim.primitives import CleanclaimError
    from cleanclaim.x12 import (
        Severity,
        acknowledge,
        acknowledge_claims,
        find_problems,
        read_transactions,
        stream,
    )
    from cleanclaim.x12.tree import from_json_lines, to_json_lines

CODES = StoreLookup()
NOON = datetime(2025, 12, 1, 12, 0)  # noqa: DTZ001 - the wire carries no zone
LIMITS = ("-timeout=60", "-rss_limit_mb=512", "-max_len=8192", "-print_final_stats=1")


def read(data: bytes) -> None:
    """Read, validate and convert one input; our own refusals are right answers."""
    with suppress(CleanclaimError):
        for problem in find_problems(data, levels=(1, 2, 3, 4, 5), codes=CODES, tell_not_checked=True):
            assert problem.message
            assert problem.id
    with suppress(CleanclaimError):
        for _ in stream(data):
            pass
    with suppress(CleanclaimError):
        for _ in read_transactions(data):
            pass
    for answer in _answers(data):
        wrong = [p for p in find_problems(answer, levels=(1, 2)) if p.severity is Severity.ERROR]
        assert not wrong, wrong
    lines = None
    with suppress(CleanclaimError):
        lines = list(to_json_lines(data))
    if lines is not None:
        assert b"".join(from_json_lines(lines)) == data


def _answers(data: bytes) -> list[bytes]:
    """Our acknowledgements of one input, if it can be acknowledged."""
    with suppress(CleanclaimError):
        answers = [
            acknowledge(data, now=NOON, control_number=1),
            acknowledge_claims(data, now=NOON, control_number=2, codes=CODES),
        ]
        return [answer for answer in answers if answer]
    return []


def mutate(data: bytes, max_size: int, seed: int) -> bytes:
    """Return an input changed by segments and elements, or as libFuzzer likes."""
    chance = random.Random(seed)
    if chance.random() < 0.5 or data.count(b"~") < 3:
        return bytes(atheris.Mutate(data, max_size))
    segments = data.split(b"~")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(segments))
        other = chance.randrange(len(segments))
        kind = chance.randrange(6)
        if kind == 0 and len(segments) > 2:
            del segments[at]
        elif kind == 1:
            segments.insert(other, segments[at])
        elif kind == 2:
            other = other % len(segments)
            at = at % len(segments)
            segments[at], segments[other] = segments[other], segments[at]
        else:
            at = at % len(segments)
            elements = segments[at].split(b"*")
            place = chance.randrange(len(elements))
            if kind == 3:
                elements[place] = chance.choice(
                    (b"", b"0", b"-1", b"99999999", b"A", b"20250230", b":", b"^", b"XX")
                )
            elif kind == 4:
                elements.insert(place, elements[chance.randrange(len(elements))])
            else:
                elements[place] = bytes(atheris.Mutate(elements[place] or b"0", 80))
            segments[at] = b"*".join(elements)
    return b"~".join(segments)[:max_size]


def seeds(directory: Path) -> None:
    """Write the seeds: small right files of our own writer."""
    from tests.x12.bases import BASES
    from tests.x12.samples import claim_file, payment_file

    directory.mkdir(parents=True, exist_ok=True)
    (directory / "claim.837").write_bytes(claim_file())
    (directory / "payment.835").write_bytes(payment_file())
    for name, base in BASES.items():
        (directory / name).write_bytes(base.file())


if __name__ == "__main__":
    seeds(Path(sys.argv[1]))
    atheris.Setup([*sys.argv, *LIMITS], read, custom_mutator=mutate)
    atheris.Fuzz()
