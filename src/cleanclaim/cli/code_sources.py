"""The notes that ``cleanclaim code`` was handed: files of any kind, and the lines of a batch."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from cleanclaim.cli.batch import BatchNote, read_line
from cleanclaim.cli.paths import read_bytes
from cleanclaim.primitives import InvalidValue

if TYPE_CHECKING:
    from cleanclaim.coding import CodingResult
    from cleanclaim.coding.documents import SourceDocument


class Asked(msgspec.Struct, frozen=True):
    """A note to be coded: where it came from, its id, and for files what it was read from."""

    where: str
    id: str
    note: BatchNote
    document: "SourceDocument | None" = None
    sha256: str = ""


def notes_in_file(path: Path) -> list[Asked]:
    """Return the notes of a file: one, or several of a FHIR Bundle; raises ``UnreadableFile``."""
    from cleanclaim.coding.documents import read_documents
    from cleanclaim.primitives import UnreadableFile

    raw = read_bytes(path)
    try:
        documents = read_documents(raw)
    except UnreadableFile as error:
        raise UnreadableFile(error.message, where=str(path), fix=error.fix) from None
    digest = hashlib.sha256(raw).hexdigest()
    return [
        Asked(
            str(path) if len(documents) == 1 else f"{path}, {document.name}",
            path.name if len(documents) == 1 else f"{path.name}#{document.name}",
            BatchNote(text=document.text),
            document,
            digest,
        )
        for document in documents
    ]


def note_in_line(line: bytes, where: str, number: int, settings: tuple[str, ...]) -> Asked:
    """Return the note of a line of a batch; raises an ``InputError`` that names the line."""
    note = read_line(line, where)
    if note.setting is not None and note.setting not in settings:
        raise InvalidValue(
            f"{note.setting!r} is not a setting.", where=where, fix=f"One of: {', '.join(settings)}."
        )
    return Asked(where, str(number) if note.id is None else str(note.id), note)


def with_origins(result: "CodingResult", asked: Asked) -> object:
    """Return a result as it is printed: evidence from a document also says where it stands in the original.

    Plain text is its own original: its result is returned as it is.
    """
    document = asked.document
    if document is None or document.kind == "text":
        return result
    fields = msgspec.to_builtins(result)
    _add_origins(fields, document)
    fields["document"] = {"kind": document.kind, "sha256": asked.sha256, "text": document.text}
    return fields


def _add_origins(value: Any, document: "SourceDocument") -> None:
    """Add ``original`` to every piece of evidence in a result turned into dicts and lists."""
    if isinstance(value, (list, tuple)):
        for one in value:
            _add_origins(one, document)
    elif isinstance(value, dict):
        if value.keys() == {"start", "end", "text"}:
            value["original"] = msgspec.to_builtins(document.origins(value["start"], value["end"]))
        else:
            for one in value.values():
                _add_origins(one, document)
