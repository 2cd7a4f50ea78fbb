"""Write a picture of every screen, 1280 and 360 pixels wide, light and dark: ``make screenshots``.

    python -m tests.browser.screenshots OUT [ADDRESS]

Without an address the demonstration is loaded and served for it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import LAPTOP, PHONE, signed_in

SCREENS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("home", "biller", ()),
    ("worklist", "biller", ("/worklist/",)),
    ("claims", "biller", ("/claims/",)),
    ("claim", "biller", ("/claims/", "tr:has-text('Paid') a[data-open]")),
    ("claim-held", "biller", ("/claims/", "tr:has-text('Held') a[data-open]")),
    ("claim-correct", "biller", ("/claims/", "tr:has-text('Held') a[data-open]", "a:has-text('Correct')")),
    ("claim-findings", "biller", ("/claims/", "tr:has-text('Paid') a[data-open]", "nav.tabs a:nth-child(2)")),
    ("claim-remits", "biller", ("/claims/", "tr:has-text('Paid') a[data-open]", "nav.tabs a:nth-child(3)")),
    ("claim-file", "biller", ("/claims/", "tr:has-text('Paid') a[data-open]", "nav.tabs a:nth-child(4)")),
    ("claim-form", "biller", ("/claims/", "tr:has-text('Paid') a[data-open]", "nav.tabs a:nth-child(5)")),
    ("claim-history", "biller", ("/claims/", "tr:has-text('Paid') a[data-open]", "nav.tabs a:nth-child(6)")),
    ("rules", "supervisor", ("/rules/",)),
    ("rules-new", "supervisor", ("/rules/new/", "button[value=try]")),
    ("rules-proposals", "supervisor", ("/rules/proposals/",)),
    ("tokens", "admin", ("/tokens/",)),
    ("coding-list", "coder", ("/coding/",)),
    ("coding", "coder", ("/coding/", "a[data-open]")),
    ("queries", "provider", ("/coding/queries/",)),
    ("question", "provider", ("/coding/queries/", "a[data-open]")),
    ("patients", "frontdesk", ("/patients/",)),
    ("patient", "frontdesk", ("/patients/", "a[data-open]")),
    ("home-provider", "provider", ()),
    ("remittances", "biller", ("/remittances/",)),
    ("remittance", "biller", ("/remittances/", "a[data-open]")),
    ("reports", "supervisor", ("/reports/",)),
    ("measure", "supervisor", ("/reports/initial_denials/",)),
    ("denials", "biller", ("/denials/",)),
    ("denial", "biller", ("/denials/", "a[data-open]")),
    ("denials-by-cause", "biller", ("/denials/groups/",)),
    ("letters", "biller", ("/denials/letters/",)),
    ("paid-short", "biller", ("/denials/short/",)),
    ("overpayments", "biller", ("/denials/overpayments/",)),
    ("rejections", "biller", ("/denials/rejections/",)),
    ("accounts", "biller", ("/accounts/",)),
    ("account", "biller", ("/accounts/", "a[data-open]")),
    ("audit", "compliance", ("/audit/",)),
    ("users", "admin", ("/users/",)),
    ("reference", "biller", ("/reference/",)),
    ("home-supervisor", "supervisor", ()),
)
"""Name, who looks, and the way there: an address, then what to click."""


def follow(page: Page, way: tuple[str, ...]) -> None:
    """Go to a screen."""
    page.goto(way[0] if way else "/")
    for selector in way[1:]:
        page.locator(selector).first.click()
        page.wait_for_load_state()


def main(out: Path, address: str) -> None:
    """Take the pictures."""
    import os
    import shutil

    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        for width, size in (("1280", LAPTOP), ("360", PHONE)):
            for scheme in ("light", "dark"):
                pages: dict[str, Page] = {}
                for name, person, way in SCREENS:
                    if scheme == "dark" and name not in ("worklist", "claim", "coding"):
                        continue
                    if person not in pages:
                        context = browser.new_context(
                            base_url=address,
                            viewport=size,  # type: ignore[arg-type]
                            color_scheme=scheme,  # type: ignore[arg-type]
                            reduced_motion="reduce",
                            storage_state=signed_in(browser, address, person),
                        )
                        pages[person] = context.new_page()
                    follow(pages[person], way)
                    suffix = "-dark" if scheme == "dark" else ""
                    pages[person].screenshot(
                        path=out / f"{name}-{width}{suffix}.png", full_page=width == "360"
                    )
                    print(out / f"{name}-{width}{suffix}.png")
        browser.close()


@contextmanager
def _served() -> Iterator[str]:
    from tests.served.conftest import serve

    with serve() as served:
        yield served.address


if __name__ == "__main__":
    if len(sys.argv) > 2:
        main(Path(sys.argv[1]), sys.argv[2])
    else:
        with _served() as where:
            main(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots"), where)
