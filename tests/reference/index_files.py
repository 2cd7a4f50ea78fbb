"""Small invented indexes in the layouts of the official ones; the codes in them exist."""

INDEX_XML = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index>
  <version>2027</version>
  <title>ICD-10-CM INDEX TO DISEASES and INJURIES</title>
  <letter><title>A</title>
    <mainTerm><title>Abscess<nemod>(connective tissue) (embolic)</nemod></title><code>L02.91</code>
      <term level="1"><title>tooth, teeth<nemod>(root)</nemod></title><code>K04.7</code></term>
      <term level="1"><title>with</title>
        <term level="2"><title>lung disease</title><see>Abscess, lung</see></term>
      </term>
      <term level="1"><title>lung<nemod>(miliary)</nemod> NEC</title><code>J85.2</code></term>
    </mainTerm>
  </letter>
  <letter><title>D</title>
    <mainTerm><title>Dementia<nemod>(degenerative)</nemod></title><code>F03.9-</code>
      <term level="1"><title>in</title>
        <term level="2"><title>Wilson's disease</title><code>E83.01</code><manif>F02.80</manif></term>
      </term>
      <term level="1"><title>senile</title><seeAlso>Abscess, lung</seeAlso></term>
    </mainTerm>
    <mainTerm><title>Drinking, harmful</title><seecat>F10</seecat></mainTerm>
  </letter>
</ICD10CM.index>
"""
EXTERNAL_XML = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index>
  <version>2027</version>
  <title>ICD-10-CM EXTERNAL CAUSE of INJURIES INDEX</title>
  <letter><title>F</title>
    <mainTerm><title>Fall, falling<nemod>(accidental)</nemod></title><code>W19</code>
      <term level="1"><title>from, off, out of</title>
        <term level="2"><title>ladder</title><code>W11</code></term>
      </term>
    </mainTerm>
  </letter>
</ICD10CM.index>
"""


def _table(heading: str, main: str, rows: str) -> str:
    heads = "".join(f'<head col="{number}">Column {number}</head>' for number in range(2, 8))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<ICD10CM.index>\n  <version>2027</version>\n'
        f'  <indexHeading><head col="1">{heading}</head>{heads}</indexHeading>\n'
        f"  <letter><title>{main[0]}</title><mainTerm><title>{main}</title>{rows}</mainTerm></letter>\n"
        "</ICD10CM.index>\n"
    )


def cells(*codes: str) -> str:
    """Return six cells of a table."""
    return "".join(f'<cell col="{number}">{code}</cell>' for number, code in enumerate(codes, 2))


NEOPLASM_XML = _table(
    "Neoplasm",
    "Neoplasm, neoplastic",
    cells("C80.1", "C79.9", "D09.9", "D36.9", "D48.9", "D49.9")
    + f'<term level="1"><title>breast<nemod>(glandular tissue)</nemod></title>'
    f"{cells('C50.9-', 'C79.81', 'D05.9-', 'D24.-', 'D48.6-', 'D49.3')}"
    f'<term level="2"><title>skin</title>{cells("C44.501", "C79.2", "D04.5", "D23.5", "D48.5", "-")}</term>'
    "</term>",
)
DRUG_XML = _table(
    "Substance",
    "Heparin<nemod>(sodium)</nemod>",
    cells("T45.511", "T45.512", "T45.513", "T45.514", "T45.515", "T45.516")
    + f'<term level="1"><title>antidote</title>{cells(*["T45.7X1"] * 4, "--", "--")}</term>',
)
CSV_HEADING = "RowID,Letter,Level,Term,See,SeeAlso,NonEssModif,Code\n"
INDEX_CSV = (
    CSV_HEADING
    + '1,A,0,"Abscess",,,(embolic),L02.91\n'
    + '2,A,1,"tooth, teeth",,,(root),K04.7\n'
    + "3,A,1,lung,,,(miliary) NEC,J85.2\n"
    + "4,A,2,with pneumonia,,Pneumonia,,J85.1\n"
    + "5,A,2,fetid,categories  O03 and,,,O04\n"
    + '6,B,0,Boil,"Abscess, lung",,(s),\n'
    + "7,B,1,,,,(gluteal),L02.32\n"
)
EXTERNAL_CSV = (
    CSV_HEADING
    + '1,F,0,"Fall, falling",,,(accidental),W19\n'
    + "2,F,1,from ladder,,,,W11\n"
    + "3,P,0,Pollution condition- see,,,,Z57\n"
)
INDEX_FILES = {
    "icd10cm_index_2027.xml": INDEX_XML,
    "icd10cm_eindex_2027.xml": EXTERNAL_XML,
    "icd10cm_neoplasm_2027.xml": NEOPLASM_XML,
    "icd10cm_drug_2027.xml": DRUG_XML,
    "ICD10CM_2026_Index.csv": INDEX_CSV,
    "ICD10CM_2026_ExternalIndex.csv": EXTERNAL_CSV,
}
