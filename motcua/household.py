"""Which programs `motcua up` starts, and the tokens it gives them."""

from __future__ import annotations

import argparse
import sqlite3
from contextlib import closing
from pathlib import Path

from foundation.devices import registry
from foundation.refusal import Refusal
from foundation.settings import Settings
from motcua.demo.samples import write_samples
from motcua.https import wants_https
from motcua.office import Office, open_office, signing_keys
from motcua.up import Household, Program, motcua

#: (kind, name, file of the token) of the devices that `up` runs itself.
OWN_DEVICES = (("kiosk", "K1", "kiosk/token"), ("integration", "demo", "kiosk/demo-token"))


def is_initialised(data: Path, settings: Settings) -> bool:
    """Whether there is an office already (PostgreSQL is asked when it is opened)."""
    if settings.database_url:
        return (data / "kiosk" / "token").exists()
    path = data / "motcua.db"
    if not path.exists():
        return False
    with closing(sqlite3.connect(path)) as books:
        try:
            return books.execute("SELECT 1 FROM office").fetchone() is not None
        except sqlite3.OperationalError:
            return False


def household_of(args: argparse.Namespace, settings: Settings, port: int) -> Household:
    """Server first, then the programs that need it."""
    _give_tokens(args.data, settings)
    samples = ["--samples", str(args.data / "samples")] if settings.demo else []
    data, address = str(args.data), office_address(settings, port)
    rate = ["--clock-rate", str(args.clock_rate)] if args.clock_rate else []
    kiosk = f"http://127.0.0.1:{port + 1}"
    programs = [
        Program(
            "serve", motcua("serve", "--data", data, "--port", str(port), "--kiosk", kiosk, *rate), f"{address}/readyz"
        ),
        Program("worker", motcua("worker", "--data", data)),
        Program(
            "kiosk",
            motcua("kiosk", "--data", data, "--server", address, "--port", str(port + 1), *samples),
            f"{kiosk}/healthz",
        ),
    ]
    if settings.demo and not args.quiet_street:
        programs.append(Program("demo", motcua("demo", "--data", data, "--server", address)))
    return Household(programs, args.data / "logs")


def office_address(settings: Settings, port: int) -> str:
    """How this machine calls the office."""
    return f"{'https' if wants_https(settings, settings.host) else 'http'}://{settings.host}:{port}"


def _give_tokens(data: Path, settings: Settings) -> None:
    """A token for each own device that has none yet, in a file only this user reads; a demo's samples."""
    missing = [own for own in OWN_DEVICES if not (data / own[2]).exists() and (own[0] == "kiosk" or settings.demo)]
    want_samples = settings.demo and not (data / "samples").exists()
    if not missing and not want_samples:
        return
    office = open_office(data, settings)
    try:
        for kind, name, file in missing:
            _write_private(data / file, _token(office, kind, name))
        if want_samples:
            write_samples(data / "samples", signing_keys(office), settings)
    finally:
        office.close()


def _token(office: Office, kind: str, name: str) -> str:
    added = office.store.write(lambda tx: registry.add(tx, kind, name))
    if isinstance(added, Refusal):
        raise TypeError(added.code)
    return added[1]


def _write_private(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(text + "\n", encoding="utf-8")
