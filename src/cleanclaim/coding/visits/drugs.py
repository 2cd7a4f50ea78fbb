"""Which words name a drug that needs a prescription."""

import re
from functools import cache
from importlib import resources

_ENDINGS = (
    r"[a-z]{2,}(?:pril|sartan|olol|statin|dipine|prazole|gliptin|gliflozin|glutide|cillin|mycin|"
    r"floxacin|conazole|"
    r"oxetine|triptyline|zepam|zolam|azosin|cycline|ciclovir|setron|triptan|zumab|limumab|tinib|"
    r"virus|parin|dronate|pram|"
    r"pentin|lukast|terol|sone acetonide|asone|olone|profen 800|thiazide|semide|navir|tegravir|"
    r"tide injection|one acetate)"
)
_NOT_DRUGS = frozenset({"preventable", "control", "protocol", "cholesterol", "alcohol", "tomography"})
OVER_THE_COUNTER = re.compile(
    r"\b(?:tylenol|acetaminophen|ibuprofen|advil|motrin|aleve|naproxen sodium|aspirin|claritin|"
    r"loratadine|zyrtec|cetirizine|allegra|fexofenadine|benadryl|"
    r"diphenhydramine|mucinex|guaifenesin|robitussin|sudafed|pseudoephedrine|flonase|nasacort|"
    r"miralax|colace|senna|tums|pepcid|famotidine|"
    r"melatonin|hydrocortisone 1%|over[- ]the[- ]counter|otc|lozenges|saline (?:nasal )?(?:spray|"
    r"rinse)|debrox|imodium|loperamide|multivitamin|nsaids?|"
    r"artificial tears|calamine|neosporin|bacitracin|monistat|clotrimazole|benzoyl peroxide)\b"
)


@cache
def prescription_drug() -> re.Pattern[str]:
    """Return the pattern of a prescription drug's name in lower-case text."""
    text = (
        resources.files("cleanclaim.coding.visits").joinpath("data/prescription_drugs.txt").read_text("utf-8")
    )
    names = {word for row in text.splitlines() if not row.startswith("#") for word in row.split()}
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, names), key=len, reverse=True))}|{_ENDINGS})\b")


@cache
def _names() -> frozenset[str]:
    text = (
        resources.files("cleanclaim.coding.visits").joinpath("data/prescription_drugs.txt").read_text("utf-8")
    )
    return frozenset(word for row in text.splitlines() if not row.startswith("#") for word in row.split())


_ENDING = re.compile(_ENDINGS)


@cache
def is_prescription(word: str) -> bool:
    """Return whether a lower-case word names a prescription drug."""
    return word in _names() or (word not in _NOT_DRUGS and _ENDING.fullmatch(word) is not None)
