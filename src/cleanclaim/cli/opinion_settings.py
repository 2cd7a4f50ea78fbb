"""The endpoint of the second opinion, from the environment: an address and a key are no arguments."""

import os
from typing import TYPE_CHECKING

from cleanclaim.primitives import ConfigurationError

if TYPE_CHECKING:
    from cleanclaim.exchange.second_opinion import Endpoint

_TIMEOUT = "60"


def endpoint_from_environment() -> "Endpoint":
    """Return the endpoint of the settings; raises ``ConfigurationError`` when one is missing or wrong."""
    from cleanclaim.exchange.second_opinion import Endpoint

    url, model = os.environ.get("CLEANCLAIM_OPINION_URL", ""), os.environ.get("CLEANCLAIM_OPINION_MODEL", "")
    if not url or not model:
        raise ConfigurationError(
            "no endpoint is set for a second opinion.",
            fix="Set CLEANCLAIM_OPINION_URL (http://127.0.0.1:11434/v1, say) and CLEANCLAIM_OPINION_MODEL.",
        )
    written = os.environ.get("CLEANCLAIM_OPINION_TIMEOUT", _TIMEOUT)
    if not written.isdigit() or not 1 <= int(written) <= 3600:
        raise ConfigurationError(
            f"CLEANCLAIM_OPINION_TIMEOUT is {written[:20]!r}, not a number of seconds from 1 to 3600.",
            fix="Correct it, or leave it out (60 seconds).",
        )
    return Endpoint(url, model, os.environ.get("CLEANCLAIM_OPINION_KEY", ""), float(written))
