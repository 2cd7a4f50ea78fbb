"""Medicare Coverage Database downloads: ``current_article.zip``, ``current_lcd.zip``, ``ncd.zip``, …"""

from collections.abc import Sequence
from datetime import date, timedelta

from cleanclaim.codesets import policies
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.checks import in_bounds, told
from cleanclaim.reference.draft import Asked, Draft, Importer, Rows
from cleanclaim.reference.mcd_articles import Articles, read_articles
from cleanclaim.reference.mcd_places import Document, contractor_rows, read_places
from cleanclaim.reference.mcd_tables import Tables, datasets, day, each, table_of
from cleanclaim.reference.policy_text import is_licensed, limits, plain, without
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.tables import excerpt_end, undated

_HOLDS = timedelta(45)
"""How long after its last change a weekly download is taken to speak. New and stricter LCDs are announced
45 days before they begin (Medicare Program Integrity Manual, chapter 13; unverified here)."""

_LCD_COLUMNS = (
    "lcd_id",
    "lcd_version",
    "title",
    "rev_eff_date",
    "orig_det_eff_date",
    "rev_end_date",
    "ent_det_end_date",
    "date_retired",
    "status",
    "display_id",
    "last_updated",
    "util_guide",
    "indication",
)
_NCD_COLUMNS = (
    "ncd_id",
    "ncd_vrsn_num",
    "ncd_mnl_sect",
    "ncd_mnl_sect_title",
    "ncd_efctv_dt",
    "ncd_trmntn_dt",
    "cvrg_lvl_cd",
    "ncd_lab",
    "last_updt_tmstmp",
    "indctn_lmtn",
    "othr_txt",
)


def _read(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    drafts: list[Draft] = []
    whole = datasets(files)
    for tables in whole:
        if "article" in tables:
            drafts.append(_articles(tables, asked))
        if "lcd" in tables:
            drafts.append(_lcds(tables, asked))
        if "ncd_trkg" in tables:
            drafts.append(_ncds(tables, asked))
    if not drafts:
        raise UnreadableFile(
            "this is a part of a coverage database download without its main table.",
            where=files[0].where,
            fix="Import the whole download (current_article.zip, current_lcd.zip, ncd.zip).",
        )
    with_contractors = [tables for tables in whole if "contractor" in tables]
    if with_contractors:
        drafts.append(_contractors(with_contractors[0], drafts[0]))
    return drafts


def _span(
    asked: Asked, file: SourceFile, first: date | None, as_of: date | None, *, excerpt: bool
) -> tuple[date, date]:
    if excerpt:
        as_of = as_of or first
    if as_of is None and asked.effective_to is None:
        raise undated(file, "coverage database download")
    begins = asked.effective_from or first or as_of
    ends = asked.effective_to
    if ends is None and as_of is not None:
        ends = excerpt_end(as_of) if excerpt else as_of + _HOLDS
    assert begins is not None
    assert ends is not None
    return begins, ends


def _holding(as_of: date | None, until: date) -> list[str]:
    return [f"Last change {as_of}; taken to hold to {until}."] if as_of else []


def _articles(tables: Tables, asked: Asked) -> Draft:
    found: Articles = read_articles(tables)
    if not found.articles:
        raise UnreadableFile("there is no article in force in this download.", where=tables["article"].where)
    first = min(article.effective_from for article in found.articles.values())
    too_few = in_bounds("articles", len(found.articles), 1_000, 20_000)
    start, end = _span(asked, tables["article"], first, found.as_of, excerpt=bool(too_few))
    codes = {code for article in found.articles.values() for code in article.procedures}
    counts = {
        "articles": len(found.articles),
        "procedures": len(codes),
        "covered": found.covered,
        "noncovered": found.noncovered,
    }
    named = [file for table, file in tables.items() if not table.startswith(("lcd", "ncd"))]
    missing = [
        name
        for name in (
            "article_x_hcpc_code",
            "article_x_icd10_covered",
            "article_x_icd10_covered_group",
            "article_x_icd10_noncovered",
            "article_x_contractor",
            "article_related_documents",
            "contractor",
            "contractor_jurisdiction",
            "state_lookup",
        )
        if name not in tables
    ]
    return Draft(
        kind=policies.COVERAGE_ARTICLE.name,
        label=f"Medicare billing articles {found.as_of or start}",
        effective_from=start,
        effective_to=end,
        files=named,
        counts=counts,
        write=found.write,
        problems=[
            *([f"The table {', '.join(missing)} is missing."] if missing else []),
            *too_few,
            *in_bounds("procedures", len(codes), 3_000, 20_000),
            *in_bounds("covered diagnoses", found.covered, 200_000, 20_000_000),
            *in_bounds("noncovered diagnoses", found.noncovered, 10_000, 5_000_000),
            *told("Rows of articles that are not in the list of articles", found.orphans),
        ],
        remarks=[
            "Each article in its latest version only: for earlier days an earlier one may have held.",
            *_holding(found.as_of, end),
            *([f"Ends of ranges among the diagnoses: {found.ranges:,}; between them only what is listed."]
              if found.ranges else []),
            *([f"Drafts and documents without a date, left out: {found.passed_over:,}."]
              if found.passed_over else []),
        ],
    )  # fmt: skip


def _lcds(tables: Tables, asked: Asked) -> Draft:
    places, rows = read_places(tables, "lcd"), Rows()
    codes: dict[Document, list[str]] = {}
    descriptors: dict[Document, list[str]] = {}
    ncds: dict[Document, list[str]] = {}
    retire: dict[str, date | None] = {}
    as_of: list[date] = []
    first: list[date] = []

    def code(document: str, version: str, code: str, *texts: str) -> None:
        if not code.upper().startswith("XX"):
            codes.setdefault((document, version), []).append(code.upper())
        if is_licensed(code):
            descriptors.setdefault((document, version), []).extend(plain(text) for text in texts)

    def policy(*cells: str) -> None:
        one = dict(zip(_LCD_COLUMNS, cells, strict=True))
        changed = day(one["last_updated"])
        if changed is not None:
            as_of.append(changed)
        begins = day(one["rev_eff_date"]) or day(one["orig_det_eff_date"])
        if one["display_id"].upper().startswith("D") or one["status"].upper() == "P" or begins is None:
            return
        key = (one["lcd_id"], one["lcd_version"])
        name = f"L{one['lcd_id']}"
        ends = [day(one[column]) for column in ("rev_end_date", "ent_det_end_date", "date_retired")]
        ends.append(retire.get(one["lcd_id"]))
        contractors, states = places.of(key)
        text = without(f"{plain(one['util_guide'])} {plain(one['indication'])}", descriptors.get(key, ()))
        row = policies.LocalPolicy(
            effective_from=begins,
            effective_to=min((end for end in ends if end), default=None),
            lcd=name,
            version=int(one["lcd_version"]),
            title=plain(one["title"]),
            contractors=contractors,
            states=states,
            ncds=tuple(sorted(set(ncds.get(key, ())))),
            frequency=limits(text),
            retired=day(one["date_retired"]),
        )
        first.append(begins)
        rows.add(name, row, row.title)
        for held in dict.fromkeys(codes.get(key, ())):
            rows.add(held, row)

    identity = ("lcd_id", "lcd_version")
    each(
        tables,
        "lcd_future_retire",
        ("lcd_id", "retire_dt"),
        lambda key, text: retire.update({key: day(text)}),
    )
    each(
        tables, "lcd_x_hcpc_code", (*identity, "hcpc_code_id", "long_description", "short_description"), code
    )
    each(
        tables,
        "lcd_related_ncd_documents",
        (*identity, "r_ncd_id"),
        lambda key, version, ncd: ncds.setdefault((key, version), []).append(ncd) if ncd else None,
    )
    each(tables, "lcd", _LCD_COLUMNS, policy)
    if not rows.by_key:
        raise UnreadableFile("there is no LCD in force in this download.", where=tables["lcd"].where)
    last = max(as_of, default=None)
    count = sum(1 for key in rows.by_key if key.startswith("L"))
    too_few = in_bounds("policies", count, 500, 20_000)
    start, end = _span(asked, tables["lcd"], min(first), last, excerpt=bool(too_few))
    return Draft(
        kind=policies.LCD.name,
        label=f"Medicare LCDs {last or start}",
        effective_from=start,
        effective_to=end,
        files=[file for table, file in tables.items() if not table.startswith(("article", "ncd"))],
        counts={"policies": count},
        write=rows.write,
        problems=too_few,
        remarks=["Each policy in its latest version only.", *_holding(last, end)],
    )


def _ncds(tables: Tables, asked: Asked) -> Draft:
    rows, as_of, first = Rows(), list[date](), list[date]()
    undated_rows = 0

    def policy(*cells: str) -> None:
        nonlocal undated_rows
        one = dict(zip(_NCD_COLUMNS, cells, strict=True))
        changed = day(one["last_updt_tmstmp"])
        if changed is not None:
            as_of.append(changed)
        try:
            begins, ends = day(one["ncd_efctv_dt"]), day(one["ncd_trmntn_dt"])
        except ValueError:  # some say it in words
            begins = ends = None
        if begins is None:
            undated_rows += 1
            return
        first.append(begins)
        row = policies.NationalPolicy(
            effective_from=begins,
            effective_to=ends,
            ncd=one["ncd_id"],
            version=int(one["ncd_vrsn_num"]),
            section=one["ncd_mnl_sect"],
            title=plain(one["ncd_mnl_sect_title"]),
            level=one["cvrg_lvl_cd"],
            laboratory=one["ncd_lab"].upper() in {"1", "Y", "TRUE"},
            frequency=limits(f"{plain(one['indctn_lmtn'])} {plain(one['othr_txt'])}"),
        )
        rows.add(row.section.replace(".", "").upper(), row, row.title)
        rows.add(f"NCD{row.ncd}", row)

    each(tables, "ncd_trkg", _NCD_COLUMNS, policy)
    if not rows.by_key:
        raise UnreadableFile("there is no NCD with a date in this download.", where=tables["ncd_trkg"].where)
    last = max(as_of, default=None)
    too_few = in_bounds("policies", len(first), 250, 3_000)
    start, end = _span(asked, tables["ncd_trkg"], min(first), last, excerpt=bool(too_few))
    return Draft(
        kind=policies.NCD.name,
        label=f"Medicare NCDs {last or start}",
        effective_from=start,
        effective_to=end,
        files=[tables["ncd_trkg"]],
        counts={"policies": len(first)},
        write=rows.write,
        problems=too_few,
        remarks=[
            *_holding(last, end),
            *([f"Policies without a date in figures, left out: {undated_rows:,}."] if undated_rows else []),
        ],
    )


def _contractors(tables: Tables, beside: Draft) -> Draft:
    rows = Rows()
    for contractor in contractor_rows(tables):
        held = rows.by_key.get(contractor.number, ())
        if contractor.number and contractor not in held:
            rows.add(contractor.number, contractor, contractor.name)
    return Draft(
        kind=policies.MEDICARE_CONTRACTOR.name,
        label=beside.label.replace(beside.label.rpartition(" ")[0], "Contractors of the coverage database"),
        effective_from=beside.effective_from,
        effective_to=beside.effective_to,
        files=[
            tables[name]
            for name in ("contractor", "contractor_jurisdiction", "state_lookup")
            if name in tables
        ],
        counts={"contractors": len(rows.by_key)},
        write=rows.write,
        problems=in_bounds("contractors", len(rows.by_key), 60, 400),
    )


IMPORTER = Importer("Medicare Coverage Database downloads", lambda file: table_of(file) is not None, _read)
