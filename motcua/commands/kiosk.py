"""`motcua kiosk`: the program on the Pi, with its touch page on its own localhost."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kiosk.program import KioskSettings
from kiosk.program import run as run_kiosk
from motcua import voices
from motcua.commands.options import data_option, port_is_free, settings_of
from motcua.words import Words


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """Directory, server, token, page's port, devices."""
    data_option(parser, words)
    parser.add_argument("--server", help=words("cli.device.server"))
    parser.add_argument("--token-file", type=Path, help=words("cli.device.token_file"))
    parser.add_argument("--ca", type=Path, help=words("cli.option.ca"))
    parser.add_argument("--port", type=int, help=words("cli.kiosk.port"))
    parser.add_argument("--scanner", help=words("cli.kiosk.scanner"))
    parser.add_argument("--printer", help=words("cli.kiosk.printer"))
    parser.add_argument("--samples", type=Path, help=words("cli.kiosk.samples"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, words: Words) -> int:
    """Read the token, check the port, run the program."""
    settings = settings_of(args.data)
    port = args.port or settings.kiosk_port
    token_file = args.token_file or args.data / "kiosk" / "token"
    token = token_file.read_text(encoding="utf-8").strip() if token_file.exists() else settings.device_token
    if not token:
        print(words("cli.kiosk.no_token", file=token_file), file=sys.stderr)
        return 1
    if not port_is_free("127.0.0.1", port):
        print(words("cli.port_taken", port=port, next=port + 10), file=sys.stderr)
        return 1
    return _start(args, port, token)


def _start(args: argparse.Namespace, port: int, token: str) -> int:
    settings = settings_of(args.data)
    voices.build_hints(args.data / "kiosk" / "hints")
    authority = args.ca or args.data / "keys" / "authority.crt"
    run_kiosk(
        KioskSettings(
            server=args.server or settings.server_url or f"http://127.0.0.1:{settings.port}",
            token=token,
            port=port,
            folder=args.data / "kiosk",
            scanner=args.scanner or settings.scanner,
            printer=args.printer or settings.printer,
            paper_mm=settings.paper_mm,
            timeout_s=settings.kiosk_timeout_s,
            diagonal_inch=settings.screen_diagonal_inch,
            samples=args.samples,
            ca=authority if authority.exists() else None,
        )
    )
    return 0
