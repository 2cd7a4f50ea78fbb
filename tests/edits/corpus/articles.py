"""Coverage articles that a claim of the corpus turns on, imported as the official download is."""

import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from cleanclaim.codesets import Store, open_store
from cleanclaim.reference import import_files
from tests.reference.mcd import ARTICLE_COLUMNS, article, code, diagnosis, download, group, table

_STATES = {"IL": "1", "WI": "2"}


def with_articles(rows: tuple[str, ...], store: Store) -> Store:
    """Return a store with the tables of ``store`` and the articles that the rows describe.

    A row is a number, the codes, and ``state=``, ``from=``, ``covered=``, ``noncovered=``:
    ``58001 93306,93308 state=IL from=2024-01-01 covered=I48.91,I50.9``.
    """
    return _imported(rows, store.directory)


@lru_cache(maxsize=64)
def _imported(rows: tuple[str, ...], under: Path) -> Store:
    place = Path(tempfile.mkdtemp(prefix="corpus-articles-"))
    shutil.copytree(under, place / "store")
    import_files([download(place, "current_article", _tables(rows))], place / "store")
    return open_store(place / "store")


def _tables(rows: tuple[str, ...]) -> dict[str, str]:
    articles: list[dict[str, str]] = []
    codes: list[dict[str, str]] = []
    lists: dict[str, list[dict[str, str]]] = {"covered": [], "noncovered": []}
    groups: dict[str, list[dict[str, str]]] = {"covered": [], "noncovered": []}
    places: list[dict[str, str]] = []
    for row in rows:
        number, procedures, *words = row.split()
        given = dict(word.split("=", 1) for word in words)
        articles.append(article(number, given["from"]))
        codes += [code(number, procedure) for procedure in procedures.split(",")]
        for kind, listed in lists.items():
            if kind in given:
                listed += [_of(kind, diagnosis(number, one)) for one in given[kind].split(",")]
                groups[kind].append(_of(kind, group(number, "The following.")))
        state = {"contractor_id": f"2{_STATES[given['state']]}", "contractor_type_id": "9"}
        places.append(
            {"article_id": number, "article_version": "7", "contractor_version": "1"} | state
            | {"article_type": "3"}
        )  # fmt: skip
    version = "article_id,article_version"
    return {
        "article.csv": table(ARTICLE_COLUMNS, *articles),
        "article_x_hcpc_code.csv": table(
            f"{version},hcpc_code_id,hcpc_code_version,hcpc_code_group,range,last_updated,"
            "long_description,short_description",
            *codes,
        ),
        **{
            f"article_x_icd10_{kind}.csv": table(
                f"{version},icd10_code_id,icd10_code_version,icd10_{kind}_group,range,last_updated,"
                f"sort_order,description{',asterisk' if kind == 'covered' else ''}",
                *listed,
            )
            for kind, listed in lists.items()
        },
        **{
            f"article_x_icd10_{kind}_group.csv": table(
                f"{version},icd10_{kind}_group,paragraph,last_updated"
                f"{',icd10_covered_ast' if kind == 'covered' else ''}",
                *of_kind,
            )
            for kind, of_kind in groups.items()
        },
        "article_x_contractor.csv": table(
            f"{version},article_type,contractor_id,contractor_type_id,contractor_version,last_updated",
            *places,
        ),
        **_places(),
    }


def _of(kind: str, row: dict[str, str]) -> dict[str, str]:
    """Return a row with the columns of its kind of list alone."""
    other = "noncovered" if kind == "covered" else "covered"
    gone = {f"icd10_{other}_group", *(("asterisk", "icd10_covered_ast") if kind == "noncovered" else ())}
    return {name: cell for name, cell in row.items() if name not in gone}


def _places() -> dict[str, str]:
    key = "contractor_id,contractor_type_id,contractor_version"
    contractors = [
        {"contractor_id": f"2{number}", "contractor_type_id": "9", "contractor_version": "1", "status": "A",
         "contractor_bus_name": f"Invented {state}", "contractor_number": f"9910{number}"}
        for state, number in _STATES.items()
    ]  # fmt: skip
    return {
        "contractor.csv": table(
            f"{key},contractor_bus_name,contractor_number,dmerc_rgn,address1,address2,address3,city,state_id,"
            "zipcode,phone,fax,status,last_updated,url,email,ignore,status_flag,cmd_name,cmd_title,"
            "contractor_subtype_id",
            *contractors,
        ),
        "contractor_jurisdiction.csv": table(
            f"{key},state_id,last_updated,active_date,term_date",
            *(
                {name: one[name] for name in key.split(",")} | {"state_id": one["contractor_id"][1:]}
                for one in contractors
            ),
        ),
        "state_lookup.csv": table(
            "state_id,state_abbrev,description",
            *({"state_id": number, "state_abbrev": state} for state, number in _STATES.items()),
        ),
        "article_type_lookup.csv": table(
            "article_type_id,description,last_updated", {"article_type_id": "3", "description": "Billing"}
        ),
    }
