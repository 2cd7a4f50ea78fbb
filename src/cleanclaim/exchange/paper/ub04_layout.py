"""Where the boxes of the UB-04 are: ten characters and six lines to the inch.

The places agree with those that OpenEMR, an open-source system that prints on the form, uses; they
were not checked against the NUBC's printing standard, which is licensed. Labels are our own words.
"""

from types import MappingProxyType

from cleanclaim.exchange.paper.values import Layout, Place

ROW = 12.0
_SCALE = 72 / 110
LETTERS = "ABCDEFGHIJKLMNOPQ"


def at(
    row: int, left: int, width: int, label: str = "", align: str = "left", *, above: bool = False
) -> Place:
    """Return a place on a line, from the paper's left edge on and so wide, in 1/110 inch."""
    return Place((left + 1) * _SCALE, row * ROW - 2, width * _SCALE, align, label, above)


_PLACES = {
    "1.name": at(2, 26, 264, "1"),
    "1.street": at(3, 26, 264),
    "1.city": at(4, 26, 264),
    "1.telephone": at(5, 26, 264),
    "2.name": at(2, 301, 264, "2"),
    "2.street": at(3, 301, 264),
    "2.city": at(4, 301, 264),
    "2.telephone": at(5, 301, 264),
    "3a": at(2, 599, 263, "3a Account"),
    "3b": at(3, 599, 263, "3b Record"),
    "4": at(3, 862, 57, "4 Bill", "center"),
    "5": at(5, 567, 110, "5 Tax number", above=True),
    "6.from": at(5, 675, 77, "6 From", "center", above=True),
    "6.through": at(5, 753, 77, "Through", "center", above=True),
    "8a": at(6, 138, 208, "8a"),
    "8b": at(7, 28, 318, "8b"),
    "9a": at(6, 468, 451, "9a"),
    "9b": at(7, 358, 352, "9b"),
    "9c": at(7, 720, 34, "c"),
    "9d": at(7, 764, 110, "d"),
    "9e": at(7, 885, 34, "e"),
    "10": at(9, 15, 99, "10 Born", "right", above=True),
    "11": at(9, 115, 34, "11 Sex", "center", above=True),
    "12": at(9, 148, 66, "12 Admitted", "right", above=True),
    "13": at(9, 214, 32, "13 Hour", "center", above=True),
    "14": at(9, 246, 34, "14 Type", "center", above=True),
    "15": at(9, 279, 34, "15 From", "center", above=True),
    "16": at(9, 312, 34, "16 Left at", "center", above=True),
    "17": at(9, 345, 34, "17 Status", "center", above=True),
    **{
        str(18 + place): at(9, left, 34, str(18 + place), "center", above=True)
        for place, left in enumerate((378, 411, 445, 477, 510, 543, 576, 610, 643, 675, 709))
    },
    "29": at(9, 741, 37, "29 State", "center", above=True),
    "38.name": at(14, 31, 448, "38"),
    "38.street": at(15, 31, 448),
    "38.city": at(16, 31, 448),
    "42.23": at(41, 15, 52, align="center"),
    "43.23": at(41, 67, 274),
    "45.23": at(41, 507, 77, align="right"),
    "47.23": at(41, 672, 110, align="right"),
    "48.23": at(41, 782, 109, align="right"),
    "56": at(42, 753, 165, "56 NPI"),
    "66": at(55, 15, 11, "66"),
    "67": at(54, 28, 77, "67"),
    "67.poa": at(54, 104, 15, align="center"),
    "69": at(56, 58, 80, "69"),
    "70a": at(56, 193, 77, "70a", "center"),
    "70b": at(56, 269, 77, "b", "center"),
    "70c": at(56, 347, 77, "c", "center"),
    "71": at(56, 468, 55, "71", "right"),
    "80.1": at(61, 72, 209, "80"),
    "80.2": at(62, 19, 263),
    "80.3": at(63, 19, 263),
    "80.4": at(64, 19, 263),
    "81a.qualifier": at(61, 303, 24, "81", "center"),
    "81a": at(61, 328, 110),
}
for _place, _left in enumerate((15, 125, 235, 345)):
    for _side, _row in (("a", 11), ("b", 12)):
        _name = f"{31 + _place}{_side}"
        _first = _side == "a"
        _PLACES[_name] = at(_row, _left, 34, _name[:2] if _first else "", "center", above=True)
        _PLACES[f"{_name}.date"] = at(_row, _left + 34, 77, "Occurred" if _first else "", "right", above=True)
for _number, _left, _width in (("35", 455, 34), ("36", 643, 34)):
    for _side, _row in (("a", 11), ("b", 12)):
        _name = f"{_number}{_side}"
        _first = _side == "a"
        _PLACES[_name] = at(_row, _left, _width, _number if _first else "", "center", above=True)
        _PLACES[f"{_name}.from"] = at(_row, _left + 34, 77, "From" if _first else "", "right", above=True)
        _PLACES[f"{_name}.through"] = at(
            _row, _left + 112, 77, "Through" if _first else "", "right", above=True
        )
for _number, _left in (("39", 489), ("40", 631), ("41", 775)):
    for _side, _row in (("a", 14), ("b", 15), ("c", 16), ("d", 17)):
        _first = _side == "a"
        _PLACES[f"{_number}{_side}"] = at(_row, _left, 34, _number if _first else "", "center", above=True)
        _PLACES[f"{_number}{_side}.amount"] = at(
            _row, _left + 34, 110, "Value" if _first else "", "right", above=True
        )
for _line in range(1, 23):
    _row, _first = 18 + _line, _line == 1
    for _number, _left, _width, _align, _label in (
        ("42", 15, 52, "center", "42 Rev"),
        ("43", 67, 274, "left", "43 What it is"),
        ("44", 342, 164, "left", "44 HCPCS, rate, HIPPS"),
        ("45", 507, 77, "right", "45 Day"),
        ("46", 585, 86, "right", "46 Units"),
        ("47", 672, 110, "right", "47 Charge"),
        ("48", 782, 109, "right", "48 Not covered"),
    ):
        _PLACES[f"{_number}.{_line}"] = at(_row, _left, _width, _label if _first else "", _align, above=True)
for _place, _side in enumerate("ABC"):
    _first = _place == 0
    for _row, _number, _left, _width, _align, _label in (
        (43, "50", 15, 252, "left", "50 Payer"),
        (43, "51", 269, 164, "left", "51 Plan id"),
        (43, "52", 434, 24, "center", "52"),
        (43, "53", 466, 24, "center", "53"),
        (43, "54", 489, 110, "right", "54 Paid before"),
        (43, "55", 599, 121, "right", "55 Due"),
        (43, "57", 753, 165, "left", "57"),
        (47, "58", 15, 286, "left", "58 Insured"),
        (47, "59", 301, 32, "center", "59 Rel"),
        (47, "60", 333, 220, "left", "60 Member number"),
        (47, "61", 555, 165, "left", "61 Group"),
        (47, "62", 720, 199, "left", "62 Group number"),
        (51, "63", 15, 341, "left", "63 Authorisation"),
        (51, "64", 358, 286, "left", "64 Payer's number of the claim"),
        (51, "65", 643, 275, "left", "65 Employer"),
    ):
        _PLACES[f"{_number}{_side}"] = at(
            _row + _place, _left, _width, _label if _first else "", _align, above=_number not in ("57",)
        )
for _place, _letter in enumerate(LETTERS):
    _left = (115, 203, 290, 381, 468, 556, 643, 732, 28, 115, 203, 290, 381, 468, 556, 643, 732)[_place]
    _row = 54 if _place < 8 else 55
    _PLACES[f"67{_letter}"] = at(_row, _left, 77, _letter)
    _PLACES[f"67{_letter}.poa"] = at(_row, _left + 76, 15, align="center")
for _place, _side in enumerate("abc"):
    _left = (544, 633, 721)[_place]
    _PLACES[f"72{_side}"] = at(56, _left, 78, "72" if _side == "a" else _side, "center")
    _PLACES[f"72{_side}.poa"] = at(56, _left + 76, 15, align="center")
for _place, _name in enumerate(("74", "74a", "74b", "74c", "74d", "74e")):
    _left, _row = (15, 182, 347)[_place % 3], 58 if _place < 3 else 60
    _PLACES[_name] = at(_row, _left, 89, f"{_name} Procedure", above=True)
    _PLACES[f"{_name}.date"] = at(_row, _left + 88, 77, "Day", "right", above=True)
for _number, _row, _label in (
    ("76", 57, "76 Attending"),
    ("77", 59, "77 Operating"),
    ("78", 61, "78"),
    ("79", 63, "79"),
):
    _PLACES[f"{_number}.qualifier"] = at(_row, 620, 26)
    _PLACES[_number] = at(_row, 662, 113, f"{_label}, NPI")
    _PLACES[f"{_number}.other.qualifier"] = at(_row, 796, 26)
    _PLACES[f"{_number}.other"] = at(_row, 821, 98)
    _PLACES[f"{_number}.last"] = at(_row + 1, 594, 170, "Last")
    _PLACES[f"{_number}.first"] = at(_row + 1, 790, 129, "First")

UB_04 = Layout("UB-04", "Institutional claim, boxes as on the UB-04", MappingProxyType(_PLACES), 12, 12)
"""Twenty-two lines a page and the line of totals; type of ten characters to the inch."""
