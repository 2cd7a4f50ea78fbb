"""Mistakes in the levels: practice, subscriber, patient."""

from cleanclaim.exchange import claim_837
from cleanclaim.x12 import Row
from tests.simulator.planted.planting import Catalogue, RowChange, Writer, put, where

mistake = Catalogue()


def _transaction(writer: Writer, segment: str, change: RowChange) -> None:
    writer.spoils("_transaction_rows", where(segment, change))


@mistake("two practices", "277CA submitter A6:481")
def every_subscriber_hangs_on_the_first_practice(writer: Writer) -> None:
    """HL02 of a subscriber is always 1: well-formed, and another provider's claim."""
    _transaction(writer, "HL", lambda row: put(row, "1", at=2) if row[3] == "22" else row)


@mistake("child", "277CA submitter A6:481")
def dependent_hangs_on_the_practice(writer: Writer) -> None:
    """HL02 of the patient is the provider's level, not the subscriber's."""
    _transaction(writer, "HL", lambda row: put(row, "1", at=2) if row[3] == "23" else row)


@mistake("child", "277CA submitter A8:481")
def subscriber_with_a_dependent_says_that_nobody_follows(writer: Writer) -> None:
    """HL04 of the subscriber is 0."""
    _transaction(writer, "HL", lambda row: put(row, "0", at=4) if row[3] == "22" else row)


@mistake("two practices", "999 HL")
def practice_without_a_claim_is_written(writer: Writer) -> None:
    """A level of a practice to which no subscriber belongs comes last."""

    def one_more(rows: list[Row], *_: object) -> list[Row]:
        start = next(n for n, row in enumerate(rows) if row[0] == "HL")
        end = next(n for n, row in enumerate(rows) if row[0] == "HL" and row[3] == "22")
        number = sum(row[0] == "HL" for row in rows) + 1
        return [*rows, put(rows[start], str(number), at=1), *rows[start + 1 : end]]

    writer.spoils("_transaction_rows", one_more)


@mistake("visit", "277CA submitter A8:481")
def subscriber_alone_announces_a_dependent(writer: Writer) -> None:
    """HL04 of the subscriber is 1, though the patient is the subscriber."""
    _transaction(writer, "HL", lambda row: put(row, "1", at=4) if row[3] == "22" else row)


@mistake("two practices", "999 HL01")
def levels_are_numbered_anew_for_every_practice(writer: Writer) -> None:
    """``hl`` is set to 0 inside the loop."""

    def anew(rows: list[Row], *_: object) -> list[Row]:
        number, offset, found = 0, 0, []
        for row in rows:
            if row[0] == "HL":
                number = 1 if row[3] == "20" else number + 1
                offset = int(row[1]) - number
                row = put(row, str(number), str(int(row[2]) - offset) if row[2] else "", at=1)
            found.append(row)
        return found

    writer.spoils("_transaction_rows", anew)


@mistake("two practices", "999 HL01")
def levels_are_numbered_from_zero(writer: Writer) -> None:
    """``enumerate`` without ``start=1``."""
    _transaction(
        writer,
        "HL",
        lambda row: put(row, str(int(row[1]) - 1), str(int(row[2]) - 1) if row[2] else "", at=1),
    )


@mistake("visit", "999 PAT01")
def patient_who_is_the_subscriber_gets_a_level_of_his_own(writer: Writer) -> None:
    """Every claim is given a patient loop: PAT01 is 18 and the subscriber's loop has no person."""

    def always(_: None, levels: claim_837._Levels, claim: object, place: str) -> None:
        levels.has_patient = True
        levels.subscriber = levels._subscriber_rows(())
        levels.patient = levels._patient_rows(())

    writer.spoils_method(claim_837._Levels, "__init__", always)


@mistake("child", "999 SBR")
def dependents_level_comes_before_the_subscribers_name(writer: Writer) -> None:
    """The patient's rows are yielded before the subscriber's."""

    def early(rows: list[Row], *_: object) -> list[Row]:
        subscriber = next(n for n, row in enumerate(rows) if row[0] == "HL" and row[3] == "22")
        patient = next(n for n, row in enumerate(rows) if row[0] == "HL" and row[3] == "23")
        claim = next(n for n, row in enumerate(rows) if row[0] == "CLM")
        return [
            *rows[: subscriber + 1],
            *rows[patient:claim],
            *rows[subscriber + 1 : patient],
            *rows[claim:],
        ]

    writer.spoils("_transaction_rows", early)
