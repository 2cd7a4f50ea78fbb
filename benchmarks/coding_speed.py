"""Notes a second of the coding engine on one core, beside medspaCy on the same notes in one run.

    .venv/bin/python benchmarks/coding_speed.py --notes notes.jsonl [--reference STORE] [--medspacy PYTHON]

``--medspacy`` names an interpreter that has medspaCy (install it into an environment of its own).
It gets our own terms as target rules, and its sectionizer and ConText, so that both do alike work; it gives
no codes. Time is that of the processor, so that a busy machine says the same.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from cleanclaim.codesets import open_store
from cleanclaim.coding import CodingContext, Document, build_lexicon, suggest
from cleanclaim.coding.lexicon import own_terms
from cleanclaim.reference import ensure_store

DAY = date(2025, 12, 1)
MEDSPACY = """
import json, sys, time, medspacy
from medspacy.ner import TargetRule
nlp = medspacy.load(enable=["medspacy_pyrush", "medspacy_target_matcher", "medspacy_context",
                            "medspacy_sectionizer"])
nlp.get_pipe("medspacy_target_matcher").add([TargetRule(one, "DX") for one in json.load(
    open(sys.argv[2]))])
notes = [json.loads(line)["text"] for line in open(sys.argv[1])]
for text in notes[:5]:
    nlp(text)
start = time.process_time()
for text in notes:
    nlp(text)
print(len(notes) / (time.process_time() - start))
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=Path, required=True)
    parser.add_argument("--reference", type=Path)
    parser.add_argument("--medspacy", type=Path)
    options = parser.parse_args()
    notes = [json.loads(line)["text"] for line in options.notes.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as directory:
        store = open_store(options.reference) if options.reference else ensure_store(Path(directory))
        start = time.process_time()
        lexicon = build_lexicon(store, DAY)
        context = CodingContext(date_of_service=DAY)
        for text in notes:
            suggest(Document("warm", text), context, lexicon)
        warm = time.process_time()
        for text in notes:
            suggest(Document("note", text), context, lexicon)
        ours = len(notes) / (time.process_time() - warm)
        print(f"cleanclaim: {ours:.0f} notes/s on one core ({len(notes)} notes)")
        print(f"  lexicon and warm-up {warm - start:.1f} s")
        print(f"  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")
        if options.medspacy:
            terms = Path(directory) / "terms.json"
            terms.write_text(json.dumps(sorted({" ".join(term.words) for term in own_terms()})), "utf-8")
            done = subprocess.run(
                [options.medspacy, "-c", MEDSPACY, options.notes, terms],
                capture_output=True,
                text=True,
                check=True,
            )
            theirs = float(done.stdout.split()[-1])
            print(f"medspaCy:   {theirs:.1f} notes/s; cleanclaim is {ours / theirs:.0f} times as fast")


if __name__ == "__main__":
    sys.exit(main())
