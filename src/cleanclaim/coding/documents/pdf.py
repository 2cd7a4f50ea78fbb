"""The text layer of a PDF, page by page.

Bytes of a PDF say nothing to a reader (its text is compressed and placed letter by letter), so the original
that offsets refer to is the text of each page, which is to be stored with the file.
"""

import io
import logging
from collections.abc import Callable

import pypdf
from pypdf.errors import PyPdfError

from cleanclaim.coding.documents.building import MOST_CHARACTERS, TextBuilder
from cleanclaim.coding.documents.values import SourceDocument
from cleanclaim.primitives import UnreadableFile

MOST_PAGES = 1_000
_MOST_OPERATIONS = 3_000_000  # drawing operations of all pages: more is no note but a bomb
_MOST_CONTENT = 20_000_000  # bytes of drawing operations of one page

# What pypdf thinks of a file is told in our words, and its log may quote the document.
logging.getLogger("pypdf").addHandler(logging.NullHandler())
logging.getLogger("pypdf").propagate = False


def read_pdf(raw: bytes, within: str = "") -> SourceDocument:
    """Return the text of a PDF; ``within`` names the place of an embedded one.

    Raises ``UnreadableFile`` for a file that is protected, broken, too large, or holds images only.
    """
    try:
        return _read(raw, within)
    except UnreadableFile:
        raise
    except (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, OSError):
        # pypdf meets broken files with errors of many kinds; what they say may quote the document.
        raise _broken() from None
    except (RecursionError, MemoryError, OverflowError, ZeroDivisionError, NotImplementedError):
        raise _broken() from None


def _read(raw: bytes, within: str) -> SourceDocument:
    reader = pypdf.PdfReader(io.BytesIO(raw), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableFile(
            "the PDF is protected with a password.", fix="Save a copy without protection and hand that in."
        )
    count = len(reader.pages)
    if count > MOST_PAGES:
        raise UnreadableFile(
            f"the PDF has {count:,} pages; at most {MOST_PAGES:,} are read.", fix="Split it into its notes."
        )
    builder = TextBuilder()
    guard = _Guard()
    empty = []
    for number, page in enumerate(reader.pages, 1):
        contents = page.get_contents()
        if contents is not None and len(contents.get_data()) > _MOST_CONTENT:
            raise _too_much()
        text = page.extract_text(visitor_operand_before=guard.operation, visitor_text=guard.text)
        text = text.replace("\x00", "")
        if not text.strip():
            empty.append(number)
            continue
        builder.line()
        builder.begin_part(f"{within} page {number}".strip(), "character")
        builder.add(text, 0, len(text), each=1)
    if len(empty) == count:
        raise UnreadableFile(
            "the PDF holds no text, only images.",
            fix="Have it read by OCR first, or hand in the note as text.",
        )
    pages = ", ".join(map(str, empty[:10])) + (" and more" if len(empty) > 10 else "")
    notice = f"{'page' if len(empty) == 1 else 'pages'} {pages} of the PDF hold no text and were not read."
    return builder.document("pdf", notices=(notice,) if empty else ())


class _Guard:
    """Stops at a page that unfolds into far more than any note has."""

    def __init__(self) -> None:
        self._operations = 0
        self._characters = 0

    @property
    def operation(self) -> Callable[..., None]:
        return self._count_operation

    @property
    def text(self) -> Callable[..., None]:
        return self._count_text

    def _count_operation(self, *_: object) -> None:
        self._operations += 1
        if self._operations > _MOST_OPERATIONS:
            raise _too_much()

    def _count_text(self, text: str, *_: object) -> None:
        self._characters += len(text)
        if self._characters > 2 * MOST_CHARACTERS:
            raise _too_much()


def _too_much() -> UnreadableFile:
    return UnreadableFile(
        "the PDF unfolds into more than any note has.", fix="Print the note's pages to a new PDF."
    )


def _broken() -> UnreadableFile:
    return UnreadableFile("the PDF is damaged and cannot be read.", fix="Export or send it again.")
