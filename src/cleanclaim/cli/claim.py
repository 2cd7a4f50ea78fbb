"""``cleanclaim claim``: claim documents into the forms that payers take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanclaim.cli.claim_records import correct, export, list_, recall, release, show
from cleanclaim.cli.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cleanclaim.claim import Claim, Contact
    from cleanclaim.exchange import Submission


@click.group()
def command() -> None:
    """Claims: list, show and release those of the database; documents into the forms that payers take."""


command.add_command(list_)
command.add_command(show)
command.add_command(release)
command.add_command(recall)
command.add_command(correct)
command.add_command(export)


@command.command()
@click.argument("claims", metavar="CLAIM.json...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The 837 file to write.")
@click.option(
    "--control-number", type=int, default=1, show_default=True, help="ISA13; the others follow from it."
)
@click.option("--date", "at", metavar="WHEN", help="ISO date or time of the file; default: see below.")
@click.option("--test", is_flag=True, help="Mark the file as a test (ISA15 T).")
@click.option("--submitter-name", help="Default: the billing provider of the first claim.")
@click.option("--submitter-id", help="Default: that provider's NPI.")
@click.option("--contact", help="Name of the submitter's contact; default: the provider's.")
@click.option("--phone", help="The contact's telephone; default: the provider's.")
@click.option("--receiver-name", help="Default: the payer that the claims are billed to.")
@click.option("--receiver-id", help="Default: that payer's id.")
def build(claims: tuple[Path, ...], output: Path, **options: str | int | bool | None) -> int:
    """Write claims as an 837 file: 837P, 837I or 837D by their claim_type, one type a file.

    Each CLAIM.json holds one claim, an array of claims, or one claim a line; a claim is a stored
    document ({"schema": 2, "claim": {...}}) or the bare claim. Without --date the file bears noon
    of the last day of service (or of a prior payer's decision), so that the same input gives the
    same bytes. The file is complete or
    not there at all.
    """
    from cleanclaim.exchange import write_837
    from cleanclaim.primitives import InvalidValue

    found = [claim for path in claims for claim in read_claims(path)]
    if not found:
        raise InvalidValue("there is no claim in it.", where=str(claims[0]), fix="Put a claim into it.")
    _refuse_incomplete(found)
    data = write_837(found, submission=_submission(found, options))
    write_whole(output, data)
    lines = sum(len(claim.lines) for claim in found)
    click.echo(f"{output}: {_count(len(found), 'claim')} with {_count(lines, 'line')}.", err=True)
    return 0


@command.command()
@click.argument("claims", metavar="CLAIM.json...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The PDF to write.")
@click.option("--overlay", is_flag=True, help="Only the text, at its place on pre-printed paper.")
@click.option(
    "--right", type=float, default=0, show_default=True, help="Move right by so many points (1/72 inch)."
)
@click.option(
    "--down", type=float, default=0, show_default=True, help="Move down by so many points (1/72 inch)."
)
@click.option("--date", "on", metavar="DAY", help="ISO day of printing, for the boxes that ask for it.")
@click.option(
    "--json", "as_json", is_flag=True, help="Write the boxes to standard output, one object a page."
)
def form(
    claims: tuple[Path, ...],
    output: Path,
    *,
    overlay: bool,
    right: float,
    down: float,
    on: str | None,
    as_json: bool,
) -> int:
    """Write claims as CMS-1500 (02/12), UB-04 or ADA dental forms, by their claim_type, in one PDF.

    Without --overlay the form is complete, with rulings and short labels of our own. More lines
    than a form has go on further pages. What is missing, too long for its box or without a box is
    said on standard error; the exit status is 1 when a box that payers ask for is empty, or
    something of the claim is not on the form.
    """
    from cleanclaim.exchange.paper import fill, write_pdf
    from cleanclaim.primitives import InvalidValue, encode_line, parse_iso

    found = [claim for path in claims for claim in read_claims(path)]
    if not found:
        raise InvalidValue("there is no claim in it.", where=str(claims[0]), fix="Put a claim into it.")
    day = parse_iso(on) if on else None
    forms = [fill(claim, on=day) for claim in found]
    write_whole(output, write_pdf(forms, overlay=overlay, right=right, down=down))
    incomplete = False
    for claim, filled in zip(found, forms, strict=True):
        for problem in filled.problems:
            incomplete = incomplete or problem.kind != "too-long"
            click.echo(
                f"claim {claim.patient_control_number or 'without a number'}: {problem.message}", err=True
            )
        for page in filled.pages if as_json else ():
            click.echo(
                encode_line(
                    {
                        "claim_id": claim.patient_control_number,
                        "form": filled.layout.name,
                        "page": page.number,
                        "pages": len(filled.pages),
                        "boxes": page.boxes,
                        "problems": [problem for problem in filled.problems if problem.page == page.number],
                    }
                )
            )
    pages = sum(len(filled.pages) for filled in forms)
    click.echo(f"{output}: {_count(len(found), 'claim')} on {_count(pages, 'page')}.", err=True)
    return 1 if incomplete else 0


def _refuse_incomplete(claims: Sequence[Claim]) -> None:
    """Refuse claims without anything to bill or anybody to bill it to."""
    from cleanclaim.primitives import InvalidValue

    for position, claim in enumerate(claims, start=1):
        where = f"claim {claim.patient_control_number or f'number {position}'}"
        if not claim.lines:
            raise InvalidValue(
                "the claim has no lines.", where=where, fix="Enter the services that were rendered (lines)."
            )
        if not claim.coverages:
            raise InvalidValue(
                "the claim has no coverage.", where=where, fix="Enter the insurance to bill (coverages)."
            )


def read_claims(path: Path) -> list[Claim]:
    """Return the claims of a JSON file: one, an array, or one a line.

    Raises ``UnreadableFile`` or ``DecodeError`` with file, and line or place in the array.
    """
    import msgspec

    from cleanclaim.claim import decode_claim
    from cleanclaim.cli.paths import read_text
    from cleanclaim.primitives import DecodeError

    text = read_text(path)
    rows = [(number, row) for number, row in enumerate(text.splitlines(), start=1) if row.strip()]
    if not rows:
        raise DecodeError("the file is empty.", where=str(path), fix="Put a claim into it.")
    if text.lstrip().startswith("["):
        try:
            items = msgspec.json.decode(text, type=list[msgspec.Raw])
        except msgspec.DecodeError as error:
            raise DecodeError(f"the array of claims is not JSON: {error}.", where=str(path)) from None
        return [
            decode_claim(bytes(item), where=f"{path}, claim {number}")
            for number, item in enumerate(items, start=1)
        ]
    if len(rows) > 1 and _is_json(rows[0][1]):
        return [decode_claim(row, where=f"{path}, line {number}") for number, row in rows]
    return [decode_claim(text, where=str(path))]


def _is_json(text: str) -> bool:
    import msgspec

    try:
        msgspec.json.decode(text)
    except msgspec.DecodeError:
        return False
    return True


def _submission(claims: Sequence[Claim], options: dict[str, str | int | bool | None]) -> Submission:
    from cleanclaim.exchange import Submission

    def given(name: str) -> str:
        return str(options[name] or "")

    provider = claims[0].billing_provider
    own_name = " ".join(filter(None, (provider.name.last, provider.name.first)))
    receiver_name, receiver_id = _receiver(claims, given("receiver_name"), given("receiver_id"))
    return Submission(
        submitter_name=_needed(given("submitter_name") or own_name, "--submitter-name"),
        submitter_id=_needed(given("submitter_id") or provider.npi, "--submitter-id"),
        contact=_contact(provider.contact, given("contact"), given("phone")),
        receiver_name=receiver_name,
        receiver_id=receiver_id,
        control_number=int(options["control_number"] or 0),
        at=_time(claims, given("at")),
        usage="T" if options["test"] else "P",
    )


def _contact(own: Contact | None, name: str, phone: str) -> Contact:
    from cleanclaim.claim import Contact

    own = own or Contact()
    numbers = (("TE", phone),) if phone else own.numbers
    if not numbers:
        _needed("", "--phone")
    return Contact(name or own.name, numbers)


def _receiver(claims: Sequence[Claim], name: str, identifier: str) -> tuple[str, str]:
    payers = list(dict.fromkeys((c.coverage.payer.name, c.coverage.payer.payer_id) for c in claims))
    if len(payers) == 1:
        name, identifier = name or payers[0][0], identifier or payers[0][1]
    return _needed(name, "--receiver-name"), _needed(identifier, "--receiver-id")


def _time(claims: Sequence[Claim], text: str) -> datetime:
    from datetime import datetime, time

    from cleanclaim.primitives import InvalidValue

    if text:
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            raise InvalidValue(f"{text!r} is not a date.", where="--date", fix="Write 2025-12-31.") from None
    days = [claim.service_dates.end for claim in claims if claim.service_dates is not None]
    days += [d.adjudicated_on for c in claims for ln in c.lines for d in ln.adjudications if d.adjudicated_on]
    prior = [c.prior_payment for claim in claims for c in claim.coverages if c.prior_payment is not None]
    days += [payment.adjudicated_on for payment in prior if payment.adjudicated_on is not None]
    if not days:
        _needed("", "--date")
    return datetime.combine(max(days), time(12))


def _needed(value: str, option: str) -> str:
    from cleanclaim.primitives import InvalidValue

    if not value:
        raise InvalidValue(
            "the claims do not say it, or not with one voice.", where=option, fix="Give the option."
        )
    return value


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
