"""Writing files that are whole or not there at all."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from cleanclaim.primitives import ConfigurationError


def write_whole(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file completely or not at all: to a temporary name beside it, then renamed.

    ``data`` may come in parts; what goes wrong while they are made leaves no file either. Raises
    ``ConfigurationError`` with the reason when the place cannot be written.
    """
    parts = (data,) if isinstance(data, bytes) else data
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                for part in parts:
                    file.write(part)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ConfigurationError(
            f"the file cannot be written: {error.strerror}.", where=str(path), fix="Choose another place."
        ) from None
