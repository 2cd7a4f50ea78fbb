"""What people enter: refused with a sentence when it cannot be right, corrected when it was wrong."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.db import DataError, IntegrityError
from hypothesis import given, strategies as st

from cleanclaim.claim import Charge, Encounter as EngineEncounter, Name
from cleanclaim.primitives import NPI, TIN, InvalidValue, StateError
from cleanclaim.web.audit.models import AuditEvent
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.demo.practice import DemoEncounter
from cleanclaim.web.encounters.entry import require_storable
from cleanclaim.web.encounters.models import CodeAssignment, Encounter
from cleanclaim.web.encounters.selectors import current_codes
from cleanclaim.web.encounters.services.accept_codes import accept_codes
from cleanclaim.web.encounters.services.correct_encounter import correct_encounter
from cleanclaim.web.encounters.services.receive_encounter import receive_encounter
from cleanclaim.web.organizations.entry import entered_phone, entered_submitter_id
from cleanclaim.web.organizations.models import Organization, Practice, Usage
from cleanclaim.web.organizations.services import (
    change_organization,
    create_organization,
    create_practice,
)
from cleanclaim.web.patients.models import Patient
from cleanclaim.web.postgres import APP, address
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.workflow import PERSON, EncounterState

from .conftest import FRONT_DESK, Run

CODER = FRONT_DESK
replace = msgspec.structs.replace


def command(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "cleanclaim", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def receive(clinic: Organization, value: EngineEncounter, now: datetime, **options: Any) -> Encounter:
    with tenant(clinic.pk):
        return receive_encounter(
            encounter=value, note="Cough for three days.", actor=FRONT_DESK, at=now, **options
        )


@pytest.fixture
def visit(encounters: Mapping[str, DemoEncounter]) -> EngineEncounter:
    """An encounter that is right in every way."""
    return encounters["E1009"].encounter


def with_patient_name(visit: EngineEncounter, **parts: str) -> EngineEncounter:
    return replace(visit, patient=replace(visit.patient, name=replace(visit.patient.name, **parts)))


def with_coverage(visit: EngineEncounter, **fields: Any) -> EngineEncounter:
    return replace(visit, coverages=(replace(visit.coverages[0], **fields),))


def with_payer(visit: EngineEncounter, **fields: Any) -> EngineEncounter:
    return with_coverage(visit, payer=replace(visit.coverages[0].payer, **fields))


def with_amount(visit: EngineEncounter, amount: str) -> EngineEncounter:
    return replace(visit, charges=(replace(visit.charges[0], amount=Decimal(amount)),))


UNUSABLE = {
    "long last name": (lambda v: with_patient_name(v, last="Q" * 80), "patient.name.last has 80 characters"),
    "no last name": (lambda v: with_patient_name(v, last=""), "patient.name.last is empty"),
    "NUL in a name": (lambda v: with_patient_name(v, first="Qu\0incy"), "patient.name.first holds a control"),
    "sex in words": (
        lambda v: replace(v, patient=replace(v.patient, sex="FEMALE")),
        "patient.sex is not F, M or U",
    ),
    "long record number": (
        lambda v: replace(v, medical_record_number="Q" * 39),
        "medical_record_number has 39",
    ),
    "long member id": (lambda v: with_coverage(v, member_id="Q" * 81), "coverages[0].member_id has 81"),
    "long payer id": (
        lambda v: with_payer(v, payer_id="Q" * 81),
        "coverages[0].payer.payer_id is not 2 to 80",
    ),
    "path as payer id": (
        lambda v: with_payer(v, payer_id="../Q"),
        "coverages[0].payer.payer_id is not 2 to 80",
    ),
    "long payer name": (lambda v: with_payer(v, name="Q" * 61), "coverages[0].payer.name has 61 characters"),
    "no payer": (lambda v: replace(v, coverages=()), "coverages is empty"),
    "unknown setting": (lambda v: replace(v, setting="bogus"), "setting is none of the settings"),
    "no charges": (lambda v: replace(v, charges=()), "charges is empty"),
    "amount without end": (lambda v: with_amount(v, "Infinity"), "charges[0].amount is not an amount"),
    "amount beyond the ledger": (lambda v: with_amount(v, "1e16"), "charges[0].amount is not an amount"),
    "fraction of a cent": (lambda v: with_amount(v, "12.345"), "charges[0].amount has fractions of a cent"),
    "sum beyond the ledger": (
        lambda v: replace(v, charges=(Charge("99213", Decimal("9e15")), Charge("99214", Decimal("9e15")))),
        "charges add up to more",
    ),
    "number with a separator": (lambda v: replace(v, number="E1:2"), "needs a number of 1 to 20"),
    "number like a path": (lambda v: replace(v, number="../E1"), "needs a number of 1 to 20"),
}


class TestTakingIn:
    @pytest.mark.parametrize("fault", UNUSABLE)
    def test_what_cannot_be_stored_or_billed_is_refused_by_the_name_of_its_field(
        self, clinic: Organization, visit: EngineEncounter, now: datetime, fault: str
    ) -> None:
        spoil, said = UNUSABLE[fault]
        with pytest.raises(InvalidValue) as refusal:
            receive(clinic, spoil(visit), now)
        assert said in str(refusal.value)
        assert "QQQ" not in str(refusal.value), "the value is not quoted"
        with tenant(clinic.pk):
            assert not Encounter.objects.exists()
            assert not Patient.objects.exists()

    @given(st.text(max_size=70), st.text(max_size=40), st.text(max_size=90), st.text(max_size=3))
    def test_names_of_any_text_are_refused_or_fit_the_columns(
        self, last: str, first: str, member: str, sex: str
    ) -> None:
        from cleanclaim.web.demo.practice import demo_encounters

        visit = next(demo_encounters()).encounter
        given = with_coverage(with_patient_name(visit, last=last, first=first), member_id=member)
        given = replace(given, patient=replace(given.patient, sex=sex))
        try:
            require_storable(given)
        except InvalidValue:
            return
        patient = Patient(number=given.medical_record_number)
        patient.take(given.patient)
        for name in ("last_name", "last_name_key", "first_name", "sex"):
            value = getattr(patient, name)
            assert len(value) <= Patient._meta.get_field(name).max_length
            value.encode()
            assert "\0" not in value

    def test_a_note_with_a_nul_is_refused(
        self, clinic: Organization, visit: EngineEncounter, now: datetime
    ) -> None:
        with pytest.raises(InvalidValue, match="NUL"), tenant(clinic.pk):
            receive_encounter(encounter=visit, note="Cough\0", actor=FRONT_DESK, at=now)

    def test_the_command_says_it_in_one_line(
        self, clinic: Organization, visit: EngineEncounter, tmp_path: Path
    ) -> None:
        file, note = tmp_path / "encounter.json", tmp_path / "note.txt"
        file.write_bytes(msgspec.json.encode(with_patient_name(visit, last="Q" * 80)))
        note.write_text("Cough.")
        done = command("encounter", "add", str(file), "--note", str(note), "--organization", str(clinic.pk))
        assert done.returncode == 2
        assert done.stderr == (
            "cleanclaim: encounter E1009: patient.name.last has 80 characters, 60 at most. Shorten it.\n"
        )


class TestOnePatientARecordNumber:
    def later(self, visit: EngineEncounter, **fields: Any) -> EngineEncounter:
        """The same patient's next visit."""
        return replace(visit, number="E7001", date_of_service=date(2025, 12, 12), **fields)

    @pytest.mark.parametrize("differs", ["last name", "first name", "birth date"])
    def test_somebody_else_under_the_number_is_refused_and_nobody_named(
        self, clinic: Organization, visit: EngineEncounter, now: datetime, differs: str
    ) -> None:
        receive(clinic, visit, now)
        person = visit.patient
        other = {
            "last name": replace(person, name=replace(person.name, last="Quillfeather")),
            "first name": replace(person, name=replace(person.name, first="Quillfeather")),
            "birth date": replace(person, birth_date=date(1931, 2, 3)),
        }[differs]
        with pytest.raises(InvalidValue, match="another name or birth date") as refusal:
            receive(clinic, self.later(visit, patient=other), now)
        for private in (person.name.last, "Quillfeather", visit.medical_record_number, "1931"):
            assert private not in str(refusal.value)
        with tenant(clinic.pk):
            assert Patient.objects.get().value() == person
            assert Encounter.objects.count() == 1

    def test_the_same_name_in_other_letters_is_the_same_person(
        self, clinic: Organization, visit: EngineEncounter, now: datetime
    ) -> None:
        receive(clinic, visit, now)
        loud = with_patient_name(visit, last=visit.patient.name.last.upper() + " ")
        receive(clinic, self.later(loud), now)
        with tenant(clinic.pk):
            assert Patient.objects.get().encounters.count() == 2

    def test_a_person_may_say_that_it_is_the_same_patient_and_that_is_on_record(
        self, clinic: Organization, visit: EngineEncounter, now: datetime
    ) -> None:
        receive(clinic, visit, now)
        row = receive(clinic, self.later(with_patient_name(visit, last="Newname")), now, same_person=True)
        with tenant(clinic.pk):
            assert Patient.objects.get().last_name == "Newname"
            event = AuditEvent.objects.get(action="encounter.received", object_id=str(row.pk))
            assert event.details == {"same_person": True}

    def test_an_old_visit_entered_late_changes_neither_address_nor_insurance(
        self, clinic: Organization, visit: EngineEncounter, now: datetime
    ) -> None:
        receive(clinic, visit, now)
        assert visit.patient.address is not None
        moved_from = replace(visit.patient, address=replace(visit.patient.address, line1="1 Former Street"))
        old = with_payer(with_coverage(visit, member_id="OLD1"), payer_id="OLDPAYER", name="Old Payer")
        old = replace(old, number="E0001", date_of_service=date(2024, 1, 5), patient=moved_from)
        receive(clinic, old, now)
        with tenant(clinic.pk):
            patient = Patient.objects.get()
            assert patient.value() == visit.patient
            assert patient.coverages.get().member_id == visit.coverages[0].member_id
            assert Encounter.objects.get(number="E0001").value().coverages[0].member_id == "OLD1"

    def test_the_next_visit_brings_address_and_insurance_up_to_date(
        self, clinic: Organization, visit: EngineEncounter, now: datetime
    ) -> None:
        receive(clinic, visit, now)
        assert visit.patient.address is not None
        moved = replace(visit.patient, address=replace(visit.patient.address, line1="2 New Street"))
        receive(clinic, self.later(with_coverage(visit, member_id="NEW1"), patient=moved), now)
        with tenant(clinic.pk):
            assert Patient.objects.get().value() == moved
            assert Patient.objects.get().coverages.get().member_id == "NEW1"


class TestCorrectingAnEncounter:
    def correct(
        self, clinic: Organization, value: EngineEncounter, now: datetime, reason: str = "fee", **options: Any
    ) -> None:
        with tenant(clinic.pk):
            row = Encounter.objects.get(number="E1009")
            correct_encounter(
                encounter_id=row.pk, value=value, reason=reason, actor=FRONT_DESK, at=now, **options
            )

    def test_wrong_charges_are_corrected_after_acceptance_and_the_claim_bears_the_right_ones(
        self, run: Run, clinic: Organization, visit: EngineEncounter, now: datetime
    ) -> None:
        run("E1009", until="coded")
        with tenant(clinic.pk):
            row = Encounter.objects.get(number="E1009")
            codes = [code.code for code in current_codes(row).filter(selected=True)]
            accept_codes(encounter_id=row.pk, codes=[*codes, "Z0000"], actor=CODER, at=now, unverified=True)
        self.correct(clinic, with_amount(visit, "175.00"), now)
        with tenant(clinic.pk):
            row = Encounter.objects.get(number="E1009")
            assert row.state == EncounterState.ARRIVED
            assert not row.codes.filter(decision="accepted").exists(), "the decision has to be made anew"
            assert not Claim.objects.exists()
        run(until="coded")
        with tenant(clinic.pk):
            assert WorkItem.objects.filter(encounter=row, kind="coding", closed_at=None).count() == 1
            assert [code.code for code in current_codes(row).filter(selected=True)] == codes
            accept_codes(encounter_id=row.pk, codes=[*codes, "Z0000"], actor=CODER, at=now, unverified=True)
        run(until="scrubbed")
        with tenant(clinic.pk):
            claim = Claim.objects.get()
            assert claim.charge == Decimal("175.00")
            assert [dx.code for dx in claim.value().diagnoses] == [*codes, "Z0000"]

    def test_what_stood_there_is_kept_with_reason_and_name(
        self, run: Run, clinic: Organization, visit: EngineEncounter, now: datetime
    ) -> None:
        run("E1009", until="coded")
        self.correct(clinic, with_amount(visit, "175.00"), now, reason="The fee was last year's.")
        with tenant(clinic.pk):
            row = Encounter.objects.get(number="E1009")
            kept = row.corrections.get()
            assert (kept.reason, kept.made_by) == ("The fee was last year's.", FRONT_DESK.name)
            assert msgspec.json.decode(kept.document, type=EngineEncounter) == visit
            actions = AuditEvent.objects.filter(object_id=str(row.pk)).values_list("action", flat=True)
            assert "encounter.corrected" in actions
        with pytest.raises(Exception, match="permission denied"), tenant(clinic.pk):
            kept.delete()

    def test_the_date_decides_anew_and_the_patient_follows(
        self, run: Run, clinic: Organization, visit: EngineEncounter, now: datetime
    ) -> None:
        run("E1009", until="coded")
        right = replace(with_patient_name(visit, last="Rightname"), date_of_service=date(2025, 11, 3))
        with pytest.raises(InvalidValue, match="another name or birth date"):
            self.correct(clinic, right, now, "wrong name")
        self.correct(clinic, right, now, "wrong name and day", same_person=True)
        with tenant(clinic.pk):
            row = Encounter.objects.get(number="E1009")
            assert row.date_of_service == date(2025, 11, 3)
            assert row.patient.last_name == "Rightname"

    def test_a_wrong_record_number_is_corrected_without_touching_the_other_patient(
        self, run: Run, clinic: Organization, visit: EngineEncounter, now: datetime
    ) -> None:
        run("E1009", until="coded")
        self.correct(clinic, replace(visit, medical_record_number="MRN-RIGHT"), now, "wrong chart")
        with tenant(clinic.pk):
            assert Encounter.objects.get(number="E1009").patient.number == "MRN-RIGHT"
            assert Patient.objects.filter(number=visit.medical_record_number).exists()

    REFUSALS = {
        "nothing changed": "changes nothing",
        "no reason": "needs a reason",
        "another number": "another encounter number",
        "no charges": "charges is empty",
    }

    @pytest.mark.parametrize("fault", REFUSALS)
    def test_an_empty_or_foreign_correction_is_refused(
        self, run: Run, clinic: Organization, visit: EngineEncounter, now: datetime, fault: str
    ) -> None:
        run("E1009", until="coded")
        value = {
            "nothing changed": visit,
            "another number": replace(visit, number="E9999"),
            "no charges": replace(visit, charges=()),
        }.get(fault, with_amount(visit, "175.00"))
        with pytest.raises(InvalidValue, match=self.REFUSALS[fault]):
            self.correct(clinic, value, now, reason=" " if fault == "no reason" else "fee")
        with tenant(clinic.pk):
            assert Encounter.objects.get(number="E1009").state == EncounterState.CODED

    def test_once_a_claim_is_built_the_claim_is_what_is_corrected(
        self, run: Run, clinic: Organization, visit: EngineEncounter, now: datetime
    ) -> None:
        run("E1009", until="scrubbed")
        with pytest.raises(StateError, match="corrected"):
            self.correct(clinic, with_amount(visit, "175.00"), now)
        with tenant(clinic.pk):
            assert Encounter.objects.get(number="E1009").value() == visit

    def test_a_charge_for_a_diagnosis_that_is_not_accepted_is_said_when_accepting(
        self, clinic: Organization, visit: EngineEncounter, now: datetime, run: Run
    ) -> None:
        receive(clinic, replace(visit, charges=(replace(visit.charges[0], diagnoses=("J209",)),)), now)
        run(until="coded")
        with tenant(clinic.pk):
            row = Encounter.objects.get(number="E1009")
        with pytest.raises(InvalidValue, match="J209, which was not accepted"), tenant(clinic.pk):
            accept_codes(encounter_id=row.pk, codes=["R051"], actor=CODER, at=now, unverified=True)
        with tenant(clinic.pk):
            assert not CodeAssignment.objects.filter(decision="accepted").exists()

    def test_by_command(self, run: Run, clinic: Organization, visit: EngineEncounter, tmp_path: Path) -> None:
        run("E1009", until="coded")
        file = tmp_path / "right.json"
        file.write_bytes(msgspec.json.encode(with_amount(visit, "175.00")))
        mine = ("--organization", str(clinic.pk), "--as", "pat")
        done = command("encounter", "correct", "E1009", str(file), "--reason", "fee", *mine)
        assert (done.returncode, done.stdout) == (0, "Encounter E1009 is coded.\n"), done.stderr
        shown = command("encounter", "show", "E1009", *mine)
        assert "by pat: fee" in shown.stdout


class TestOrganizations:
    def new(self, now: datetime, **fields: Any) -> Organization:
        values: dict[str, Any] = {"name": "Clinic", "phone": "6145550100"} | fields
        return create_organization(**values, actor=FRONT_DESK, at=now)

    @pytest.mark.parametrize(
        "wrong", ["", "A", "A" * 16, "cedar", "CE DAR", "../X", "CEDAR.1", "CÉDAR", "CEDAR\n"]
    )
    def test_a_submitter_id_that_cannot_be_one(self, wrong: str) -> None:
        with pytest.raises(InvalidValue, match="submitter id"):
            entered_submitter_id(wrong)

    @pytest.mark.parametrize("wrong", ["", "abc", "614555010", "61455501001", "614555010x", "٦١٤٥٥٥٠١٠٠"])
    def test_a_telephone_that_cannot_be_one(self, wrong: str) -> None:
        with pytest.raises(InvalidValue, match="telephone"):
            entered_phone(wrong)

    def test_a_telephone_may_be_written_as_people_do(self) -> None:
        assert entered_phone("(614) 555-0100") == "6145550100"

    @pytest.mark.parametrize("wrong", ["", "  ", "N" * 61, "Tab\there", "Smith * Sons", "Nul\0"])
    def test_a_name_that_cannot_be_one(self, clinic: Organization, now: datetime, wrong: str) -> None:
        with pytest.raises(InvalidValue, match="name of the organization"):
            self.new(now, name=wrong)
        with pytest.raises(InvalidValue, match="name of the practice"), tenant(clinic.pk):
            create_practice(
                name=wrong,
                npi=NPI.from_nine("123456789"),
                tin=TIN.parse("12-3456789"),
                actor=FRONT_DESK,
                at=now,
            )

    def test_a_submitter_id_belongs_to_one_organization(self, clinic: Organization, now: datetime) -> None:
        with pytest.raises(InvalidValue, match="another organization here has that submitter id") as refusal:
            self.new(now, submitter_id=clinic.submitter_id)
        assert clinic.submitter_id not in str(refusal.value)
        other = self.new(now)
        with tenant(other.pk):
            with pytest.raises(InvalidValue, match="another organization"):
                change_organization(submitter_id=clinic.submitter_id, actor=FRONT_DESK, at=now)
            assert Organization.objects.get().submitter_id == ""
        self.new(now)  # several without one, which cannot submit yet, are no conflict

    def test_a_change_is_made_and_on_record_by_the_fields_names(
        self, clinic: Organization, now: datetime
    ) -> None:
        with tenant(clinic.pk):
            change_organization(
                name="New Name",
                phone="614 555 0111",
                usage_indicator=Usage.PRODUCTION,
                actor=FRONT_DESK,
                at=now,
            )
            row = Organization.objects.get()
            assert (row.name, row.phone, row.usage_indicator) == ("New Name", "6145550111", "P")
            event = AuditEvent.objects.get(action="organization.changed")
            assert event.details == {"fields": ["name", "phone", "usage_indicator"]}
            with pytest.raises(InvalidValue, match="changes nothing"):
                change_organization(name="New Name", actor=FRONT_DESK, at=now)

    def test_the_same_practice_twice_is_refused_and_the_block_goes_on(
        self, clinic: Organization, now: datetime
    ) -> None:
        from .conftest import make_practice

        with tenant(clinic.pk):
            with pytest.raises(InvalidValue, match="there is a practice already"):
                make_practice(now)
            assert Practice.objects.count() == 1

    def test_commands_add_and_change_and_say_what_is_wrong(self, database: Path) -> None:
        wrong = command(
            "organization", "add", "--name", "N" * 300, "--submitter-id", "AB", "--phone", "6145550100"
        )
        assert wrong.returncode == 2
        assert wrong.stderr.startswith("cleanclaim: the name of the organization is not 1 to 60")
        number = os.urandom(5).hex().upper()
        added = command(
            "organization", "add", "--name", "One", "--submitter-id", number, "--phone", "6145550100"
        )
        assert added.returncode == 0, added.stderr
        mine = ("--organization", added.stdout.strip())
        changed = command("organization", "change", "--name", "Two", "--production", *mine)
        assert changed.stdout == f"Two: submitter id {number}, telephone 6145550100, files for production.\n"
        practice = ("--npi", "1457382913", "--tin", "311234567", *mine)
        long = command("organization", "add-practice", "--name", "N" * 300, *practice)
        assert long.stderr.startswith("cleanclaim: the name of the practice")
        assert command("organization", "add-practice", "--name", "P", *practice).returncode == 0
        again = command("organization", "add-practice", "--name", "P", *practice)
        assert again.returncode == 2
        assert again.stderr.startswith("cleanclaim: there is a practice already")


class TestViews:
    def test_who_looked_at_a_claim_an_encounter_and_a_ledger_is_on_record(
        self, run: Run, clinic: Organization
    ) -> None:
        run("E1009")
        mine = ("--organization", str(clinic.pk), "--as", "auditor")
        for arguments in (("claim", "show", "E1009"), ("encounter", "show", "E1009"), ("ledger", "E1009")):
            done = command(*arguments, *mine)
            assert done.returncode == 0, done.stderr
            assert done.stdout
        with tenant(clinic.pk):
            claim, encounter = Claim.objects.get(), Encounter.objects.get()
            seen = AuditEvent.objects.filter(actor="auditor", actor_kind=PERSON).order_by("at")
            assert [(event.action, event.object_id) for event in seen] == [
                ("claim.viewed", str(claim.pk)),
                ("encounter.viewed", str(encounter.pk)),
                ("ledger.viewed", str(claim.pk)),
            ]

    def test_a_name_that_is_none_is_refused(self, clinic: Organization) -> None:
        done = command("worklist", "list", "--organization", str(clinic.pk), "--as", "two\nlines")
        assert done.returncode == 2
        assert "--as" in done.stderr


class TestAServerOfOnesOwn:
    def url(self) -> str:
        found = address(APP)
        return f"postgresql://{APP}:{found.password}@/{found.dbname}?host={found.host}"

    def test_is_worked_on_without_the_owners_address(self, clinic: Organization) -> None:
        environment = {"CLEANCLAIM_DATABASE_URL": self.url(), "CLEANCLAIM_OWNER_DATABASE_URL": ""}
        done = command("organization", "list", **environment)
        assert done.returncode == 0, done.stderr
        assert str(clinic.pk) in done.stdout

    def test_that_is_not_up_to_date_is_refused(self, database: Path) -> None:
        """A database of the same server in which nothing was migrated."""
        empty = self.url().replace(f"/{address(APP).dbname}?", "/postgres?")
        done = command(
            "organization", "list", CLEANCLAIM_DATABASE_URL=empty, CLEANCLAIM_OWNER_DATABASE_URL=""
        )
        assert done.returncode == 2
        assert done.stderr == (
            "cleanclaim: the database has not been brought up to date. Run cleanclaim migrate.\n"
        )


class TestWhatTheDatabaseRefuses:
    """The last line: no check of ours has caught it."""

    def test_is_a_sentence_that_names_the_rule_and_no_row(self, clinic: Organization) -> None:
        from cleanclaim.cli import _sentence

        with pytest.raises(DataError) as too_long, tenant(clinic.pk):
            Patient.objects.create(number="P1", last_name="Quillfeather" * 9, last_name_key="q")
        with tenant(clinic.pk):
            Patient.objects.create(number="Quillfeather", last_name="Q", last_name_key="q")
        with pytest.raises(IntegrityError) as twice, tenant(clinic.pk):
            Patient.objects.create(number="Quillfeather", last_name="Q", last_name_key="q")
        for error in (too_long.value, twice.value):
            assert "Quillfeather" not in _sentence(error)
        assert "(rule patient_number_once)" in _sentence(twice.value)
        assert "(DataError)" in _sentence(too_long.value)


def test_the_example_is_taken_in(clinic: Organization, now: datetime) -> None:
    example = Path(__file__).parents[3] / "examples" / "encounter.json"
    value = msgspec.convert(json.loads(example.read_text()), EngineEncounter, strict=False)
    assert value.patient.name == Name("Sandoval", "Marisol")
    assert receive(clinic, value, now).state == EncounterState.ARRIVED
