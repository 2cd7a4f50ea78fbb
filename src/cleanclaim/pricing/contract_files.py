"""Contracts out of YAML files, read strictly: what could be misread is refused with its line.

The language is described, with examples that run, in ``docs/algorithms/contracts.md``.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import msgspec

from cleanclaim.parameters.strict_yaml import Lined, line_at, read_yaml
from cleanclaim.pricing import contract as model
from cleanclaim.pricing.contract_checks import check_contract, check_contracts
from cleanclaim.pricing.contract_codes import Codes
from cleanclaim.pricing.contract_schema import (
    BESIDE,
    KINDS,
    ContractIn,
    LinesIn,
    Number,
    PayIn,
    TermIn,
)
from cleanclaim.pricing.loading import load_schedule
from cleanclaim.pricing.schedule import FeeSchedule
from cleanclaim.pricing.values import BILLS, SETTINGS
from cleanclaim.primitives import (
    NPI,
    DateRange,
    DecodeError,
    InvalidValue,
    Modifier,
    PlaceOfService,
    UnreadableFile,
    money,
    parse_iso,
)


def load_contracts(directory: Path) -> tuple[model.Contract, ...]:
    """Return all contracts in the YAML files of a directory and below.

    Raises ``UnreadableFile`` when there is no such directory, and ``DecodeError`` for a file that
    is wrong or two contracts that are for the same payer, plan, provider and day.
    """
    if not directory.is_dir():
        raise UnreadableFile("there is no such directory of contracts.", where=str(directory))
    found = tuple(load_contract(path) for path in sorted(directory.rglob("*.yaml")))
    check_contracts(found)
    return found


def load_contract(path: Path) -> model.Contract:
    """Return the contract in a file; the schedules that it names stand beside it as CSV.

    Raises ``UnreadableFile`` or ``DecodeError`` naming file, line, what is wrong and how to put
    it right.
    """
    tree = read_yaml(path, begin="contract")
    try:
        file = msgspec.convert(tree, ContractIn, strict=True)
    except msgspec.ValidationError as error:
        text, _, place = str(error).partition(" - at `")
        where = f"{path}, line {line_at(tree, place.rstrip('`'))}"
        raise DecodeError(
            f"{text}.", where=where, fix="docs/algorithms/contracts.md lists what may stand here."
        ) from None
    return _Reading(path, tree, file).contract()


class _Reading:
    """Turns one file into a contract, knowing the line of everything."""

    def __init__(self, path: Path, tree: Lined, file: ContractIn) -> None:
        self.path = path
        self.tree = tree
        self.file = file
        self.effective = self.dates("$", file.start, file.to, DateRange(date.min, date.max))
        self.codes = Codes(self.wrong)

    def contract(self) -> model.Contract:
        file = self.file
        schedules = {
            name: load_schedule(self.path.parent / csv, name=f"{file.contract}, {name}")
            for name, csv in file.schedules.items()
        }
        carved = [
            self.term(f"$.carve_outs[{place}]", term, True, schedules)
            for place, term in enumerate(file.carve_outs)
        ]
        terms = [
            self.term(f"$.terms[{place}]", term, False, schedules) for place, term in enumerate(file.terms)
        ]
        default = model.Term(
            name="default",
            match=model.Match(),
            pay=self.pay("$.default", file.default, schedules),
            effective=self.effective,
            line=line_at(self.tree, "$.default"),
        )
        contract = model.Contract(
            name=file.contract,
            payer_id=str(file.payer_id),
            effective=self.effective,
            terms=(*carved, *terms),
            default=default,
            plans=tuple(str(plan) for plan in file.plans),
            providers=tuple(self.npi(str(npi)) for npi in file.providers),
            schedules=MappingProxyType(schedules),
            lesser_of_charge=file.lesser_of_charge,
            modifiers=self.modifiers(),
            multiple_procedures=self.multiple(),
            stop_loss=self.stop_loss(),
            where=str(self.path),
        )
        check_contract(contract)
        return contract

    def term(
        self, at: str, term: TermIn, carve_out: bool, schedules: Mapping[str, FeeSchedule]
    ) -> model.Term:
        effective = self.dates(at, term.start, term.to, self.effective)
        if effective.start < self.effective.start or effective.end > self.effective.end:
            raise self.wrong(
                at,
                f"{term.name} goes beyond the days of the contract.",
                "Keep from and to within the contract's.",
            )
        return model.Term(
            name=term.name,
            match=self.match(f"{at}.for", term.lines),
            pay=self.pay(f"{at}.pay", term.pay, schedules),
            effective=effective,
            carve_out=carve_out,
            lesser_of_charge=term.lesser_of_charge,
            unlisted=term.unlisted,
            line=line_at(self.tree, at),
        )

    def match(self, at: str, lines: LinesIn) -> model.Match:
        for name, said, allowed in (("settings", lines.settings, SETTINGS), ("bills", lines.bills, BILLS)):
            unknown = [one for one in said if one not in allowed]
            if unknown:
                raise self.wrong(
                    f"{at}.{name}", f"{unknown[0]!r} is not known.", f"Use {', '.join(allowed)}."
                )
        return model.Match(
            codes=self.codes.procedures(f"{at}.codes", lines.codes),
            revenue=self.codes.revenue(f"{at}.revenue", lines.revenue),
            drg=self.codes.drgs(f"{at}.drg", lines.drg),
            modifiers=self.codes.of_type(f"{at}.modifiers", lines.modifiers, Modifier),
            places=self.codes.of_type(f"{at}.places", lines.places, PlaceOfService),
            settings=tuple(lines.settings),
            bills=tuple(lines.bills),
            above=None if lines.above is None else self.dollars(f"{at}.above", lines.above),
            up_to=None if lines.up_to is None else self.dollars(f"{at}.up_to", lines.up_to),
        )

    def pay(
        self, at: str, pay: PayIn | Literal["not_covered"], schedules: Mapping[str, FeeSchedule]
    ) -> model.Pay:
        if not isinstance(pay, PayIn):
            return model.NotCovered()
        given = [name for name in KINDS if getattr(pay, name) is not None]
        if len(given) != 1:
            said = " and ".join(given) or "nothing"
            raise self.wrong(
                at, f"a term pays in one way, here is {said}.", f"Write one of {', '.join(KINDS)}."
            )
        kind = given[0]
        for name, with_kinds in BESIDE.items():
            if getattr(pay, name) and kind not in with_kinds:
                raise self.wrong(f"{at}.{name}", f"{name} says nothing beside {kind}.", f"Leave {name} out.")
        as_of = None if pay.as_of is None else self.day(f"{at}.as_of", pay.as_of)
        if pay.schedule is not None:
            if pay.schedule not in schedules:
                known = ", ".join(schedules) or "none"
                raise self.wrong(
                    f"{at}.schedule", f"there is no schedule {pay.schedule!r}.", f"schedules lists {known}."
                )
            whole = Decimal(100) if pay.percent is None else self.percent(f"{at}.percent", pay.percent)
            return model.OfSchedule(pay.schedule, whole)
        if pay.percent_of_medicare is not None:
            share = self.percent(f"{at}.percent_of_medicare", pay.percent_of_medicare)
            return model.OfMedicare(share, as_of, pay.locality)
        if pay.percent_of_charge is not None:
            return model.OfCharge(self.percent(f"{at}.percent_of_charge", pay.percent_of_charge))
        if pay.amount_per_unit is not None:
            return model.PerUnit(self.dollars(f"{at}.amount_per_unit", pay.amount_per_unit))
        if pay.case_rate is not None:
            return model.CaseRate(self.dollars(f"{at}.case_rate", pay.case_rate))
        if pay.drg_base_rate is not None:
            return model.DRGRate(self.dollars(f"{at}.drg_base_rate", pay.drg_base_rate), as_of)
        return self.per_diem(f"{at}.per_diem", pay.per_diem or {})

    def per_diem(self, at: str, tiers: Mapping[str, Number]) -> model.PerDiem:
        found: list[model.Tier] = []
        for days, amount in tiers.items():
            first, dash, last = days.partition("-")
            if not first.isdigit() or (dash and last and not last.isdigit()):
                raise self.wrong(f"{at}.{days}", f"{days!r} is not days.", "Write 1-3, and 4- for the rest.")
            end = None if dash and not last else int(last or first)
            expected = 1 if not found else (found[-1].last or 0) + 1
            if (
                (found and found[-1].last is None)
                or int(first) != expected
                or (end is not None and end < int(first))
            ):
                raise self.wrong(
                    f"{at}.{days}",
                    f"{days} does not go on from the days before it.",
                    f"Begin with {expected}.",
                )
            found.append(model.Tier(int(first), end, self.dollars(f"{at}.{days}", amount)))
        if not found or found[-1].last is not None:
            raise self.wrong(at, "a longer stay has no amount.", "Let the last tier be open, as 4-.")
        return model.PerDiem(tuple(found))

    def modifiers(self) -> Mapping[str, Decimal]:
        names = self.codes.of_type("$.modifiers", list(self.file.modifiers), Modifier)
        return MappingProxyType(
            {
                name: self.percent(f"$.modifiers.{said}", share)
                for name, (said, share) in zip(names, self.file.modifiers.items(), strict=True)
            }
        )

    def multiple(self) -> model.MultipleProcedures | None:
        rule, at = self.file.multiple_procedures, "$.multiple_procedures"
        if rule is None:
            return None
        if not rule.percents or not rule.codes:
            raise self.wrong(at, "codes and percents must not be empty.", 'Write percents: ["100", "50"].')
        return model.MultipleProcedures(
            self.codes.procedures(f"{at}.codes", rule.codes),
            tuple(self.percent(f"{at}.percents", share) for share in rule.percents),
            self.codes.of_type(f"{at}.exempt", rule.exempt, Modifier),
        )

    def stop_loss(self) -> model.StopLoss | None:
        rule, at = self.file.stop_loss, "$.stop_loss"
        if rule is None:
            return None
        return model.StopLoss(
            self.dollars(f"{at}.above", rule.above),
            self.percent(f"{at}.percent", rule.percent),
            rule.kind,
            rule.with_carve_outs,
        )

    def dates(self, at: str, start: str | None, end: str | None, default: DateRange) -> DateRange:
        found = DateRange(
            default.start if start is None else self.day(f"{at}.from", start),
            default.end if end is None else self.day(f"{at}.to", end),
        )
        if found.end < found.start:
            raise self.wrong(
                f"{at}.to", f"it ends on {found.end}, before it begins.", "Exchange from and to."
            )
        return found

    def day(self, at: str, text: str) -> date:
        try:
            return parse_iso(text)
        except InvalidValue as error:
            raise self.wrong(at, error.message, error.fix) from None

    def dollars(self, at: str, said: Number) -> Decimal:
        amount = self._exact(at, said, 'Write dollars as "123.45".')
        if amount != money(amount):
            raise self.wrong(at, f"{said} has more than two decimals.", 'Write dollars as "123.45".')
        return money(amount)

    def percent(self, at: str, said: Number) -> Decimal:
        share = self._exact(at, said, 'Write 115 percent as "115".')
        if share >= _MOST_PERCENT or 0 < share < 1:
            raise self.wrong(at, f"{said} percent cannot be meant.", 'Write 115 percent as "115".')
        return share

    def npi(self, said: str) -> str:
        try:
            return NPI.parse(said).value
        except InvalidValue as error:
            raise self.wrong("$.providers", error.message, "Give the NPI of who is paid.") from None

    def wrong(self, at: str, message: str, fix: str) -> DecodeError:
        """Return the error of a place in the file."""
        return DecodeError(message, where=f"{self.path}, line {line_at(self.tree, at)}", fix=fix)

    def _exact(self, at: str, said: Number, fix: str) -> Decimal:
        try:
            money(said)
            found = Decimal(said)
        except InvalidValue as error:
            raise self.wrong(at, error.message, fix) from None
        if found < 0:
            raise self.wrong(at, f"{said} is less than nothing.", fix)
        return found


_MOST_PERCENT = 10_000
