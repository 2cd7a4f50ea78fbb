"""Background jobs: defined here, run by ``cleanclaim worker``, ``cleanclaim serve`` or :func:`drain`.

A job is deferred through Django's connection, so inside a service's transaction: committed, it
is there for workers; rolled back, it never was. A job runs at least once. It is given keys,
looks at the state it finds and changes nothing when its work is already done.

procrastinate judges a worker dead when its heartbeat is 30 seconds old. Here every worker holds
an advisory lock on a connection of its own for as long as it lives; the kernel closes that
connection when the process is killed, and whoever looks next puts its jobs back at once.
"""

import asyncio
import contextlib
import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import update_wrapper
from typing import Any, ClassVar, Generic, ParamSpec
from uuid import UUID

import psycopg
from django.db import connection, transaction
from procrastinate import App
from procrastinate.contrib.django import app as procrastinate_app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.job_context import JobContext
from procrastinate.manager import JobManager
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.worker import Worker

from cleanclaim.primitives import CleanclaimError, ConfigurationError, InvalidValue
from cleanclaim.web.tenancy import current_organization, tenant

P = ParamSpec("P")

log = logging.getLogger(__name__)

LOCK_BASE = 0x6363 << 40
"""Worker n holds the advisory lock of number LOCK_BASE + n."""

MOST_CRASHES = 50
"""A job that has taken its worker down this often is failed instead of run again."""

RECOVERY_INTERVAL = 5.0
"""Seconds between two looks of a running worker for jobs of killed ones."""

LOST_AFTER = 5.0
"""Seconds to wait for a connection before the database counts as lost."""

_KEY = re.compile(r"[^\s].{0,199}")


class JobsFailed(CleanclaimError):
    """Some jobs ended with an error; the others did their work."""

    code: ClassVar[str] = "jobs-failed"


class Job(Generic[P]):
    """A function that runs later. Calling it runs it now; :meth:`defer` puts it into the queue."""

    def __init__(self, function: Callable[P, object], run: Callable[..., object], **options: Any) -> None:
        update_wrapper(self, function)
        self._function = function
        self.name: str = options["name"]
        self._task = procrastinate_app.task(**options)(run)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> object:
        """Run the function itself, here and now."""
        return self._function(*args, **kwargs)

    def defer(self, *args: P.args, **kwargs: P.kwargs) -> int:
        """Put a job into the queue, in the transaction that is open, and return its number.

        Takes keywords only: keys, numbers and times, never contents; anything else raises
        ``InvalidValue``. UUIDs arrive as text.
        """
        if args:
            raise InvalidValue(f"The job {self.name} takes keywords only.")
        return int(self._task.defer(**{name: _key(name, value) for name, value in kwargs.items()}))

    def defer_once(self, lock: str, /, **kwargs: Any) -> bool:
        """Put a job into the queue unless one with this lock waits there; return whether it did."""
        keys = {name: _key(name, value) for name, value in kwargs.items()}
        try:
            with transaction.atomic():
                self._task.configure(queueing_lock=lock).defer(**keys)
        except AlreadyEnqueued:
            return False
        return True


def job(*, name: str, queue: str = "default") -> Callable[[Callable[P, object]], Job[P]]:
    """Make a function a job. It has the keyword ``organization_id`` and opens its tenant itself.

    Define jobs in an app's ``tasks.py``, or in a module that one imports: workers find them there.
    """

    def decorate(function: Callable[P, object]) -> Job[P]:
        return Job(function, function, name=name, queue=queue)

    return decorate


def tenant_job(*, name: str, queue: str = "default") -> Callable[[Callable[P, object]], Job[P]]:
    """Make a function a job that runs inside ``tenant(organization_id)``, in one transaction.

    The function does not have the keyword ``organization_id``; ``defer`` is called inside a
    tenant and remembers which. What the function changes commits together, or not at all when
    it raises or is killed; then it runs again and must find its state as it was.
    """

    def decorate(function: Callable[P, object]) -> Job[P]:
        call: Callable[..., object] = function

        def run(*, organization_id: str, **keys: Any) -> None:
            with tenant(organization_id):
                call(**keys)

        return _TenantJob(function, run, name=name, queue=queue)

    return decorate


class _TenantJob(Job[P]):
    def defer(self, *args: P.args, **kwargs: P.kwargs) -> int:
        kwargs["organization_id"] = current_organization()
        return super().defer(*args, **kwargs)


def _key(name: str, value: object) -> str | int:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, int) or (isinstance(value, str) and (value == "" or _KEY.fullmatch(value))):
        return value
    raise InvalidValue(
        f"The job argument {name} is not a key: jobs are given keys and look the rest up.",
        fix="Pass an id, a number, or a text of one line with at most 200 characters.",
    )


def recover() -> int:
    """Put the jobs of killed workers back into the queue and return how many there were.

    A worker whose lock can be had is dead. Called whenever a worker or :func:`drain` starts,
    and by running workers every few seconds.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_workers")
        known = [row[0] for row in cursor.fetchall()]
        dead = []
        for worker in known:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK_BASE + worker])
            if cursor.fetchone()[0]:
                dead.append(worker)
        cursor.execute(
            """
            UPDATE procrastinate_jobs
            SET status = CASE WHEN attempts < %s THEN 'todo' ELSE 'failed' END::procrastinate_job_status,
                attempts = attempts + 1, abort_requested = false, worker_id = NULL
            WHERE status = 'doing' AND (worker_id IS NULL OR worker_id = ANY(%s))
            """,
            [MOST_CRASHES, dead],
        )
        count: int = cursor.rowcount
        cursor.execute("DELETE FROM procrastinate_workers WHERE id = ANY(%s)", [dead])
    return count


def drain(*, on_done: Callable[[int], None] | None = None) -> int:
    """Run all jobs that are due, and those which they defer, in this process; return how many.

    Jobs of killed workers are put back first. ``on_done`` is called after each job with the
    number done so far. Raises ``JobsFailed`` after the last when some of them failed.
    """
    recover()
    tally = _Tally(on_done)
    options = connector_params()
    asyncio.run(_drain(options, tally))
    if tally.failures:
        raise JobsFailed(
            f"{len(tally.failures)} of {tally.done} jobs failed; the first was {tally.failures[0]}",
            fix="The log names the places. Run the command again once the cause is mended.",
        )
    return tally.done


def run_worker(*, wake: Callable[[], None] | None = None) -> None:
    """Work until a signal (SIGTERM, SIGINT) asks to stop; the job in hand is finished first.

    Raises ``ConfigurationError`` when the connection to the database is lost; the jobs in hand
    run again when a worker is started. ``wake`` is called every few seconds: it puts what waits
    into the queue.
    """
    asyncio.run(work_until_stopped(install_signal_handlers=True, wake=wake))


async def _drain(options: dict[str, Any], tally: "_Tally") -> None:
    """Work until nothing is due, keeping the jobs' connection from one job to the next.

    procrastinate closes connections that are too old after each job; to connect anew for each
    takes a third of a short job's time. A serving process keeps Django's default. All jobs run
    in one thread, since a connection can only be used and closed in the thread that opened it.
    """
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(1, thread_name_prefix="jobs"))
    kept = connection.settings_dict["CONN_MAX_AGE"]
    connection.settings_dict["CONN_MAX_AGE"] = 600
    try:
        await _work(options, tally, wait=False, listen_notify=False, install_signal_handlers=False)
    finally:
        connection.settings_dict["CONN_MAX_AGE"] = kept
        await loop.run_in_executor(None, _close_this_threads_connection)


async def work_until_stopped(
    *, install_signal_handlers: bool = False, wake: Callable[[], None] | None = None
) -> None:
    """Work as a part of a running event loop (``cleanclaim serve``) until cancelled or asked to stop."""

    def look() -> None:
        recover()
        if wake is not None:
            wake()

    await asyncio.to_thread(_elsewhere, look)
    options = await asyncio.to_thread(connector_params)
    watch = asyncio.create_task(_again_and_again(look))
    try:
        await _work(options, _Tally(None), wait=True, install_signal_handlers=install_signal_handlers)
    finally:
        watch.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watch


def _elsewhere(look: Callable[[], None]) -> None:
    """Look in a thread of a pool, which must not keep the connection that Django opens for it."""
    try:
        look()
    finally:
        _close_this_threads_connection()


def _close_this_threads_connection() -> None:
    connection.close()


async def _again_and_again(look: Callable[[], None]) -> None:
    while True:
        await asyncio.sleep(RECOVERY_INTERVAL)
        try:
            await asyncio.to_thread(_elsewhere, look)
        except Exception:  # a lost database is noticed by the worker itself
            log.exception("looking for work failed; the next look is in %s seconds", RECOVERY_INTERVAL)


async def _work(connection_params: dict[str, Any], tally: "_Tally", **options: Any) -> None:
    connector = PsycopgConnector(kwargs=connection_params, min_size=1, max_size=4, timeout=LOST_AFTER)
    # An app of its own: replacing the connector of the shared one would make a service that runs
    # in this process defer through another connection, outside of its transaction.
    app: App = procrastinate_app.with_connector(connector)
    async with await psycopg.AsyncConnection.connect(**connection_params, autocommit=True) as own:
        app.job_manager = _LockingManager(connector, own)
        async with app.open_async():
            run = app.run_worker_async(
                worker_middleware=[tally.count], fetch_job_polling_interval=2.0, **options
            )
            await _unless_lost(asyncio.create_task(run), own)


async def _unless_lost(work: "asyncio.Task[None]", own: psycopg.AsyncConnection[Any]) -> None:
    """Await the worker; raise ``ConfigurationError`` when the connection with its lock is lost.

    procrastinate's worker ends without an error when the database goes away.
    """
    watch = asyncio.create_task(_until_lost(own))
    try:
        await asyncio.wait({work, watch}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        work.cancel()
        watch.cancel()
        ended, _ = await asyncio.gather(work, watch, return_exceptions=True)
    if own.broken or isinstance(ended, psycopg.OperationalError | ConnectorException):
        raise ConfigurationError(
            "the worker lost its connection to the database.", fix="Start it again once the database answers."
        )
    if isinstance(ended, Exception):
        raise ended


async def _until_lost(own: psycopg.AsyncConnection[Any]) -> None:
    with contextlib.suppress(psycopg.OperationalError):
        while True:
            await asyncio.sleep(2)
            await own.execute("SELECT 1")


class _LockingManager(JobManager):
    """Registers a worker under its advisory lock, and never judges one by its heartbeat."""

    def __init__(self, connector: PsycopgConnector, own: psycopg.AsyncConnection[Any]) -> None:
        super().__init__(connector)
        self._own = own

    async def register_worker(self) -> int:
        # In one transaction: whoever sees the row finds the lock taken.
        async with self._own.transaction():
            found = await self._own.execute("SELECT worker_id FROM procrastinate_register_worker_v1()")
            row = await found.fetchone()
            assert row is not None
            await self._own.execute("SELECT pg_advisory_lock(%s)", [LOCK_BASE + row[0]])
        return int(row[0])

    async def prune_stalled_workers(self, seconds_since_heartbeat: float) -> list[int]:  # noqa: ARG002
        return []


class _Tally:
    """Counts the jobs that ended, and remembers which failed, without what they failed on."""

    def __init__(self, on_done: Callable[[int], None] | None) -> None:
        self.done = 0
        self.failures: list[str] = []
        self._on_done = on_done

    async def count(self, call_next: Callable[[], Any], context: JobContext, _: Worker) -> Any:
        try:
            return await call_next()
        except Exception as error:
            reason = str(error) if isinstance(error, CleanclaimError) else type(error).__name__
            self.failures.append(f"{context.job.task_name}: {reason}")
            raise
        finally:
            self.done += 1
            if self._on_done is not None:
                self._on_done(self.done)
