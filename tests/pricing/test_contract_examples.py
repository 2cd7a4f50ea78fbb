"""The examples of docs/algorithms/contracts.md, executed."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest

from cleanclaim.pricing import (
    Contract,
    ContractAmount,
    Service,
    Tables,
    load_contract,
    price_by_contract,
)
from cleanclaim.primitives import money
from tests.pricing.derivations import last_amount
from tests.pricing.facility_tables import made

PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "contracts.md"
_BLOCK = re.compile(r"```(\S+)\n(.*?)```|^\| `(.+?)` \| (.+?) \|", re.DOTALL | re.MULTILINE)


def examples() -> list[tuple[str, dict[str, str], str, str]]:
    """Return each example: the contract's text, its schedules by file name, lines, what they pay."""
    found: list[tuple[str, dict[str, str], str, str]] = []
    contract, schedules = "", dict[str, str]()
    for match in _BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        name, body, lines, pays = match.groups()
        if name == "yaml":
            contract, schedules = body, {}
        elif name:
            schedules[name] = body
        elif " charge " in f" {lines}" or re.match(r"[A-Z0-9]{5}", lines):
            found.append((contract, schedules, lines, pays.strip()))
    return found


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    return made(tmp_path_factory.mktemp("contracts"))


def written(directory: Path, contract: str, schedules: dict[str, str]) -> Contract:
    path = directory / "contract.yaml"
    path.write_text(contract, encoding="utf-8")
    for name, text in schedules.items():
        (directory / name).write_text(text, encoding="utf-8")
    return load_contract(path)


def service(text: str) -> Service:
    """Return the line that a few words describe: a code with modifiers, then names and values."""
    words = text.split()
    code, *modifiers = words.pop(0).split("-") if re.match(r"[A-Z0-9]{5}", words[0]) else [""]
    said = dict(zip(words[::2], words[1::2], strict=True))
    charge, on = said.pop("charge", None), said.pop("on", "2026-11-03")
    return Service(
        code=code,
        modifiers=tuple(modifiers),
        on=date.fromisoformat(on),
        bill=said.pop("bill", "inpatient" if "drg" in said else "professional"),
        units=Decimal(said.pop("units", "1")),
        charge=None if charge is None else money(charge),
        setting="nonfacility",
        given=MappingProxyType(said),
    )


def test_the_page_has_its_examples() -> None:
    assert len(examples()) >= 26
    assert len({contract for contract, *_ in examples()}) == 2


@pytest.mark.parametrize("example", examples(), ids=lambda example: example[2])
def test_an_example_pays_what_the_page_says(
    example: tuple[str, dict[str, str], str, str], tables: Tables, tmp_path: Path
) -> None:
    contract, schedules, lines, pays = example
    services = [service(line.strip()) for line in lines.split(";")]
    answer = price_by_contract(written(tmp_path, contract, schedules), services, tables)
    said = []
    for line in answer.lines:
        if isinstance(line, ContractAmount):
            assert last_amount(line.derivation) == line.amount, line.derivation
            said.append(str(line.amount))
        else:
            said.append(f"not priced: {line.kind}")
    said += [f"+ {one.amount}" for one in answer.additions]
    assert "; ".join(said) == pays


def test_the_page_names_the_term_of_each_line(tables: Tables, tmp_path: Path) -> None:
    rows = re.findall(r"^\| `(.+?)` \| (.+?) \| (.+?) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    terms = {lines: said for lines, _, said in rows}
    for contract, schedules, lines, _ in examples():
        answer = price_by_contract(
            written(tmp_path, contract, schedules), [service(one.strip()) for one in lines.split(";")], tables
        )
        found = [line.term for line in answer.lines if isinstance(line, ContractAmount)]
        found += [one.term for one in answer.additions]
        assert "; ".join(dict.fromkeys(found)) == terms.get(lines, "").strip(), lines
