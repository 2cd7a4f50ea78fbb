"""The text of an HTML page, as a reader of the page would see it.

A scanner of our own, for the standard library's parser does not tell the place of every character and takes
the square of the length on broken markup. Left out: scripts, styles, comments, hidden elements, and what was
struck out or deleted (``del``, ``s``, ``strike``).
"""

import re
from html import unescape

from cleanclaim.coding.documents.building import TextBuilder
from cleanclaim.coding.documents.decoding import Decoded, decode
from cleanclaim.coding.documents.values import SourceDocument
from cleanclaim.primitives import UnreadableFile

_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]*)")
_PIECE = re.compile(
    r"(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});?)|(?P<space>\s+)|[^&\s]+|&"
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
_HIDDEN = re.compile(r"\shidden(?=[\s=>/]|$)|display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration[^;\"']*line-through", re.IGNORECASE)
_UNREAD = frozenset({"script", "style", "template", "noscript", "title", "svg", "del", "s", "strike"})
_QUOTE_OR_END = re.compile("[\"'>]")
_RAW = frozenset({"script", "style"})
_PARAGRAPHS = frozenset(
    {
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "table",
        "ul",
        "ol",
        "dl",
        "pre",
        "blockquote",
    }
)
_LINES = frozenset(
    {
        "div",
        "tr",
        "li",
        "dt",
        "dd",
        "caption",
        "header",
        "footer",
        "main",
        "body",
        "address",
        "hr",
        "form",
        "fieldset",
    }
)
_CELLS = frozenset({"td", "th"})
_VOID = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "col", "area", "base", "embed", "source", "wbr"}
)
_MOST_ATTRIBUTES = 4000  # characters of a tag


def read_html(raw: bytes) -> SourceDocument:
    """Return the text of a page; its encoding is what it declares, else UTF-8."""
    declared = _CHARSET.search(raw, 0, 4096)
    decoded = decode(raw, declared[1].decode("ascii").lower() if declared else "")
    builder = TextBuilder()
    add_html(builder, decoded)
    return builder.document("html")


def add_html(builder: TextBuilder, decoded: Decoded) -> None:
    """Add the text of markup to what a builder has."""
    _Page(builder, decoded).read()


class _Page:
    def __init__(self, builder: TextBuilder, decoded: Decoded) -> None:
        self._builder = builder
        self._text = decoded.text
        self._offsets = decoded.offsets
        self._unread = ""  # the element that is being left out
        self._nested = 0  # how many of its name are open within it
        self._verbatim = 0

    def read(self) -> None:
        text, at = self._text, 0
        while at < len(text):
            less = text.find("<", at)
            if less < 0:
                self._data(at, len(text))
                return
            self._data(at, less)
            at = self._markup(less)

    def _markup(self, at: int) -> int:
        """Read what begins with "<" and return where it ends."""
        text = self._text
        if text.startswith("<!--", at):
            return _after(text, "-->", at + 4)
        if text.startswith(("<!", "<?"), at):
            return _after(text, ">", at + 2)
        name = _NAME.match(text, at)
        if name is None:
            self._data(at, at + 1)
            return at + 1
        end = _end_of_tag(text, name.end())
        tag = name[1].lower()
        if text[at + 1] == "/":
            self._close(tag)
        else:
            self._open(tag, text[name.end() : min(end, name.end() + _MOST_ATTRIBUTES)])
            if tag in _RAW:
                closing = re.compile(rf"</{tag}", re.IGNORECASE).search(text, end)
                return closing.start() if closing else len(text)
        return end

    def _open(self, tag: str, attributes: str) -> None:
        if self._unread:
            self._nested += tag == self._unread
            return
        empty = tag in _VOID or attributes.rstrip(">").endswith("/")
        if tag in _UNREAD or _HIDDEN.search(attributes) or _STRUCK.search(attributes):
            if not empty:
                self._unread, self._nested = tag, 1
            return
        if tag == "br":
            self._builder.put_in("\n")
        elif tag in _PARAGRAPHS:
            self._builder.paragraph()
            self._verbatim += tag == "pre"
        elif tag in _LINES:
            self._builder.line()
            if tag == "li":
                self._builder.put_in("- ")
        elif tag in _CELLS and not self._builder.at_line_start:
            self._builder.put_in(" | ")

    def _close(self, tag: str) -> None:
        if self._unread:
            if tag == self._unread:
                self._nested -= 1
                if self._nested == 0:
                    self._unread = ""
            return
        if tag in _PARAGRAPHS:
            self._builder.paragraph()
            self._verbatim = max(0, self._verbatim - (tag == "pre"))
        elif tag in _LINES:
            self._builder.line()

    def _data(self, start: int, end: int) -> None:
        if self._unread or start >= end:
            return
        add, offsets = self._builder.add, self._offsets
        for piece in _PIECE.finditer(self._text, start, end):
            first, last = offsets[piece.start()], offsets[piece.end()]
            words = piece.group()
            if piece["entity"]:
                shown = unescape(words).replace("\xa0", " ")
                add("" if shown == " " and self._builder.ends_blank else shown, first, last)
            elif piece["space"] and not self._verbatim:
                if not self._builder.ends_blank:
                    add(" ", first, last)
            elif last - first == len(words):
                add(words, first, last, each=1)
            else:
                for number, letter in enumerate(words, piece.start()):
                    add(letter, offsets[number], offsets[number + 1])


def _after(text: str, ending: str, start: int) -> int:
    place = text.find(ending, start)
    return len(text) if place < 0 else place + len(ending)


def _end_of_tag(text: str, at: int) -> int:
    """Return where a tag ends: after the first ">" outside quotes; broken off, at the end of the text."""
    while found := _QUOTE_OR_END.search(text, at):
        if found.group() == ">":
            return found.end()
        closing = text.find(found.group(), found.end())
        if closing < 0:
            # A quote that never closes is taken for a letter, else the rest of the note would be lost.
            greater = text.find(">", found.end())
            if greater < 0:
                break
            return greater + 1
        at = closing + 1
    raise UnreadableFile("the HTML page ends within a tag: it was cut off.", fix="Export or send it again.")
