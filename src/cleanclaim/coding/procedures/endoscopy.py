"""Colonoscopy and upper endoscopy: the technique for each finding; screening that became treatment."""

import re
from collections.abc import Iterator

from cleanclaim.coding.procedures.values import Missing, Outcome, Performed, Span
from cleanclaim.coding.reading import Reading, Said, Status

FAMILY = "endoscopy of the digestive tract"
TRIGGERS = ("colonoscop", "egd", "esophagogastroduodenoscop", "upper endoscop", "sigmoidoscop", "cecum")

_COLON = re.compile(r"\bcolonoscop(?:y|e)\b")
_UPPER = re.compile(r"\b(?:egd|esophagogastroduodenoscopy|upper (?:gi )?endoscopy)\b")
_SIGMOID = re.compile(r"\b(?:flexible )?sigmoidoscopy\b")
_SNARE = re.compile(
    r"\b(?:(?:hot|cold)[- ]?snare|snare(?:d| (?:polypectomy|technique|resection|removal))?|with "
    r"(?:a )?(?:hot |cold )?snare)\b"
)
_HOT_FORCEPS = re.compile(r"\bhot (?:biopsy )?forceps|bipolar cautery polypectomy\b")
_BIOPSY = re.compile(r"\b(?:(?:cold )?(?:biopsy )?forceps|biops(?:y|ies|ied)|random biopsies)\b")
_INJECTED = re.compile(
    r"\b(?:(?:spot|india ink|tattoo\w*|saline|submucosal)[^.\n]{0,40}inject\w*|"
    r"inject\w*[^.\n]{0,50}(?:submucosa\w*|spot|ink|saline|lift)|tattooed)\b"
)
_EMR = re.compile(r"\b(?:endoscopic mucosal resection|emr)\b")
_BLEEDING = re.compile(
    r"\b(?:(?:control|treat\w*) (?:of )?(?:the )?(?:active )?bleeding|hemostasis (?:was "
    r")?(?:achieved|obtained)[^.\n]{0,40}(?:clip|cauter|epinephrine|coag)|actively "
    r"bleeding[^.\n]{0,60}(?:clip|cauter|inject))"
)
_ABLATED = re.compile(r"\b(?:argon plasma|apc|ablat\w+|radiofrequency)\b")
_BALLOON = re.compile(r"\b(?:balloon dilat\w+|dilat\w+[^.\n]{0,40}balloon|tts balloon)\b")
_GUIDEWIRE = re.compile(
    r"\b(?:savary|guide ?wire[^.\n]{0,40}dilat\w+|dilat\w+[^.\n]{0,40}(?:guide ?wire|savary|"
    r"bougie))\b"
)
_BAND = re.compile(
    r"\b(?:variceal (?:band )?ligation|band(?:ing|s)? (?:ligation|of varices)|bands? (?:were "
    r")?placed)\b"
)
_FOREIGN = re.compile(
    r"\b(?:food (?:bolus|impaction)[^.\n]{0,60}(?:remov|extract|retriev|push)|foreign "
    r"body[^.\n]{0,40}(?:remov|retriev))\w*"
)
_PEG = re.compile(r"\b(?:peg tube|percutaneous (?:endoscopic )?gastrostomy)[^.\n]{0,40}(?:plac|insert)\w*")
_INCOMPLETE = re.compile(
    r"\b(?:incomplete colonoscopy|(?:could not|unable to|not) (?:be )?(?:advance\w*|reach\w*|"
    r"pass\w*)[^.\n]{0,40}(?:cecum|splenic|scope|colonoscope)?|aborted|poor "
    r"prep[^.\n]{0,40}(?:terminated|aborted|incomplete))"
)
_SCREENING = re.compile(r"\b(?:screening|surveillance|average[- ]risk|colon cancer screening)\b")
_HIGH_RISK = re.compile(
    r"\b(?:high[- ]risk|personal history of (?:colon\w* )?(?:polyps|adenoma\w*|colon cancer|"
    r"colorectal)|history of (?:adenomatous |colon(?:ic)? )?polyps|family history of colo\w+ "
    r"cancer|surveillance)\b"
)


def endoscopies(reading: Reading) -> Iterator[Outcome]:
    """Yield colonoscopies, sigmoidoscopies and upper endoscopies with the techniques used."""
    colon, upper, sigmoid = (_performed(reading, pattern) for pattern in (_COLON, _UPPER, _SIGMOID))
    if colon:
        yield from _colon(reading, colon, _part(reading, colon, upper))
    elif sigmoid:
        yield from _sigmoid(_part(reading, sigmoid, upper), sigmoid)
    if upper:
        yield from _upper(reading, upper, _part(reading, upper, colon))


def _performed(reading: Reading, pattern: re.Pattern[str]) -> Span | None:
    report = reading.context.setting == "operative" or any(
        section.kind == "procedure" for section in reading.note.sections.all
    )
    found: Span | None = None
    for said, match in reading.find(pattern):
        status = reading.status(said, match.start(), match.end())
        named = (
            said.section in ("procedure", "unnamed", "results")
            and report
            and status is not Status.REFUSED
            and _advanced(reading)
        )
        if (status is Status.DONE and (report or _advanced(reading))) or (
            named and status in (Status.MENTIONED, Status.PLANNED) and _titled(said)
        ):
            found = found or (match.start(), match.end())
    return found


def _titled(said: Said) -> bool:
    return said.start < 600 or said.section == "procedure"


def _advanced(reading: Reading) -> bool:
    return (
        re.search(
            r"\b(?:advanced|inserted|introduced|passed|intubated|cecum|terminal ileum|duodenum|"
            r"retroflex\w+|withdrawn|withdrawal)\b",
            reading.lower,
        )
        is not None
    )


def _part(reading: Reading, own: Span, other: Span | None) -> tuple[str, int]:
    """Return the text of a report that speaks of one endoscopy, when two were done in one session."""
    lower = reading.lower
    if other is None:
        return lower, 0
    marks = {
        True: _COLON if lower[own[0] :].startswith("colon") else _UPPER,
        False: _UPPER if lower[own[0] :].startswith("colon") else _COLON,
    }
    mine = [match.start() for match in marks[True].finditer(lower)]
    others = [match.start() for match in marks[False].finditer(lower)]
    pieces = []
    for said in reading.sentences:
        near_mine = max((place for place in mine if place < said.end), default=-1)
        near_other = max((place for place in others if place < said.end), default=-1)
        pieces.append(said.lower if near_mine > near_other else " " * len(said.lower))
    joined = [" "] * len(lower)
    for said, piece in zip(reading.sentences, pieces, strict=True):
        joined[said.start : said.end] = piece
    return "".join(joined), 0


def _said(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    for match in pattern.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        if not re.search(
            r"\b(?:no|not|without|if|prior|previous|history of|await\w*|pending|result\w*|"
            r"pathology)\b[^.\n]{0,25}$",
            before,
        ):
            return match
    return None


def _colon(reading: Reading, span: Span, part: tuple[str, int]) -> Iterator[Outcome]:
    text, _ = part
    found: list[tuple[str, re.Match[str], str]] = []
    for code, pattern, label in (
        ("45390", _EMR, "mucosal resection"),
        ("45385", _SNARE, "removal by snare"),
        ("45388", _ABLATED, "ablation"),
        ("45384", _HOT_FORCEPS, "removal by hot forceps"),
        ("45382", _BLEEDING, "control of bleeding"),
        ("45381", _INJECTED, "submucosal injection"),
        ("45386", _BALLOON, "balloon dilation"),
        ("45380", _BIOPSY, "biopsy"),
    ):
        match = _said(pattern, text)
        if match is not None:
            found.append((code, match, label))
    codes = {code for code, _, _ in found}
    if "45390" in codes:
        found = [one for one in found if one[0] not in ("45385", "45381")]
    if "45380" in codes and codes & {"45385", "45384", "45390"} and not _different_sites(text):
        found = [one for one in found if one[0] != "45380" or _separate_biopsy(text)]
    if "45384" in codes:
        found = [one for one in found if one[0] != "45380" or _separate_biopsy(text)]
    screening = _SCREENING.search(reading.lower) is not None
    medicare = reading.context.payer_kind == "medicare"
    extra: tuple[tuple[str, str], ...] = ()
    if screening and found:
        extra = (
            (("PT", "screening that became treatment (Medicare)"),)
            if medicare
            else (("33", "screening that became treatment"),)
        )
    if (
        re.search(r"polyp", text)
        and re.search(r"\bpolyps?\b[^.\n]{0,60}\b(?:remov|resect|excis)\w*|polypectomy", text)
        and not found
    ):
        yield Missing(
            family=FAMILY,
            topic="procedure-detail",
            question=(
                "The removal of a polyp is documented without its technique. Please document how it was "
                "removed."
            ),
            options=("Snare", "Cold biopsy forceps", "Hot biopsy forceps", "Mucosal resection"),
            spans=(span,),
        )
    if not found:
        incomplete = _INCOMPLETE.search(text)
        code = "45378"
        if screening and medicare:
            code = "G0105" if _HIGH_RISK.search(reading.lower) else "G0121"
        modifiers: tuple[tuple[str, str], ...] = (
            (("53", "the colonoscope did not reach the cecum"),)
            if incomplete
            else (("33", "screening"),)
            if screening and not medicare
            else ()
        )
        yield Performed(
            code=code,
            kind="minor",
            family=FAMILY,
            modifiers=modifiers,
            spans=(span,),
            why=("colonoscopy without treatment",),
        )
        return
    for place, (code, match, label) in enumerate(found):
        modifiers = (
            extra
            if place == 0
            else (("59", "another technique on another lesion"), *extra)
            if code in ("45380", "45384", "45388")
            else extra
        )
        yield Performed(
            code=code,
            kind="minor",
            family=FAMILY,
            modifiers=modifiers,
            spans=(span, (match.start(), match.end())),
            why=(f"colonoscopy with {label}",),
        )


def _different_sites(text: str) -> bool:
    segments = set(
        re.findall(
            r"\b(cecum|ascending|transverse|descending|sigmoid|rectum|rectal|hepatic flexure|splenic "
            r"flexure|terminal ileum|random)\b",
            text,
        )
    )
    return len(segments - {"cecum", "terminal ileum"}) >= 2 or "random" in segments


def _separate_biopsy(text: str) -> bool:
    for sentence in re.split(r"(?<=[.\n])", text):
        if (
            _BIOPSY.search(sentence)
            and not _SNARE.search(sentence)
            and not _HOT_FORCEPS.search(sentence)
            and not re.search(r"\bno |result|pathology|await", sentence)
        ):
            return True
    return False


def _sigmoid(part: tuple[str, int], span: Span) -> Iterator[Outcome]:
    text, _ = part
    if _said(_SNARE, text):
        code = "45338"
    elif _said(_BIOPSY, text):
        code = "45331"
    else:
        code = "45330"
    yield Performed(code=code, kind="minor", family=FAMILY, spans=(span,), why=("flexible sigmoidoscopy",))


def _upper(reading: Reading, span: Span, part: tuple[str, int]) -> Iterator[Outcome]:
    text, _ = part
    found: list[tuple[str, re.Match[str], str]] = []
    for code, pattern, label in (
        ("43246", _PEG, "placement of a feeding tube"),
        ("43244", _BAND, "band ligation of varices"),
        ("43255", _BLEEDING, "control of bleeding"),
        ("43247", _FOREIGN, "removal of a foreign body"),
        ("43248", _GUIDEWIRE, "dilation over a guide wire"),
        ("43249", _BALLOON, "balloon dilation of the esophagus"),
        ("43251", _SNARE, "removal by snare"),
        ("43270", _ABLATED, "ablation"),
        ("43239", _BIOPSY, "biopsy"),
    ):
        match = _said(pattern, text)
        if match is not None:
            found.append((code, match, label))
    if not found:
        yield Performed(
            code="43235",
            kind="minor",
            family=FAMILY,
            spans=(span,),
            why=("upper endoscopy without treatment",),
        )
        return
    several = _performed(reading, _COLON) is not None
    for place, (code, match, label) in enumerate(found):
        modifiers: tuple[tuple[str, str], ...] = ()
        if place and code == "43239":
            modifiers = (("59", "biopsy of another lesion"),)
        elif place == 0 and several:
            modifiers = (("51", "another endoscopy in the same session"),)
        yield Performed(
            code=code,
            kind="minor",
            family=FAMILY,
            modifiers=modifiers,
            spans=(span, (match.start(), match.end())),
            why=(f"upper endoscopy with {label}",),
        )
