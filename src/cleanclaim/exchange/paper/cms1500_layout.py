"""Where the boxes of the CMS-1500 (02/12) are: ten characters and six lines to the inch.

Rows and columns are those that a practice's printer uses on the red form; they agree with what
OpenEMR, an open-source system that prints on it, uses. They were not checked against the printing
standard of the NUCC, which is handed out to printers only. Labels are our own words.
"""

from types import MappingProxyType

from cleanclaim.exchange.paper.values import Layout, Place

COLUMN = 7.2
"""Points from one column to the next: ten to the inch."""
ROW = 12.0
"""Points from one line to the next: six to the inch."""
LEFT, TOP = 20.0, 24.0
"""Where column 1 begins, and the baseline above line 1, in points from the paper's corner."""


def at(row: int, column: int, length: int, label: str = "", align: str = "left") -> Place:
    """Return the place of ``length`` characters on a line from a column on, both counted from 1."""
    return Place(LEFT + (column - 1) * COLUMN, TOP + row * ROW, length * COLUMN, align, label)


_PLACES = {
    "payer.name": at(2, 41, 31, "Payer"),
    "payer.line1": at(3, 41, 31),
    "payer.line2": at(4, 41, 31),
    "payer.city": at(5, 41, 31),
    "page": at(2, 2, 16),
    "1.medicare": at(8, 1, 1, "1 Medicare"),
    "1.medicaid": at(8, 8, 1, "Medicaid"),
    "1.tricare": at(8, 15, 1, "Tricare"),
    "1.champva": at(8, 24, 1, "CHAMPVA"),
    "1.group": at(8, 31, 1, "Group plan"),
    "1.feca": at(8, 39, 1, "FECA"),
    "1.other": at(8, 45, 1, "Other"),
    "1a": at(8, 50, 29, "1a Member number"),
    "2": at(10, 1, 28, "2 Patient"),
    "3": at(10, 31, 10, "3 Patient born"),
    "3.M": at(10, 42, 1, "M"),
    "3.F": at(10, 47, 1, "F"),
    "4": at(10, 50, 29, "4 Insured"),
    "5": at(12, 1, 28, "5 Patient's street"),
    "6.self": at(12, 33, 1, "6 Self"),
    "6.spouse": at(12, 38, 1, "Spouse"),
    "6.child": at(12, 42, 1, "Child"),
    "6.other": at(12, 47, 1, "Other"),
    "7": at(12, 50, 29, "7 Insured's street"),
    "5.city": at(14, 1, 24, "City"),
    "5.state": at(14, 26, 3, "State"),
    "7.city": at(14, 50, 23, "City"),
    "7.state": at(14, 74, 4, "State"),
    "5.zip": at(16, 1, 12, "ZIP"),
    "5.telephone": at(16, 15, 14, "Telephone"),
    "7.zip": at(16, 50, 12, "ZIP"),
    "7.telephone": at(16, 65, 14, "Telephone"),
    "9": at(18, 1, 28, "9 Other insured"),
    "11": at(18, 50, 29, "11 Group or FECA number"),
    "9a": at(20, 1, 28, "9a Other policy or group"),
    "10a.yes": at(20, 35, 1, "10a At work: yes"),
    "10a.no": at(20, 41, 1, "no"),
    "11a": at(20, 53, 10, "11a Insured born"),
    "11a.M": at(20, 68, 1, "M"),
    "11a.F": at(20, 75, 1, "F"),
    "10b.yes": at(22, 35, 1, "10b Car: yes"),
    "10b.no": at(22, 41, 1, "no"),
    "10b.state": at(22, 45, 2, "State"),
    "11b.qualifier": at(22, 50, 2, "11b"),
    "11b": at(22, 53, 26, "Other claim number"),
    "10c.yes": at(24, 35, 1, "10c Other accident: yes"),
    "10c.no": at(24, 41, 1, "no"),
    "11c": at(24, 50, 29, "11c Plan"),
    "9d": at(26, 1, 28, "9d Other plan"),
    "10d": at(26, 31, 18, "10d Claim codes"),
    "11d.yes": at(26, 52, 1, "11d Another plan: yes"),
    "11d.no": at(26, 57, 1, "no"),
    "12": at(29, 7, 22, "12 Patient signed"),
    "12.date": at(29, 38, 10, "Date"),
    "13": at(29, 55, 22, "13 Insured signed"),
    "14": at(32, 2, 10, "14 Illness, injury or LMP"),
    "14.qualifier": at(32, 16, 3, "Qualifier"),
    "15.qualifier": at(32, 31, 3, "15 Qualifier"),
    "15": at(32, 37, 10, "Other date"),
    "16.from": at(32, 54, 10, "16 Unable to work from"),
    "16.to": at(32, 68, 10, "to"),
    "17.qualifier": at(34, 1, 2, "17"),
    "17": at(34, 4, 24, "Referring, ordering or supervising"),
    "17a.qualifier": at(33, 30, 2),
    "17a": at(33, 33, 16),
    "17b": at(34, 33, 16, "17b NPI"),
    "18.from": at(34, 54, 10, "18 In hospital from"),
    "18.to": at(34, 68, 10, "to"),
    "19": at(36, 1, 48, "19 More about the claim"),
    "20.yes": at(36, 52, 1, "20 Outside lab: yes"),
    "20.no": at(36, 57, 1, "no"),
    "20": at(36, 62, 9, "Charges", "right"),
    "21.indicator": at(37, 42, 1),
    **{
        f"21.{letter}": at(38 + place // 4, 3 + 13 * (place % 4), 8)
        for place, letter in enumerate("ABCDEFGHIJKL")
    },
    "22": at(38, 50, 11, "22 Resubmission"),
    "22.original": at(38, 62, 18, "Payer's number of the claim"),
    "23": at(40, 50, 29, "23 Prior authorisation"),
    "25": at(56, 1, 15, "25 Tax number"),
    "25.SSN": at(56, 17, 1, "SSN"),
    "25.EIN": at(56, 19, 1, "EIN"),
    "26": at(56, 23, 14, "26 Account"),
    "27.yes": at(56, 38, 1, "27 Assigned: yes"),
    "27.no": at(56, 43, 1, "no"),
    "28": at(56, 51, 9, "28 Total charge", "right"),
    "29": at(56, 62, 8, "29 Paid", "right"),
    "33.telephone": at(57, 66, 12),
    "32.name": at(58, 23, 26, "32 Where served"),
    "33.name": at(58, 50, 29, "33 Billing provider"),
    "32.street": at(59, 23, 26),
    "33.street": at(59, 50, 29),
    "31": at(60, 1, 20, "31 Signed"),
    "32.city": at(60, 23, 26),
    "33.city": at(60, 50, 29),
    "31.date": at(61, 6, 10),
    "32a": at(61, 24, 10),
    "32b": at(61, 36, 13),
    "33a": at(61, 51, 10),
    "33b": at(61, 63, 16),
}
for _number in range(1, 7):
    _row, _top = 42 + 2 * _number, _number == 1
    _PLACES |= {
        f"24.{_number}.supplement": at(_row - 1, 1, 61),
        f"24A.{_number}": at(_row, 1, 17, "24A From and to" if _top else ""),
        f"24B.{_number}": at(_row, 19, 2, "B Place" if _top else ""),
        f"24C.{_number}": at(_row, 22, 2, "C Emg" if _top else ""),
        f"24D.{_number}": at(_row, 25, 7, "D Service" if _top else ""),
        f"24D.{_number}.modifiers": at(_row, 33, 11, "Modifiers" if _top else ""),
        f"24E.{_number}": at(_row, 45, 4, "E For" if _top else ""),
        f"24F.{_number}": at(_row, 50, 8, "F Charge" if _top else "", "right"),
        f"24G.{_number}": at(_row, 59, 3, "G Units" if _top else "", "right"),
        f"24H.{_number}": at(_row, 63, 1, "H" if _top else ""),
        f"24I.{_number}": at(_row - 1, 65, 2),
        f"24J.{_number}.other": at(_row - 1, 68, 11),
        f"24J.{_number}": at(_row, 68, 11, "J Rendering NPI" if _top else ""),
    }

CMS_1500 = Layout(
    "CMS-1500 (02/12)",
    "Professional claim, boxes as on the CMS-1500 (02/12)",
    MappingProxyType(_PLACES),
    12,
    12,
)
"""Six lines a page; type of ten characters to the inch."""
