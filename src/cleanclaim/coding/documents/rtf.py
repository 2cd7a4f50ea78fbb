"""The text of Rich Text Format, as a reader of the page would see it.

Source: Microsoft, Rich Text Format Specification 1.9.1. Left out: pictures, objects, headers and footers,
tables of fonts, colours and styles, hidden text (``\\v``), and what was struck out or deleted in revision.
"""

import codecs
import re

import msgspec

from cleanclaim.coding.documents.building import TextBuilder
from cleanclaim.coding.documents.values import SourceDocument
from cleanclaim.primitives import UnreadableFile

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z'])"
    rb"|(?P<open>\{)|(?P<close>\})|(?P<end>[\r\n]+)|(?P<text>[^\\{}\r\n]+)|(?P<bad>\\)"
)
_LEFT_OUT = frozenset(
    {
        *("fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr"),
        *("headerf", "footer", "footerl", "footerr", "footerf", "listtable", "listoverridetable", "rsidtbl"),
        *("generator", "themedata", "datastore", "latentstyles", "xmlnstbl", "filetbl", "revtbl", "fldinst"),
        *("bkmkstart", "bkmkend", "pntext", "nonshppict", "annotation", "footnotesep", "ftnsep", "template"),
    }
)
_SIGNS = {
    "tab": "\t",
    "cell": " | ",
    "nestcell": " | ",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
}
_LINES = frozenset({"line", "par", "sect", "page", "row", "nestrow", "softline"})
_HIDING = frozenset({"v", "strike", "striked", "deleted"})
_DEEPEST = 500
_CODE_PAGES = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252"}


class _State(msgspec.Struct):
    """What holds until the group ends: text left out or hidden, bytes that stand for one ``\\u``."""

    left_out: bool = False
    hidden: frozenset[str] = frozenset()
    fallback: int = 1


def read_rtf(raw: bytes) -> SourceDocument:
    """Return the text of an RTF document; raises ``UnreadableFile`` when it is cut off or out of shape."""
    return _Reader(raw).read()


class _Reader:
    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._builder = TextBuilder()
        self._state = _State()
        self._stack: list[_State] = []
        self._decoder = codecs.getincrementaldecoder("cp1252")("replace")
        self._skip = 0  # characters that repeat a \u for readers without Unicode
        self._high: tuple[int, int] | None = None  # first half of a surrogate pair and its byte
        self._pending = 0  # byte at which an unfinished character of several bytes began
        self._first_word = False

    def read(self) -> SourceDocument:
        at, size, raw = 0, len(self._raw), self._raw
        while at < size:
            token = _TOKEN.match(raw, at)
            if token is None:
                break
            kind, until = str(token.lastgroup), token.end()
            if kind == "open":
                self._open()
            elif kind == "close":
                if not self._stack:
                    raise _out_of_shape("a group ends that never began", at)
                self._state = self._stack.pop()
                if not self._stack:
                    if raw[until:].strip(b"\x00\r\n\t "):
                        raise _out_of_shape("something follows its end", until)
                    return self._builder.document("rtf")
            elif kind in ("word", "number"):
                word, number = token["word"].decode("ascii"), token["number"]
                if word == "bin":
                    until = min(size, token.end() + max(0, int(number or 0)))
                else:
                    self._word(word, None if number is None else int(number), at, until)
            elif kind == "hex":
                self._bytes(bytes.fromhex(token["hex"].decode("ascii")), at, until, literal=False)
            elif kind == "sign":
                self._sign(token["sign"], at, until)
            elif kind == "text":
                self._bytes(token["text"], at, until, literal=True)
            elif kind == "bad":
                break
            if kind not in ("open", "end"):
                self._first_word = False
            at = until
        raise UnreadableFile(
            "the RTF document ends in the middle: it was cut off.", fix="Export or send it again."
        )

    def _open(self) -> None:
        if len(self._stack) >= _DEEPEST:
            raise UnreadableFile(
                f"the RTF document has groups more than {_DEEPEST} deep.", fix="Save it as plain text."
            )
        self._stack.append(self._state)
        self._state = _State(self._state.left_out, self._state.hidden, self._state.fallback)
        self._skip = 0
        self._first_word = True

    def _word(self, word: str, number: int | None, at: int, until: int) -> None:
        state = self._state
        if word in _LEFT_OUT and self._first_word:
            state.left_out = True
        elif word in _HIDING:
            state.hidden = state.hidden - {word} if number == 0 else state.hidden | {word}
        elif word == "plain":
            state.hidden -= {"v", "strike", "striked"}
        elif word == "uc":
            state.fallback = max(0, min(number or 0, 10))
        elif word == "u" and number is not None:
            self._unicode(number & 0xFFFF, at, until)
        elif word == "ansicpg" and number:
            self._code_page(f"cp{number}" if number != 65001 else "utf-8")
        elif word in _CODE_PAGES:
            self._code_page(_CODE_PAGES[word])
        elif self._skip and (word in _SIGNS or word in _LINES):
            self._skip -= 1
        elif word in _SIGNS:
            self._show(_SIGNS[word], at, until)
        elif word in _LINES:
            self._show("\n", at, until)

    def _code_page(self, name: str) -> None:
        try:
            self._decoder = codecs.getincrementaldecoder(name)("replace")
        except LookupError:
            raise UnreadableFile(
                f"the RTF document names an unknown code page, {name}.", fix="Save it as plain text (UTF-8)."
            ) from None

    def _unicode(self, unit: int, at: int, until: int) -> None:
        self._skip = self._state.fallback
        if 0xD800 <= unit < 0xDC00:
            self._high = (unit, at)
            return
        if 0xDC00 <= unit < 0xE000:
            if self._high is not None:
                high, start = self._high
                self._high = None
                letter = chr(0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00))
                self._show(letter, start, until)
            return
        self._high = None
        self._show(chr(unit) if unit >= 0x20 else " ", at, until)

    def _sign(self, sign: bytes, at: int, until: int) -> None:
        if sign == b"*":
            self._state.left_out = True
        elif self._skip and sign not in b"\r\n":
            self._skip -= 1
        elif sign in (b"{", b"}", b"\\"):
            self._show(sign.decode("ascii"), at, until)
        elif sign == b"~":
            self._show(" ", at, until)
        elif sign == b"_":
            self._show("-", at, until)
        elif sign in (b"\r", b"\n"):
            self._show("\n", at, until)

    def _bytes(self, data: bytes, at: int, until: int, *, literal: bool) -> None:
        if self._skip:
            left_over = min(self._skip, len(data))
            self._skip -= left_over
            data = data[left_over:]
            at += left_over if literal else 0
        if not data or self._is_hidden:
            return
        if literal and data.isascii() and b"\x00" not in data and not self._pending:
            self._builder.add(data.decode("ascii"), at, until, each=1)
            return
        for number in range(len(data)):
            place = at + number if literal else at
            text = self._decoder.decode(data[number : number + 1])
            if text:
                self._show(text, self._pending or place, place + 1 if literal else until)
                self._pending = 0
            else:
                self._pending = self._pending or place

    @property
    def _is_hidden(self) -> bool:
        return self._state.left_out or bool(self._state.hidden)

    def _show(self, text: str, at: int, until: int) -> None:
        if not self._is_hidden:
            self._builder.add(text.replace("\x00", ""), at, until)


def _out_of_shape(what: str, byte: int) -> UnreadableFile:
    return UnreadableFile(
        f"the RTF document is out of shape: {what} (byte {byte}).", fix="Export or send it again."
    )
