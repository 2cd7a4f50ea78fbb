"""Writing files that are whole or not there at all."""

import os
import tempfile
from pathlib import Path

from cleanclaim.primitives import ConfigurationError


def write_whole(path: Path, data: bytes) -> None:
    """Write a file completely or not at all: to a temporary name beside it, then renamed.

    Raises ``ConfigurationError`` with the reason when the place cannot be written.
    """
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
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
