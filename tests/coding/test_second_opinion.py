"""A second opinion counts only for what the note says; when it fails, the notes are coded without it."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from cleanclaim.cli.code import command
from cleanclaim.cli.opinion_settings import endpoint_from_environment
from cleanclaim.codesets import Store
from cleanclaim.coding import CodingContext, CodingResult, Document, Lexicon, Proposal, suggest
from cleanclaim.exchange.second_opinion import Endpoint, ask_for_proposals
from cleanclaim.primitives import ConfigurationError
from tests.coding.conftest import DAY

NOTE = """HPI
Her mother had breast cancer. No fever.

ASSESSMENT
1. Hypertension.
2. Woolsorter trouble.
3. Possible pneumonia.
"""


def coded(lexicon: Lexicon, *proposals: Proposal) -> CodingResult:
    context = CodingContext(date_of_service=DAY)
    return suggest(Document("n", NOTE), context, lexicon, proposals=proposals)


def selected(result: CodingResult) -> list[str]:
    return [one.code for one in result.suggestions if one.selected and one.system == "ICD10CM"]


def test_a_proposal_on_words_that_nothing_of_ours_takes_joins_and_is_to_be_reviewed(lexicon: Lexicon) -> None:
    assert selected(coded(lexicon)) == ["I10"]
    result = coded(lexicon, Proposal("A22.1", "Woolsorter trouble"))
    assert selected(result) == ["I10", "A22.1"]
    (one,) = [one for one in result.suggestions if one.code == "A22.1"]
    assert (one.decision, one.evidence[0].text) == ("review", "Woolsorter trouble")
    assert "by the second opinion" in one.why[0]
    assert one.confidence < 0.5


@pytest.mark.parametrize(
    ("proposal", "reason"),
    [
        (Proposal("A22.1", "trouble of the woolsorter"), "does not stand word for word"),
        (Proposal("A22.1", "woolsorter trouble"), "does not stand word for word"),
        (Proposal("A22.1", ""), "does not stand word for word"),
        (Proposal("A22.1", "cancer. No fever"), "does not stand word for word"),
        (Proposal("A22", "Woolsorter trouble"), "no billable code"),
        (Proposal("X99.99", "Woolsorter trouble"), "no billable code"),
        (Proposal("<script>", "Woolsorter trouble"), "no billable code"),
        (Proposal("C50.919", "breast cancer"), "family"),
        (Proposal("R50.9", "fever"), "absent"),
        (Proposal("J18.9", "pneumonia"), "uncertain"),
    ],
)
def test_what_the_note_does_not_say_word_for_word_denies_or_suspects_is_refused(
    lexicon: Lexicon, proposal: Proposal, reason: str
) -> None:
    result = coded(lexicon, proposal)
    assert proposal.code not in {one.code for one in result.suggestions}
    assert [one for one in result.not_coded if reason in one.reason and "second opinion" in one.reason]


def test_a_proposal_never_takes_the_place_of_a_code_of_ours(lexicon: Lexicon) -> None:
    result = coded(lexicon, Proposal("I15.9", "Hypertension"), Proposal("I10", "Hypertension"))
    assert selected(result) == ["I10"]
    assert [one.decision for one in result.suggestions if one.code == "I10"] == ["accept"]
    assert [one.selected for one in result.suggestions if one.code == "I15.9"] == [False]


class Standin(ThreadingHTTPServer):
    """An endpoint on this machine that answers what it is told to and keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.body, self.asked = 200, b"", []
        self.hang = threading.Event()
        self.hangs = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Standin

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, self.headers.get("Authorization"), json.loads(body)))
        if self.server.hangs:
            self.server.hang.wait(20)
            return
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", f"{self.server.url}/elsewhere")
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[Standin]:
    server = Standin()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    monkeypatch.setenv("CLEANCLAIM_OPINION_URL", server.url)
    monkeypatch.setenv("CLEANCLAIM_OPINION_MODEL", "local-model")
    monkeypatch.setenv("CLEANCLAIM_OPINION_KEY", "sk-invented")
    yield server
    server.hang.set()
    server.shutdown()
    thread.join()
    server.server_close()


def answer(*codes: tuple[str, str], fence: bool = False) -> bytes:
    content = json.dumps({"codes": [{"code": code, "evidence": words} for code, words in codes]})
    if fence:
        content = f"Here it is:\n```json\n{content}\n```"
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


def run(store: Store, *arguments: object) -> Result:
    return CliRunner().invoke(
        command,
        ["--reference", str(store.directory), "--date", "2025-12-01", "--json", *map(str, arguments)],
        standalone_mode=False,
    )


def test_the_endpoint_is_asked_with_the_note_and_the_key_and_its_proposals_are_judged(
    endpoint: Standin, store: Store, tmp_path: Path
) -> None:
    note = tmp_path / "n.txt"
    note.write_text(NOTE)
    endpoint.body = answer(("A22.1", "Woolsorter trouble"), ("C50.919", "breast cancer"), fence=True)
    done = run(store, note, "--second-opinion")
    assert (done.return_value, done.stderr) == (0, "")
    result = json.loads(done.stdout)
    assert [one["code"] for one in result["suggestions"] if one["system"] == "ICD10CM"] == ["I10", "A22.1"]
    assert result["releases"]["SECOND_OPINION"] == "local-model"
    ((path, key, asked),) = endpoint.asked
    assert (path, key) == ("/v1/chat/completions", "Bearer sk-invented")
    assert run(store, note).return_value == 0
    assert len(endpoint.asked) == 1, "without the option nobody is asked"
    assert (asked["model"], asked["messages"][-1]["content"]) == ("local-model", NOTE)


def ask(endpoint: Standin, **changes: object) -> tuple[Proposal, ...]:
    asked = msgspec.structs.replace(Endpoint(endpoint.url, "local-model", "sk-invented", 20.0), **changes)
    return ask_for_proposals(asked, NOTE, setting="office", on=DAY, clock=time.monotonic)


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (500, b"", "it answered with status 500"),
        (302, b"", "it answered with status 302"),
        (200, b"<html>", "not the JSON that was asked for"),
        (200, b'{"choices": []}', "not the JSON that was asked for"),
        (200, b'{"choices": [{"message": {"content": "I10"}}]}', "not the JSON that was asked for"),
        (200, b" " * 1_000_100, "it answered more than 1 MB"),
    ],
)
def test_an_answer_that_is_none_is_one_sentence_without_the_note_or_the_key(
    endpoint: Standin, status: int, body: bytes, said: str
) -> None:
    endpoint.status, endpoint.body = status, body
    with pytest.raises(ConfigurationError, match=said) as told:
        ask(endpoint)
    assert len(endpoint.asked) == 1
    assert "sk-invented" not in repr(told.value)
    assert "Hypertension" not in str(told.value)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"url": "http://example.com/v1"}, "not an https address"),
        ({"url": "file:///etc/passwd"}, "not an https address"),
        ({"url": "http://127.0.0.1:9/v1"}, "it cannot be reached"),
        ({"url": "http://127.0.0.1:99999/v1"}, "cannot be sent"),
        ({"key": "a\nb"}, "characters that cannot be sent"),
        ({"timeout": 0.3}, "no answer within 0.3 seconds"),
    ],
)
def test_an_endpoint_that_cannot_be_asked_is_one_sentence(
    endpoint: Standin, changes: dict[str, object], said: str
) -> None:
    endpoint.hangs = True
    with pytest.raises(ConfigurationError, match=said):
        ask(endpoint, **changes)


def test_when_the_endpoint_fails_it_is_told_once_and_the_notes_are_coded_without_it(
    endpoint: Standin, store: Store, tmp_path: Path
) -> None:
    endpoint.status = 503
    batch = tmp_path / "notes.jsonl"
    batch.write_text("\n".join(json.dumps({"text": "ASSESSMENT\nAsthma."}) for _ in range(3)))
    done = run(store, "--batch", batch, "--second-opinion")
    assert done.return_value == 2
    assert len(done.stdout.splitlines()) == 3
    assert len(endpoint.asked) == 1
    (line,) = done.stderr.splitlines()
    assert "it answered with status 503" in line


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CLEANCLAIM_OPINION_URL", "", "no endpoint is set"),
        ("CLEANCLAIM_OPINION_MODEL", "", "no endpoint is set"),
        ("CLEANCLAIM_OPINION_TIMEOUT", "soon", "not a number of seconds"),
    ],
)
def test_settings_that_are_missing_or_wrong_are_one_sentence(
    endpoint: Standin, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=said):
        endpoint_from_environment()
    assert endpoint.asked == []
