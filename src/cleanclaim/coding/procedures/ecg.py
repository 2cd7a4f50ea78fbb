"""Electrocardiograms: tracing with reading in the office, reading only in a hospital, tracing only."""

import re
from collections.abc import Iterator

from cleanclaim.coding.procedures.values import Missing, Outcome, Performed
from cleanclaim.coding.reading import Reading, Status

TRIGGERS = ("ekg", "ecg", "electrocardiogram", "12-lead")
_ECG = re.compile(r"\b(?:ekg|ecg|electrocardiogram|12[- ]lead)\b")
_READ = re.compile(
    r"\b(?:sinus|rhythm|rate|st[- ](?:elevation|depression|segment|changes)|t[- ]wave|axis|"
    r"interval|qtc?|pr interval|bundle|interpret\w*|normal ekg|normal ecg|no acute|ischemi\w+|"
    r"afib|atrial|lvh)\b"
)
_BY_ME = re.compile(
    r"\b(?:interpret(?:ed|ation)[^.\n]{0,20}(?:by me|by myself|by the (?:ed|emergency) physician)|"
    r"my (?:own |independent )?(?:interpretation|read)|i (?:personally |independently |have "
    r")*(?:interpreted|reviewed|read)|(?:independently|personally) (?:interpreted|reviewed)|read "
    r"by me|ed interpretation|ed physician interpretation|interpretation)\b"
)
_PAST = re.compile(
    r"\b(?:prior|previous|old|last (?:year|month|visit)|outside|from (?:the )?(?:ed|hospital)|"
    r"compar\w+|ago)\b"
)


def ecgs(reading: Reading) -> Iterator[Outcome]:
    """Yield the electrocardiogram that was taken or read for this encounter."""
    setting = reading.context.setting
    if setting in ("operative", "imaging", "dental", "therapy", "laboratory"):
        return
    hospital = setting in ("ed", "inpatient", "observation")
    tracing = None
    for said, match in reading.find(_ECG):
        status = reading.status(said, match.start(), match.end())
        if status in (Status.PLANNED, Status.REFUSED) or (
            _PAST.search(said.lower) and "today" not in said.lower and "compared" not in said.lower
        ):
            continue
        if said.section in ("hpi", "pmh", "chief_complaint") and "today" not in said.lower:
            continue
        following = (
            reading.sentences[said.number + 1].lower if said.number + 1 < len(reading.sentences) else ""
        )
        read = _READ.search(said.lower) or _READ.search(following)
        span = (match.start(), min(said.end, match.end() + 40))
        if hospital:
            if read and (_BY_ME.search(said.lower) or _BY_ME.search(following)):
                yield Performed(
                    code="93010",
                    kind="test",
                    family="electrocardiogram",
                    spans=(span,),
                    why=("reading only: the machine belongs to the hospital",),
                )
                return
            continue
        done = status is Status.DONE or said.section == "results"
        if (
            done
            and read
            and (
                status is Status.DONE
                or re.search(
                    r"today|in (?:the )?(?:office|clinic)|perform|obtained",
                    reading.lower[max(0, said.start - 200) : said.end],
                )
            )
            and re.search(
                r"today|office|clinic|perform|obtained|done|interpret|taken|12[- ]lead",
                said.lower + following,
            )
        ):
            yield Performed(
                code="93000",
                kind="test",
                family="electrocardiogram",
                spans=(span,),
                why=("tracing and reading in the office",),
            )
            return
        if done and re.search(
            r"\b(?:performed|obtained|done) (?:today|in (?:the )?(?:office|clinic))", said.lower
        ):
            tracing = tracing or span
    if tracing is not None:
        yield Missing(
            family="electrocardiogram",
            topic="procedure-detail",
            question=(
                "An electrocardiogram was taken. Please document its interpretation, if one was made "
                "(rhythm, rate and findings)."
            ),
            options=("Interpretation and findings (please specify)", "Tracing only"),
            spans=(tracing,),
        )
