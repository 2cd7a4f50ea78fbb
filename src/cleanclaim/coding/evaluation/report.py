"""All measures of one evaluation, for one code system, with intervals and by part."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

import msgspec

from cleanclaim.coding.evaluation.bootstrap import bootstrap
from cleanclaim.coding.evaluation.causes import Error, errors_of
from cleanclaim.coding.evaluation.scores import (
    Counts,
    CoveragePoint,
    average_precision,
    calibration_error,
    categories,
    counts,
    coverage_curve,
    evidence_overlap,
    macro_f1,
    total,
)
from cleanclaim.coding.evaluation.values import Compared
from cleanclaim.coding.sections import sections_of
from cleanclaim.coding.sentences import lines_of


class Figure(msgspec.Struct, frozen=True):
    """A value with its 95 % bootstrap interval over notes."""

    value: float
    low: float
    high: float


class Part(msgspec.Struct, frozen=True):
    """Counts of one part of the set (a setting, or a section of the note)."""

    name: str
    notes: int
    counts: Counts
    f1: float


class Report(msgspec.Struct, frozen=True):
    """The measures. ``accepted`` is over codes that need no second look; ``coverage`` their share
    of the selected ones. ``by_section`` has recall only: gold spans tell where a code stands."""

    system: str
    notes: int
    exact: Counts
    precision: Figure
    recall: Figure
    micro_f1: Figure
    macro_f1: float
    category_micro_f1: Figure
    category_macro_f1: float
    mean_average_precision: Figure
    first_listed: Figure
    first_listed_by: str
    evidence_overlap: float
    evidence_of: int
    calibration_error: float
    accepted: Counts
    accepted_coverage: float
    coverage_curve: tuple[CoveragePoint, ...]
    by_setting: tuple[Part, ...]
    by_section: tuple[Part, ...]
    causes: tuple[tuple[str, str, int], ...]
    errors: tuple[Error, ...]


def report(pairs: Sequence[Compared], system: str, *, rounds: int = 1000, seed: int = 1) -> Report:
    """Return the measures of all notes for one code system."""
    sets = [(pair.ours.selected(system), pair.gold.of_system(system)) for pair in pairs]
    exact = [counts(ours, gold) for ours, gold in sets]
    rough = [counts(categories(ours), categories(gold)) for ours, gold in sets]
    ranks = [
        average_precision([one.code for one in pair.ours.ranked(system)], gold)
        for pair, (_, gold) in zip(pairs, sets, strict=True)
        if gold
    ]
    firsts, named = _first_listed(pairs, system)
    said = [
        (one.confidence, one.code in gold)
        for pair, (_, gold) in zip(pairs, sets, strict=True)
        for one in pair.ours.ranked(system)
    ]
    chosen = [
        (one.confidence, one.code in gold)
        for pair, (_, gold) in zip(pairs, sets, strict=True)
        for one in pair.ours.ranked(system)
        if one.selected
    ]
    accepted = [
        counts(
            frozenset(
                one.code for one in pair.ours.ranked(system) if one.selected and one.decision == "accept"
            ),
            gold,
        )
        for pair, (_, gold) in zip(pairs, sets, strict=True)
    ]
    overlap = evidence_overlap(pairs, system)
    errors = tuple(error for pair in pairs for error in errors_of(pair, system))
    grouped = Counter((error.kind, error.cause) for error in errors)

    def figure(parts: Sequence[Counts], of: Callable[[Counts], float]) -> Figure:
        low, high = bootstrap(parts, lambda some: of(total(some)), rounds=rounds, seed=seed)
        return Figure(of(total(parts)), low, high)

    def mean(values: Sequence[float]) -> Figure:
        low, high = bootstrap(values, _mean, rounds=rounds, seed=seed)
        return Figure(_mean(values), low, high)

    return Report(
        system=system,
        notes=len(pairs),
        exact=total(exact),
        precision=figure(exact, lambda one: one.precision),
        recall=figure(exact, lambda one: one.recall),
        micro_f1=figure(exact, lambda one: one.f1),
        macro_f1=macro_f1(sets),
        category_micro_f1=figure(rough, lambda one: one.f1),
        category_macro_f1=macro_f1([(categories(ours), categories(gold)) for ours, gold in sets]),
        mean_average_precision=mean(ranks),
        first_listed=mean(firsts),
        first_listed_by="the gold file's role" if named else "the first code of the gold file's list",
        evidence_overlap=overlap.share,
        evidence_of=overlap.of,
        calibration_error=calibration_error(said),
        accepted=total(accepted),
        accepted_coverage=total(accepted).proposed / max(total(exact).proposed, 1),
        coverage_curve=coverage_curve(chosen),
        by_setting=_by_setting(pairs, system),
        by_section=_by_section(pairs, system),
        causes=tuple((kind, cause, number) for (kind, cause), number in grouped.most_common()),
        errors=errors,
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _first_listed(pairs: Sequence[Compared], system: str) -> tuple[list[float], bool]:
    hits: list[float] = []
    named = False
    for pair in pairs:
        code, said = pair.gold.first_listed(system)
        named = named or said
        if not code:
            continue
        ranked = [one for one in pair.ours.ranked(system) if one.selected]
        ours = next((one.code for one in ranked if one.role == "first"), ranked[0].code if ranked else "")
        hits.append(float(ours == code))
    return hits, named


def _by_setting(pairs: Sequence[Compared], system: str) -> tuple[Part, ...]:
    parts: dict[str, list[Counts]] = defaultdict(list)
    for pair in pairs:
        parts[pair.gold.setting or pair.ours.setting].append(
            counts(pair.ours.selected(system), pair.gold.of_system(system))
        )
    return tuple(Part(name, len(some), total(some), total(some).f1) for name, some in sorted(parts.items()))


def _by_section(pairs: Sequence[Compared], system: str) -> tuple[Part, ...]:
    """Return per section of the first gold span how many gold codes there are, and how many we have."""
    right: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    notes: Counter[str] = Counter()
    for pair in pairs:
        ours = pair.ours.selected(system)
        sections = sections_of(pair.gold.text, lines_of(pair.gold.text))
        seen: set[str] = set()
        for label in pair.gold.codes:
            if label.system != system or not label.spans:
                continue
            kind = sections.at(label.spans[0][0]).kind
            gold[kind] += 1
            right[kind] += label.code in ours
            seen.add(kind)
        notes.update(seen)
    return tuple(
        Part(kind, notes[kind], Counts(right[kind], right[kind], gold[kind]), right[kind] / gold[kind])
        for kind, _ in gold.most_common()
    )
