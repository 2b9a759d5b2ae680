"""`motcua serve`: the office server. It becomes the serving process, which patches before it imports."""

from __future__ import annotations

import argparse
import os
import sys

from motcua.commands.options import data_option, port_is_free, settings_of
from motcua.office import NotInitialised
from motcua.words import Words


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """Directory, address, port, the clock's rate."""
    data_option(parser, words)
    parser.add_argument("--port", type=int, help=words("cli.serve.port"))
    parser.add_argument("--host", help=words("cli.serve.host"))
    parser.add_argument("--clock-rate", type=float, help=words("cli.serve.clock_rate"))
    parser.add_argument("--kiosk", metavar="URL", help=words("cli.serve.kiosk"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, words: Words) -> int:
    """Check what can be checked here, then hand the process over."""
    settings = settings_of(args.data)
    if not settings.database_url and not (args.data / "motcua.db").exists():
        raise NotInitialised(str(args.data))
    host, port = args.host or settings.host, args.port or settings.port
    if args.clock_rate is not None and not 0 < args.clock_rate <= 10_000:  # noqa: PLR2004 - named in the sentence
        print(words("cli.serve.bad_rate"), file=sys.stderr)
        return 2
    if not port_is_free(host, port):
        print(words("cli.port_taken", port=port, next=port + 10), file=sys.stderr)
        return 1
    command = [sys.executable, "-m", "motcua.serving", f"--async-mode={settings.async_mode}"]
    command += ["--data", str(args.data), "--host", host, "--port", str(port)]
    if args.clock_rate is not None:
        command += ["--clock-rate", str(args.clock_rate)]
    if args.kiosk:
        command += ["--kiosk", args.kiosk]
    sys.stdout.flush()
    return os.execv(sys.executable, command)  # noqa: S606 - becomes our own program; it does not come back
