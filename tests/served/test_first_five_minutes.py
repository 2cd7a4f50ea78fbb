"""Somebody who has never seen it follows one claim from the note to a balance of zero.

By links and forms only, as a browser without JavaScript has them: a coder, a biller, and days
that go by.
"""

import html
import re
import time
import urllib.parse
from decimal import Decimal

from tests.served.conftest import Browser, Page, Served
from tests.web.forms import Form, form_to, forms_of

NUMBER = "E1024"
"""Influenza, a visit that came in on the first morning; Medicaid-like, with a copayment."""

MOST_DAYS = 15
WAIT = 90.0
"""Seconds in which the worker builds a claim."""


class Person:
    """Somebody at a page: they see what it says, follow its links and send its forms."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.page = browser.get("/")

    def go(self, path: str) -> Page:
        """Follow a link that stands on the page (or begin at a place of the navigation)."""
        assert f'href="{html.escape(path)}"' in self.page.text, f"no link to {path} on {self.page.where}"
        return self.again(path)

    def again(self, path: str) -> Page:
        """Load a page."""
        self.page = self.browser.get(path)
        assert self.page.status == 200, f"{path}: {self.page.status}"
        return self.page

    def link(self, pattern: str) -> str:
        """Return the first link of the page whose address is like that."""
        found = re.search(rf'href="({pattern})"', self.page.text)
        assert found is not None, f"no link like {pattern} on {self.page.where}"
        return html.unescape(found[1])

    def send(self, form: Form, **fields: str) -> Page:
        """Fill a form of the page in and send it."""
        here = urllib.parse.urlparse(self.page.where).path
        values = {name: value for name, value in form.values.items() if name != "csrfmiddlewaretoken"}
        values.pop("keep", None)
        self.page = self.browser.post(form.action or here, {**values, **fields}, from_page=here)
        assert self.page.status == 200, f"{form.action}: {self.page.status} {self.page.text[-600:]}"
        return self.page

    def find(self, place: str) -> str:
        """Search a list for the number; open the one row that is found, and return where it is."""
        self.go(place)
        search = next(form for form in forms_of(self.page.text) if "number" in form.fields)
        self.send(search, number=NUMBER)
        return urllib.parse.urlparse(self.go(self.link(f"{place}[0-9a-f-]{{36}}/")).where).path

    def strip(self) -> dict[str, Decimal]:
        """Return the amounts of the money strip."""
        found = re.findall(r'<dt>([^<]+)</dt><dd><span class="money[^"]*">([^<]+)</span>', self.page.text)
        return {
            words: Decimal(amount.replace(",", "").replace("−", "-"))
            for words, amount in found
            if amount != "–"
        }

    def says(self, words: str) -> bool:
        """Return whether the page says that."""
        return words in html.unescape(re.sub(r"<[^>]+>", "", self.page.text))


def test_one_claim_from_its_note_to_a_balance_of_zero(served: Served) -> None:
    coder = Person(served.browser_of("coder"))
    note = coder.find("/coding/")
    assert coder.says("What the note says")
    assert 'class="evidence"' in coder.page.text
    coder.send(form_to(coder.page.text, "/codes/selected/"))
    coder.send(form_to(coder.page.text, "/accept/"))
    assert coder.says("Accepted")
    deadline = time.monotonic() + WAIT
    while "/claims/" not in coder.again(note).text.partition("<main")[2]:
        assert time.monotonic() < deadline, "the worker builds no claim"
        time.sleep(0.5)
    coder.go(coder.link(r"/claims/[0-9a-f-]{36}/"))

    biller = Person(served.browser_of("biller"))
    claim = biller.find("/claims/")
    deadline = time.monotonic() + WAIT
    while not any(form.action.endswith("/release/") for form in forms_of(biller.again(claim).text)):
        assert time.monotonic() < deadline, "the worker checks no claim"
        time.sleep(0.5)
    billed = biller.strip()["Billed"]
    assert biller.strip()["Balance"] == billed > 0
    biller.send(form_to(biller.page.text, "/release/"))
    assert biller.says("Released")

    for _ in range(MOST_DAYS):
        biller.send(form_to(biller.page.text, "/demo/forward/"))
        biller.again(claim)
        if biller.says("The payer has paid; the patient owes the rest."):
            break
    money = biller.strip()
    assert money["Billed"] == billed
    assert money["Payers paid"] > 0
    assert money["Patient owes"] == money["Balance"] > 0
    assert billed == money["Adjusted"] + money["Payers paid"] + money["Balance"]
    biller.go(biller.link(rf"{claim}remits/"))
    assert biller.says("In words")
    biller.go(biller.link(rf"{claim}history/"))
    for words in ("Released", "Handed over", "The payer took the claim in", "Paid"):
        assert biller.says(words), words

    account = biller.go(biller.link(r"/accounts/[0-9a-f-]{36}/")).where
    owed = biller.strip()["Patient owes"]
    biller.send(form_to(biller.page.text, "/pay/"), amount=str(owed), method="cash")
    assert biller.says("Taken and booked")
    biller.again(urllib.parse.urlparse(account).path)
    assert biller.strip() == {"Payers owe": 0, "Patient owes": 0, "Balance": 0}
    biller.again(claim)
    assert biller.strip()["Balance"] == 0
    assert biller.says("Nobody owes anything.")
