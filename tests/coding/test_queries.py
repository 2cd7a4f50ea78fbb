"""Topics of queries are the listed ones, and each is explained in the docs."""

import re
from pathlib import Path

from cleanclaim.coding import QUERY_TOPICS, Lexicon
from tests.coding.test_vignettes import VIGNETTES, run

_PAGE = Path(__file__).resolve().parents[2] / "docs" / "algorithms" / "coding-queries.md"


def test_every_topic_stands_in_the_docs_and_no_other() -> None:
    rows = [line for line in _PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    told = {topic for row in rows for topic in re.findall(r"`([a-z-]+)`", row.split("|")[1])}
    assert told == set(QUERY_TOPICS)


def test_every_topic_asked_of_a_vignette_is_listed(lexicon: Lexicon) -> None:
    asked = {query.topic for vignette in VIGNETTES for query in run(vignette, lexicon).queries}
    assert asked <= set(QUERY_TOPICS)
    assert len(asked) >= 25
