"""The guideline rules, in the order in which they go over the proposed codes."""

from cleanclaim.coding.rules.anemia import AnemiaInDisease
from cleanclaim.coding.rules.bmi import BodyMassIndex
from cleanclaim.coding.rules.diabetes import DiabetesWith
from cleanclaim.coding.rules.diabetes_drugs import DrugsForDiabetes
from cleanclaim.coding.rules.drugs import DrugEffects
from cleanclaim.coding.rules.external_causes import ExternalCause
from cleanclaim.coding.rules.heart import CoronaryDiseaseWithAngina
from cleanclaim.coding.rules.hemiplegia import DominantSide
from cleanclaim.coding.rules.hiv import HIVDiseaseStays
from cleanclaim.coding.rules.hypertension import HypertensionWithHeartOrKidneyDisease
from cleanclaim.coding.rules.injuries import (
    HighestDegreeOfBurn,
    MostSeriousInjuryFirst,
    SequelaAfterItsCondition,
    SuperficialInjuryOfSameSite,
)
from cleanclaim.coding.rules.kidney import EndStageOnly
from cleanclaim.coding.rules.lungs import COPDWithInfection, PneumoniaOfCOVID
from cleanclaim.coding.rules.neoplasms import (
    FractureOfNeoplasm,
    PainOfNeoplasmFirst,
    TherapyForNeoplasmFirst,
    TreatedSecondarySiteFirst,
)
from cleanclaim.coding.rules.organisms import OrganismOfAnInfection
from cleanclaim.coding.rules.osteoporosis import FractureInOsteoporosis
from cleanclaim.coding.rules.pregnancy import PregnancyFirst
from cleanclaim.coding.rules.prostate import EnlargedProstateWithSymptoms
from cleanclaim.coding.rules.rule import Case, Draft, Example, Rule
from cleanclaim.coding.rules.screening import (
    AftercareOfInjury,
    ReplacedJointNotNamed,
    ScreeningStaysFirst,
)
from cleanclaim.coding.rules.sepsis import SepsisFirst
from cleanclaim.coding.rules.stroke import SequelaOfStroke
from cleanclaim.coding.rules.substances import OnePatternOfUse
from cleanclaim.coding.rules.tabular_order import UnderlyingConditionFirst

RULES: tuple[Rule, ...] = (
    EndStageOnly(),
    OnePatternOfUse(),
    HIVDiseaseStays(),
    SequelaOfStroke(),
    DominantSide(),
    CoronaryDiseaseWithAngina(),
    AnemiaInDisease(),
    FractureInOsteoporosis(),
    COPDWithInfection(),
    PneumoniaOfCOVID(),
    SepsisFirst(),
    PregnancyFirst(),
    HypertensionWithHeartOrKidneyDisease(),
    DiabetesWith(),
    DrugsForDiabetes(),
    BodyMassIndex(),
    EnlargedProstateWithSymptoms(),
    OrganismOfAnInfection(),
    AftercareOfInjury(),
    ReplacedJointNotNamed(),
    SuperficialInjuryOfSameSite(),
    HighestDegreeOfBurn(),
    MostSeriousInjuryFirst(),
    SequelaAfterItsCondition(),
    FractureOfNeoplasm(),
    TreatedSecondarySiteFirst(),
    PainOfNeoplasmFirst(),
    TherapyForNeoplasmFirst(),
    ScreeningStaysFirst(),
    DrugEffects(),
    ExternalCause(),
    UnderlyingConditionFirst(),
)
"""Pregnancy comes before hypertension and diabetes: chapter 15 has its own codes for them."""

__all__ = ["RULES", "Case", "Draft", "Example", "Rule"]
