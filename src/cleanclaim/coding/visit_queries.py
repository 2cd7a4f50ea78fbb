"""Questions about a visit: its kind, its time, a level that is not supported, copied text, signature."""

import re

from cleanclaim.coding.reading import Reading
from cleanclaim.coding.values import Evidence, Query
from cleanclaim.coding.visits import Visit

OPEN_ENDED = ("Other (please specify)", "Unable to determine")
_UNSIGNED = re.compile(
    r"\b(?:unsigned|not (?:yet )?signed|awaiting signature|signature pending|preliminary,? not "
    r"signed|draft[ -]+not signed)\b"
)
_NO_ORDER = re.compile(
    r"\b(?:no (?:signed |written )?order (?:was |is )?(?:found|on file|in (?:the )?chart|"
    r"available|documented)|"
    r"without (?:a |an )?(?:signed |written |physician )?order|order (?:is |was )?(?:missing|not "
    r"found|not on file))\b"
)
_CRITICAL = re.compile(
    r"\bcritical care (?:was |services? )?(?:provided|performed|time|rendered|delivered|given)\b"
)
_VAGUE_TIME = re.compile(
    r"\b(?:(?:spent|took) (?:a )?(?:long|significant|considerable|extended|lengthy|prolonged) "
    r"(?:amount of )?time|(?:greater|more) than (?:half|50 ?%) of (?:the |this )?(?:visit|time|"
    r"encounter)|prolonged (?:visit|counseling|time))\b"
)


def visit_queries(visit: Visit | None, reading: Reading) -> list[Query]:
    """Return the questions about a visit, in a fixed order."""
    found: list[Query] = []
    if visit is not None:
        found.extend(_about_kind(visit, reading))
        found.extend(_about_level(visit, reading))
    found.extend(_about_time(visit, reading))
    found.extend(_about_copies(reading))
    unsigned = _UNSIGNED.search(reading.lower)
    if unsigned:
        evidence = reading.evidence(unsigned.start(), unsigned.end())
        found.append(
            _query(
                "signature",
                "The note is marked as not signed. Please authenticate it, or say who is to.",
                ("Signature added", "Note to be signed by another provider"),
                evidence,
            )
        )
    unordered = _NO_ORDER.search(reading.lower)
    if unordered:
        evidence = reading.evidence(unordered.start(), unordered.end())
        question = (
            "A service is recorded without its order. Please document the order, or that none was given."
        )
        found.append(
            _query("order", question, ("Order documented elsewhere (please specify)", "No order"), evidence)
        )
    return found


def _query(topic: str, question: str, options: tuple[str, ...], *evidence: Evidence) -> Query:
    return Query(topic=topic, question=question, options=(*options, *OPEN_ENDED), evidence=evidence)


def _about_kind(visit: Visit, reading: Reading) -> list[Query]:
    found = []
    beginning = (
        reading.evidence(reading.sentences[0].start, reading.sentences[0].end)
        if reading.sentences
        else reading.evidence(0, 0)
    )
    if "new-patient" in visit.kind.asks:
        question = (
            "The note does not say whether the patient is new to the practice. Has anyone of the same "
            "specialty in the group seen the patient in the last three years?"
        )
        found.append(_query("new-patient", question, ("New patient", "Established patient"), beginning))
    if "visit-type" in visit.kind.asks:
        question = "The note does not say which kind of visit it documents. Please document it."
        found.append(
            _query("visit-type", question, ("Initial visit", "Subsequent visit", "Discharge day"), beginning)
        )
    return found


def _about_level(visit: Visit, reading: Reading) -> list[Query]:
    level = visit.level
    if level.billed is None or level.supported is not False:
        return []
    place = reading.lower.find(level.billed)
    evidence = reading.evidence(place, place + len(level.billed))
    question = (
        f"The note names {level.billed}. The problems addressed, data and risk as documented are "
        f"{level.problems}, {level.data} and {level.risk}. "
        "Please clarify the documentation, if something that was done is not recorded."
    )
    return [
        _query(
            "unsupported-level",
            question,
            (
                "The documentation is complete as it stands",
                "An addendum is needed (please specify what was done)",
            ),
            evidence,
        )
    ]


def _about_time(visit: Visit | None, reading: Reading) -> list[Query]:
    found = []
    if visit is not None and visit.time is not None and visit.time.contains_procedure:
        evidence = reading.evidence(visit.time.start, visit.time.end)
        question = (
            "The total time seems to contain a service that is reported separately. Please document the "
            "time without it."
        )
        found.append(
            _query(
                "time", question, ("Minutes without separately reported services (please specify)",), evidence
            )
        )
    critical = _CRITICAL.search(reading.lower)
    if critical and not re.search(
        r"critical care[^.\n]{0,80}\d+\s*min|\d+\s*min[^.\n]{0,80}critical care", reading.lower
    ):
        evidence = reading.evidence(critical.start(), critical.end())
        found.append(
            _query(
                "time",
                "Critical care is documented without its time. Please document the minutes, without "
                "separately reported procedures.",
                ("Minutes of critical care (please specify)",),
                evidence,
            )
        )
    vague = _VAGUE_TIME.search(reading.lower)
    if vague and (visit is None or visit.time is None) and reading.context.setting != "ed":
        evidence = reading.evidence(vague.start(), vague.end())
        found.append(
            _query(
                "time",
                "Time is mentioned without an amount. If time is to be documented, please give the total "
                "minutes on the date of the visit.",
                ("Total minutes (please specify)", "Time is not to be documented"),
                evidence,
            )
        )
    return found


def _about_copies(reading: Reading) -> list[Query]:
    if not reading.copied:
        return []
    start, end = reading.copied[0]
    question = (
        "Part of the note is marked as carried over from an earlier note. Please document what was "
        "reviewed or changed at this encounter."
    )
    return [
        _query(
            "copied-text",
            question,
            ("The text was reviewed and is current", "The text does not describe this encounter"),
            reading.evidence(start, end),
        )
    ]
