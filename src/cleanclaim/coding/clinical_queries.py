"""Questions about conditions: stage, acuity and type that are missing, links, and values without a diagnosis.

Each question rests on words or values of the note and offers what they allow, in no order of preference.
"""

import re
from collections.abc import Iterator

from cleanclaim.coding.reading import Reading, Said
from cleanclaim.coding.values import Query

_OPEN_ENDED = ("Other (please specify)", "Unable to determine")
_HEARD = frozenset({"assessment", "plan", "diagnoses", "hpi", "unnamed", "problem_list"})
_NOT_NOW = re.compile(
    r"\b(?:no|not|denies|without|negative for|family history|mother|father|ruled? out|r/o|"
    r"possible|probable|risk of|screen\w*|"
    r"history of|h/o|prevent\w*|if)\b[^.;]{0,40}$"
)
_INPATIENT = frozenset({"inpatient", "observation"})


def clinical_queries(reading: Reading) -> list[Query]:
    """Return the questions about conditions, in a fixed order."""
    if reading.context.setting in ("imaging", "laboratory", "dental", "therapy", "operative"):
        return []
    found: list[Query] = []
    for family in (_stages, _heart_failure, _anemia, _malnutrition, _links, _values):
        found.extend(family(reading))
    return found


def _ask(
    reading: Reading, topic: str, question: str, options: tuple[str, ...], *spans: tuple[int, int]
) -> Query:
    evidence = tuple(reading.evidence(start, end) for start, end in spans[:3])
    return Query(topic=topic, question=question, options=(*options, *_OPEN_ENDED), evidence=evidence)


def _mention(reading: Reading, pattern: re.Pattern[str]) -> tuple[Said, re.Match[str]] | None:
    for said, match in reading.find(pattern):
        if said.section in _HEARD and not _NOT_NOW.search(said.lower[: match.start() - said.start]):
            return said, match
    return None


_KIDNEY = re.compile(r"\b(?:ckd|chronic kidney disease|chronic renal (?:failure|insufficiency))\b")
_KIDNEY_STAGE = re.compile(
    r"\b(?:ckd|kidney disease|stage|g)[ ,-]*(?:stage )?(?:[1-5]|i{1,3}v?|iv|v)[ab]?\b|\besrd\b|end[- ]stage"
)
_PRESSURE = re.compile(r"\b(?:pressure (?:ulcer|injury|sore)|decubit\w+(?: ulcer)?|bed ?sore)\b")
_PRESSURE_STAGE = re.compile(r"\b(?:stage|grade) ?(?:[1-4]|i{1,3}v?|iv)\b|\bunstageable\b|\bdeep tissue\b")


def _stages(reading: Reading) -> Iterator[Query]:
    kidney = _mention(reading, _KIDNEY)
    if kidney and not _KIDNEY_STAGE.search(reading.lower):
        span = (kidney[1].start(), kidney[1].end())
        yield _ask(
            reading,
            "stage",
            "Chronic kidney disease is documented without its stage. Please document the stage.",
            ("Stage 1", "Stage 2", "Stage 3a", "Stage 3b", "Stage 4", "Stage 5", "End stage"),
            span,
        )
    pressure = _mention(reading, _PRESSURE) or next(
        ((said, match) for said, match in reading.find(_PRESSURE) if said.section == "exam"), None
    )
    if pressure and not _PRESSURE_STAGE.search(reading.lower):
        span = (pressure[1].start(), pressure[1].end())
        yield _ask(
            reading,
            "stage",
            "A pressure injury is documented without its stage. Please document the stage and the site.",
            ("Stage 1", "Stage 2", "Stage 3", "Stage 4", "Unstageable", "Deep tissue injury"),
            span,
        )


_FAILURE = re.compile(r"\b(?:(?:congestive )?heart failure|chf)\b")
_FAILURE_TYPE = re.compile(
    r"\b(?:systolic|diastolic|hfref|hfpef|hfmref|reduced ejection|preserved ejection|right "
    r"(?:heart|ventricular) failure|biventricular|high[- ]output)\b"
)
_ACUITY = re.compile(r"\b(?:acute|chronic|acute on chronic|decompensat\w+|compensated|exacerbat\w+)\b")


def _heart_failure(reading: Reading) -> Iterator[Query]:
    failure = _mention(reading, _FAILURE)
    if failure is None:
        return
    span = (failure[1].start(), failure[1].end())
    if not _FAILURE_TYPE.search(reading.lower):
        yield _ask(
            reading,
            "type",
            "Heart failure is documented without its type. Please document the type that was evaluated.",
            (
                "Systolic (reduced ejection fraction)",
                "Diastolic (preserved ejection fraction)",
                "Combined systolic and diastolic",
            ),
            span,
        )
    problem = reading.note.problems.at(failure[1].start())
    words = reading.lower[problem.start : problem.end] if problem else failure[0].lower
    if reading.context.setting in _INPATIENT and not _ACUITY.search(words):
        yield _ask(
            reading,
            "acuity",
            "Heart failure is documented without its acuity. Please document it.",
            ("Acute", "Chronic", "Acute on chronic"),
            span,
        )


_ANEMIA = re.compile(r"\banemia\b")
_ANEMIA_TYPE = re.compile(
    r"\b(?:iron|blood loss|hemorrhag\w+|chronic (?:kidney )?disease|b-?12|folate|pernicious|"
    r"macrocytic|microcytic|sickle|aplastic|hemolytic|chemotherapy|dilutional|deficiency|of "
    r"(?:chronic|ckd)|thalass\w+)\b"
)
_BLOOD_LOSS = re.compile(
    r"\b(?:blood loss|ebl|transfus\w+|hemorrhag\w+|gi bleed\w*|melena|hgb (?:dropped|fell)|"
    r"hemoglobin (?:dropped|fell|decreased)|postoperative|post-op)\b"
)


def _anemia(reading: Reading) -> Iterator[Query]:
    anemia = _mention(reading, _ANEMIA)
    if anemia is None or _ANEMIA_TYPE.search(anemia[0].lower):
        return
    loss = _BLOOD_LOSS.search(reading.lower)
    if reading.context.setting in _INPATIENT and loss:
        yield _ask(
            reading,
            "type",
            "Anemia is documented. Please document its type and cause, if known.",
            (
                "Acute blood loss anemia",
                "Anemia of chronic disease",
                "Iron deficiency anemia",
                "Dilutional change without anemia",
            ),
            (anemia[1].start(), anemia[1].end()),
            (loss.start(), loss.end()),
        )


_MALNOURISHED = re.compile(r"\bmalnutrition\b|\bmalnourish\w+\b")
_DEGREE = re.compile(r"\b(?:mild|moderate|severe|protein[- ]calorie)\b")


def _malnutrition(reading: Reading) -> Iterator[Query]:
    found = _mention(reading, _MALNOURISHED)
    if found and not re.search(r"\b(?:mild|moderate|severe)\b", found[0].lower):
        yield _ask(
            reading,
            "type",
            "Malnutrition is documented without its degree. Please document the degree and the findings "
            "it rests on.",
            ("Mild", "Moderate", "Severe"),
            (found[1].start(), found[1].end()),
        )


_LINKED: tuple[tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], str, tuple[str, ...]], ...] = (
    (
        re.compile(
            r"\b(?:wound|surgical site|incision\w*) (?:infection|cellulitis|abscess)\b|\binfected "
            r"(?:wound|incision)\b"
        ),
        re.compile(r"\b(?:post-?op\w*|after (?:surgery|the operation)|s/p|status post|surgical)\b"),
        re.compile(
            r"\b(?:due to|secondary to|complication of|postprocedural|following|caused by|surgical site "
            r"infection)\b"
        ),
        (
            "An infection of a wound and a recent operation are documented. Please document whether they "
            "are related."
        ),
        ("Infection due to the operation", "Infection not due to the operation"),
    ),
    (
        re.compile(
            r"\b(?:rash|hives|angioedema|hyperkalemia|hyponatremia|hypoglycemia|bradycardia|aki|acute "
            r"kidney injury|delirium|encephalopathy)\b"
        ),
        re.compile(
            r"\b(?:after (?:starting|beginning|initiation of)|since starting|recently started|new "
            r"medication|held|stopped|discontinued)\b"
        ),
        re.compile(
            r"\b(?:due to|secondary to|caused by|induced|adverse (?:effect|reaction)|from (?:the "
            r")?(?:medication|drug))\b"
        ),
        (
            "A condition and a change of a drug are documented together. Please document whether they "
            "are related."
        ),
        ("Adverse effect of a drug (please name it)", "Not related to a drug"),
    ),
)


def _links(reading: Reading) -> Iterator[Query]:
    for condition, other, linked, question, options in _LINKED:
        found = _mention(reading, condition)
        if found is None:
            continue
        said, match = found
        near = other.search(said.lower)
        if near and not linked.search(said.lower):
            yield _ask(
                reading,
                "causal-link",
                question,
                options,
                (match.start(), match.end()),
                (said.start + near.start(), said.start + near.end()),
            )


_VALUES: tuple[tuple[re.Pattern[str], float, bool, re.Pattern[str], str, tuple[str, ...]], ...] = (
    (
        re.compile(r"\b(?:sodium|na)\b\D{0,12}(1[0-3]\d)\b"),
        130,
        False,
        re.compile(r"hyponatremia|siadh"),
        "sodium",
        ("Hyponatremia", "Not clinically significant"),
    ),
    (
        re.compile(r"\b(?:potassium|k)\b\D{0,12}(\d\.\d)\b"),
        5.8,
        True,
        re.compile(r"hyperkalemia|hemolyzed"),
        "potassium",
        ("Hyperkalemia", "Not clinically significant"),
    ),
    (
        re.compile(r"\b(?:potassium|k)\b\D{0,12}(\d\.\d)\b"),
        3.1,
        False,
        re.compile(r"hypokalemia"),
        "potassium",
        ("Hypokalemia", "Not clinically significant"),
    ),
    (
        re.compile(r"\b(?:bmi|body mass index)\b\D{0,12}(\d\d(?:\.\d+)?)\b"),
        40,
        True,
        re.compile(r"obes\w+"),
        "body mass index",
        ("Obesity (please specify class)", "Overweight", "Not clinically significant"),
    ),
    (
        re.compile(r"\b(?:bmi|body mass index)\b\D{0,12}(\d\d(?:\.\d+)?)\b"),
        17,
        False,
        re.compile(r"underweight|malnutrition|malnourish\w+|cachexia|anorexia"),
        "body mass index",
        ("Underweight", "Malnutrition (please specify degree)", "Not clinically significant"),
    ),
    (
        re.compile(r"\b(?:lactate|lactic acid)\b\D{0,12}(\d\d?\.\d)\b"),
        4,
        True,
        re.compile(r"lactic acidosis|sepsis|septic|shock"),
        "lactate",
        ("Lactic acidosis", "Sepsis (please specify source)", "Not clinically significant"),
    ),
)
_OXYGEN = re.compile(r"\b(?:spo2|o2 sat\w*|oxygen saturation|sat(?:urat)?\w*)\b\D{0,20}(\d\d) ?%")
_OXYGEN_CARE = re.compile(
    r"\b(?:bipap|high[- ]flow|hfnc|non-?rebreather|intubat\w+|mechanical ventilation|[4-9] ?l(?:iters?)?\b)"
)


def _values(reading: Reading) -> Iterator[Query]:
    for pattern, limit, above, named, what, options in _VALUES:
        if not reading.may_match(pattern) or named.search(reading.lower):
            continue
        if reading.context.setting not in _INPATIENT and what not in ("body mass index",):
            continue
        for _, match in reading.find(pattern):
            value = float(match.group(1))
            if (value >= limit) if above else (value <= limit):
                yield _ask(
                    reading,
                    "clinical-significance",
                    (
                        f"A {what} of {match.group(1)} is recorded without a related condition. "
                        "Please document its clinical significance, if any."
                    ),
                    options,
                    (match.start(), match.end()),
                )
                break
    if reading.context.setting in _INPATIENT and not re.search(
        r"respiratory (?:failure|distress)|hypox(?:ia|emi\w+)", reading.lower
    ):
        low = next((match for _, match in reading.find(_OXYGEN) if int(match.group(1)) < 88), None)
        care = _OXYGEN_CARE.search(reading.lower)
        if low and care:
            yield _ask(
                reading,
                "clinical-significance",
                "A low oxygen saturation and its treatment are recorded without a related condition. Please "
                "document the condition that was treated.",
                (
                    "Acute respiratory failure (please specify type)",
                    "Hypoxemia without respiratory failure",
                    "Baseline for this patient",
                ),
                (low.start(), low.end()),
                (care.start(), care.end()),
            )
