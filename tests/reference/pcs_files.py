"""Small invented ICD-10-PCS publications in the layouts of the official ones."""

TABLES_XML = """<?xml version="1.0" encoding="utf-8"?>
<ICD10PCS.tabular>
  <version>2027</version>
  <title>2027 ICD-10-PCS Tables</title>
  <pcsTable>
    <axis pos="1" values="1"><title>Section</title><label code="0">Medical and Surgical</label></axis>
    <axis pos="2" values="1"><title>Body System</title><label code="D">Gastrointestinal System</label></axis>
    <axis pos="3" values="1"><title>Operation</title><label code="T">Resection</label>
      <definition>Cutting out or off all of a body part</definition></axis>
    <pcsRow codes="2">
      <axis pos="4" values="1"><title>Body Part</title><label code="J">Appendix</label></axis>
      <axis pos="5" values="2"><title>Approach</title>
        <label code="0">Open</label><label code="4">Percutaneous Endoscopic</label></axis>
      <axis pos="6" values="1"><title>Device</title><label code="Z">No Device</label></axis>
      <axis pos="7" values="1"><title>Qualifier</title><label code="Z">No Qualifier</label></axis>
    </pcsRow>
    <pcsRow codes="1">
      <axis pos="4" values="1"><title>Body Part</title><label code="U">Omentum</label></axis>
      <axis pos="5" values="1"><title>Approach</title><label code="0">Open</label></axis>
      <axis pos="6" values="1"><title>Device</title><label code="Z">No Device</label></axis>
      <axis pos="7" values="1"><title>Qualifier</title><label code="Z">No Qualifier</label></axis>
    </pcsRow>
  </pcsTable>
</ICD10PCS.tabular>
"""
PCS_INDEX_XML = """<?xml version="1.0" encoding="utf-8"?>
<ICD10PCS.index>
  <version>2027</version>
  <title>2027 ICD-10-PCS Index</title>
  <letter><title>A</title>
    <mainTerm><title>Achilles tendon</title>
      <term level="1"><use>Lower Leg Tendon, Right</use></term>
      <term level="1"><use>Lower Leg Tendon, Left</use></term>
    </mainTerm>
    <mainTerm><title>Appendectomy</title>
      <term level="1"><see>Excision, Appendix<codes>0DBJ</codes></see></term>
      <term level="1"><see>Resection, Appendix<codes>0DTJ</codes></see></term>
    </mainTerm>
    <mainTerm><title>Amputation</title>
      <term level="1"><title>Toe</title>
        <term level="2"><title>Left</title><codes>0Y6Q0</codes></term>
      </term>
      <term level="1"><title>Whole</title><code>0DTJ4ZZ</code></term>
    </mainTerm>
  </letter>
</ICD10PCS.index>
"""
DEFINITIONS_XML = """<?xml version="1.0" encoding="utf-8"?>
<ICD10PCS.definitions>
  <version>2027</version>
  <title>2027 ICD-10-PCS Definitions</title>
  <section code="0"><title>Medical and Surgical</title>
    <axis pos="3"><title>Operation</title>
      <terms><title>Resection</title><definition>Cutting out or off all of a body part</definition>
        <explanation>None</explanation><includes>Total lobectomy</includes></terms>
    </axis>
    <axis pos="4"><title>Body Part</title>
      <terms><title>Lower Leg Tendon, Left</title><title>Lower Leg Tendon, Right</title>
        <includes>Achilles tendon</includes><includes>Patellar tendon</includes></terms>
      <terms><title>Lower Leg Bursa and Ligament, Left</title><includes>Patellar tendon</includes></terms>
    </axis>
    <axis pos="6"><title>Device</title>
      <terms><title>Liner in Lower Joints</title><includes>Acetabular cup</includes></terms>
    </axis>
  </section>
  <deviceAggregation>
    <aggregate><device>Cardiac Lead, Pacemaker</device><operation>Insertion</operation>
      <bodySys>Heart and Great Vessels</bodySys><parent value="M">Cardiac Lead</parent></aggregate>
  </deviceAggregation>
</ICD10PCS.definitions>
"""
BODY_PART_JSON = (
    '{"name": "ICD-10-PCS Body Part Key (made of it)", "version": "2026-11-01", "source_file": "x", '
    '"count_terms": 2, "data": {"Achilles tendon": ["Lower Leg Tendon, Right", "Lower Leg Tendon, Left"], '
    '"Hallux": ["1st Toe, Right"]}}'
)
DEVICE_JSON = (
    '{"name": "ICD-10-PCS Device Key (made of it)", "version": "2026-11-01", "count_terms": 1, '
    '"data": {"Acetabular cup": ["Liner in Lower Joints"]}}'
)
AGGREGATION_JSON = (
    '{"name": "ICD-10-PCS Device Aggregation Table", "version": "2026-11-01", "count_records": 1, '
    '"records": [{"specific_device": "Cardiac Lead, Pacemaker", "operation": "Insertion", '
    '"body_systems": ["Heart and Great Vessels"], "general_device": "Cardiac Lead"}]}'
)
PCS_FILES = {
    "icd10pcs_tables_2027.xml": TABLES_XML,
    "icd10pcs_index_2027.xml": PCS_INDEX_XML,
    "icd10pcs_definitions_2027.xml": DEFINITIONS_XML,
    "body_part_key.json": BODY_PART_JSON,
    "device_key.json": DEVICE_JSON,
    "device_aggregation.json": AGGREGATION_JSON,
}
