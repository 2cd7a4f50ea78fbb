"""Every screen in a real browser: axe finds nothing, it fits, it works by keys alone, no script fails."""

import re

import pytest
from playwright.sync_api import Browser as Chromium, Page, expect

from tests.browser.conftest import LAPTOP, PHONE, Enter, assert_accessible, assert_fits, signed_in
from tests.browser.screenshots import SCREENS, follow
from tests.served.conftest import Served

pytestmark = pytest.mark.browser

DARK = ("worklist", "claim", "coding")


@pytest.mark.parametrize(("name", "person", "way"), SCREENS, ids=[name for name, _, _ in SCREENS])
def test_a_screen_fits_and_can_be_read_by_everybody(
    name: str, person: str, way: tuple[str, ...], enter: Enter
) -> None:
    page = enter(person)
    follow(page, way)
    for size in (LAPTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert_fits(page)
        assert_accessible(page)
    if name in DARK:
        page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
        page.emulate_media(color_scheme="dark")
        page.reload()
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert sum(map(int, re.findall(r"\d+", dark)[:3])) < 200, f"{dark} is not dark"
        assert_accessible(page)


def test_what_one_does_next_is_not_cut_off(enter: Enter) -> None:
    page = enter("biller")
    for size in (LAPTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto("/worklist/")
        boxes = page.evaluate(
            "[...document.querySelectorAll('td.next > *')].slice(0, 20).map(e => {"
            "const b = e.getBoundingClientRect(), row = e.closest('section').getBoundingClientRect();"
            "return [b.left - row.left, row.right - b.right, e.scrollWidth - e.clientWidth]})"
        )
        assert boxes
        assert all(left >= -1 and right >= -1 and cut <= 1 for left, right, cut in boxes), boxes


def current(page: Page) -> str:
    """The id of the row that is looked at."""
    return page.evaluate("document.querySelector('[data-row].is-current')?.id ?? ''")


def test_the_work_list_is_worked_by_keys(enter: Enter) -> None:
    page = enter("biller")
    page.goto("/worklist/")
    page.keyboard.press("j")
    first = current(page)
    page.keyboard.press("j")
    second = current(page)
    assert first.startswith("item-")
    assert second.startswith("item-")
    assert first != second
    expect(page.locator("#preview h2").first).to_be_visible()
    page.keyboard.press("k")
    assert current(page) == first
    page.keyboard.press("x")
    expect(page.locator(f"#{first} input[type=checkbox]")).to_be_checked()
    expect(page.locator("[data-selected-count]")).to_have_text("1")
    page.keyboard.press("a")
    expect(page.locator("#assign-sheet")).to_be_visible()
    page.locator("#assign-sheet button[value=assign]").press("Enter")
    toast = page.locator("#toasts")
    expect(toast).to_contain_text("given to")
    expect(page.locator(f"#{first} .sub")).to_contain_text("· you")
    assert current(page) == first, "the row that was looked at stays so"
    toast.get_by_role("button", name=re.compile("undo", re.IGNORECASE)).click()
    expect(page.locator(f"#{first} .sub")).to_contain_text("nobody")


def test_an_item_is_closed_by_keys_and_leaves(enter: Enter) -> None:
    page = enter("supervisor")
    page.goto("/worklist/")
    page.keyboard.press("j")
    row = current(page)
    page.keyboard.press("x")
    page.keyboard.press("w")
    expect(page.locator("#close-sheet")).to_be_visible()
    page.locator("#outcome").fill("called the payer")
    page.locator("#outcome").press("Tab")
    page.locator("#close-sheet button[value=close]").press("Enter")
    expect(page.locator("#toasts")).to_contain_text("closed")
    expect(page.locator(f"#{row}")).to_have_count(0)
    page.locator("#toasts").get_by_role("button", name=re.compile("undo", re.IGNORECASE)).click()
    expect(page.locator(f"#{row}")).to_have_count(1)


def test_a_coder_walks_the_evidence_and_accepts_by_keys(enter: Enter) -> None:
    page = enter("coder")
    page.goto("/coding/")
    page.locator("tr:has-text('To code') a[data-open]").first.click()
    page.wait_for_load_state()
    marks = page.locator("#note mark.evidence")
    expect(marks.first).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#note mark.evidence.is-current").first).to_be_visible()
    before = page.evaluate("scrollX")
    if marks.count() > 1:
        one = page.locator("#note mark.is-current").first.bounding_box()
        page.keyboard.press("ArrowRight")
        assert page.locator("#note mark.is-current").first.bounding_box() != one
        page.keyboard.press("ArrowLeft")
        assert page.locator("#note mark.is-current").first.bounding_box() == one
    assert page.evaluate("scrollX") == before
    page.keyboard.press("j")
    row = current(page)
    assert row.startswith("code-")
    top = page.evaluate("scrollY")
    page.keyboard.press(" ")
    expect(page.locator(f"#{row}")).to_contain_text("Accepted")
    assert page.evaluate("scrollY") == top, "Space accepts and scrolls nothing"
    expect(page.get_by_role("button", name="Accept the encounter")).to_be_visible()
    page.keyboard.press("s")
    expect(page.locator(".message").first).to_contain_text("Accepted")


def test_what_one_types_is_text_and_no_command(enter: Enter) -> None:
    page = enter("biller")
    page.goto("/claims/")
    page.keyboard.press("/")
    field = page.locator("#s-number")
    expect(field).to_be_focused()
    page.keyboard.type("jxkcn/?")
    expect(field).to_have_value("jxkcn/?")
    page.keyboard.press("Escape")


def test_a_held_claim_is_corrected_and_a_clean_one_released_by_keys(enter: Enter) -> None:
    page = enter("biller")
    page.goto("/claims/")
    page.locator("tr:has-text('Held') a[data-open]").first.click()
    page.wait_for_load_state()
    page.keyboard.press("e")
    page.wait_for_url(re.compile("/correct/$"))
    page.locator("#id_reason").fill("nothing yet")
    page.locator("#id_reason").press("Escape")
    page.keyboard.press("s")
    page.wait_for_load_state()
    expect(page.locator("[role=alert]").first).to_contain_text("changes nothing")
    page.goto("/claims/")
    page.locator("tr:has-text('Clean') a[data-open]").first.click()
    page.wait_for_load_state()
    page.keyboard.press("s")
    expect(page.locator(".message").first).to_contain_text("Released")
    page.keyboard.press("r")
    # The worker may have made the payer's file in between: then the page says so, and nothing is changed.
    expect(page.locator("main")).to_contain_text(re.compile("Recalled|in a file to the payer"))


def test_a_held_claim_is_fixed_and_released_in_six_keys_from_the_list(enter: Enter) -> None:
    """The patient's sex is missing: open, F, out of the field, save, release."""
    page = enter("biller")
    page.goto("/worklist/")
    row = page.locator("tr:has-text('sex')").first
    row.locator("td").nth(1).click(position={"x": 4, "y": 4})
    expect(row).to_have_class(re.compile("is-current"))
    keys = 0

    def press(key: str) -> None:
        nonlocal keys
        keys += 1
        page.keyboard.press(key)

    press("Enter")
    page.wait_for_url(re.compile("/correct/$"))
    expect(page.locator("#id_patient_sex")).to_be_focused()
    press("f")
    press("Escape")
    press("s")
    expect(page.locator(".message").first).to_contain_text("Corrected and checked again: clean")
    press("s")
    expect(page.locator(".message").first).to_contain_text("Released")
    assert keys <= 6


def test_every_page_lists_its_keys(enter: Enter) -> None:
    page = enter("biller")
    page.goto("/worklist/")
    page.keyboard.press("?")
    sheet = page.locator("#key-sheet")
    expect(sheet).to_be_visible()
    for words in ("next", "previous", "filter and sort"):
        expect(sheet).to_contain_text(words)
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_without_scripts_a_payment_can_be_taken(chromium: Chromium, served: Served) -> None:
    context = chromium.new_context(
        base_url=served.address,
        storage_state=signed_in(chromium, served.address, "biller"),
        java_script_enabled=False,
    )
    page = context.new_page()
    page.goto("/accounts/")
    page.locator("a[data-open]").first.click()
    amount = page.locator("#pay input[name=amount]")
    expect(amount).to_be_visible()
    amount.fill("0.01")
    page.locator("#pay button[type=submit]").first.click()
    expect(page.locator(".message").first).to_contain_text("Taken and booked")
    page.goto("/claims/")
    expect(page.locator("#s-number")).to_be_visible()
    context.close()
