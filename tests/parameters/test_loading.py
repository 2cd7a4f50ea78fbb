"""Parameter files are read strictly: what could be misread is refused with its place."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cleanclaim.parameters import NotKnown, load_parameters, shipped_parameters
from cleanclaim.primitives import DecodeError, UnreadableFile

HEAD = "description: A limit.\n  unit: {unit}\n  invented: true\n  values:\n"


def written(directory: Path, values: str, unit: str = "days") -> Path:
    tree = directory / "tree"
    (tree / "payer").mkdir(parents=True)
    (tree / "payer" / "limits.yaml").write_text(f"filing:\n  {HEAD.format(unit=unit)}{values}")
    return tree


def test_the_value_in_force_is_the_last_one_whose_date_has_come(tmp_path: Path) -> None:
    parameters = load_parameters(written(tmp_path, "    2020-01-01: 90\n    2025-07-01: 120\n"))
    assert parameters.at("payer.limits.filing", date(2025, 6, 30)) == 90
    assert parameters.at("payer.limits.filing", date(2025, 7, 1)) == 120


def test_before_the_first_date_nothing_is_known(tmp_path: Path) -> None:
    answer = load_parameters(written(tmp_path, "    2020-01-01: 90\n")).at(
        "payer.limits.filing", date(2019, 12, 31)
    )
    assert isinstance(answer, NotKnown)
    assert "2020-01-01" in answer.reason


def test_a_null_ends_a_parameter(tmp_path: Path) -> None:
    parameters = load_parameters(written(tmp_path, "    2020-01-01: 90\n    2022-01-01: null\n"))
    assert parameters.at("payer.limits.filing", date(2021, 12, 31)) == 90
    assert isinstance(parameters.at("payer.limits.filing", date(2022, 1, 1)), NotKnown)


def test_an_unknown_path_is_not_known() -> None:
    assert isinstance(shipped_parameters().at("federal.nothing", date(2025, 1, 1)), NotKnown)


@pytest.mark.parametrize(
    ("values", "unit", "says"),
    [
        ("    2020-01-01: 1.5\n", "days", "1.5"),
        ("    2020-01-01: 90\n    2020-01-01: 91\n", "days", "twice"),
        ("    2020-01-01: 90\n    2019-01-01: 91\n", "days", "after the date before"),
        ("    2020-13-01: 90\n", "days", "not a date"),
        ('    2020-01-01: "12.345"\n', "dollars", "dollars"),
        ("    2020-01-01: NaN\n", "dollars", "dollars"),
        ('    2020-01-01: "-1.00"\n', "dollars", "dollars"),
        ("    2020-01-01: 90\n", "fortnights", "fortnights"),
        ("    2020-01-01: yes\n", "yes or no", "yes"),
        ("    2020-01-01: true\n", "days", "True"),
        ("    {}\n", "days", ""),
    ],
)
def test_what_could_be_misread_is_refused(tmp_path: Path, values: str, unit: str, says: str) -> None:
    with pytest.raises(DecodeError) as caught:
        load_parameters(written(tmp_path, values, unit))
    assert "limits.yaml" in str(caught.value)
    assert says in str(caught.value)


def test_amounts_are_exact(tmp_path: Path) -> None:
    parameters = load_parameters(written(tmp_path, '    2020-01-01: "500.10"\n', "dollars"))
    assert parameters.at("payer.limits.filing", date(2020, 1, 1)) == Decimal("500.10")


def test_a_parameter_without_authority_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rule.yaml").write_text(
        "limit:\n  description: x\n  unit: days\n  values:\n    2020-01-01: 1\n"
    )
    with pytest.raises(DecodeError, match="reference"):
        load_parameters(tmp_path)


def test_a_missing_directory_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such directory"):
        load_parameters(tmp_path / "nowhere")


def test_everything_shipped_names_a_reference_or_says_it_is_invented() -> None:
    shipped = list(shipped_parameters())
    assert shipped
    assert all(parameter.references or parameter.invented for parameter in shipped)
    assert all(parameter.invented for parameter in shipped if parameter.path.startswith("payer.demo."))
