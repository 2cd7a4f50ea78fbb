"""Downloading from a local server: resumed where it broke off, never overwritten, terms asked once."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from cleanclaim.primitives import InvalidValue, UnreadableFile
from cleanclaim.reference.addresses import known_keys, source
from cleanclaim.reference.fetching import fetch_file
from tests.reference.official import mue

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass
class Publisher:
    """A server with one file, which can break off, change, or refuse."""

    content: bytes = b"x"
    etag: str = '"one"'
    breaks_after: int | None = None
    asked: list[dict[str, str]] = field(default_factory=list)
    address: str = ""


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    served = Publisher()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(dict(self.headers))
            if "missing" in self.path:
                self.send_error(404)
                return
            if self.headers.get("If-None-Match") == served.etag:
                self.send_response(304)
                self.end_headers()
                return
            first = 0
            wanted = self.headers.get("Range")
            if wanted and self.headers.get("If-Range") == served.etag:
                first = int(wanted.removeprefix("bytes=").rstrip("-"))
                self.send_response(206)
            else:
                self.send_response(200)
            body = served.content[first:]
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", served.etag)
            self.end_headers()
            if served.breaks_after is not None:
                body = body[: served.breaks_after]
                served.breaks_after = None
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    served.address = f"http://127.0.0.1:{server.server_port}/files"
    yield served
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_file_is_kept_with_its_digest_and_not_fetched_again(tmp_path: Path, publisher: Publisher) -> None:
    publisher.content = b"the whole file" * 10_000
    url = f"{publisher.address}/a%20file.zip"
    told: list[int] = []
    path = fetch_file(url, tmp_path, now=NOW, progress=told.append)
    assert path.name == "a file.zip"
    assert path.read_bytes() == publisher.content
    assert sum(told) == len(publisher.content)
    assert fetch_file(url, tmp_path, now=NOW) == path
    assert publisher.asked[1]["If-None-Match"] == '"one"'


def test_a_download_that_broke_off_goes_on_where_it_was(tmp_path: Path, publisher: Publisher) -> None:
    publisher.content = bytes(range(256)) * 4_000
    publisher.breaks_after = 300_000
    url = f"{publisher.address}/big.zip"
    with pytest.raises(UnreadableFile, match="goes on where it was"):
        fetch_file(url, tmp_path, now=NOW)
    path = fetch_file(url, tmp_path, now=NOW)
    assert path.read_bytes() == publisher.content
    assert publisher.asked[1]["Range"] == "bytes=300000-"
    assert not (tmp_path / "big.zip.part").exists()


def test_a_file_that_changed_meanwhile_is_fetched_from_the_beginning(
    tmp_path: Path, publisher: Publisher
) -> None:
    publisher.content, publisher.breaks_after = b"old" * 100_000, 1000
    url = f"{publisher.address}/big.zip"
    with pytest.raises(UnreadableFile):
        fetch_file(url, tmp_path, now=NOW)
    publisher.content, publisher.etag = b"newer" * 100_000, '"two"'
    assert fetch_file(url, tmp_path, now=NOW).read_bytes() == publisher.content


def test_a_file_cut_again_does_not_overwrite_the_earlier_one(tmp_path: Path, publisher: Publisher) -> None:
    url = f"{publisher.address}/table.csv"
    publisher.content = b"first"
    first = fetch_file(url, tmp_path, now=NOW)
    publisher.content, publisher.etag = b"second", '"two"'
    second = fetch_file(url, tmp_path, now=NOW)
    assert (first.read_bytes(), second.read_bytes()) == (b"first", b"second")


def test_a_refusal_says_what_to_do(tmp_path: Path, publisher: Publisher) -> None:
    with pytest.raises(UnreadableFile) as caught:
        fetch_file(f"{publisher.address}/missing.zip", tmp_path, now=NOW)
    assert "the server answers 404" in str(caught.value)
    assert "--url" in str(caught.value)


@pytest.mark.parametrize("url", ["http://example.org/a.zip", "ftp://example.org/a.zip", "file:///etc/passwd"])
def test_only_https_is_fetched_from_elsewhere(tmp_path: Path, url: str) -> None:
    with pytest.raises(InvalidValue, match="not an https address"):
        fetch_file(url, tmp_path, now=NOW)


def test_every_key_has_an_address_for_every_quarter() -> None:
    for key in known_keys():
        for quarter in (1, 2, 3, 4):
            for url in source(key, 2026, quarter).urls:
                assert url.startswith("https://")
                assert "{" not in url
    assert source("ptp_practitioner", 2026, 4).urls[3].endswith("ccipra-v323r0-f4.zip")
    assert source("icd10cm", 2026, 4).urls[0].endswith("/2027-code-descriptions-tabular-order.zip")
    assert source("dmepos", 2026, 1).urls == ("https://www.cms.gov/files/zip/dme26.zip",)
    assert source("dmepos", 2026, 4).urls == ("https://www.cms.gov/files/zip/dme26-d.zip",)
    assert source("mce", 2026, 4).urls[0].endswith("/fy2027-fr-definition-mce-v44.zip")
    assert source("nppes", 2026, 4).urls[0].endswith("NPPES_Data_Dissemination_October_2026_V2.zip")
    assert source("opps_a", 2026, 4).unverified
    with pytest.raises(InvalidValue, match="'xyz' cannot be fetched"):
        source("xyz", 2026, 4)


def run(store: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cleanclaim", "reference", "fetch", *arguments, "--store", str(store)],
        env={**os.environ, "CLEANCLAIM_DATA": str(store)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_source_of_which_only_the_page_is_known_needs_an_address(
    tmp_path: Path, publisher: Publisher
) -> None:
    done = run(tmp_path, "zip_locality")
    assert done.returncode == 2
    assert "Zip Code to Carrier Locality File" in done.stderr
    assert "--url" in done.stderr


def test_what_is_fetched_is_imported(tmp_path: Path, publisher: Publisher) -> None:
    publisher.content = mue(tmp_path).read_bytes()
    url = f"{publisher.address}/MCR_MUE_PractitionerServices_Eff_10-01-2026.csv"
    done = run(tmp_path / "store", "mue_practitioner", "--url", url)
    assert done.returncode == 0, done.stderr
    assert "imported: NCCI MUE practitioner 2026 Q4" in done.stdout


def test_terms_are_shown_and_accepted_once(tmp_path: Path, publisher: Publisher) -> None:
    publisher.content = b"anything"
    arguments = ("clfs", "--url", f"{publisher.address}/26clabq4.zip", "--no-import")
    refused = run(tmp_path, *arguments)
    assert refused.returncode == 2
    assert "American Medical Association" in refused.stderr
    assert "add --accept-licence" in refused.stderr
    assert publisher.asked == []
    assert run(tmp_path, *arguments, "--accept-licence").returncode == 0
    again = run(tmp_path, *arguments)
    assert again.returncode == 0
    assert "American Medical Association" not in again.stderr
