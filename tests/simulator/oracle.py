"""pyx12 4.0.0 as a second opinion on what the payer writes.

Run it with ``x12n_document`` on a text stream with JSON errors. Its quirks, found by trying:
it looks for its maps beside the running program unless ``map_path`` is handed in; it logs every
finding at level ERROR; and its code lists are of 2014, so newer codes are errors to it.
"""

import io
import logging
from pathlib import Path

import pyx12
import pyx12.params
import pyx12.x12n_document


def pyx12_findings(data: bytes) -> list[str]:
    """Return what pyx12 finds wrong in a file, one sentence each; nothing when it is content."""
    logging.getLogger("pyx12").setLevel(logging.CRITICAL)
    maps = str(Path(pyx12.__file__).parent / "map")
    report = io.StringIO()
    good = pyx12.x12n_document.x12n_document(
        pyx12.params.ParamsBase(),
        io.StringIO(data.decode("ascii")),
        None,
        None,
        fd_json=report,
        map_path=maps,
    )
    if good:
        return []
    return [report.getvalue() or "not valid"]
