"""The families of edits: published names, the prefix of their ids, what they are about."""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec


class Family(msgspec.Struct, frozen=True):
    """A family: the prefix of its edits' ids, and what it is about."""

    prefix: str
    about: str


FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        "completeness": Family("CMP", "what a claim of its type cannot be without"),
        "identity": Family("IDN", "who: patient, subscriber, providers, payer and their numbers"),
        "service_dates": Family("DTE", "days of service against each other, birth, death and receipt"),
        "place_of_service": Family("POS", "where: the place-of-service code"),
        "diagnosis": Family("DXC", "ICD-10-CM codes: validity on the date, sequence, pairs, pointers"),
        "procedures": Family("PRC", "procedure, supply and dental codes"),
        "ncci_ptp": Family("PTP", "two procedures of a day that are not paid together (NCCI)"),
        "mue": Family("MUE", "more units than is medically likely (NCCI)"),
        "duplicates": Family("DUP", "the same service twice, on the claim or on an earlier one"),
        "modifiers": Family("MOD", "modifiers: validity, fit with their code, order, conflict"),
        "anesthesia": Family("ANE", "anesthesia: who gave it, and its time"),
        "global_surgery": Family("GLB", "visits and procedures in the days that belong to a surgery"),
        "visits": Family("EVM", "evaluation and management services"),
        "institutional": Family(
            "INS",
            "bills of institutions: type of bill, revenue codes, admission, discharge, presence on admission",
        ),
        "inpatient_procedures": Family("PCS", "ICD-10-PCS procedures of stays"),
        "therapy": Family("THR", "outpatient therapy: plans, assistants, units"),
        "telehealth": Family("TEL", "services at a distance"),
        "laboratory": Family("LAB", "laboratory tests and CLIA"),
        "drugs": Family("DRU", "drugs: NDC, quantity, waste"),
        "vaccines": Family("VAC", "vaccines and their being given"),
        "equipment": Family("DME", "durable equipment: bought or rented, ordered"),
        "ambulance": Family("AMB", "ambulance trips and mileage"),
        "dental": Family("DEN", "dental services: teeth, surfaces, prostheses, orthodontics"),
        "coverage": Family(
            "COV", "whether the diagnoses support the service under Medicare's local policies"
        ),
        "compliance": Family("CPL", "what may not be billed at all, and patterns that an auditor asks about"),
        "authorization": Family("AUT", "who referred, ordered or authorized"),
        "charges": Family("CHG", "amounts and units"),
        "frequency": Family("FRQ", "original, replacement and void claims"),
        "accident": Family("ACC", "accident-related claims"),
        "coordination": Family("COB", "several payers: order, reasons, earlier payments"),
        "timely_filing": Family("TFL", "the last day on which a payer takes a claim"),
        "payer_rules": Family(
            "RULE", "rules of payers and of the practice itself, in YAML ([how](practice-rules.md))"
        ),
        "unjudged": Family("UNJ", "rules for which no edits or no data are at hand"),
    }
)
"""Family name to what it is. Names are published in ``docs/edits/index.md`` and never change."""
