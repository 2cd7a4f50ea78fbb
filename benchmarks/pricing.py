"""A batch of physician services, from CSV to JSON with derivations, over a made-up file of the real size.

    python -m benchmarks pricing

Against it in the same process: the same amounts by the bare formula, from dicts, without release,
derivation, indicators or reasons. Processor time.
"""

import csv
import io
import random
import sys
import tempfile
import time
from contextlib import redirect_stdout
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import msgspec
from tests.reference.official import rvu, write

from cleanclaim.cli.price import command
from cleanclaim.reference import import_files

LEAST_A_SECOND = 3_000
CODES, LOCALITIES, ROWS = 17_000, 109, 50_000
CENT = Decimal("0.01")
_TITLE = "2026 National Physician Fee Schedule Relative Value File October Release"


def make(directory: Path) -> tuple[dict[str, tuple[Decimal, ...]], dict[str, tuple[Decimal, ...]]]:
    """Import made-up relative values and indices; returns them as dicts too."""
    chance = random.Random(11)

    def number(most: int, digits: int) -> Decimal:
        return Decimal(chance.randrange(1, most)).scaleb(-digits)

    values = {
        f"{number_:05}": (number(2000, 2), number(4000, 2), number(2000, 2), number(300, 2))
        for number_ in range(10_000, 10_000 + CODES)
    }
    indices = {
        f"{10_000 + number_:05}-{number_ % 100:02}": (number(1600, 3), number(1600, 3), number(1600, 3))
        for number_ in range(LOCALITIES)
    }
    rows = "".join(
        f"{code},,Text,A,,{work},{office},,{facility},,{risk},"
        f"{work + office + risk},{work + facility + risk},"
        f"0,XXX,0.00,0.00,0.00,0,0,0,0,0,9,,33.4009,09,0,99,0.00,0.00,0.00\n"
        for code, (work, office, facility, risk) in values.items()
    )
    gpci = (
        "ADDENDUM E. FINAL GPCIs,,,,,,\nMedicare Administrative Contractor (MAC),State,Locality Number,"
        "Locality Name,2026 PW GPCI,2026 PE GPCI,2026 MP GPCI\n"
        + "".join(
            f"{key[:5]},AL,{key[6:]},MADE UP,{','.join(str(one) for one in row)}\n"
            for key, row in indices.items()
        )
    )
    files = [
        rvu(directory / "PPRRVU2026_Oct_nonQPP.csv", _TITLE, "9", rows),
        write(directory / "GPCI2026.csv", gpci),
    ]
    import_files(files, directory / "store")
    with (directory / "batch.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["code", "modifiers", "date", "locality", "setting"])
        codes, keys = list(values), list(indices)
        for _ in range(ROWS):
            day = date(2026, 10, 1) + timedelta(days=chance.randrange(90))
            setting = chance.choice(["facility", "nonfacility"])
            writer.writerow([chance.choice(codes), "", day, chance.choice(keys), setting])
    return values, indices


def naive(
    path: Path, values: dict[str, tuple[Decimal, ...]], indices: dict[str, tuple[Decimal, ...]]
) -> list[Decimal]:
    """Return the amounts by the bare formula."""
    factor, found = Decimal("33.4009"), []
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            work, office, facility, risk = values[row["code"]]
            own = indices[row["locality"]]
            expense = facility if row["setting"] == "facility" else office
            exact = (work * own[0] + expense * own[1] + risk * own[2]) * factor
            found.append(exact.quantize(CENT, rounding=ROUND_HALF_UP))
    return found


def main() -> int:
    """Print rows a second; exit status 1 below the least, or when an amount differs."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        values, indices = make(directory)
        batch, store = directory / "batch.csv", directory / "store"
        started = time.process_time()
        expected = naive(batch, values, indices)
        bare = time.process_time() - started
        output = io.StringIO()
        started = time.process_time()
        with redirect_stdout(output):
            command.main(["--batch", str(batch), "--reference", str(store), "--json"], standalone_mode=False)
        taken = time.process_time() - started
    amounts = [Decimal(msgspec.json.decode(line)["amount"]) for line in output.getvalue().splitlines()]
    wrong = sum(one != other for one, other in zip(amounts, expected, strict=True))
    speed = ROWS / taken
    print(f"pricing: {ROWS:,} rows in {taken:.1f} s = {speed:,.0f} a second (at least {LEAST_A_SECOND:,})")
    print(f"pricing: the bare formula takes {bare:.1f} s, 1/{taken / bare:.0f} of it; {wrong} amounts differ")
    return 1 if wrong or speed < LEAST_A_SECOND else 0


if __name__ == "__main__":
    sys.exit(main())
