"""No patient stands in a log, an address or an error page, nor another tenant on a screen."""

import html
import re
import urllib.parse
from pathlib import Path

import pytest

from tests.served.conftest import Browser, Served

MOST_PAGES = 400
"""Pages looked at for each person."""

ORGANIZATIONS = ("Cedar Lane Medical Group", "Hilltop Bone and Joint Clinic")


def identifiers() -> tuple[str, ...]:
    """Return what tells a patient of the demonstration from others: names, birth dates, numbers."""
    from cleanclaim.web.demo.practice import demo_identifiers

    return demo_identifiers()


def crawl(browser: Browser, start: str = "/") -> dict[str, str]:
    """Return the pages that links lead to, by address; each kind of page at least once."""
    waiting, seen = [start], dict[str, str]()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if path in seen:
            continue
        page = browser.get(path)
        assert page.status == 200, f"{path}: {page.status}"
        seen[path] = page.text
        for found in re.findall(r'(?:href|hx-get|action|hx-post)="([^"]+)"', page.text):
            target = urllib.parse.urlparse(urllib.parse.urljoin(page.where, html.unescape(found)))
            address = target.path + (f"?{target.query}" if target.query else "")
            if target.netloc == urllib.parse.urlparse(browser.served.address).netloc:
                seen.setdefault(f"address {address}", "")
                if re.search(rf'(?:href|hx-get)="{re.escape(found)}"', page.text) and wanted(address, seen):
                    waiting.append(address)
    return seen


def wanted(address: str, seen: dict[str, str]) -> bool:
    """Return whether a page is worth a look: no file, no way out, and not the twentieth of its kind."""
    if address.startswith(("/static/", "/sign-in/")) or "export" in address:
        return False
    kind = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", address)
    return sum(re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", path) == kind for path in seen) < 20


@pytest.fixture(scope="module")
def walks(served: Served) -> dict[str, dict[str, str]]:
    """All pages that people of different roles come to by clicking."""
    people = ("biller", "coder", "supervisor", "compliance", "provider", "frontdesk", "hilltop.frontdesk")
    return {person: crawl(served.browser_of(person)) for person in people}


def test_addresses_name_nobody(walks: dict[str, dict[str, str]]) -> None:
    names = identifiers()
    for person, pages in walks.items():
        assert len(pages) > 10, f"{person} came nowhere"
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
    for name in identifiers()[:40]:
        page = browser.get(f"/claims/{urllib.parse.quote(name)}/")
        assert page.status == 404
        assert name not in page.text


def test_one_tenants_people_come_to_nothing_of_the_others(walks: dict[str, dict[str, str]]) -> None:
    ours, theirs = ORGANIZATIONS
    for address, text in walks["hilltop.frontdesk"].items():
        assert ours not in text, address
    for address, text in walks["frontdesk"].items():
        assert theirs not in text, address
    supervisors = {path for path in walks["supervisor"] if re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", path)}
    assert supervisors
