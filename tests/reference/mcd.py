"""A small invented download of the Medicare Coverage Database, in its published layout."""

import csv
import io
from pathlib import Path

from tests.reference.official import write, zipped

ARTICLE_COLUMNS = (
    "article_id,article_version,article_type,title,article_pub_date,article_eff_date,article_end_date,description,"
    "other_comments,sad_url,status,last_updated,history_exp,key_article,icd9_covered_para,icd9_noncovered_para,"
    "revenue_para,thirty_percent,article_rev_end_date,source_article_id,date_retired,keywords,icd10_doc,"
    "add_icd10_info,cms_cov_policy,display_id,reference_article"
)
LCD_COLUMNS = (
    "lcd_id,lcd_version,title,determination_number,orig_det_eff_date,ent_det_end_date,rev_eff_date,rev_end_date,"
    "indication,diagnoses_support,icd9_dont_support_para,icd9_dont_support_ast,diagnoses_dont_support,"
    "coding_guidelines,doc_reqs,appendices,util_guide,source_info,adv_meeting,comment_start_dt,comment_end_dt,"
    "notice_start_dt,rev_hist_num,history_exp,last_reviewed_on,status,last_updated,cms_cov_policy,display_id,"
    "draft_contact,revenue_para,thirty_percent,keywords,associated_info,notice_end_dt,date_retired,"
    "draft_released_date,source_lcd_id,add_icd10_info,icd10_doc,synopsis_changes,bibliography,"
    "summary_of_evidence,analysis_of_evidence,mcd_publish_date,issue,issue_change,mac_initiated"
)
NCD_COLUMNS = (
    "NCD_id,NCD_vrsn_num,natl_cvrg_type,cvrg_lvl_cd,NCD_mnl_sect,NCD_mnl_sect_title,NCD_efctv_dt,NCD_impltn_dt,"
    "NCD_trmntn_dt,itm_srvc_desc,indctn_lmtn,xref_txt,othr_txt,trnsmtl_num,trnsmtl_issnc_dt,trnsmtl_url,"
    "chg_rqst_num,pblctn_cd,rev_hstry,under_rvw,creatd_tmstmp,last_updt_tmstmp,last_clrnc_tmstmp,NCD_lab,"
    "ncd_keyword,NCD_AMA"
)
DESCRIPTOR = "Wondrous invented brushing of a hat"
"""Stands for a text of the AMA: it may be nowhere in a store."""


def table(columns: str, *rows: dict[str, str]) -> str:
    """Return a table as the database exports it: every row with all columns."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns.split(","), lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows({name: row.get(name, "") for name in columns.split(",")} for row in rows)
    return out.getvalue()


def article(number: str, begins: str, **cells: str) -> dict[str, str]:
    """Return a row of the list of articles."""
    given = {"article_id": number, "article_version": "7", "article_type": "3", "title": f"Billing: {number}"}
    given |= {"article_eff_date": f"{begins} 00:00:00", "status": "A", "last_updated": "2026-11-12 06:10:00"}
    return given | cells


def code(number: str, procedure: str, text: str = DESCRIPTOR) -> dict[str, str]:
    """Return a row that lists a procedure code."""
    given = {"article_id": number, "article_version": "7", "hcpc_code_id": procedure, "range": "N"}
    return given | {"hcpc_code_group": "1", "long_description": text, "short_description": text[:20]}


def diagnosis(number: str, icd: str, group: int = 1, star: str = "") -> dict[str, str]:
    """Return a row of a list of diagnoses; serves for covered and noncovered ones."""
    given = {
        "article_id": number,
        "article_version": "7",
        "icd10_code_id": icd,
        "range": "N",
        "asterisk": star,
    }
    return given | {
        "icd10_covered_group": str(group),
        "icd10_noncovered_group": str(group),
        "description": "x",
    }


def group(number: str, paragraph: str, number_of: int = 1, note: str = "") -> dict[str, str]:
    """Return a row with the text above a list."""
    given = {"article_id": number, "article_version": "7", "paragraph": paragraph, "icd10_covered_ast": note}
    return given | {"icd10_covered_group": str(number_of), "icd10_noncovered_group": str(number_of)}


def article_tables() -> dict[str, str]:
    """Return the tables of the articles: A50001 in two northern states, A50002 of one contractor."""
    return {
        "article.csv": table(
            ARTICLE_COLUMNS,
            article(
                "50001",
                "2025-01-01",
                description="&lt;p&gt;Covered no more than two times per year.&lt;/p&gt; "
                f"<p>{DESCRIPTOR} is allowed once per week.</p> <p>Keep records.</p>",
            ),
            article("50002", "2026-03-01", article_end_date="2026-09-30 00:00:00", status="R"),
            article("50003", "2026-01-01", display_id="DA50003"),
            article("50004", "2025-06-01", title="Both codes needed"),
        ),
        "article_x_hcpc_code.csv": table(
            "article_id,article_version,hcpc_code_id,hcpc_code_version,hcpc_code_group,range,last_updated,"
            "long_description,short_description",
            code("50001", "11055"),
            code("50001", "11056"),
            code("50002", "11055"),
            code("50004", "97597"),
            code("50004", "XX000", "Not Applicable"),
        ),
        "article_x_icd10_covered.csv": table(
            "article_id,article_version,icd10_code_id,icd10_code_version,icd10_covered_group,range,last_updated,"
            "sort_order,description,asterisk",
            diagnosis("50001", "E11.42"),
            diagnosis("50001", "I70.201", 1, "*"),
            diagnosis("50001", "L84", 2),
            diagnosis("50002", "XX000"),
            diagnosis("50004", "L97.511"),
            diagnosis("50004", "E11.42", 2),
        ),
        "article_x_icd10_covered_group.csv": table(
            "article_id,article_version,icd10_covered_group,paragraph,last_updated,icd10_covered_ast",
            group("50001", f"<p>For 11055 ({DESCRIPTOR}):</p>", 1, "A starred code needs a note."),
            group("50001", "For CPT codes 11056-11057 only:", 2),
            group("50004", "The following must be reported along with a code from Group 2."),
            group("50004", "Secondary codes.", 2),
        ),
        "article_x_icd10_noncovered.csv": table(
            "article_id,article_version,icd10_code_id,icd10_code_version,icd10_noncovered_group,range,last_updated,"
            "sort_order,description",
            {name: cell for name, cell in diagnosis("50001", "Z00.00").items()
             if name not in ("asterisk", "icd10_covered_group")},
        ),
        "article_x_icd10_noncovered_group.csv": table(
            "article_id,article_version,icd10_noncovered_group,paragraph,last_updated",
            {name: cell for name, cell in group("50001", "Never:").items()
             if name not in ("icd10_covered_ast", "icd10_covered_group")},
        ),
        "article_x_contractor.csv": table(
            "article_id,article_version,article_type,contractor_id,contractor_type_id,contractor_version,last_updated",
            *({"article_id": document, "article_version": "7", "article_type": "3", "contractor_id": one,
               "contractor_type_id": "9", "contractor_version": "1"}
              for document, one in (("50001", "21"), ("50001", "22"), ("50002", "21"), ("50004", "21"))),
        ),
        "article_x_primary_jurisdiction.csv": table(
            "article_id,article_version,state_id,last_updated",
            {"article_id": "50002", "article_version": "7", "state_id": "1"},
            {"article_id": "50004", "article_version": "7", "state_id": "1"},
        ),
        "article_related_documents.csv": table(
            "article_id,article_version,related_num,r_article_id,r_article_version,r_lcd_id,r_lcd_version,"
            "r_contractor_id,last_updated",
            {"article_id": "50001", "article_version": "7", "related_num": "1", "r_lcd_id": "30001"},
            {"article_id": "50001", "article_version": "7", "related_num": "2", "r_article_id": "50002"},
        ),
        "article_x_code_table.csv": table(
            "article_id,article_version,article_type,code_table_row,brand_name,eff_date,end_date,comments,"
            "hcpc_code_id,hcpc_code_version,last_updated,short_description,long_description",
            {"article_id": "50004", "article_version": "7", "code_table_row": "1", "brand_name": "Inventium",
             "eff_date": "2026-02-01 00:00:00", "end_date": "2026-11-15 00:00:00", "hcpc_code_id": "J9999"},
        ),
        "article_type_lookup.csv": table(
            "article_type_id,description,last_updated", {"article_type_id": "3", "description": "Billing"}
        ),
        **place_tables(),
    }  # fmt: skip


def place_tables() -> dict[str, str]:
    """Return the tables that the downloads of articles and of LCDs both hold."""
    key = "contractor_id,contractor_type_id,contractor_version"
    return {
        "contractor.csv": table(
            f"{key},contractor_bus_name,contractor_number,dmerc_rgn,address1,address2,address3,city,state_id,zipcode,"
            "phone,fax,status,last_updated,url,email,ignore,status_flag,cmd_name,cmd_title,contractor_subtype_id",
            {"contractor_id": "21", "contractor_type_id": "9", "contractor_version": "1", "status": "A",
             "contractor_bus_name": "Invented Northern", "contractor_number": "99102",
             "cmd_name": "A Person"},
            {"contractor_id": "22", "contractor_type_id": "9", "contractor_version": "1", "status": "A",
             "contractor_bus_name": "Invented Northern", "contractor_number": "99202"},
        ),
        "contractor_jurisdiction.csv": table(
            f"{key},state_id,last_updated,active_date,term_date",
            {"contractor_id": "21", "contractor_type_id": "9", "contractor_version": "1", "state_id": "1"},
            {"contractor_id": "22", "contractor_type_id": "9", "contractor_version": "1", "state_id": "2"},
        ),
        "state_lookup.csv": table(
            "state_id,state_abbrev,description",
            {"state_id": "1", "state_abbrev": "ND", "description": "North Dakota"},
            {"state_id": "2", "state_abbrev": "MN", "description": "Minnesota"},
        ),
    }  # fmt: skip


def lcd_tables() -> dict[str, str]:
    """Return the tables of one LCD."""
    document = {"lcd_id": "30001", "lcd_version": "5"}
    return {
        "lcd.csv": table(
            LCD_COLUMNS,
            document | {"title": "Care of hats", "rev_eff_date": "2025-01-01 00:00:00", "status": "A",
             "last_updated": "2026-11-12 06:10:00", "util_guide": "Not more than once every 60 days."},
        ),
        "lcd_x_contractor.csv": table(
            "lcd_id,lcd_version,contractor_id,contractor_type_id,contractor_version,last_updated",
            document | {"contractor_id": "21", "contractor_type_id": "9", "contractor_version": "1"},
        ),
        "lcd_x_primary_jurisdiction.csv": table(
            "lcd_id,lcd_version,state_id,last_updated", document | {"state_id": "1"}
        ),
        **place_tables(),
    }  # fmt: skip


def ncd_tables() -> dict[str, str]:
    """Return the table of two NCDs, of which one says its day in words."""
    given = {
        "NCD_vrsn_num": "2",
        "cvrg_lvl_cd": "2",
        "last_updt_tmstmp": "2026-11-01 00:00:00",
        "NCD_lab": "0",
    }
    return {
        "ncd_trkg.csv": table(
            NCD_COLUMNS,
            given | {"NCD_id": "901", "NCD_mnl_sect": "999.3", "NCD_mnl_sect_title": "Hats for the head",
             "NCD_efctv_dt": "07/01/2010", "indctn_lmtn": "Covered once in a lifetime."},
            given | {"NCD_id": "902", "NCD_mnl_sect": "999.4", "NCD_efctv_dt": "This is longstanding"},
        )
    }  # fmt: skip


def download(directory: Path, name: str, tables: dict[str, str]) -> Path:
    """Write a download as published: a zip with a zip of the tables in it."""
    files = [write(directory / name / one, text, "utf-8") for one, text in tables.items()]
    inner = zipped(directory / f"{name}_csv.zip", *files)
    return zipped(directory / f"{name}.zip", inner)
