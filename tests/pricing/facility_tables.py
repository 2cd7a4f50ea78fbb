"""Small invented files of the facility and supplier fee schedules, in the official layouts.

Amounts are round so that a reader can compute them; codes are numbers without descriptions.
"""

from pathlib import Path

from cleanclaim.codesets import open_store
from cleanclaim.parameters import shipped_parameters
from cleanclaim.pricing import Tables
from cleanclaim.reference import import_files
from tests.reference.official import write

FILES = {
    "PUF_CLFS_CY2026_Q4V1.csv": (
        "Clinical Laboratory Fee Schedule\n\nnotice\n\n"
        "YEAR,HCPCS,MOD,EFF_DATE,INDICATOR,RATE,SHORTDESC,LONGDESC,EXTENDEDLONGDESC\n"
        "2026,80053,,20260101,N,10.56,x,x,x\n2026,81002,,20260101,N,3.48,x,x,x\n"
        "2026,81002,QW,20260101,N,3.50,x,x,x\n2026,87880,QW,20260101,N,16.53,x,x,x\n"
    ),
    "October 2026 ASP Payment Limit File.csv": (
        "Payment Allowance Limits for Medicare Part B Drugs\n"
        '"Effective October 1, 2026 through December 31, 2026",,,,\n,,\n'
        "HCPCS Code,Short Description,HCPCS Code Dosage,Payment Limit,Co-insurance Percentage,Vaccine AWP%,"
        "Vaccine Limit,Blood AWP%,Blood limit,Clotting Factor,Notes\n"
        'J1745,x,10 MG,40.123,15.5%,,,,,,\nJ9999,x,1 MG,"1,234.567",,,,,,,\n'
    ),
    "October 2026 NDC-HCPCS crosswalk.csv": (
        "ASP NDC-HCPCS crosswalk\nEffective October 1, 2026 - December 31, 2026\n"
        "_2026_CODE,Short Description,LABELER NAME,NDC,Drug Name,HCPCS dosage,PKG SIZE,PKG QTY,BILLUNITS,"
        "BILLUNITSPKG\n"
        "J1745,x,Invented Labs,99999-0001-01,Inventium,10 MG,1,1,10,10\n"
    ),
    "DMEPOS_Oct_2026.csv": (
        "DMEPOS fee schedule\n\n\n\n"
        "HCPCS,Mod,Mod2,JURIS,CATG,Ceiling,Floor,AL (NR),AL (R),AK (NR),AK (R),Description\n"
        "E0601,RR,,D,CR,$0.00,$0.00,$50.00,$60.50,$70.00,,x\n"
        "K0823,RR,,D,CR,$0.00,$0.00,$300.00,$330.00,$310.00,,x\n"
        "E0100,NU,,D,IN,$0.00,$0.00,$20.00,$22.00,$24.00,,x\n"
        "E0100,RR,,D,IN,$0.00,$0.00,$2.00,$2.20,$2.40,,x\n"
        "E0100,UE,,D,IN,$0.00,$0.00,$15.00,$16.50,$18.00,,x\n"
        "E0747,NU,KF,D,IN,$0.00,$0.00,$4000.00,,$4100.00,,x\n"
        "A4253,,,D,IN,$0.00,$0.00,$8.32,,$8.50,,x\n"
    ),
    "2026 October Web Addendum B.09.23.26.csv": (
        "Addendum B\n\n\n\n\n\n"
        "HCPCS Code,Short Descriptor,SI,APC,Relative Weight,Payment Rate,National Unadjusted Copayment,"
        "Minimum Unadjusted Copayment,Note:,Pass-Through Expiration during Calendar Year,"
        "* Indicates a Change\n"
        "71046,x,Q3,5521,0.9726,$88.91 ,, $17.79 ,,,\n72148,x,S,5523,2.5,$230.00 ,, $46.00 ,,,\n"
        "43235,x,T,5301,9.0,$800.00 ,, $160.00 ,,,\n45378,x,T,5311,9.5,$900.00 ,, $180.00 ,,,\n"
        "11042,x,T,5052,4.0,$400.00 ,, $80.00 ,,,\nG0463,x,J2,5012,1.4879,$136.02 ,, $27.21 ,,,\n"
        "G0378,x,N,,,,,,,,\n36415,x,Q4,,,,,,,,\n80053,x,Q4,,,,,,,,\n93005,x,Q1,5733,0.6,$60.00 ,,$12.00 ,,,\n"
        "94760,x,Q1,5731,0.3,$30.00 ,,$6.00 ,,,\n12001,x,Q2,5733,0.6,$65.00 ,,$13.00 ,,,\n"
        "27447,x,J1,5115,140,$12000.00 ,,$2400.00 ,,,\n27446,x,J1,5114,80,$7000.00 ,,$1400.00 ,,,\n"
        "J1745,x,K,1234,,$40.00 ,,$8.00 ,,,\nA9270,x,E1,,,,,,,,\n99213,x,B,,,,,,,,\n33533,x,C,,,,,,,,\n"
        "C1713,x,N,,,,,,,,\nL8699,x,A,,,,,,,,\nC2624,x,H,,,,,,,,\n"
    ),
    "October 2026 ASC Addendum AA.csv": (
        '"Addendum AA -- ASC Covered Surgical Procedures for CY 2026"\nnotice\n\n'
        "HCPCS Code,,Short Descriptor,Subject to Multiple Procedure Discounting,"
        "October CY 2026 Payment Indicator,October CY 2026 Payment Weight,October CY 2026 Payment Rate\n"
        "45378,,x,Y,A2,8.0,500.00\n43235,,x,Y,A2,7.0,400.00\n10004,,x,N,N1,,\n63650,,x,N,J8,90,5000.00\n"
        "20610,,x,N,P3,,40.00\n"
    ),
    "CMS-1833-F Table 5.txt": (
        '"TABLE 5.- LIST OF MS-DRGS\nFY 2027"\t\t\n'
        "MS-DRG \tFY 2027 Final Post-Acute DRG\tFY 2027 Final Special Pay DRG\tMDC\tTYPE\tMS-DRG Title\t"
        "Weights - Before Cap\tWeights - 10% Cap Applied \tGeometric mean LOS\tArithmetic mean LOS\n"
        "470\tYes\tYes\t08\tSURG\tx\t2.0\t2.0\t5.0\t6.1\n291\tYes\tNo\t05\tMED\tx\t1.25\t1.25\t4.0\t5.1\n"
        "392\tNo\tNo\t06\tMED\tx\t0.75\t0.75\t2.5\t3.1\n"
    ),
}


def made(place: Path) -> Tables:
    """Import the files into a store and return it with the parameters that ship."""
    for name, text in FILES.items():
        write(place / "files" / name, text, "cp1252")
    import_files([place / "files"], place / "store")
    return Tables(open_store(place / "store"), shipped_parameters())
