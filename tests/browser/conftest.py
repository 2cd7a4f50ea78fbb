"""A real browser on the served demonstration: Debian's Chromium through Playwright."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium, Page, StorageState, sync_playwright

from tests.served.conftest import PASSWORD, Served, served

__all__ = ["served"]

AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1.min.js"
LAPTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 780}

Enter = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """The machine's Chromium; the tests skip where there is none.

    Not for longer than a module: while Playwright runs, its loop does, and Django refuses to be
    called from whatever other test comes next.
    """
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        yield browser
        browser.close()


@pytest.fixture
def enter(chromium: Chromium, served: Served) -> Iterator[Enter]:
    """Return a function that signs one of the demonstration's people in and gives their page.

    At the end of the test it fails when a page had an error in its script, or broke the content
    security policy.
    """
    troubles: list[str] = []
    contexts = []

    def open_page(username: str, *, size: dict[str, int] = LAPTOP, scheme: str = "light") -> Page:
        context = chromium.new_context(
            base_url=served.address,
            storage_state=signed_in(chromium, served.address, username),
            viewport=size,
            color_scheme=scheme,
            reduced_motion="reduce",  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
        page.goto("/")
        return page

    yield open_page
    for context in contexts:
        context.close()
    serious = [said for said in troubles if "status of 4" not in said]
    assert not serious, serious


def signed_in(chromium: Chromium, address: str, username: str) -> StorageState:
    """Return the cookies of somebody who is signed in; a code is good once, so this is done once."""
    if (address, username) not in _SIGNED_IN:
        context = chromium.new_context(base_url=address)
        sign_in(context.new_page(), username)
        _SIGNED_IN[address, username] = context.storage_state()
        context.close()
    return _SIGNED_IN[address, username]


_SIGNED_IN: dict[tuple[str, str], StorageState] = {}


def sign_in(page: Page, username: str) -> None:
    """Sign in as a person does: the password, then the code that the authenticator shows."""
    page.goto("/demo/authenticator/")
    row = page.locator("tr", has=page.locator(f"code:text-is('{username}')"))
    code = re.sub(r"\D", "", row.locator("td").last.inner_text())
    page.goto("/sign-in/")
    page.fill("#id_login", username)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"/$"))


def assert_accessible(page: Page) -> None:
    """Fail with what axe finds wrong with a page."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    said = [
        f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes'][:3]]}"
        for each in found["violations"]
    ]
    assert not said, f"{page.url}:\n" + "\n".join(said)


def assert_fits(page: Page) -> None:
    """Fail when a page is wider than its window."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} pixels too wide"
