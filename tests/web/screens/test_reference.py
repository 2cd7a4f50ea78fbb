"""Reference status: what is loaded, what covers today, what a code means on a day."""

from django.test import Client
from django.utils.html import escape

from cleanclaim.codesets import KINDS, switched_off_without
from cleanclaim.codesets.shipped_lists import SHIPPED_LISTS
from tests.web.screens.world import TODAY


def look_up(client: Client, words: str, on: str = "") -> str:
    answer = client.post("/reference/", {"words": words, "on": on})
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_what_is_loaded_and_whether_it_covers_today(biller: Client) -> None:
    page = biller.get("/reference/").content.decode()
    assert "ICD-10-CM" in page
    assert str(TODAY.year) in page
    assert "NCCI" in page, "what is not checked is said"


def test_a_code_is_found_by_itself_and_by_words(biller: Client) -> None:
    page = look_up(biller, "E11.9")
    assert "Type 2 diabetes mellitus without complications" in page
    assert "E11.9" in look_up(biller, "e119")
    assert "I10" in look_up(biller, "essential hypertension")


def test_a_code_is_looked_up_on_a_day(biller: Client) -> None:
    assert "E11.9" in look_up(biller, "E11.9", TODAY.isoformat())
    long_ago = look_up(biller, "E11.9", "1999-01-01")
    assert "without complications" not in long_ago, "no release covers that day"
    bad = look_up(biller, "E11.9", "31.12.2025")
    assert 'role="alert"' in bad or "message-error" in bad


def test_odd_words_find_nothing_and_break_nothing(biller: Client) -> None:
    for words in ('"', "'", "*", "a AND", "NEAR(", "%", "-", "(((", "é", "x" * 100, "", "   ", "^", "col:x"):
        look_up(biller, words)


def test_the_starter_pack_is_said_to_be_no_production_release(biller: Client) -> None:
    page = biller.get("/reference/").content.decode()
    assert "The starter pack is not a production release." in page
    assert "Short lists that ship" in page


def test_what_is_switched_off_today_is_said_for_each_table(biller: Client) -> None:
    page = biller.get("/reference/").content.decode()
    for kind in KINDS:
        if kind not in SHIPPED_LISTS:
            assert escape(switched_off_without(kind.name)) in page, kind.name


def test_other_tables_say_what_they_know_of_a_code(biller: Client) -> None:
    page = look_up(biller, "99213", "2025-11-04")
    assert "work 1.30" in page
    assert "Starter pack: MPFS" in page
    assert "observation" in look_up(biller, "0762", TODAY.isoformat())
