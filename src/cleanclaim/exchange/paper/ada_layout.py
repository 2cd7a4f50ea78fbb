"""Where the boxes of the ADA dental claim form (2019 and later) are, in hundredths of an inch.

The places agree with those that Open Dental, an open-source system that prints on the form, uses
for the 2024 form; boxes that the 2019 form lacks (3a, 11a) stay in margins there. They were not
checked against the ADA's own template, which is licensed. Labels are our own words.
"""

from types import MappingProxyType

from cleanclaim.exchange.paper.values import Layout, Place

_SCALE = 0.72


def at(left: int, top: int, width: int, label: str = "", align: str = "left", *, above: bool = True) -> Place:
    """Return a place whose text's upper edge is at ``top``, in 1/100 inch from the paper's corner."""
    return Place(left * _SCALE, (top + 12) * _SCALE, (width or 10) * _SCALE, align, label, above)


_PLACES = {
    "1.statement": at(34, 73, 0, "1 Done", above=False),
    "1.predetermination": at(184, 72, 0, "Asked beforehand", above=False),
    "2": at(31, 102, 390, "2 Predetermination number"),
    "3.name": at(32, 146, 350, "3 Payer"),
    "3.street": at(32, 162, 350),
    "3.city": at(32, 194, 185),
    "3.state": at(230, 194, 40),
    "3.zip": at(282, 194, 100),
    "3a": at(77, 218, 167, "3a Payer id", above=False),
    "4.dental": at(74, 250, 0, "4 Dental", above=False),
    "4.medical": at(154, 250, 0, "Medical", above=False),
    "5": at(34, 280, 390, "5 Other policyholder"),
    "6": at(34, 309, 90, "6 Born"),
    "7.M": at(175, 310, 0, "7 M", above=False),
    "7.F": at(196, 310, 0, "F", above=False),
    "8": at(255, 311, 169, "8 Member number"),
    "9": at(34, 338, 130, "9 Group"),
    "10.self": at(174, 340, 0, "10 Self", above=False),
    "10.spouse": at(224, 340, 0, "Spouse", above=False),
    "10.dependent": at(284, 340, 0, "Dependent", above=False),
    "10.other": at(354, 340, 0, "Other", above=False),
    "11.name": at(34, 370, 350, "11 Other payer"),
    "11.street": at(34, 386, 350),
    "11.city": at(34, 402, 185),
    "11.state": at(231, 402, 40),
    "11.zip": at(284, 402, 100),
    "11a": at(106, 421, 167, "11a Payer id", above=False),
    "12.name": at(445, 136, 350, "12 Policyholder"),
    "12.street": at(445, 152, 350),
    "12.city": at(445, 184, 185),
    "12.state": at(643, 184, 40),
    "12.zip": at(695, 184, 100),
    "13": at(445, 218, 90, "13 Born"),
    "14.M": at(574, 217, 0, "14 M", above=False),
    "14.F": at(596, 217, 0, "F", above=False),
    "14.U": at(619, 217, 0, "U", above=False),
    "15": at(662, 218, 167, "15 Member number"),
    "16": at(445, 251, 114, "16 Group"),
    "17": at(579, 251, 250, "17 Employer"),
    "18.self": at(445, 303, 0, "18 Self", above=False),
    "18.spouse": at(495, 303, 0, "Spouse", above=False),
    "18.dependent": at(555, 303, 0, "Dependent", above=False),
    "18.other": at(645, 303, 0, "Other", above=False),
    "20.name": at(445, 337, 350, "20 Patient"),
    "20.street": at(445, 353, 350),
    "20.city": at(445, 385, 185),
    "20.state": at(642, 385, 40),
    "20.zip": at(695, 385, 100),
    "21": at(445, 418, 90, "21 Born"),
    "22.M": at(574, 418, 0, "22 M", above=False),
    "22.F": at(596, 418, 0, "F", above=False),
    "22.U": at(619, 418, 0, "U", above=False),
    "23": at(662, 418, 167, "23 Account"),
    **{
        f"33.{tooth}": at(35 + 20 * place, 668, 0, str(tooth), above=False)
        for place, tooth in enumerate(range(1, 17))
    },
    **{
        f"33.{tooth}": at(35 + 20 * place, 685, 0, str(tooth), above=False)
        for place, tooth in enumerate(range(32, 16, -1))
    },
    "34": at(515, 652, 24, "34 List", above=False),
    "34a.A": at(502, 667, 81, "A", above=False),
    "34a.B": at(502, 684, 81, "B", above=False),
    "34a.C": at(610, 667, 81, "C", above=False),
    "34a.D": at(610, 684, 81, "D", above=False),
    "31a": at(761, 668, 68, "31a Other fees", "right", above=False),
    "32": at(761, 684, 68, "32 Total", "right", above=False),
    "35": at(86, 702, 743, "35 Remarks", above=False),
    "36": at(39, 800, 240, "36 Patient signed"),
    "37": at(39, 862, 240, "37 Pay the dentist"),
    "38": at(511, 745, 27, "38 Place"),
    "39": at(770, 742, 27, "39 Enclosed"),
    "40.no": at(443, 791, 0, "40 Orthodontics: no", above=False),
    "40.yes": at(533, 791, 0, "yes", above=False),
    "41": at(675, 790, 90, "41 Appliance placed"),
    "42": at(434, 823, 30, "42 Months"),
    "43.no": at(534, 823, 0, "43 Replaced: no", above=False),
    "43.yes": at(564, 823, 0, "yes", above=False),
    "44": at(674, 823, 90, "44 Placed before"),
    "45.work": at(443, 853, 0, "45 Work", above=False),
    "45.auto": at(593, 854, 0, "Car", above=False),
    "45.other": at(693, 853, 0, "Other", above=False),
    "46": at(583, 873, 90, "46 Accident on", above=False),
    "47": at(794, 873, 35, "47 State", above=False),
    "48.name": at(34, 937, 350, "48 Billing dentist"),
    "48.street": at(34, 953, 350),
    "48.city": at(34, 985, 350),
    "49": at(35, 1024, 111, "49 NPI"),
    "50": at(166, 1024, 109, "50 Licence"),
    "51": at(295, 1024, 114, "51 Tax number"),
    "52": at(80, 1046, 114, "52 Telephone", above=False),
    "52a": at(299, 1047, 114, "52a Other id", above=False),
    "53": at(437, 937, 250, "53 Treating dentist signed"),
    "54": at(450, 972, 168, "54 NPI", above=False),
    "55": at(701, 970, 128, "55 Licence", above=False),
    "56.street": at(437, 1008, 350, "56 Where treated"),
    "56.city": at(437, 1024, 185),
    "56.state": at(634, 1024, 40),
    "56.zip": at(686, 1024, 100),
    "56a": at(701, 988, 128, "56a Specialty", above=False),
    "57": at(480, 1046, 114, "57 Telephone", above=False),
    "58": at(715, 1047, 114, "58 Other id", above=False),
}
for _line, _top in enumerate((484, 500, 517, 534, 551, 568, 585, 602, 618, 635), start=1):
    for _box, _left, _width, _label, _align in (
        ("24", 35, 100, "24 Day", "left"),
        ("25", 141, 29, "25 Area", "left"),
        ("26", 172, 27, "26", "left"),
        ("27", 202, 117, "27 Teeth", "left"),
        ("28", 321, 58, "28 Surfaces", "left"),
        ("29", 381, 58, "29 Service", "left"),
        ("29a", 441, 48, "29a For", "left"),
        ("29b", 491, 28, "29b", "left"),
        ("30", 521, 239, "30 What it is", "left"),
        ("31", 761, 68, "31 Fee", "right"),
    ):
        _PLACES[f"{_box}.{_line}"] = at(_left, _top, _width, _label if _line == 1 else "", _align)

ADA = Layout(
    "ADA dental claim form", "Dental claim, boxes as on the ADA form", MappingProxyType(_PLACES), 9, 11
)
"""Ten lines a page; type of 13.3 characters to the inch."""
