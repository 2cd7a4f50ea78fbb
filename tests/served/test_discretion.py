"""No patient stands in a log, an address or an error page, nor another tenant on a screen."""

import html
import re
import urllib.parse
from pathlib import Path

import pytest
from django.urls import resolve

from tests.served.conftest import Browser, Served
from tests.web.forms import form_to

MOST_PAGES = 150
"""Pages looked at for each person."""
MOST_ALIKE = 4
"""Pages of one kind looked at for each person."""

KINDS = {
    "home",
    "worklist",
    "worklist.item",
    "encounters",
    "encounters.encounter",
    "encounters.queries",
    "encounters.query",
    "claims",
    "claims.claim",
    "claims.findings",
    "claims.remits",
    "claims.file",
    "claims.history",
    "claims.correct",
    "remittances",
    "remittances.remittance",
    "accounts",
    "accounts.account",
    "accounts.receipt",
    "audit",
    "users",
    "reference",
}
"""Pages that somebody comes to by clicking."""

PEOPLE = (
    "biller",
    "coder",
    "auditor",
    "supervisor",
    "compliance",
    "admin",
    "provider",
    "frontdesk",
    "hilltop.frontdesk",
    "hilltop.provider",
)
"""One of each role, and people of the second organization alone."""

ORGANIZATIONS = ("Cedar Lane Medical Group", "Hilltop Bone and Joint Clinic")


def identifiers() -> tuple[str, ...]:
    """Return what tells a patient of the demonstration from others: names, birth dates, numbers."""
    from cleanclaim.web.demo.practice import demo_identifiers

    return demo_identifiers()


def crawl(browser: Browser, start: str = "/") -> dict[str, str]:
    """Return the pages that links lead to, by address, and all other addresses that stand on them, empty.

    A page that is offered and cannot be seen fails the test.
    """
    waiting, pages, named = [start], dict[str, str](), dict[str, str]()
    alike: dict[str, int] = {}
    here = urllib.parse.urlparse(browser.served.address).netloc
    while waiting and len(pages) < MOST_PAGES:
        path = waiting.pop(0)
        kind = kind_of(path)
        if path in pages or alike.get(kind, 0) >= MOST_ALIKE:
            continue
        alike[kind] = alike.get(kind, 0) + 1
        page = browser.get(path)
        assert page.status == 200, f"{path}: {page.status}"
        pages[path] = page.text
        for what, found in re.findall(r'\b(href|hx-get|action|formaction|hx-post)="([^"]+)"', page.text):
            target = urllib.parse.urlparse(urllib.parse.urljoin(page.where, html.unescape(found)))
            address = target.path + (f"?{target.query}" if target.query else "")
            if target.netloc == here:
                named[address] = ""
                if what in ("href", "hx-get") and not address.startswith(("/static/", "/sign-in/")):
                    waiting.append(address)
    return {**named, **pages}


def kind_of(address: str) -> str:
    """Return an address without its ids."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", address)


@pytest.fixture(scope="module")
def walks(served: Served) -> dict[str, dict[str, str]]:
    """All pages that people of different roles come to by clicking."""
    take_a_payment(served.browser_of("biller"))
    return {person: crawl(served.browser_of(person)) for person in PEOPLE}


def take_a_payment(browser: Browser) -> None:
    """Take a cent of whoever owes most, so that there is a receipt to look at."""
    first = re.search(r'href="(/accounts/[0-9a-f-]{36}/)"', browser.get("/accounts/").text)
    assert first is not None
    form = form_to(browser.get(first[1]).text, "/pay/")
    fields = {"receipt": form.values["receipt"], "amount": "0.01", "method": "cash"}
    assert "Taken and booked" in browser.post(form.action, fields, from_page=first[1]).text


def test_each_kind_of_page_was_looked_at(walks: dict[str, dict[str, str]]) -> None:
    seen = {
        resolve(urllib.parse.urlparse(address).path).view_name
        for pages in walks.values()
        for address, text in pages.items()
        if text
    }
    assert KINDS - seen == set()


def test_addresses_name_nobody(walks: dict[str, dict[str, str]]) -> None:
    names = identifiers()
    for person, pages in walks.items():
        assert len(pages) > 5, f"{person} came nowhere"
        for address in pages:
            said = urllib.parse.unquote(address).casefold()
            assert not [name for name in names if name.casefold() in said], address


def test_pages_do_show_patients_to_those_who_may_see_them(walks: dict[str, dict[str, str]]) -> None:
    names = identifiers()
    text = " ".join(walks["biller"].values())
    assert sum(html.escape(name) in text for name in names) > 30


def test_logs_name_nobody(served: Served, walks: dict[str, dict[str, str]]) -> None:
    name = identifiers()[1]
    browser = served.browser_of("biller")
    for path in (f"/claims/{urllib.parse.quote(name)}/", "/claims/00000000-0000-4000-8000-000000000000/"):
        browser.get(path)
    logs = [served.log, *log_files(served.directory)]
    assert len(logs) > 1
    for log in logs:
        text = log.read_text(errors="replace")
        assert not [name for name in identifiers() if name in text], log.name


def log_files(directory: Path) -> list[Path]:
    """Return what servers wrote about themselves."""
    return [
        path
        for path in directory.rglob("*")
        if path.is_file() and (path.name == "log" or path.suffix == ".log")
    ]


def test_error_pages_repeat_nothing(served: Served) -> None:
    browser = served.browser_of("biller")
    for name in identifiers()[:20]:
        page = browser.get(f"/claims/{urllib.parse.quote(name)}/")
        assert page.status == 404
        assert name not in page.text
    name = identifiers()[0]
    asked = browser.post("/claims/", {"last_name": f"{name}\0"}, from_page="/claims/")
    assert asked.status == 422
    assert name not in asked.text


def test_a_page_that_is_refused_shows_nothing_of_what_it_is_about(
    served: Served, walks: dict[str, dict[str, str]]
) -> None:
    accounts = [path for path in walks["biller"] if re.fullmatch(r"/accounts/[0-9a-f-]{36}/", path)]
    assert accounts
    for path in accounts[:5]:
        page = served.browser_of("coder").get(path)
        assert page.status == 403
        assert not [name for name in identifiers() if name in page.text]


def test_one_tenants_people_come_to_nothing_of_the_others(
    served: Served, walks: dict[str, dict[str, str]]
) -> None:
    ours, theirs = ORGANIZATIONS
    for address, text in walks["hilltop.frontdesk"].items():
        assert ours not in text, address
    for address, text in walks["frontdesk"].items():
        assert theirs not in text, address
    ids = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
    theirs_ids = {key for path in walks["hilltop.provider"] for key in ids.findall(path)}
    ours_ids = {key for path in walks["provider"] for key in ids.findall(path)}
    assert ours_ids
    assert theirs_ids
    assert not ours_ids & theirs_ids
    for path in [path for path in walks["provider"] if ids.search(path) and walks["provider"][path]][:15]:
        assert served.browser_of("hilltop.provider").get(path).status == 404, path
