"""A batch over several processes gives what one process gives, in the same order."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from cleanclaim.cli.code import command
from cleanclaim.codesets import Store

CONDITIONS = ("Hypertension", "Asthma", "Gout", "Left knee pain", "Type 2 diabetes with CKD stage 3a")


def run(store: Store, *arguments: object) -> Result:
    return CliRunner().invoke(
        command, ["--reference", str(store.directory), *map(str, arguments)], standalone_mode=False
    )


def test_two_processes_give_what_one_gives_with_the_bad_lines_named_and_the_end_at_what_is_no_text(
    store: Store, tmp_path: Path
) -> None:
    lines = [
        json.dumps({"id": f"n{number}", "text": f"ASSESSMENT\n{CONDITIONS[number % 5]}. Visit {number}."})
        for number in range(40)
    ]
    lines[7] = "{not json"
    lines[20] = json.dumps({"text": ""})
    raw = [line.encode() for line in lines]
    raw[35] = b"\xff\xfe not text"
    batch = tmp_path / "notes.jsonl"
    batch.write_bytes(b"\n".join(raw))
    alone = run(store, "--batch", batch, "--json")
    shared = run(store, "--batch", batch, "--json", "--workers", "2")
    assert len(alone.stdout.splitlines()) == 33
    assert shared.stdout == alone.stdout
    assert shared.stderr == alone.stderr
    assert (shared.return_value, alone.return_value) == (2, 2)
    assert shared.stderr.count("No date of service given") == 1
    assert "line 36" in shared.stderr.splitlines()[-1]
