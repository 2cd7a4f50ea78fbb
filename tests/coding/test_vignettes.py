"""The self-authored vignettes: each note gives the codes, the visit level and the questions it should."""

import json
import re
from pathlib import Path

import pytest
import yaml

from cleanclaim.coding import CodingContext, CodingResult, Document, Lexicon, suggest
from cleanclaim.coding.rules import RULES
from tests.coding.conftest import DAY

_PLACE = Path(__file__).parent / "vignettes"
_CONTEXT = ("setting", "payer_kind", "patient_age", "patient_sex", "new_patient", "claim_type")


def _vignettes() -> list[dict]:
    services = [
        one for path in sorted(_PLACE.glob("*.yaml")) for one in yaml.safe_load(path.read_text("utf-8"))
    ]
    lines = [line for path in sorted(_PLACE.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return services + [json.loads(line) for line in lines]


VIGNETTES = _vignettes()


def run(vignette: dict, lexicon: Lexicon) -> CodingResult:
    known = {name: vignette[name] for name in _CONTEXT if name in vignette}
    context = CodingContext(date_of_service=DAY, **known)
    return suggest(Document(vignette["id"], vignette["text"]), context, lexicon)


def lines_of(result: CodingResult) -> list[tuple[str, int, frozenset[str]]]:
    return [
        (one.code, one.units, frozenset(one.modifiers))
        for one in result.suggestions
        if one.selected and one.system not in ("ICD10CM", "ICD10PCS")
    ]


def wanted(text: str) -> tuple[str, int, frozenset[str]]:
    """Read ``code*units-modifier-modifier``."""
    head, *modifiers = text.split("-")
    code, _, units = head.partition("*")
    return code, int(units or 1), frozenset(modifiers)


def differences(vignette: dict, result: CodingResult) -> list[str]:
    expect, lines = vignette["expect"], lines_of(result)
    found = []
    for text in expect.get("codes", ()):
        code, units, modifiers = wanted(text)
        if not any(line[0] == code and line[1] == units and modifiers <= line[2] for line in lines):
            found.append(f"missing {text}")
    found.extend(
        f"unexpected {code}" for code in expect.get("not", ()) if any(line[0] == code for line in lines)
    )
    if "diagnoses" in expect:
        diagnoses = [one.code for one in result.suggestions if one.selected and one.system == "ICD10CM"]
        if diagnoses != expect["diagnoses"]:
            found.append(f"diagnoses {diagnoses}, not {expect['diagnoses']}")
    if "em" in expect and (result.em.code if result.em else None) != expect["em"]:
        found.append(f"visit {result.em.code if result.em else None}, not {expect['em']}")
    if "limited_by" in expect and (result.em is None or result.em.limited_by != expect["limited_by"]):
        found.append(f"limited by {result.em.limited_by if result.em else None}")
    topics = {query.topic for query in result.queries}
    found.extend(f"not asked: {topic}" for topic in expect.get("queries", ()) if topic not in topics)
    found.extend(f"asked: {topic}" for topic in expect.get("asks_not", ()) if topic in topics)
    return found


def test_there_are_enough_and_no_two_have_one_name() -> None:
    names = [one["id"] for one in VIGNETTES]
    assert len(names) == len(set(names)) >= 250


def test_every_rule_and_trap_names_what_it_covers_and_who_wrote_it() -> None:
    labelled = [one for one in VIGNETTES if "label" in one]
    assert len(labelled) >= 100
    for one in labelled:
        assert one["label"] == "self-authored"
        assert re.match(r"(?:I|II|III|IV)\.[A-Z]|trap: ", one["covers"]), one["id"]


def test_every_guideline_rule_has_a_vignette() -> None:
    covered = {one["covers"] for one in VIGNETTES if "covers" in one}
    missing = [
        rule.name
        for rule in RULES
        if not any(one.startswith(section[:6]) for one in covered for section in rule.section.split(" and "))
    ]
    assert missing == []


@pytest.mark.parametrize("vignette", VIGNETTES, ids=lambda one: one["id"])
def test_vignette(vignette: dict, lexicon: Lexicon) -> None:
    found = differences(vignette, run(vignette, lexicon))
    if "misses" in vignette:
        assert found, f"{vignette['id']} is right now: take its mark away"
    else:
        assert found == []


def test_every_span_is_verbatim_short_and_at_most_three(lexicon: Lexicon) -> None:
    for vignette in VIGNETTES:
        result = run(vignette, lexicon)
        text = vignette["text"]
        for one in result.suggestions:
            assert 1 <= len(one.evidence) <= 3
        pieces = [piece for one in (*result.suggestions, *result.queries) for piece in one.evidence]
        pieces += [item.evidence for item in (result.em.elements if result.em else ())]
        for piece in pieces:
            assert text[piece.start : piece.end] == piece.text
            assert len(piece.text.split()) <= 12 or piece.text == ""


def test_questions_never_speak_of_payment_and_leave_the_answer_open(lexicon: Lexicon) -> None:
    money = re.compile(
        r"\b(?:pay\w*|reimburs\w*|bill\w*|revenue|denial|denied|charge\w*|money)\b", re.IGNORECASE
    )
    for vignette in VIGNETTES:
        for query in run(vignette, lexicon).queries:
            assert not money.search(query.question + " ".join(query.options)), query
            assert "Unable to determine" in query.options
            assert any(option.startswith("Other") for option in query.options)


def test_the_same_note_gives_the_same_result(lexicon: Lexicon) -> None:
    for vignette in VIGNETTES[::10]:
        assert run(vignette, lexicon) == run(vignette, lexicon)
