"""2.64 million PTP rows: import, opening, look-up, against a dict, SQLite and DuckDB, in the same run.

    python -m benchmarks reference_pairs        fewer rows: python -m benchmarks.reference_pairs --rows 200000

The rows are made up, in the official layout, in four parts in a directory of temporary files. Each
figure is taken in a process of its own; times are processor time. Memory: the peak while importing;
for the look-ups the private memory that opening and asking adds (``Private_Clean`` and
``Private_Dirty`` of smaps_rollup; mapped pages count in it while no other process maps them).
DuckDB answers questions in bulk: it is asked all of them in one join, and some of them one by one.
"""

import argparse
import importlib.util
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

IMPORT_SECONDS, IMPORT_MB = 60.0, 500.0
LOOK_UP_US, PRIVATE_MB, OPEN_MS = 3.0, 50.0, 50.0
ASKED = 200_000
ASKED_SINGLY = 2_000
HEADING = (
    "CPT only copyright notice of the publisher\t\t\t\t\t\t\r\n"
    "Column1/Column2 Edits\t\t\t\t\t\t\r\n"
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n"
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n"
    "\t\t\t\t*=no data\t1=allowed\t\r\n"
    "\t\t\t\t\t9=not applicable\t\r\n"
)
WHY = ("Misuse of Column Two code with Column One code", "Standards of medical/surgical practice", "Other")

COMMON = """
import json, resource, sys, time
from datetime import date
from pathlib import Path
def private():
    found = Path("/proc/self/smaps_rollup").read_text().split("\\n")
    return sum(int(line.split()[1]) for line in found if line.startswith("Private_")) / 1024
place = Path(sys.argv[1])
asked = [tuple(pair) for pair in json.loads((place / "asked.json").read_text())]
day = date(2026, 11, 3)
"""
IMPORT = """
from cleanclaim.reference.importing import import_files
start = time.process_time()
(release,) = import_files(sorted(place.glob("ccipra*")), place / "store").releases
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
      release.counts["rows"])
"""
STORE = """
from cleanclaim.codesets import PTP_PRACTITIONER, open_store
before = private()
start = time.process_time()
table = open_store(place / "store").pairs(PTP_PRACTITIONER, day).value
table.find("99213", "99214", day)
opened = time.process_time() - start
start = time.process_time()
found = sum(1 for one, two in asked if table.find(one, two, day))
print((time.process_time() - start) / len(asked) * 1e6, private() - before, opened * 1e3, found)
"""
SQLITE = """
import sqlite3
before = private()
start = time.process_time()
connection = sqlite3.connect(f"file:{place}/pairs.sqlite?mode=ro&immutable=1", uri=True)
ask = "SELECT 1 FROM pair WHERE one = ? AND two = ? AND first <= ? AND last >= ? AND indicator <> 9 LIMIT 1"
connection.execute(ask, ("99213", "99214", 20261103, 20261103)).fetchone()
opened = time.process_time() - start
start = time.process_time()
found = sum(1 for one, two in asked if connection.execute(ask, (one, two, 20261103, 20261103)).fetchone())
print((time.process_time() - start) / len(asked) * 1e6, private() - before, opened * 1e3, found)
"""
DICT = """
before = private()
start = time.process_time()
table = {}
for path in sorted(place.glob("ccipra*")):
    with open(path, encoding="latin-1") as file:
        for line in list(file)[6:]:
            one, two, old, first, last, indicator, why = line.rstrip("\\n").split("\\t")
            table.setdefault((one, two), []).append((first, last, indicator, why))
opened = time.process_time() - start
start = time.process_time()
found = 0
for pair in asked:
    for first, last, indicator, why in table.get(pair, ()):
        if first <= "20261103" and (last == "*" or last >= "20261103") and indicator != "9":
            found += 1
            break
print((time.process_time() - start) / len(asked) * 1e6, private() - before, opened * 1e3, found)
"""

DUCKDB_TABLE = """
import duckdb
connection = duckdb.connect(str(place / "pairs.duckdb"))
connection.execute("SET enable_progress_bar = false")  # it goes to standard output
connection.execute("CREATE TABLE pair AS SELECT column0 AS one, column1 AS two, "
    "strptime(column3, '%Y%m%d')::DATE AS first, "
    "CASE WHEN column4 = '*' THEN DATE '9999-12-31' ELSE strptime(column4, '%Y%m%d')::DATE END AS last, "
    "column5 AS indicator FROM read_csv(?, delim='\t', header=false, skip=6, all_varchar=true)",
    [str(place / "ccipra*.txt")])
connection.execute("CREATE INDEX pair_codes ON pair (one, two)")
print(connection.execute("SELECT count(*) FROM pair").fetchone()[0])
"""
DUCKDB = """
import duckdb
before = private()
start = time.process_time()
connection = duckdb.connect(str(place / "pairs.duckdb"), read_only=True)
connection.execute("SET enable_progress_bar = false")
held = "pair.first <= ? AND pair.last >= ? AND pair.indicator <> '9'"
ask = f"SELECT 1 FROM pair WHERE one = ? AND two = ? AND {held} LIMIT 1"
connection.execute(ask, ("99213", "99214", day, day)).fetchone()
opened = time.process_time() - start
start = time.process_time()
bulk = connection.execute("SELECT count(*) FROM (SELECT json->>0 AS one, json->>1 AS two FROM "
    f"read_json_objects(?, format='array')) AS asked WHERE EXISTS (SELECT 1 FROM pair "
    f"WHERE pair.one = asked.one AND pair.two = asked.two AND {held})",
    [str(place / "asked.json"), day, day]).fetchone()[0]
joined = time.process_time() - start
some = asked[:SINGLY]
start = time.process_time()
for one, two in some:
    connection.execute(ask, (one, two, day, day)).fetchone()
singly = (time.process_time() - start) / len(some) * 1e6
print(joined / len(asked) * 1e6, private() - before, opened * 1e3, bulk, singly)
""".replace("SINGLY", str(ASKED_SINGLY))


def generate(place: Path, rows: int) -> None:
    """Write four parts of made-up edits, the questions, and the same edits as SQLite."""
    import sqlite3  # noqa: PLC0415

    chance = random.Random(5)
    codes = sorted(
        {f"{number:05}" for number in chance.sample(range(100, 99999), 12_000)} | {"99213", "99214"}
    )
    each = max(1, rows // len(codes))
    database = sqlite3.connect(place / "pairs.sqlite", isolation_level=None)
    database.execute("PRAGMA synchronous = OFF")
    database.execute("CREATE TABLE pair (one TEXT, two TEXT, first INTEGER, last INTEGER, indicator INTEGER)")
    database.execute("BEGIN")
    made, asked = 0, []
    for part in range(4):
        with (place / f"ccipra-v323r0-f{part + 1}.txt").open("w", newline="") as file:
            file.write(HEADING)
            for one in codes[part * len(codes) // 4 : (part + 1) * len(codes) // 4]:
                batch = []
                for two in sorted(chance.sample(codes, each + (each // 20 or 1))):
                    if one == two or made >= rows:
                        continue
                    first = f"{chance.randrange(1996, 2026)}0{chance.choice('147')}01"
                    last = f"{chance.randrange(int(first[:4]), 2027)}1231" if made % 3 == 0 else "*"
                    indicator = "9" if made % 10 == 0 else str(made % 2)
                    if indicator == "9":
                        last = first
                    file.write(f"{one}\t{two}\t\t{first}\t{last}\t{indicator}\t{WHY[made % 3]}\r\n")
                    batch.append((one, two, int(first), 99991231 if last == "*" else int(last), indicator))
                    made += 1
                database.executemany("INSERT INTO pair VALUES (?, ?, ?, ?, ?)", batch)
                asked.append([one, chance.choice(batch)[1] if batch else one])
    database.execute("CREATE INDEX pair_codes ON pair (one, two)")
    database.execute("COMMIT")
    database.close()
    # Half of the questions are about pairs that are there, half about any two codes.
    some = [chance.choice(asked) for _ in range(ASKED // 2)]
    some += [[chance.choice(codes), chance.choice(codes)] for _ in range(ASKED // 2)]
    chance.shuffle(some)
    (place / "asked.json").write_text(json.dumps(some))


def run(work: str, place: Path) -> list[float]:
    """Return the figures that one piece of work prints."""
    done = subprocess.run(
        [sys.executable, "-c", COMMON + work, str(place)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"reference_pairs: failed:\n{done.stderr.strip()[-2000:]}")
    return [float(word) for word in done.stdout.split()]


def main(arguments: Sequence[str] = ()) -> int:
    """Print the figures and ratios; return 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_640_000, help="rows to make (default 2,640,000)")
    rows = parser.parse_args(arguments).rows
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        generate(place, rows)
        seconds, peak, imported = run(IMPORT, place)
        ours, theirs, naive = (run(work, place) for work in (STORE, SQLITE, DICT))
        duck: list[float] | None = None
        if importlib.util.find_spec("duckdb") is not None:
            run(DUCKDB_TABLE, place)
            duck = run(DUCKDB, place)
    if len({figures[3] for figures in (ours, theirs, naive, duck or ours)}) != 1:
        raise SystemExit("reference_pairs: they find different numbers of edits; nothing is compared")
    reached = seconds <= IMPORT_SECONDS and peak <= IMPORT_MB
    print(
        f"reference_pairs: {imported:,.0f} rows imported in {seconds:.1f} s, peak {peak:.0f} MB "
        f"(targets {IMPORT_SECONDS:g} s, {IMPORT_MB:g} MB: {'reached' if reached else 'NOT reached'})"
    )
    good = ours[0] <= LOOK_UP_US and ours[1] <= PRIVATE_MB and ours[2] <= OPEN_MS
    print(
        f"reference_pairs: look-up {ours[0]:.2f} us, {ours[1]:.1f} MB private, opening {ours[2]:.1f} ms "
        f"(at most {LOOK_UP_US:g}, {PRIVATE_MB:g}, {OPEN_MS:g}: {'reached' if good else 'NOT reached'})"
    )
    for peer, figures in (("SQLite", theirs), ("a dict of the file", naive)):
        print(
            f"reference_pairs: {peer}: look-up {figures[0] / ours[0]:.2f}x our time ({figures[0]:.2f} us), "
            f"private memory {figures[1] / max(ours[1], 0.1):.1f}x ({figures[1]:.0f} MB), "
            f"opening {figures[2] / ours[2]:.1f}x ({figures[2]:.0f} ms); {figures[3]:,.0f} edits found by all"
        )
    if duck is None:
        print("reference_pairs: DuckDB is not installed (pip install duckdb), so it is not compared")
    else:
        print(
            f"reference_pairs: DuckDB: in one join {duck[0] / ours[0]:.2f}x our time ({duck[0]:.2f} us), "
            f"one by one {duck[4] / ours[0]:,.0f}x ({duck[4]:,.0f} us), private memory "
            f"{duck[1] / max(ours[1], 0.1):.1f}x ({duck[1]:.0f} MB), opening {duck[2] / ours[2]:.1f}x "
            f"({duck[2]:.0f} ms); {duck[3]:,.0f} edits found by all"
        )
    return 0 if reached and good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
