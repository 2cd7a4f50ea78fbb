"""Reference status: what is loaded, what covers today, what a code means on a day."""

from django.test import Client

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
