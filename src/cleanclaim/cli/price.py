"""``cleanclaim price``: what a service should be paid, with the derivation."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanclaim.cli.paths import readable
from cleanclaim.cli.price_options import name_values
from cleanclaim.cli.reference_store import reference_store

if TYPE_CHECKING:
    from cleanclaim.cli.price_output import Output
    from cleanclaim.pricing import NotPriced, Priced, Service, Tables


@click.command(name="price")
@click.argument("code", required=False)
@click.option("--date", "day", metavar="DATE", help="Date of service.")
@click.option("--locality", metavar="MAC-LOCALITY", default="", help="For example 01112-05.")
@click.option(
    "--zip", "zip_code", metavar="ZIP", default="", help="Instead of the locality: where it was done."
)
@click.option("--modifier", "-m", "modifiers", metavar="M", multiple=True, help="May be given several times.")
@click.option("--setting", type=click.Choice(["facility", "nonfacility"]), help="Default: nonfacility.")
@click.option("--place", metavar="POS", default="", help="Place of service; decides the setting.")
@click.option("--units", metavar="N", default="1", show_default=True)
@click.option("--charge", metavar="DOLLARS", help="Charge for all units: the lower amount is allowed.")
@click.option("--minutes", metavar="N", help="Anesthesia time.")
@click.option("--base-units", metavar="N", help="Anesthesia base units of the code.")
@click.option("--provider", metavar="KIND", default="physician", show_default=True, help="Who rendered it.")
@click.option("--nonparticipating", is_flag=True, help="The provider does not participate in Medicare.")
@click.option("--qpp", is_flag=True, help="The conversion factor of qualifying participants.")
@click.option(
    "--bill",
    type=click.Choice(["professional", "outpatient", "ambulatory_surgery", "inpatient"]),
    default="professional",
    show_default=True,
)
@click.option("--given", metavar="NAME=VALUE", multiple=True, help="What one methodology asks for besides.")
@click.option("--payment", is_flag=True, help="Also what Medicare pays after coinsurance and sequestration.")
@click.option(
    "--batch", metavar="FILE.csv", type=click.Path(path_type=Path), help="Price the rows of a file."
)
@click.option(
    "--claim",
    "claims",
    metavar="FILE.837",
    type=click.Path(path_type=Path),
    help="Price the claims of a file.",
)
@click.option(
    "--reference",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Use this reference store instead of the one in the data directory.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def command(
    *,
    code: str | None,
    day: str | None,
    locality: str,
    zip_code: str,
    modifiers: tuple[str, ...],
    setting: str | None,
    place: str,
    units: str,
    charge: str | None,
    minutes: str | None,
    base_units: str | None,
    provider: str,
    nonparticipating: bool,
    qpp: bool,
    bill: str,
    given: tuple[str, ...],
    payment: bool,
    batch: Path | None,
    claims: Path | None,
    reference: Path | None,
    as_json: bool,
) -> int:
    """Say what a service should be paid, and how that comes about.

    CODE with --date and --locality prices one service; --batch FILE.csv one a row (columns code,
    modifiers, date, locality, setting; optional place, units, charge, minutes, provider, claim:
    rows of one claim, one after the other, are priced together); --claim FILE.837 all lines of each
    claim together. Amounts are allowed amounts: what payer and patient pay together.

    Exit status: 0 also where there is no amount (the reason says why), 2 for wrong usage and for
    rows that cannot be read.
    """
    from datetime import date

    from cleanclaim.cli.price_output import Output
    from cleanclaim.cli.price_rows import charge_in, modifiers_in, number_in
    from cleanclaim.parameters import shipped_parameters
    from cleanclaim.pricing import PROVIDERS, Service, Tables
    from cleanclaim.primitives import parse_iso

    ways = [name for name, way in (("CODE", code), ("--batch", batch), ("--claim", claims)) if way]
    if len(ways) != 1:
        raise click.UsageError("Give one of: a code, --batch FILE.csv, --claim FILE.837.")
    if provider not in PROVIDERS:
        raise click.BadParameter(f"use one of {', '.join(PROVIDERS)}.", param_hint="--provider")
    if locality and zip_code:
        raise click.UsageError("Give --locality or --zip: they may name different places.")
    if code and not day:
        raise click.UsageError("Give the date of service (--date 2025-12-31).")
    asked = name_values(given)
    if base_units is not None:
        asked["base_units"] = str(number_in(base_units, "base units"))
    service = Service(
        code=(code or "").strip().upper(),
        on=parse_iso(day) if day else date.min,
        bill=bill,
        modifiers=tuple(one for text in modifiers for one in modifiers_in(text)),
        units=number_in(units, "units"),
        locality=locality,
        setting=setting or "",
        place=place,
        charge=None if charge is None else charge_in(charge),
        minutes=None if minutes is None else int(number_in(minutes, "minutes")),
        provider=provider,
        participating=not nonparticipating,
        qpp=qpp,
        given=asked,
    )
    tables = Tables(reference_store(reference), shipped_parameters())
    with Output(as_json=as_json) as output:
        if claims is not None:
            return _price_claims(claims, service, tables, output, payment=payment)
        if batch is not None:
            return _price_batch(batch, service, tables, output, zip_code=zip_code, payment=payment)
        for answered, answer in _answers([service], tables, zip_code, payment):
            output.write(answered, answer)
    return 0


def _price_batch(
    path: Path, defaults: "Service", tables: "Tables", output: "Output", *, zip_code: str, payment: bool
) -> int:
    """Price the rows of a file, those of one claim together; returns 2 when a row cannot be read."""
    from cleanclaim.cli.price_batch import groups_of
    from cleanclaim.cli.progress import progress_bars
    from cleanclaim.pricing import NotPriced

    status = 0
    with progress_bars(hidden=sys.stdout.isatty()) as bars:
        for rows in groups_of(path, defaults, lambda done, size: bars("Prices", done, size)):
            good = [row.service for row in rows if not row.problem]
            answers = iter(_answers(good, tables, zip_code, payment))
            for row in rows:
                if row.problem:
                    status = 2
                    click.echo(f"cleanclaim: {path}, {row.problem}", err=True)
                    output.write(row.service, NotPriced(row.problem, "unreadable"))
                else:
                    output.write(*next(answers))
    return status


def _price_claims(
    path: Path, defaults: "Service", tables: "Tables", output: "Output", *, payment: bool
) -> int:
    from cleanclaim.exchange import iter_837
    from cleanclaim.pricing.claims import price_claim

    for claim in iter_837(readable(path), where=str(path)):
        priced = price_claim(
            claim,
            tables,
            locality=defaults.locality,
            participating=defaults.participating,
            qpp=defaults.qpp,
            given=defaults.given,
        )
        for each in priced:
            answer = _with_payment(each.service, each.answer, tables) if payment else each.answer
            place = {"file": str(path), "claim_id": claim.patient_control_number, "line": each.line}
            output.write(each.service, answer, place)
    return 0


def _answers(
    services: "list[Service]", tables: "Tables", zip_code: str, payment: bool
) -> "Iterator[tuple[Service, Priced | NotPriced]]":
    """Yield each service as it was asked, places looked up, with its answer."""
    import msgspec

    from cleanclaim.pricing import NotPriced, price_services
    from cleanclaim.pricing.claims import setting_of
    from cleanclaim.pricing.localities import locality_of_zip
    from cleanclaim.pricing.rates import Unpriced

    asked: list[Service] = []
    reasons: list[NotPriced | None] = []
    for service in services:
        reason = None
        try:
            if not service.setting:
                setting = setting_of(service.place, service.on, tables) if service.place else "nonfacility"
                service = msgspec.structs.replace(service, setting=setting)
            if zip_code and not service.locality:
                service = msgspec.structs.replace(
                    service, locality=locality_of_zip(tables, zip_code, service.on)
                )
        except Unpriced as error:
            reason = error.answer
        asked.append(service)
        reasons.append(reason)
    good = [service for service, reason in zip(asked, reasons, strict=True) if reason is None]
    found = iter(price_services(good, tables))
    for service, reason in zip(asked, reasons, strict=True):
        answer = next(found) if reason is None else reason
        yield service, _with_payment(service, answer, tables) if payment else answer


def _with_payment(service: "Service", answer: "Priced | NotPriced", tables: "Tables") -> "Priced | NotPriced":
    from cleanclaim.pricing import NotPriced
    from cleanclaim.pricing.physician_payment import medicare_payment
    from cleanclaim.pricing.rates import Unpriced

    if isinstance(answer, NotPriced):
        return answer
    try:
        return medicare_payment(service, answer, tables)
    except Unpriced:
        return answer  # what is allowed stands where the rates of the payment are not known
