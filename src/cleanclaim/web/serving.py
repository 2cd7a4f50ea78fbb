"""One process that serves pages and runs jobs."""

import asyncio
import contextlib
import errno
import ipaddress
import logging
import signal
import socket
from collections.abc import Callable, Iterator

import uvicorn
from django.db import connections

from cleanclaim.primitives import ConfigurationError
from cleanclaim.web import secret

RETRY_AFTER = 2.0
"""Seconds until the worker is started again after it lost the database."""

log = logging.getLogger(__name__)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that is bound to an address of this machine.

    Raises ``ConfigurationError`` when the port is taken, the address is not this machine's, or
    it is a public one while the signing key is the demonstration's from the data directory.
    """
    if not _is_loopback(host) and not secret.key_is_configured():
        raise ConfigurationError(
            f"{host} can be reached from other machines, but the signing key is the demonstration's.",
            fix=f"Set {secret.VARIABLE} to a long random text, or serve on 127.0.0.1.",
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise ConfigurationError(
                f"port {port} on {host} is taken by another program.", fix="Choose another with --port."
            ) from None
        raise ConfigurationError(
            f"{host} port {port} cannot be listened on: {error.strerror or error}.",
            fix="Choose another with --host and --port.",
        ) from None
    return listener


def serve(listener: socket.socket, *, with_worker: bool, look: Callable[[], None] | None = None) -> None:
    """Serve on a bound socket until a signal asks to stop; the job in hand is finished first.

    ``look`` is what the worker does every few seconds before it looks for what waits.
    """
    from cleanclaim.web.asgi import application

    server = _Server(
        uvicorn.Config(
            application,
            lifespan="off",
            access_log=False,  # it would write query strings
            log_config=None,  # ours, which withholds the texts of exceptions
            server_header=False,
            timeout_graceful_shutdown=10,
        )
    )
    connections.close_all()
    asyncio.run(_serve(server, listener, with_worker=with_worker, look=look))


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on SIGTERM and SIGINT; uvicorn's own way ends by raising them again, past all clean-up."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(number)


async def _serve(
    server: _Server, listener: socket.socket, *, with_worker: bool, look: Callable[[], None] | None
) -> None:
    stopping = asyncio.Event()
    worker = asyncio.create_task(_work(stopping, look)) if with_worker else None
    try:
        await server.serve(sockets=[listener])
    finally:
        stopping.set()
        if worker is not None:
            worker.cancel()
            await asyncio.gather(worker, return_exceptions=True)


async def _work(stopping: asyncio.Event, look: Callable[[], None] | None) -> None:
    """Work; a lost database stops the worker, not the pages: it begins anew."""
    from cleanclaim.web.jobs import work_until_stopped
    from cleanclaim.web.steps import wake as look_for_work

    def wake() -> None:
        if look is not None:
            look()
        look_for_work()

    while not stopping.is_set():
        try:
            await work_until_stopped(wake=wake)
        except ConfigurationError as error:
            log.warning("%s It starts again in %s seconds.", error.message, RETRY_AFTER)
        except Exception:
            log.exception("the worker stopped; it starts again in %s seconds", RETRY_AFTER)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), RETRY_AFTER)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
