"""Whether a sentence says that a procedure was done at this encounter."""

import re

_NOT_DONE = re.compile(
    r"\b(?:not (?:performed|done|required|indicated|necessary|needed|placed|attempted|undertaken|"
    r"a candidate)|no (?:need|"
    r"indication|evidence|plans?)|without (?:the )?(?:need|use)|declin\w+|refus\w+|deferred|"
    r"cancell?ed|postponed|"
    r"decision was made (?:not|against)|contraindicated|unnecessary|did not (?:undergo|require|need|"
    r"receive|perform))\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:will (?:be|need|undergo|require|return|have|likely|follow|get|consider|plan)|would (?:be|"
    r"need|require|benefit)|planned for|plan(?:s|ning)? (?:for|to|is)|"
    r"scheduled (?:for|to)|consider(?:ing|ed|ation)?|recommend\w*|candidate for|if (?:needed|"
    r"necessary|symptoms|he|she|they|the|pain)|may (?:need|require)|"
    r"might|could be considered|consent(?:ed)?(?: was obtained)? for|consented to|risks[, ]|benefits|"
    r"alternatives|discussed|offered|options?|"
    r"outpatient|as an outpatient|follow[- ]up|eventual|elective|awaiting|pending|"
    r"evaluat\w+ for (?:possible )?)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:history of|hx of|h/o|prior|previous(?:ly)?|remote|years? ago|months? ago|weeks? ago|"
    r"in (?:19|20)\d\d|\d{4}\)|old|"
    r"pre-?existing|chronic (?:indwelling|trach)|known|had undergone|past|"
    r"at (?:an )?outside (?:hospital|facility))\b",
    re.IGNORECASE,
)
_STATUS = re.compile(r"\b(?:s/p|status[- ]post)\s*$|\b(?:s/p|status[- ]post)\b", re.IGNORECASE)
_THIS_STAY = re.compile(
    r"\b(?:pod|post-?op(?:erative)? day|hospital day|this admission|yesterday)\b", re.IGNORECASE
)
_DONE = re.compile(
    r"\b(?:underwent|performed|done|taken to|placed|inserted|received|was (?:intubated|started|given|"
    r"transfused|delivered|extubated)|"
    r"carried out|completed|successful\w*|removed|required|undergone)\b",
    re.IGNORECASE,
)
_DISCONTINUED = re.compile(
    r"\b(?:(?:procedure|operation|surgery|attempt|case) (?:was |had to be )?(?:then |"
    r"therefore )?(?:aborted|abandoned|discontinued|terminated|"
    r"stopped)|aborted|abandoned|discontinued due to|(?:decision was made|elected) to (?:abort|"
    r"terminate|abandon|discontinue)|"
    r"could not be completed|procedure was not completed)\b",
    re.IGNORECASE,
)


def was_done(sentence: str, start: int, end: int) -> bool:
    """Return whether a sentence tells that its words ``start``..``end`` were done at this encounter."""
    before, after = sentence[:start], sentence[end:]
    near = before[-90:] + " " + after[:70]
    if _NOT_DONE.search(near) or re.search(
        r"\b(?:no|not|never|denies|without)\s+(?:\w+\s+){0,2}$", before, re.IGNORECASE
    ):
        return False
    if _PAST.search(before[-60:]) or re.search(
        r"^\W*(?:\(?(?:in )?(?:19|20)\d\d|\d+ (?:years?|months?) ago|in the past)", after
    ):
        return False
    if _STATUS.search(before[-25:]) and not _THIS_STAY.search(sentence):
        return False
    planned = _PLANNED.search(near)
    return not planned or (
        _DONE.search(near) is not None and not re.search(r"\bwill\b|\bif\b|discussed", near, re.IGNORECASE)
    )


def discontinued(sentence: str) -> re.Match[str] | None:
    """Return the words that say a procedure was given up before its end."""
    return _DISCONTINUED.search(sentence)
