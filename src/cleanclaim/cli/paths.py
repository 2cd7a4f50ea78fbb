"""Where the data are, and how files that people hand in are read."""

import os
from pathlib import Path

from cleanclaim.primitives import UnreadableFile
from cleanclaim.web.places import data_directory

__all__ = ["data_directory", "read_bytes", "read_text", "readable"]


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes; raises ``UnreadableFile`` with the reason in words."""
    try:
        return path.read_bytes()
    except IsADirectoryError:
        raise UnreadableFile("this is a directory, not a file.", where=str(path)) from None
    except FileNotFoundError:
        raise UnreadableFile("there is no such file.", where=str(path), fix="Check the path.") from None
    except PermissionError:
        raise UnreadableFile(
            "the file may not be read.", where=str(path), fix="Check its permissions."
        ) from None
    except OSError as error:
        raise UnreadableFile(f"the file cannot be read: {error.strerror}.", where=str(path)) from None


def readable(path: Path) -> Path | bytes:
    """Return a file to be read bit by bit; what is no plain file (a pipe) is read at once.

    Raises ``UnreadableFile`` as ``read_bytes`` does.
    """
    if path.is_file() and os.access(path, os.R_OK):
        return path
    return read_bytes(path)


def read_text(path: Path) -> str:
    """Return a file's text, which must be UTF-8; raises ``UnreadableFile`` with the place otherwise."""
    raw = read_bytes(path)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"the text is not UTF-8: byte {error.start} is 0x{raw[error.start]:02x}.",
            where=str(path),
            fix="Save it as UTF-8 (for example: iconv -f windows-1252 -t utf-8).",
        ) from None
