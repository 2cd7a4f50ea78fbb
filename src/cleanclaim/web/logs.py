"""Log lines without patient data."""

import logging
import traceback
from types import TracebackType

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class DiscreetFormatter(logging.Formatter):
    """Shows where an exception came from and its kind, never its text.

    The text of a database error quotes the row ("Failing row contains …"), that of a decode
    error the value; both would put patient data into the log.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - the name is logging's
        """Return file, line and function of each frame, and the exception's class."""
        kind, _, trace = ei
        if kind is None:
            return ""
        frames = [
            f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(trace)
        ]
        return "\n".join([*frames, f"{kind.__module__}.{kind.__qualname__} (text withheld)"])

    def formatStack(self, stack_info: str) -> str:  # noqa: ARG002, N802
        """Leave stack dumps out: their source lines add nothing to the frames."""
        return ""
