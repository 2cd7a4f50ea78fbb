"""A letter: begun from the template, edited by a person, its packet made, sent, answered."""

import io
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from pypdf import PdfReader

from cleanclaim.primitives import InvalidValue, StateError
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.denials.letter_text import TO_FILL
from cleanclaim.web.denials.models import DenialCase, Letter, LetterVersion
from cleanclaim.web.denials.packet_pdf import Words, make_packet_pdf, printable
from cleanclaim.web.denials.services.make_packet import make_packet
from cleanclaim.web.denials.services.write_letter import (
    answer_letter,
    begin_letter,
    drop_letter,
    save_letter,
    send_letter,
)
from cleanclaim.web.organizations.models import Organization
from cleanclaim.web.tenancy import tenant
from tests.web.denials.conftest import BILLER, WORDS, answer_rows, post
from tests.web.denials.test_cases import DENIED


def filled(text: str) -> str:
    """Return a letter's words with every place filled."""
    while TO_FILL in text:
        start = text.index(TO_FILL)
        end = text.index("]", start) + 1
        text = f"{text[:start]}Policy 7, section 2, is met{text[end:]}"
    return text


def begun(claim: Claim, now: datetime) -> Letter:
    """Post the denial of the claim and begin an appeal."""
    post(*answer_rows(claim, *DENIED, number="PAYER99"), payment="140.00", trace="TRACE77", at=now)
    return begin_letter(case_id=DenialCase.objects.get().pk, kind="appeal", actor=BILLER, at=now)


def pages_of(content: bytes) -> str:
    """Return the words of a PDF."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_template_cites_claim_answer_record_proof_and_last_day(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        letter = begun(commercial, now)
        text = letter.versions.get().text()
        for words in (
            "First-level appeal",
            "Claim E1001, your number PAYER99",
            "Line 2: 83036-QW, 25.00 charged",
            "CO-50",
            "TRACE77",
            WORDS,
            "277CA A2:20",
            "its last day is",
        ):
            assert words in text, words
        assert letter.due is not None
        assert letter.filed_when == "received"


def test_what_only_a_person_can_say_keeps_the_letter_here(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        letter = begun(commercial, now)
        make_packet(letter_id=letter.pk, whole_note=False, actor=BILLER, at=now)
        told = {"on": now.date(), "how": "mail", "tracking": "", "answer_due": None}
        with pytest.raises(InvalidValue, match="wait to be filled"):
            send_letter(letter_id=letter.pk, **told, actor=BILLER, at=now)
        save_letter(letter_id=letter.pk, text=filled(letter.versions.get().text()), actor=BILLER, at=now)
        with pytest.raises(InvalidValue, match="no packet with these words"):
            send_letter(letter_id=letter.pk, **told, actor=BILLER, at=now)
        make_packet(letter_id=letter.pk, whole_note=False, actor=BILLER, at=now)
        assert letter.due is not None
        late = now + timedelta(days=400)
        with pytest.raises(InvalidValue, match="after its last day"):
            send_letter(letter_id=letter.pk, **told | {"on": late.date()}, actor=BILLER, at=late)
        letter.refresh_from_db()
        assert letter.state == "draft"


def test_the_packet_holds_letter_claim_answer_record_and_proof(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        letter = begun(commercial, now)
        packet = make_packet(letter_id=letter.pk, whole_note=False, actor=BILLER, at=now)
        content = packet.content()
        assert [title for title, _ in packet.parts] == [
            "Letter",
            "The claim",
            "The claim as it was sent (837)",
            "Excerpt of the remittance",
            "Excerpts of the record",
            "Proof of timely filing",
        ]
        words = pages_of(content)
        for expected in ("CLM*E1001*235", "TRACE77", "CO-50", WORDS, "accepted for adjudication"):
            assert expected in words, expected
        note = commercial.encounter.documents.get().text()  # type: ignore[union-attr]
        sentence = next(line.strip() for line in note.splitlines() if len(line.strip()) > 40)[:40]
        assert sentence not in words, "the minimum necessary: excerpts, not the note"
        whole = make_packet(letter_id=letter.pk, whole_note=True, actor=BILLER, at=now)
        assert sentence[:20] in pages_of(whole.content())
        assert (packet.number, whole.number) == (1, 2)


def test_versions_are_kept_encrypted_and_cannot_be_changed(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        letter = begun(commercial, now)
        first = letter.versions.get().text()
        save_letter(letter_id=letter.pk, text="Dear payer,\n\npay.", actor=BILLER, at=now)
        save_letter(letter_id=letter.pk, text="Dear payer,\r\n\r\npay.", actor=BILLER, at=now)
        assert [row.number for row in letter.versions.order_by("number")] == [1, 2]
        assert letter.versions.get(number=1).text() == first
        assert b"Dear payer" not in bytes(letter.versions.get(number=2).sealed_text)
    with pytest.raises(Exception, match=r"permission denied|append-only"), tenant(clinic.pk):
        LetterVersion.objects.update(made_by="nobody")
    assert not connection.in_atomic_block


def test_sent_and_upheld_opens_the_next_level(commercial: Claim, clinic: Organization, now: datetime) -> None:
    later = now + timedelta(days=30)
    with tenant(clinic.pk):
        letter = begun(commercial, now)
        save_letter(letter_id=letter.pk, text=filled(letter.versions.get().text()), actor=BILLER, at=now)
        make_packet(letter_id=letter.pk, whole_note=False, actor=BILLER, at=now)
        send_letter(
            letter_id=letter.pk,
            on=now.date(),
            how="certified",
            tracking="9400 1",
            answer_due=later.date(),
            actor=BILLER,
            at=now,
        )
        case = DenialCase.objects.get()
        assert (case.state, case.due) == ("appealed", later.date())
        with pytest.raises(StateError):
            save_letter(letter_id=letter.pk, text="changed", actor=BILLER, at=now)
        with pytest.raises(StateError):
            begin_letter(case_id=case.pk, kind="appeal", actor=BILLER, at=now)
        answer_letter(
            letter_id=letter.pk,
            response="upheld",
            on=later.date(),
            recovered=None,
            text="the criteria are not met",
            actor=BILLER,
            at=later,
        )
        case.refresh_from_db()
        assert case.state == "upheld"
        second = begin_letter(case_id=case.pk, kind="appeal", actor=BILLER, at=later)
        assert (second.level_order, second.pk != letter.pk) == (2, True)
        assert [event.event for event in letter.events.order_by("position")] == ["begun", "sent", "answered"]


def test_overturned_ends_the_case_with_what_was_granted(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        letter = begun(commercial, now)
        save_letter(letter_id=letter.pk, text="Dear payer, pay.", actor=BILLER, at=now)
        make_packet(letter_id=letter.pk, whole_note=False, actor=BILLER, at=now)
        common = {"letter_id": letter.pk, "actor": BILLER, "at": now}
        send_letter(**common, on=now.date(), how="fax", tracking="", answer_due=None)  # type: ignore[arg-type]
        answer_letter(  # type: ignore[arg-type]
            **common, response="partly", on=now.date(), recovered=Decimal("12.50"), text=""
        )
        case = DenialCase.objects.get()
        assert (case.state, case.recovered) == ("recovered", Decimal("12.50"))


def test_a_draft_is_dropped_and_another_begun(commercial: Claim, clinic: Organization, now: datetime) -> None:
    with tenant(clinic.pk):
        letter = begun(commercial, now)
        case = DenialCase.objects.get()
        assert begin_letter(case_id=case.pk, kind="appeal", actor=BILLER, at=now).pk == letter.pk
        drop_letter(letter_id=letter.pk, reason="we replace the claim", actor=BILLER, at=now)
        assert begin_letter(case_id=case.pk, kind="appeal", actor=BILLER, at=now).pk != letter.pk
        with pytest.raises(InvalidValue):
            begin_letter(case_id=case.pk, kind="poem", actor=BILLER, at=now)


def test_a_name_with_letters_that_no_type_has_is_still_printed() -> None:
    assert printable("Łukasz Żółw – “x”\x07 漢") == "Lukasz Zólw – “x”? ?"
    made = make_packet_pdf(
        [Words("Letter", "To Mr. <Żółw> & co.\n\nAmount: 5", headed=False)], foot="Practice"
    )
    words = pages_of(made.content)
    assert "<Z" in words
    assert "& co." in words
    assert made == make_packet_pdf(
        [Words("Letter", "To Mr. <Żółw> & co.\n\nAmount: 5", headed=False)], foot="Practice"
    )
