"""Risk of the management decided on: drugs, surgery, hospital care, social circumstances."""

import re

from cleanclaim.coding.reading import Reading, Said
from cleanclaim.coding.visits.drugs import OVER_THE_COUNTER, is_prescription
from cleanclaim.coding.visits.elements import Element, Item

_WORD = re.compile(r"[a-z][a-z-]+")
_MANAGED = re.compile(
    r"\b(?:start\w*|begin\w*|began|initiat\w*|prescri\w*|continu\w*|increas\w*|decreas\w*|"
    r"reduc\w*|titrat\w*|refill\w*|renew\w*|stop\w*|discontinu\w*|hold\w*|"
    r"switch\w*|chang\w*|add(?:ed|ing)?|adjust\w*|resum\w*|taper\w*|given|gave|administer\w*|"
    r"treat\w*|maintain\w*|remain\w*|prn|daily|bid|tid|nightly|"
    r"twice|(?:\d+ ?)?(?:mg|mcg)|tablets?|rx|sent|e-?prescribed|transition\w*|wean\w*|complete|"
    r"finish|course)\b"
)
_GENERIC_MANAGED = re.compile(
    r"\b(?:(?:prescription|medication|drug) (?:was )?(?:drug )?(?:management|sent|provided|given|"
    r"adjust\w*|refill\w*|chang\w*)|prescri(?:bed|be|ption for) (?:an? )?(?:\w+ )?"
    r"(?:antibiotics?|steroids?|medications?|inhaler|cream|ointment|drops|muscle relaxant|"
    r"antihypertensive)|refilled (?:his|her|their|all)? ?(?:medications?|prescriptions?)|"
    r"(?:increase|decrease|start|continue|adjust|refill) (?:\w+ ){0,3}(?:antibiotics|inhaler|"
    r"anticoagulation|antihypertensives?|statin|ssri|oral contraceptives?|insulin))\b"
)
_NOT_MANAGED = re.compile(
    r"\b(?:no|not|declin\w+|refus\w+|denies|allerg\w+|consider\w*|if|may|could|avoid|without|"
    r"never|previously|discuss\w*|off)\b[^.;]{0,35}$"
)
_PLAN_SECTIONS = frozenset({"assessment", "plan", "diagnoses", "unnamed", "instructions", "hpi"})
_STRICT_SECTIONS = frozenset({"hpi", "unnamed"})

_HOSPITAL = re.compile(
    r"\b((?:will (?:be )?|plan(?:ned)? (?:is )?to |decision (?:was made )?to |recommend(?:ed)? |"
    r"agree[sd]? to |requires? |being |was |to be |need(?:s|ed)? )?"
    r"(?:admit(?:ted|ting)?|admission|hospitali[sz](?:e|ed|ation)|place[dt]? (?:in|under) "
    r"observation|transfer(?:red)? to (?:the )?(?:icu|intensive|higher|tertiary|emergency|ed)|"
    r"escalat\w+ (?:of )?(?:care|to)|sent (?:directly )?to the (?:ed|emergency)|direct "
    r"admission)[^.\n]{0,40})"
)
_HOSPITAL_NOT = re.compile(
    r"\b(?:no|not|without|recent|prior|previous|last|since|history|if|return|avoid|prevent\w*|"
    r"risk (?:of|for)|after|during|following|discharged|were|ago|for possible|need for|reviewed|"
    r"hospital records|considered|denies|months?|admitted (?:to|that)? (?:drinking|using|smoking|"
    r"missing|taking|he|she|feeling))\b"
)
_DNR = re.compile(
    r"\b((?:decision (?:made )?(?:to|for)|transition(?:ed|ing)? to|elected|family elects|code "
    r"status changed to|made|agree[sd]? to|changed to|now)[^.\n]{0,30}(?:dnr|do[- ]not[- "
    r"]resuscitate|comfort (?:care|measures)|hospice|de-?escalat\w+))"
)
_MAJOR_SURGERY = re.compile(
    r"\b((?:decision (?:for|to|made)|proceed(?:ing)? with|schedul\w+ (?:for|him for|her for)?|"
    r"plan(?:ned)? (?:for|is)|recommend\w*|indicated for|elect\w*|consent\w* (?:for|to)|take[n]? "
    r"to (?:the )?(?:or\b|operating room)|"
    r"emergent(?:ly)?|emergency|urgent)[^.\n]{0,60}?(?:surgery|surgical (?:repair|intervention|"
    r"fixation)|arthroplasty|replacement|hysterectomy|cholecystectomy|appendectomy|colectomy|"
    r"laminectomy|"
    r"fusion|orif|open reduction|cabg|bypass|craniotomy|laparotomy|laparoscop\w+|herniorrhaphy|"
    r"hernia repair|mastectomy|prostatectomy|nephrectomy|thyroidectomy|rotator cuff repair|"
    r"acl reconstruction|cesarean|operating room|\bor\b))"
)
_MINOR_SURGERY = re.compile(
    r"\b((?:decision (?:for|to)|proceed(?:ed)? with|schedul\w+|plan(?:ned)? (?:for)?|"
    r"recommend\w*)[^.\n]{0,40}?(?:excision|biopsy|incision and drainage|injection|colonoscopy|"
    r"endoscopy|egd|cystoscopy|"
    r"carpal tunnel release|procedure|aspiration|skin lesion removal))"
)
_RISK_FACTORS = re.compile(
    r"\b(?:(?:patient|procedure|surgical|identified|increased|elevated|high)[- ](?:specific "
    r")?(?:or procedure )?(?:perioperative |surgical )?risk(?:s| factors)?|risk factors|high[- "
    r"]risk (?:surg\w+|patient|for)|"
    r"increased (?:surgical|perioperative|operative|bleeding) risk|given (?:his|her|their) (?:\w+ "
    r"){0,4}(?:anticoag\w+|diabetes|copd|chf|cad))\b"
)
_SOCIAL = re.compile(
    r"\b((?:homeless\w*|unhoused|housing (?:insecurity|instability)|unstable housing|food "
    r"insecurity|lack(?:s|ing)? (?:of )?(?:reliable )?(?:transportation|insurance|housing|"
    r"refrigeration)|"
    r"no transportation|unable to afford|cannot afford|can't afford|could not afford|couldn't "
    r"afford|due to (?:the )?cost|cost[- ]related|uninsured|loss of insurance|lost (?:his|her|"
    r"their) insurance|social determinants?|"
    r"financial (?:hardship|constraints|barriers?|strain)|literacy|lives alone and)[^.\n]{0,40})"
)
_TOXICITY = re.compile(
    r"\b((?:(?:intensive|drug|lab(?:oratory)?|toxicity|close) (?:\w+ )?monitoring (?:for|of) "
    r"(?:\w+ ){0,3}toxicity|monitor(?:ing|ed)? (?:\w+ ){0,6}for (?:\w+ )?toxicity|"
    r"(?:toxicity|drug[- ]level|intensive) monitoring|requir\w+ intensive monitoring))"
)
_TOXIC_DRUG = re.compile(
    r"\b(methotrexate|lithium|amiodarone|clozapine|cyclosporine|tacrolimus|azathioprine|digoxin|"
    r"vancomycin|gentamicin|tobramycin|chemotherapy|leflunomide|mycophenolate|"
    r"cyclophosphamide|cisplatin|carboplatin|paclitaxel|phenytoin|isotretinoin|hydroxyurea|6-mp|"
    r"mercaptopurine|sirolimus|amphotericin)\b"
)
_TOXIC_TEST = re.compile(
    r"\b(?:monitor\w*|surveillance|check\w*|level|recheck\w*|trough|quarterly|every \w+ (?:weeks|"
    r"months))\b[^.\n]{0,60}\b(?:cbc|lfts?|cmp|liver|renal|creatinine|levels?|tsh|anc|counts?|"
    r"toxicity|trough)\b"
    r"|\b(?:cbc|lfts?|cmp|liver|renal|creatinine|levels?|anc|trough)\b[^.\n]{0,60}\b(?:monitor\w*|"
    r"toxicity|surveillance)\b"
)
_PARENTERAL = re.compile(
    r"\b((?:iv|im|intravenous|intramuscular|parenteral)\b[^.\n]{0,25}\b(?:morphine|hydromorphone|"
    r"dilaudid|fentanyl|ketamine|lorazepam|ativan|midazolam|versed|meperidine|controlled "
    r"substances?)|"
    r"(?:morphine|hydromorphone|dilaudid|fentanyl|ketamine|lorazepam|ativan|midazolam|versed|"
    r"meperidine)\b[^.\n]{0,25}\b(?:iv|im|ivp|intravenous\w*|parenteral))\b"
)
_LOW = re.compile(
    r"\b((?:physical|occupational|speech) therapy|rest,? ice|ice and elevation|rice\b|supportive "
    r"care|bandage|ace wrap|splint|brace|iv fluids|home exercise\w*|stretching|warm compress\w*|"
    r"gargl\w+|hydration|sling|crutches|dietary modif\w+|low[- ]sodium diet|weight loss|diet and exercise)"
)
_PRESCRIPTION = "prescription drug management"


def risk_of_management(reading: Reading) -> Element:
    """Return the level for risk, with everything that was found."""
    items: list[Item] = []
    items.extend(_hospital(reading))
    items.extend(_matches(reading, _DNR, "decision to limit care because of poor prognosis", 4))
    items.extend(_surgery(reading))
    items.extend(_toxicity(reading))
    if reading.context.setting != "operative":
        items.extend(_parenteral(reading))
    items.extend(_prescriptions(reading))
    items.extend(_matches(reading, _SOCIAL, "social circumstances that limit diagnosis or treatment", 3))
    items.extend(_matches(reading, OVER_THE_COUNTER, "over-the-counter drug", 2))
    items.extend(_matches(reading, _LOW, "treatment of low risk", 2))
    if not items:
        return Element(1, (), "no treatment or decision with a known risk is documented")
    items.sort(key=lambda item: (-item.level, item.start))
    return Element(
        items[0].level,
        tuple(_distinct(items)),
        f'{items[0].name} ("{reading.evidence(items[0].start, items[0].end).text}")',
    )


def _distinct(items: list[Item]) -> list[Item]:
    found: dict[str, Item] = {}
    for item in items:
        found.setdefault(item.name, item)
    return list(found.values())


def _matches(reading: Reading, pattern: re.Pattern[str], name: str, level: int) -> list[Item]:
    for said, match in reading.find(pattern):
        place = match.start() - said.start
        if said.section not in _PLAN_SECTIONS or _NOT_MANAGED.search(said.lower[:place]):
            continue
        if level == 2 and said.section in _STRICT_SECTIONS and not _MANAGED.search(said.lower):
            continue
        if level == 3 and not (
            said.section in ("assessment", "plan", "diagnoses", "social")
            or re.search(r"limit|unable|afford|barrier|complicat", said.lower)
        ):
            continue
        return [Item("risk", name, match.start(), match.end(), level)]
    return []


def _hospital(reading: Reading) -> list[Item]:
    if not reading.has("admit", "admission", "hospital", "observation", "transfer", "escalat", "sent to the"):
        return []
    for said, match in reading.find(_HOSPITAL):
        if said.section not in ("assessment", "plan", "diagnoses", "unnamed", "hpi", "instructions"):
            continue
        if said.section == "hpi" and reading.context.setting not in ("ed",):
            continue
        place = match.start() - said.start
        if _HOSPITAL_NOT.search(said.lower[max(0, place - 60) : place]) or re.search(
            r"\bnot (?:required|indicated|needed|warranted)|\bunnecessary|\b(?:last|ago|previous)\b|\bto "
            r"(?:drinking|using|smoking|missing)",
            match.group(),
        ):
            continue
        if (
            reading.context.setting in ("inpatient", "observation")
            and not re.search(r"icu|intensive|escalat|higher", match.group())
            and (
                re.search(r"discharg|stable for", said.lower)
                or not re.search(r"admit|admission|hospitali", match.group())
            )
        ):
            continue
        return [Item("risk", "decision about hospital care or its escalation", match.start(), match.end(), 4)]
    return []


def _surgery(reading: Reading) -> list[Item]:
    found: list[Item] = []
    for said, match in reading.find(_MAJOR_SURGERY):
        place = match.start() - said.start
        if (
            said.section not in ("assessment", "plan", "unnamed", "diagnoses")
            or re.search(
                r"\b(?:no|not|declin\w+|history|status post|s/p|after|prior|previous|since|denies|if|avoid|"
                r"consider\w*|may|ago)\b[^.;]{0,40}$",
                said.lower[:place],
            )
            or re.search(r"\b(?:declin\w+|if |not |history of)\b", match.group())
        ):
            continue
        emergent = (
            re.search(r"\b(?:emergen\w+|urgent\w*)\b", match.group()) is not None
            or re.search(r"\bemergen\w+\b", said.lower) is not None
        )
        risky = _RISK_FACTORS.search(said.lower) is not None
        if emergent:
            found.append(Item("risk", "decision for emergency major surgery", match.start(), match.end(), 4))
        elif risky:
            found.append(
                Item(
                    "risk",
                    "decision for elective major surgery with risk factors",
                    match.start(),
                    match.end(),
                    4,
                )
            )
        else:
            found.append(
                Item(
                    "risk",
                    "decision for elective major surgery without risk factors",
                    match.start(),
                    match.end(),
                    3,
                )
            )
    for said, match in reading.find(_MINOR_SURGERY):
        if said.section not in ("assessment", "plan", "unnamed") or _NOT_MANAGED.search(
            said.lower[: match.start() - said.start]
        ):
            continue
        risky = _RISK_FACTORS.search(said.lower) is not None
        name = (
            "decision for minor surgery with risk factors"
            if risky
            else "decision for minor surgery without risk factors"
        )
        found.append(Item("risk", name, match.start(), match.end(), 3 if risky else 2))
    return found


def _toxicity(reading: Reading) -> list[Item]:
    for said, match in reading.find(_TOXICITY):
        if (
            not re.search(r"\b(?:no|not)\b[^.;]{0,30}$", said.lower[: match.start() - said.start])
            and said.section in _PLAN_SECTIONS
        ):
            return [
                Item(
                    "risk",
                    "drug therapy that requires intensive monitoring for toxicity",
                    match.start(),
                    match.end(),
                    4,
                )
            ]
    for said, match in reading.find(_TOXIC_DRUG):
        if said.section not in ("assessment", "plan"):
            continue
        problem = reading.note.problems.at(match.start())
        words = reading.lower[problem.start : problem.end] if problem else said.lower
        if _TOXIC_TEST.search(words) and "toxic" in words:
            return [
                Item(
                    "risk",
                    "drug therapy that requires intensive monitoring for toxicity",
                    match.start(),
                    match.end(),
                    4,
                )
            ]
    return []


def _parenteral(reading: Reading) -> list[Item]:
    if not reading.has(
        "morphine",
        "hydromorphone",
        "dilaudid",
        "fentanyl",
        "ketamine",
        "lorazepam",
        "ativan",
        "midazolam",
        "versed",
        "meperidine",
        "parenteral",
    ):
        return []
    for said, match in reading.find(_PARENTERAL):
        if said.section in ("medications", "pmh", "allergies") or _NOT_MANAGED.search(
            said.lower[: match.start() - said.start]
        ):
            continue
        return [Item("risk", "parenteral controlled substance", match.start(), match.end(), 4)]
    return []


def _prescriptions(reading: Reading) -> list[Item]:
    for said in reading.sentences:
        if said.section not in _PLAN_SECTIONS or reading.is_copied(said.start):
            continue
        if said.section in _STRICT_SECTIONS and not re.search(
            r"\b(?:will|plan|today|refill\w*|prescri\w+|start\w*|increas\w*|i (?:have )?)\b", said.lower
        ):
            continue
        if said.section == "hpi":
            continue
        found = _drug_in(said)
        if found is not None:
            return [Item("risk", _PRESCRIPTION, said.start + found[0], said.start + found[1], 3)]
    for said, match in reading.find(_GENERIC_MANAGED):
        if said.section in _PLAN_SECTIONS - {"hpi"} and not _NOT_MANAGED.search(
            said.lower[: match.start() - said.start]
        ):
            return [Item("risk", _PRESCRIPTION, match.start(), match.end(), 3)]
    return []


def _drug_in(said: Said) -> tuple[int, int] | None:
    for match in _WORD.finditer(said.lower):
        if not is_prescription(match.group()):
            continue
        before = said.lower[: match.start()]
        if _NOT_MANAGED.search(before):
            continue
        if re.search(r"\blidocaine|\bxylocaine", match.group()):
            continue
        managed = list(_MANAGED.finditer(said.lower))
        if managed:
            nearest = min(managed, key=lambda one: abs(one.start() - match.start()))
            start = min(nearest.start(), match.start())
            end = max(nearest.end(), match.end())
            if end - start > 90:
                return match.start(), match.end()
            return start, end
    return None
