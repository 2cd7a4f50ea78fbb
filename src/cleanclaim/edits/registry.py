"""The one table of edits: id to module and class. Adding an edit is one file and one row here."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from cleanclaim.edits.edit import Edit
from cleanclaim.primitives import InvalidValue

EDITS: Mapping[str, str] = MappingProxyType(
    {
        "CMP001": "completeness.diagnosis_missing:DiagnosisMissing",
        "CMP002": "completeness.service_line_missing:ServiceLineMissing",
        "CMP003": "completeness.procedure_code_missing:ProcedureCodeMissing",
        "CMP004": "completeness.revenue_code_missing:RevenueCodeMissing",
        "CMP005": "completeness.patient_control_number_missing:PatientControlNumberMissing",
        "CMP006": "completeness.service_date_missing:ServiceDateMissing",
        "CMP007": "completeness.statement_dates_missing:StatementDatesMissing",
        "IDN001": "identity.billing_npi_missing:BillingNPIMissing",
        "IDN002": "identity.npi_malformed:NPIMalformed",
        "IDN003": "identity.rendering_npi_missing:RenderingNPIMissing",
        "IDN004": "identity.billing_tax_id_missing:BillingTaxIdMissing",
        "IDN005": "identity.billing_tax_id_malformed:BillingTaxIdMalformed",
        "IDN006": "identity.member_id_missing:MemberIdMissing",
        "IDN007": "identity.patient_name_missing:PatientNameMissing",
        "IDN008": "identity.patient_birth_date_missing:PatientBirthDateMissing",
        "IDN009": "identity.patient_sex_missing:PatientSexMissing",
        "IDN010": "identity.patient_address_missing:PatientAddressMissing",
        "IDN011": "identity.subscriber_name_missing:SubscriberNameMissing",
        "IDN012": "identity.billing_name_or_address_missing:BillingNameOrAddressMissing",
        "IDN013": "identity.payer_id_missing:PayerIdMissing",
        "IDN014": "identity.coverage_missing:CoverageMissing",
        "DTE001": "service_dates.service_after_receipt:ServiceAfterReceipt",
        "DTE002": "service_dates.service_before_birth:ServiceBeforeBirth",
        "DTE003": "service_dates.service_after_death:ServiceAfterDeath",
        "DTE004": "service_dates.dates_reversed:DatesReversed",
        "DTE005": "service_dates.admission_date_missing:AdmissionDateMissing",
        "POS001": "place_of_service.place_missing:PlaceMissing",
        "POS002": "place_of_service.place_unknown:PlaceUnknown",
        "DXC001": "diagnosis.code_malformed:CodeMalformed",
        "DXC002": "diagnosis.code_not_in_force:CodeNotInForce",
        "DXC003": "diagnosis.code_not_billable:CodeNotBillable",
        "DXC004": "diagnosis.seventh_character_missing:SeventhCharacterMissing",
        "DXC005": "diagnosis.code_repeated:CodeRepeated",
        "DXC006": "diagnosis.manifestation_listed_first:ManifestationListedFirst",
        "DXC007": "diagnosis.code_first_note_ignored:CodeFirstNoteIgnored",
        "DXC008": "diagnosis.external_cause_listed_first:ExternalCauseListedFirst",
        "DXC009": "diagnosis.excludes1_pair:Excludes1Pair",
        "DXC010": "diagnosis.pointer_out_of_range:PointerOutOfRange",
        "DXC011": "diagnosis.pointer_missing:PointerMissing",
        "DXC012": "diagnosis.too_many_diagnoses:TooManyDiagnoses",
        "PRC001": "procedures.code_malformed:CodeMalformed",
        "PRC002": "procedures.add_on_without_primary:AddOnWithoutPrimary",
        "PTP001": "ncci_ptp.pair_never_paid:PairNeverPaid",
        "PTP002": "ncci_ptp.bypass_modifier_missing:BypassModifierMissing",
        "PTP003": "ncci_ptp.same_site_twice:SameSiteTwice",
        "PTP004": "ncci_ptp.other_site_not_named:OtherSiteNotNamed",
        "MUE001": "mue.line_over_limit:LineOverLimit",
        "MUE002": "mue.day_over_policy_limit:DayOverPolicyLimit",
        "MUE003": "mue.day_over_clinical_limit:DayOverClinicalLimit",
        "DUP001": "duplicates.line_repeated:LineRepeated",
        "DUP002": "duplicates.billed_before:BilledBefore",
        "MOD001": "modifiers.professional_component_of_whole_code:ProfessionalComponentOfWholeCode",
        "MOD002": "modifiers.technical_component_of_whole_code:TechnicalComponentOfWholeCode",
        "MOD003": "modifiers.bilateral_not_possible:BilateralNotPossible",
        "MOD004": "modifiers.bilateral_already_in_code:BilateralAlreadyInCode",
        "MOD005": "modifiers.bilateral_with_several_units:BilateralWithSeveralUnits",
        "MOD006": "modifiers.assistant_not_paid:AssistantNotPaid",
        "MOD007": "modifiers.assistant_without_documentation:AssistantWithoutDocumentation",
        "MOD008": "modifiers.co_surgeons_not_permitted:CoSurgeonsNotPermitted",
        "MOD009": "modifiers.co_surgeons_without_documentation:CoSurgeonsWithoutDocumentation",
        "MOD010": "modifiers.team_not_permitted:TeamNotPermitted",
        "MOD011": "modifiers.team_without_report:TeamWithoutReport",
        "MOD012": "modifiers.part_of_no_global_package:PartOfNoGlobalPackage",
        "MOD013": "modifiers.multiple_procedure_on_add_on:MultipleProcedureOnAddOn",
        "PRC003": "procedures.not_valid_for_medicare:NotValidForMedicare",
        "PRC004": "procedures.bundled_always:BundledAlways",
        "PRC005": "procedures.not_covered:NotCovered",
        "PRC006": "procedures.measure_with_charge:MeasureWithCharge",
        "PRC007": "procedures.injection_beside_other_services:InjectionBesideOtherServices",
        "PRC008": "procedures.technical_part_in_facility:TechnicalPartInFacility",
        "PRC009": "procedures.incident_to_in_hospital:IncidentToInHospital",
        "MOD014": "modifiers.visit_modifier_on_procedure:VisitModifierOnProcedure",
        "MOD015": "modifiers.procedure_modifier_on_visit:ProcedureModifierOnVisit",
        "MOD016": "modifiers.distinct_service_on_visit:DistinctServiceOnVisit",
        "MOD017": "modifiers.modifier_repeated:ModifierRepeated",
        "MOD018": "modifiers.modifiers_exclude_each_other:ModifiersExcludeEachOther",
        "MOD019": "modifiers.terminated_procedure_of_other_claim_type:TerminatedProcedureOfOtherClaimType",
        "MOD020": "modifiers.anesthesia_modifier_on_other_service:AnesthesiaModifierOnOtherService",
        "ANE001": "anesthesia.provider_modifier_missing:ProviderModifierMissing",
        "ANE002": "anesthesia.time_not_in_minutes:TimeNotInMinutes",
        "ANE003": "anesthesia.minutes_implausible:MinutesImplausible",
        "GLB001": "global_surgery.visit_on_day_of_minor_procedure:VisitOnDayOfMinorProcedure",
        "GLB002": "global_surgery.visit_before_major_surgery:VisitBeforeMajorSurgery",
        "GLB003": "global_surgery.visit_in_days_after_surgery:VisitInDaysAfterSurgery",
        "GLB004": "global_surgery.procedure_in_days_after_surgery:ProcedureInDaysAfterSurgery",
        "GLB005": "global_surgery.postoperative_visit_with_charge:PostoperativeVisitWithCharge",
        "EVM001": "visits.new_patient_seen_before:NewPatientSeenBefore",
        "DXC013": "diagnosis.diagnosis_of_another_age:DiagnosisOfAnotherAge",
        "DXC014": "diagnosis.unacceptable_principal_diagnosis:UnacceptablePrincipalDiagnosis",
        "DXC015": "diagnosis.side_contradicts_modifier:SideContradictsModifier",
        "DXC016": "diagnosis.side_open_though_known:SideOpenThoughKnown",
        "DXC017": "diagnosis.pregnancy_code_not_first:PregnancyCodeNotFirst",
        "DXC018": "diagnosis.underdosing_listed_first:UnderdosingListedFirst",
        "DXC019": "diagnosis.adverse_effect_listed_first:AdverseEffectListedFirst",
        "DXC020": "diagnosis.severe_sepsis_listed_first:SevereSepsisListedFirst",
        "DXC021": "diagnosis.sequela_listed_first:SequelaListedFirst",
        "DXC022": "diagnosis.body_mass_index_listed_first:BodyMassIndexListedFirst",
        "DXC023": "diagnosis.first_listed_code_as_secondary:FirstListedCodeAsSecondary",
        "DXC024": "diagnosis.hypertension_apart_from_heart_failure:HypertensionApartFromHeartFailure",
        "DXC025": "diagnosis.hypertension_apart_from_kidney_disease:HypertensionApartFromKidneyDisease",
        "DXC026": "diagnosis.diabetes_apart_from_kidney_disease:DiabetesApartFromKidneyDisease",
        "DXC027": "diagnosis.outcome_of_delivery_missing:OutcomeOfDeliveryMissing",
        "DXC028": "diagnosis.normal_delivery_with_complication:NormalDeliveryWithComplication",
        "DXC029": "diagnosis.body_mass_index_alone:BodyMassIndexAlone",
        "DXC030": "diagnosis.poisoning_not_first:PoisoningNotFirst",
        "DXC031": "diagnosis.pregnancy_code_for_male:PregnancyCodeForMale",
        "INS001": "institutional.facility_type_unknown:FacilityTypeUnknown",
        "INS002": "institutional.revenue_code_unknown:RevenueCodeUnknown",
        "INS003": "institutional.patient_status_unknown:PatientStatusUnknown",
        "INS004": "institutional.admission_source_unknown:AdmissionSourceUnknown",
        "INS005": "institutional.admission_type_unknown:AdmissionTypeUnknown",
        "INS006": "institutional.condition_code_unknown:ConditionCodeUnknown",
        "INS007": "institutional.patient_status_missing:PatientStatusMissing",
        "INS008": "institutional.admission_type_missing:AdmissionTypeMissing",
        "INS009": "institutional.attending_missing:AttendingMissing",
        "INS010": "institutional.still_a_patient_though_discharged:StillAPatientThoughDischarged",
        "INS011": "institutional.interim_bill_though_discharged:InterimBillThoughDischarged",
        "INS012": "institutional.admission_hour_missing:AdmissionHourMissing",
        "INS013": "institutional.admission_day_missing:AdmissionDayMissing",
        "INS014": "institutional.discharge_hour_missing:DischargeHourMissing",
        "INS015": "institutional.admission_after_statement:AdmissionAfterStatement",
        "INS016": "institutional.admitting_diagnosis_missing:AdmittingDiagnosisMissing",
        "INS017": "institutional.reason_for_visit_missing:ReasonForVisitMissing",
        "INS018": "institutional.room_and_board_on_outpatient_bill:RoomAndBoardOnOutpatientBill",
        "INS019": "institutional.accommodation_missing:AccommodationMissing",
        "INS020": "institutional.procedure_code_missing_for_revenue:ProcedureCodeMissingForRevenue",
        "INS021": "institutional.poa_missing:PoaMissing",
        "INS022": "institutional.poa_on_exempt_or_unknown:PoaOnExemptOrUnknown",
        "INS023": "institutional.covered_days_differ_from_stay:CoveredDaysDifferFromStay",
        "INS024": "institutional.inpatient_only_on_outpatient_bill:InpatientOnlyOnOutpatientBill",
        "INS025": "institutional.outpatient_service_within_three_days:OutpatientServiceWithinThreeDays",
        "INS026": "institutional.procedure_outside_stay:ProcedureOutsideStay",
        "INS027": "institutional.inpatient_procedure_on_outpatient_bill:InpatientProcedureOnOutpatientBill",
        "INS028": "institutional.operating_provider_missing:OperatingProviderMissing",
        "PCS001": "inpatient_procedures.code_not_in_force:CodeNotInForce",
        "PCS002": "inpatient_procedures.principal_procedure_repeated:PrincipalProcedureRepeated",
        "FRQ002": "frequency.frequency_unknown:FrequencyUnknown",
        "FRQ003": "frequency.replacement_not_taken_by_medicare:ReplacementNotTakenByMedicare",
        "FRQ004": "frequency.claim_change_reason_missing:ClaimChangeReasonMissing",
        "FRQ005": "frequency.payers_number_on_new_claim:PayersNumberOnNewClaim",
        "CHG001": "charges.total_differs_from_lines:TotalDiffersFromLines",
        "CHG002": "charges.charge_missing:ChargeMissing",
        "CHG003": "charges.charge_zero:ChargeZero",
        "CHG004": "charges.units_not_positive:UnitsNotPositive",
        "CHG005": "charges.charge_negative:ChargeNegative",
        "CHG006": "charges.total_missing:TotalMissing",
        "CHG007": "charges.fraction_of_a_cent:FractionOfACent",
        "FRQ001": "frequency.original_number_missing:OriginalNumberMissing",
        "ACC001": "accident.auto_state_missing:AutoStateMissing",
        "ACC002": "accident.date_missing:DateMissing",
        "COB001": "coordination.secondary_type_missing:SecondaryTypeMissing",
        "COB002": "coordination.primary_payment_missing:PrimaryPaymentMissing",
        "COB003": "coordination.sequence_repeated:SequenceRepeated",
        "TFL001": "timely_filing.received_after_filing_limit:ReceivedAfterFilingLimit",
        "TFL002": "timely_filing.received_after_medicaid_limit:ReceivedAfterMedicaidLimit",
        "TFL003": "timely_filing.limit_not_known:LimitNotKnown",
        "UNJ001": "unjudged.rules_not_loaded:RulesNotLoaded",
    }
)
"""Id to ``module:Class`` under :mod:`cleanclaim.edits`. An id is never reused."""

RETIRED: Mapping[str, str] = MappingProxyType({})
"""Retired id to the id that took over, or to nothing."""


@cache
def edit_of(identifier: str) -> Edit:
    """Return one edit by its id; a retired id gives its successor.

    Raises ``InvalidValue`` when there is none.
    """
    known = identifier.upper()
    known = RETIRED.get(known, known)
    if known not in EDITS:
        raise InvalidValue(f"there is no edit {identifier!r}.", fix="List them with: cleanclaim edits list.")
    module, _, name = EDITS[known].partition(":")
    found = getattr(import_module(f"cleanclaim.edits.{module}"), name)
    if not (isinstance(found, type) and issubclass(found, Edit)):
        raise TypeError(f"{EDITS[known]} is not an edit")
    return found()


@cache
def all_edits() -> tuple[Edit, ...]:
    """Return all edits in the order of the table."""
    return tuple(edit_of(identifier) for identifier in EDITS)
