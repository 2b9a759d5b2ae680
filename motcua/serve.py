"""Running the server in either mode: open the office, build, listen, stop cleanly."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from foundation.db.loop import EventletLoop, Loop, ThreadLoop
from foundation.settings import Settings, load
from foundation.stream.log import last_event
from motcua.https import certificates, wants_https
from motcua.office import Office, open_office, set_clock_rate
from motcua.server import Server, build

log = logging.getLogger(__name__)


#: A send to each of 200 screens lets go of the interpreter; whoever computes then (an estimate, a row) must
#: give it back soon, or one call takes a second to reach all of them. Python's own value is ten times as long.
SWITCH_SECONDS = 0.0005


def main(argv: Sequence[str]) -> int:
    """The serving process; arguments come from `motcua serve`, which checked them."""
    args = _arguments(argv)
    sys.setswitchinterval(SWITCH_SECONDS)
    settings = load(args.data, os.environ)
    logging.basicConfig(level=settings.log_level.upper(), format="%(levelname)s %(name)s: %(message)s")
    if settings.async_mode == "threading":
        from motcua.serve_threads import serve_threads

        keys = certificates(args.data, settings, args.host) if wants_https(settings, args.host) else None
        return serve_threads(lambda: open_server(args, settings), args.host, args.port, keys)
    return _serve_eventlet(open_server(args, settings), args.host, args.port)


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--async-mode", choices=("eventlet", "threading"))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--clock-rate", type=float)
    parser.add_argument("--kiosk")
    return parser.parse_args(argv)


def open_server(args: argparse.Namespace, settings: Settings) -> Server:
    """Open the office with the loop of its mode and build the server; this thread becomes the loop's."""
    loop: Loop = EventletLoop() if settings.async_mode == "eventlet" else ThreadLoop()
    office = open_office(args.data, settings, loop)
    start_after = _before_the_ban(office, args.clock_rate)
    return build(office, start_after, https=wants_https(settings, args.host), kiosk=args.kiosk)


def _before_the_ban(office: Office, clock_rate: float | None) -> int:
    """What still has to be asked of the database while nobody is served yet."""
    database = office.database
    database.connect(reuse_if_open=True)
    try:
        if clock_rate is not None:
            office.clock.rate = set_clock_rate(database, office.id, clock_rate)
        return last_event(database, office.id)
    finally:
        database.close()


def _serve_eventlet(server: Server, host: str, port: int) -> int:
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server.office.guard.forbid_this_thread()
    server.start()
    options = {}
    if server.https:
        made = certificates(server.office.data, server.office.settings, host)
        options = {"certfile": str(made.certificate), "keyfile": str(made.key)}
    log.info("listening on %s:%d", host, port)
    try:
        server.socketio.run(server.app, host=host, port=port, log_output=False, **options)
    except KeyboardInterrupt:
        log.info("stopping")
    finally:
        server.close()
    return 0
