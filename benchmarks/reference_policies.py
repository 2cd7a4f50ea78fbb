"""Coverage articles and NPPES providers: made-up downloads of real sizes, imported and asked.

    python -m benchmarks reference_policies [--providers N]

2,000 articles, 18,000 procedure rows and 431,000 diagnosis rows are the counts of a published download
of 2026. Each import runs in a process of its own; processor time and peak memory.
"""

import argparse
import csv
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

IMPORT_SECONDS, IMPORT_MB, LOOK_UP_US = 30.0, 300.0, 1_000.0
ARTICLES, PROCEDURES, DIAGNOSES = 2_000, 18_000, 431_000
ARTICLE_COLUMNS = (
    "article_type,title,article_eff_date,article_end_date,article_rev_end_date,date_retired,status,display_id,"
    "last_updated,description,other_comments"
)
WORDS = "This article speaks of made-up hats and of what a made-up hat is for. " * 350

IMPORT = """
import resource, sys, time
from pathlib import Path
from cleanclaim.reference import import_files
begin = time.process_time()
(release, *_) = import_files([Path(name) for name in sys.argv[2:]], Path(sys.argv[1])).releases
print(time.process_time() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
      next(iter(release.counts.values())))
"""
ASK = """
import sys, time
from datetime import date
from pathlib import Path
from cleanclaim.codesets import coverage_policies, open_store
store, day, found = open_store(Path(sys.argv[1])), date(2026, 11, 3), 0
coverage_policies(store, "10000", day)
begin = time.process_time()
for number in range(2000):
    answer = coverage_policies(store, str(10_001 + number), day)
    found += "E119" in answer.value.articles[0].covered_groups("10000")[0].codes
print((time.process_time() - begin) / 2000 * 1e6)
"""


def _write(path: Path, heading: str, rows: Iterator[dict[str, object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, heading.split(","), restval="", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)


def make_download(place: Path) -> list[Path]:
    """Write the tables of a download of articles; returns their paths."""
    chance = random.Random(11)
    letters = "ABCDEFGHIJKLMNOPQRSTVWXYZ"
    pool = [f"{letters[n % 25]}{n // 25 % 10}{n // 250 % 10}{n % 1000}" for n in range(60_000)]
    document = "article_id,article_version"
    own: dict[str, object] = {"article_version": 1}
    tables: dict[str, tuple[str, Iterator[dict[str, object]]]] = {
        "article.csv": (
            f"{document},{ARTICLE_COLUMNS}",
            (
                own | {"article_id": 50_000 + n, "title": f"Article {n}", "article_eff_date": "2025-01-01",
                 "status": "A", "last_updated": "2026-11-12", "description": WORDS}
                for n in range(ARTICLES)
            ),
        ),
        "article_x_hcpc_code.csv": (
            f"{document},hcpc_code_id,long_description,short_description",
            (
                own | {"article_id": 50_000 + n % ARTICLES, "hcpc_code_id": 10_000 + n}
                for n in range(PROCEDURES)
            ),
        ),
        "article_x_icd10_covered.csv": (
            f"{document},icd10_code_id,icd10_code_version,icd10_covered_group,range,description,asterisk",
            (
                own | {"article_id": 50_000 + n % ARTICLES, "icd10_code_id": chance.choice(pool),
                 "icd10_covered_group": 1 + n // ARTICLES % 2, "range": "N", "description": "A made-up title"}
                for n in range(DIAGNOSES)
            ),
        ),
    }  # fmt: skip
    for name, (heading, rows) in tables.items():
        _write(place / name, heading, rows)
    return [place / name for name in tables]


def make_extract(place: Path, count: int) -> Path:
    """Write an NPPES extract of 330 columns; returns its path."""
    names = [
        "NPI", "Entity Type Code", "Provider Last Name (Legal Name)", "Provider First Name",
        "Provider Organization Name (Legal Business Name)",
        "Provider Business Practice Location Address State Name", "Provider Enumeration Date",
        "NPI Deactivation Date", "NPI Reactivation Date",
        *(f"Healthcare Provider Taxonomy Code_{n}" for n in range(1, 16)),
        *(f"Healthcare Provider Primary Taxonomy Switch_{n}" for n in range(1, 16)),
    ]  # fmt: skip
    names += [f"Other Provider Identifier_{n}" for n in range(330 - len(names))]
    cells = ["1", "Hatmaker", "Ida", "", "TX", "05/23/2006", "", "", "207Q00000X", *[""] * 14, "Y"]
    rest = ",".join(f'"{cell}"' for cell in cells) + ',""' * (329 - len(cells)) + "\n"
    path = place / "npidata_pfile_20050523-20261108.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(f'"{name}"' for name in names) + "\n")
        for number in range(count):
            file.write(f'"{_npi(100_000_000 + number)}",{rest}')
    return path


def _npi(nine: int) -> str:
    total = 24  # what the prefix 80840 adds
    for place, digit in enumerate(reversed(str(nine))):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled // 10 + doubled % 10
    return f"{nine}{-total % 10}"


def run(work: str, *arguments: Path) -> list[float]:
    """Return the numbers that a program prints, run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", work, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"reference_policies: failed:\n{done.stderr.strip()[-2000:]}")
    return [float(word) for word in done.stdout.split()]


def main(arguments: Sequence[str] = ()) -> int:
    """Print the figures; return 1 when a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--providers", type=int, default=100_000, help="providers to make (default 100,000)")
    providers = parser.parse_args(arguments).providers
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        seconds, peak, articles = run(IMPORT, place / "store", *make_download(place))
        size = sum(file.stat().st_size for file in (place / "store").rglob("*.sqlite")) / 1e6
        (each,) = run(ASK, place / "store")
        spent, memory, count = run(IMPORT, place / "people", make_extract(place, providers))
        held = sum(file.stat().st_size for file in (place / "people").rglob("*.sqlite")) / count
    good = seconds <= IMPORT_SECONDS and peak <= IMPORT_MB and each <= LOOK_UP_US and memory <= IMPORT_MB
    print(
        f"reference_policies: {articles:,.0f} articles with {DIAGNOSES:,} diagnoses imported in "
        f"{seconds:.1f} s, peak {peak:.0f} MB, {size:.1f} MB kept; first look-up of each {each:.0f} us"
    )
    print(
        f"reference_policies: {count:,.0f} providers imported in {spent:.1f} s, peak {memory:.0f} MB, "
        f"{held:.0f} bytes each; nine million would take {spent / count * 9e6 / 60:.1f} min"
    )
    limits = f"{IMPORT_SECONDS:g} s, {IMPORT_MB:g} MB, {LOOK_UP_US:g} us"
    print(f"reference_policies: limits {limits}: {'kept' if good else 'NOT kept'}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
