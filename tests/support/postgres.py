"""A real PostgreSQL for the tests: a cluster of its own on loopback, gone afterwards."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg2

from tests.support.ports import free_port

REMEDY = "PostgreSQL is missing: apt-get install postgresql (or `make setup`)"


def binaries() -> Path:
    """The newest PostgreSQL on this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    if not found:
        raise FileNotFoundError(REMEDY)
    return found[-1].parent


class Account:
    """Who runs the cluster: initdb refuses root, so root lends it to `postgres`."""

    def __init__(self) -> None:
        entry = pwd.getpwnam("postgres") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        self.uid, self.gid = entry.pw_uid, entry.pw_gid

    def start(self, command: list[str], folder: Path, log: Path) -> subprocess.Popen[bytes]:
        as_root = os.getuid() == 0
        with log.open("ab") as out:
            return subprocess.Popen(
                command,
                cwd=folder,
                stdout=out,
                stderr=out,
                user=self.uid if as_root else None,
                group=self.gid if as_root else None,
                extra_groups=[] if as_root else None,
            )


@contextlib.contextmanager
def running_postgres() -> Iterator[str]:
    """Yield the address of a fresh cluster's `postgres` database."""
    bin_folder, account = binaries(), Account()
    folder = Path(tempfile.mkdtemp(prefix="motcua-pg-"))
    os.chown(folder, account.uid, account.gid)
    log = folder / "log"
    try:
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        command = [f"{bin_folder}/initdb", "-D", f"{folder}/data", *options]
        made = account.start(command, folder, log).wait(timeout=60)
        if made != 0:
            raise RuntimeError(f"initdb failed: {log.read_text()}")
        with _serving(bin_folder, account, folder, log) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _serving(bin_folder: Path, account: Account, folder: Path, log: Path) -> Iterator[str]:
    port = free_port()
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "unix_socket_directories": "",
        # No power is cut here, and the tests make many databases.
        "fsync": "off",
        "full_page_writes": "off",
    }
    options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
    server = account.start([f"{bin_folder}/postgres", "-D", f"{folder}/data", *options], folder, log)
    url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    try:
        _wait_until_it_answers(url, server, log)
        yield url
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)


def _wait_until_it_answers(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + 30
    while True:
        try:
            psycopg2.connect(url).close()
        except psycopg2.OperationalError:
            if server.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}") from None
            time.sleep(0.05)
        else:
            return


@contextlib.contextmanager
def own_database(server_url: str) -> Iterator[str]:
    """Yield the address of an empty database of its own, dropped afterwards."""
    name = f"office_{uuid.uuid4().hex[:12]}"
    _administer(server_url, f"CREATE DATABASE {name}")
    try:
        yield server_url.rsplit("/", 1)[0] + f"/{name}"
    finally:
        # FORCE: a test that left a connection open must not keep the others waiting.
        _administer(server_url, f"DROP DATABASE {name} WITH (FORCE)")


def _administer(server_url: str, statement: str) -> None:
    connection = psycopg2.connect(server_url)
    try:
        connection.autocommit = True
        connection.cursor().execute(statement)
    finally:
        connection.close()
