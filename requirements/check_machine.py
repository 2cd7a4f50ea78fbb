"""Say in one sentence what the machine lacks, before anything is installed: run by the Makefile.

Written so that Pythons too old for cleanclaim can read it; standard library only.
Usage: check_machine.py install|start [arguments of cleanclaim demo]
"""

# ruff: noqa - it must run on Pythons that know nothing newer
from __future__ import print_function

import os
import shutil
import socket
import sys

LEAST = (3, 11)
NEEDED = {"install": 700 * 1000 * 1000, "start": 0}
"""Bytes that the installed packages take, with room for pip to unpack them."""


def lacking(doing, arguments):
    """Return what is lacking, one sentence, or nothing."""
    if sys.version_info < LEAST:
        return (
            "cleanclaim needs Python 3.11 or later; %s is %d.%d. Install a newer one and call "
            "make PYTHON=python3.11 ..." % ((sys.executable,) + tuple(sys.version_info[:2]))
        )
    here = os.getcwd()
    if doing == "install":
        if not os.access(here, os.W_OK | os.X_OK):
            return "The directory %s cannot be written: clone cleanclaim to a place of your own." % here
        free = shutil.disk_usage(here).free
        if free < NEEDED[doing]:
            return "The disk of %s has %d MB free; installing needs about %d MB. Make room." % (
                here,
                free // 10**6,
                NEEDED[doing] // 10**6,
            )
        try:
            import ensurepip  # noqa: F401
            import venv  # noqa: F401
        except ImportError:
            return "Python's venv module is not complete: install Debian's python3-venv package."
    if "--headless" in arguments or "forward" in arguments or "--help" in arguments:
        return ""
    return port_taken(arguments)


def port_taken(arguments):
    """Return a sentence when the demonstration could not be served."""
    port = 8000
    for at, argument in enumerate(arguments):
        if argument.startswith("--port="):
            port = argument[7:]
        elif argument == "--port" and at + 1 < len(arguments):
            port = arguments[at + 1]
    probe = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(port)))
    except ValueError:
        return ""  # the command says what is wrong with it
    except (OSError, OverflowError):
        return (
            "Port %s on 127.0.0.1 is taken by another program. Choose another: "
            "make demo ARGS='--port 8001'" % port
        )
    finally:
        probe.close()
    return ""


if __name__ == "__main__":
    sys.exit(lacking(sys.argv[1], sys.argv[2:]) or 0)
