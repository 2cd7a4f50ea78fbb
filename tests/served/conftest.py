"""The demonstration, loaded and served as ``make demo`` does it, for tests that look from outside."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import NamedTuple

import pytest

from cleanclaim.web.setup import setup
from tests.surroundings import surroundings

setup()

from cleanclaim.web.demo.logins import PASSWORD  # noqa: E402


class Page(NamedTuple):
    """What a browser got."""

    status: int
    where: str
    text: str


class Served:
    """The demonstration as it runs: its address, its data directory, and what it said."""

    def __init__(self, address: str, directory: Path, log: Path) -> None:
        self.address = address
        self.directory = directory
        self.log = log
        self._signed_in: dict[str, Browser] = {}

    def browser_of(self, username: str) -> "Browser":
        """Return the browser in which somebody is signed in; a code is good once, so this is done once."""
        if username not in self._signed_in:
            self._signed_in[username] = Browser(self).sign_in(username)
        return self._signed_in[username]


class Browser:
    """A browser without JavaScript: cookies, links and forms."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> Page:
        """Follow a link."""
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.served.address, path)))

    def post(self, path: str, fields: dict[str, str], *, from_page: str) -> Page:
        """Send a form that stands on a page."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(from_page).text)
        assert token is not None, f"{from_page} has no form"
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        where = urllib.parse.urljoin(self.served.address, path)
        return self._open(urllib.request.Request(where, data=body, headers={"Referer": where}))

    def links(self, path: str, pattern: str) -> list[str]:
        """Return the links of a page that match a pattern, each once, in their order."""
        return list(dict.fromkeys(re.findall(f'href="({pattern})"', self.get(path).text)))

    def sign_in(self, username: str) -> "Browser":
        """Sign in as one of the demonstration's people: the password, then the code."""
        self.post("/sign-in/", {"login": username, "password": PASSWORD}, from_page="/sign-in/")
        shown = self.get("/demo/authenticator/").text
        code = re.search(rf"<code>{re.escape(username)}</code>.*?<code>(\d{{6}})</code>", shown, re.DOTALL)
        assert code is not None, f"the authenticator shows no code for {username}"
        where = "/sign-in/code/authenticate/"
        page = self.post(where, {"code": code[1]}, from_page=where)
        assert urllib.parse.urlparse(page.where).path == "/", f"{username} could not sign in"
        return self

    def _open(self, request: urllib.request.Request) -> Page:
        try:
            with self._opener.open(request, timeout=60) as answer:
                return Page(answer.status, answer.url, answer.read().decode(errors="replace"))
        except urllib.error.HTTPError as error:
            return Page(error.code, error.url or "", error.read().decode(errors="replace"))


@contextmanager
def serve() -> Iterator[Served]:
    """Load the demonstration into a directory of its own and serve it, with all that it says in a file."""
    directory = Path(tempfile.mkdtemp(prefix="cleanclaim-served-", dir="/tmp"))
    directory.chmod(0o711 if os.geteuid() == 0 else 0o700)
    log = directory / "said.txt"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "cleanclaim", "demo", "--port", "0"],
            env=surroundings(directory / "data"),
            stdout=said,
            stderr=said,
        )
        try:
            yield Served(address_of(process, log), directory / "data", log)
        finally:
            process.terminate()
            process.wait(timeout=60)
            shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """The demonstration, loaded and served."""
    with serve() as found:
        yield found


def address_of(process: "subprocess.Popen[bytes]", log: Path) -> str:
    """Return where a served demonstration answers, once it says so in its log."""
    while process.poll() is None:
        found = re.search(r"Serving on (http://\S+)", log.read_text())
        if found is not None:
            return found[1]
        try:
            process.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError(log.read_text())


@pytest.fixture
def browser(served: Served) -> Browser:
    """A browser that nobody has signed in with yet."""
    return Browser(served)
