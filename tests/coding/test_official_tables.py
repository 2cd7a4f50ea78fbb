"""The Alphabetic Index and its tables, walked where they are loaded: small ones of our own, real codes."""

from collections.abc import Callable

import pytest

from cleanclaim.codesets import Store
from cleanclaim.coding import CodingContext, CodingResult, Document, Lexicon, build_lexicon, suggest
from cleanclaim.reference import compiled_store, import_files
from tests.coding.conftest import DAY

Assess = Callable[..., CodingResult]

INDEX = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index><version>2026</version><title>ICD-10-CM INDEX TO DISEASES and INJURIES</title>
<letter><title>G</title>
 <mainTerm><title>Gloomitis, gloomitic<nemod>(chronic) (severe)</nemod></title><code>F34.1</code>
  <term level="1"><title>with</title>
   <term level="2"><title>lavender spots</title><code>L81.1</code></term></term>
  <term level="1"><title>nightly</title><see>Restlessness, sleeper's</see></term>
  <term level="1"><title>morning</title><seeAlso>Restlessness</seeAlso></term>
 </mainTerm>
 <mainTerm><title>Glitterosis</title><seeAlso>Neoplasm, by site, benign</seeAlso></mainTerm>
</letter>
<letter><title>R</title>
 <mainTerm><title>Restlessness</title><code>R45.1</code>
  <term level="1"><title>sleeper's</title><code>G47.9</code></term>
 </mainTerm>
</letter></ICD10CM.index>
"""


def cells(*codes: str) -> str:
    return "".join(f'<cell col="{number}">{code}</cell>' for number, code in enumerate(codes, 2))


def site(title: str, *codes: str) -> str:
    return f'<term level="1"><title>{title}</title>{cells(*codes)}</term>'


def table(heading: str, mains: str) -> str:
    heads = "".join(f'<head col="{number}">Column {number}</head>' for number in range(2, 8))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<ICD10CM.index><version>2026</version>'
        f'<indexHeading><head col="1">{heading}</head>{heads}</indexHeading>'
        f"<letter><title>A</title>{mains}</letter></ICD10CM.index>\n"
    )


NEOPLASMS = table(
    "Neoplasm",
    "<mainTerm><title>Neoplasm, neoplastic</title>"
    + cells("C80.1", "C79.9", "D09.9", "D36.9", "D48.9", "D49.9")
    + site("ampulla of Vater", "C24.1", "C78.89", "D01.5", "D13.5", "D37.6", "D49.0")
    + site("earlobe", "C44.20-", "C79.2", "D04.2-", "D23.2-", "D48.5", "D49.2")
    + site("urachus", "C67.7", "C79.11", "D09.0", "D30.3", "D41.4", "D49.4")
    + "</mainTerm>",
)
DRUGS = table(
    "Substance",
    "<mainTerm><title>Colchicine</title>"
    + cells("T50.4X1", "T50.4X2", "T50.4X3", "T50.4X4", "T50.4X5", "T50.4X6")
    + "</mainTerm><mainTerm><title>Drain cleaner<nemod>(caustic)</nemod></title>"
    + cells("T54.91", "T54.92", "T54.93", "T54.94", "--", "--")
    + "</mainTerm>",
)
CAUSES = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index><version>2026</version><title>ICD-10-CM EXTERNAL CAUSE of INJURIES INDEX</title>
<letter><title>F</title>
 <mainTerm><title>Fall, falling<nemod>(accidental)</nemod></title><code>W19</code>
  <term level="1"><title>from, off, out of</title>
   <term level="2"><title>cliff</title><code>W15</code></term></term>
 </mainTerm>
</letter>
<letter><title>S</title>
 <mainTerm><title>Struck<nemod>(accidentally)</nemod> by</title>
  <term level="1"><title>hockey puck</title><code>W21.221</code></term></mainTerm>
</letter></ICD10CM.index>
"""


@pytest.fixture(scope="module")
def loaded(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    place = tmp_path_factory.mktemp("tables")
    files = {
        "icd10cm_index_2026.xml": INDEX,
        "icd10cm_neoplasm_2026.xml": NEOPLASMS,
        "icd10cm_drug_2026.xml": DRUGS,
        "icd10cm_eindex_2026.xml": CAUSES,
    }
    for name, text in files.items():
        (place / name).write_text(text, encoding="utf-8")
    import_files([place / name for name in files], place / "store")
    return build_lexicon(compiled_store(place / "store", store.directory), DAY)


@pytest.fixture(scope="module")
def judged(loaded: Lexicon) -> Assess:
    def run(assessment: str, before: str = "") -> CodingResult:
        text = f"{before}\n\nASSESSMENT AND PLAN\n\n{assessment}\n"
        return suggest(Document("n", text), CodingContext(date_of_service=DAY), loaded)

    return run


def selected(result: CodingResult) -> list[str]:
    return [one.code for one in result.suggestions if one.selected and one.system == "ICD10CM"]


def reasons(result: CodingResult, code: str) -> str:
    return " ".join(reason for one in result.suggestions if one.code == code for reason in one.why)


@pytest.mark.parametrize(
    ("assessment", "code", "way"),
    [
        ("Gloomitis.", "F34.1", "the Alphabetic Index (Gloomitis, gloomitic)"),
        ("Gloomitic disorder.", "F34.1", "the Alphabetic Index (Gloomitis, gloomitic)"),
        ("Severe gloomitis.", "F34.1", "the Alphabetic Index (Gloomitis, gloomitic)"),
        ("Gloomitis with spots, lavender.", "L81.1", "(Gloomitis, gloomitic, with, lavender spots)"),
        ("Lavender spots and gloomitis.", "L81.1", "(Gloomitis, gloomitic, with, lavender spots)"),
        ("Nightly gloomitis.", "G47.9", "the Alphabetic Index (Restlessness, sleeper's)"),
        ("Morning gloomitis.", "R45.1", "the Alphabetic Index (Restlessness)"),
        ("Sleeper's gloomitis in the morning.", "G47.9", "(Restlessness, sleeper's)"),
    ],
)
def test_a_main_term_and_its_subterms_in_any_order_and_see_and_see_also_lead_to_the_code(
    judged: Assess, assessment: str, code: str, way: str
) -> None:
    result = judged(assessment)
    assert selected(result) == [code]
    assert way in reasons(result, code)


@pytest.mark.parametrize(
    ("assessment", "codes"),
    [
        ("Carcinoma of the ampulla of Vater.", ["C24.1"]),
        ("Carcinoma in situ of the urachus.", ["D09.0"]),
        ("Benign neoplasm of the urachus.", ["D30.3"]),
        ("Neoplasm of uncertain behavior of the urachus.", ["D41.4"]),
        ("Metastases to the urachus.", ["C79.11"]),
        ("Malignant tumor of the left earlobe.", ["C44.209"]),
        ("Glitterosis of the urachus.", ["D30.3"]),
        ("Glitterosis.", []),
        ("Tumor of the urachus.", []),
    ],
)
def test_a_neoplasm_s_site_and_behaviour_lead_to_its_column(
    judged: Assess, assessment: str, codes: list[str]
) -> None:
    result = judged(assessment)
    assert selected(result) == codes
    assert not codes or "the Table of Neoplasms" in reasons(result, codes[0])


@pytest.mark.parametrize(
    ("assessment", "codes"),
    [
        ("Urticaria due to colchicine.", ["L50.9", "T50.4X5A"]),
        ("Nausea.\nOverdose of colchicine in a suicide attempt.", ["T50.4X2A", "R11.0"]),
        ("Gout, not taking colchicine", ["M10.9", "T50.4X6A", "Z91.148"]),
        ("Nausea.\nShe swallowed drain cleaner.", ["T54.91XA", "R11.0"]),
        ("Urticaria due to drain cleaner.", ["L50.9"]),
        ("Urticaria due to exertion.", ["L50.9"]),
    ],
)
def test_a_substance_of_the_table_of_drugs_is_coded_by_how_it_came_to_act(
    judged: Assess, assessment: str, codes: list[str]
) -> None:
    assert selected(judged(assessment)) == codes


@pytest.mark.parametrize(
    ("history", "code"),
    [
        ("He was struck by a hockey puck.", "W21.221A"),
        ("She fell off a cliff.", "W15.XXXA"),
        ("She fell.", "W19.XXXA"),
    ],
)
def test_the_cause_of_an_injury_is_offered_by_the_index_of_external_causes(
    judged: Assess, history: str, code: str
) -> None:
    result = judged("Left wrist sprain.", f"HPI\n{history}")
    (cause,) = [one for one in result.suggestions if one.code == code]
    assert not cause.selected


def test_the_releases_that_were_walked_are_named(judged: Assess) -> None:
    names = judged("Gloomitis.").releases
    assert {"ICD10CM_INDEX", "ICD10CM_NEOPLASM", "ICD10CM_DRUG", "ICD10CM_EXTERNAL"} <= names.keys()
    assert "FY2026" in names["ICD10CM_DRUG"]


def test_hypertension_named_with_its_heart_failure_beside_both_is_one_code(lexicon: Lexicon) -> None:
    text = "ASSESSMENT\nHypertension.\nHypertensive heart failure.\nCongestive heart failure.\n"
    result = suggest(Document("n", text), CodingContext(date_of_service=DAY), lexicon)
    assert selected(result) == ["I11.0", "I50.9"]
