"""A denial in a real browser: from the list to a letter that is kept, packed and sent, by keys."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, PHONE, Enter, assert_accessible, assert_fits

pytestmark = pytest.mark.browser


def test_a_denial_is_begun_and_appealed_by_keys(enter: Enter) -> None:
    page = enter("biller")
    page.goto("/denials/")
    page.locator("tr:has(.chip:has-text('Open')) a[data-open]").first.press("Enter")
    page.wait_for_url(re.compile("/denials/[0-9a-f-]{36}/$"))
    page.keyboard.press("b")
    expect(page.locator(".message").first).to_contain_text("Begun")
    page.keyboard.press("n")
    page.locator("#nt-text").fill("called the payer")
    page.locator("#note-sheet button[type=submit]").press("Enter")
    expect(page.locator(".timeline").first).to_contain_text("called the payer")
    page.get_by_role("button", name="Write the letter").first.press("Enter")
    page.wait_for_url(re.compile("/denials/letters/"))
    for size in (LAPTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert_fits(page)
        assert_accessible(page)
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    page.locator("#letter-text").fill("To the payer.\n\nPlease decide anew: the record is enclosed.")
    page.locator("#letter-text").press("Escape")
    page.keyboard.press("s")
    expect(page.locator(".message").first).to_contain_text("Kept as version 2")
    page.wait_for_load_state()  # keys work once the scripts are there
    page.keyboard.press("p")
    expect(page.locator(".message").first).to_contain_text("Packet 1 is made", timeout=30_000)
    assert_accessible(page)
    page.get_by_role("button", name="It was sent").press("Enter")
    expect(page.locator(".message").first).to_contain_text("Sent")
    page.keyboard.press("o")
    page.wait_for_url(re.compile("/denials/[0-9a-f-]{36}/$"))
    expect(page.locator(".head .chip").first).to_contain_text(re.compile("Appealed|Asked"))
